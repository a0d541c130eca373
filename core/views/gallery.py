"""The gallery: every component, colour and size on one page, in both schemes and both languages."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from core.gallery import tokens
from core.gallery.examples import FAMILIES, Example, Family
from core.gallery.sprite import ICONS
from core.templatetags.hedgerow import THEMES

STEPS = ("poster", "5", "4", "3", "2", "1", "0")


@dataclass(frozen=True)
class Shown:
    """An example as the page shows it."""

    component: str
    note: str
    html: SafeString
    inside: str


def _note(example: Example) -> str:
    """The component's own first comment: what it is and what it takes."""
    source = get_template(example.template_name).template.source  # type: ignore[attr-defined]
    comment = re.match(r"\{# (.*?) #\}", source)
    return comment.group(1) if comment else ""


def _shown(family: Family, request: HttpRequest) -> list[Shown]:
    seen: set[str] = set()
    shown = []
    for example in family.examples:
        note = "" if example.component in seen else _note(example)
        seen.add(example.component)
        html = render_to_string(example.template_name, example.context, request)
        shown.append(Shown(example.component, note, html, example.inside))
    return shown


def _contrast_rows(scheme: str) -> list[dict[str, object]]:
    """A row for each text colour, a pair for each surface."""
    pairs = tokens.pairs(scheme)
    texts = [*tokens.TEXTS, "control"]
    return [{"text": text, "pairs": [pair for pair in pairs if pair.foreground == text]} for text in texts]


def gallery(request: HttpRequest) -> HttpResponse:
    """`?theme=light|dark` and `?lang=en|sv` hold for this page alone."""
    theme = request.GET.get("theme", "")
    asked = request.GET.get("lang", "")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        return render(
            request,
            "gallery/index.html",
            {
                "theme": theme if theme in THEMES else "",
                "families": [(family, _shown(family, request)) for family in FAMILIES],
                "contrast": [(scheme, _contrast_rows(scheme)) for scheme in THEMES],
                "surfaces": tokens.SURFACES,
                "steps": STEPS,
                "icons": ICONS,
            },
        )
