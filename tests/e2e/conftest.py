"""A hub as `make demo` starts it, and a browser to use it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from config.env import BASE_DIR, VAR_DIR
from tests.browser import QUIET, find_chromium
from tests.database import SqliteDatabase

PASSWORD = "small steps together"
PATIENCE_SECONDS = 420


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def hub() -> Iterator[str]:
    """The address of a served demo, started as a person would start it."""
    if running := os.environ.get("HUB"):  # one that is served already, while tests are written
        yield running
        return
    folder = VAR_DIR / "e2e"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    template = SqliteDatabase("e2e").template
    if template.exists():  # migrated already by the other tests
        shutil.copyfile(template, folder / "hedgerow.sqlite3")
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_"))},
        "DEMO": "1", "VAR_DIR": str(folder), "PORT": str(port), "DEMO_PASSWORD": PASSWORD,
        "STATIC_ROOT": str(VAR_DIR / "static"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    log = (folder / "served.log").open("w")
    process = subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "manage.py", "demo", "--port", str(port)],
        cwd=BASE_DIR, env=environment, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    address = f"http://localhost:{port}"
    try:
        _wait_for(address, process, folder / "served.log")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the hub stopped:\n{log.read_text()[-4000:]}")
        try:
            with urlopen(f"{address}/healthz", timeout=2):  # noqa: S310 -- our own address
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"the hub was not ready in {PATIENCE_SECONDS} s:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, saying nothing to anybody."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def new_context(browser: Browser, hub: str) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts: `new_context(width=320, scheme="dark", locale="sv-SE")`; a console error fails the test."""
    made: list[BrowserContext] = []
    complaints: list[str] = []

    def make(width: int = 1280, scheme: str = "light", locale: str = "en-GB", **options) -> BrowserContext:
        context = browser.new_context(
            base_url=hub,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            locale=locale,
            **options,
        )
        context.set_default_timeout(15_000)
        context.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        context.on("request", lambda request: request.url.startswith((hub, "data:", "blob:", hub.replace("http", "ws")))
                   or complaints.append(f"another origin: {request.url}"))  # fmt: skip
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
    assert complaints == []


@pytest.fixture
def sign_in(new_context) -> Callable[..., Page]:
    """Signs somebody in: `sign_in("ruth@mar.example", width=320)` gives a page on Today."""

    def as_person(email: str, **options) -> Page:
        page = new_context(**options).new_page()
        page.goto("/account/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/account/login/" not in url)
        return page

    return as_person
