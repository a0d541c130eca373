"""Is the process up, can it work, and how has it been?"""

from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from core.breaker import redis_answers
from core.metrics import exposition


def healthz(request: HttpRequest) -> JsonResponse:
    """The process is up."""
    return JsonResponse({"status": "up"})


def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers, its schema is the one this code expects, and the broker answers.

    Pages are served without a broker: whoever decides where requests go asks `/healthz`.
    """
    found = {**_database(), "broker": _broker()}
    is_ready = set(found.values()) <= {"up", "done", "in this process"}
    return JsonResponse(
        {"status": "ready" if is_ready else "not ready", **found}, status=200 if is_ready else 503
    )


def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers, for whoever knows the token.

    Raises:
        Http404: for anybody else, and when no token is set.
    """
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def _database() -> dict[str, str]:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return {"database": "away", "migrations": "unknown"}
    return {"database": "up", "migrations": "done" if _newest() <= applied.keys() else "waiting"}


@cache
def _newest() -> frozenset[tuple[str, str]]:
    """The last migration of each app, as this code has them."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def _broker() -> str:
    if not settings.REDIS_URL:
        return "in this process"
    return "up" if redis_answers() else "away"
