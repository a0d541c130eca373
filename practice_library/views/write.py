"""Writing: the desk, the form, the preview, pictures and files, who may read it, asking a colleague."""

from dataclasses import replace
from typing import Any

from django.forms import BaseForm, Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from core import clock
from network.access import own_schools, standing_of
from network.roles import Permission
from network.views.base import DomainErrorMixin
from practice_library.desk import asked_of, desk_of
from practice_library.domain.write_up_fields import WriteUpFields
from practice_library.forms.writing import StartForm, WriteUpForm
from practice_library.models import WriteUpPage
from practice_library.selectors.reading import reading_of_draft
from practice_library.services.writing import delete_draft, save_draft, start_write_up
from practice_library.views.base import AuthorMixin, WriterMixin, seen_write_up
from practice_library.views.read import write_up_context

#: Where the buttons of the form lead once the words are kept.
_NEXT = {
    "preview": "library:write-up-preview",
    "extras": "library:write-up-extras",
    "ask": "library:write-up-ask",
}


class Desk(WriterMixin, DomainErrorMixin, FormView):
    """What I write, what a colleague is reading, what I was asked to read; and a button to begin."""

    template_name = "library/write/desk.html"
    form_class = StartForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The schools at which one may write."""
        user = self.request.user
        schools = own_schools(user).filter(pk__in=standing_of(user).schools_where(Permission.WRITE))
        return {**super().get_form_kwargs(), "schools": schools}

    def perform(self, form: BaseForm) -> WriteUpPage:
        """Begin an empty draft in the language of the school."""
        school = form.cleaned_data["school"]
        return start_write_up(
            by=self.request.user, school=school, fields=WriteUpFields(language=school.language)
        )

    def get_success_url(self) -> str:
        """On to the form."""
        return reverse("library:write-up-edit", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what lies on the desk."""
        return {
            **super().get_context_data(**kwargs),
            "desk": desk_of(self.request.user),
            "asked": list(asked_of(self.request.user)),
        }


class Edit(AuthorMixin, DomainErrorMixin, FormView):
    """The form. Whatever is in it is kept, whether or not something is missing."""

    template_name = "library/write/edit.html"
    form_class = WriteUpForm
    done_message = _("Your words are kept.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The newest words."""
        self.draft = self.write_up.get_newest_draft()
        return {**super().get_form_kwargs(), "draft": self.draft}

    def form_valid(self, form: WriteUpForm) -> HttpResponse:
        """Keep it, unless somebody wrote in another window in the meantime."""
        if form.cleaned_data["based_on"] not in (None, self.write_up.latest_revision_id):
            form.add_error(None, gettext("This was changed in another window. Your words below are not kept yet: keep them and they replace the others, which stay in the history."))  # fmt: skip
            form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            form.data["based_on"] = self.write_up.latest_revision_id  # type: ignore[index]  # its copy
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return super().form_valid(form)

    def perform(self, form: BaseForm) -> WriteUpPage:
        """Keep it as a new revision."""
        with self.saying_if_taken_back():
            return save_draft(write_up=self.write_up, by=self.request.user, fields=form.to_fields())  # type: ignore[attr-defined]

    def get_success_url(self) -> str:
        """Where the button leads; the form again for "save"."""
        name = _NEXT.get(self.request.POST.get("then", ""), "library:write-up-edit")
        return reverse(name, args=[self.write_up.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds who sees it now, and whether a colleague is reading it."""
        question = self.open_question()
        answered = self.write_up.review_requests.exclude(decided_at=None).exclude(answer="").order_by("-decided_at", "-pk")  # fmt: skip
        return {
            **super().get_context_data(**kwargs),
            "question": question,
            "last_answer": None
            if question or self.write_up.live
            else answered.select_related("reviewer").first(),
            "extras_count": len(self.draft.extras),
        }


class Preview(WriterMixin, TemplateView):
    """As a reader will see it; for its author, and for the colleague who was asked."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw the newest words with the reading page."""
        page = seen_write_up(request.user, kwargs["pk"])
        if page.owner_id != request.user.pk:
            request_here = page.review_requests.filter(reviewer=request.user, decided_at=None).first()
            if request_here is None:
                return HttpResponseRedirect(page.get_absolute_url())
            return HttpResponseRedirect(reverse("library:review", args=[request_here.pk]))
        draft = page.get_newest_draft()
        context = {**as_read(request, draft), "is_preview": True, "audience": draft.audience}
        return render(request, "library/write/preview.html", context)


def as_read(request: HttpRequest, draft: WriteUpPage) -> dict[str, Any]:
    """What the reading page is drawn with, for words that are not published."""
    shown = reading_of_draft(request.user, draft, clock.today())
    topics: dict[str, list[Any]] = {}
    for topic in sorted(draft.topics.all(), key=lambda topic: (topic.position, topic.pk)):
        topics.setdefault(topic.kind, []).append(topic)
    return write_up_context(request, replace(shown, topics=topics))


class Delete(AuthorMixin, DomainErrorMixin, FormView):
    """Ask, then throw a draft away."""

    template_name = "library/write/delete.html"
    form_class = Form
    done_message = _("The draft is gone, with its pictures and files.")

    def perform(self, form: Any) -> None:
        """Throw it away."""
        delete_draft(write_up=self.write_up, by=self.request.user)

    def get_success_url(self) -> str:
        """Back to the desk."""
        return reverse("library:write")
