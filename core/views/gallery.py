"""The gallery: every component, colour and size on one page, in both schemes and both languages."""

import re
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from core.gallery import tokens
from core.gallery.examples import FAMILIES, Family
from core.gallery.pages import PAGES, ExampleMember, page_context
from core.gallery.sprite import ICONS
from core.templatetags.hedgerow import THEMES

STEPS = ("poster", "5", "4", "3", "2", "1", "0")


@dataclass(frozen=True)
class Shown:
    """A component with its examples, as the page shows them."""

    component: str
    note: str
    stages: list[SafeString]
    inside: str


def _note(component: str) -> str:
    """The component's own first comment: what it is and what it takes."""
    source = get_template(f"components/{component}.html").template.source  # type: ignore[attr-defined]
    comment = re.match(r"\{# (.*?) #\}", source)
    return comment.group(1) if comment else ""


def _shown(family: Family, request: HttpRequest) -> list[Shown]:
    shown = []
    for component, examples in groupby(family.examples, key=attrgetter("component")):
        listed = list(examples)
        stages = [render_to_string(example.template_name, example.context, request) for example in listed]
        shown.append(Shown(component, _note(component), stages, listed[0].inside))
    return shown


def _contrast_rows(scheme: str) -> list[dict[str, object]]:
    """A row for each text colour, a pair for each surface."""
    pairs = tokens.pairs(scheme)
    texts = [*tokens.TEXTS, "control"]
    return [{"text": text, "pairs": [pair for pair in pairs if pair.foreground == text]} for text in texts]


def _look(request: HttpRequest) -> tuple[str, str]:
    """The scheme (or "" for the device's) and the language asked for in the address."""
    theme, language = request.GET.get("theme", ""), request.GET.get("lang", "")
    known = language in dict(settings.LANGUAGES)
    return theme if theme in THEMES else "", language if known else translation.get_language() or "en"


def gallery(request: HttpRequest) -> HttpResponse:
    """`?theme=light|dark` and `?lang=en|sv` hold for this page alone."""
    theme, language = _look(request)
    with translation.override(language):
        context = {
            "theme": theme,
            "families": [(family, _shown(family, request)) for family in FAMILIES],
            "contrast": [(scheme, _contrast_rows(scheme)) for scheme in THEMES],
            "surfaces": tokens.SURFACES,
            "steps": STEPS,
            "icons": ICONS,
            "pages": list(PAGES),
        }
        return render(request, "gallery/index.html", context)


def sample_page(request: HttpRequest, page: str) -> HttpResponse:
    """A whole page made of components, as a visitor or a member would see it.

    Raises:
        Http404: There is no such sample.
    """
    if page not in PAGES:
        raise Http404
    theme, language = _look(request)
    if PAGES[page]:
        request.user = ExampleMember()  # type: ignore[assignment]
    with translation.override(language):
        return render(request, f"gallery/pages/{page}.html", {"theme": theme, **page_context(page)})
