"""What the pages of writing have in common: who gets here, and which write-up it is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

from network.access import MayNot, standing_of
from network.models import Person
from network.roles import Permission
from practice_library.models import ReviewRequest, WriteUpPage
from practice_library.policies import can_take_back, can_write


class WriterMixin(LoginRequiredMixin):
    """Pages for those who may write somewhere.

    Raises:
        MayNot: for everybody else who is signed in.
    """

    #: Its `user` is a Person by the time a page's own methods run.
    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask, then go on."""
        if request.user.is_authenticated and not standing_of(request.user).may_somewhere(Permission.WRITE):
            raise MayNot(Permission.WRITE)
        return super().dispatch(request, *args, **kwargs)


def seen_write_up(person: Person, pk: int) -> WriteUpPage:
    """A write-up that the person works on, or may read, or whose school they manage.

    Raises:
        Http404: when it is not there, or none of these: nobody can tell which.
    """
    for known in (
        WriteUpPage.objects.workable_by(person),
        WriteUpPage.objects.visible_to(person),
        WriteUpPage.objects.kept_by(person),
    ):
        if page := known.filter(pk=pk).order_by().first():
            return page
    raise Http404


class AuthorMixin(WriterMixin):
    """Pages about one's own write-up: `self.write_up`. Others who may read it are refused; to the rest it is not there."""

    #: Whether those who manage the school may come too.
    for_managers = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find it, ask, then go on."""
        if request.user.is_authenticated:
            self.write_up = seen_write_up(request.user, kwargs["pk"])
            allowed = can_take_back if self.for_managers else can_write
            if not allowed(request.user, self.write_up):
                raise MayNot(Permission.WRITE)
        return super().dispatch(request, *args, **kwargs)

    def open_question(self) -> ReviewRequest | None:
        """The question to a colleague that waits for an answer, with whom it was put to."""
        waiting = self.write_up.review_requests.filter(decided_at=None)
        return waiting.select_related("reviewer").first()

    @contextmanager
    def saying_if_taken_back(self) -> Iterator[None]:
        """What is done inside may take the open question back, when fewer people are to read it: then the page says so."""
        question = self.open_question()
        yield
        if question is None:
            return
        question.refresh_from_db(fields=["decision"])
        if question.decision == ReviewRequest.Decision.WITHDRAWN:
            words = gettext(
                "%(name)s is not asked to read it any more: fewer people are to read it than when you asked. "
                "Ask again when it is ready."
            )
            messages.info(self.request, words % {"name": question.reviewer.display_name})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the write-up."""
        return {**super().get_context_data(**kwargs), "write_up": self.write_up}  # type: ignore[misc]
