"""What is believed of what a school's provider says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.domain.sign_in_claims import (
    Kind,
    Refusal,
    address_of,
    domain_of,
    identity_key,
    is_domain,
    issuer_for,
    proves_second_factor,
    refusal,
)

_DOMAINS = ["calderwick.example", "cal.sch.example"]
_PRIYA = {
    "iss": "https://id.example",
    "sub": "1",
    "email": "Priya@Calderwick.example",
    "email_verified": True,
}


def _refused(kind=Kind.OTHER, **claims):
    return refusal({**_PRIYA, **claims}, kind=kind, domains=_DOMAINS)


def test_verified_address_of_the_school_is_believed():
    assert _refused() is None
    assert _refused(Kind.GOOGLE, hd="calderwick.example") is None
    assert _refused(email_verified="true") is None


@pytest.mark.parametrize("said", [False, "false", None, 0, 1, "yes", []])
def test_address_that_was_not_verified_is_refused(said):
    assert _refused(email_verified=said) is Refusal.NOT_VERIFIED
    assert _refused(Kind.MICROSOFT, email_verified=said) is Refusal.NOT_VERIFIED


def test_silence_about_verifying_is_believed_of_a_microsoft_tenant_alone():
    silent = {name: value for name, value in _PRIYA.items() if name != "email_verified"}

    assert refusal(silent, kind=Kind.MICROSOFT, domains=_DOMAINS) is None
    assert refusal(silent, kind=Kind.OTHER, domains=_DOMAINS) is Refusal.NOT_VERIFIED
    assert (
        refusal({**silent, "hd": "calderwick.example"}, kind=Kind.GOOGLE, domains=_DOMAINS)
        is Refusal.NOT_VERIFIED
    )


@pytest.mark.parametrize(
    "address",
    [
        "priya@marram.example", "priya@sub.calderwick.example", "priya@calderwick.example.evil.example",
        "priya@evilcalderwick.example", "priya@calderwick.example@evil.example", "priya@gmail.com",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", Kind)
def test_address_of_another_domain_is_refused(address, kind):
    said = _refused(kind, email=address, hd="calderwick.example")

    assert said in (Refusal.OTHER_DOMAIN, Refusal.NO_ADDRESS)


@pytest.mark.parametrize("hosted", [None, "", "marram.example", "gmail.com"])
def test_google_account_outside_the_schools_workspace_is_refused(hosted):
    assert _refused(Kind.GOOGLE, hd=hosted) is Refusal.OTHER_DOMAIN


@pytest.mark.parametrize(
    "address", [None, "", "priya", "@calderwick.example", 7, ["priya@calderwick.example"]]
)
def test_no_address_is_refused(address):
    assert _refused(email=address) is Refusal.NO_ADDRESS


def test_sign_in_name_stands_for_the_address_with_microsoft_alone():
    named = {"preferred_username": "priya@calderwick.example"}

    assert address_of(named, Kind.MICROSOFT) == "priya@calderwick.example"
    assert address_of(named, Kind.OTHER) == address_of(named, Kind.GOOGLE) == ""


@given(*[st.text(st.characters(exclude_characters="\n"), max_size=20)] * 4)
def test_identity_is_issuer_and_subject_together(issuer, subject, other_issuer, other_subject):
    one = identity_key({"iss": issuer, "sub": subject, "email": "a@b.example"})
    other = identity_key({"iss": other_issuer, "sub": other_subject, "email": "a@b.example"})

    assert (one == other) == ((issuer, subject) == (other_issuer, other_subject))


@pytest.mark.parametrize(
    ("claims", "proves"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": ["mfa"]}, True),
        ({"acr": "https://refeds.org/profile/mfa"}, True),
        ({"acr": "phr"}, True),
        ({}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["otp"]}, False),
        ({"amr": "mfa"}, False),
        ({"amr": {"mfa": 1}}, False),
        ({"acr": "1"}, False),
        ({"acr": "0"}, False),
    ],
)
def test_second_factor_counts_only_when_it_is_said(claims, proves):
    assert proves_second_factor(claims) is proves


def test_acr_of_another_shape_proves_nothing():
    assert not any(
        proves_second_factor({"acr": said, "amr": said}) for said in (None, 7, [], ["phr"], {"phr": 1})
    )


@pytest.mark.parametrize("text", ["calderwick.example", "cal.sch.uk", "xn--ngskolan-5za.se", "a1.se"])
def test_domains(text):
    assert is_domain(text)
    assert domain_of(f"Somebody@{text.upper()}") == text


@pytest.mark.parametrize(
    "text", ["gmail.com", "localhost", "example", "a b.example", "-a.example", "a..b", "10.0.0.1", ""]
)
def test_no_domains_of_a_school(text):
    assert not is_domain(text)
    assert domain_of(f"somebody@{text}") == ""


@given(st.text())
def test_any_text_has_a_domain_or_none(text):
    assert domain_of(text) == "" or is_domain(domain_of(text))


def test_issuers():
    tenant = "0F5AC1B2-1111-2222-3333-444455556666"

    assert issuer_for(Kind.GOOGLE, "anything") == "https://accounts.google.com"
    assert issuer_for(Kind.MICROSOFT, tenant) == f"https://login.microsoftonline.com/{tenant.lower()}/v2.0"
    assert (
        issuer_for(Kind.OTHER, "https://id.example/x/.well-known/openid-configuration")
        == "https://id.example/x"
    )


@pytest.mark.parametrize(
    "given", ["common", "organizations", "consumers", "", "contoso.example", "https://x/"]
)
def test_microsoft_needs_one_tenant(given):
    with pytest.raises(ValueError, match="tenant"):
        issuer_for(Kind.MICROSOFT, given)
