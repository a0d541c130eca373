"""The sizes in which pages show a picture, made before its first reader asks."""

from typing import Any

from core import work
from practice_library.models import LibraryImage
from practice_library.selectors.reading import PICTURE_SPEC

KIND = "picture_sizes"
#: What a write-up shows, and what its author's list of pictures shows.
PAGE_SPECS = (PICTURE_SPEC, "max-400x400")


def make_later(image: LibraryImage) -> None:
    """Have the sizes made once the transaction is committed."""
    work.add(KIND, key=str(image.key), about={"image_id": image.pk})


def make(about: dict[str, Any]) -> None:
    """Make those that are not there; a picture that was thrown away meanwhile needs none."""
    image = LibraryImage.objects.filter(pk=about["image_id"]).first()
    if image is None:
        return
    for spec in PAGE_SPECS:
        image.get_rendition(spec)
