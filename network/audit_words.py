"""The audit log in words: what each entry says, with the names of the people it is about."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registries.audit_words import sentences
from network.models import AuditEntry, Network, Person
from network.roles import NetworkRole, Role

_SENTENCES: dict[str, Promise] = {
    "school_began": gettext_lazy("%(who)s began the school here."),
    "card_changed": gettext_lazy("%(who)s changed the school’s card."),
    "terms_changed": gettext_lazy("%(who)s changed the terms."),
    "closures_changed": gettext_lazy("%(who)s changed the holidays and closures."),
    "school_day_changed": gettext_lazy("%(who)s changed the school day."),
    "year_groups_changed": gettext_lazy("%(who)s changed the year groups."),
    "member_added": gettext_lazy("%(whom)s joined the school. Roles: %(detail)s."),
    "member_described": gettext_lazy("%(who)s changed what %(whom)s does here."),
    "member_left": gettext_lazy("%(who)s ended the membership of %(whom)s."),
    "role_granted": gettext_lazy("%(who)s gave %(whom)s the role %(detail)s."),
    "role_ended": gettext_lazy("%(who)s took the role %(detail)s from %(whom)s."),
    "person_invited": gettext_lazy("%(who)s invited somebody. Roles: %(detail)s."),
    "invitation_renewed": gettext_lazy("%(who)s sent an invitation again."),
    "invitation_withdrawn": gettext_lazy("%(who)s withdrew an invitation."),
    "school_invited": gettext_lazy("%(who)s invited a school into %(detail)s."),
    "school_invitation_withdrawn": gettext_lazy("%(who)s withdrew the invitation of a school into %(detail)s."),
    "network_joined": gettext_lazy("%(who)s brought the school into %(detail)s."),
    "network_left": gettext_lazy("%(who)s took the school out of %(detail)s."),
    "network_role_granted": gettext_lazy("%(who)s gave %(whom)s a part in the network: %(detail)s."),
    "network_role_ended": gettext_lazy("The part of %(whom)s in the network ended: %(detail)s."),
    "hub_left": gettext_lazy("%(who)s took the school out of the hub."),
    "refused": gettext_lazy("%(who)s tried something their role does not allow. Nothing was changed."),
    "signed_in": gettext_lazy("%(who)s signed in."),
    "signed_out": gettext_lazy("%(who)s signed out."),
    "account_changed": gettext_lazy("%(who)s changed the settings of their account."),
    "password_changed": gettext_lazy("%(who)s changed their password."),
    "second_factor_added": gettext_lazy("%(who)s added a second factor."),
    "second_factor_removed": gettext_lazy("%(who)s removed a second factor."),
    "sign_in_provider_added": gettext_lazy("%(who)s set up a sign-in of the school’s own."),
    "sign_in_provider_changed": gettext_lazy("%(who)s changed the school’s own sign-in."),
    "sign_in_provider_on": gettext_lazy("%(who)s turned the school’s own sign-in on."),
    "sign_in_provider_off": gettext_lazy("%(who)s turned the school’s own sign-in off."),
    "sign_in_provider_removed": gettext_lazy("%(who)s took the school’s own sign-in away."),
    "second_step_lost": gettext_lazy("%(who)s said that they lost their second step at sign-in."),
    "second_step_loss_confirmed": gettext_lazy("%(who)s confirmed that %(whom)s lost their second step."),
    "second_step_loss_refused": gettext_lazy("%(who)s did not confirm that %(whom)s lost their second step."),
    "second_step_loss_stopped": gettext_lazy("%(whom)s kept their second step; its removal was stopped."),
    "data_exported": gettext_lazy("A copy of what is held about %(whom)s was made."),
    "person_erased": gettext_lazy("What the hub held about somebody who has left was erased."),
    "hold_placed": gettext_lazy("%(who)s asked that what is held about %(whom)s be kept."),
    "hold_lifted": gettext_lazy("%(who)s ended the keeping of what is held about %(whom)s."),
    "second_steps_removed": gettext_lazy("The lost second steps of %(whom)s were removed."),
}  # fmt: skip
_ROLE_WORDS: dict[str, Any] = {role.value: role.label for role in (*Role, *NetworkRole)}


@dataclass(frozen=True)
class LogLine:
    """One entry as it is read: when, what in words, from where."""

    entry: AuditEntry
    sentence: str


def register() -> None:
    """Name this room's own actions."""
    for action, sentence in _SENTENCES.items():
        sentences.register(action, sentence)


def in_words(entries: Iterable[AuditEntry], *, naming: Container[int] | None = None) -> list[LogLine]:
    """The entries in words; the names of all people and networks in them take two queries.

    Args:
        entries: in the order in which they are read.
        naming: the ids of those who may be named; None is everybody. Others are "a colleague".
    """
    rows = list(entries)
    people: set[int] = {pk for row in rows for pk in (row.actor_id, row.details.get("person")) if pk}
    names = {
        person.pk: person.display_name if naming is None or person.pk in naming else _("a colleague")
        for person in Person.objects.filter(pk__in=people)
    }
    ids = {pk for row in rows if (pk := _network_id(row)) is not None}
    networks = {network.pk: network.name for network in Network.objects.filter(pk__in=ids)}
    return [LogLine(row, _sentence(row, names, networks)) for row in rows]


def _sentence(row: AuditEntry, names: dict[int, str], networks: dict[int, str]) -> str:
    words = {
        "who": names.get(row.actor_id or 0) or (_("Somebody who has left") if row.actor_id else _("The hub")),
        "whom": names.get(row.details.get("person") or 0) or _("somebody who has left"),
        "detail": _detail(row, networks),
    }
    template = sentences.get(row.action)
    if template is None:
        # An action of a room that has not named it: its code with spaces is better than nothing.
        return f"{words['who']}: {row.action.replace('_', ' ')}"
    return str(template) % words


def _detail(row: AuditEntry, networks: dict[int, str]) -> str:
    codes = row.details.get("roles") or ([row.details["role"]] if row.details.get("role") else [])
    if codes:
        return ", ".join(str(_ROLE_WORDS.get(code, code)) for code in codes)
    return networks.get(_network_id(row) or 0, _("a network"))


def _network_id(row: AuditEntry) -> int | None:
    if row.subject_kind == "network.network":
        return int(row.subject_id)
    return row.details.get("network")
