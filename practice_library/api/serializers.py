"""How published write-ups look to programs."""

from typing import Any

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.pages import PageQuery
from network.models import Topic
from network.taxonomy import TAXONOMY
from practice_library.choices import Audience, EvidenceLevel, Language
from practice_library.domain.search_query import LONGEST_TEXT
from practice_library.domain.wanted import MOST_VALUES
from practice_library.models import WriteUpPage

_in_language = lazy(lambda english, swedish: swedish if get_language() == "sv" else english, str)
#: Kind of topic → (code, name) of each.
_TOPICS = {
    kind: [(code, _in_language(english, swedish)) for code, english, swedish, *_notes in entries]
    for kind, entries in TAXONOMY.items()
}
#: kind of topic → the name under which a write-up's codes are sent.
TOPIC_FIELDS = {
    Topic.Kind.PHASE: "phases", Topic.Kind.SUBJECT: "subjects", Topic.Kind.THEME: "themes", Topic.Kind.LENS: "lenses",
}  # fmt: skip


def codes_field(kind: str, **options: Any) -> serializers.ListField:
    """Several codes of one kind of topic."""
    return serializers.ListField(
        child=serializers.ChoiceField(_TOPICS[kind]), max_length=MOST_VALUES, **options
    )


def _some(choices: Any) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.ChoiceField(choices), max_length=MOST_VALUES, required=False
    )


class WriteUpQuery(PageQuery):
    """What the library is asked for; of several values under one name, any will do."""

    q = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=LONGEST_TEXT,
        help_text=_("Words, in any inflection; a phrase in quotation marks."),
    )
    phase = codes_field(Topic.Kind.PHASE, required=False)
    subject = codes_field(Topic.Kind.SUBJECT, required=False)
    theme = codes_field(Topic.Kind.THEME, required=False)
    lens = codes_field(Topic.Kind.LENS, required=False)
    school = serializers.ListField(
        child=serializers.RegexField(r"^[A-Z0-9]{2,8}$"), max_length=MOST_VALUES, required=False,
        help_text=_("Codes of schools."),
    )  # fmt: skip
    evidence = _some(EvidenceLevel.choices)
    language = _some(Language.choices)
    sort = serializers.ChoiceField(
        [("relevance", "relevance"), ("newest", "newest")],
        default="relevance",
        help_text=_("Without words, the newest always come first."),
    )


class WriteUpSerializer(serializers.ModelSerializer):
    """A published write-up, as a list shows it."""

    school = serializers.CharField(source="school.code", help_text=_("The school’s code."))
    school_name = serializers.CharField(source="school.name")
    network = serializers.SerializerMethodField(help_text=_("The network it is for, when it is for one."))
    audience = serializers.ChoiceField(Audience.choices, help_text=_("Who may read it."))
    published_at = serializers.DateTimeField(source="first_published_at", allow_null=True)
    updated_at = serializers.DateTimeField(source="last_published_at", allow_null=True)
    phases = serializers.SerializerMethodField()
    subjects = serializers.SerializerMethodField()
    themes = serializers.SerializerMethodField()
    lenses = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField(help_text=_("Its page."))

    class Meta:
        model = WriteUpPage
        fields: tuple[str, ...] = (
            "slug", "title", "promise", "school", "school_name", "network", "audience", "language", "author_names",
            "evidence_level", "evidence_note", "minutes_needed", "ages", "phases", "subjects", "themes", "lenses",
            "published_at", "updated_at", "reviewed_on", "url",
        )  # fmt: skip
        read_only_fields: tuple[str, ...] = fields

    def get_network(self, write_up: WriteUpPage) -> str | None:
        """The network's address, for what is for a network alone."""
        is_for_one = write_up.audience == Audience.NETWORK and write_up.network is not None
        return write_up.network.slug if is_for_one and write_up.network else None

    def get_phases(self, write_up: WriteUpPage) -> list[str]:
        """Their codes."""
        return self._codes(write_up, Topic.Kind.PHASE)

    def get_subjects(self, write_up: WriteUpPage) -> list[str]:
        """Their codes."""
        return self._codes(write_up, Topic.Kind.SUBJECT)

    def get_themes(self, write_up: WriteUpPage) -> list[str]:
        """Their codes."""
        return self._codes(write_up, Topic.Kind.THEME)

    def get_lenses(self, write_up: WriteUpPage) -> list[str]:
        """Their codes."""
        return self._codes(write_up, Topic.Kind.LENS)

    def get_url(self, write_up: WriteUpPage) -> str:
        """Where people read it."""
        return settings.BASE_URL + write_up.get_absolute_url()

    def _codes(self, write_up: WriteUpPage, kind: str) -> list[str]:
        return self.context["codes"].get(write_up.pk, {}).get(kind, [])


class RelatedSerializer(serializers.Serializer):
    """Another write-up that you may read as well."""

    slug = serializers.SerializerMethodField()
    title = serializers.CharField()
    school_name = serializers.CharField(source="school")
    language = serializers.CharField()

    def get_slug(self, related: Any) -> str:
        """The last part of its address."""
        return related.url.rstrip("/").rsplit("/", 1)[-1]


class PictureSerializer(serializers.Serializer):
    """A picture; it opens in the browser of whoever may read the write-up."""

    url = serializers.SerializerMethodField()
    alt = serializers.CharField(allow_blank=True)
    caption = serializers.CharField(allow_blank=True)

    def get_url(self, picture: Any) -> str:
        """Where it is."""
        return settings.BASE_URL + picture.url


class FileSerializer(serializers.Serializer):
    """A file; it opens in the browser of whoever may read the write-up."""

    url = serializers.SerializerMethodField()
    title = serializers.CharField(allow_blank=True)
    extension = serializers.CharField()
    size_bytes = serializers.IntegerField(source="size", allow_null=True)

    def get_url(self, file: Any) -> str:
        """Where it is."""
        return settings.BASE_URL + file.url


class WholeWriteUpSerializer(WriteUpSerializer):
    """A published write-up with its text. The boxes are light Markdown, as their author typed them."""

    adapted_from = RelatedSerializer(source="around.adapted_from", allow_null=True)
    adaptations = RelatedSerializer(source="around.adaptations", many=True)
    translations = RelatedSerializer(source="around.translations", many=True)
    pictures = PictureSerializer(source="around.pictures", many=True)
    files = FileSerializer(source="around.files", many=True)
    is_out_of_date = serializers.BooleanField(
        source="around.is_out_of_date", help_text=_("Whether nobody has looked at it for two years.")
    )

    class Meta(WriteUpSerializer.Meta):
        fields: tuple[str, ...] = (
            *WriteUpSerializer.Meta.fields, "for_whom", "tried", "worked", "did_not_work", "would_change", "try_it",
            "link_to_learning", "what_changed", "reviewer_name", "started_year", "pupils_reached_count",
            "adapted_from", "adaptations", "translations", "pictures", "files", "is_out_of_date",
        )  # fmt: skip
        read_only_fields: tuple[str, ...] = fields


class FacetValueSerializer(serializers.Serializer):
    """A value to narrow by."""

    code = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField(help_text=_("How many it would leave."))


class FacetSerializer(serializers.Serializer):
    """A question the list can be narrowed by."""

    code = serializers.CharField(help_text=_("The name of the parameter."))
    title = serializers.CharField()
    values = FacetValueSerializer(many=True)
