"""What all pages of the hub have in common."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page, PagePermissionTester

from network.access import standing_of
from network.roles import Permission


class LibraryPermissions(PagePermissionTester):
    """What somebody may do with a page in the Wagtail admin: what `network.access` says, and less than Wagtail's groups.

    The groups decide what is listed; this decides what happens. It holds for operators too, whose superuser flag
    would pass every permission of Wagtail by.
    """

    def _may(self) -> bool:
        return self.page.specific.may_be_edited_by(self.user)

    def can_edit(self) -> bool:
        """An editor of the network it was offered to, unless its school is writing on it."""
        return self._may()

    def can_publish(self) -> bool:
        """The same: what an editor changes is read by nobody in between."""
        return self._may()

    def can_unpublish(self) -> bool:
        """Always for an editor of its network, also while its school is writing on it."""
        return self.page.live and self.page.specific.is_offered_to_editor(self.user)

    def _never(self, *args: Any, **kwargs: Any) -> bool:
        return False

    # Shelves, addresses and audiences are the services' business, and what came before an offer is the school's.
    can_add_subpage = can_delete = can_move = can_move_to = can_copy = can_copy_to = _never
    can_publish_subpage = can_reorder_children = can_set_view_restrictions = can_view_revisions = _never
    can_lock = can_unlock = can_unschedule = can_submit_for_moderation = _never


class LibraryPage(Page):
    """A page that Wagtail keeps and our own views show: Wagtail's serving, feeds and sitemaps leave it out."""

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> LibraryPermissions:
        """Asked by everything in the Wagtail admin."""
        return LibraryPermissions(user, self)

    def is_offered_to_editor(self, user: Any) -> bool:
        """Whether this user edits the library of the network this page was offered to; a shelf is nobody's to edit."""
        return False

    def may_be_edited_by(self, user: Any) -> bool:
        """Whether this user may change the page in the Wagtail admin."""
        return self.is_offered_to_editor(user)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """None: a shelf is not a page to read."""
        return None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Never: pages are read at `/library/`, where the reader's right to do so is checked.

        Raises:
            Http404: always.
        """
        raise Http404

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """None: our own sitemap lists what is public."""
        return []


def edits_network(user: Any, network_id: int | None) -> bool:
    """Whether somebody edits the library of a network now."""
    return standing_of(user).may_in(Permission.EDIT_LIBRARY, network_id)
