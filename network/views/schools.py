"""The directory of schools, and a school's card as colleagues elsewhere read it."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core import clock
from network.access import MayNot
from network.directory import members_of, schools_in_directory, year_of
from network.domain.school_map import Pin, SchoolMap, Spot, draw
from network.domain.school_year import by_academic_year, worth_showing
from network.models import Membership, School
from network.policies import sees_any_card
from network.roles import Permission, Role

_KM_PER_MILE = 1.609344
#: Who is named on the card, in this order: those a colleague elsewhere may want to find.
_NAMED = (
    Role.HEAD, Role.SCHOOL_ADMIN, Role.SAFEGUARDING_LEAD, Role.PROGRAMME_COORDINATOR, Role.SUBJECT_LEADER,
    Role.LEARNING_SUPPORT, Role.TEACHER_MENTOR, Role.FORM_MENTOR, Role.TEACHER, Role.SUPPORT_STAFF,
)  # fmt: skip
_DIRECTIONS = {
    "N": _("north"), "NE": _("north-east"), "E": _("east"), "SE": _("south-east"),
    "S": _("south"), "SW": _("south-west"), "W": _("west"), "NW": _("north-west"),
}  # fmt: skip


class SchoolListView(LoginRequiredMixin, TemplateView):
    """The schools I see: a list, and a drawn map that shows the same."""

    template_name = "network/schools/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The schools that fit what was asked for, and their map."""
        viewer = self.request.user
        if not sees_any_card(viewer):
            raise MayNot(Permission.READ_SHARED)
        text = " ".join(self.request.GET.get("q", "").split())[:80]
        schools = [school for school in schools_in_directory(viewer) if _fits(school, text)]
        return {
            **super().get_context_data(**kwargs),
            "schools": schools,
            "text": text,
            "map": map_of(schools),
        }


class SchoolDetailView(LoginRequiredMixin, TemplateView):
    """A school's card: where, when, who, and what a visitor needs to know."""

    template_name = "network/schools/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The card. A school the viewer may not see is as absent as one that does not exist."""
        school = schools_in_directory(self.request.user).filter(code=self.kwargs["code"]).first()
        if school is None:
            raise Http404
        return {**super().get_context_data(**kwargs), **card_context(self.request.user, school)}


def card_context(viewer: Any, school: School) -> dict[str, Any]:
    """What the card's template needs."""
    today = clock.today()
    year = year_of(school, today)
    return {
        "school": school,
        "year": year,
        "academic_years": worth_showing(by_academic_year(year.terms, year.closures), today),
        "people_by_role": people_by_role(members_of(viewer, school)),
        "facts": school_facts(school),
    }


def people_by_role(memberships: Any) -> list[dict[str, Any]]:
    """The staff of a school under the first of their roles; governors, officers and guests are not on a card."""
    groups: dict[str, list[Membership]] = {role: [] for role in _NAMED}
    for membership in memberships:
        held = {grant.role for grant in membership.held}
        first = next((role for role in _NAMED if role in held), None)
        if first is not None:
            groups[first].append(membership)
    return [{"role": Role(role).label, "members": members} for role, members in groups.items() if members]


def school_facts(school: School) -> list[dict[str, Any]]:
    """The strip of facts under a school's name; what is not known is left out."""
    facts: list[dict[str, Any]] = []
    if school.lowest_age is not None and school.highest_age is not None:
        facts.append(
            {"label": gettext("Ages"), "value": f"{school.lowest_age}–{school.highest_age}", "icon": "users"}
        )
    if school.pupils_count:
        facts.append({"label": gettext("Pupils"), "value": school.pupils_count, "icon": "users-round"})
    if school.staff_count:
        facts.append({"label": gettext("Staff"), "value": school.staff_count, "icon": "user-round"})
    facts.append({"label": gettext("Language"), "value": school.get_language_display(), "icon": "languages"})
    return facts


def map_of(schools: list[School]) -> dict[str, Any] | None:
    """The drawn map of those schools that say where they are, with its words."""
    spots = [
        Spot(school.code, school.latitude, school.longitude)
        for school in schools
        if school.latitude is not None and school.longitude is not None
    ]
    drawn = draw(spots)
    if drawn is None or len(spots) < 2:
        return None
    names = {school.code: school.name for school in schools}
    return {
        "pins": [{"pin": pin, "name": names[pin.code], "far": far_words(pin)} for pin in drawn.pins],
        "scale": _scale_words(drawn),
        "scale_end": round(24 + drawn.scale_length, 1),
    }


def far_words(pin: Pin) -> str:
    """How far away a school is that stands on the edge: "590 miles north-east"; empty for the others."""
    if not pin.is_far:
        return ""
    words = {"number": pin.kilometres, "direction": _DIRECTIONS[pin.direction]}
    if get_language() == "sv":
        return gettext("%(number)s km %(direction)s") % words
    return gettext("%(number)s miles %(direction)s") % {
        **words,
        "number": round(pin.kilometres / _KM_PER_MILE / 10) * 10,
    }


def _scale_words(drawn: SchoolMap) -> str:
    if get_language() == "sv":
        return gettext("%(number)s km") % {"number": round(drawn.scale_miles * _KM_PER_MILE)}
    return ngettext("%(number)s mile", "%(number)s miles", drawn.scale_miles) % {"number": drawn.scale_miles}


def _fits(school: School, text: str) -> bool:
    searched = f"{school.name} {school.code} {school.town} {school.about}".casefold()
    return all(word in searched for word in text.casefold().split())
