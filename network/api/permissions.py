"""What a token must be for."""

from typing import Any, cast

from django.utils.translation import gettext
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from network.models import Person


class HasScope(BasePermission):
    """Somebody is asking, and their token names the scope of what they ask. A method without a scope is refused."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether to go on.

        Raises:
            PermissionDenied: naming the scope that is missing.
        """
        if not isinstance(request.user, Person):
            return False
        method = cast(str, request.method)
        if method not in view.allowed_methods:
            return True  # answered with 405
        method = "GET" if method == "HEAD" else method
        if method not in view.scopes:
            return False
        scope = view.scopes[method]
        if request.auth is None or scope is None or scope.code in request.auth.scopes:
            return True
        raise PermissionDenied(
            gettext("This token is not for that. It would need: %(scope)s.") % {"scope": scope.code}
        )
