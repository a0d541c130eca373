"""Every box that takes text has a limit; the long ones never cut off what is pasted."""

import importlib
import inspect
import pkgutil
import re

import pytest
from django import forms
from django.urls import NoReverseMatch, reverse

import network.forms
import practice_library.forms
from config.routes import all_routes
from core.forms import LongTextField
from network.forms.account import InOurWords
from tests.architecture.things import make_things

_TAKES_TEXT = re.compile(r'<input type="(?:text|email|password|search|url|tel)"[^>]*>')
_TEXTAREA = re.compile(r"<textarea[^>]*>")


def _forms():
    for package in (network.forms, practice_library.forms):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for _name, form in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if issubclass(form, forms.BaseForm) and form.__module__ == module.name:
                    yield form


# Forms of allauth get their limits as they are made; they are looked at on their pages, below.
_BOXES = [
    (form, name, field)
    for form in _forms()
    if not issubclass(form, InOurWords)
    for name, field in form.base_fields.items()
    if isinstance(field, forms.CharField)
]


@pytest.mark.parametrize(
    ("form", "name", "field"), _BOXES, ids=lambda value: getattr(value, "__name__", None)
)
def test_every_box_has_a_limit(form, name, field):
    assert field.max_length
    assert isinstance(field, LongTextField) == isinstance(field.widget, forms.Textarea)


def test_limit_is_said_in_a_sentence_and_the_page_does_not_cut():
    class Form(forms.Form):
        box = LongTextField(max_length=3)

    form = Form({"box": "four"})

    assert form.errors["box"] == [
        "This has 4 characters, and there is room for 3. All of it is still here: make it shorter and send it again."
    ]
    assert "maxlength" not in str(form["box"])
    assert ">\nfour</textarea>" in str(form["box"])


@pytest.mark.slow
@pytest.mark.django_db
def test_every_box_of_every_page_has_a_limit(cast, client, client_for):
    things = make_things(cast)
    pages = []
    for route in all_routes():
        if route.name and not route.pattern.startswith(("gallery/", "cms/")):
            try:
                pages.append(reverse(route.name, kwargs=things.get(route.name)))
            except NoReverseMatch:
                assert route.audience in ("token", "invited", "public")

    boxes, endless, cut = set(), set(), set()
    for browser in (client, client_for(cast.mar.head), client_for(cast.mar.teacher)):
        for address in pages:
            answer = browser.get(address)
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                found = _TAKES_TEXT.findall(answer.content.decode())
                boxes |= {(address, box) for box in found}
                endless |= {(address, box) for box in found if "maxlength=" not in box}
                areas = _TEXTAREA.findall(answer.content.decode())
                cut |= {(address, area) for area in areas if "maxlength=" in area}

    assert len({address for address, _box in boxes}) > 20
    assert "\n".join(map(str, sorted(endless | cut))) == ""
