"""Finding: the list with its facets, and suggestions while somebody types."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from network.access import standing_of
from network.roles import Permission
from practice_library.domain.wanted import LAST_PAGE, PER_PAGE, wanted_from
from practice_library.selectors.finding import Found, Row, find
from practice_library.selectors.suggesting import suggestions
from practice_library.templatetags.library import at_most_a_thousand


class HtmxRequest(HttpRequest):
    """A request that has passed the htmx middleware."""

    htmx: HtmxDetails


@dataclass(frozen=True)
class _Paginator:
    num_pages: int


@dataclass(frozen=True)
class _Page:
    """What the pagination component asks of a page; how many there are is known without counting again."""

    number: int
    paginator: _Paginator

    @property
    def has_other_pages(self) -> bool:
        return self.paginator.num_pages > 1

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.paginator.num_pages

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


#: What people ask by most; the other facets are folded until one of their values is chosen.
_OPEN = ("phase", "subject")


def _chips(found: Found) -> list[dict[str, object]]:
    return [
        {
            "code": facet.code,
            "title": facet.title,
            "is_open": facet.code in _OPEN or any(value.selected for value in facet.values),
            "chips": [
                {
                    "label": value.label,
                    "href": links[value.code],
                    "count": at_most_a_thousand(value.count),
                    "selected": value.selected,
                }
                for value in facet.values
            ],
        }
        for facet, links in (
            (facet, found.wanted.links(facet.code, [value.code for value in facet.values]))
            for facet in found.facets
        )
    ]


def _rows_with_facts(found: Found) -> list[tuple[Row, list[str]]]:
    """Each row with its facts, the tag of its audience first; a tag is drawn once a page and not once a row."""
    tags = {
        audience: render_to_string("components/audience_tag.html", {"audience": audience})
        for audience in {row.audience for row in found.rows}
    }
    return [(row, [tags[row.audience], *row.facts]) for row in found.rows]


@require_safe
def write_up_list(request: HtmxRequest) -> HttpResponse:
    """The list. Its address holds its whole state; htmx asks for the part that changes."""
    asked = wanted_from(request.GET.getlist)
    found = find(request.user, asked)
    is_part = request.htmx.target == "finding" and not request.htmx.history_restore_request
    response = render(
        request,
        "library/parts/finding.html" if is_part else "library/list.html",
        {
            "found": found,
            "rows": _rows_with_facts(found),
            "wanted": found.wanted,
            "asked": asked,
            "exactly_url": replace(asked, exactly=True, page=1).query(),
            "relevant_url": replace(found.wanted, newest_first=False, page=1).query(),
            "newest_url": replace(found.wanted, newest_first=True, page=1).query(),
            "facets": _chips(found),
            "page": _Page(found.wanted.page, _Paginator(found.page_count)),
            "is_cut_off": found.total > LAST_PAGE * PER_PAGE,
            "is_part": is_part,
            "may_write": standing_of(request.user).may_somewhere(Permission.WRITE),
        },
    )
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A few titles that go on from what was typed; a part of the list page."""
    text = request.GET.get("q", "")
    return render(request, "library/parts/suggestions.html", {"suggestions": suggestions(request.user, text)})
