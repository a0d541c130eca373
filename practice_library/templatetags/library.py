"""What the library's templates use."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

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
