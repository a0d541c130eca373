"""A lost second step: four eyes, a day's notice, and a button that stops it."""

import base64
import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.utils import timezone

from network.context import system_context
from network.models import AuditEntry, LostSecondStep, Membership, OutgoingMessage, School
from network.services import lost_step, messages
from network.tasks import settle_lost_steps
from tests.factories.network import PASSWORD, MembershipFactory, PersonFactory

_SECRET = base64.b32encode(b"twenty bytes of seed").decode()
_LOST = "/account/2fa/lost/"
_DAY = timedelta(hours=24, seconds=1)


def _password(person):
    browser = Client()
    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return browser


def _colleague(person):
    """Somebody who has shown once more a moment ago who they are."""
    browser = _password(person)
    assert browser.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return browser


def _signed_in(person):
    """The same for somebody with a second step."""
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return browser


def _is_in(browser):
    return browser.get("/account/").status_code == 200


@pytest.fixture
def teacher(cast):
    """Of MAR, with an app and recovery codes, and a second address."""
    person = cast.mar.teacher
    TOTP.activate(person, _SECRET)
    RecoveryCodes.activate(person)
    EmailAddress.objects.create(user=person, email="hannah@home.example", verified=True)
    return person


@pytest.fixture
def page(cast):
    """The colleague's page about the teacher."""
    return f"/our-school/people/{Membership.objects.get(person=cast.mar.teacher).pk}/lost-step/"


@pytest.fixture
def asked(teacher):
    """The browser of the teacher, who has asked."""
    browser = _password(teacher)
    assert browser.post(_LOST).status_code == 200
    return browser


@pytest.fixture
def confirmed(cast, asked, page):
    """It was confirmed by the administrator; the path of the link that stops it."""
    assert _colleague(cast.mar.admin).post(page, {"answer": "confirm"})["Location"] == "/our-school/people/"
    text = OutgoingMessage.objects.filter(kind="lost_step_waiting").first().text
    return re.search(r"https?://[^/]+(/account/lost-step/\S+)", text).group(1)


def _outcome():
    """How the one request ended; "" when it is open."""
    with system_context(schools=School.objects.values_list("pk", flat=True), purpose="test"):
        return LostSecondStep.objects.get().outcome


def _factors(person):
    return Authenticator.objects.filter(user=person).count()


def _steps(reader, acting_as):
    with acting_as(reader):
        found = AuditEntry.objects.filter(action__contains="second_step").order_by("number")
        return [(entry.action, entry.actor_id, entry.details.get("person")) for entry in found]


def test_whole_way_from_the_sign_in_page_to_signing_in_by_password(cast, teacher, confirmed, acting_as):
    phone = Client()
    with time_machine.travel(timezone.now() + _DAY):
        settle_lost_steps()
        signed_in = _is_in(_password(teacher))

    assert (_factors(teacher), signed_in, _is_in(phone)) == (0, True, False)
    who, helper = teacher.pk, cast.mar.admin.pk
    assert _steps(cast.mar.head, acting_as) == [
        ("second_step_lost", who, who),
        ("second_step_loss_confirmed", helper, who),
        ("second_steps_removed", None, who),
    ]
    told = OutgoingMessage.objects.order_by("kind", "email").values_list("kind", "email")
    assert list(told) == [
        ("lost_step_asked", "alison@mar.example"),
        ("lost_step_asked", "ruth@mar.example"),
        ("lost_step_removed", "hannah@home.example"),
        ("lost_step_removed", "hannah@mar.example"),
        ("lost_step_waiting", "hannah@home.example"),
        ("lost_step_waiting", "hannah@mar.example"),
    ]


def test_nothing_is_removed_before_the_day_is_over(teacher, confirmed):
    with time_machine.travel(timezone.now() + timedelta(hours=23, minutes=59)):
        settle_lost_steps()

    assert _factors(teacher) == 2


def test_nothing_is_removed_that_nobody_confirmed(teacher, asked):
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        settle_lost_steps()
        assert "Your colleagues are asked" in _password(teacher).get(_LOST).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        settle_lost_steps()

    assert _factors(teacher) == 2
    assert _outcome() == "lapsed"


def test_sessions_end_when_the_second_step_is_removed(teacher, confirmed):
    session = SessionStore()
    session.save()
    UserSession.objects.create(user=teacher, session_key=session.session_key, ip="10.0.0.1", user_agent="")

    with time_machine.travel(timezone.now() + _DAY):
        settle_lost_steps()

    assert not SessionStore().exists(session.session_key)


def test_link_stops_it_by_a_button_and_once(client, cast, teacher, confirmed, acting_as):
    shown = client.get(confirmed)
    still = _outcome()
    stopped, again = client.post(confirmed), client.post(confirmed)
    with time_machine.travel(timezone.now() + _DAY):
        settle_lost_steps()

    assert (shown.status_code, still, stopped.status_code, again.status_code) == (200, "", 200, 404)
    assert _factors(teacher) == 2
    assert _steps(cast.mar.head, acting_as)[-1] == ("second_step_loss_stopped", None, teacher.pk)


def test_every_address_has_a_link_that_stops_it(teacher, confirmed):
    for message in OutgoingMessage.objects.filter(kind="lost_step_waiting"):
        messages.deliver(message_id=message.pk)

    assert sorted(sent.to[0] for sent in mail.outbox) == ["hannah@home.example", "hannah@mar.example"]
    assert all(confirmed in sent.body for sent in mail.outbox)


@pytest.mark.parametrize(
    "change", [lambda path: path[:-2] + "x/", lambda path: re.sub(r"/\d+\.", "/999999.", path)]
)
def test_link_that_stops_nothing_says_so(client, confirmed, change):
    answers = [client.get(change(confirmed)), client.post(change(confirmed))]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert _outcome() == ""


def test_signing_in_with_a_second_step_stops_it(teacher, confirmed):
    codes = RecoveryCodes(teacher.authenticator_set.get(type="recovery_codes")).get_unused_codes()
    browser = _password(teacher)

    browser.post("/account/2fa/authenticate/", {"code": codes[0]})

    assert (_is_in(browser), _outcome()) == (True, "stopped")


def test_nobody_confirms_their_own(cast, acting_as):
    head = cast.mar.head
    TOTP.activate(head, _SECRET)
    _password(head).post(_LOST)
    mine = f"/our-school/people/{Membership.objects.get(person=head).pk}/lost-step/"
    browser = _signed_in(head)
    with acting_as(head):
        lost = LostSecondStep.objects.get()
        with pytest.raises(lost_step.NotForOneself):
            lost_step.confirm(lost=lost, by=head)
        with pytest.raises(IntegrityError), transaction.atomic():
            LostSecondStep.objects.filter(pk=lost.pk).update(confirmed_by=head)

    assert "somebody else who looks after people" in browser.get(mine).content.decode()
    assert browser.post(mine, {"answer": "confirm"}).status_code == 403
    assert _outcome() == ""
    assert _factors(head) == 1


@pytest.mark.parametrize("who", ["teacher", "colleague", "governor", "dpo", "guest"])
def test_only_who_manages_people_confirms(cast, asked, page, who, acting_as):
    browser = _signed_in(getattr(cast.mar, who))

    assert browser.post(page, {"answer": "confirm"}).status_code == 403
    assert _outcome() == ""


def test_head_of_another_school_finds_nothing(cast, asked, page):
    for person in (cast.cal.head, cast.out.head):
        assert _colleague(person).post(page, {"answer": "confirm"}).status_code == 404

    assert _outcome() == ""


def test_confirming_takes_the_own_password_within_the_hour(cast, asked, page):
    browser = _colleague(cast.mar.admin)

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        answer = browser.post(page, {"answer": "confirm"})

    assert answer["Location"].startswith("/account/reauthenticate/")
    assert _outcome() == ""


def test_colleague_may_say_that_it_was_not_them(cast, teacher, asked, page, acting_as):
    answer = _colleague(cast.mar.head).post(page, {"answer": "refuse"}, follow=True)

    assert "Nothing changes" in answer.content.decode()
    assert _outcome() == "refused"
    assert OutgoingMessage.objects.filter(kind="lost_step_refused").count() == 2
    assert _colleague(cast.mar.head).post(page, {"answer": "confirm"}).status_code == 404


def test_member_page_says_that_somebody_waits(cast, client_for, asked, page):
    member = client_for(cast.mar.admin).get(page.replace("lost-step/", "")).content.decode()

    assert f'href="{page}"' in member


def test_asking_takes_the_password_first(client, cast, teacher):
    answer = client.post(_LOST)

    assert answer["Location"] == "/account/login/"
    assert OutgoingMessage.objects.count() == 0


def test_asking_is_possible_once_a_day(teacher, asked):
    again = asked.post(_LOST)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        settle_lost_steps()
        later = _password(teacher).post(_LOST)

    assert (again.status_code, later.status_code) == (422, 200)
    assert OutgoingMessage.objects.filter(kind="lost_step_asked").count() == 4


def test_who_belongs_to_several_schools_says_whose_colleagues_are_asked(cast, teacher):
    MembershipFactory(person=teacher, school=cast.cal.school)
    browser = _password(teacher)
    unsaid, foreign = browser.post(_LOST), browser.post(_LOST, {"school": "OUT"})
    said = browser.post(_LOST, {"school": "CAL"})

    assert (unsaid.status_code, foreign.status_code, said.status_code) == (422, 422, 200)
    assert set(OutgoingMessage.objects.values_list("email", flat=True)) == {
        "joanna@cal.example",
        "martin@cal.example",
    }


def test_where_nobody_else_manages_people_those_who_run_the_hub_confirm(db, cast, capsys):
    alone = PersonFactory(email="alone@new.example")
    MembershipFactory(person=alone, school=School.objects.create(
        code="NEW", name="New", joined_at=timezone.now()), roles=["head"])  # fmt: skip
    TOTP.activate(alone, _SECRET)
    page = _password(alone).post(_LOST).content.decode()

    call_command("confirm_lost_step", "Alone@new.example")

    assert "Write to those who run this hub" in page
    assert capsys.readouterr().out.startswith("Confirmed.")
    with time_machine.travel(timezone.now() + _DAY):
        assert lost_step.settle_due() == 1
    assert _factors(alone) == 0
    for address in ("alone@new.example", "nobody@new.example"):
        with pytest.raises(CommandError):
            call_command("confirm_lost_step", address)


def test_settling_twice_does_it_once(teacher, confirmed):
    with time_machine.travel(timezone.now() + _DAY):
        assert (lost_step.settle_due(), lost_step.settle_due()) == (1, 0)


def test_what_ended_is_deleted_after_thirty_days(teacher, confirmed):
    with time_machine.travel(timezone.now() + _DAY):
        lost_step.settle_due()
        assert lost_step.delete_due(timezone.now() + timedelta(days=29)) == 0
        assert lost_step.delete_due(timezone.now() + timedelta(days=31)) == 1


@override_settings(BASE_URL="http://testserver")
def test_reset_by_mail_does_not_pass_the_second_step_by(client, teacher):
    client.post("/account/password/reset/", {"email": teacher.email})
    text = OutgoingMessage.objects.get(kind="password_reset").text
    link = re.search(r"^\S+/account/password/reset/key/\S+$", text, re.MULTILINE).group(0)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "four quiet otters swim"

    client.post(form, {"password1": new, "password2": new})
    after_reset = _is_in(client)
    answer = client.post("/account/login/", {"login": teacher.email, "password": new})

    assert (after_reset, answer["Location"], _is_in(client)) == (False, "/account/2fa/authenticate/", False)
    assert _factors(teacher) == 2
