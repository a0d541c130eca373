"""Write-ups with a picture and a file."""

from django.urls import reverse

from practice_library.models import WriteUpPage
from practice_library.services.media import add_file, add_picture
from practice_library.services.review import answer_review
from tests.factories.library import asked, draft, offered_to, pdf_upload, picture_upload


def with_media(cast, acting_as, fields=None):
    """A draft of MAR's teacher with a picture and a file."""
    page = draft(cast.mar.teacher, cast.mar.school, fields or offered_to(cast.small_steps))
    with acting_as(cast.mar.teacher):
        image = add_picture(
            write_up=page, by=cast.mar.teacher, file=picture_upload(), alt="Two bars", caption="Cut"
        )
        document = add_file(
            write_up=page, by=cast.mar.teacher, file=pdf_upload("The slide.pdf"), title="Slide"
        )
    return WriteUpPage.objects.get(pk=page.pk), image, document


def publish(acting_as, cast, page):
    """A colleague reads and publishes it."""
    request = asked(WriteUpPage.objects.get(pk=page.pk), cast.mar.colleague)
    with acting_as(cast.mar.colleague):
        answer_review(request=request, by=cast.mar.colleague, decision="publish")
    return WriteUpPage.objects.get(pk=page.pk)


def addresses(image, document):
    """Where the two are served."""
    return [
        reverse("library:picture", kwargs={"key": image.key, "spec": "max-400x400"}),
        reverse("library:file", kwargs={"key": document.key}),
    ]


def statuses(client_for, cast, address):
    """What each kind of person is answered with there."""
    people = {
        "author": cast.mar.teacher, "colleague": cast.mar.colleague, "partner": cast.cal.teacher,
        "editor": cast.editor, "governor": cast.cal.governor, "outsider": cast.out.teacher,
    }  # fmt: skip
    found = {}
    for who, person in people.items():
        answer = client_for(person).get(address)
        b"".join(answer)  # to its end, as a browser reads it
        found[who] = answer.status_code
    return found
