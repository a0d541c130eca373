"""What a first and a second visit cost over the wire."""

import pytest
from playwright.sync_api import Page


def _load(page: Page, address: str) -> tuple[int, int]:
    """(bytes over the wire, requests) of loading a page."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    return int(sum(sizes)), len([size for size in sizes if size > 0])


@pytest.mark.parametrize("address", ["/", "/library/"])
def test_a_visit_is_light(new_context, address):
    context = new_context(width=390)
    first_bytes, first_requests = _load(context.new_page(), address)
    second_bytes, _requests = _load(context.new_page(), address)

    assert first_bytes <= 180 * 1024
    assert first_requests <= 12 + 1, "the page itself, and twelve more"
    assert second_bytes <= 60 * 1024
