"""What every template has at hand: icons, drawings, languages, and a person's initials."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

_SPRITE = Path(__file__).parent.parent / "static" / "core" / "icons.svg"
#: drawing → the file it is in. The long hedge is a file of its own: only the front page asks for it.
DRAWINGS = {"hedgerow": "core/hedgerow.svg", "nook": "core/verge.svg", "verge": "core/verge.svg"}
THEMES = ("light", "dark")


@cache
def icon_names() -> frozenset[str]:
    """The names of the icons in the sprite."""
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', _SPRITE.read_text(encoding="utf-8")))


@cache
def _sprite_address() -> str:
    """Where the sprite is: a page has dozens of icons, and to work it out each time takes longer than to draw them."""
    return static("core/icons.svg")


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon from the sprite, hidden from screen readers: a word always stands beside it.

    Args:
        name: The icon's name in Lucide; core/gallery/sprite.py lists those we carry.
        size: Empty for the size of the text, or "large".

    Raises:
        ValueError: No such icon, so that a misspelt name is found by the first test that meets it.
    """
    if name not in icon_names():
        raise ValueError(f"There is no icon named {name!r}: add it in core/gallery/sprite.py")
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" icon-{size}" if size else "",
        _sprite_address(),
        name,
    )


@register.simple_tag
def drawing(name: str) -> SafeString:
    """One of our line drawings: `hedgerow` (front page), `nook` (empty states), `verge` (foot of every page)."""
    return format_html(
        '<svg class="drawing drawing-{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        name,
        static(DRAWINGS[name]),
        name,
    )


@register.simple_tag
def in_language(code: str) -> SafeString:
    """`lang` for text that is in another language than the page, so that it is read aloud as it should; else nothing."""
    return format_html(' lang="{}"', code) if code and code != get_language() else SafeString("")


@register.simple_tag(takes_context=True)
def theme_attribute(context: dict[str, Any]) -> SafeString:
    """`data-theme` for the page, when the person chose light or dark; otherwise the device decides."""
    request = context.get("request")
    chosen = context.get("theme") or (request.COOKIES.get("theme") if request else None)
    return format_html(' data-theme="{}"', chosen) if chosen in THEMES else SafeString("")


@register.filter
def initials(name: str) -> str:
    """At most two letters for a person: `Hannah Kershaw-Lee` → `HK`."""
    words = str(name).split()
    letters = [word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)]
    return "".join(letters).upper()
