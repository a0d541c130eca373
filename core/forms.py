"""Fields that every room's forms share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: The most digits that the key of a row is sure to fit in.
_MOST_DIGITS = 18


class LongTextField(forms.CharField):
    """Several lines, up to a length.

    What is too long is refused with all of it still in its box: `maxlength` in the page would cut off what somebody
    pastes, without a word.
    """

    default_error_messages = {
        "max_length": _(
            "This has %(show_value)d characters, and there is room for %(limit_value)d. All of it is still here: "
            "make it shorter and send it again."
        ),
    }

    def __init__(self, *, max_length: int, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Everything but the length at which a browser would cut."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


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
