"""The ground floor."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Errors, units, registries, the design system; nothing here knows a school."""

    name = "core"
