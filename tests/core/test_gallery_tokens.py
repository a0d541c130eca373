"""The colours stand out enough, and nothing but tokens.css names one."""

import re
from pathlib import Path

import pytest

from core.gallery import stylesheet, tokens

STYLES = [
    *sorted((stylesheet.CORE / "styles").glob("*.css")),
    stylesheet.CORE / "static" / "core" / "gallery.css",
]
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^()]*\))|\b(?:rgb|hsl|oklch)a?\(")


def test_contrast_matches_published_examples():
    assert round(tokens.contrast("#000000", "#FFFFFF"), 2) == 21.0
    assert round(tokens.contrast("#777777", "#FFFFFF"), 2) == 4.48
    assert tokens.contrast("#2A6546", "#2A6546") == 1.0


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_pair_stands_out_enough(scheme):
    too_faint = [pair for pair in tokens.pairs(scheme) if not pair.holds]

    assert too_faint == []


def test_dark_by_choice_is_dark_by_device():
    assert tokens.declarations("dark") == tokens.declarations("dark by the device")


def test_dark_gives_every_colour_its_own_value():
    assert set(tokens.declarations("dark")) == set(tokens.declarations("light"))


@pytest.mark.parametrize("sheet", STYLES, ids=lambda path: path.name)
def test_style_sheet_names_no_colour(sheet: Path):
    assert _COLOUR.findall(sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("sheet", STYLES, ids=lambda path: path.name)
def test_style_sheet_uses_only_known_tokens(sheet: Path):
    known = set(re.findall(r"(--[a-z0-9-]+):", stylesheet.build()))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", sheet.read_text(encoding="utf-8")))

    assert used - known == set()


def test_joined_sheet_is_up_to_date():
    assert stylesheet.TARGET.read_text(encoding="utf-8") == stylesheet.build()
