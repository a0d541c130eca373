"""How much a request may carry, by its address."""

import re

from django.conf import settings

_UPLOADS = re.compile(r"/library/write/[0-9]+/extras/(picture|file)/")
#: More than the largest file that is taken, so that one a little too large is refused in its form, with nothing lost.
MOST_BYTES_OF_AN_UPLOAD = 64 * 1024 * 1024
#: What stands around the text of a form.
_FRAME_BYTES = 64 * 1024


def most_bytes_at(path: str) -> int:
    """The most bytes that a request to a path may carry."""
    if _UPLOADS.fullmatch(path):
        return MOST_BYTES_OF_AN_UPLOAD
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE + _FRAME_BYTES
