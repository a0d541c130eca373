"""Pictures and files that are too large: said before they are sent, and when they are sent all the same."""

import pytest

from practice_library.domain.pictures import MAX_BYTES


@pytest.fixture
def extras(sign_in):
    """The page of pictures and files of Hannah's draft."""
    page = sign_in("hannah@mar.example")
    page.goto("/library/write/")
    page.get_by_role("link", name="Do two stems work in science?", exact=True).click()
    page.goto(f"{page.evaluate('location.pathname')}extras/")
    return page


def test_picture_that_is_too_large_is_not_even_sent(extras):
    sent = []
    extras.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    extras.fill("#picture_alt", "A field")
    extras.set_input_files("#picture_picture", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": bytes(MAX_BYTES + 1)})  # fmt: skip

    extras.get_by_role("button", name="Add the picture").click()

    said = extras.locator("#picture_picture").evaluate("box => box.validationMessage")
    assert said == "That picture is larger than 15 MB. Make it smaller and try again."
    assert (sent, extras.input_value("#picture_alt")) == ([], "A field")


def test_another_picture_after_it_is_sent(extras):
    extras.fill("#picture_alt", "A field")
    for size in (MAX_BYTES + 1, 10):
        extras.set_input_files("#picture_picture", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": bytes(size)})  # fmt: skip

    assert extras.locator("#picture_picture").evaluate("box => box.validationMessage") == ""


@pytest.mark.parametrize("address", ["/account/login/", "/library/write/1/extras/file/"])
def test_whatever_is_sent_all_the_same_gets_a_page(new_context, address):
    most = 3 if address == "/account/login/" else 65
    answer = new_context().request.post(address, data=bytes(most * 1024 * 1024))

    assert (answer.status, "That was too much at once" in answer.text()) == (413, True)
