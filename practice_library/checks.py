"""System checks: what would open the library to the wrong people if somebody forgot it."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from practice_library.models.base import LibraryPage
from practice_library.receivers import WAGTAIL_MAILS, no_mail


@register()
def library_is_guarded(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """practice_library.E001–E003."""
    return [*unguarded_pages(), *wagtail_mails(), *open_addresses()]


def unguarded_pages() -> list[CheckMessage]:
    """E001: every page type of ours asks `network.access` what may be done with it."""
    return [
        Error(
            f"{model.__name__} does not ask network.access what may be done with it.",
            hint="Inherit from practice_library.models.base.LibraryPage.",
            obj=model,
            id="practice_library.E001",
        )
        for model in apps.get_models()
        if issubclass(model, Page)
        and not model.__module__.startswith("wagtail.")
        and getattr(model, "permissions_for_user", None) is not LibraryPage.permissions_for_user
    ]


def wagtail_mails() -> list[CheckMessage]:
    """E002: none of Wagtail's own mails about workflows is sent."""
    return [
        Error(
            f"Wagtail would send mails about workflows itself ({name}).",
            hint="practice_library stands before wagtail.admin in INSTALLED_APPS.",
            id="practice_library.E002",
        )
        for signal, sender, name in WAGTAIL_MAILS
        if any(receiver is not no_mail for receiver in signal._live_receivers(sender)[0])
    ]


def open_addresses() -> list[CheckMessage]:
    """E003: Wagtail's own addresses of files and pictures, which ask nobody, are not routed."""
    found: list[CheckMessage] = []
    for name, arguments in (
        ("wagtaildocs_serve", [1, "a"]),
        ("wagtailimages_serve", ["a", 1, "original"]),
        ("wagtail_serve", ["a/"]),
    ):
        try:
            reverse(name, args=arguments)
        except NoReverseMatch:
            continue
        found.append(Error(f"{name} is routed and asks nobody.", id="practice_library.E003"))
    return found
