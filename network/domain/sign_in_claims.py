"""What a school's sign-in provider says of somebody, and what the hub believes of it. Plain Python."""

import hashlib
import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

Claims = Mapping[str, Any]

#: Domains at which anybody has an address: they belong to no school.
_EVERYBODYS = frozenset(
    """
    gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk hotmail.se live.com live.co.uk live.se msn.com yahoo.com
    yahoo.co.uk yahoo.se ymail.com icloud.com me.com mac.com aol.com proton.me protonmail.com gmx.com gmx.net mail.com
    btinternet.com sky.com virginmedia.com talktalk.net ntlworld.com telia.com bredband.net spray.se comhem.se
    """.split()  # noqa: SIM905 -- a list of quoted domains is harder to read
)
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
#: Authentication context classes that mean several factors, or one that cannot be phished: REFEDS MFA profile, OpenID
#: Connect Extended Authentication Profile (phr, phrh), SAML's own for Microsoft's "multipleauthn".
_STRONG_CONTEXTS = frozenset(
    {
        "https://refeds.org/profile/mfa",
        "phr",
        "phrh",
        "http://schemas.microsoft.com/claims/multipleauthn",
        "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
    }
)


class Kind(StrEnum):
    """Whose product a provider is: each says differently that an address is its own."""

    GOOGLE = "google"
    MICROSOFT = "microsoft"
    OTHER = "other"


class Refusal(StrEnum):
    """Why somebody whom the provider vouches for is not let in."""

    NO_ADDRESS = "no_address"
    NOT_VERIFIED = "not_verified"
    OTHER_DOMAIN = "other_domain"


def identity_key(claims: Claims) -> str:
    """Who it is: the issuer and the subject together, never an address. A hash, so that no log can tell who that is."""
    return hashlib.sha256(f"{claims['iss']}\n{claims['sub']}".encode()).hexdigest()


def address_of(claims: Claims, kind: Kind) -> str:
    """The address the provider gives, in lower case; "" for none.

    Microsoft leaves `email` out where a person has no mailbox; their sign-in name is then an address of the same tenant.
    """
    given = claims.get("email") or (claims.get("preferred_username") if kind is Kind.MICROSOFT else "")
    return given.strip().lower() if isinstance(given, str) and domain_of(given) else ""


def refusal(claims: Claims, *, kind: Kind, domains: Collection[str]) -> Refusal | None:
    """Why these claims are not believed, or None: a school's provider vouches for its own people alone.

    Args:
        claims: of a verified ID token.
        kind: a Google or Microsoft address is verified by what it is (the `hd` claim, the tenant in the issuer); any
            other provider has to say that it verified it.
        domains: of the school.
    """
    address = address_of(claims, kind)
    if not address:
        return Refusal.NO_ADDRESS
    if domain_of(address) not in domains:
        return Refusal.OTHER_DOMAIN
    if kind is Kind.GOOGLE and claims.get("hd") not in domains:
        return Refusal.OTHER_DOMAIN
    is_verified = claims.get("email_verified", kind is Kind.MICROSOFT)
    return None if is_verified is True or is_verified == "true" else Refusal.NOT_VERIFIED


def proves_second_factor(claims: Claims) -> bool:
    """Whether the provider says that more than a password was asked for: `amr` (RFC 8176) or `acr`."""
    methods, context = claims.get("amr"), claims.get("acr")
    return (isinstance(methods, list) and "mfa" in methods) or (
        isinstance(context, str) and context in _STRONG_CONTEXTS
    )


def domain_of(address: str) -> str:
    """The part after the @, in lower case; "" when there is none that could be a domain."""
    _name, _at, domain = address.strip().lower().rpartition("@")
    return domain if _name and is_domain(domain) else ""


def is_domain(text: str) -> bool:
    """Whether it could be a school's domain: lower case, no mail service that everybody uses."""
    return bool(_DOMAIN.fullmatch(text)) and text not in _EVERYBODYS


def issuer_for(kind: Kind, given: str) -> str:
    """The issuer as its ID tokens name it.

    Args:
        kind: of provider.
        given: for Google nothing; for Microsoft the tenant's id; else the issuer's address.

    Raises:
        ValueError: when a Microsoft tenant's id is none: "common" would let every school of the world in.
    """
    given = given.strip()
    if kind is Kind.GOOGLE:
        return "https://accounts.google.com"
    if kind is Kind.MICROSOFT:
        if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", given.lower()):
            raise ValueError("not a tenant's id")
        return f"https://login.microsoftonline.com/{given.lower()}/v2.0"
    return given.removesuffix("/.well-known/openid-configuration")
