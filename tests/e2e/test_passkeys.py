"""Passkeys in a real browser, with an authenticator that it plays itself."""

from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.e2e.conftest import PASSWORD

_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _is_front(address: str) -> bool:
    return urlsplit(address).path == "/"


def _sign_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.click("main .btn-primary")
    page.wait_for_url(_is_front)


def test_passkey_is_added_and_signs_in_alone_and_as_second_step(sign_in):
    page = sign_in("callum@tho.example")
    page.wait_for_url(_is_front)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})

    page.goto("/account/2fa/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.click("main .btn-primary")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/account/2fa/recovery-codes/")
    assert page.locator(".recovery-codes li").count() == 10

    _sign_out(page)
    page.goto("/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(_is_front)
    page.goto("/account/")
    assert page.locator("h1").inner_text() == "Your account"

    _sign_out(page)
    page.goto("/account/login/")
    page.fill("input[name=login]", "callum@tho.example")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/account/2fa/authenticate/")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(_is_front)

    # Others use this hub after us: leave the account as it was.
    page.goto("/account/2fa/webauthn/")
    page.click("main a:has-text('Remove')")
    page.fill("input[name=password]", PASSWORD)
    page.click("main .btn-primary")
    page.wait_for_url("**/remove/")
    page.click("main .btn-danger")
    page.wait_for_url("**/account/2fa/webauthn/")
    assert page.locator("main").inner_text().endswith("None yet.")


def test_sign_in_works_without_a_script_and_offers_no_passkey(new_context):
    page = new_context(java_script_enabled=False).new_page()

    page.goto("/account/login/")
    assert page.locator("#passkey_login").is_visible() is False
    page.locator("details", has_text="Callum").locator("summary").click()
    page.click("text=Callum")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form .btn-primary")
    page.wait_for_url(_is_front)

    page.goto("/account/")
    assert page.locator(".page-top .lead").inner_text() == "callum@tho.example"
