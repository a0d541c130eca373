"""Joins tokens.css and core/styles/*.css into the one style sheet a page asks for.

Run it as `python -m core.gallery.stylesheet` after a change; a test fails while the sheet is behind its parts.
"""

from pathlib import Path

CORE = Path(__file__).parent.parent
TARGET = CORE / "static" / "core" / "hedgerow.css"
HEAD = "/* Made from tokens.css and core/styles/ by `python -m core.gallery.stylesheet`: change those. */\n"


def parts() -> list[Path]:
    """The sources in the order of the cascade: tokens first, print last."""
    return [CORE / "static" / "core" / "tokens.css", *sorted((CORE / "styles").glob("[0-9]*.css"))]


def build() -> str:
    """The text of the joined sheet."""
    return HEAD + "\n".join(part.read_text(encoding="utf-8") for part in parts())


if __name__ == "__main__":
    TARGET.write_text(build(), encoding="utf-8")
