"""Which passwords the hub refuses, besides short ones."""

from collections.abc import Iterable
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from network.access import own_schools
from network.domain.passwords import is_predictable
from network.models import Person


class PredictablePasswordValidator:
    """Refuses long passwords that are guessed early: hardly any of the common list has twelve characters itself."""

    def validate(self, password: str, user: object = None) -> None:
        """Check one; the names of the person and of their schools are among the first guesses.

        Raises:
            ValidationError: when it would be guessed early.
        """
        near = [user.name, user.email] if isinstance(user, Person) else []
        if isinstance(user, Person) and user.pk:
            near += [school.name for school in own_schools(user)]
        refuse_predictable(password, near)

    def get_help_text(self) -> str:
        """What a page says of it beforehand."""
        return _("Not a common password made longer.")


def refuse_predictable(password: str, near: Iterable[str]) -> None:
    """Refuse a password that would be guessed early by somebody who knows these names.

    Raises:
        ValidationError: when it would.
    """
    if is_predictable(password, _common(), near):
        raise ValidationError(
            _("That one is guessed early. Take three or four words that don’t belong together."),
            code="password_predictable",
        )


@cache
def _common() -> set[str]:
    return CommonPasswordValidator().passwords
