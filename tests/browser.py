"""Finding a browser."""

import os
import shutil
from typing import Any

#: Nothing of the browser's own reaches out.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def find_chromium() -> str | None:
    """The path of Debian's Chromium, or of another one that is here; None when there is none."""
    named = os.environ.get("CHROMIUM")
    return named or next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))),
        None,
    )


def choose_language(page: Any, language: str) -> None:
    """As the switch does it, when the page is not in that language yet; a member's choice is kept for the next time."""
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f"button[name=language][value={language}]:visible").first.click()
        page.wait_for_load_state()
