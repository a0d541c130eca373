"""One's own account: settings, how one signs in, where one is signed in, what one may do."""

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.account.views import LoginView
from allauth.mfa.base.views import IndexView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import FormView
from django.views.i18n import set_language

from core import clock
from core.made_file import answer_with_made
from core.registries import demo_accounts
from network import own_account
from network.access import needs_second_factor
from network.forms.account import OwnSettingsForm
from network.models import Person
from network.services import people
from network.services.sign_in_providers import is_any_offered
from network.services.subject_export import export_subject
from network.session_age import ENDED


class SignInView(LoginView):
    """Signing in: says why somebody was signed out, and in a demo whom one may try the hub as."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows beside the form."""
        context = super().get_context_data(**kwargs)
        context["school_sign_in"] = is_any_offered()
        context["has_ended"] = self.request.session.get(ENDED, False)
        if settings.DEMO:
            context["demo_accounts"] = demo_accounts.accounts()
            context["demo_password"] = settings.DEMO_PASSWORD
        return context


class SecondStepsView(IndexView):
    """The second steps one has. Whoever needs one and has none lands here, and reads why."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows."""
        context = super().get_context_data(**kwargs)
        missing = not context["is_mfa_enabled"] and needs_second_factor(self.request.user)
        return {**context, "needs_second_step": settings.SECOND_FACTOR_REQUIRED and missing}


class AccountView(LoginRequiredMixin, FormView):
    """The one page from which everything about an account is reached."""

    template_name = "network/account/account.html"
    form_class = OwnSettingsForm
    success_url = reverse_lazy("account")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form fills in a copy, so that a mistake in it does not show in the page's frame."""
        person = cast(Person, self.request.user)
        copy = Person(pk=person.pk, name=person.name, language=person.language, time_zone=person.time_zone)
        return {**super().get_form_kwargs(), "instance": copy}

    def form_valid(self, form: OwnSettingsForm) -> HttpResponse:
        """Save, and say so in the language chosen."""
        person = cast(Person, self.request.user)
        people.change_own_settings(by=person, **form.cleaned_data)
        with override(person.language or self.request.LANGUAGE_CODE):
            messages.success(self.request, _("Your settings are saved."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows beside the form."""
        person = cast(Person, self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "belongings": own_account.belongings(person),
            "steps": own_account.second_steps(person),
            "needs_second_step": settings.SECOND_FACTOR_REQUIRED and needs_second_factor(person),
            "sessions_count": len(own_account.open_sessions(person, self.request.session.session_key)),
        }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, and a button to end all but this."""
    key, person = request.session.session_key, cast(Person, request.user)
    if request.method == "POST":
        people.end_sessions(person=person, but=key)
        messages.success(request, _("You are signed out everywhere else."))
        return HttpResponseRedirect(reverse("usersessions_list"))
    found = own_account.open_sessions(person, key)
    return render(request, "network/account/sessions.html", {"sessions": found})


@require_POST
@login_required
@reauthentication_required
def copy_of_mine(request: HttpRequest) -> HttpResponseBase:
    """A copy of everything the hub holds about oneself, made at this moment and kept nowhere."""
    package = export_subject(cast(Person, request.user), by=cast(Person, request.user))
    name = f"hedgerow-{localdate(clock.now()):%Y-%m-%d}.zip"
    return answer_with_made(request, package, name=name, content_type="application/zip")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The language switch of every page: a visitor's cookie; for a member their own setting as well."""
    response = set_language(request)
    if isinstance(request.user, Person):
        people.choose_language(by=request.user, language=request.POST.get("language", ""))
    return response
