"""Pictures and files, served to those who may read the write-up they stand in."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.images.exceptions import InvalidFilterSpecError

from core.served_file import answer_with
from practice_library.domain.files import TYPES, plain_name
from practice_library.domain.pictures import extension_of
from practice_library.models import LibraryDocument, LibraryImage
from practice_library.policies import is_public_media
from practice_library.selectors.media import file_or_none, picture_or_none

#: The sizes that are made: those of our pages, then those of the Wagtail admin. Anything else is not there.
PICTURE_SPECS = frozenset(
    {
        "max-400x400",
        "max-800x800",
        "max-1200x1200",
        "max-1600x1600",
        "max-165x165",
        "max-800x600",
        "max-130x100",
    }
)
_PICTURE_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@require_safe
def picture(request: HttpRequest, key: UUID, spec: str) -> HttpResponseBase:
    """One size of a picture, made when it is first asked for.

    Raises:
        Http404: when it is not there, or not theirs to see, or no such size is made.
    """
    image = picture_or_none(request.user, key) if spec in PICTURE_SPECS else None
    if image is None:
        raise Http404
    try:
        held = image.get_rendition(spec).file
        response = answer_with(request, held, content_type=_PICTURE_TYPES[extension_of(held.name)])
    except (FileNotFoundError, InvalidFilterSpecError) as error:
        raise Http404 from error
    return _guarded(response, image)


@require_safe
def file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A file to keep; never opened within the hub's own pages.

    Raises:
        Http404: when it is not there, or not theirs to see.
    """
    document = file_or_none(request.user, key)
    if document is None:
        raise Http404
    extension = extension_of(document.file.name)
    try:
        response = answer_with(request, document.file, content_type=TYPES[extension])
    except FileNotFoundError as error:
        raise Http404 from error
    response["Content-Disposition"] = content_disposition_header(True, plain_name(document.title, extension))
    return _guarded(response, document)


def _guarded(response: HttpResponseBase, thing: LibraryImage | LibraryDocument) -> HttpResponseBase:
    """Nothing in it runs, nobody else's page shows it, and only what is public is cached, for a minute."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "public, max-age=60" if is_public_media(thing) else "private, no-store"
    return response
