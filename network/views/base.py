"""What the views of every room share: who must be signed in, one's own school, and errors said in the form."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.functional import Promise
from django.views.generic import View

from core.errors import DomainError, NotAllowed
from network.access import Viewer, own_schools, require_at
from network.models import Person, School
from network.roles import Permission
from network.views.school_tabs import school_link, school_query, tabs_for


class ActingMixin:
    """Names the person who acts: pages that use it let nobody in who is not signed in."""

    request: HttpRequest

    @property
    def actor(self) -> Person:
        """The person who is signed in."""
        return cast(Person, self.request.user)


class DomainErrorMixin(ActingMixin, ABC):
    """A form view whose `perform(form)` calls one service; what the service refuses is said on top of the form.

    `NotAllowed` is not for the form: it passes on and is answered with 403.
    """

    #: Said after it went well, if anything.
    done_message: str | Promise = ""

    @abstractmethod
    def perform(self, form: Any) -> Any:
        """Call the service. What it returns is kept as `self.result`."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Perform, then go on; or show the form again with what was refused."""
        try:
            with transaction.atomic():
                self.result = self.perform(form)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        if self.done_message:
            messages.success(self.request, str(self.done_message))
        return HttpResponseRedirect(str(self.get_success_url()))  # type: ignore[attr-defined]

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form once more, as 422: nothing was written."""
        response = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


class ActionView(ActingMixin, View, ABC):
    """A button: takes a POST, calls one service in `perform`, goes back with a message. GET is not answered."""

    http_method_names: Sequence[str] = ["post"]
    done_message: str | Promise = ""

    @abstractmethod
    def perform(self) -> Any:
        """Call the service."""

    @abstractmethod
    def get_success_url(self) -> str:
        """Where to go afterwards."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Perform, then go back; what was refused is said there."""
        try:
            with transaction.atomic():
                self.perform()
        except NotAllowed:
            raise
        except DomainError as error:
            messages.error(request, str(error))
        else:
            if self.done_message:
                messages.success(request, str(self.done_message))
        return HttpResponseRedirect(self.get_success_url())


class OwnSchoolMixin(ActingMixin, LoginRequiredMixin):
    """A page of one's own school: `self.school`, chosen with `?school=CODE` by those who have several.

    Somebody else's code is as absent as one that does not exist. `permission` is what the page needs at that school.
    """

    permission: Permission | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the school, ask for the permission, then go on."""
        if request.user.is_authenticated:
            self.schools = list(own_schools(request.user))
            self.school = self.chosen_school()
            if self.permission is not None:
                require_at(self.permission, by=request.user, school_id=self.school.pk)
        return super().dispatch(request, *args, **kwargs)

    def chosen_school(self) -> School:
        """The school the address names, else the first.

        Raises:
            Http404: when it names none of the viewer's, or the viewer has none.
        """
        code = self.request.GET.get("school")
        found = [school for school in self.schools if code in (None, school.code)]
        if not found:
            raise Http404
        return found[0]

    def link(self, name: str, **kwargs: Any) -> str:
        """The address of another page of the same school."""
        return school_link(self.schools, self.school, name, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the school, the viewer's schools, and the tabs of the school's pages."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        user: Viewer = self.actor
        return {
            **context,
            "school": self.school,
            "school_query": self.school_query,
            "school_tabs": tabs_for(user, self.schools, self.school, self.request.path),
            "other_schools": [school for school in self.schools if school != self.school],
        }

    @property
    def school_query(self) -> str:
        """What addresses of this school's pages end in: empty for the viewer's first school."""
        return school_query(self.schools, self.school)
