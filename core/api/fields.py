"""Fields that take what JSON calls a text or a whole number, and nothing that could be made into one."""

from typing import Any

from rest_framework import serializers


class _OnlyText:
    """A number is no text, though it could be written as one."""

    def to_internal_value(self, data: Any) -> Any:
        """The text.

        Raises:
            ValidationError: for anything else.
        """
        if not isinstance(data, str):
            self.fail("invalid")  # type: ignore[attr-defined]  # a field's
        return super().to_internal_value(data)  # type: ignore[misc]  # a field's


class TextField(_OnlyText, serializers.CharField):
    """A text."""


class PatternField(_OnlyText, serializers.RegexField):
    """A text that looks a certain way."""


class SlugField(_OnlyText, serializers.SlugField):
    """The last part of an address."""


class WholeNumberField(serializers.IntegerField):
    """A whole number; 2.0 is one, "2" is none."""

    def to_internal_value(self, data: Any) -> Any:
        """The number.

        Raises:
            ValidationError: for anything else.
        """
        is_number = isinstance(data, int | float) and not isinstance(data, bool)
        if not is_number:
            self.fail("invalid")
        return super().to_internal_value(data)
