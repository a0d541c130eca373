"""The journey by keyboard alone, and with scripts switched off."""

from playwright.sync_api import Page, expect

PASSWORD = "small steps together"


def _tab_to(page: Page, selector: str, limit: int = 120) -> None:
    """Press Tab until the element has focus; every stop on the way must be visible."""
    target = page.locator(selector).first
    for _ in range(limit):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def test_signing_in_finding_and_writing_need_no_mouse(new_context):
    page = new_context().new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.goto("/account/login/")
    _tab_to(page, "input[name=login]")
    page.keyboard.type("gwen@rib.example")
    _tab_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)

    page.goto("/library/")
    _tab_to(page, "#finding input[type=search]")
    page.keyboard.type("partner talk")
    page.keyboard.press("Enter")
    expect(page.locator("#finding .row-title a").first).to_contain_text("Partner talk")
    _tab_to(page, "#finding .row-title a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Partner talk")

    page.goto("/library/write/")
    _tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    _tab_to(page, "textarea[name=did_not_work]")
    page.keyboard.type("The pens ran dry.")
    _tab_to(page, "main button.btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("textarea[name=did_not_work]")).to_have_value("The pens ran dry.")


def test_everything_works_without_scripts(new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/account/login/")
    page.fill("input[name=login]", "priya@cal.example")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)

    page.goto("/library/?subject=maths")
    page.locator("#finding .row-title a").first.click()
    assert page.locator("h1").inner_text()
    page.goto("/library/write/")
    page.get_by_role("button", name="Start a write-up").click()
    page.fill("[name=title]", "Written without scripts")
    page.get_by_role("button", name="Keep it", exact=True).click()
    assert page.locator("[name=title]").input_value() == "Written without scripts"
