"""A lost second step: asked for at sign-in, confirmed by a colleague, done a day later unless the person stops it.

Four eyes (never one's own), and a day in which every address of the person has the link that stops it. Signing in with
a second step stops it as well: whoever can do that has lost nothing.
"""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError, NotAllowed
from network.access import colleagues_of, load_standing
from network.context import AccessContext, system_context
from network.domain.secrets import hash_of, new_secret
from network.models import LostSecondStep, Person, School
from network.policies import demand_at
from network.roles import Permission
from network.services import messages
from network.services.api_tokens import end_all_tokens
from network.services.audit import record
from network.services.holds import held_people
from network.services.people import end_sessions, record_about
from network.speaking import speech_for

WAITS_FOR = timedelta(hours=24)
#: Without a colleague's answer it lapses.
OPEN_FOR = timedelta(days=7)
_AGAIN_AFTER = timedelta(hours=24)
_KEPT_FOR = timedelta(days=30)
_PURPOSE = "lost second step"
_Outcome = LostSecondStep.Outcome


class AskedAlready(DomainError):
    """The person asked less than a day ago."""

    def __init__(self) -> None:
        super().__init__(
            _("You asked within the last day. Your colleagues have your mail; one of them has to confirm.")
        )


class NotForOneself(NotAllowed):
    """Four eyes: nobody confirms their own."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has to confirm this for you. Nothing was changed."))


class LostStepGone(DomainError):
    """It has ended, or was confirmed already."""

    def __init__(self) -> None:
        super().__init__(_("This has been settled already. Nothing was changed."))


@transaction.atomic
def ask(*, person: Person, school: School) -> list[Person]:
    """Ask the colleagues at a school to confirm. For a person whose password was right a moment ago.

    Returns:
        Those who were written to; nobody, when nobody else manages the school's people.

    Raises:
        AskedAlready: when they asked within a day, or still wait.
        NotAllowed: when they do not belong to the school.
    """
    now = clock.now()
    if school.pk not in load_standing(person, now).schools:
        raise NotAllowed(_("You don’t belong to this school."))
    with _at_schools_of(person):
        mine = LostSecondStep.objects.filter(person=person)
        if mine.filter(Q(ended_at=None) | Q(asked_at__gt=now - _AGAIN_AFTER)).exists():
            raise AskedAlready
        lost = LostSecondStep.objects.create(person=person, school=school, asked_at=now)
        record(
            "second_step_lost", school_id=school.pk, by=person, subject=lost, details={"person": person.pk}
        )
    helpers = list(colleagues_of(person, school.pk, Permission.MANAGE_PEOPLE))
    for helper in helpers:
        context = {"name": person.display_name, "school": school.name, "link": _page_of(person, school)}
        messages.send("lost_step_asked", to=helper, context=context)
    return helpers


@transaction.atomic
def confirm(*, lost: LostSecondStep, by: Person | None) -> LostSecondStep:
    """A colleague has spoken with the person: the day begins, and every address of theirs is told.

    Raises:
        MayNot: when `by` does not manage the school's people.
        NotForOneself: when it is their own.
        LostStepGone: when it was confirmed or has ended.
    """
    lost = _open_for(lost, by)
    secret = new_secret()
    lost.confirmed_by, lost.due_at, lost.secret_hash = by, clock.now() + WAITS_FOR, hash_of(secret)
    lost.save(update_fields=["confirmed_by", "due_at", "secret_hash"])
    _note("second_step_loss_confirmed", lost, by)
    link = reverse("lost-step-stop", kwargs={"link_secret": f"{lost.school_id}.{secret}"})
    helper = by.display_name if by else ""
    _tell(lost, "lost_step_waiting", link=settings.BASE_URL + link, helper=helper, due_at=lost.due_at)
    return lost


@transaction.atomic
def refuse(*, lost: LostSecondStep, by: Person | None) -> None:
    """A colleague does not confirm it: nothing changes, and the person is told.

    Raises:
        MayNot, NotForOneself, LostStepGone: as for `confirm`.
    """
    lost = _open_for(lost, by)
    _end(lost, _Outcome.REFUSED)
    _note("second_step_loss_refused", lost, by)
    _tell(lost, "lost_step_refused", link=settings.BASE_URL + reverse("account_reset_password"))


def waiting_behind(link_secret: str) -> LostSecondStep | None:
    """What a link can still stop, or None: unknown, stopped and done are alike."""
    school_id, _dot, secret = link_secret.partition(".")
    with system_context(schools=[int(school_id)], purpose=_PURPOSE):
        return _still_open().filter(secret_hash=hash_of(secret)).select_related("person").first()


@transaction.atomic
def stop(*, link_secret: str) -> Person:
    """The person stops it by the link that every address of theirs got.

    Raises:
        LostStepGone: when there is nothing to stop.
    """
    school_id, _dot, secret = link_secret.partition(".")
    with system_context(schools=[int(school_id)], purpose=_PURPOSE):
        lost = _still_open().select_for_update().filter(secret_hash=hash_of(secret)).first()
        if lost is None:
            raise LostStepGone
        _stop(lost)
    return lost.person


@transaction.atomic
def stop_for(person: Person) -> None:
    """They have signed in with a second step, so nothing is lost."""
    with _at_schools_of(person):
        for lost in _still_open().select_for_update().filter(person=person):
            _stop(lost)


def open_request_of(person: Person) -> LostSecondStep | None:
    """What the person has asked for and is not settled, or None."""
    with _at_schools_of(person):
        return _still_open().filter(person=person).select_related("school").first()


@transaction.atomic
def settle_due() -> int:
    """Remove the second steps whose day is over, and let lapse what nobody confirmed; returns how many were removed."""
    now, removed = clock.now(), 0
    schools = list(School.objects.values_list("pk", flat=True))
    with system_context(schools=schools, purpose=_PURPOSE):
        for lost in _still_open().select_for_update().filter(due_at__lte=now).order_by("due_at", "pk"):
            _remove(lost)
            removed += 1
        for lost in _still_open().select_for_update().filter(due_at=None, asked_at__lte=now - OPEN_FOR):
            _end(lost, _Outcome.LAPSED)
    return removed


def delete_due(now: datetime) -> int:
    """Delete what ended 30 days ago; returns how many rows."""
    schools = list(School.objects.values_list("pk", flat=True))
    with system_context(schools=schools, purpose=_PURPOSE):
        ended = LostSecondStep.objects.filter(ended_at__lt=now - _KEPT_FOR)
        return ended.exclude(person_id__in=held_people()).delete()[0]


def _remove(lost: LostSecondStep) -> None:
    Authenticator.objects.filter(user=lost.person).delete()
    end_sessions(person=lost.person)
    end_all_tokens(person=lost.person, by=None)
    _end(lost, _Outcome.REMOVED)
    record_about("second_steps_removed", lost.person)
    _tell(lost, "lost_step_removed", link=settings.BASE_URL + reverse("mfa_index"))


def _stop(lost: LostSecondStep) -> None:
    _end(lost, _Outcome.STOPPED)
    _note("second_step_loss_stopped", lost, None)


def _end(lost: LostSecondStep, outcome: str) -> None:
    lost.ended_at, lost.outcome, lost.secret_hash = clock.now(), outcome, ""
    lost.save(update_fields=["ended_at", "outcome", "secret_hash"])


def _open_for(lost: LostSecondStep, by: Person | None) -> LostSecondStep:
    demand_at(Permission.MANAGE_PEOPLE, by=by, school=lost.school)
    if by is not None and by.pk == lost.person_id:
        raise NotForOneself
    fresh = _still_open().select_for_update().filter(pk=lost.pk, due_at=None).first()
    if fresh is None:
        raise LostStepGone
    return fresh


def _still_open() -> "QuerySet[LostSecondStep]":
    return LostSecondStep.objects.filter(ended_at=None)


def _at_schools_of(person: Person) -> AbstractContextManager[AccessContext]:
    schools = load_standing(person, clock.now()).schools
    return system_context(schools=schools, purpose=_PURPOSE)


def _page_of(person: Person, school: School) -> str:
    membership = person.memberships.filter(school=school, ends_at=None).get()
    path = reverse("our-school-lost-step", kwargs={"pk": membership.pk})
    return f"{settings.BASE_URL}{path}?school={school.code}"


def _note(action: str, lost: LostSecondStep, by: Person | None) -> None:
    record(action, school_id=lost.school_id, by=by, subject=lost, details={"person": lost.person_id})


def _tell(lost: LostSecondStep, kind: str, **context: object) -> None:
    """To every address the person has: whoever took one of them does not have all."""
    person = lost.person
    others = EmailAddress.objects.filter(user=person).exclude(email=person.email).order_by("pk")
    speech = speech_for(person)
    for to in (person, *others.values_list("email", flat=True)):
        messages.send(kind, to=to, context=context, otherwise=speech)
