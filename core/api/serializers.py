"""What all parts of the API send and take."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

_MOST_NAMED = 10


class StrictSerializer(serializers.Serializer):
    """Takes what it names and refuses the rest: what cannot be set is not quietly ignored."""

    def to_internal_value(self, data: Any) -> Any:
        """The fields.

        Raises:
            ValidationError: naming every field it does not take.
        """
        if isinstance(data, Mapping):
            taken = {name for name, field in self.fields.items() if not field.read_only}
            if unknown := sorted(set(data) - taken)[:_MOST_NAMED]:
                raise serializers.ValidationError(
                    {name[:80]: [_("There is no such field here, or it cannot be set.")] for name in unknown}
                )
        return super().to_internal_value(data)


class FaultSerializer(serializers.Serializer):
    """One thing in a request that does not fit."""

    field = serializers.CharField(help_text=_("Path of the field; empty for the whole."), allow_blank=True)
    detail = serializers.CharField(help_text=_("What does not fit."))


class ProblemSerializer(serializers.Serializer):
    """What went wrong (RFC 9457)."""

    type = serializers.URLField(help_text=_("Address of the words on this kind of problem."))
    title = serializers.CharField(help_text=_("The kind of problem, in words."))
    status = serializers.IntegerField(help_text=_("The HTTP status."))
    detail = serializers.CharField(help_text=_("What happened, and what to do."))
    request_id = serializers.CharField(help_text=_("Name it when you ask for help."))
    errors = FaultSerializer(many=True, required=False, help_text=_("What in the request does not fit."))
