"""People who use a hub while it fails, and the ledger of what it told them it had done."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.factories.network import PASSWORD

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_SCHOOL = re.compile(r'name="school"[^>]*value="(\d+)"')


@dataclass
class Ledger:
    """Every answer: what it was to, its status (0: none came), how many seconds it took; and what was acknowledged."""

    answers: list[tuple[str, int, float]] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    def statuses(self) -> set[int]:
        """Every status that came."""
        return {status for _what, status, _seconds in self.answers}

    def slowest(self, share: float) -> float:
        """So many of the answers took no longer (0.95: all but one in twenty)."""
        took = sorted(seconds for _what, _status, seconds in self.answers)
        return took[min(int(len(took) * share), len(took) - 1)]


class Browser:
    """One person's browser, with a session and forms."""

    def __init__(self, address: str, ledger: Ledger) -> None:
        self.address = address
        self.ledger = ledger
        self.session = requests.Session()
        self.session.trust_env = False  # nobody's proxy, and no certificates but those named

    def get(self, path: str) -> requests.Response | None:
        """A page, or None when no answer came."""
        return self._ask("GET", path)

    def own_school(self) -> str:
        """The number of the school at which this person writes."""
        desk = self.get("/library/write/")
        found = _SCHOOL.search(desk.text) if desk is not None else None
        return found.group(1) if found else ""

    def post(self, path: str, data: dict, of: str | None = None, **kwargs: Any) -> requests.Response | None:
        """Send a form, with the token of the page it stands on; None when no answer came."""
        page = self.get(of or path)
        if page is None or not (token := _TOKEN.search(page.text)):
            return None
        return self._ask("POST", path, data={**data, "csrfmiddlewaretoken": token.group(1)}, **kwargs)

    def _ask(self, method: str, path: str, **kwargs) -> requests.Response | None:
        began, status = time.monotonic(), 0
        try:
            answer = self.session.request(
                method, self.address + path, timeout=30, allow_redirects=False, **kwargs
            )
            status = answer.status_code
        except requests.RequestException:
            answer = None
        self.ledger.answers.append((f"{method} {path}", status, time.monotonic() - began))
        return answer

    def sign_in(self, email: str, password: str = PASSWORD) -> int:
        """Sign in; the status of the answer."""
        answer = self.post("/account/login/", {"login": email, "password": password})
        return answer.status_code if answer is not None else 0

    def invite(self, address: str) -> bool:
        """Invite somebody; once it is acknowledged, it is in the ledger."""
        answer = self.post(
            "/our-school/invitations/new/", {"people": f"Somebody New {address}", "roles": ["teacher"]}
        )
        if done := answer is not None and answer.status_code == 302:
            self.ledger.invited.append(address)
        return done

    def write(self, title: str) -> bool:
        """Begin a write-up and name it; once that is acknowledged, it is in the ledger."""
        if not (school := self.own_school()):
            return False
        begun = self.post("/library/write/", {"school": school})
        if begun is None or begun.status_code != 302:
            return False
        form = begun.headers["Location"]
        words = {"title": title, "language": "en", "audience": "school", "minutes_needed": "10"}
        kept = self.post(form, {**words, "evidence_level": "first_try", "then": "save"})
        if done := kept is not None and kept.status_code == 302:
            self.ledger.written.append(title)
        return done


def at_once(*acts: Callable[[], None]) -> list[threading.Thread]:
    """Begin them all, each in a thread."""
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    return threads
