"""Tokens for programs: what there is, ending one, making one."""

from datetime import datetime
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from core import clock
from core.errors import DomainError
from core.registries.api import scopes
from network.access import MayNot
from network.forms.api_tokens import ApiTokenForm, offered_scopes
from network.models import ApiToken
from network.roles import Permission
from network.services.api_tokens import end_token, make_token, tokens_of
from network.views.base import ActingMixin


class ApiTokenList(ActingMixin, LoginRequiredMixin, TemplateView):
    """The tokens one has."""

    template_name = "network/account/api_tokens.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with what it may do, in words."""
        now = clock.now()
        return {
            **super().get_context_data(**kwargs),
            "tokens": [shown_token(token, now) for token in tokens_of(self.actor)],
            "may_make": bool(offered_scopes(self.actor)),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """End one of them.

        Raises:
            Http404: when it is not theirs.
        """
        token = next((one for one in tokens_of(self.actor) if str(one.pk) == request.POST.get("end")), None)
        if token is None:
            raise Http404
        end_token(token=token, by=self.actor)
        messages.success(request, _("The token no longer works."))
        return HttpResponseRedirect(reverse("account-api-tokens"))


def shown_token(token: ApiToken, now: datetime) -> dict[str, Any]:
    """A token as its owner sees it."""
    known = [scopes.get(code) for code in token.scopes]
    return {
        "token": token,
        "scopes": [scope.label for scope in known if scope is not None],
        "has_run_out": token.expires_at <= now,
    }


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


@method_decorator(reauthentication_required(enabled=_is_signed_in), name="dispatch")
class ApiTokenMake(ActingMixin, LoginRequiredMixin, FormView):
    """A new token, shown once, on the answer to the button that made it. Asks once more who one is."""

    template_name = "network/account/api_token_new.html"
    form_class = ApiTokenForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whose token it is.

        Raises:
            MayNot: when there is nothing that a program could do for them.
        """
        if not offered_scopes(self.actor):
            raise MayNot(Permission.READ_SHARED)
        return {**super().get_form_kwargs(), "person": self.actor}

    def form_valid(self, form: ApiTokenForm) -> HttpResponse:
        """Make it and show it; or show the form again with what was refused."""
        asked = form.cleaned_data
        try:
            token, secret = make_token(
                by=self.actor,
                school=form.schools[asked["school"]],
                name=asked["name"],
                scope_codes=asked["scopes"],
                days=asked["days"],
            )
        except MayNot:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return self.render_to_response(
            self.get_context_data(form=form, secret=secret, made=shown_token(token, clock.now()))
        )

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form once more, as 422: nothing was made."""
        response = super().form_invalid(form)
        response.status_code = 422
        return response
