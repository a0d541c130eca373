"""The page beside which the hub's are measured: bare Django, a template loop of 60 rows, 10 KB, no database."""

from functools import cache
from typing import Any

import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

_ROW = '<li><a href="/row/{{ row.number }}/">{{ row.title }}</a> <span>{{ row.minutes }} minutes</span><p>{{ row.line }}</p></li>'
_PAGE = f"<!doctype html><title>Bare</title><ul>{{% for row in rows %}}{_ROW}{{% endfor %}}</ul>"
_LINE = "What a colleague gets out of it, in one line of plain words & no more."


def page(request: HttpRequest) -> HttpResponse:
    """Sixty rows."""
    rows = [
        {"number": number, "title": f"Row {number}", "minutes": number, "line": _LINE} for number in range(60)
    ]
    return HttpResponse(_template().render({"rows": rows}, request))


@cache
def _template() -> Any:
    return engines["django"].from_string(_PAGE)


urlpatterns = [path("", page)]

settings.configure(
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="measuring",  # noqa: S106 -- keeps nothing
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()
application = get_asgi_application()
