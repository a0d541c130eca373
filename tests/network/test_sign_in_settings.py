"""A school sets up its own sign-in: registered, filled in, tried, offered, taken away."""

import http.client
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.test import Client

from core.field_keys import new_key
from core.sealed_field import Sealed
from core.sealing import CannotOpen
from network.models import AuditEntry, SignInProvider
from network.services import sealing, sign_in_providers
from tests.factories.network import PASSWORD, member
from tests.oidc import CLIENT_ID, CLIENT_SECRET, serving
from tests.queries import asked

pytestmark = pytest.mark.django_db
_LIST = "/our-school/sign-in/"
_TENANT = "0f5ac1b2-1111-2222-3333-444455556666"


@pytest.fixture
def admin(cast):
    """The browser of MAR's administrator, who has shown a moment ago who they are."""
    browser = Client()
    browser.post("/account/login/", {"login": cast.mar.admin.email, "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return browser


@pytest.fixture
def begun(admin):
    """The page of a provider that has no settings yet."""
    return admin.post(_LIST, {"kind": "other"})["Location"]


def _given(**more):
    return {
        "label": "Staff accounts", "issuer": "https://id.mar.example", "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET, "domains": ["mar.example"], **more,
    }  # fmt: skip


def _row(acting_as, cast):
    with acting_as(cast.mar.head):
        return SignInProvider.objects.select_related("school").get()


def test_whole_way_from_nothing_to_a_button_on_the_sign_in_page(admin, cast, settings, acting_as):
    settings.SSO_LOCAL_PROVIDERS, settings.BASE_URL = True, "http://testserver"
    with serving() as idp:
        idp.person |= {"email": cast.mar.admin.email}
        page = admin.post(_LIST, {"kind": "other"})["Location"]
        callback = admin.get(page).context["callback"]
        kept = admin.post(page, _given(issuer=idp.issuer), follow=True)
        too_early = admin.post(f"{page}turn/", {"turn": "on"}, follow=True)
        tried = _there_and_back(admin, page.split("/")[3])
        on = admin.post(f"{page}turn/", {"turn": "on"}, follow=True)

    assert callback == f"http://testserver/account{page.replace('/our-school/sign-in/', '/school/')}back/"
    assert "Kept. Now try it." in kept.content.decode()
    assert "Try it first" in too_early.content.decode()
    assert "came back as alison@mar.example" in tried.content.decode()
    assert "It is on" in on.content.decode()
    assert SocialAccount.objects.count() == 0
    found = Client().post("/account/school/", {"login": "x@mar.example"})
    assert "Sign in with Marram Bay Primary School: Staff accounts" in found.content.decode()
    with acting_as(cast.mar.head):
        done = AuditEntry.objects.filter(action__startswith="sign_in_provider").order_by("number")
        assert [entry.action.removeprefix("sign_in_provider_") for entry in done] == [
            "added",
            "changed",
            "on",
        ]


def _there_and_back(browser, pk):
    away = urlsplit(browser.post("/account/school/go/", {"provider": pk, "why": "trying"}).context["address"])
    connection = http.client.HTTPConnection(away.hostname, away.port, timeout=5)
    connection.request("GET", f"{away.path}?{away.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    return browser.get(f"{back.path}?{back.query}")


def test_secret_is_stored_sealed_for_its_row_and_never_shown(admin, begun, cast, acting_as):
    admin.post(begun, _given())

    with acting_as(cast.mar.head):
        row = SignInProvider.objects.get()
        stored = row.__dict__["client_secret"]
        other = SignInProvider(school_id=cast.cal.school.pk, pk=row.pk)
    other.client_secret = stored
    assert isinstance(stored, Sealed)
    assert row.client_secret == CLIENT_SECRET
    with pytest.raises(CannotOpen):
        _ = other.client_secret
    assert CLIENT_SECRET not in admin.get(begun).content.decode()


def test_secret_is_sealed_anew_with_a_new_key(admin, begun, cast, acting_as, settings):
    admin.post(begun, _given())
    settings.FIELD_KEYS = f"{new_key('second')},{settings.FIELD_KEYS}"

    assert sealing.reseal_everything() == 1
    assert dict(sealing.keys_in_use()) == {"second": 1}
    assert _row(acting_as, cast).client_secret == CLIENT_SECRET


def test_empty_secret_keeps_the_one_there_is(admin, begun, cast, acting_as):
    admin.post(begun, _given())

    admin.post(begun, _given(label="Other words", client_secret=""))

    row = _row(acting_as, cast)
    assert (row.label, row.client_secret) == ("Other words", CLIENT_SECRET)


@pytest.mark.parametrize(
    ("change", "stays_on"),
    [
        ({"label": "Other words"}, True),
        ({"issuer": "https://evil.example"}, False),
        ({"client_id": "another"}, False),
        ({"client_secret": "another"}, False),
    ],
)
def test_what_was_changed_has_to_be_tried_again(admin, begun, cast, acting_as, change, stays_on):
    admin.post(begun, _given())
    with acting_as(cast.mar.head):
        row = SignInProvider.objects.get()
        sign_in_providers.note_tried(provider=row, by=cast.mar.head)
        sign_in_providers.turn(provider=row, is_on=True, by=cast.mar.head)

    admin.post(begun, _given(**change))

    row = _row(acting_as, cast)
    assert (row.is_on, row.tried_at is not None) == (stays_on, stays_on)


def test_another_issuer_ends_the_links(admin, begun, cast, acting_as):
    admin.post(begun, _given())
    SocialAccount.objects.create(user=cast.mar.teacher, provider=str(_row(acting_as, cast).pk), uid="x")

    admin.post(begun, _given(issuer="https://evil.example"))

    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize("domain", ["cal.example", "gmail.com", "example", "evil.example"])
def test_school_speaks_for_no_domain_but_its_own_peoples(admin, begun, cast, acting_as, domain):
    answer = admin.post(begun, _given(domains=[domain]))

    assert answer.status_code == 422
    with acting_as(cast.mar.head):
        row = SignInProvider.objects.get()
        with pytest.raises(sign_in_providers.NotOurDomain):
            sign_in_providers.change(provider=row, by=cast.mar.head, **_given(domains=[domain]))


def test_domains_are_those_of_people_who_work_there(cast):
    member(cast.mar.school, "governor", email="g@governors.example")
    member(cast.mar.school, "guest", email="g@guests.example")
    member(cast.mar.school, "support", email="s@support.example")
    member(cast.mar.school, "teacher", email="t@gmail.com")

    assert sign_in_providers.own_domains(cast.mar.school) == ["mar.example", "support.example"]


@pytest.mark.parametrize(
    ("kind", "issuer", "kept"),
    [
        ("microsoft", _TENANT, f"https://login.microsoftonline.com/{_TENANT}/v2.0"),
        ("google", None, "https://accounts.google.com"),
        ("other", "https://id.mar.example/.well-known/openid-configuration", "https://id.mar.example"),
    ],
)
def test_issuer_follows_from_what_the_provider_shows(admin, cast, acting_as, kind, issuer, kept):
    page = admin.post(_LIST, {"kind": kind})["Location"]
    given = _given(issuer=issuer) if issuer else {k: v for k, v in _given().items() if k != "issuer"}

    admin.post(page, given)

    assert _row(acting_as, cast).issuer == kept
    assert admin.get(page).context["form"].initial["issuer"] in (issuer, kept)


def test_microsoft_for_everybody_is_refused(admin):
    page = admin.post(_LIST, {"kind": "microsoft"})["Location"]

    answer = admin.post(page, _given(issuer="common"))

    assert (answer.status_code, "The tenant’s id looks like" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "issuer",
    ["https://127.0.0.1", "https://localhost", "https://10.0.0.1", "https://169.254.169.254", "https://[::1]",
     "https://2130706433"],
)  # fmt: skip
def test_address_inside_our_network_is_never_asked(admin, begun, cast, acting_as, issuer):
    admin.post(begun, _given(issuer=issuer))

    answer = admin.post("/account/school/go/", {"provider": _row(acting_as, cast).pk, "why": "trying"})

    assert answer.status_code == 403
    assert "nothing we can trust" in answer.content.decode()


@pytest.mark.parametrize(
    "issuer",
    ["http://id.mar.example", "file:///etc/passwd", "not an address", "https://", "//x", "https://[x"],
)
def test_what_is_no_address_is_put_right_first(admin, begun, issuer):
    answer = admin.post(begun, _given(issuer=issuer))

    assert (answer.status_code, "begins with https://" in answer.content.decode()) == (422, True)


def test_taking_it_away_ends_the_links_and_says_whom_it_concerns(admin, begun, cast, acting_as):
    admin.post(begun, _given())
    SocialAccount.objects.create(user=cast.mar.teacher, provider=str(_row(acting_as, cast).pk), uid="x")
    cast.mar.teacher.set_unusable_password()
    cast.mar.teacher.save()

    question = admin.get(f"{begun}remove/").content.decode()
    admin.post(f"{begun}remove/")

    assert "One account is linked to it." in question
    assert "One person has no password yet" in question
    assert SocialAccount.objects.count() == 0
    with acting_as(cast.mar.head):
        assert SignInProvider.objects.count() == 0


def test_database_itself_keeps_what_was_never_tried_off(admin, begun, cast, acting_as):
    with acting_as(cast.mar.head), pytest.raises(IntegrityError), transaction.atomic():
        SignInProvider.objects.update(is_on=True)


@pytest.mark.parametrize("who", ["teacher", "governor", "dpo", "guest"])
def test_only_who_manages_the_school_comes_near(cast, client_for, begun, who):
    browser = client_for(getattr(cast.mar, who))

    for page in (_LIST, begun, f"{begun}remove/"):
        assert browser.get(page).status_code == 403
    for page in (_LIST, begun, f"{begun}turn/", f"{begun}remove/"):
        assert browser.post(page, _given()).status_code == 403
    go = {"provider": begun.split("/")[3], "why": "trying"}
    assert browser.post("/account/school/go/", go).status_code in (403, 404)


def test_another_schools_settings_are_absent(cast, client_for, begun):
    for person in (cast.cal.head, cast.out.head):
        browser = client_for(person)
        for page in (begun, f"{begun}remove/"):
            assert browser.get(page).status_code == 404
        assert browser.post(f"{begun}turn/", {"turn": "on"}).status_code == 404


def test_settings_take_the_password_once_more(cast, client_for, begun):
    answer = client_for(cast.mar.head).get(begun)

    assert answer["Location"].startswith("/account/reauthenticate/")


def test_two_buttons_of_a_school_have_two_names(admin, begun):
    again = admin.post(_LIST, {"kind": "other"})

    assert again.status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(cast, client_for, acting_as, count):
    with acting_as(cast.mar.head):
        for kind in ("microsoft", "google", "other")[:count]:
            sign_in_providers.begin(school=cast.mar.school, kind=kind, by=cast.mar.head)
    browser = client_for(cast.mar.head)

    with asked(7, or_fewer=True):
        assert len(browser.get(_LIST).context["providers"]) == count
