"""What the library has counted lately: remembered until anything in it changes, and for a minute at most.

Only what a reader's standing decides is remembered, under that standing: two readers of the same schools and networks
share an answer, and whoever has lost a school or a network asks under another name from the next request on.
"""

import hashlib
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language

from network.access import Viewer, standing_of
from network.models import School
from network.roles import Permission
from practice_library.models import WriteUpPage

_EDITION = "library.edition"
#: Changes made past this process (a restored backup, a command on a hub without Redis) show after so long.
_SECONDS = 60

Answer = TypeVar("Answer")


def remembered(viewer: Viewer, question: tuple[Any, ...], answer: Callable[[], Answer]) -> Answer:
    """The answer to a question about what this viewer may read, worked out anew when the library has changed.

    Args:
        viewer: whose schools and networks decide.
        question: all else that the answer depends on, but for the page's language; nothing of it is one person's own.
        answer: works it out; what it gives can be pickled.
    """
    standing = standing_of(viewer)
    scope = (
        sorted(standing.networks_where(Permission.READ_SHARED)),
        sorted(standing.schools_where(Permission.READ_SHARED)),
    )
    edition = cache.get_or_set(_EDITION, _new_edition, None)
    asked = repr((edition, scope, get_language(), question)).encode()
    key = f"library.remembered.{hashlib.sha256(asked).hexdigest()}"
    if (known := cache.get(key)) is None:
        known = (answer(),)
        cache.set(key, known, _SECONDS)
    return known[0]


def forget() -> None:
    """The library has changed: at once for whoever changes it, and once more when others can see the change."""
    _begin_edition()
    transaction.on_commit(_begin_edition)


def connect() -> None:
    """Forget whenever a write-up or a school's name changes."""
    for model in (WriteUpPage, School):
        for signal in (post_save, post_delete):
            signal.connect(_changed, sender=model, dispatch_uid=f"library.forget.{model.__name__}")


def _changed(sender: Any, **kwargs: Any) -> None:
    forget()


def _begin_edition() -> None:
    cache.set(_EDITION, _new_edition(), None)


def _new_edition() -> str:
    return secrets.token_hex(8)
