"""The demo's accounts, for its sign-in page."""

from django.conf import settings

from core import clock
from core.registries import demo_accounts
from network.models import Membership, NetworkRoleGrant
from network.roles import NetworkRole, Role


def _accounts() -> list[demo_accounts.DemoAccount]:
    now = clock.now()
    members = list(
        Membership.objects.current(now)
        .filter(person__is_active=True, school__left_at=None)
        .select_related("person", "school")
        .prefetch_related("role_grants")
        .order_by("school__name", "person__name", "pk")
    )
    duties: dict[int, list[str]] = {}
    for person_id, role in NetworkRoleGrant.objects.current(now).values_list("person_id", "role"):
        duties.setdefault(person_id, []).append(str(NetworkRole(role).label))
    return [
        demo_accounts.DemoAccount(
            school=member.school.name,
            name=member.person.display_name,
            roles=", ".join(
                [str(Role(grant.role).label) for grant in member.role_grants.all() if grant.ends_at is None]
                + duties.get(member.person_id, [])
            ),
            email=member.person.email,
        )
        for member in members
    ]


def register() -> None:
    """Offer them, in a demo only: anywhere else nobody may read who has an account."""
    if settings.DEMO:
        demo_accounts.providers.register("network", _accounts)
