"""What a list page is asked for: the words, the facets, the order and the page, as they stand in its address."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlencode

from practice_library.domain.search_query import Question, ask

#: The facets whose values are topics of the taxonomy; the name of the facet is the kind of the topic.
TOPIC_FACETS = ("phase", "subject", "theme", "lens")
FACETS = (*TOPIC_FACETS, "school", "evidence", "language")
MOST_VALUES = 20
PER_PAGE = 20
LAST_PAGE = 50

_CODES = {facet: re.compile(r"[a-z0-9_-]{1,40}") for facet in FACETS} | {
    "school": re.compile(r"[A-Z0-9]{2,8}")
}


@dataclass(frozen=True)
class Wanted:
    """Immutable; `with_…` and `without_…` give what a link leads to.

    Attributes:
        text: what was typed.
        chosen: facet → the codes chosen; any of them will do.
        newest_first: by date; otherwise by relevance, when there are words.
        page: from 1.
        exactly: no correction of the spelling.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    newest_first: bool = False
    page: int = 1
    exactly: bool = False

    @cached_property
    def question(self) -> Question:
        """The words, understood."""
        return ask(self.text)

    @property
    def chosen_count(self) -> int:
        """How many values are chosen in all."""
        return sum(map(len, self.chosen.values()))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What is chosen, for the hidden fields of a form."""
        return [(facet, code) for facet, codes in self.chosen.items() for code in codes]

    def with_toggled(self, facet: str, code: str) -> "Wanted":
        """With a value chosen, or no longer chosen; from the first page."""
        codes = self.chosen.get(facet, ())
        codes = tuple(item for item in codes if item != code) if code in codes else (*codes, code)
        chosen = {name: codes if name == facet else self.chosen.get(name, ()) for name in FACETS}
        return replace(self, chosen={name: some for name, some in chosen.items() if some}, page=1)

    def links(self, facet: str, codes: Iterable[str]) -> dict[str, str]:
        """Code → the address with that value chosen, or no longer chosen."""
        chosen = self.chosen.get(facet, ())
        # A code needs no quoting, so most addresses are this one and a bit.
        base = replace(self, page=1).query()
        more = base if base == "?" else f"{base}&"
        return {
            code: self.with_toggled(facet, code).query() if code in chosen else f"{more}{facet}={code}"
            for code in codes
        }

    def without_facets(self) -> "Wanted":
        """The words alone."""
        return replace(self, chosen={}, page=1)

    def query(self) -> str:
        """The address's query, `?` included; "?" alone asks for everything."""
        pairs = [("q", self.text)] if self.text else []
        pairs += self.pairs
        if self.newest_first and self.question:
            pairs.append(("sort", "newest"))
        if self.exactly:
            pairs.append(("exactly", "1"))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return "?" + urlencode(pairs)


def wanted_from(values: Callable[[str], list[str]]) -> Wanted:
    """Read an address. What makes no sense is ignored; nothing in it can be an error.

    Args:
        values: name → the values given under it, in order.
    """

    def last(name: str) -> str:
        return (values(name) or [""])[-1]

    chosen = {}
    for facet in FACETS:
        given = (value.strip().upper() if facet == "school" else value.strip() for value in values(facet))
        codes = tuple(dict.fromkeys(code for code in given if _CODES[facet].fullmatch(code)))
        if codes:
            chosen[facet] = codes[:MOST_VALUES]
    text = ask(last("q")).text
    number = last("page")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    return Wanted(
        text=text,
        chosen=chosen,
        newest_first=last("sort") == "newest",
        page=max(1, min(page, LAST_PAGE)),
        exactly=last("exactly") == "1",
    )
