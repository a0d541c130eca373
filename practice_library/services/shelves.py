"""The tree in which write-ups stand, and which network's editors may reach into it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupPagePermission, Page, Site

from core import clock
from network.access import standing_of
from network.models import Network, NetworkRoleGrant, Person, School
from network.roles import NetworkRole
from network.roles import Permission as May
from practice_library.models import LibraryHomePage, NetworkShelfPage, SchoolShelfPage

_EDITORS = "library-editors-"
#: Where Wagtail files every picture and file: no group has a permission on this collection, so no chooser shows them.
_COLLECTION = "Library"
_ON_PAGES = ("change_page", "publish_page")


@transaction.atomic
def ensure_library_home() -> LibraryHomePage:
    """The root of the library's tree, made when it is missing; Wagtail's own first page and groups go with that."""
    home = LibraryHomePage.objects.first()
    if home is not None:
        return home
    root = Page.objects.select_for_update().get(depth=1)
    # Another process may have made it while this one waited for the lock.
    if (home := LibraryHomePage.objects.first()) is not None:
        return home
    home = root.add_child(instance=LibraryHomePage(title="Library", slug="library"))
    address = urlsplit(settings.BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "site_name": "Hedgerow",
            "root_page": home,
        },
    )
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    # Wagtail begins with two groups that may edit everything. Nobody is in them; nobody shall be.
    Group.objects.filter(name__in=["Moderators", "Editors"], user=None).delete()
    return home


@transaction.atomic
def shelf_for_school(school: School) -> SchoolShelfPage:
    """A school's shelf, made when it is missing; locked, so that two pages are not put at the same spot of it."""
    shelf = SchoolShelfPage.objects.select_for_update().filter(school=school).first()
    if shelf is None:
        home = LibraryHomePage.objects.select_for_update().get(pk=ensure_library_home().pk)
        shelf = SchoolShelfPage.objects.filter(school=school).first() or home.add_child(
            instance=SchoolShelfPage(title=school.name, slug=f"school-{school.pk}", school=school)
        )
    return shelf


@transaction.atomic
def shelf_for_network(network: Network) -> NetworkShelfPage:
    """A network's shelf, made with its editors' group when it is missing; locked as a school's is."""
    shelf = NetworkShelfPage.objects.select_for_update().filter(network=network).first()
    if shelf is None:
        home = LibraryHomePage.objects.select_for_update().get(pk=ensure_library_home().pk)
        shelf = NetworkShelfPage.objects.filter(network=network).first() or home.add_child(
            instance=NetworkShelfPage(title=network.name, slug=f"network-{network.pk}", network=network)
        )
        sync_editors(network)
    return shelf


@transaction.atomic
def sync_editors(network: Network) -> Group:
    """Let exactly those who edit for a network now into its shelf, in Wagtail's own terms.

    Wagtail wants a group for its admin to open at all. What is listed, opened and done there asks `network.access` each
    time (`middleware`, `views.offered`, `LibraryPage.permissions_for_user`), so a group that lags behind opens nothing.
    """
    group, _made = Group.objects.get_or_create(name=f"{_EDITORS}{network.pk}")
    shelf = NetworkShelfPage.objects.filter(network=network).first() or shelf_for_network(network)
    group.permissions.set(
        Permission.objects.filter(codename="access_admin", content_type__app_label="wagtailadmin")
    )
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=_ON_PAGES
    ):
        GroupPagePermission.objects.get_or_create(group=group, page_id=shelf.pk, permission=permission)
    group.user_set.set(_editors_of(network))
    return group


def align_editor(person: Person) -> bool:
    """Put right which editors' groups one person is in; returns whether something had to be.

    Asked at every visit to `/cms/`: memberships end and schools leave without anybody thinking of the library.
    """
    wanted = {f"{_EDITORS}{pk}" for pk in standing_of(person).networks_where(May.EDIT_LIBRARY)}
    held = set(person.groups.filter(name__startswith=_EDITORS).values_list("name", flat=True))
    if wanted == held:
        return False
    person.groups.remove(*Group.objects.filter(name__in=held - wanted))
    for name in wanted - held:
        sync_editors(Network.objects.get(pk=name.removeprefix(_EDITORS)))
    return True


@transaction.atomic
def library_collection() -> Collection:
    """Wagtail's collection of all pictures and files, made when it is missing."""
    root = Collection.objects.select_for_update().get(depth=1)
    return root.get_children().filter(name=_COLLECTION).first() or root.add_child(name=_COLLECTION)


def _editors_of(network: Network) -> list[Person]:
    grants = NetworkRoleGrant.objects.current(clock.now()).filter(network=network, role=NetworkRole.EDITOR)
    people = Person.objects.filter(pk__in=grants.values("person_id"))
    return [person for person in people if standing_of(person).may_in(May.EDIT_LIBRARY, network.pk)]
