"""Finding: the list with its facets, and suggestions while somebody types."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from network.access import standing_of
from network.roles import Permission
from practice_library.domain.wanted import LAST_PAGE, PER_PAGE, wanted_from
from practice_library.selectors.finding import Found, find
from practice_library.selectors.suggesting import suggestions
from practice_library.templatetags.library import at_most_a_thousand


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


def _chips(found: Found) -> list[dict[str, object]]:
    return [
        {
            "code": facet.code,
            "title": facet.title,
            "chips": [
                {
                    "label": value.label,
                    "href": found.wanted.with_toggled(facet.code, value.code).query(),
                    "count": at_most_a_thousand(value.count),
                    "selected": value.selected,
                }
                for value in facet.values
            ],
        }
        for facet in found.facets
    ]


@require_safe
def write_up_list(request: HttpRequest) -> HttpResponse:
    """The list. Its address holds its whole state; htmx asks for the part that changes."""
    found = find(request.user, wanted_from(request.GET.getlist))
    is_part = request.htmx.target == "finding" and not request.htmx.history_restore_request
    response = render(
        request,
        "library/parts/finding.html" if is_part else "library/list.html",
        {
            "found": found,
            "wanted": found.wanted,
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
