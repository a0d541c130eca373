"""Write-ups to test with, made as people make them: through the services."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from network.access import context_for
from network.context import entered
from network.models import Network, Person, School
from practice_library.domain.write_up_fields import WriteUpFields
from practice_library.models import ReviewRequest, WriteUpPage
from practice_library.services.review import answer_review, ask_colleague
from practice_library.services.writing import start_write_up

FULL = WriteUpFields(
    title="Partner talk before pencils",
    promise="A ten-minute starter that makes fractions arguable",
    for_whom="Year 4 teachers.",
    tried="A pair looks at two bars and says a sentence aloud.",
    worked="B used “because” twice without being asked.",
    did_not_work="Fourteen stems on the wall: not one was spoken.",
    would_change="Two stems from the start.",
    try_it="1. Show two bars.\n2. One minute each.",
    link_to_learning="Who has said a reason aloud has something to write down.",
)


def full_fields(**changes: Any) -> WriteUpFields:
    """Every box filled in; what a test cares about is named."""
    return replace(FULL, **changes)


def offered_to(network: Network, audience: str = "network", **changes: Any) -> WriteUpFields:
    """The same, offered to a network or through it to everybody."""
    return full_fields(audience=audience, network_id=network.pk, **changes)


def draft(author: Person, school: School, fields: WriteUpFields = FULL) -> WriteUpPage:
    """A draft on the school's shelf."""
    with entered(context_for(author, purpose="test")):
        return start_write_up(by=author, school=school, fields=fields)


def asked(write_up: WriteUpPage, reviewer: Person) -> ReviewRequest:
    """A colleague is asked to read it."""
    with entered(context_for(write_up.owner, purpose="test")):
        return ask_colleague(write_up=write_up, reviewer=reviewer, by=write_up.owner)


def published(author: Person, reviewer: Person, school: School, fields: WriteUpFields = FULL) -> WriteUpPage:
    """A write-up that a colleague read and published."""
    request = asked(draft(author, school, fields), reviewer)
    with entered(context_for(reviewer, purpose="test")):
        answer_review(request=request, by=reviewer, decision=ReviewRequest.Decision.PUBLISH)
    return WriteUpPage.objects.get(pk=request.write_up_id)


def picture_upload(name: str = "photo.png", size: tuple[int, int] = (60, 40)) -> SimpleUploadedFile:
    """A small plain picture as a browser sends it."""
    out = BytesIO()
    Image.new("RGB", size, "#2A6546").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def pdf_upload(name: str = "slide.pdf") -> SimpleUploadedFile:
    """The smallest thing that counts as a PDF."""
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
