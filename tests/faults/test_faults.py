"""What is killed, gone or silent takes nothing with it: each acknowledged write is there once, each mail goes out once.

Shortened for every day; `FAULT_SECONDS=300` takes Redis and the mail server away for the true five minutes.
"""

import os
import signal
import time
from functools import partial

import psutil
import pytest

from tests.faults.conftest import Hub
from tests.faults.people import Browser, Ledger, at_once
from tests.faults.servers import wait_until

GONE_SECONDS = float(os.environ.get("FAULT_SECONDS", "15"))
_PAGES = ("/", "/library/", "/library/?q=fractions", "/people/", "/calendar/", "/our-school/")
_PATIENCE_SECONDS = 60
_SIZES = "SELECT filter_spec FROM practice_library_libraryrendition r JOIN practice_library_libraryimage i ON i.id = r.image_id WHERE i.title = %s ORDER BY 1"


@pytest.fixture
def ledger() -> Ledger:
    """What this test's people were told."""
    return Ledger()


@pytest.fixture
def signed_in(hub: Hub, ledger: Ledger):
    """Browsers of people who have signed in."""

    def sign_in(email: str) -> Browser:
        browser = Browser(hub.address, ledger)
        assert browser.sign_in(email) == 302
        return browser

    return sign_in


def _is_sent(hub: Hub, addresses: list[str]) -> bool:
    found = hub.rows(
        "SELECT count(*) FROM network_outgoingmessage WHERE email = ANY(%s) AND sent_at IS NOT NULL",
        addresses,
    )
    return found[0][0] == len(addresses)


def _assert_ledger_holds(hub: Hub, ledger: Ledger) -> None:
    """Everything acknowledged is there once, and every mail it led to went out once, under one id."""
    assert ledger.invited
    wait_until(partial(_is_sent, hub, ledger.invited), _PATIENCE_SECONDS, "all mail is sent")
    titles = hub.rows("SELECT draft_title FROM wagtailcore_page WHERE draft_title = ANY(%s)", ledger.written)
    invitations = hub.rows("SELECT email FROM network_invitation WHERE email = ANY(%s)", ledger.invited)
    assert sorted(title for (title,) in titles) == sorted(ledger.written)
    assert sorted(email for (email,) in invitations) == sorted(ledger.invited)
    assert {address: len(hub.mail.ids_of(address)) for address in ledger.invited} == dict.fromkeys(
        ledger.invited, 1
    )


def _kill_children(hub: Hub) -> None:
    for pid in hub.children("worker"):
        os.kill(pid, signal.SIGKILL)


def _kill_worker(hub: Hub) -> None:
    before = hub.starts("worker")
    os.kill(hub.pid("worker"), signal.SIGKILL)
    wait_until(lambda: hub.starts("worker") > before, 10, "the worker is started again")


def _add_picture(browser: Browser, title: str) -> None:
    from tests.factories.library import picture_upload  # noqa: PLC0415 -- app ready

    begun = browser.post("/library/write/", {"school": browser.own_school()})
    extras = begun.headers["Location"] + "extras/"
    files = {"picture": ("photo.png", picture_upload(size=(1500, 900)).read(), "image/png")}
    added = browser.post(f"{extras}picture/", {"alt": title, "caption": ""}, of=extras, files=files)
    assert added.status_code == 302


@pytest.mark.parametrize(("kill", "name"), [(_kill_children, "child"), (_kill_worker, "tree")])
def test_work_of_a_killed_worker_is_done_once(hub, ledger, signed_in, kill, name):
    """One is in the middle of a mail, the other of a picture, when they are killed."""
    head, teacher = signed_in("ruth@mar.example"), signed_in("hannah@mar.example")
    slow, later, cut = (f"{name}-{what}@mar.example" for what in ("slow", "later", "cut"))
    hub.mail.let_go.clear()

    with hub.locked("practice_library_libraryrendition"):
        _add_picture(teacher, f"Picture {name}")
        wait_until(hub.waits_for_lock, 10, "a worker is making a size of the picture")
        assert head.invite(slow)
        wait_until(lambda: hub.mail.tries[slow] == 1, 10, "a worker is sending")
        kill(hub)
    assert head.invite(later)
    assert head.invite(cut)
    killed_at = time.monotonic()
    wait_until(lambda: _is_sent(hub, [slow, later, cut]), 50, "all is sent")
    sizes = wait_until(lambda: hub.rows(_SIZES, f"Picture {name}"), 30, "the sizes are made")
    took = time.monotonic() - killed_at
    hub.mail.let_go.set()

    assert took < 45
    assert [spec for (spec,) in sizes] == ["max-1200x1200", "max-400x400"]
    assert hub.rows("SELECT count(*) FROM core_workitem WHERE done_at IS NULL") == [(0,)]
    assert {address: len(hub.mail.ids_of(address)) for address in (slow, later)} == {slow: 1, later: 1}
    # The line was cut after the server had taken it: the one case that nobody can know. Its second has the same id.
    assert len(set(hub.mail.ids_of(cut))) == 1
    assert len(hub.mail.ids_of(cut)) <= 2


def _use(browser: Browser, name: str, until: float) -> None:
    number = 0
    while time.monotonic() < until:
        number += 1
        browser.get(_PAGES[number % len(_PAGES)])
        if number % 3 == 0 and name.startswith("head"):
            browser.invite(f"{name}-{number}@mar.example")
        elif number % 3 == 0:
            browser.write(f"By {name}, number {number}")
        time.sleep(0.2)


def test_redis_and_mail_server_gone(hub, ledger, signed_in):
    """First the mail server, then Redis as well, which comes back empty."""
    head, teacher = signed_in("ruth@mar.example"), signed_in("hannah@mar.example")
    hub.mail.stop()
    assert head.invite("gone-first@mar.example")
    time.sleep(1)
    hub.redis.kill()

    until = time.monotonic() + GONE_SECONDS
    using = at_once(partial(_use, head, "head-gone", until), partial(_use, teacher, "teacher-gone", until))
    visitor = Browser(hub.address, ledger)
    guesses = [visitor.sign_in("alison@mar.example", "not her password") for _ in range(6)]
    late = Browser(hub.address, ledger).sign_in("joanna@cal.example")
    for thread in using:
        thread.join()
    not_ready = visitor.get("/readyz").json()
    hub.redis.start()
    hub.mail.start()

    assert guesses == [200] * 5 + [429]
    assert late == 302
    assert (not_ready["database"], not_ready["broker"]) == ("up", "away")
    assert ledger.statuses() <= {200, 302, 429, 503}
    assert [answer for answer in ledger.answers if answer[1] == 503 and "/readyz" not in answer[0]] == []
    assert ledger.slowest(0.95) <= 2
    _assert_ledger_holds(hub, ledger)
    assert head.get("/our-school/").status_code == 200  # the session outlived Redis


def test_redis_that_swallows_replies(hub, ledger, signed_in):
    head, teacher = signed_in("ruth@mar.example"), signed_in("hannah@mar.example")

    hub.redis.swallow()
    until = time.monotonic() + 8
    using = at_once(
        partial(_use, head, "head-silent", until), partial(_use, teacher, "teacher-silent", until)
    )
    for thread in using:
        thread.join()
    hub.redis.answer_again()

    assert ledger.statuses() == {200, 302}
    assert ledger.slowest(0.99) <= 3
    _assert_ledger_holds(hub, ledger)


def test_kill_of_a_web_process_and_the_worker_under_load(hub, ledger, signed_in):
    people = {
        "head-load": "ruth@mar.example", "teacher-load": "hannah@mar.example",
        "other-load": "jo@mar.example", "third-load": "priya@cal.example",
    }  # fmt: skip
    browsers = {name: signed_in(email) for name, email in people.items()}
    web = hub.starts("web-1")

    until = time.monotonic() + 12
    using = at_once(*(partial(_use, browser, name, until) for name, browser in browsers.items()))
    time.sleep(3)
    os.kill(hub.pid("web-1"), signal.SIGKILL)
    time.sleep(2)
    _kill_worker(hub)
    for thread in using:
        thread.join()

    assert hub.starts("web-1") == web + 1
    # Only what was under way at that moment got no answer: at most one thing a person.
    assert ledger.statuses() <= {0, 200, 302}
    assert [status for _what, status, _seconds in ledger.answers].count(0) <= len(people)
    assert len(ledger.written) > 10
    _assert_ledger_holds(hub, ledger)


def test_connections_to_the_database_cut_under_load(hub, ledger, signed_in):
    """As a restart of PostgreSQL cuts them: what was under way is told to come back, and nobody has to do anything."""
    head, teacher = signed_in("ruth@mar.example"), signed_in("hannah@mar.example")
    name = hub.owner_url.rpartition("/")[2]

    until = time.monotonic() + 8
    using = at_once(partial(_use, head, "head-cut", until), partial(_use, teacher, "teacher-cut", until))
    for _ in range(3):
        time.sleep(1.5)
        hub.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            name,
        )
    cut_until = time.monotonic()
    for thread in using:
        thread.join()

    assert ledger.statuses() <= {200, 302, 503}
    assert time.monotonic() - cut_until < 10
    assert head.get("/our-school/").status_code == 200
    _assert_ledger_holds(hub, ledger)


def test_requests_of_all_processes_are_counted(hub, ledger):
    """Whichever process is asked, it knows of all."""
    visitor = Browser(hub.address, ledger)
    header = {"Authorization": "Bearer under-faults"}
    for process in (hub.pid("web-1"), hub.pid("web-2")):
        assert psutil.Process(process).is_running()

    def counted() -> int:
        text = visitor.session.get(f"{hub.address}/metrics", headers=header, timeout=10).text
        name = 'hedgerow_requests_total{method="GET",route="what-we-share",status="200"} '
        return int(float(next((line[len(name) :] for line in text.splitlines() if line.startswith(name)), 0)))

    before = counted()
    for _ in range(20):
        Browser(hub.address, ledger).get("/what-we-share/")

    assert [counted() - before for _ in range(5)] == [20] * 5
