"""Signing in at the school's own provider: a real one on this machine, and everything it could say falsely."""

import hmac
import http.client
import json
import re
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client, override_settings

from network.models import AuditEntry, Membership, OutgoingMessage, Person
from network.services import sign_in_providers
from network.services.invitations import invite_person
from network.services.memberships import end_membership
from tests.factories.network import PASSWORD, MembershipFactory
from tests.oidc import CLIENT_ID, CLIENT_SECRET, serving

pytestmark = pytest.mark.django_db
_GO = "/account/school/go/"
_SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def idp(settings):
    """A provider on this machine."""
    settings.SSO_LOCAL_PROVIDERS = True
    settings.BASE_URL = "http://testserver"
    with serving() as provider:
        yield provider


def _offered(school_cast, idp, acting_as, **given):
    """The school's own sign-in, tried and turned on."""
    with acting_as(school_cast.head):
        row = sign_in_providers.begin(school=school_cast.school, kind="other", by=school_cast.head)
        row = sign_in_providers.change(
            provider=row,
            by=school_cast.head,
            **{
                "label": "Staff accounts",
                "issuer": idp.issuer,
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "domains": sign_in_providers.own_domains(school_cast.school),
                **given,
            },
        )
        sign_in_providers.note_tried(provider=row, by=school_cast.head)
        sign_in_providers.turn(provider=row, is_on=True, by=school_cast.head)
    return row


@pytest.fixture
def row(cast, idp, acting_as):
    """MAR's sign-in, on."""
    return _offered(cast.mar, idp, acting_as)


def _away(browser, row, why="", **more):
    """Press the button; the address of the provider's page."""
    answer = browser.post(_GO, {"provider": row.pk, "why": why, **more})
    assert answer.status_code == 200, answer
    return answer.context["address"]


def _there(address):
    """Sign in at the provider; the path one comes back to."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    return f"{back.path}?{back.query}"


def _visit(browser, row, why="", **more):
    """There and back."""
    return browser.get(_there(_away(browser, row, why, **more)))


def _body(answer):
    """A page but for what differs each time: the token of its forms, and the address it is at."""
    return re.sub(r'(csrfmiddlewaretoken|next)" value="[^"]*"', "", answer.content.decode())


def _is_in(browser):
    return browser.get("/account/").status_code == 200


def _signed_in(person, *, reauthenticated=True):
    browser = Client()
    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    if reauthenticated:
        browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return browser


@pytest.fixture
def linked(cast, idp, row):
    """MAR's teacher, whose account is linked."""
    assert _visit(_signed_in(cast.mar.teacher), row, "linking")["Location"] == "/account/"
    cache.clear()
    return cast.mar.teacher


# The way that works


def test_linked_account_signs_in_and_is_in_the_log(client, cast, row, linked, acting_as):
    answer = _visit(client, row)

    assert (answer.status_code, answer["Location"], _is_in(client)) == (302, "/", True)
    assert client.get("/account/").wsgi_request.user == linked
    with acting_as(cast.mar.head):
        entries = AuditEntry.objects.filter(actor_id=linked.pk).order_by("number")
        assert [entry.action for entry in entries] == ["signed_in", "school_sign_in_linked", "signed_in"]
    assert OutgoingMessage.objects.get(kind="sign_in_changed").recipient == linked


def test_what_is_kept_of_a_link_is_no_address_and_no_name(linked):
    account = SocialAccount.objects.get()

    assert (account.user, account.extra_data, len(account.uid)) == (linked, {"second_step": False}, 64)


def test_request_that_leaves_has_pkce_nonce_and_state_and_only_needed_scopes(client, idp, row):
    asked = {name: values[0] for name, values in parse_qs(urlsplit(_away(client, row)).query).items()}

    assert sorted(asked) == [
        "client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "response_type", "scope", "state",
    ]  # fmt: skip
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert set(asked["scope"].split()) == {"openid", "email", "profile"}
    assert len(asked["nonce"]) == 43


def test_every_visit_has_secrets_of_its_own(client, row):
    one, two = (parse_qs(urlsplit(_away(client, row)).query) for _ in range(2))

    for name in ("state", "nonce", "code_challenge"):
        assert one[name] != two[name]


@override_settings(ALLOWED_HOSTS=["*"])
def test_address_to_come_back_to_is_the_configured_origin(client, row):
    answer = client.post(_GO, {"provider": row.pk}, headers={"host": "evil.example"})

    assert parse_qs(urlsplit(answer.context["address"]).query)["redirect_uri"] == [
        f"http://testserver/account/school/{row.pk}/back/"
    ]


def test_page_goes_on_by_itself_and_no_policy_is_loosened(client, row):
    answer = client.post(_GO, {"provider": row.pk})

    policy = answer.headers["Content-Security-Policy"]
    assert "form-action 'self';" in f"{policy};"
    assert '<meta http-equiv="refresh" content="0; url=http://127.0.0.1:' in answer.content.decode()


def test_signing_in_leads_on_within_the_hub_only(client, row, linked):
    inside = _visit(client, row, next="/library/")
    outside = _visit(Client(), row, next="https://evil.example/")

    assert (inside["Location"], outside["Location"]) == ("/library/", "/")


# Tokens that are not what they should be


def _other_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _hmac_with_public_key(idp, claims):
    # PyJWT itself refuses to sign with a public key; an attacker's tool does not.
    header = jwt.utils.base64url_encode(b'{"alg":"HS256","typ":"JWT","kid":"one"}')
    body = jwt.utils.base64url_encode(json.dumps(claims).encode())
    mac = hmac.new(idp.public_key, header + b"." + body, "sha256").digest()
    return (header + b"." + body + b"." + jwt.utils.base64url_encode(mac)).decode()


def _without_signature(claims):
    return jwt.encode(claims, None, algorithm="none")


_HOSTILE = {
    "for another client": lambda idp: {"change": lambda claims: {**claims, "aud": "another"}},
    "for several, made for another": lambda idp: {
        "change": lambda claims: {**claims, "aud": [CLIENT_ID, "another"], "azp": "another"}
    },
    "for several, made for nobody": lambda idp: {
        "change": lambda claims: {**claims, "aud": [CLIENT_ID, "another"]}
    },
    "for nobody": lambda idp: {"change": lambda claims: {**claims, "aud": []}},
    "of another issuer": lambda idp: {
        "change": lambda claims: {**claims, "iss": "https://accounts.google.com"}
    },
    "of an issuer that begins alike": lambda idp: {
        "change": lambda claims: {**claims, "iss": f"{idp.issuer}.evil.example"}
    },
    "run out": lambda idp: {"change": lambda claims: {**claims, "exp": int(time.time()) - 120}},
    "without an end": lambda idp: {"change": lambda claims: {**claims, "exp": None}},
    "from the future": lambda idp: {"change": lambda claims: {**claims, "iat": int(time.time()) + 3600}},
    "of nobody": lambda idp: {"change": lambda claims: {**claims, "sub": ""}},
    "of a number": lambda idp: {"change": lambda claims: {**claims, "sub": 1}},
    "with another nonce": lambda idp: {"change": lambda claims: {**claims, "nonce": "another"}},
    "without a nonce": lambda idp: {"change": lambda claims: {**claims, "nonce": None}},
    "without a signature": lambda idp: {"sign": _without_signature},
    "signed with the public key": lambda idp: {"sign": lambda claims: _hmac_with_public_key(idp, claims)},
    "signed with the client's secret": lambda idp: {
        "sign": lambda claims: jwt.encode(
            claims, CLIENT_SECRET * 2, algorithm="HS256", headers={"kid": "one"}
        )
    },
    "signed by somebody else": lambda idp: {
        "sign": lambda claims: jwt.encode(claims, _other_key(), algorithm="RS256", headers={"kid": "one"})
    },
    "with a key that brings itself": lambda idp: {
        "sign": lambda claims: jwt.encode(
            claims,
            (key := _other_key()),
            algorithm="RS256",
            headers={"kid": "two", "jwk": jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)},
        )
    },
    "with a part cut off": lambda idp: {"sign": lambda claims: idp.signed(claims)[:-20]},
    "that is none": lambda idp: {"sign": lambda claims: "x"},
    "that is missing": lambda idp: {"sign": lambda claims: None},
}


@pytest.mark.parametrize("hostile", _HOSTILE)
def test_hostile_token_signs_nobody_in(client, idp, row, linked, hostile):
    for name, what in _HOSTILE[hostile](idp).items():
        setattr(idp, name, what)

    answer = _visit(client, row)

    assert (answer.status_code, _is_in(client)) == (403, False)
    assert "That didn’t work" in answer.content.decode()


def test_the_test_above_can_fail(client, idp, row, linked):
    idp.sign = lambda claims: idp.signed(claims)
    idp.change = lambda claims: {**claims, "aud": [CLIENT_ID], "azp": CLIENT_ID}

    assert _visit(client, row).status_code == 302
    assert _is_in(client)


def test_state_is_good_once_and_for_its_own_browser(client, row, linked):
    back = _there(_away(client, row))
    elsewhere = Client().get(back)
    first = client.get(back)
    client.post("/account/logout/")
    again = client.get(back)

    assert (elsewhere.status_code, first.status_code, again.status_code) == (403, 302, 403)
    assert not _is_in(client)


@pytest.mark.parametrize("change", [{"state": "another"}, {"state": ""}, {"code": "another"}, {"code": ""}])
def test_code_or_state_that_was_never_given_is_worth_nothing(client, row, linked, change):
    back = urlsplit(_there(_away(client, row)))
    given = {name: values[0] for name, values in parse_qs(back.query).items()}

    answer = client.get(back.path, {**given, **change})

    assert (answer.status_code, _is_in(client)) == (403, False)


def test_somebody_elses_code_is_worth_nothing_in_ones_own_visit(client, idp, row, linked):
    """The code that a stranger got with their own visit, put into the victim's: PKCE and nonce are of another visit."""
    stranger = parse_qs(urlsplit(_there(_away(Client(), row))).query)["code"][0]
    mine = urlsplit(_there(_away(client, row)))
    state = parse_qs(mine.query)["state"][0]
    strict = client.get(mine.path, {"code": stranger, "state": state})

    idp.checks_pkce = False
    stranger = parse_qs(urlsplit(_there(_away(Client(), row))).query)["code"][0]
    mine = urlsplit(_there(_away(client, row)))
    state = parse_qs(mine.query)["state"][0]
    lax = client.get(mine.path, {"code": stranger, "state": state})

    assert (strict.status_code, lax.status_code, _is_in(client)) == (403, 403, False)


def test_visit_that_was_begun_without_pkce_ends_there(client, idp, row, linked):
    back = _there(_away(client, row))
    session = client.session
    (state_id,) = session["socialaccount_states"]
    session["socialaccount_states"][state_id][0]["pkce_code_verifier"] = None
    session.save()
    idp.checks_pkce = False
    idp.change = lambda claims: {**claims, "nonce": ""}

    assert client.get(back).status_code == 403
    assert not _is_in(client)


def test_answer_of_one_school_is_worth_nothing_at_another(cast, client, idp, row, linked, acting_as):
    other = _offered(cast.cal, idp, acting_as)
    back = _there(_away(client, row))

    answer = client.get(back.replace(str(row.pk), str(other.pk)))

    assert (answer.status_code, _is_in(client)) == (403, False)


def test_going_back_from_the_provider_is_answered_kindly(client, row):
    state = parse_qs(urlsplit(_away(client, row)).query)["state"][0]

    answer = client.get(f"/account/school/{row.pk}/back/", {"error": "access_denied", "state": state})

    assert "You stopped on the way" in answer.content.decode()


def test_keys_that_the_provider_has_changed_are_fetched_anew(client, idp, row, linked):
    cache.clear()
    assert _visit(client, row).status_code == 302
    idp.key = _other_key()
    idp.sign = lambda claims: jwt.encode(claims, idp.key, algorithm="RS256", headers={"kid": "two"})
    known = idp.keys["keys"][0]
    type(idp).keys, was = property(lambda self: {"keys": [{**known, "kid": "two"}]}), type(idp).keys
    try:
        assert _visit(Client(), row).status_code == 302
    finally:
        type(idp).keys = was


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://accounts.google.com"},
        {"issuer": None},
        {"token_endpoint": None},
        {"authorization_endpoint": "", "jwks_uri": None},
    ],
)
def test_configuration_that_is_another_issuers_is_refused(client, idp, row, change):
    idp.configuration |= change

    assert client.post(_GO, {"provider": row.pk}).status_code == 403


# People whom the provider may not vouch for


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"email": "hannah@cal.example"}, "another end than those of the school"),
        ({"email": "hannah@gmail.com"}, "not told us a confirmed address"),
        ({"email": "hannah@mar.example.evil.example"}, "another end than those of the school"),
        ({"email_verified": False}, "not told us a confirmed address"),
        ({"email_verified": None}, "not told us a confirmed address"),
        ({"email": None}, "not told us a confirmed address"),
    ],
)
def test_address_that_is_not_the_schools_or_not_verified_is_refused(client, idp, row, linked, said, words):
    idp.person |= said

    answer = _visit(client, row)

    assert (answer.status_code, _is_in(client)) == (403, False)
    assert words in answer.content.decode()


def test_another_schools_person_is_not_vouched_for(cast, client, idp, row, linked, acting_as):
    """CAL's provider says that it is MAR's teacher, under the same issuer and subject."""
    other = _offered(cast.cal, idp, acting_as)

    says_mar = _visit(client, other)
    idp.person |= {"email": "hannah@cal.example"}
    says_cal = _visit(client, other)

    assert (says_mar.status_code, says_cal.status_code, _is_in(client)) == (403, 403, False)


def test_same_subject_of_another_issuer_is_somebody_else(client, cast, idp, row, linked, acting_as):
    with serving() as other:
        other.person = dict(idp.person)
        with acting_as(cast.mar.head):
            sign_in_providers.change(provider=row, by=cast.mar.head, label=row.label, issuer=other.issuer,
                                     client_id=CLIENT_ID, client_secret="", domains=row.domains)  # fmt: skip
            sign_in_providers.note_tried(provider=row, by=cast.mar.head)
            sign_in_providers.turn(provider=row, is_on=True, by=cast.mar.head)

        assert _visit(client, row).status_code == 403
    assert not _is_in(client)


def test_changed_subject_with_the_same_address_is_not_let_in(client, idp, row, linked):
    idp.person |= {"sub": "2"}

    answer = _visit(client, row)

    assert (answer.status_code, _is_in(client)) == (403, False)
    assert "We don’t know this school account yet" in answer.content.decode()


def test_address_alone_finds_no_account_and_the_answer_is_the_same_for_strangers(client, cast, idp, row):
    idp.person |= {"sub": "9", "email": cast.mar.head.email}
    known = _visit(client, row)
    idp.person |= {"sub": "8", "email": "nobody@mar.example"}
    unknown = _visit(client, row)

    assert (known.status_code, _is_in(client)) == (403, False)
    assert _body(known) == _body(unknown)
    assert SocialAccount.objects.count() == 0


def test_who_has_left_the_school_is_not_let_in(client, cast, row, linked, acting_as):
    with acting_as(cast.mar.head):
        end_membership(membership=Membership.objects.get(person=linked), by=cast.mar.head)
    MembershipFactory(person=linked, school=cast.cal.school)

    assert _visit(client, row).status_code == 403
    assert not _is_in(client)


def test_closed_account_is_not_let_in(client, row, linked):
    linked.is_active = False
    linked.save()

    assert _visit(client, row).status_code == 403


def test_provider_that_is_off_lets_nobody_in(cast, client, row, linked, acting_as):
    back = _there(_away(client, row))
    with acting_as(cast.mar.head):
        sign_in_providers.turn(provider=row, is_on=False, by=cast.mar.head)

    assert client.post(_GO, {"provider": row.pk}).status_code == 404
    assert client.get(back).status_code == 403
    assert not _is_in(client)


# Linking


def test_linking_takes_the_password_once_more(cast, row):
    browser = _signed_in(cast.mar.teacher, reauthenticated=False)

    answer = browser.post(_GO, {"provider": row.pk, "why": "linking"})

    assert answer["Location"].startswith("/account/reauthenticate/")
    assert SocialAccount.objects.count() == 0


def test_visitor_links_nothing(client, row):
    assert client.post(_GO, {"provider": row.pk, "why": "linking"}).status_code == 404


def test_only_ones_own_schools_sign_in_can_be_linked(cast, row):
    browser = _signed_in(cast.cal.teacher)

    assert browser.post(_GO, {"provider": row.pk, "why": "linking"}).status_code == 404


def test_school_account_of_a_colleague_cannot_be_linked(cast, idp, row, linked):
    browser = _signed_in(cast.mar.colleague)
    same_subject = _visit(browser, row, "linking")
    idp.person |= {"sub": "7", "email": cast.mar.head.email}
    address_of_another = _visit(browser, row, "linking")

    assert (same_subject.status_code, address_of_another.status_code) == (403, 403)
    assert [account.user for account in SocialAccount.objects.all()] == [linked]


def test_link_is_ended_by_its_owner_alone(cast, row, linked, acting_as):
    account = SocialAccount.objects.get()
    other, own = _signed_in(cast.mar.colleague), _signed_in(linked)

    other.post("/account/school/links/", {"account": account.pk})
    still = SocialAccount.objects.count()
    own.post("/account/school/links/", {"account": account.pk})

    assert (still, SocialAccount.objects.count()) == (1, 0)
    with acting_as(cast.mar.head):
        assert AuditEntry.objects.filter(action="school_sign_in_unlinked", actor_id=linked.pk).count() == 1


def test_link_is_not_ended_while_nothing_else_lets_one_in(row, linked):
    browser = _signed_in(linked)
    linked.set_unusable_password()
    linked.save()
    browser.force_login(linked, backend="allauth.account.auth_backends.AuthenticationBackend")

    browser.post("/account/school/links/", {"account": SocialAccount.objects.get().pk})

    assert SocialAccount.objects.count() == 1


def test_links_page_shows_what_is_linked(cast, row, linked):
    assert "Linked to your account." in _signed_in(linked).get("/account/school/links/").content.decode()
    assert (
        "Link my school account" in _signed_in(cast.mar.head).get("/account/school/links/").content.decode()
    )
    assert "no sign-in of its own" in _signed_in(cast.cal.head).get("/account/school/links/").content.decode()


# The second step


def test_password_at_the_provider_leaves_the_own_second_step(client, row, linked):
    TOTP.activate(linked, _SEED)

    answer = _visit(client, row)

    assert (answer["Location"], _is_in(client)) == ("/account/2fa/authenticate/", False)


def test_second_step_that_the_provider_proves_counts(client, idp, row, linked):
    TOTP.activate(linked, _SEED)
    idp.person |= {"amr": ["pwd", "mfa"]}

    _visit(client, row)

    assert _is_in(client)


@pytest.mark.parametrize("said", [{"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "0"}, {"amr": ["mfa "]}])
def test_anything_else_it_says_does_not_count(client, idp, row, linked, said):
    TOTP.activate(linked, _SEED)
    idp.person |= said

    _visit(client, row)

    assert not _is_in(client)


def test_one_schools_word_does_not_open_another_school_or_a_network(client, cast, idp, row, linked):
    """A provider could say anything: what somebody does elsewhere keeps its own second step."""
    TOTP.activate(linked, _SEED)
    MembershipFactory(person=linked, school=cast.cal.school)
    idp.person |= {"amr": ["mfa"]}

    _visit(client, row)

    assert not _is_in(client)


def _as_admin(cast, idp):
    idp.person |= {"sub": "3", "email": cast.mar.admin.email}
    return cast.mar.admin


@pytest.mark.parametrize(("said", "goes_on"), [({}, False), ({"amr": ["mfa"]}, True)])
def test_who_needs_a_second_step_goes_on_with_the_schools(client, cast, idp, row, settings, said, goes_on):
    admin = _as_admin(cast, idp)
    _visit(_signed_in(admin), row, "linking")
    settings.SECOND_FACTOR_REQUIRED = True
    idp.person |= said

    _visit(client, row)

    page = client.get("/our-school/people/")
    assert (page.status_code == 200) is goes_on
    assert page.get("Location") == (None if goes_on else "/account/2fa/")


def test_signing_in_by_password_afterwards_forgets_what_the_school_proved(client, cast, idp, row, settings):
    admin = _as_admin(cast, idp)
    _visit(_signed_in(admin), row, "linking")
    settings.SECOND_FACTOR_REQUIRED = True
    idp.person |= {"amr": ["mfa"]}
    _visit(client, row)
    client.post("/account/logout/")

    client.post("/account/login/", {"login": admin.email, "password": PASSWORD})

    assert client.get("/our-school/people/").get("Location") == "/account/2fa/"


# Joining


@pytest.fixture
def invited(cast, acting_as):
    """The path of an invitation to MAR for somebody without an account."""
    with acting_as(cast.mar.head):
        _invitation, link = invite_person(
            school=cast.mar.school, email="kit@mar.example", name="Kit R", roles=["teacher"], by=cast.mar.head
        )
    return urlsplit(link).path


def test_invited_colleague_joins_with_the_school_account(client, cast, idp, row, invited, acting_as):
    idp.person = {"sub": "5", "email": "Kit@mar.example", "email_verified": True, "name": "Kit Rawnsley"}
    page = client.get(invited, follow=True).content.decode()

    answer = _visit(client, row, "joining")

    kit = Person.objects.get(email="kit@mar.example")
    assert "Join with my school account" in page
    assert cast.mar.school.name not in page
    assert (answer["Location"], _is_in(client), kit.name) == ("/", True, "Kit Rawnsley")
    assert (kit.has_usable_password(), SocialAccount.objects.get().user) == (False, kit)
    assert not kit.check_password("")
    with acting_as(cast.mar.head):
        entries = AuditEntry.objects.filter(actor_id=kit.pk).order_by("number")
        assert [entry.action for entry in entries] == ["member_added", "school_sign_in_linked", "signed_in"]
    client.post("/account/logout/")
    assert _visit(client, row).status_code == 302
    assert _is_in(client)


def test_invitation_is_for_its_own_address(client, idp, row, invited):
    idp.person |= {"sub": "5", "email": "somebody-else@mar.example"}
    client.get(invited)

    answer = _visit(client, row, "joining")

    assert (answer.status_code, _is_in(client)) == (403, False)
    assert not Person.objects.filter(email__in=["kit@mar.example", "somebody-else@mar.example"]).exists()


def test_school_account_without_an_invitation_begins_nothing(client, idp, row):
    idp.person |= {"sub": "5", "email": "new@mar.example"}

    answer = _visit(client, row)

    assert "ask the head or the administrator" in answer.content.decode()
    assert not Person.objects.filter(email="new@mar.example").exists()
    assert client.post(_GO, {"provider": row.pk, "why": "joining"}).status_code == 404


def test_account_there_is_already_is_not_linked_by_an_invitation(client, cast, idp, row, acting_as):
    with acting_as(cast.mar.head):
        _invitation, link = invite_person(
            school=cast.mar.school,
            email=cast.cal.teacher.email,
            name="P",
            roles=["teacher"],
            by=cast.mar.head,
        )
        row.domains = [*row.domains, "cal.example"]
        row.save()
    idp.person |= {"sub": "5", "email": cast.cal.teacher.email}
    client.get(urlsplit(link).path)

    answer = _visit(client, row, "joining")

    assert (answer.status_code, _is_in(client), SocialAccount.objects.count()) == (403, False, 0)


# Finding one's school


def _found(client, address):
    return client.post("/account/school/", {"login": address})


def test_address_leads_to_the_schools_that_sign_in_such_addresses(client, cast, row):
    known, unknown = _found(client, "hannah@mar.example"), _found(client, "nobody@mar.example")

    assert "Sign in with Marram Bay Primary School: Staff accounts" in known.content.decode()
    assert [found.pk for found in known.context["found"]] == [found.pk for found in unknown.context["found"]]
    assert _body(known).replace("hannah@", "nobody@") == _body(unknown)


@pytest.mark.parametrize("address", ["joanna@cal.example", "x@sub.mar.example", "x@gmail.com"])
def test_other_addresses_lead_to_no_school(client, row, address):
    assert "No school here signs in people" in _found(client, address).content.decode()


def test_sign_in_page_offers_it_once_a_school_has_one(client, cast, idp, acting_as):
    before = client.get("/account/login/").content.decode()
    _offered(cast.mar, idp, acting_as)
    after = client.get("/account/login/").content.decode()

    assert ("Sign in through my school" in before, "Sign in through my school" in after) == (False, True)


@pytest.mark.parametrize("given", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_provider_that_is_not_there_is_absent(client, row, given):
    assert client.post(_GO, {"provider": given}).status_code == 404


def test_going_takes_a_button(client, row):
    assert client.get(_GO).status_code == 405
    assert Client(enforce_csrf_checks=True).post(_GO, {"provider": row.pk}).status_code == 403
