"""A school takes its content with it, whenever it likes: one package, to read and for programs."""

import shutil
import tempfile
import zipfile
from typing import IO

from django.db import transaction
from django.template.loader import render_to_string

from core import clock
from core.registries.school_content import Piece, providers
from network.access import require_at
from network.models import Person, School
from network.roles import Permission
from network.services.audit import record

#: Kept in memory up to this size, on disk beyond.
_SPOOLED_BYTES = 5_000_000


@transaction.atomic
def pack_content(*, school: School, by: Person) -> IO[bytes]:
    """Make a zip of all that the rooms hold of a school: `index.html` says what is in it.

    Nothing of it stays on the hub: the file has no name and is gone once it is closed.

    Returns:
        The package, open at its beginning.

    Raises:
        MayNot: for anybody who could not take the school out.
    """
    require_at(Permission.LEAVE_NETWORK, by=by, school_id=school.pk)
    record("content_taken", school_id=school.pk, by=by, subject=school)
    package = tempfile.SpooledTemporaryFile(max_size=_SPOOLED_BYTES)  # noqa: SIM115 -- whoever asked closes it
    contents: list[Piece] = []
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for _name, provider in providers.items():
            for piece in provider(school, by):
                _add(archive, piece)
                if piece.title:
                    contents.append(piece)
        index = render_to_string(
            "network/school_content/index.html",
            {"school": school, "contents": contents, "made_at": clock.now()},
        )
        archive.writestr("index.html", index)
    package.seek(0)
    return package


def _add(archive: zipfile.ZipFile, piece: Piece) -> None:
    if isinstance(piece.content, bytes):
        archive.writestr(piece.path, piece.content)
        return
    with piece.content() as held, archive.open(piece.path, "w") as entry:
        shutil.copyfileobj(held, entry)
