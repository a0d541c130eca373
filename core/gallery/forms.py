"""A form to show how forms look, filled in and with things to put right."""

from django import forms


class ExampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="What we tried", help_text="A line that a colleague would click on.")
    phase = forms.ChoiceField(
        label="For whom",
        choices=[("", "Choose"), ("early", "Early years"), ("ks1", "Key stage 1"), ("ks2", "Key stage 2")],
    )
    didnt = forms.CharField(
        label="What didn’t work",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write a line or two about what didn’t work."},
        help_text="The part others learn most from.",
    )
    minutes = forms.IntegerField(label="Minutes it takes", required=False)
    picture = forms.FileField(label="A picture", required=False, help_text="JPEG, PNG or HEIC, up to 10 MB.")
    audience = forms.ChoiceField(
        label="Who may read it",
        widget=forms.RadioSelect,
        choices=[("school", "My school"), ("network", "This network"), ("public", "Everyone")],
    )
    lenses = forms.MultipleChoiceField(
        label="What it is about",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("talk", "Talk about learning"), ("sharing", "Sharing ideas"), ("place", "Where we learn")],
    )
    checked = forms.BooleanField(label="No pupil can be recognised in this text")


def filled_form() -> ExampleForm:
    """The form as somebody began it."""
    initial = {"title": "Partner talk before pencils", "phase": "ks2", "audience": "network", "minutes": 10}
    return ExampleForm(initial=initial, prefix="filled")


def form_with_errors() -> ExampleForm:
    """The form as it comes back."""
    data = {"wrong-title": "Partner talk before pencils", "wrong-phase": "ks2", "wrong-minutes": "ten"}
    return ExampleForm(data, prefix="wrong")
