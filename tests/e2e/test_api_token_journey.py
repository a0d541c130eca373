"""A token for a program, from the form to the first answer, and its end."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.conftest import PASSWORD
from tests.e2e.test_every_page import _RULES


def _asked(hub: str, path: str, token: str) -> tuple[int, dict]:
    """As a program asks, without a browser."""
    request = Request(f"{hub}/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})  # noqa: S310 -- our own address
    try:
        with urlopen(request, timeout=20) as answer:  # noqa: S310 -- our own address
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)


@pytest.mark.parametrize("width", [320, 1280])
def test_token_is_made_used_and_ended(hub, sign_in, width):
    page = sign_in("alison@mar.example", width=width)
    page.goto("/account/")
    page.get_by_role("link", name="Tokens for programs").click()
    page.get_by_role("link", name="Make a token").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What is it for?").fill(f"Dates on our website, {width}")
    assert Axe().run(page, options=_RULES).response["violations"] == []
    page.get_by_label("Read the calendar").check()
    page.get_by_label("A week").check()
    page.get_by_role("button", name="Make the token").click()
    token = page.get_by_label("The token").input_value()
    assert Axe().run(page, options=_RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width

    status, calendar = _asked(hub, "calendar/?from=2026-09-01&to=2027-08-31", token)
    assert status == 200
    assert {entry["school"] for entry in calendar["results"]} >= {"MAR", "NOR"}
    assert (
        _asked(hub, "people/", token)[1]["detail"]
        == "This token is not for that. It would need: people:read."
    )

    page.goto("/account/api/")
    page.get_by_role("button", name=f"Dates on our website, {width}").first.click()
    assert page.get_by_text("The token no longer works.").is_visible()
    assert _asked(hub, "calendar/?from=2026-09-01&to=2027-08-31", token)[0] == 401
