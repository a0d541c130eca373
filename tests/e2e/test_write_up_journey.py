"""A write-up crosses from one school to another: written, read by a colleague, published, found, used by two partners."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.browser import choose_language

WORD = f"marginalia{secrets.token_hex(3)}"
TITLE = f"Three dots in the margin: {WORD}"
BOXES = {
    "title": TITLE,
    "promise": "A dot where you stopped reading tells me what to teach next.",
    "for_whom": "Year 4, quiet readers.",
    "tried": "Children put a dot in the margin where a sentence stopped making sense.",
    "worked": "B put five dots on one page and we read that page together.",
    "did_not_work": "A put none at all, for weeks, and neither of us noticed.",
    "try_it": "1. Give out pencils.\n2. One page.\n3. Look at the dots.",
    "link_to_learning": "They notice for themselves when understanding stops.",
}


def write(page: Page) -> None:
    """Fill in the boxes, offered to the network."""
    for name, text in BOXES.items():
        page.fill(f"[name={name}]", text)
    page.check("input[name=audience][value^='network-']")


@pytest.fixture(scope="module")
def written(browser, hub) -> str:
    """Hannah writes it, Alison reads and publishes it; the address at which it is read."""
    hannah = _signed_in(browser, hub, "hannah@mar.example")
    hannah.goto("/library/write/")
    hannah.get_by_role("button", name="Start a write-up").click()
    write(hannah)
    hannah.get_by_role("button", name="Keep it and ask a colleague").click()
    hannah.get_by_label("Colleague", exact=True).select_option(label="Alison Prewett")
    hannah.get_by_role("button", name="Ask", exact=True).click()

    alison = _signed_in(browser, hub, "alison@mar.example")
    alison.goto("/")
    alison.get_by_role("link", name=re.compile("Read", re.IGNORECASE)).first.click()
    expect(alison.locator("main")).to_contain_text(TITLE)
    alison.get_by_role("button", name="Publish it").click()

    hannah.goto(f"/library/?q={WORD}")
    hannah.get_by_role("link", name=TITLE).click()
    return hannah.url.removeprefix(hub)


def _signed_in(browser, hub: str, email: str) -> Page:
    page = browser.new_context(
        base_url=hub, viewport={"width": 1280, "height": 900}, locale="en-GB"
    ).new_page()
    page.goto("/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", "small steps together")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)
    choose_language(page, "en")
    return page


@pytest.mark.parametrize("email", ["gwen@rib.example", "kit@hes.example"])
def test_teachers_at_partner_schools_find_and_read_it(sign_in, written, email):
    page = sign_in(email, width=320)

    page.goto("/library/")
    page.locator("#finding").get_by_role("searchbox").fill(WORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=TITLE).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(WORD)
    expect(page.locator("main")).to_contain_text(BOXES["did_not_work"])
    expect(page.locator("main")).to_contain_text("Hannah Kershaw-Lee")
    expect(page.locator("main")).to_contain_text("Alison Prewett")


@pytest.mark.parametrize("email", ["olive@dun.example", "geoff@cal.example", None])
def test_an_outsider_finds_no_trace_of_it(sign_in, new_context, written, email, hub):
    page = sign_in(email) if email else new_context().new_page()

    for address in (
        f"/library/?q={WORD}",
        f"/library/suggest/?q={WORD[:6]}",
        "/library/feed/",
        "/sitemap.xml",
        "/",
        "/library/",
    ):
        answer = page.request.get(address)
        assert answer.status == 200, address
        body = answer.text().replace(f'value="{WORD}"', "").replace(f"q={WORD}", "").replace(f"“{WORD}”", "")
        assert "Three dots in the margin" not in body, address
    assert page.request.get(written).status == 404
    assert page.request.get("/library/no-such-write-up/").status == 404


def test_history_names_author_and_reader(browser, hub, written):
    page = _signed_in(browser, hub, "hannah@mar.example")
    page.goto("/library/write/")
    page.locator("li", has_text=TITLE).get_by_role("link", name="Go on writing").click()
    page.get_by_role("link", name="What happened to it").click()

    expect(page.locator("main")).to_contain_text("Hannah Kershaw-Lee")
    expect(page.locator("main")).to_contain_text("Alison Prewett")


def test_the_editor_sees_it_in_the_cms_and_drafts_nowhere(sign_in, written):
    page = sign_in("alison@mar.example")

    page.goto("/cms/")
    assert page.request.get("/cms/").status == 200
    for address in ("/cms/", "/cms/pages/", "/cms/pages/search/?q=stems", "/cms/reports/site-history/"):
        assert "Do two stems work in science" not in page.request.get(address).text(), address


def test_an_open_page_says_at_once_that_a_colleague_asks(sign_in, browser, hub):
    ellen = sign_in("ellen@hes.example")
    ellen.goto("/library/")
    tess = _signed_in(browser, hub, "tess@hes.example")
    tess.goto("/library/write/")
    tess.get_by_role("button", name="Start a write-up").click()
    write(tess)
    tess.get_by_role("button", name="Keep it and ask a colleague").click()
    tess.get_by_label("Colleague", exact=True).select_option(label="Ellen Varga")
    tess.get_by_role("button", name="Ask", exact=True).click()

    expect(ellen.locator("[data-notices] .message")).to_contain_text("Something new waits", timeout=20_000)
