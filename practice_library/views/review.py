"""Reading what a colleague asked about, and answering."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.generic import FormView

from network.views.base import DomainErrorMixin
from practice_library.desk import asked_of
from practice_library.forms.review import AnswerForm
from practice_library.models import ReviewRequest
from practice_library.services.offering import wish_of
from practice_library.services.review import answer_review, asked_state
from practice_library.views.base import WriterMixin
from practice_library.views.write import as_read


class Review(WriterMixin, DomainErrorMixin, FormView):
    """The write-up as it was when the colleague was asked, and two buttons. To everybody else it is not there."""

    template_name = "library/review/review.html"
    form_class = AnswerForm
    question: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the question among those that wait for this person.

        Raises:
            Http404: when it is answered, taken back, or somebody else's.
        """
        if request.user.is_authenticated:
            self.question = asked_of(request.user).filter(pk=kwargs["pk"]).first()
            if self.question is None:
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: BaseForm) -> ReviewRequest:
        """Answer, and say what became of it."""
        decision = form.cleaned_data["decision"]
        result = answer_review(
            request=self.question, by=self.request.user, decision=decision, answer=form.cleaned_data["answer"]
        )
        names = {"name": self.question.author.display_name}
        if decision == ReviewRequest.Decision.PUBLISH:
            messages.success(self.request, gettext("It is published. %(name)s is told.") % names)
        else:
            messages.success(self.request, gettext("%(name)s is sent your words.") % names)
        return result

    def get_success_url(self) -> str:
        """To the published page, or to the desk."""
        self.result.write_up.refresh_from_db()
        if self.result.decision == ReviewRequest.Decision.PUBLISH:
            return self.result.write_up.get_absolute_url()
        return reverse("library:write")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the revision that was asked about, as its readers will see it, and who they will be."""
        revision = asked_state(self.question.write_up).revision
        draft = revision.as_object()
        draft.audience, draft.network = wish_of(revision.content, self.question.write_up)
        return {
            **super().get_context_data(**kwargs),
            **as_read(self.request, draft),
            "question": self.question,
            "audience": draft.audience,
        }
