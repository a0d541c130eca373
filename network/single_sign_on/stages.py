"""The second step at sign-in, when a school's provider has asked for one already."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import Login
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from core import clock
from network.access import load_standing
from network.domain.standing import Standing
from network.services.sign_in_providers import provider_or_none

_BY_SCHOOL = "second_step_by_school"


class SecondStepStage(AuthenticateStage):
    """Asks for the local second step, unless the school's own provider has shown that it asked for one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return super()._should_handle(request) and vouching_school(self.login) is None


def vouching_school(login: Login) -> int | None:
    """The school whose provider proved a second step in this sign-in, if its word counts for this person; else None."""
    sociallogin = (login.signal_kwargs or {}).get("sociallogin")
    if sociallogin is None or login.user is None:
        return None
    if sociallogin.account.extra_data.get("second_step") is not True:
        return None
    provider = provider_or_none(sociallogin.account.provider)
    standing = load_standing(login.user, clock.now())
    return provider.school_id if provider and is_theirs_alone(standing, provider.school_id) else None


def is_theirs_alone(standing: Standing, school_id: int) -> bool:
    """Whether a person belongs to this school and to nothing beyond it.

    What opens another school or a network does not hang on one school's word: its provider could say anything.
    """
    return standing.schools == {school_id} and not standing.network_roles


def remember(session: Any, school_id: int | None) -> None:
    """Note in the session, beside signing in, that a school has vouched for the second step."""
    session.pop(_BY_SCHOOL, None)
    if school_id is not None:
        session[_BY_SCHOOL] = school_id


def is_vouched_for(session: Mapping[str, Any], standing: Standing) -> bool:
    """Whether this session began with a second step at the person's own school, and that still is enough."""
    school_id = session.get(_BY_SCHOOL)
    return school_id is not None and is_theirs_alone(standing, school_id)
