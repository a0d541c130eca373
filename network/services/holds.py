"""Legal holds: what is held about a person is not deleted while one lasts."""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from network.context import AccessContext, system_context
from network.models import LegalHold, Membership, Person, School
from network.policies import demand_at
from network.roles import Permission
from network.services.audit import record

_PURPOSE = "legal hold"
_KEPT_FOR = timedelta(days=365)


class NeverThere(DomainError):
    """A hold is placed by a school on somebody who belongs to it, or did."""

    def __init__(self) -> None:
        super().__init__(_("That person has never belonged to this school. Nothing was changed."))


@transaction.atomic
def place_hold(*, person: Person, school: School, reference: str, by: Person) -> LegalHold:
    """Keep what is held about a person until the hold is lifted; one that is open already stays as it is.

    Args:
        person: somebody who belongs to the school, or did.
        school: which asks for it.
        reference: such as a case number; no account of what happened.
        by: its head or data protection officer.

    Raises:
        MayNot: for anybody else.
        NeverThere: for a person of other schools.
    """
    demand_at(Permission.READ_AUDIT, by=by, school=school)
    if not Membership.objects.filter(person=person, school=school).exists():
        raise NeverThere
    with system_context(schools=[school.pk], purpose=_PURPOSE):
        hold, is_new = LegalHold.objects.get_or_create(
            school=school,
            person=person,
            lifted_at=None,
            defaults={"placed_by": by, "reference": reference, "placed_at": clock.now()},
        )
        if is_new:
            _note("hold_placed", hold, by)
    return hold


@transaction.atomic
def lift_hold(*, person: Person, school: School, by: Person) -> bool:
    """End a school's hold on a person; returns whether there was one.

    Raises:
        MayNot: for anybody but the school's head or data protection officer.
    """
    demand_at(Permission.READ_AUDIT, by=by, school=school)
    with system_context(schools=[school.pk], purpose=_PURPOSE):
        hold = (
            LegalHold.objects.select_for_update().filter(school=school, person=person, lifted_at=None).first()
        )
        if hold is None:
            return False
        hold.lifted_at = clock.now()
        hold.save(update_fields=["lifted_at"])
        _note("hold_lifted", hold, by)
    return True


def held_people() -> list[int]:
    """The ids of everybody on whom some school has a hold now."""
    with _everywhere():
        return sorted(set(LegalHold.objects.filter(lifted_at=None).values_list("person_id", flat=True)))


def delete_due(now: datetime) -> int:
    """Delete holds that were lifted 12 months ago; returns how many."""
    with _everywhere():
        return LegalHold.objects.filter(lifted_at__lt=now - _KEPT_FOR).delete()[0]


def _everywhere() -> AbstractContextManager[AccessContext]:
    return system_context(schools=list(School.objects.values_list("pk", flat=True)), purpose=_PURPOSE)


def _note(action: str, hold: LegalHold, by: Person) -> None:
    record(action, school_id=hold.school_id, by=by, subject=hold, details={"person": hold.person_id})
