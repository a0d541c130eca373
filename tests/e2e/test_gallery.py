"""The gallery in a browser: nothing for axe to find, nothing wider than a phone, nothing the policy blocks."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from core.gallery.pages import PAGES

ADDRESSES = ["/gallery/", *(f"/gallery/pages/{page}/" for page in PAGES)]


@pytest.mark.parametrize(("width", "look"), [(1280, "theme=light&lang=en"), (320, "theme=dark&lang=sv")])
def test_gallery_is_accessible_and_fits(hub, browser, width, look):
    page = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce").new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    findings, too_wide = [], []

    for address in ADDRESSES:
        page.goto(f"{hub}{address}?{look}")
        findings += [(address, found["id"]) for found in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append(address)

    assert findings == []
    assert too_wide == []
    assert [words for words in said if "Content Security Policy" in words] == []


def test_chosen_theme_is_kept_for_the_next_page(hub, browser):
    page = browser.new_context(color_scheme="light").new_page()
    page.goto(f"{hub}/gallery/")

    page.click("footer [data-theme-switch] button[value=dark]")
    page.goto(f"{hub}/gallery/pages/today/")

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_menu_closes_with_escape_and_gives_the_focus_back(hub, browser):
    page = browser.new_context().new_page()
    page.goto(f"{hub}/gallery/pages/today/")

    page.click(".menu > summary")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    assert page.evaluate("document.querySelector('.menu').open") is False
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_form_with_errors_takes_the_reader_to_the_summary(hub, browser):
    page = browser.new_context().new_page()
    page.goto(f"{hub}/gallery/")
    script = page.locator("script[src*='core/errors']").first.get_attribute("src")
    page.set_content(
        "<main><section data-error-summary tabindex='-1'>Two things to put right</section>"
        f"<script src='{script}'></script></main>"
    )

    page.wait_for_function("document.activeElement.hasAttribute('data-error-summary')", timeout=5000)
