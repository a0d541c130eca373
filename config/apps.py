"""The project itself as an app: it holds the commands that belong to no room."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class HedgerowConfig(AppConfig):
    """Wiring."""

    name = "config"
    label = "hedgerow"

    def ready(self) -> None:
        """Make the folders that the embedded broker expects to find."""
        if settings.CELERY_BROKER_URL.startswith("filesystem://"):
            for name in ("data_folder_in", "control_folder", "processed_folder"):
                Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS[name])).mkdir(parents=True, exist_ok=True)
