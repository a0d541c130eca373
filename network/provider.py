"""Where allauth looks for this room's kinds of provider."""

from network.single_sign_on.provider import SchoolProvider

provider_classes = [SchoolProvider]
