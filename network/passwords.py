"""Which passwords the hub refuses, besides short ones."""

from functools import cached_property

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from network.domain.passwords import is_predictable


class PredictablePasswordValidator:
    """Refuses long passwords made of common short ones: hardly any of the common list has twelve characters itself."""

    @cached_property
    def _common(self) -> set[str]:
        return CommonPasswordValidator().passwords

    def validate(self, password: str, user: object = None) -> None:
        """Check one.

        Raises:
            ValidationError: when it would be guessed early.
        """
        if is_predictable(password, self._common):
            raise ValidationError(
                _("That one is guessed early. Take three or four words that don’t belong together."),
                code="password_predictable",
            )

    def get_help_text(self) -> str:
        """What a page says of it beforehand."""
        return _("Not a common password made longer.")
