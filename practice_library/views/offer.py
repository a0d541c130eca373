"""Who may read it: changing it, asking a colleague first, taking it back; and what became of it."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm, Form
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from network.access import MayNot
from network.roles import Permission
from network.views.base import ActionView, DomainErrorMixin
from practice_library.forms.review import AskForm
from practice_library.forms.writing import AudienceForm, WriteUpForm
from practice_library.history import history_of
from practice_library.models import ReviewRequest, WriteUpPage
from practice_library.policies import can_see_history, can_write
from practice_library.services.offering import change_audience, take_back
from practice_library.services.review import ask_colleague, empty_boxes, possible_readers, withdraw_request
from practice_library.views.base import AuthorMixin, WriterMixin, seen_write_up


class Ask(AuthorMixin, DomainErrorMixin, FormView):
    """Whom to ask; or which boxes are still empty."""

    template_name = "library/write/ask.html"
    form_class = AskForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The colleagues who may be asked."""
        readers = possible_readers(self.write_up, by=self.request.user)
        return {**super().get_form_kwargs(), "readers": readers}

    def perform(self, form: BaseForm) -> ReviewRequest:
        """Ask."""
        request = ask_colleague(
            write_up=self.write_up,
            reviewer=form.reader(),  # type: ignore[attr-defined]
            by=self.request.user,
            note=form.cleaned_data["note"],
        )
        words = gettext("%(name)s is asked to read it. We sent a mail.") % {
            "name": request.reviewer.display_name
        }
        messages.success(self.request, words)
        return request

    def get_success_url(self) -> str:
        """Back to the desk, where it waits."""
        return reverse("library:write")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what is missing, and who will see it."""
        edit = reverse("library:write-up-edit", args=[self.write_up.pk])
        labels = WriteUpForm.base_fields
        missing = [(labels[name].label, f"{edit}#id_{name}") for name in empty_boxes(self.write_up)]
        return {
            **super().get_context_data(**kwargs),
            "missing": missing,
            "draft": self.write_up.get_newest_draft(),
            "question": self.open_question(),
        }


class Withdraw(AuthorMixin, ActionView):
    """Take the open question back."""

    done_message = _("The question is taken back.")

    def perform(self) -> None:
        """Take it back, if it is still open."""
        for request in self.write_up.review_requests.filter(decided_at=None).select_related("write_up"):
            withdraw_request(request=request, by=self.request.user)

    def get_success_url(self) -> str:
        """On with writing."""
        return reverse("library:write-up-edit", args=[self.write_up.pk])


class ChangeAudience(AuthorMixin, DomainErrorMixin, FormView):
    """Who may read it: closing acts at once, opening asks a colleague again."""

    template_name = "library/write/audience.html"
    form_class = AudienceForm
    for_managers = True

    def get_form_kwargs(self) -> dict[str, Any]:
        """The write-up as it is."""
        return {**super().get_form_kwargs(), "write_up": self.write_up}

    def perform(self, form: BaseForm) -> WriteUpPage:
        """Close it, or note the wish."""
        audience, network = form.chosen()  # type: ignore[attr-defined]
        self.asked_for = (audience, network.pk if network else None)
        with self.saying_if_taken_back():
            return change_audience(
                write_up=self.write_up, audience=audience, network=network, by=self.request.user
            )

    def get_success_url(self) -> str:
        """To the page under its new address; or on to asking a colleague."""
        if self.result.live and (self.result.audience, self.result.network_id) == self.asked_for:
            messages.success(self.request, gettext("Done. Whoever may not read it any more finds nothing."))
            return self.result.get_absolute_url()
        messages.info(self.request, gettext("A colleague reads it again before more people do."))
        return reverse("library:write-up-ask", args=[self.write_up.pk])


class TakeBack(AuthorMixin, DomainErrorMixin, FormView):
    """Ask, then take it out of the library."""

    template_name = "library/write/take_back.html"
    form_class = Form
    for_managers = True
    done_message = _("It is a draft again. Nobody else sees it.")

    def perform(self, form: BaseForm) -> WriteUpPage:
        """Take it back."""
        with self.saying_if_taken_back():
            return take_back(write_up=self.write_up, by=self.request.user)

    def get_success_url(self) -> str:
        """To the desk."""
        return reverse("library:write")


class History(WriterMixin, TemplateView):
    """Who did what, when."""

    template_name = "library/write/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what happened, newest first."""
        page = seen_write_up(self.request.user, self.kwargs["pk"])
        if not can_see_history(self.request.user, page):
            raise MayNot(Permission.WRITE)
        # Once it was published, a newer title is its author's until a colleague has read it.
        is_newest = can_write(self.request.user, page) or page.first_published_at is None
        return {
            **super().get_context_data(**kwargs),
            "shown_title": page.draft_title if is_newest else page.title,
            "entries": history_of(page, viewer=self.request.user),
        }
