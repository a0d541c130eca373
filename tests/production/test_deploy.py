"""What production settings promise: nothing for `check --deploy` to say, and a policy that lets no foreign script run."""

import os
import re
import subprocess
import sys
from urllib.parse import urldefrag

import pytest
from django.conf import settings
from django.test import Client

from config.env import BASE_DIR
from core.field_keys import new_key
from tests.architecture.things import make_things

#: What `docs/running.md` asks for, and no more.
PRODUCTION = {
    "SECRET_KEY": "a-secret-for-tests-alone-0123456789-abcdefghij-KLMNOP",
    "AUDIT_KEY": "an-audit-key-for-tests-alone-0123456789-abcdefgh-QRS",
    "FIELD_KEYS": new_key("test"),
    "ALLOWED_HOSTS": "hub.example,cms.hub.example",
    "CMS_HOST": "cms.hub.example",
    "BASE_URL": "https://hub.example",
    "EMAIL_URL": "smtp://localhost:25",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "TRUSTED_PROXY_COUNT": "1",
}
STRICT = {
    "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
}  # fmt: skip
_LINK = re.compile(r'<a\b[^>]*\shref="(/[^"]*)"')
#: Leaves the site, or the person signed in.
_NOT_FOLLOWED = ("/static/", "/account/logout/", "/cms/", "/gallery/")


def manage(*command: str, **changes: str | None) -> subprocess.CompletedProcess:
    """A command as production runs it; None takes a variable away."""
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": os.environ.get("VAR_DIR", str(BASE_DIR / "var")),
                   "DATABASE_URL": os.environ.get("DATABASE_URL"), **PRODUCTION, **changes}  # fmt: skip
    return subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "manage.py", *command],
        cwd=BASE_DIR, capture_output=True, text=True, check=False,
        env={name: value for name, value in environment.items() if value},
    )  # fmt: skip


@pytest.mark.slow
def test_check_deploy_has_nothing_to_say():
    checked = manage("check", "--deploy", "--fail-level", "DEBUG")

    assert (checked.returncode, checked.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    ), checked.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be random"),
        ({"SECRET_KEY": None}, "Set the SECRET_KEY environment variable"),
        ({"AUDIT_KEY": PRODUCTION["SECRET_KEY"]}, "AUDIT_KEY must be random"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the hosts"),
        ({"DEMO": "1"}, "DEMO opens every account with one password"),
    ],
)
def test_unsafe_settings_do_not_start(changes, complaint):
    started = manage("check", **changes)

    assert started.returncode != 0
    assert complaint in started.stderr


def _policy(response) -> set[str]:
    return set(response.headers.get("Content-Security-Policy", "").split("; "))


def _faults(browser: Client) -> tuple[list[str], int]:
    """Addresses whose page has another policy than the strict one, and how many pages were seen."""
    seen, waiting, faults, pages = set(), ["/"], [], 0
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(_NOT_FOLLOWED):
            continue
        seen.add(address)
        response = browser.get(address)
        if "Location" in response.headers:
            waiting.append(urldefrag(response["Location"]).url)
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        pages += 1
        if _policy(response) != STRICT:
            faults.append(f"{address}: {response.headers.get('Content-Security-Policy')}")
        # Facets combine without end: of addresses with a question the first few of a page are enough.
        links = [
            urldefrag(link.replace("&amp;", "&")).url for link in _LINK.findall(response.content.decode())
        ]
        waiting += [link for link in links if "?" not in link] + [
            link for link in links if "?" in link and "?" not in address
        ][:3]
    return faults, pages


@pytest.mark.slow
@pytest.mark.parametrize(("who", "pages"), [(None, 8), ("teacher", 25), ("head", 40), ("editor", 25)])
@pytest.mark.django_db
def test_every_page_outside_the_admin_has_the_strict_policy(cast, client, client_for, who, pages):
    make_things(cast)
    person = (
        {None: None, "editor": cast.editor}.get(who) if who in (None, "editor") else getattr(cast.mar, who)
    )

    faults, seen = _faults(client_for(person) if person else client)

    assert faults == []
    assert seen >= pages


@pytest.mark.django_db
def test_pages_of_errors_have_it_too(cast, client_for, monkeypatch):
    def breaks(*args, **kwargs):
        raise ValueError

    browser = client_for(cast.mar.teacher)
    browser.raise_request_exception = False
    strict = Client(enforce_csrf_checks=True)
    answers = [
        browser.get("/library/", headers={"host": "elsewhere.example"}),
        strict.post("/account/login/", {}),
        browser.get("/our-school/log/"),
        browser.get("/no/such/page/"),
    ]
    guest = Client(raise_request_exception=False)
    for _ in range(11):
        limited = guest.post("/account/login/", {"login": "x@y.example", "password": "wrong"})
    monkeypatch.setattr("network.views.people.PeopleView.get", breaks)
    answers += [limited, browser.get("/people/")]

    assert [answer.status_code for answer in answers] == [400, 403, 403, 404, 429, 500]
    assert [_policy(answer) for answer in answers] == [STRICT] * 6


@pytest.mark.django_db
def test_the_admin_has_its_own(cast, client_for):
    policy = _policy(client_for(cast.editor).get("/cms/", follow=True))

    assert policy != STRICT
    assert {"default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'"} <= policy


def test_the_settings_are_the_strict_policy():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    assert {f"{name} {' '.join(values)}" for name, values in directives.items()} == STRICT
