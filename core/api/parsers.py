"""Reading what a program sends: JSON, in bounds."""

import json
from collections.abc import Iterator
from typing import IO, Any, NoReturn

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from core.api.problems import TooLarge

MOST_BYTES = 2 * 1024 * 1024
MOST_DEPTH = 20


class BoundedJSONParser(BaseParser):
    """JSON of at most 2 MB, nested at most 20 deep, whose texts every database can hold."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: Any = None, parser_context: Any = None) -> Any:
        """What was sent.

        Raises:
            TooLarge: when it is more than 2 MB.
            ParseError: when it is not JSON, nested too deep, or holds what no text can.
        """
        content = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise TooLarge
        try:
            value = json.loads(content.decode(), parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not JSON. Nothing was changed.")) from error
        for inner, depth in _parts(value):
            if depth > MOST_DEPTH:
                raise ParseError(_("The body is nested too deep: 20 levels at most. Nothing was changed."))
            if isinstance(inner, str) and not _is_storable(inner):
                raise ParseError(_("A text in the body holds a character that is none. Nothing was changed."))
        return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _parts(value: Any) -> Iterator[tuple[Any, int]]:
    """Everything inside, names included, with how deep it is; without recursion, which has a bottom."""
    waiting = [(value, 1)]
    while waiting:
        inner, depth = waiting.pop()
        yield inner, depth
        if isinstance(inner, dict):
            waiting += [(part, depth + 1) for pair in inner.items() for part in pair]
        elif isinstance(inner, list):
            waiting += [(part, depth + 1) for part in inner]


def _is_storable(text: str) -> bool:
    """No NUL, and no half of a surrogate pair, which JSON can write and UTF-8 cannot."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
