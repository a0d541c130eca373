"""Schools: how one begins, its card, its year and day, and how it leaves."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from network.access import MayNot, schools_visible_to, standing_of
from network.context import system_context
from network.domain.year_groups import YearGroupRow, suggested_year_groups
from network.models import (
    AuditEntry,
    Closure,
    Invitation,
    Membership,
    MembershipYearGroup,
    RegisteredSchool,
    SchoolDay,
    Term,
    YearGroup,
)
from network.roles import Role
from network.services.invitations import invite_person
from network.services.networks import LastCoordinator
from network.services.school_dates import (
    DatesDoNotFit,
    LabelsRepeat,
    TimesDoNotFit,
    add_closure,
    add_term,
    remove_dates,
    set_school_days,
    set_terms,
    set_year_groups,
)
from network.services.schools import (
    CodeTaken,
    SchoolKnown,
    create_school,
    leave_hub,
    update_card,
)
from network.signals import membership_ended, school_left_hub

pytestmark = pytest.mark.django_db
AUTUMN = ("Autumn", date(2026, 9, 2), date(2026, 12, 18))
SPRING = ("Spring", date(2027, 1, 4), date(2027, 4, 1))


def test_school_begins_with_the_registers_card_and_what_is_given_wins():
    registered = RegisteredSchool.objects.create(
        urn=119300, name="Registered Name", town="Blackpool", phase="Primary", lowest_age=4, highest_age=11
    )

    school = create_school(code="REG", name="Our Own Name", registered=registered, town="St Annes")

    assert (school.name, school.town, school.phase, school.urn) == (
        "Our Own Name",
        "St Annes",
        "Primary",
        119300,
    )
    with pytest.raises(CodeTaken):
        create_school(code="REG", name="Other")
    with pytest.raises(SchoolKnown):
        create_school(code="RE2", name="Other", registered=registered)
    with pytest.raises(ValidationError):
        create_school(code="lower", name="Other")


def test_nobody_begins_a_school_without_an_invitation(cast):
    with pytest.raises(MayNot):
        create_school(code="NEW", name="Mine", by=cast.mar.head)


def test_card_is_changed_field_by_field_and_logged_without_the_words(cast, acting_as):
    update_card(
        school=cast.mar.school,
        by=cast.mar.admin,
        about="By the sea",
        pupils_count=612,
        name=cast.mar.school.name,
    )
    update_card(school=cast.mar.school, by=cast.mar.admin, about="By the sea")

    with acting_as(cast.mar.head):
        assert [entry.details for entry in AuditEntry.objects.all()] == [
            {"fields": ["about", "pupils_count"]}
        ]
    with pytest.raises(TypeError):
        update_card(school=cast.mar.school, by=cast.mar.admin, left_at=None)


@pytest.mark.parametrize("who", ["teacher", "governor", "dpo", "guest"])
def test_only_those_who_manage_the_school_change_it(cast, who):
    by, school = cast.mar.everybody[who], cast.mar.school
    term = Term.objects.create(school=school, name="T", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 2))
    closure = Closure.objects.create(
        school=school, name="C", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 2)
    )

    for attempt in (
        lambda: update_card(school=school, by=by, about="x"),
        lambda: set_terms(school=school, by=by, terms=[AUTUMN]),
        lambda: add_term(school=school, by=by, name="x", starts_on=date(2027, 1, 1), ends_on=date(2027, 1, 2)),
        lambda: remove_dates(dates=term, by=by),
        lambda: add_closure(school=school, by=by, kind="inset", name="x", starts_on=date(2027, 1, 1), ends_on=date(2027, 1, 1)),
        lambda: remove_dates(dates=closure, by=by),
        lambda: set_school_days(school=school, by=by, days={}),
        lambda: set_year_groups(school=school, by=by, groups=[]),
        lambda: leave_hub(school=school, by=by),
    ):  # fmt: skip
        with pytest.raises(MayNot):
            attempt()
    with pytest.raises(MayNot):
        update_card(school=school, by=cast.cal.head, about="x")


def test_terms_are_kept_in_order_and_apart(cast):
    school, by = cast.mar.school, cast.mar.admin

    set_terms(school=school, by=by, terms=[SPRING, AUTUMN])

    assert [term.name for term in Term.objects.filter(school=school).order_by("starts_on")] == [
        "Autumn",
        "Spring",
    ]
    with pytest.raises(DatesDoNotFit):
        add_term(school=school, by=by, name="Late", starts_on=date(2026, 12, 18), ends_on=date(2026, 12, 20))
    with pytest.raises(DatesDoNotFit):
        set_terms(school=school, by=by, terms=[AUTUMN, ("Late", date(2026, 12, 18), date(2026, 12, 20))])
    with pytest.raises(DatesDoNotFit):
        add_term(school=school, by=by, name="Back", starts_on=date(2028, 2, 1), ends_on=date(2028, 1, 1))
    assert Term.objects.filter(school=school).count() == 2


def test_school_day_is_written_anew(cast):
    school, by = cast.mar.school, cast.mar.admin

    set_school_days(school=school, by=by, days={1: (time(8, 50), time(15, 20)), 5: (time(8, 50), time(14))})
    set_school_days(school=school, by=by, days={1: (time(9), time(15, 30))})

    assert [(day.iso_weekday, day.opens_at) for day in SchoolDay.objects.filter(school=school)] == [
        (1, time(9))
    ]
    with pytest.raises(TimesDoNotFit):
        set_school_days(school=school, by=by, days={1: (time(15), time(9))})


def test_year_group_keeps_its_people_when_its_label_changes(cast):
    school, by = cast.mar.school, cast.mar.admin
    one, two = set_year_groups(school=school, by=by, groups=[YearGroupRow("Y1", 5), YearGroupRow("Y2", 6)])
    link = MembershipYearGroup.objects.create(
        school=school, membership=Membership.objects.get(person=cast.mar.teacher), year_group=one
    )

    set_year_groups(
        school=school, by=by, groups=[YearGroupRow("Y2", 5, one.pk), YearGroupRow("Y1", 6, two.pk)]
    )

    link.refresh_from_db()
    assert link.year_group.label == "Y2"
    assert [group.label for group in YearGroup.objects.order_by("position", "pk")] == ["Y2", "Y1"]
    with pytest.raises(LabelsRepeat):
        set_year_groups(school=school, by=by, groups=[YearGroupRow("Y1", 5), YearGroupRow("y1", 6)])


def test_year_group_of_another_school_is_not_taken_over(cast):
    theirs = YearGroup.objects.create(school=cast.cal.school, label="Year 4", typical_age=8)

    set_year_groups(school=cast.mar.school, by=cast.mar.admin, groups=[YearGroupRow("Mine", 8, theirs.pk)])

    theirs.refresh_from_db()
    assert (theirs.label, theirs.school) == ("Year 4", cast.cal.school)


@pytest.mark.parametrize(
    ("language", "ages", "phase", "labels"),
    [
        ("en", (4, 11), "", ["Reception", "Year 1", "Year 2", "Year 3", "Year 4", "Year 5", "Year 6"]),
        ("en", (None, None), "Infant", ["Nursery", "Reception", "Year 1", "Year 2"]),
        ("en", (11, 16), "", ["Year 7", "Year 8", "Year 9", "Year 10", "Year 11"]),
        ("sv", (6, 10), "", ["Förskoleklass", "Åk 1", "Åk 2", "Åk 3"]),
    ],
)
def test_year_groups_are_suggested_from_ages(language, ages, phase, labels):
    rows = suggested_year_groups(language=language, lowest_age=ages[0], highest_age=ages[1], phase=phase)

    assert [row.label for row in rows] == labels


def test_school_that_leaves_takes_its_people_along(cast):
    heard = []

    def hear_school(sender, **kwargs):
        heard.append(("school", kwargs["school"].code))

    def hear_member(sender, **kwargs):
        heard.append(("member", kwargs["membership"].person.email))

    invite_person(school=cast.cal.school, email="new@cal.example", name="", roles=[Role.TEACHER], by=None)
    school_left_hub.connect(hear_school)
    membership_ended.connect(hear_member)
    try:
        leave_hub(school=cast.cal.school, by=cast.cal.head)
    finally:
        school_left_hub.disconnect(hear_school)
        membership_ended.disconnect(hear_member)

    assert all(standing_of(person).schools == frozenset() for person in cast.cal.everybody.values())
    assert set(schools_visible_to(cast.mar.teacher)) == {cast.mar.school}
    assert len([entry for entry in heard if entry[0] == "member"]) == 7
    assert heard[-1] == ("school", "CAL")
    with system_context(schools=[cast.cal.school.pk], purpose="test"):
        assert Invitation.objects.get().revoked_at is not None
        actions = list(AuditEntry.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["person_invited", "network_role_ended", "network_left", "hub_left"]


def test_school_of_the_coordinator_cannot_just_leave(cast):
    with pytest.raises(LastCoordinator):
        leave_hub(school=cast.mar.school, by=cast.mar.head)

    cast.mar.school.refresh_from_db()
    assert cast.mar.school.left_at is None
