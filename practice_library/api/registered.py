"""What this room adds to the API."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from core.registries import api
from practice_library.api.drafts import DraftDetail, DraftList
from practice_library.api.reading import WriteUpDetail, WriteUpList
from practice_library.api.scopes import SCOPES

_PARTS = (
    api.ApiPart(
        "write-ups",
        _("Library"),
        [
            path("write-ups/", WriteUpList.as_view(), name="write-up-list"),
            path("write-ups/<slug:slug>/", WriteUpDetail.as_view(), name="write-up"),
        ],
        order=50,
    ),
    api.ApiPart(
        "drafts",
        _("What you write"),
        [
            path("drafts/", DraftList.as_view(), name="draft-list"),
            path("drafts/<int:pk>/", DraftDetail.as_view(), name="draft"),
        ],
        order=60,
    ),
)


def register() -> None:
    """Called once, when the apps are ready."""
    for scope in SCOPES:
        api.scopes.register(scope.code, scope)
    for part in _PARTS:
        api.parts.register(part.code, part)
