"""An OpenID Connect provider on this machine, over real HTTP, that vouches for whomever a test says, however falsely."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT_ID, CLIENT_SECRET = "hedgerow", "a secret between the two"


class Provider(ThreadingHTTPServer):
    """A provider that works; what a test changes on it, it does.

    Attributes:
        person: the claims about whoever signs in there.
        asks_first: whether a person presses a button there, or is sent back at once.
        sign: makes an ID token of claims; tests put worse ones here.
        change: what else becomes of the claims before they are signed.
        checks_pkce: whether it insists on the verifier, as it should.
        requests: (path, parameters) of all that was asked.
    """

    daemon_threads = True
    person: dict[str, Any]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Pages)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.asks_first = False
        self.checks_pkce = True
        self.change: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.configuration: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        }
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.person = {
            "sub": "1",
            "email": "hannah@mar.example",
            "email_verified": True,
            "name": "Hannah Mar",
        }
        self._codes: dict[str, dict[str, str]] = {}

    def signed(self, claims: dict[str, Any], **headers: Any) -> str:
        """A genuine token."""
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one", **headers})

    @property
    def public_key(self) -> bytes:
        """Its public key, as everybody may have it."""
        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def keys(self) -> dict[str, Any]:
        """Its public keys."""
        known = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**known, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def address_back(self, asked: dict[str, str]) -> str:
        """Where somebody goes who has signed in."""
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def token(self, given: dict[str, str]) -> dict[str, Any] | None:
        """What a code is worth: once, for the client it was made for, with the verifier of its challenge."""
        asked = self._codes.pop(given.get("code", ""), None)
        if asked is None or given.get("client_secret") != CLIENT_SECRET:
            return None
        if given.get("redirect_uri") != asked["redirect_uri"]:
            return None
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if self.checks_pkce and (asked.get("code_challenge_method"), asked.get("code_challenge")) != (
            "S256",
            challenge,
        ):
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": asked["client_id"],
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
            **self.person,
        }
        return {
            "access_token": "opens nothing",
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self.sign(self.change(claims)),
        }


class _Pages(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        path, asked = self._asked(urlsplit(self.path).query)
        if path == "/.well-known/openid-configuration":
            self._answer(json.dumps(self.server.configuration))
        elif path == "/keys":
            self._answer(json.dumps(self.server.keys))
        elif path == "/authorize" and self.server.asks_first:
            self._answer(_page(self.server.person["email"], self.path), kind="text/html")
        elif path in ("/authorize", "/authorize/yes"):
            self._answer("", status=302, headers={"Location": self.server.address_back(asked)})
        else:
            self._answer("", status=404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        path, given = self._asked(body)
        if basic := self.headers.get("Authorization", "").removeprefix("Basic "):
            _name, _colon, given["client_secret"] = base64.b64decode(basic).decode().partition(":")
        token = self.server.token(given) if path == "/token" else None
        self._answer(json.dumps(token or {"error": "invalid_grant"}), status=200 if token else 400)

    def log_message(self, *args: Any) -> None:
        """Nothing."""

    def _asked(self, query: str) -> tuple[str, dict[str, str]]:
        path = urlsplit(self.path).path
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        self.server.requests.append((path, asked))
        return path, asked

    def _answer(
        self,
        body: str,
        status: int = 200,
        kind: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        sent = body.encode()
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(sent)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)


def _page(address: str, path: str) -> str:
    on = escape(path.replace("/authorize?", "/authorize/yes?"))
    return (
        f'<!doctype html><html lang="en"><title>Your school</title><link rel="icon" href="data:,">'
        f'<h1>Your school</h1><p><a href="{on}">Go on as {escape(address)}</a></p></html>'
    )


@contextmanager
def serving() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    with Provider() as provider:
        threading.Thread(target=provider.serve_forever, daemon=True).start()
        yield provider
        provider.shutdown()
