"""Networks, schools and people."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """Networks, schools, people, roles, access, audit."""

    name = "network"
    verbose_name = _("Network")

    def ready(self) -> None:
        """Connect what follows a migration, and register what this room shows elsewhere."""
        from network import checks, converters, receivers  # noqa: F401, PLC0415 -- app ready
        from network.row_security import install_after_migrate  # noqa: PLC0415 -- app ready
        from network.taxonomy import sync_taxonomy  # noqa: PLC0415 -- app ready

        post_migrate.connect(sync_taxonomy, sender=self, dispatch_uid="network.taxonomy")
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="network.row_security")
        converters.register()
        from network import registered  # noqa: PLC0415 -- after the converters that its addresses use

        receivers.connect()
        registered.register()
