"""Asking for help when the second step is lost."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.models import School


class AskForHelpForm(forms.Form):
    """At which school; asked only when there are several."""

    school = forms.ChoiceField(label=_("Whose colleagues should we ask?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, schools: Sequence[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._schools = {school.code: school for school in schools}
        self.fields["school"].choices = [(school.code, school.name) for school in schools]  # type: ignore[attr-defined]
        if len(schools) < 2:
            del self.fields["school"]

    @property
    def chosen(self) -> School | None:
        """The school, or None when the person belongs to none."""
        code = self.cleaned_data.get("school") or next(iter(self._schools), "")
        return self._schools.get(code)
