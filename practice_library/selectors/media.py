"""Pictures and files that a viewer may be served."""

from uuid import UUID

from network.access import Viewer
from practice_library.models import LibraryDocument, LibraryImage
from practice_library.policies import can_see_media


def picture_or_none(viewer: Viewer, key: UUID) -> LibraryImage | None:
    """The picture of that key, or None: whether there is none or it is not theirs to see."""
    image = LibraryImage.objects.select_related("write_up").filter(key=key).first()
    return image if image is not None and can_see_media(viewer, image) else None


def file_or_none(viewer: Viewer, key: UUID) -> LibraryDocument | None:
    """The file of that key, or None: whether there is none or it is not theirs to see."""
    document = LibraryDocument.objects.select_related("write_up").filter(key=key).first()
    return document if document is not None and can_see_media(viewer, document) else None
