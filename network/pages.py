"""This room's pages in the five places, and the messages its invitations send."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.registries.messages import MessageKind, kinds
from core.registries.navigation import NavEntry, entries
from network.policies import can_read_directory, sees_any_card


def register() -> None:
    """Called once, when the apps are ready."""
    kinds.register(
        "invitation", MessageKind("invitation", _("An invitation to a school"), "network/mail/invitation")
    )
    kinds.register(
        "school_invitation",
        MessageKind(
            "school_invitation",
            _("An invitation of a school into a network"),
            "network/mail/school_invitation",
        ),
    )
    for name, entry in _ENTRIES.items():
        entries.register(name, entry)


def _sees_schools(viewer: Any) -> bool:
    return sees_any_card(viewer)


def _sees_people(viewer: Any) -> bool:
    return can_read_directory(viewer)


_ENTRIES = {
    "schools": NavEntry(
        "together", _("Schools"), "schools", _("Who is in your networks, where, and when they are open."), 10, _sees_schools
    ),
    "people": NavEntry(
        "together", _("People"), "people", _("Colleagues at the schools of your networks, by name and role."), 20, _sees_people
    ),
}  # fmt: skip
