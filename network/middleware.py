"""A request's transaction, its context, its language, and the second factor."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from core.errors import NotAllowed
from network.access import context_for, needs_second_factor
from network.context import entered
from network.denials import record_denials
from network.own_account import has_second_step
from network.speaking import THE_HUBS, Speech, speaking, speech_for

GetResponse = Callable[[HttpRequest], HttpResponse]


class AccessTransactionMiddleware:
    """On PostgreSQL a request is one transaction, so that who is asking can be set for its length and no longer.

    ATOMIC_REQUESTS would commit before a lazy template renders, which then finds nothing. On SQLite there is no
    row-level security, and one transaction a request would take the write lock for every read: there each service
    has its own. An answer that reports an error rolls everything back; the audit of what was refused is kept.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.denials = []  # type: ignore[attr-defined]
        if connection.vendor == "postgresql":
            with transaction.atomic():
                response = self.get_response(request)
                if response.status_code >= 500 or getattr(request, "failed", False):
                    transaction.set_rollback(True)
        else:
            response = self.get_response(request)
        record_denials(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Whatever a view raised, handled or not, undoes what it wrote."""
        request.failed = True  # type: ignore[attr-defined]


class AccessContextMiddleware:
    """Enter the context of the person who is signed in; what they may see is loaded here, once, and never cached."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        context = context_for(
            request.user,
            purpose=f"{request.method} {request.path[:70]}",
            request_id=getattr(request, "request_id", ""),
            address=request.META.get("REMOTE_ADDR", ""),
        )
        with entered(context):
            response = self.get_response(request)
            if getattr(request, "failed", False) and connection.vendor == "postgresql":
                # Also after a database error, when nothing more could be said in this transaction.
                transaction.set_rollback(True)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Note what was refused, for the audit log."""
        if isinstance(exception, NotAllowed | PermissionDenied):
            request.denials.append(exception)  # type: ignore[attr-defined]


class LanguageMiddleware:
    """The person's language and time zone, else their school's; a visitor's cookie, else their browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        speech = Speech(translation.get_language_from_request(request), THE_HUBS.zone)
        if request.user.is_authenticated:
            speech = speech_for(request.user, otherwise=speech)
        with speaking(speech):
            request.LANGUAGE_CODE = speech.language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", speech.language)
        patch_vary_headers(response, ["Accept-Language"])
        return response


class SecondFactorMiddleware:
    """Whoever manages people, coordinates, edits or reads the audit log sets up a second factor before going on."""

    #: Where somebody without a second factor may still go.
    OPEN = ("/account/", "/static/", "/i18n/", "/healthz", "/readyz")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.SECOND_FACTOR_REQUIRED
            and request.user.is_authenticated
            and not request.path.startswith(self.OPEN)
            and needs_second_factor(request.user)
            and not has_second_step(request.user)
        ):
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)
