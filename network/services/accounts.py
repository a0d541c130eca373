"""Accounts: they begin when somebody accepts an invitation that reached their address, or by the system."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from network.models import Person


class AccountExists(DomainError):
    """There is an account with that address."""

    def __init__(self) -> None:
        super().__init__(_("There is an account with this address already. Sign in with it to go on."))


@transaction.atomic
def begin_account(*, email: str, name: str, password: str | None, language: str = "") -> Person:
    """An account whose address is known to be its owner's: the link of an invitation arrived there.

    It belongs to no school yet. For services that hold such a proof; not for views.

    Args:
        email: the address the invitation was sent to.
        name: as others will see it.
        password: checked by the form; None: nobody can sign in with it until a password is set.
        language: "" is the language of their school.

    Raises:
        AccountExists: when the address has one.
    """
    email = email.strip().lower()
    if Person.objects.filter(email=email).exists():
        raise AccountExists
    return Person.objects.create_user(email, password, name=name.strip(), language=language)


def has_account(email: str) -> bool:
    """Whether somebody can sign in with this address. Told to nobody but who holds a link sent to it."""
    return Person.objects.filter(email=email.strip().lower(), is_active=True).exists()
