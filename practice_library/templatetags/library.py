"""What the library's templates use."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from core.templatetags.hedgerow import icon
from practice_library.domain import light_markdown as markdown

register = template.Library()


@register.filter
def light_markdown(text: str, language: str = "") -> SafeString:
    """A box of a write-up as HTML: paragraphs, lists, bold, links.

    Args:
        text: as its author typed it.
        language: of the text, when it is not the page's: a screen reader then speaks it as it should.
    """
    html = mark_safe(markdown.light_markdown(text))  # noqa: S308 -- cleaned there
    return format_html('<div lang="{}">{}</div>', language, html) if language else html


@register.filter
def at_most_a_thousand(count: int) -> str:
    """A count as lists show it; above 1,000 the exact number helps nobody."""
    return "1,000+" if count > 1000 else f"{count}"


@register.simple_tag
def facet_chips(facet: dict[str, Any]) -> SafeString:
    """The values of one facet, as `components/chip.html` draws them, each with an id so that the focus stays on it.

    Drawn here because a list has a hundred of them: as a template they took a sixth of the page's time.
    """
    chosen = format_html('<span class="visually-hidden">{}</span>', gettext("(chosen: press to remove)"))
    rows = (
        (
            facet["code"],
            number,
            chip["href"],
            _CURRENT if chip["selected"] else "",
            " is-selected" if chip["selected"] else "",
            icon("check") if chip["selected"] else "",
            chip["label"],
            chip["count"],
            chosen if chip["selected"] else "",
        )
        for number, chip in enumerate(facet["chips"], start=1)
    )
    return format_html('<ul class="chips">{}</ul>', format_html_join("", _CHIP, rows))


_CURRENT = SafeString(' aria-current="true"')
_CHIP = '<li><a id="chip-{}-{}" href="{}"{} class="chip{}">{}{} <span class="chip-count">{}</span>{}</a></li>'
