"""One thing of each kind, all MAR's: to be asked for by everybody."""

from datetime import date
from typing import Any

from core import clock
from network.access import context_for
from network.context import entered
from network.models import Closure, LostSecondStep, Membership, OutgoingMessage, Term
from network.services.invitations import invite_person
from network.services.school_invitations import invite_school
from network.services.sign_in_providers import begin
from practice_library.models import ReviewRequest
from practice_library.services.media import add_file, add_picture
from practice_library.services.review import answer_review
from tests.cast import Cast
from tests.factories.library import asked, draft, full_fields, offered_to, pdf_upload, picture_upload


def make_things(cast: Cast) -> dict[str, dict[str, Any]]:
    """Route name → the arguments that name MAR's own thing."""
    with entered(context_for(cast.mar.head, purpose="test")):
        things = _network_things(cast)
    with entered(context_for(cast.mar.teacher, purpose="test")):
        things |= _library_things(cast)
    return things


def _network_things(cast: Cast) -> dict[str, dict[str, Any]]:
    school, network = cast.mar.school, {"slug": cast.small_steps.slug}
    term = Term.objects.create(
        school=school, name="Autumn", starts_on=date(2026, 9, 2), ends_on=date(2026, 10, 23)
    )
    closure = Closure.objects.create(
        school=school, name="Half-term", starts_on=date(2026, 10, 26), ends_on=date(2026, 10, 30)
    )
    member = {"pk": Membership.objects.get(person=cast.mar.guest).pk}
    invitation, _link = invite_person(
        school=school, email="new@mar.example", name="New", roles=["teacher"], by=cast.mar.head
    )
    school_invitation, _link = invite_school(
        network=cast.small_steps,
        email="head@new.example",
        head_name="Head",
        by=cast.mar.head,
        school_name="New",
    )
    LostSecondStep.objects.create(school=school, person=cast.mar.guest, asked_at=clock.now())
    sign_in = {"pk": begin(school=school, kind="microsoft", by=cast.mar.head).pk}
    message = OutgoingMessage.objects.order_by("created_at").first()
    return {
        "school": {"code": school.code},
        **{f"api:{name}": {"code": school.code} for name in ("school", "terms", "closures")},
        "network": network,
        "our-school-term-remove": {"pk": term.pk},
        "our-school-closure-remove": {"pk": closure.pk},
        "our-school-member": member,
        "our-school-lost-step": member,
        "our-school-role-add": member,
        "our-school-member-end": member,
        "our-school-role-end": {**member, "role": "guest"},
        "our-school-invitation-again": {"pk": invitation.pk},
        "our-school-invitation-withdraw": {"pk": invitation.pk},
        "our-school-sign-in-provider": sign_in,
        "our-school-sign-in-turn": sign_in,
        "our-school-sign-in-remove": sign_in,
        "our-school-network-leave": network,
        "network-invite": network,
        "network-suggest": network,
        "network-hand-over": network,
        "network-editors": network,
        "network-editor-end": {**network, "pk": cast.editor.pk},
        "network-invitation-withdraw": {**network, "pk": school_invitation.pk},
        "mail-gallery-message": {"pk": message.pk},
        "mail-gallery-html": {"pk": message.pk},
        "gallery:page": {"page": "front"},
    }


def _library_things(cast: Cast) -> dict[str, dict[str, Any]]:
    teacher, school = cast.mar.teacher, cast.mar.school
    shared = draft(teacher, school, offered_to(cast.small_steps, title="Shared with the network"))
    picture = add_picture(write_up=shared, by=teacher, file=picture_upload(), alt="A green field")
    document = add_file(write_up=shared, by=teacher, file=pdf_upload(), title="A slide")
    request = asked(shared, cast.mar.colleague)
    with entered(context_for(cast.mar.colleague, purpose="test")):
        answer_review(request=request, by=cast.mar.colleague, decision=ReviewRequest.Decision.PUBLISH)
    waiting = draft(teacher, school, full_fields(title="Waiting for a colleague"))
    kept = draft(teacher, school, full_fields(title="Still a draft"))
    names = (
        "write-up-edit", "write-up-ask", "write-up-audience", "write-up-delete", "write-up-extras",
        "write-up-file-add", "write-up-extra-move", "write-up-picture-add", "write-up-extra-remove",
    )  # fmt: skip
    published = {"pk": shared.pk}
    return {
        **{f"library:{name}": {"pk": kept.pk} for name in names},
        "library:history": {"pk": kept.pk},
        "library:write-up-preview": {"pk": kept.pk},
        "library:write-up-take-back": published,
        "library:write-up-withdraw": {"pk": waiting.pk},
        "library:review": {"pk": asked(waiting, cast.mar.colleague).pk},
        "library:picture": {"key": picture.key, "spec": "max-800x800"},
        "library:file": {"key": document.key},
        "library:write-up": {"slug": type(shared).objects.get(pk=shared.pk).slug},
        "api:write-up": {"slug": type(shared).objects.get(pk=shared.pk).slug},
        "api:draft": {"pk": kept.pk},
    }
