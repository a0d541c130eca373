"""The light Markdown of a write-up's boxes: paragraphs, lists, bold, emphasis, links. Plain Python, clean HTML out."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
# Everything but these rules is left as the author typed it: a line that begins with # is a line that begins with #.
_reader = MarkdownIt("zero", {"html": False}).enable(
    ["list", "emphasis", "balance_pairs", "fragments_join", "link", "newline", "escape", "entity"],
    ignoreInvalid=True,
)


@lru_cache(maxsize=1024)
def light_markdown(text: str) -> str:
    """The text as HTML that is safe whatever was typed; links lead to http and https alone."""
    return nh3.clean(
        _reader.render(text or ""),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel="noopener nofollow",
        attribute_filter=_elsewhere_only,
    )


def _elsewhere_only(tag: str, attribute: str, value: str) -> str | None:
    """An address without http or https would lead to a page of ours, in the author's words: it is left out."""
    if attribute == "href" and not value.lower().startswith(("http://", "https://")):
        return None
    return value
