"""Forms of writing: the write-up, where it begins, who may read it."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField, SeveralField
from network.directory import networks_of
from network.models import Network, Topic
from practice_library.choices import Audience
from practice_library.domain.write_up_fields import LONGEST_BOX, WriteUpFields
from practice_library.models import WriteUpPage

_KINDS = {"phases": Topic.Kind.PHASE, "subjects": Topic.Kind.SUBJECT,
          "themes": Topic.Kind.THEME, "lenses": Topic.Kind.LENS}  # fmt: skip


class KeptEmpty(forms.Field):
    """A field that is asked for in the end, and may be empty in a draft: never "(optional)", never an error."""

    def validate(self, value: Any) -> None:
        """Nothing is as good as anything that fits."""
        if value not in self.empty_values:
            super().validate(value)


class Line(KeptEmpty, forms.CharField):
    """One line."""


class Box(KeptEmpty, LongTextField):
    """Several lines, with light Markdown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_BOX, **kwargs)


class Choice(KeptEmpty, forms.ChoiceField):
    """One of several."""


def audience_choices(networks: list[Network]) -> list[tuple[str, Any]]:
    """The choices in plain sentences; each network is named, for the school may be in several."""
    choices: list[tuple[str, Any]] = [("school", _("My school: only the people who work here read it."))]
    for network in networks:
        words = {"network": network.name}
        choices += [
            (
                f"network-{network.pk}",
                gettext("%(network)s: everybody who works at its schools reads it.") % words,
            ),
            (
                f"public-{network.pk}",
                gettext("Everybody: it is on the web, and on the shelf of %(network)s.") % words,
            ),
        ]
    return choices


def audience_code(audience: str, network_id: int | None) -> str:
    """How an audience stands in a form."""
    return audience if audience == Audience.SCHOOL else f"{audience}-{network_id}"


def audience_of(code: str) -> tuple[str, int | None]:
    """The audience and the network behind a code of `audience_choices`."""
    audience, _dash, network = code.partition("-")
    return audience, int(network) if network else None


class WriteUpForm(forms.Form):
    """A write-up, box by box in the order in which a colleague asks. Nothing is required until somebody is asked."""

    use_required_attribute = False
    fields: dict[str, Any]

    title = Line(max_length=160, label=_("Title"), help_text=_("A line that a colleague would click on."))
    promise = Line(
        max_length=140, label=_("In one line"), help_text=_("What does a colleague get out of it?")
    )
    for_whom = Box(label=_("For whom"), help_text=_("Which colleagues, which pupils, which moment?"))
    tried = Box(label=_("What we tried"), help_text=_("What did you do, and what made you do it?"))
    worked = Box(
        label=_("What worked"), help_text=_("What did you see or hear? Write about pupils as A, B and C.")
    )
    did_not_work = Box(
        label=_("What didn’t work"),
        help_text=_("The part others learn most from. Nobody is asked to read it without."),
    )
    would_change = Box(
        required=False, label=_("What we’d change"), help_text=_("If you began again tomorrow.")
    )
    try_it = Box(
        label=_("Try it"), help_text=_("The smallest version, step by step, for somebody you never met.")
    )
    link_to_learning = Box(
        label=_("Link to learning"), help_text=_("What does it have to do with how pupils learn?")
    )
    what_changed = Box(
        label=_("What we changed and why"),
        help_text=_("You began from a colleague’s write-up. What is different?"),
    )
    audience = Choice(label=_("Who may read it"), widget=forms.RadioSelect)

    language = forms.ChoiceField(label=_("Language"))
    author_names = Line(
        max_length=240,
        label=_("Written by"),
        help_text=_("With commas between the names, as they are to be printed."),
    )
    minutes_needed = forms.IntegerField(
        min_value=1, max_value=600, label=_("Minutes it takes"), help_text=_("For the smallest version.")
    )
    phases = SeveralField(Topic.objects.none(), required=False, label=_("Phase"))
    ages = forms.CharField(max_length=20, required=False, label=_("Ages"), help_text=_("Such as 8–9."))
    subjects = SeveralField(Topic.objects.none(), required=False, label=_("Subject"))
    themes = SeveralField(Topic.objects.none(), required=False, label=_("Theme"))
    lenses = SeveralField(Topic.objects.none(), required=False, label=_("Lens on learning"))
    evidence_level = forms.ChoiceField(
        label=_("What it rests on"), help_text=_("None of these is better than another.")
    )
    evidence_note = forms.CharField(
        max_length=120,
        required=False,
        label=_("In a few words"),
        help_text=_("Such as: three classes, one term."),
    )
    pupils_reached_count = forms.IntegerField(
        min_value=0, max_value=1_000_000, required=False, label=_("Pupils reached")
    )
    started_year = forms.IntegerField(
        min_value=1900, max_value=2100, required=False, label=_("Since which year")
    )
    #: The revision these words began from: two windows must not overwrite each other without a word.
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    WORDS = ("title", "promise", "for_whom", "tried", "worked", "did_not_work", "would_change", "try_it",
             "link_to_learning", "what_changed")  # fmt: skip
    FACTS = ("language", "author_names", "minutes_needed", "phases", "ages", "subjects", "themes", "lenses",
             "evidence_level", "evidence_note", "pupils_reached_count", "started_year")  # fmt: skip

    def __init__(self, *args: Any, draft: WriteUpPage, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": initial_of(draft)})
        self.draft = draft
        self.fields["language"].choices = WriteUpPage._meta.get_field("language").choices
        self.fields["evidence_level"].choices = WriteUpPage._meta.get_field("evidence_level").choices
        self._offer_topics()
        if draft.live:
            del self.fields["audience"]  # has its own page: closing acts at once
        else:
            self.fields["audience"].choices = audience_choices(networks_of(draft.school_id))
        if not draft.adapted_from_id:
            del self.fields["what_changed"]

    def _offer_topics(self) -> None:
        by_kind: dict[str, list[Topic]] = {}
        for topic in Topic.objects.order_by("position", "pk"):
            by_kind.setdefault(topic.kind, []).append(topic)
        for name, kind in _KINDS.items():
            field = self.fields[name]
            field.queryset = Topic.objects.filter(kind=kind)
            field.widget = forms.CheckboxSelectMultiple()
            field.widget.choices = [(topic.pk, topic.name) for topic in by_kind.get(kind, [])]

    def words(self) -> list[forms.BoundField]:
        """The boxes."""
        return [self[name] for name in self.WORDS if name in self.fields]

    def facts(self) -> list[forms.BoundField]:
        """What is in the folded part."""
        return [self[name] for name in self.FACTS]

    def has_fact_errors(self) -> bool:
        """Whether the folded part has something to put right, and is shown open."""
        return any(name in self.errors for name in self.FACTS)

    def to_fields(self) -> WriteUpFields:
        """What was filled in, for the service; what the form does not ask stays as the draft has it."""
        known = {field.name for field in fields(WriteUpFields)}
        values = {name: value for name, value in self.cleaned_data.items() if name in known}
        if code := values.pop("audience", ""):
            values["audience"], values["network_id"] = audience_of(code)
        else:
            values["audience"], values["network_id"] = self.draft.audience, self.draft.network_id
        values["topic_ids"] = tuple(topic.pk for name in _KINDS for topic in self.cleaned_data[name])
        values["adapted_from_id"] = self.draft.adapted_from_id
        values["translation_of_id"] = self.draft.translation_of_id
        return WriteUpFields(**values)


def initial_of(draft: WriteUpPage) -> dict[str, Any]:
    """A draft as the form shows it."""
    values = {
        name: getattr(draft, name) for name in (*WriteUpForm.WORDS, *WriteUpForm.FACTS) if name not in _KINDS
    }
    topics = list(draft.topics.all())
    for name, kind in _KINDS.items():
        values[name] = [topic.pk for topic in topics if topic.kind == kind]
    values["audience"] = audience_code(draft.audience, draft.network_id)
    values["based_on"] = draft.latest_revision_id
    return values


class StartForm(forms.Form):
    """At which school, for those who belong to several."""

    fields: dict[str, Any]
    school: forms.ModelChoiceField = forms.ModelChoiceField(None, label=_("School"), empty_label=None)

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools
        self.fields["school"].initial = schools.first()


class AudienceForm(forms.Form):
    """Who may read it."""

    fields: dict[str, Any]
    audience = forms.ChoiceField(label=_("Who may read it"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, write_up: WriteUpPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.networks = {network.pk: network for network in networks_of(write_up.school_id)}
        self.fields["audience"].choices = audience_choices(list(self.networks.values()))
        self.fields["audience"].initial = audience_code(write_up.audience, write_up.network_id)

    def chosen(self) -> tuple[str, Network | None]:
        """The audience and its network."""
        audience, network_id = audience_of(self.cleaned_data["audience"])
        return audience, self.networks.get(network_id) if network_id else None
