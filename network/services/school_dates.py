"""A school's year, day and year groups. Whoever manages the school writes them."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from network.domain.year_groups import YearGroupRow
from network.models import Closure, Person, School, SchoolDay, Term, YearGroup
from network.policies import demand_at
from network.roles import Permission
from network.services.audit import record

_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


class DatesDoNotFit(DomainError):
    """A term or closure ends before it begins, or two terms overlap."""


class YearOutOfReach(DomainError):
    """A date in a year for which nobody plans: most likely a slip of the keyboard."""

    def __init__(self) -> None:
        super().__init__(_("Name days between 2000 and 2100. Check the year."))


class TimesDoNotFit(DomainError):
    """A school day closes before it opens."""


class LabelsRepeat(DomainError):
    """Two year groups would have the same label."""


@transaction.atomic
def set_terms(*, school: School, by: Person | None, terms: Iterable[tuple[str, date, date]]) -> list[Term]:
    """Write a school's terms anew: (name, first day, last day), both days included. A term that stays as it was is kept.

    Returns:
        All terms, in order of time.

    Raises:
        MayNot: when `by` does not manage the school.
        DatesDoNotFit, YearOutOfReach: as they say.
    """
    demand_at(Permission.MANAGE_SCHOOL, by=by, school=school)
    rows = sorted(terms, key=lambda term: term[1])
    for (_name, _first, last), (_next_name, next_first, _next_last) in pairwise(rows):
        if next_first <= last:
            raise _overlap()
    _lock(school)
    kept = {(term.name, term.starts_on, term.ends_on): term for term in Term.objects.filter(school=school)}
    Term.objects.filter(pk__in=[term.pk for key, term in kept.items() if key not in rows]).delete()
    written = [kept.get(row) or _new_term(school, *row) for row in rows]
    _note("terms_changed", school, by)
    return written


@transaction.atomic
def add_term(*, school: School, by: Person | None, name: str, starts_on: date, ends_on: date) -> Term:
    """Add a term.

    Raises:
        MayNot: when `by` does not manage the school.
        DatesDoNotFit: when it ends before it begins, or overlaps another.
        YearOutOfReach: as it says.
    """
    demand_at(Permission.MANAGE_SCHOOL, by=by, school=school)
    _lock(school)
    if Term.objects.filter(school=school, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise _overlap()
    term = _new_term(school, name, starts_on, ends_on)
    _note("terms_changed", school, by)
    return term


@transaction.atomic
def add_closure(
    *, school: School, by: Person | None, kind: str, name: str, starts_on: date, ends_on: date
) -> Closure:
    """Add days on which the school is closed to pupils.

    Raises:
        MayNot: when `by` does not manage the school.
        DatesDoNotFit: when it ends before it begins.
        YearOutOfReach: as it says.
    """
    demand_at(Permission.MANAGE_SCHOOL, by=by, school=school)
    closure = _new_closure(school, kind, name, starts_on, ends_on)
    _note("closures_changed", school, by)
    return closure


@transaction.atomic
def set_closures(
    *, school: School, by: Person | None, closures: Iterable[tuple[str, str, date, date]]
) -> list[Closure]:
    """Write a school's closures anew: (kind, name, first day, last day), both days included. One that stays is kept.

    Two that are alike are one.

    Returns:
        All closures, in order of time.

    Raises:
        MayNot: when `by` does not manage the school.
        DatesDoNotFit, YearOutOfReach: as they say.
    """
    demand_at(Permission.MANAGE_SCHOOL, by=by, school=school)
    rows = sorted(dict.fromkeys(closures), key=lambda row: (row[2], row[3], row[1]))
    for _kind, _name, first, last in rows:
        _in_order(first, last)
    _lock(school)
    kept: dict[tuple[str, str, date, date], Closure] = {}
    for closure in Closure.objects.filter(school=school).order_by("-pk"):
        kept[(closure.kind, closure.name, closure.starts_on, closure.ends_on)] = closure
    stays = {closure.pk for key, closure in kept.items() if key in rows}
    Closure.objects.filter(school=school).exclude(pk__in=stays).delete()
    written = [kept.get(row) or _new_closure(school, *row) for row in rows]
    _note("closures_changed", school, by)
    return written


@transaction.atomic
def remove_dates(*, dates: Term | Closure, by: Person | None) -> None:
    """Take a term or a closure away.

    Raises:
        MayNot: when `by` does not manage the school.
    """
    demand_at(Permission.MANAGE_SCHOOL, by=by, school=dates.school)
    _note("terms_changed" if isinstance(dates, Term) else "closures_changed", dates.school, by)
    dates.delete()


@transaction.atomic
def set_school_days(
    *, school: School, by: Person | None, days: Mapping[int, tuple[time, time]]
) -> list[SchoolDay]:
    """Write when the school opens and closes: ISO weekday → (opens, closes); a weekday left out has no school.

    Raises:
        MayNot: when `by` does not manage the school.
        TimesDoNotFit: when a day closes before it opens.
    """
    demand_at(Permission.MANAGE_SCHOOL, by=by, school=school)
    if any(closes <= opens for opens, closes in days.values()):
        raise TimesDoNotFit(_("A school day closes after it opens. Check the times."))
    SchoolDay.objects.filter(school=school).delete()
    written = [
        SchoolDay.objects.create(school=school, iso_weekday=weekday, opens_at=opens, closes_at=closes)
        for weekday, (opens, closes) in sorted(days.items())
    ]
    _note("school_day_changed", school, by)
    return written


@transaction.atomic
def set_year_groups(*, school: School, by: Person | None, groups: Iterable[YearGroupRow]) -> list[YearGroup]:
    """Write a school's year groups in their order. A row with its `pk` keeps its people when its label changes.

    Raises:
        MayNot: when `by` does not manage the school.
        LabelsRepeat: when two have the same label.
    """
    demand_at(Permission.MANAGE_SCHOOL, by=by, school=school)
    rows = list(groups)
    if len({row.label.casefold() for row in rows}) < len(rows):
        raise LabelsRepeat(_("Two year groups have the same name. Give each its own."))
    existing = {group.pk: group for group in YearGroup.objects.filter(school=school)}
    by_label = {group.label: group for group in existing.values()}
    kept = [existing.get(row.pk or 0) or by_label.get(row.label) for row in rows]
    YearGroup.objects.filter(school=school).exclude(pk__in=[group.pk for group in kept if group]).delete()
    _free_the_labels([group for group in kept if group])
    written = [
        _write_year_group(group or YearGroup(school=school), row, position)
        for position, (group, row) in enumerate(zip(kept, rows, strict=True))
    ]
    _note("year_groups_changed", school, by)
    return written


def _free_the_labels(groups: list[YearGroup]) -> None:
    # Two that swap labels would meet the unique constraint halfway.
    for group in groups:
        YearGroup.objects.filter(pk=group.pk).update(label=f"#{group.pk}")


def _write_year_group(group: YearGroup, row: YearGroupRow, position: int) -> YearGroup:
    group.label, group.typical_age, group.position = row.label, row.typical_age, position
    group.save()
    return group


def _new_term(school: School, name: str, starts_on: date, ends_on: date) -> Term:
    _in_order(starts_on, ends_on)
    return Term.objects.create(school=school, name=name, starts_on=starts_on, ends_on=ends_on)


def _new_closure(school: School, kind: str, name: str, starts_on: date, ends_on: date) -> Closure:
    _in_order(starts_on, ends_on)
    return Closure.objects.create(
        school=school, kind=Closure.Kind(kind), name=name, starts_on=starts_on, ends_on=ends_on
    )


def _lock(school: School) -> None:
    School.objects.select_for_update().get(pk=school.pk)


def _in_order(starts_on: date, ends_on: date) -> None:
    if not _FIRST_DAY <= min(starts_on, ends_on) <= max(starts_on, ends_on) <= _LAST_DAY:
        raise YearOutOfReach
    if ends_on < starts_on:
        raise DatesDoNotFit(_("The last day is before the first. Check the dates."))


def _overlap() -> DatesDoNotFit:
    return DatesDoNotFit(_("Two terms overlap. A day belongs to one term only."))


def _note(action: str, school: School, by: Person | None, **details: Any) -> None:
    record(action, school_id=school.pk, by=by, subject=school, details=details)
