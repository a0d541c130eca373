"""One's own school: its card, dates, people, invitations, log."""

import pytest
from django.urls import reverse

from network.models import (
    Closure,
    Invitation,
    Membership,
    OutgoingMessage,
    School,
    SchoolDay,
    Term,
    YearGroup,
)
from network.roles import Role
from network.services.invitations import invite_person
from network.services.memberships import roles_of
from tests.factories.network import LONG_AGO, MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db
CARD = {
    "name": "Marram Bay Primary School", "country": "GB-ENG", "town": "Marram Bay", "postcode": "", "about": "By the sea",
    "phase": "Primary", "lowest_age": "3", "highest_age": "11", "pupils_count": "612", "staff_count": "74",
    "latitude": "53.83", "longitude": "-3.04", "time_zone": "Europe/London", "language": "en", "currency": "gbp",
    "visitor_information": "Sign in at the front.",
}  # fmt: skip


def test_card_is_saved_and_read_by_a_partner(cast, client_for):
    answer = client_for(cast.mar.admin).post("/our-school/card/", CARD)

    assert (answer.status_code, answer.url) == (302, "/our-school/")
    school = School.objects.get(code="MAR")
    assert (school.about, school.currency, school.latitude) == ("By the sea", "GBP", 53.83)
    assert "Sign in at the front." in client_for(cast.cal.teacher).get("/schools/MAR/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"), ("currency", "pounds"), ("highest_age", "2"), ("latitude", "95"), ("name", ""),
        ("pupils_count", "-3"), ("country", "ZZ"),
    ],
)  # fmt: skip
def test_card_names_what_is_wrong(cast, client_for, field, value):
    answer = client_for(cast.mar.admin).post("/our-school/card/", {**CARD, field: value})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert School.objects.get(code="MAR").about == ""


def test_card_takes_nothing_that_is_not_on_it(cast, client_for):
    client_for(cast.mar.admin).post(
        "/our-school/card/",
        {**CARD, "code": "XXX", "urn": "1", "left_at": "2026-01-01", "joined_at": "2000-01-01"},
    )

    school = School.objects.get(pk=cast.mar.school.pk)
    assert (school.code, school.urn, school.left_at, school.joined_at) == ("MAR", None, None, LONG_AGO)


def test_dates_are_added_and_removed(cast, client_for):
    browser = client_for(cast.mar.admin)
    term = {"term-name": "Autumn", "term-starts_on": "2030-09-02", "term-ends_on": "2030-12-18"}

    browser.post("/our-school/dates/term/", term)
    browser.post(
        "/our-school/dates/closure/",
        {
            "closure-kind": "inset",
            "closure-name": "Joint inset day",
            "closure-starts_on": "2030-11-08",
            "closure-ends_on": "2030-11-08",
        },
    )
    again = browser.post("/our-school/dates/term/", term)

    assert again.status_code == 422
    assert "Two terms overlap" in again.content.decode()
    (row,) = Term.objects.filter(school=cast.mar.school)
    page = client_for(cast.cal.teacher).get("/schools/MAR/").content.decode()
    assert "Mon 2 Sep 2030" in page
    assert "Joint inset day" in page
    browser.post(reverse("our-school-term-remove", kwargs={"pk": row.pk}))
    browser.post(reverse("our-school-closure-remove", kwargs={"pk": Closure.objects.get().pk}))
    assert (Term.objects.count(), Closure.objects.count()) == (0, 0)


def test_day_is_saved_with_empty_days_left_out(cast, client_for):
    browser = client_for(cast.mar.admin)

    good = browser.post("/our-school/day/", {"opens_1": "08:50", "closes_1": "15:20"})
    half = browser.post("/our-school/day/", {"opens_1": "08:50"})
    backwards = browser.post("/our-school/day/", {"opens_1": "15:20", "closes_1": "08:50"})

    assert [answer.status_code for answer in (good, half, backwards)] == [302, 422, 422]
    assert [day.iso_weekday for day in SchoolDay.objects.filter(school=cast.mar.school)] == [1]


def test_year_groups_are_offered_and_saved(cast, client_for):
    School.objects.filter(code="MAR").update(lowest_age=4, highest_age=7)
    browser = client_for(cast.mar.admin)

    page = browser.get("/our-school/year-groups/")
    assert page.context["is_suggestion"]
    assert [row["label"].value() for row in page.context["form"].rows()] == [
        "Reception",
        "Year 1",
        "Year 2",
        "",
        "",
        "",
    ]
    browser.post(
        "/our-school/year-groups/",
        {
            "label_0": "Reception",
            "age_0": "4",
            "label_1": "",
            "age_1": "5",
            "label_2": "Mixed 1/2",
            "age_2": "5",
        },
    )

    rows = YearGroup.objects.filter(school=cast.mar.school).order_by("position", "pk")
    assert [(row.label, row.typical_age) for row in rows] == [("Reception", 4), ("Mixed 1/2", 5)]
    refused = browser.post(
        "/our-school/year-groups/", {"label_0": "A", "age_0": "", "label_1": "a", "age_1": "3"}
    )
    assert list(refused.context["form"].errors) == ["age_0", "label_1"]


def test_several_people_are_invited_at_once_or_none(cast, client_for):
    browser = client_for(cast.mar.head)
    both = {
        "people": "Kit Rawnsley kit@hes.example\n<bea@ove.example> Bea Sallow\n",
        "roles": ["teacher", "lst"],
    }

    answer = browser.post("/our-school/invitations/new/", both, follow=True)

    rows = answer.context["rows"]
    assert {(row["invitation"].name, row["invitation"].email) for row in rows} == {
        ("Kit Rawnsley", "kit@hes.example"),
        ("Bea Sallow", "bea@ove.example"),
    }
    assert "2 invitations are on their way." in answer.content.decode()
    again = browser.post(
        "/our-school/invitations/new/",
        {"people": "New new@x.example\nKit kit@hes.example", "roles": ["teacher"]},
    )
    assert again.status_code == 422
    assert "kit@hes.example" in again.content.decode()
    assert OutgoingMessage.objects.count() == 2


@pytest.mark.parametrize(
    "people",
    ["", "no address here", "a@b.example\na@b.example", "\n".join(f"p{n}@x.example" for n in range(41))],
)
def test_lines_that_cannot_be_read_are_named(cast, client_for, people):
    answer = client_for(cast.mar.head).post(
        "/our-school/invitations/new/", {"people": people, "roles": ["teacher"]}
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["people"]
    assert not OutgoingMessage.objects.exists()


def test_administrator_is_not_offered_the_heads_role(cast, client_for):
    browser = client_for(cast.mar.admin)

    offered = [
        value
        for value, _label in browser.get("/our-school/invitations/new/")
        .context["form"]
        .fields["roles"]
        .choices
    ]
    forced = browser.post("/our-school/invitations/new/", {"people": "x@y.example", "roles": ["head"]})

    assert {"head", "dpo"}.isdisjoint(offered)
    assert forced.status_code == 422


def test_invitation_is_sent_again_and_withdrawn(cast, client_for, acting_as):
    invitation, _link = invite_person(
        school=cast.mar.school, email="kit@mar.example", name="Kit", roles=["teacher"], by=None
    )
    browser = client_for(cast.mar.admin)

    browser.post(reverse("our-school-invitation-again", kwargs={"pk": invitation.pk}))
    browser.post(reverse("our-school-invitation-withdraw", kwargs={"pk": invitation.pk}))

    with acting_as(cast.mar.head):
        stored = Invitation.objects.get(pk=invitation.pk)
    assert stored.secret_hash != invitation.secret_hash
    assert stored.revoked_at is not None
    assert OutgoingMessage.objects.count() == 2


def test_member_is_described_given_and_relieved_of_roles(cast, client_for):
    year_4 = YearGroup.objects.create(school=cast.mar.school, label="Year 4", typical_age=8)
    membership = Membership.objects.get(person=cast.mar.teacher)
    browser = client_for(cast.mar.admin)
    kwargs = {"pk": membership.pk}

    browser.post(
        reverse("our-school-member", kwargs=kwargs), {"job_title": "Year 4", "year_groups": [year_4.pk]}
    )
    browser.post(reverse("our-school-role-add", kwargs=kwargs), {"role": "form"})
    browser.post(reverse("our-school-role-end", kwargs={**kwargs, "role": "teacher"}))

    membership.refresh_from_db()
    assert (membership.job_title, roles_of(membership)) == ("Year 4", {"form"})
    assert browser.post(reverse("our-school-role-add", kwargs=kwargs), {"role": "king"}).status_code == 404
    assert browser.post(reverse("our-school-role-add", kwargs=kwargs), {"role": "head"}).status_code == 403


def test_year_group_of_another_school_is_refused(cast, client_for):
    theirs = YearGroup.objects.create(school=cast.cal.school, label="Year 4", typical_age=8)
    membership = Membership.objects.get(person=cast.mar.teacher)

    answer = client_for(cast.mar.admin).post(
        reverse("our-school-member", kwargs={"pk": membership.pk}),
        {"job_title": "", "year_groups": [theirs.pk]},
    )

    assert answer.status_code == 422


def test_last_head_stays_and_the_page_says_why(cast, client_for):
    membership = Membership.objects.get(person=cast.mar.head)

    answer = client_for(cast.mar.head).post(
        reverse("our-school-member-end", kwargs={"pk": membership.pk}), follow=True
    )

    assert "A school always has a head here" in answer.content.decode()
    membership.refresh_from_db()
    assert membership.ends_at is None


def test_page_of_leaving_asks_first(cast, client_for):
    page = client_for(cast.cal.head).get("/our-school/networks/small-steps/leave/")

    assert "Your write-ups for the network come out of its library" in page.content.decode()
    assert cast.cal.school.network_places.get().left_at is None
    assert client_for(cast.cal.head).get("/our-school/networks/elsewhere/leave/").status_code == 404


def test_log_reads_in_words_and_by_person(cast, client_for):
    head = client_for(cast.mar.head)
    membership = Membership.objects.get(person=cast.mar.teacher)
    head.post(reverse("our-school-role-add", kwargs={"pk": membership.pk}), {"role": "form"})
    client_for(cast.mar.admin).post("/our-school/card/", CARD)

    everybody = head.get("/our-school/log/")
    admins = head.get(f"/our-school/log/?person={cast.mar.admin.pk}")
    odd = head.get("/our-school/log/?person=999999999999999999999999&page=abc")

    sentences = [line.sentence for line in everybody.context["lines"]]
    assert "Ruth Mar gave Hannah Mar the role Form mentor or tutor." in sentences
    assert "Alison Mar changed the school’s card." in sentences
    assert {line.entry.actor_id for line in admins.context["lines"]} == {cast.mar.admin.pk}
    assert odd.status_code == 200


def test_log_of_an_administrator_shows_refusals_to_the_head(cast, client_for):
    client_for(cast.mar.teacher).get("/our-school/log/")

    page = client_for(cast.mar.head).get("/our-school/log/").content.decode()

    assert "Hannah Mar tried something their role does not allow." in page


def test_person_of_two_schools_chooses_which(cast, client_for):
    second = SchoolFactory(code="AAA", name="Aaa School")
    MembershipFactory(person=cast.mar.admin, school=second, roles=[Role.SCHOOL_ADMIN])
    browser = client_for(cast.mar.admin)

    browser.post("/our-school/card/?school=MAR", {**CARD, "about": "Mar"})
    browser.post("/our-school/card/", {**CARD, "name": "Aaa School", "about": "Aaa"})

    assert dict(School.objects.filter(code__in=["MAR", "AAA"]).values_list("code", "about")) == {
        "MAR": "Mar",
        "AAA": "Aaa",
    }
    assert 'href="/our-school/dates/?school=MAR"' in browser.get("/our-school/?school=MAR").content.decode()
