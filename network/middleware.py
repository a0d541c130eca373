"""A request's transaction, its context, its language, and the second factor."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from core.api import PREFIX
from core.api.problems import problem_response
from core.errors import NotAllowed
from network.access import standing_of
from network.context import entered
from network.denials import record_denials
from network.models import Person
from network.request_context import context_of, token_of
from network.services.api_tokens import SecondStepMissing, is_second_step_missing, note_used
from network.single_sign_on.stages import is_vouched_for
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
        if (token := token_of(request)) is not None:
            note_used(token)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Whatever a view raised, handled or not, undoes what it wrote."""
        request.failed = True  # type: ignore[attr-defined]


class AccessContextMiddleware:
    """Enter the context of the person who is signed in, or whose token a program sent.

    What they may see is loaded here, once, and never cached.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with entered(context_of(request)):
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
        person = request.user
        if (
            not isinstance(person, Person)
            or request.path.startswith(self.OPEN)
            or not is_second_step_missing(person)
            or is_vouched_for(request.session, standing_of(person))
        ):
            return self.get_response(request)
        if request.path.startswith(PREFIX):
            return problem_response(request, 403, str(SecondStepMissing()))
        return HttpResponseRedirect(reverse("mfa_index"))
