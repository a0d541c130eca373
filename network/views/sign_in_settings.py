"""Our school's own sign-in: setting it up, trying it, offering it, taking it away. For whoever manages the school."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View
from django.views.generic.base import ContextMixin

from network.directory import sign_in_providers_of
from network.forms.sign_in import KindForm, ProviderForm
from network.models import SignInProvider
from network.roles import Permission
from network.services import sign_in_providers
from network.single_sign_on.provider import callback_path
from network.views.base import ActionView, DomainErrorMixin, OwnSchoolMixin


class ReauthenticatedMixin(View):
    """Only for somebody who has shown within the hour once more who they are. Stands after `OwnSchoolMixin`."""

    @method_decorator(reauthentication_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask, if need be, then go on."""
        return super().dispatch(request, *args, **kwargs)


class ProvidersView(OwnSchoolMixin, DomainErrorMixin, FormView):
    """What there is, and which kind to begin with."""

    template_name = "network/our_school/sign_in.html"
    form_class = KindForm
    permission = Permission.MANAGE_SCHOOL

    def perform(self, form: KindForm) -> SignInProvider:
        """Begin one."""
        return sign_in_providers.begin(school=self.school, by=self.actor, **form.cleaned_data)

    def get_success_url(self) -> str:
        """On to its settings."""
        return self.link("our-school-sign-in-provider", pk=self.result.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds those there are."""
        providers = list(sign_in_providers_of(self.actor, self.school))
        return {**super().get_context_data(**kwargs), "providers": providers}


class ProviderMixin(OwnSchoolMixin):
    """One of the school's: `self.provider`. Another school's is as absent as none."""

    permission = Permission.MANAGE_SCHOOL

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the school, ask for the permission, find the provider, then go on."""
        self._pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    def chosen_school(self) -> Any:
        """The school, if the provider is its own.

        Raises:
            Http404: when it is not.
        """
        school = super().chosen_school()
        found = sign_in_providers_of(self.actor, school).filter(pk=self._pk).first()
        if found is not None:
            self.provider = found
        return school

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the provider, and where people come back to from it."""
        address = settings.BASE_URL + callback_path(str(self.provider.pk))
        return {**super().get_context_data(**kwargs), "provider": self.provider, "callback": address}

    def get_success_url(self) -> str:
        """Its page."""
        return self.link("our-school-sign-in-provider", pk=self._pk)


class FoundMixin(View):
    """What is absent is absent before anybody is asked for their password. Stands after `ProviderMixin`."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go on if there is one.

        Raises:
            Http404: when there is none.
        """
        if request.user.is_authenticated and not hasattr(self, "provider"):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class ProviderView(ProviderMixin, FoundMixin, ReauthenticatedMixin, DomainErrorMixin, FormView):
    """Its settings, step by step: register, fill in, try, offer."""

    template_name = "network/our_school/sign_in_provider.html"
    form_class = ProviderForm
    done_message = _("Kept. Now try it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows the provider and the school's own domains."""
        domains = sign_in_providers.own_domains(self.school)
        return {**super().get_form_kwargs(), "provider": self.provider, "domains": domains}

    def get_initial(self) -> dict[str, Any]:
        """What is kept; never the secret."""
        row = self.provider
        is_tenant = row.kind == SignInProvider.Kind.MICROSOFT and row.issuer
        return {
            "label": row.label,
            "issuer": row.issuer.split("/")[3] if is_tenant else row.issuer,
            "client_id": row.client_id,
            "domains": row.domains,
        }

    def perform(self, form: ProviderForm) -> SignInProvider:
        """Keep them."""
        return sign_in_providers.change(provider=self.provider, by=self.actor, **form.given)


class TurnView(ProviderMixin, FoundMixin, ReauthenticatedMixin, ActionView):
    """Offer it on the sign-in page, or no longer."""

    def perform(self) -> None:
        """Do what the button says."""
        is_on = self.request.POST.get("turn") == "on"
        sign_in_providers.turn(provider=self.provider, is_on=is_on, by=self.actor)
        self.done_message = (
            _("It is on: colleagues can link their accounts, and those you invite can join with it.")
            if is_on
            else _("It is off. Everybody signs in with their password.")
        )


class RemoveView(ProviderMixin, FoundMixin, ReauthenticatedMixin, ContextMixin, ActionView):
    """Take it away: asked on a page, done by its button."""

    http_method_names = ("get", "post")
    done_message = _("Taken away. Everybody signs in with their password.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The question, and whom it concerns."""
        links = sign_in_providers.links_of(self.provider)
        alone = sum(not link.user.has_usable_password() for link in links.select_related("user"))
        context = {**self.get_context_data(**kwargs), "links_count": len(links), "alone_count": alone}
        return render(request, "network/our_school/sign_in_remove.html", context)

    def perform(self) -> None:
        """Take it away."""
        sign_in_providers.remove(provider=self.provider, by=self.actor)

    def get_success_url(self) -> str:
        """The list."""
        return self.link("our-school-sign-in")
