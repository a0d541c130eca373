"""The gallery shows every component, and its pages hold together."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test.signals import template_rendered

from core.gallery import sprite
from core.gallery.forms import ExampleForm
from core.gallery.pages import PAGES
from core.templatetags.hedgerow import drawing, icon, icon_names, initials

CORE = sprite.TARGET.parent.parent.parent
STATIC = sprite.TARGET.parent


def _rendered_by(client, address: str) -> set[str]:
    names: set[str] = set()

    def note(sender, template, **kwargs):
        names.add(template.name)

    template_rendered.connect(note)
    try:
        assert client.get(address).status_code == 200
    finally:
        template_rendered.disconnect(note)
    return names


def test_gallery_shows_every_component(client, db):
    components = {f"components/{path.name}" for path in (CORE / "templates" / "components").glob("*.html")}

    shown = {name for name in _rendered_by(client, "/gallery/") if name and name.startswith("components/")}

    assert shown == components


def test_every_component_says_what_it_takes():
    silent = [
        path.name
        for path in (CORE / "templates" / "components").glob("*.html")
        if not path.read_text(encoding="utf-8").startswith("{# ")
    ]

    assert silent == []


@pytest.mark.parametrize("page", PAGES)
def test_sample_page_has_one_heading_and_marks_the_place(client, db, page):
    html = client.get(f"/gallery/pages/{page}/").content.decode()

    assert len(re.findall(r"<h1\b", html)) == 1
    assert len(re.findall(r'class="place"[^>]*aria-current="page"', html)) == (1 if PAGES[page] else 0)


def test_sample_page_that_is_not_there(client, db):
    assert client.get("/gallery/pages/nowhere/").status_code == 404


@pytest.mark.parametrize(("asked", "drawn"), [("dark", ["dark"]), ("light", ["light"]), ('"><b>', [])])
def test_theme_in_the_address_holds_for_the_page(client, db, asked, drawn):
    html = client.get("/gallery/", {"theme": asked}).content.decode()

    assert re.findall(r'<html[^>]* data-theme="([^"]*)"', html) == drawn


@pytest.mark.parametrize(("cookie", "drawn"), [("dark", ["dark"]), ("blue", []), ("", [])])
def test_theme_cookie_is_drawn_by_the_server(client, db, cookie, drawn):
    client.cookies["theme"] = cookie

    html = client.get("/gallery/").content.decode()

    assert re.findall(r'<html[^>]* data-theme="([^"]*)"', html) == drawn


def test_language_in_the_address_holds_for_the_page(client, db):
    assert '<html lang="sv"' in client.get("/gallery/", {"lang": "sv"}).content.decode()
    assert '<html lang="en"' in client.get("/gallery/").content.decode()


def test_icon_hides_from_screen_readers():
    assert 'aria-hidden="true"' in icon("clock")
    assert icon("clock", "large").count("icon-large") == 1


def test_icon_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no icon named 'clok'"):
        icon("clok")


def test_sprite_holds_what_the_list_names():
    assert icon_names() == {*sprite.ICONS, "hedgerow-mark"}


@pytest.mark.parametrize("name", ["hedgerow", "nook", "verge"])
def test_drawing_points_at_a_picture_that_exists(name):
    file, symbol = re.search(r'href="/static/([^#]+)#([a-z]+)"', drawing(name)).groups()

    assert f'<symbol id="{symbol}"' in (CORE / "static" / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "letters"), [("Hannah Kershaw-Lee", "HK"), ("Jo", "J"), ("Ana Maria Ås", "AÅ"), ("", "")]
)
def test_initials(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    "code", ["{% crispy form %}", "{{ form|crispy }}", "{{ form }}", '{% include "components/form.html" %}']
)
def test_form_looks_the_same_however_it_is_drawn(code):
    form = ExampleForm({"title": "Partner talk", "minutes": "ten"})
    template = Template("{% load crispy_forms_tags %}" + code)

    html = template.render(Context({"form": form}))

    assert html.count('class="error-summary"') == 1
    assert 'href="#id_minutes"' in html
    assert html.count('class="field has-error"') == 5
    assert re.findall(
        r'id="id_minutes"[^>]*aria-describedby="([^"]*)"|aria-describedby="([^"]*)"[^>]*id="id_minutes"', html
    )
    assert 'id="id_minutes_error"' in html


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "429"])
def test_error_page_says_what_happened(rf, page):
    html = Template(f'{{% include "{page}.html" %}}').render(Context({}))

    assert len(re.findall(r"<h1>[^<]{10,}</h1>", html)) == 1


def test_error_500_needs_no_context(django_assert_num_queries):
    html = Template('{% include "500.html" %}').render(Context({}))

    assert "What you had saved before is safe." in html


def test_first_visit_is_light():
    """All files of a first visit, compressed one by one as they travel, stay within the budget of the page."""
    import brotli  # noqa: PLC0415 -- slow import

    compressed = [
        "hedgerow.css",
        "vendor/bootstrap/bootstrap.trimmed.css",
        "icons.svg",
        "hedgerow.svg",
        "favicon.svg",
        "theme.js",
    ]
    fonts = [path for path in STATIC.glob("vendor/*/*.woff2") if "italic" not in path.name]
    sizes = [len(brotli.compress((STATIC / name).read_bytes())) for name in compressed]
    total = sum(sizes) + sum(path.stat().st_size for path in fonts)

    assert total <= 180_000
    assert len(compressed) + len(fonts) <= 12


def test_every_vendored_folder_has_its_licence():
    folders = sorted(path for path in (STATIC / "vendor").iterdir() if path.is_dir())
    versions = (STATIC / "vendor" / "VERSIONS.md").read_text(encoding="utf-8")

    assert [folder.name for folder in folders if not (folder / "LICENSE").exists()] == []
    assert [folder.name for folder in folders if f"`{folder.name}/`" not in versions] == []


@pytest.mark.parametrize("script", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_script_keeps_to_the_policy(script: Path):
    assert (
        re.findall(r"\beval\(|new Function|innerHTML|\.style\b|https?://", script.read_text(encoding="utf-8"))
        == []
    )
