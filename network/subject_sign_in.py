"""What this room holds about how a person signs in, for the export that they may ask for."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.registries.subject_access import Section
from network import own_account
from network.context import system_context
from network.domain.devices import browser_and_system
from network.models import FeedToken, LostSecondStep, Person, School

PURPOSE = "subject export"


def said(moment: datetime | None) -> str:
    """A moment as the export writes it, in the person's own time zone; "" for none."""
    return localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def second_steps(person: Person) -> Section:
    """That they exist; what signs somebody in is never shown."""
    found = Authenticator.objects.filter(user=person).order_by("created_at", "pk")
    return Section(
        _("Second steps at sign-in"),
        [
            {
                _("What"): each.get_type_display(),
                _("Added"): said(each.created_at),
                _("Last used"): said(each.last_used_at),
            }
            for each in found
        ],
        note=_("Their secrets are not in this copy, nor is your password; the hub cannot read it."),
    )


def school_links(person: Person) -> Section:
    """To which schools' own sign-in their account is linked; of the other side only a hash is kept."""
    return Section(
        _("Links to your schools’ own sign-in"),
        [{_("Sign-in"): str(link.name)} for link in own_account.school_links(person) if link.account_id],
    )


def lost_steps(person: Person) -> Section:
    """What they asked for when they had lost one."""
    with system_context(schools=School.objects.values_list("pk", flat=True), purpose=PURPOSE):
        found = list(
            LostSecondStep.objects.filter(person=person)
            .select_related("school", "confirmed_by")
            .order_by("asked_at")
        )
    return Section(
        _("Lost second steps"),
        [
            {
                _("School"): lost.school.name,
                _("Asked"): said(lost.asked_at),
                _("Confirmed by"): lost.confirmed_by.display_name if lost.confirmed_by else "",
                _("Ended"): said(lost.ended_at),
                _("How"): lost.get_outcome_display(),
            }
            for lost in found
        ],
    )


def sessions(person: Person) -> Section:
    """Where they are signed in."""
    rows = []
    for each in UserSession.objects.filter(user=person).order_by("created_at", "pk"):
        browser, system = browser_and_system(each.user_agent)
        rows.append(
            {
                _("Browser"): browser,
                _("System"): system,
                _("From where"): each.ip,
                _("Since"): said(each.created_at),
                _("Last seen"): said(each.last_seen_at),
            }
        )
    return Section(_("Where you are signed in"), rows)


def feeds(person: Person) -> Section:
    """Which feeds they use; the addresses are not known to the hub."""
    found = FeedToken.objects.filter(person=person).order_by("created_at", "pk")
    return Section(
        _("Your feeds"),
        [{_("Feed"): each.get_feed_display(), _("Since"): said(each.created_at)} for each in found],
    )
