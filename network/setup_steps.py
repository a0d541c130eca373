"""What a school that has just joined still has to set up, as steps and as cards of Today."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from core import clock
from core.registries.today import TodayCard, providers
from network.access import Viewer, standing_of
from network.models import Membership, School, SchoolDay, Term, YearGroup
from network.roles import Permission
from network.services.invitations import invitations_addressed_to, invitations_in_the_mail
from network.services.school_invitations import school_invitations_addressed_to

#: What is missing → (the step, its page, the card's sentence, the card's button), in the order of doing it.
_STEPS = (
    ("has_terms", _("Term dates"), "our-school-dates", _("%(school)s has no term dates yet."), _("Add them")),
    ("has_days", _("School day"), "our-school-day", _("%(school)s has not said when its day begins and ends."), _("Say when")),
    ("has_year_groups", _("Year groups"), "our-school-year-groups", _("%(school)s has no year groups yet."), _("Choose them")),
    ("has_colleagues", _("First colleagues"), "our-school-invite", _("You are alone at %(school)s so far."), _("Invite colleagues")),
)  # fmt: skip


def setup_steps(school: School) -> list[dict[str, Any]]:
    """The steps of setting a school up, with the first open one as the present one; `page` names where to do it."""
    known = _with_setup(School.objects.filter(pk=school.pk)).get()
    done = [("has_card", _("School card"), "our-school-card", True)]
    done += [(flag, label, page, getattr(known, flag)) for flag, label, page, _sentence, _action in _STEPS]
    present = next((flag for flag, _label, _page, is_done in done if not is_done), None)
    return [
        {
            "label": label,
            "page": page,
            "state": "done" if is_done else "now" if flag == present else "next",
            "text": "",
            "who": "",
        }
        for flag, label, page, is_done in done
    ]


def setup_cards(viewer: Viewer, now: datetime) -> list[TodayCard]:
    """At most one card a school for those who manage it: the first thing still missing. One query."""
    schools = standing_of(viewer).schools_where(Permission.MANAGE_SCHOOL)
    if not schools:
        return []
    cards = []
    for school in _with_setup(School.objects.filter(pk__in=schools, left_at=None)).order_by("name", "pk"):
        missing = next((step for step in _STEPS if not getattr(school, step[0])), None)
        if missing:
            _flag, _label, page, sentence, action = missing
            url = f"{reverse(page)}?{urlencode({'school': school.code})}"
            cards.append(TodayCard("agreed", sentence % {"school": school.name}, url, action))
    return cards


def invitation_cards(viewer: Viewer, now: datetime) -> list[TodayCard]:
    """The open invitations to the viewer's own address: to a school, and of their school into a network."""
    sent = invitations_in_the_mail(viewer)  # type: ignore[arg-type]
    cards = []
    for invitation in invitations_addressed_to(viewer) if "invitation" in sent else ():  # type: ignore[arg-type]
        sentence = _("%(school)s invites you to join.") % {"school": invitation.school.name}
        url = reverse("join-own", kwargs={"school_id": invitation.school_id, "invitation_id": invitation.pk})
        cards.append(_invitation_card(sentence, url, invitation.expires_at))
    for asked in school_invitations_addressed_to(viewer) if "school_invitation" in sent else ():  # type: ignore[arg-type]
        words = {"network": asked.network.name, "school": asked.school_name}
        sentence = _("%(network)s asks whether %(school)s comes in.") % words
        url = reverse("join-own-school", kwargs={"invitation_id": asked.pk})
        cards.append(_invitation_card(sentence, url, asked.expires_at))
    return cards


def _invitation_card(sentence: str, url: str, expires_at: datetime) -> TodayCard:
    ends = _("The invitation ends on this day.")
    return TodayCard("waiting", sentence, url, _("Look at it"), at=expires_at, detail=ends)


def _with_setup(schools: "QuerySet[School]") -> "QuerySet[School]":
    now = clock.now()
    here = {"school": OuterRef("pk")}
    others = (
        Membership.objects.current(now)
        .filter(**here)
        .order_by()
        .values("school")
        .annotate(people=Count("pk"))
        .filter(people__gt=1)
    )
    return schools.annotate(
        has_terms=Exists(Term.objects.filter(Q(**here), ends_on__gte=clock.today())),
        has_days=Exists(SchoolDay.objects.filter(**here)),
        has_year_groups=Exists(YearGroup.objects.filter(**here)),
        has_colleagues=Exists(others),
    )


def register() -> None:
    """Show both kinds of card on Today."""
    providers.register("invitations", invitation_cards)
    providers.register("school set-up", setup_cards)
