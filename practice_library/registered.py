"""What this room shows elsewhere."""

from django.utils.translation import gettext_lazy as _

from core.registries import (
    audit_words,
    feeds,
    front_page,
    linked_things,
    messages,
    navigation,
    retention,
    school_content,
    today,
    work,
)
from network.access import standing_of
from network.roles import Permission
from practice_library import subject_exports
from practice_library.api import registered as api
from practice_library.desk import today_cards
from practice_library.selectors import shown
from practice_library.selectors.school_content import published_by
from practice_library.services import picture_sizes, stray_files


def register() -> None:
    """Called once, when the apps are ready."""
    _register_writing()
    _register_reading()
    api.register()


def _register_reading() -> None:
    linked_things.resolvers.register("write_up", shown.write_up_links)
    work.kinds.register(picture_sizes.KIND, picture_sizes.make)
    front_page.providers.register("library", shown.public_highlights)
    today.suggestions.register("library", shown.to_try)
    today.providers.register("library-asked-again", shown.asked_again)
    subject_exports.register()
    school_content.providers.register("library", published_by)
    retention.rules.register("library", shown.retention_rule())
    retention.rules.register("library.stray_files", stray_files.RETENTION)
    feeds.kinds.register(
        "library",
        feeds.FeedKind(
            code="library",
            label=_("New in the library"),
            summary=_("For a feed reader: the newest write-ups that you may read."),
            url_name="library:feed-mine",
        ),
    )


def _register_writing() -> None:
    for code, label in (
        ("review_asked", _("A colleague asks you to read a write-up")),
        ("review_answered", _("A colleague read your write-up")),
        ("published", _("Your write-up was published")),
        ("unpublished", _("Your write-up was taken out of the library")),
    ):
        messages.kinds.register(code, messages.MessageKind(code, label, f"library/mail/{code}"))
    today.providers.register("library", today_cards)
    navigation.entries.register(
        "library:write",
        navigation.NavEntry(
            place="library",
            label=_("Write"),
            url_name="library:write",
            summary=_("Your drafts, what a colleague is reading, and what you published."),
            order=20,
            shown_to=lambda viewer: standing_of(viewer).may_somewhere(Permission.WRITE),
        ),
    )
    for action, sentence in _AUDIT_WORDS.items():
        audit_words.sentences.register(action, sentence)


_AUDIT_WORDS = {
    "write_up_started": _("%(who)s began a write-up."),
    "write_up_saved": _("%(who)s wrote on a write-up."),
    "write_up_deleted": _("%(who)s threw a write-up away."),
    "write_up_taken_back": _("%(who)s took a write-up back from the library."),
    "write_up_edited": _("%(who)s edited a write-up for the network."),
    "write_up_unpublished": _("%(who)s took a write-up out of the network’s library."),
    "audience_changed": _("%(who)s changed who may read a write-up."),
    "audience_wished": _("%(who)s noted who is to read a write-up once a colleague has read it again."),
    "review_asked": _("%(who)s asked a colleague to read a write-up."),
    "review_withdrawn": _("%(who)s took back the question about a write-up."),
    "review_publish": _("%(who)s read a write-up and published it."),
    "review_change": _("%(who)s read a write-up and asked for a change."),
    "picture_added": _("%(who)s added a picture to a write-up."),
    "file_added": _("%(who)s added a file to a write-up."),
    "extra_removed": _("%(who)s took a picture or a file out of a write-up."),
    "extra_moved": _("%(who)s put the pictures and files of a write-up in another order."),
}
