"""The accounts a demo's visitors may sign in with. Nothing registers here unless the hub is a demo."""

from collections.abc import Callable
from typing import NamedTuple

from core.registries.base import Registry


class DemoAccount(NamedTuple):
    """Somebody to try the hub as: where they work, what they are called, what they do, how they sign in."""

    school: str
    name: str
    roles: str
    email: str


#: name → () → accounts, those of a school together.
providers: Registry[Callable[[], list[DemoAccount]]] = Registry("demo accounts")


def accounts() -> list[DemoAccount]:
    """The accounts of all providers."""
    return [account for provider in providers for account in provider()]
