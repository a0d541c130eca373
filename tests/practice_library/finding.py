"""Asking the library as its list page does."""

import re

from django.contrib.auth.models import AnonymousUser

from practice_library.domain.wanted import wanted_from
from practice_library.selectors.finding import find

VISITOR = AnonymousUser()


def wanted(**values):
    """What an address with these values asks for."""
    given_values = {name: value if isinstance(value, list) else [value] for name, value in values.items()}
    return wanted_from(lambda name: given_values.get(name, []))


def titles(viewer, **values):
    """The titles found, without marks."""
    return [re.sub("</?mark>", "", row.title) for row in find(viewer, wanted(**values)).rows]


def counts(viewer, facet, **values):
    """Value → count of one facet."""
    found = find(viewer, wanted(**values))
    return {value.label: value.count for item in found.facets if item.code == facet for value in item.values}
