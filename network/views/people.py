"""The directory of people: the staff of the schools in my networks."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from network.access import MayNot
from network.directory import people_in_directory, schools_in_directory
from network.forms.people import DirectoryForm
from network.policies import can_read_directory
from network.roles import PERMISSIONS, Permission, Role

_PER_PAGE = 30
_ROLES = [role for role in Role if Permission.READ_SHARED in PERMISSIONS[role]]


class PeopleView(LoginRequiredMixin, TemplateView):
    """Search by name, narrow by school and role."""

    template_name = "network/people/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; governors, officers and guests have no directory."""
        if not can_read_directory(request.user):
            raise MayNot(Permission.READ_SHARED)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of people, and the chips to narrow them by."""
        form = DirectoryForm(self.request.GET)
        form.is_valid()
        asked = {name: form.cleaned_data.get(name, "") for name in ("q", "school", "role")}
        found = people_in_directory(
            self.request.user, text=asked["q"], school=asked["school"], role=asked["role"]
        )
        schools = schools_in_directory(self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "page": Paginator(found, _PER_PAGE).get_page(self.request.GET.get("page")),
            "text": asked["q"],
            "chosen": sum(1 for name in ("school", "role") if asked[name]),
            "facets": [
                {
                    "title": _("School"),
                    "chips": [self._chip("school", each.code, each.name) for each in schools],
                },
                {
                    "title": _("Role"),
                    "chips": [self._chip("role", role.value, role.label) for role in _ROLES],
                },
            ],
        }

    def _chip(self, name: str, value: str, label: Any) -> dict[str, Any]:
        query = self.request.GET.copy()
        query.pop("page", None)
        selected = query.get(name) == value
        if selected:
            query.pop(name)
        else:
            query[name] = value
        return {"label": label, "href": f"?{query.urlencode()}", "count": None, "selected": selected}
