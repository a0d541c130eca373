"""How a draft looks to programs, and what they may write in it."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from core.api.fields import PatternField, SlugField, TextField, WholeNumberField
from core.api.problems import Conflict
from core.api.serializers import StrictSerializer
from network.directory import networks_of
from network.models import Person, School, Topic
from practice_library.api.serializers import TOPIC_FIELDS, codes_field
from practice_library.choices import Audience, EvidenceLevel, Language
from practice_library.domain.write_up_fields import LONGEST_BOX, WriteUpFields
from practice_library.models import WriteUpPage
from practice_library.selectors.drafts import Draft, topic_ids_of


def _line(longest: int, text: Any = "") -> TextField:
    return TextField(max_length=longest, allow_blank=True, required=False, help_text=text)


def _box(text: Any = "") -> TextField:
    return _line(LONGEST_BOX, text)


class DraftFields(StrictSerializer):
    """What an author fills in; whatever is left out stays as it is."""

    title = _line(160)
    promise = _line(140, _("What a colleague gets out of it, in one line."))
    for_whom = _box()
    tried = _box()
    worked = _box()
    did_not_work = _box(_("Nobody is asked to read it without."))
    would_change = _box()
    try_it = _box(_("The smallest version, step by step."))
    link_to_learning = _box()
    what_changed = _box(_("For what began from another write-up."))
    language = serializers.ChoiceField(Language.choices, required=False)
    audience = serializers.ChoiceField(
        Audience.choices,
        required=False,
        help_text=_("Who is to read it. Needs a network unless it is “school”."),
    )
    network = SlugField(
        max_length=60, required=False, allow_null=True, help_text=_("One of your school’s networks.")
    )
    author_names = _line(240, _("As they are to be printed; empty: your name."))
    evidence_level = serializers.ChoiceField(EvidenceLevel.choices, required=False)
    evidence_note = _line(120)
    minutes_needed = WholeNumberField(min_value=1, max_value=600, required=False)
    started_year = WholeNumberField(min_value=1900, max_value=2100, required=False, allow_null=True)
    pupils_reached_count = WholeNumberField(min_value=0, max_value=1_000_000, required=False, allow_null=True)
    ages = _line(20, _("Such as 8–9."))
    phases = codes_field(Topic.Kind.PHASE, required=False)
    subjects = codes_field(Topic.Kind.SUBJECT, required=False)
    themes = codes_field(Topic.Kind.THEME, required=False)
    lenses = codes_field(Topic.Kind.LENS, required=False)


class NewDraftSerializer(DraftFields):
    """A draft to begin."""

    school = PatternField(
        r"^[A-Z0-9]{2,8}$",
        required=False,
        help_text=_("The code of the school you write at; yours, if left out."),
    )
    adapted_from = SlugField(
        max_length=100, required=False, allow_null=True, help_text=_("The write-up it began from.")
    )
    translation_of = SlugField(
        max_length=100, required=False, allow_null=True, help_text=_("The write-up it translates.")
    )


class ChangedDraftSerializer(DraftFields):
    """What changes in a draft."""

    revision = WholeNumberField(
        min_value=1, help_text=_("The revision this is based on, as you last read it.")
    )


class DraftSerializer(serializers.Serializer):
    """The newest words of a write-up of one's own."""

    id = serializers.IntegerField(source="write_up.pk")
    revision = serializers.IntegerField(
        source="write_up.latest_revision_id", help_text=_("Changes with every save.")
    )
    school = serializers.CharField(source="write_up.school.code")
    is_published = serializers.BooleanField(
        source="write_up.live", help_text=_("Whether an earlier state is published.")
    )
    is_waiting = serializers.SerializerMethodField(help_text=_("Whether a colleague was asked to read it."))
    updated_at = serializers.DateTimeField(source="write_up.latest_revision_created_at")
    url = serializers.SerializerMethodField(help_text=_("The page where its author goes on."))
    title = serializers.CharField(source="words.title", allow_blank=True)
    promise = serializers.CharField(source="words.promise", allow_blank=True)
    for_whom = serializers.CharField(source="words.for_whom", allow_blank=True)
    tried = serializers.CharField(source="words.tried", allow_blank=True)
    worked = serializers.CharField(source="words.worked", allow_blank=True)
    did_not_work = serializers.CharField(source="words.did_not_work", allow_blank=True)
    would_change = serializers.CharField(source="words.would_change", allow_blank=True)
    try_it = serializers.CharField(source="words.try_it", allow_blank=True)
    link_to_learning = serializers.CharField(source="words.link_to_learning", allow_blank=True)
    what_changed = serializers.CharField(source="words.what_changed", allow_blank=True)
    language = serializers.ChoiceField(Language.choices, source="words.language")
    audience = serializers.ChoiceField(Audience.choices, source="words.audience")
    network = serializers.CharField(allow_null=True)
    author_names = serializers.CharField(source="words.author_names", allow_blank=True)
    evidence_level = serializers.ChoiceField(EvidenceLevel.choices, source="words.evidence_level")
    evidence_note = serializers.CharField(source="words.evidence_note", allow_blank=True)
    minutes_needed = serializers.IntegerField(source="words.minutes_needed")
    started_year = serializers.IntegerField(source="words.started_year", allow_null=True)
    pupils_reached_count = serializers.IntegerField(source="words.pupils_reached_count", allow_null=True)
    ages = serializers.CharField(source="words.ages", allow_blank=True)
    phases = serializers.SerializerMethodField()
    subjects = serializers.SerializerMethodField()
    themes = serializers.SerializerMethodField()
    lenses = serializers.SerializerMethodField()
    adapted_from = serializers.CharField(allow_null=True)
    translation_of = serializers.CharField(allow_null=True)

    def get_is_waiting(self, draft: Draft) -> bool:
        """Whether a question is open."""
        return bool(draft.write_up.open_questions)

    def get_url(self, draft: Draft) -> str:
        """The form of the hub."""
        return settings.BASE_URL + reverse("library:write-up-edit", args=[draft.write_up.pk])

    def get_phases(self, draft: Draft) -> list[str]:
        """Their codes."""
        return draft.topics.get(Topic.Kind.PHASE, [])

    def get_subjects(self, draft: Draft) -> list[str]:
        """Their codes."""
        return draft.topics.get(Topic.Kind.SUBJECT, [])

    def get_themes(self, draft: Draft) -> list[str]:
        """Their codes."""
        return draft.topics.get(Topic.Kind.THEME, [])

    def get_lenses(self, draft: Draft) -> list[str]:
        """Their codes."""
        return draft.topics.get(Topic.Kind.LENS, [])


def first_fields(person: Person, school: School, given: dict[str, Any]) -> WriteUpFields:
    """What a new draft begins with.

    Raises:
        ValidationError: when it names a network or a write-up that is not there for its author.
    """
    before = WriteUpFields(
        language=school.language,
        adapted_from_id=_origin(person, "adapted_from", given.pop("adapted_from", None)),
        translation_of_id=_origin(person, "translation_of", given.pop("translation_of", None)),
    )
    return _merged(before, school, given, {kind: [] for kind in TOPIC_FIELDS})


def next_fields(draft: Draft, given: dict[str, Any]) -> WriteUpFields:
    """A draft's newest words with what was sent in their place.

    Raises:
        ValidationError: when it names a network that is not the school's.
        Conflict: when it would change who reads something that is published.
    """
    if draft.write_up.live and {"audience", "network"} & set(given):
        raise Conflict(gettext("Who reads what is published is changed on its page. Nothing was changed."))
    return _merged(draft.words, draft.write_up.school, given, draft.topics)


def _merged(
    before: WriteUpFields, school: School, given: dict[str, Any], topics: dict[str, list[str]]
) -> WriteUpFields:
    values = dict(given)
    codes: dict[str, list[str]] = {
        str(kind): values.pop(name, topics.get(kind, [])) for kind, name in TOPIC_FIELDS.items()
    }
    if "network" in values:
        values["network_id"] = _network_id(school, values.pop("network"))
    fields = replace(before, **values, topic_ids=topic_ids_of(codes))
    if (fields.audience == Audience.SCHOOL) != (fields.network_id is None):
        raise ValidationError(
            {
                "network": [
                    gettext("Name a network when it is for more than your school, and none when it is not.")
                ]
            }
        )
    return fields


def _network_id(school: School, slug: str | None) -> int | None:
    if slug is None:
        return None
    found = [network.pk for network in networks_of(school.pk) if network.slug == slug]
    if not found:
        raise ValidationError({"network": [gettext("Your school is in no such network.")]})
    return found[0]


def _origin(person: Person, name: str, slug: str | None) -> int | None:
    if slug is None:
        return None
    found = (
        WriteUpPage.objects.visible_to(person)
        .filter(slug=slug)
        .order_by()
        .values_list("pk", flat=True)
        .first()
    )
    if found is None:
        raise ValidationError({name: [gettext("There is no such write-up, or it is not yours to read.")]})
    return found
