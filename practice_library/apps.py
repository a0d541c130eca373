"""The practice library."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticeLibraryConfig(AppConfig):
    """Write-ups: pages, writing, review, search."""

    name = "practice_library"
    verbose_name = _("Practice library")

    def ready(self) -> None:
        """Register what this room shows elsewhere."""
        from practice_library import registered  # noqa: PLC0415 -- app ready

        registered.register()
