"""Forms of asking a colleague to read, and of their answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField
from network.models import Person
from practice_library.models import ReviewRequest


class AskForm(forms.Form):
    """Whom, and a word to them."""

    fields: dict[str, Any]
    reviewer = forms.TypedChoiceField(coerce=int, label=_("Colleague"))
    note = LongTextField(required=False, max_length=400, rows=3, label=_("A word to your colleague"))

    def __init__(self, *args: Any, readers: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readers = {person.pk: person for person in readers}
        self.fields["reviewer"].choices = [(pk, person.display_name) for pk, person in self.readers.items()]

    def reader(self) -> Person:
        """The colleague who was chosen."""
        return self.readers[self.cleaned_data["reviewer"]]


class AnswerForm(forms.Form):
    """What the colleague says. Which of the two it is, is one of its values, as the buttons carry it."""

    decision = forms.ChoiceField(
        choices=[(ReviewRequest.Decision.PUBLISH, ""), (ReviewRequest.Decision.CHANGE, "")],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the two answers."), "invalid_choice": _("Choose one of the two answers.")},
    )  # fmt: skip
    answer = LongTextField(
        required=False,
        max_length=4000,
        label=_("A word back"),
        help_text=_(
            "What you would change, or what you will try yourself. Your colleague and you see it, nobody else."
        ),
    )
