"""Verifying an ID token (OpenID Connect Core 1.0, section 3.1.3.7): its signature always, and every claim that has a say."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

#: Signatures with a private key. None of those with a shared secret, which a public key could be taken for, and not "none".
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_CLOCKS_APART_SECONDS = 60
_NEEDED = ["iss", "sub", "aud", "exp", "iat"]


def nonce_for(code_verifier: str) -> str:
    """The nonce that goes with a PKCE verifier: both belong to one visit, kept in the session of the one who began it."""
    digest = hashlib.sha256(b"nonce " + code_verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def verified_claims(
    id_token: Any, *, keys: Callable[[bool], dict[str, Any]], issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """The claims of an ID token that is what it should be.

    Args:
        id_token: as it came.
        keys: gives the provider's keys; with True, fetched anew.
        issuer: whose it must be.
        client_id: for whom it must be.
        nonce: of the visit it must belong to.

    Raises:
        OAuth2Error: when it is anything else.
    """
    try:
        claims = jwt.decode(
            id_token,
            key=_key(id_token, keys),
            algorithms=_ALGORITHMS,
            audience=client_id,
            issuer=issuer,
            leeway=_CLOCKS_APART_SECONDS,
            options={"require": _NEEDED},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise OAuth2Error(f"ID token refused: {error}") from error
    if not claims["sub"]:
        raise OAuth2Error("ID token refused: nobody's")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise OAuth2Error("ID token refused: of another visit")
    is_ours_alone = claims["aud"] in (client_id, [client_id])
    if claims.get("azp", client_id if is_ours_alone else None) != client_id:
        raise OAuth2Error("ID token refused: made for somebody else")
    return claims


def _key(id_token: str, keys: Callable[[bool], dict[str, Any]]) -> jwt.PyJWK:
    header = jwt.get_unverified_header(id_token)
    if header.get("alg") not in _ALGORITHMS:
        raise jwt.InvalidAlgorithmError(f"signed with {header.get('alg')}")
    for fresh in (False, True):
        if found := _fitting(keys(fresh), header):
            return found
    raise jwt.InvalidKeyError("signed with a key that the provider does not publish")


def _fitting(published: dict[str, Any], header: dict[str, Any]) -> jwt.PyJWK | None:
    signing = [
        key
        for key in published.get("keys", [])
        if key.get("use", "sig") == "sig" and key.get("kty") in ("RSA", "EC", "OKP")
    ]
    named = [key for key in signing if key.get("kid") == header.get("kid")]
    if not named and "kid" not in header and len(signing) == 1:
        named = signing
    return jwt.PyJWK(named[0], algorithm=named[0].get("alg", header["alg"])) if named else None
