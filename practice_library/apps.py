"""The practice library."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticeLibraryConfig(AppConfig):
    """Write-ups: pages, writing, review, search."""

    name = "practice_library"
    verbose_name = _("Practice library")

    def ready(self) -> None:
        """Register what this room shows elsewhere, and listen to what happens below."""
        from practice_library import checks, receivers, registered, remembered  # noqa: F401, PLC0415 -- app ready

        receivers.connect()
        remembered.connect()
        registered.register()
