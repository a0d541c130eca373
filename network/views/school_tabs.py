"""Addresses and tabs of one's own school's pages."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from network.access import Viewer, standing_of
from network.models import School
from network.roles import Permission

#: (words, page, the permission it needs; None: everybody of the school)
_TABS = (
    (_("School"), "our-school", None),
    (_("Dates"), "our-school-dates", Permission.MANAGE_SCHOOL),
    (_("People"), "our-school-people", Permission.MANAGE_PEOPLE),
    (_("Invitations"), "our-school-invitations", Permission.MANAGE_PEOPLE),
    (_("Signing in"), "our-school-sign-in", Permission.MANAGE_SCHOOL),
    (_("For governors"), "our-school-governors", Permission.SEE_GOVERNOR_PAGES),
    (_("Log"), "our-school-log", Permission.READ_AUDIT),
)


def school_query(schools: Sequence[School], school: School) -> str:
    """What the addresses of a school's pages end in: empty for the first of the viewer's schools."""
    return "" if school == schools[0] else "?" + urlencode({"school": school.code})


def school_link(schools: Sequence[School], school: School, name: str, **kwargs: Any) -> str:
    """The address of a page of one of one's own schools."""
    return reverse(name, kwargs=kwargs or None) + school_query(schools, school)


def tabs_for(viewer: Viewer, schools: Sequence[School], school: School, path: str) -> list[dict[str, Any]]:
    """The pages of a school that this viewer may open."""
    standing = standing_of(viewer)
    return [
        {
            "label": label,
            "href": school_link(schools, school, name),
            "count": None,
            "is_current": path == reverse(name),
        }
        for label, name, permission in _TABS
        if permission is None or standing.may_at(permission, school.pk)
    ]
