"""Forms that take in a picture or a file."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practice_library.domain.files import MAX_BYTES as MAX_FILE_BYTES
from practice_library.domain.files import TYPES as FILE_TYPES
from practice_library.domain.pictures import FORMATS as PICTURE_FORMATS
from practice_library.domain.pictures import MAX_BYTES as MAX_PICTURE_BYTES
from practice_library.services.media import FILE_TOO_LARGE, PICTURE_TOO_LARGE


def _file_input(extensions: Iterable[str], most_bytes: int, too_large: Any) -> forms.FileInput:
    """A box for a file, which a browser opens on the right kinds and which says at once when one is too large."""
    accepted = ",".join(f".{extension}" for extension in extensions)
    return forms.FileInput({"accept": accepted, "data-most-bytes": most_bytes, "data-too-large": too_large})


class PictureForm(forms.Form):
    """A picture and its words."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP or HEIC, up to 15 MB."),
        widget=_file_input(PICTURE_FORMATS, MAX_PICTURE_BYTES, PICTURE_TOO_LARGE),
    )
    alt = forms.CharField(
        max_length=240, label=_("What it shows"), help_text=_("For those who cannot see it. No pupil’s name.")
    )
    caption = forms.CharField(max_length=240, required=False, label=_("Caption"))


class FileForm(forms.Form):
    """A file and its title."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, PowerPoint, Excel, OpenDocument, text or CSV, up to 50 MB."),
        widget=_file_input(FILE_TYPES, MAX_FILE_BYTES, FILE_TOO_LARGE),
    )
    title = forms.CharField(max_length=160, label=_("What it is"))
