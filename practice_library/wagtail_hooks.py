"""What network editors meet in the Wagtail admin: their list, and nothing that shows what was not offered to them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from practice_library.models import WriteUpPage
from practice_library.services.editing import note_edited, note_unpublished
from practice_library.views.offered import offered_list

_MENU = "offered"


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """The editors' list."""
    return [path("offered/", offered_list, name="library_offered")]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """The one entry of the menu."""
    return MenuItem(
        _("Offered to us"), reverse("library_offered"), name=_MENU, icon_name="folder-open-inverse"
    )


@hooks.register("construct_main_menu")
def only_ours(request: HttpRequest, items: list[MenuItem]) -> None:
    """Reports, users, images and the rest are for one organisation's admin; here several schools would meet in them."""
    items[:] = [item for item in items if item.name == _MENU]


@hooks.register("construct_homepage_panels")
@hooks.register("construct_homepage_summary_items")
def nothing_at_home(request: HttpRequest, items: list[Any]) -> None:
    """Recent edits, locked pages and counts of everybody's things: none; the page itself leads to the list."""
    items.clear()


# The doors below are closed by the middleware already; whoever opens one there still meets an empty room.


@hooks.register("construct_explorer_page_queryset")
def explorer_shows_offered(parent: Any, pages: QuerySet, request: HttpRequest) -> QuerySet:
    """Only what was offered to the editor's networks."""
    return pages.filter(pk__in=WriteUpPage.objects.offered_to_editor(request.user).values("pk"))


@hooks.register("construct_page_chooser_queryset")
def page_chooser_shows_offered(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """Only what was offered to the editor's networks."""
    return pages.filter(pk__in=WriteUpPage.objects.offered_to_editor(request.user).values("pk"))


@hooks.register("construct_image_chooser_queryset")
@hooks.register("construct_document_chooser_queryset")
@hooks.register("construct_media_chooser_queryset")
def nothing_to_choose(things: QuerySet, request: HttpRequest) -> QuerySet:
    """Pictures and files stay the school's; editors edit words."""
    return things.none()


@hooks.register("construct_page_action_menu")
def save_and_publish_only(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Publish first, then keep for later, then take out."""
    by_name = {item.name: item for item in items}
    names = ("action-publish", "action-save-draft", "action-unpublish")
    items[:] = [by_name[name] for name in names if name in by_name]


@hooks.register("after_edit_page")
def edited(request: Any, page: Any) -> None:
    """Keep in the school's audit log that its write-up was edited."""
    if isinstance(page, WriteUpPage):
        note_edited(write_up=page, by=request.user)


@hooks.register("after_unpublish_page")
def unpublished(request: Any, page: Any) -> None:
    """Keep in the school's audit log that its write-up was taken out, and tell its author."""
    specific = page.specific
    if isinstance(specific, WriteUpPage):
        note_unpublished(write_up=specific, by=request.user)
