"""Every page: nothing for axe to find, nothing wider than a phone, in both languages and both schemes."""

from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import choose_language

VISITOR = ("/", "/library/", "/library/?q=maths", "/library/lunchtime-eyes-what-our-supervisors-notice-that-we-don-t/",
           "/account/login/", "/account/password/reset/", "/what-we-share/", "/api/v1/docs/")  # fmt: skip
MEMBER = ("/", "/library/", "/library/?q=stems", "/library/write/", "/together/", "/compare/", "/schools/",
          "/schools/NOR/", "/people/", "/calendar/", "/our-school/", "/account/", "/account/feeds/", "/account/2fa/",
          "/account/2fa/totp/activate/", "/account/password/change/", "/account/sessions/", "/account/email/", "/account/api/",
          "/network/small-steps/")  # fmt: skip
HEAD = ("/", "/our-school/", "/our-school/card/", "/our-school/dates/", "/our-school/day/", "/our-school/year-groups/",
        "/our-school/people/", "/our-school/invitations/", "/our-school/invitations/new/", "/our-school/log/",
        "/our-school/governors/", "/our-school/networks/", "/our-school/networks/small-steps/leave/", "/our-school/leave/",
        "/network/small-steps/invite/", "/network/small-steps/hand-over/", "/network/small-steps/editors/",
        "/gallery/mail/")  # fmt: skip


@dataclass(frozen=True)
class Way:
    """How a person looks at the pages."""

    locale: str
    scheme: str
    width: int


WAYS = [
    Way("en-GB", "light", 1280),
    Way("sv-SE", "dark", 1280),
    Way("sv-SE", "light", 320),
    Way("en-GB", "dark", 320),
]
_RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def _faults(page: Page, address: str) -> list[str]:
    page.goto(address)
    found = [
        f"{address}: {violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in Axe().run(page, options=_RULES).response["violations"]
    ]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > page.viewport_size["width"]:
        found.append(f"{address}: {width} px wide")
    if page.locator("h1").count() != 1:
        found.append(f"{address}: {page.locator('h1').count()} first headings")
    return found


def _pages_of(page: Page) -> list[str]:
    """The pages of writing, whose addresses have numbers."""
    page.goto("/library/write/")
    page.get_by_role("link", name="Do two stems work in science?", exact=True).click()
    edit = page.evaluate("location.pathname")
    return [edit, f"{edit}preview/", f"{edit}extras/", f"{edit}ask/", f"{edit}history/", f"{edit}delete/"]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.locale}-{way.scheme}-{way.width}")
@pytest.mark.parametrize("who", ["visitor", "member", "head"])
def test_pages_are_accessible_and_fit(who, way, new_context, sign_in):
    options = {"width": way.width, "scheme": way.scheme, "locale": way.locale}
    if who == "visitor":
        page = new_context(**options).new_page()
        addresses = VISITOR
    else:
        page = sign_in("hannah@mar.example" if who == "member" else "ruth@mar.example", **options)
        choose_language(page, way.locale[:2])
        addresses = (*MEMBER, *_pages_of(page)) if who == "member" else HEAD

    faults = [fault for address in addresses for fault in _faults(page, address)]

    assert "\n".join(faults) == ""
