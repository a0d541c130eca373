"""Fields that every room's forms share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

#: The most digits that the key of a row is sure to fit in.
_MOST_DIGITS = 18


class SeveralField(forms.ModelMultipleChoiceField):
    """Several rows. A key that no database could hold is one more that is not there, where Django's own field breaks."""

    def clean(self, value: Any) -> Any:
        """The rows.

        Raises:
            ValidationError: when one of them is not among the choices.
        """
        for key in value or ():
            if len(str(key)) > _MOST_DIGITS:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)
