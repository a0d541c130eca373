"""A lost second step: asked for on the way in, confirmed on the colleague's page, stopped by a link in the mail."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.stages import AuthenticateStage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from django.views.generic.base import ContextMixin

from core.errors import DomainError
from network.access import own_schools
from network.directory import lost_step_of
from network.forms.lost_step import AskForHelpForm
from network.models import LostSecondStep, Person
from network.services import lost_step
from network.views.base import ActionView
from network.views.members import MemberMixin


@method_decorator(
    login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login"), name="dispatch"
)
class LostStepView(View):
    """On the way in, after the password: who helps, and a button that asks them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The question, or how far it has come."""
        return self._page(request, AskForHelpForm(schools=list(own_schools(self._person))))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        form = AskForHelpForm(request.POST, schools=list(own_schools(self._person)))
        if not form.is_valid() or form.chosen is None:
            return self._page(request, form, status=422)
        try:
            helpers = lost_step.ask(person=self._person, school=form.chosen)
        except DomainError as error:
            form.add_error(None, str(error))
            return self._page(request, form, status=422)
        return self._page(request, form, helpers=helpers)

    @property
    def _person(self) -> Person:
        return self.request._login_stage.login.user  # type: ignore[attr-defined]

    def _page(
        self, request: HttpRequest, form: AskForHelpForm, status: int = 200, **more: Any
    ) -> HttpResponse:
        lost = lost_step.open_request_of(self._person)
        context = {"form": form, "lost": lost, "has_school": own_schools(self._person).exists(), **more}
        return render(request, "network/account/lost_step.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class StopView(View):
    """The link in the mail to every address of the person. A GET stops nothing; the button does."""

    def get(self, request: HttpRequest, link_secret: str) -> HttpResponse:
        """The question; a link that stops nothing any more gets one answer."""
        lost = lost_step.waiting_behind(link_secret)
        return self._page(request, {"lost": lost}, status=200 if lost else 404)

    def post(self, request: HttpRequest, link_secret: str) -> HttpResponse:
        """Stop it."""
        try:
            lost_step.stop(link_secret=link_secret)
        except DomainError:
            return self._page(request, {"lost": None}, status=404)
        return self._page(request, {"is_stopped": True})

    def _page(self, request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(request, "network/account/lost_step_stop.html", context, status=status)


class ConfirmLostStepView(MemberMixin, ContextMixin, ActionView):
    """A colleague confirms that somebody lost their second step, or says that it was not them."""

    http_method_names = ("get", "post")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What to do before one confirms."""
        return self._shown(request, self._lost())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button says, then back to the list."""
        return self._answered(request, self._lost())

    # What is absent is absent before anybody is asked for their password.
    @method_decorator(reauthentication_required)
    def _shown(self, request: HttpRequest, lost: LostSecondStep) -> HttpResponse:
        is_own = lost.person_id == self.actor.pk
        context = {**self.get_context_data(), "lost": lost, "is_own": is_own}
        return render(request, "network/our_school/lost_step.html", context)

    @method_decorator(reauthentication_required)
    def _answered(self, request: HttpRequest, lost: LostSecondStep) -> HttpResponse:
        return super().post(request)

    def perform(self) -> None:
        """Do what the button says."""
        lost = self._lost()
        if self.request.POST.get("answer") == "refuse":
            lost_step.refuse(lost=lost, by=self.actor)
            self.done_message = _("Nothing changes. We have told them.")
        else:
            lost_step.confirm(lost=lost, by=self.actor)
            self.done_message = _("Confirmed. In a day their second step is removed, unless they stop it.")

    def get_success_url(self) -> str:
        """The list of people."""
        return self.link("our-school-people")

    def _lost(self) -> LostSecondStep:
        found = lost_step_of(self.actor, self.membership)
        if found is None:
            raise Http404
        return found
