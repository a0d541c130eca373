"""What the addresses of every room have in common: who may ask, how often, and what is done with what was sent."""

from collections.abc import Mapping
from typing import Any, cast

from rest_framework.request import Request
from rest_framework.serializers import ListField, Serializer
from rest_framework.views import APIView

from core.registries.api import ApiScope
from network.api.permissions import HasScope
from network.models import Person


class HubView(APIView):
    """An address of the API. `scopes` says, method by method, what a token must be for; None: any token will do."""

    scopes: Mapping[str, ApiScope | None] = {}
    #: Without OPTIONS: the reference says what there is.
    http_method_names = ("get", "head", "post", "put", "patch", "delete")
    permission_classes = (HasScope,)

    @property
    def actor(self) -> Person:
        """The person in whose name is asked."""
        return cast(Person, self.request.user)

    def perform_authentication(self, request: Request) -> None:
        """Find out who is asking, and count it, before anything is refused or read."""
        super().perform_authentication(request)
        if request.user.is_authenticated:
            super().check_throttles(request)

    def check_throttles(self, request: Request) -> None:
        """Counted already."""

    def asked(self, query: type[Serializer]) -> dict[str, Any]:
        """What the address asks for.

        Raises:
            ValidationError: when it does not fit.
        """
        serializer = query()
        given = {
            # Several under a name that takes one do not fit; a form's rule that nothing means "not given" is not ours.
            name: values
            if isinstance(serializer.fields.get(name), ListField) or len(values) > 1
            else values[0]
            for name, values in self.request.query_params.lists()
        }
        return _valid(query(data=given))

    def given(self, body: type[Serializer], **options: Any) -> dict[str, Any]:
        """What was sent.

        Raises:
            ValidationError: when it does not fit.
        """
        return _valid(body(data=self.request.data, **options))


def _valid(serializer: Serializer) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data
