"""Errors that a person meets."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


class DomainError(Exception):
    """Something the person asked for cannot be done; the message says why and what to do next.

    Subclasses stand beside the function that raises them. The message is translatable and fit to be read by a teacher.
    """

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(DomainError, PermissionDenied):
    """The person may see the thing but not do this to it (answered with 403)."""
