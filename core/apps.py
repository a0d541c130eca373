"""The ground floor."""

from django.apps import AppConfig

from core.registries import outboxes, retention


class CoreConfig(AppConfig):
    """Errors, units, registries, the design system; nothing here knows a school."""

    name = "core"

    def ready(self) -> None:
        """Say how long work is kept, and how it stands."""
        from core import retention as keeping  # noqa: PLC0415 -- app ready
        from core import work  # noqa: PLC0415 -- app ready

        outboxes.readers.register("work", work.state)
        retention.rules.register("core.work", work.RETENTION)
        retention.rules.register("core.runs", keeping.RETENTION)
