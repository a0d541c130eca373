"""The house: who may read what, where, and what every model says about people."""

import ast
import inspect
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from config.env import BASE_DIR
from config.routes import all_routes
from network.scoping import PrivateModel, private_models
from network.views.base import ActionView, DomainErrorMixin

ROOMS = ("config", "core", "network", "practice_library")
#: Where the database may be spoken to directly.
RAW_SQL = {
    "network/context.py",  # tells the database who is asking
    "network/row_security.py",  # installs what the database enforces
    "network/checks.py",  # asks what role this is
    "config/backup/postgres.py",  # reads whole tables as their owner, for every school
    "config/backup/moving.py",  # copies whole tables as their owner
}
#: Data about nobody and no school.
REFERENCE = {"Topic", "RegisteredSchool"}
#: First calls on a manager that start from who is asking.
FROM_THE_VIEWER = {"visible_to", "workable_by", "kept_by", "offered_to_editor", "none"}


def _sources(*rooms: str) -> list[Path]:
    return [
        path
        for room in rooms
        for path in sorted((BASE_DIR / room).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def _is_edge(path: Path) -> bool:
    """Views, forms, the API, sockets, tags, feeds: what speaks with the outside."""
    edges = {"views", "forms", "templatetags", "api"}
    names = {"forms.py", "api.py", "live.py", "sitemaps.py", "wagtail_hooks.py", "middleware.py"}
    return bool(edges & set(path.relative_to(BASE_DIR).parts)) or path.name in names


def first_calls_on_objects(tree: ast.AST) -> list[tuple[int, str]]:
    """(line, method) of every first call on `.objects`."""
    return [
        (node.lineno, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "objects"
        and not (isinstance(node.value.value, ast.Name) and node.value.value.id in REFERENCE)
    ]


def direct_database_use(tree: ast.AST) -> list[int]:
    """Lines that reach past the managers."""
    banned = {"_base_manager", "raw", "cursor", "RawSQL", "extra"}
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in banned]


def test_edges_read_through_who_is_asking():
    found = [
        f"{path.relative_to(BASE_DIR)}:{line} .objects.{method}"
        for path in _sources("network", "practice_library")
        if _is_edge(path)
        for line, method in first_calls_on_objects(ast.parse(path.read_text()))
        if method not in FROM_THE_VIEWER
    ]
    assert "\n".join(found) == ""


def test_nothing_reaches_past_the_managers():
    found = [
        f"{path.relative_to(BASE_DIR)}:{line}"
        for path in _sources(*ROOMS)
        if str(path.relative_to(BASE_DIR)) not in RAW_SQL
        for line in direct_database_use(ast.parse(path.read_text()))
    ]
    assert "\n".join(found) == ""


def test_the_rules_above_can_fail():
    assert first_calls_on_objects(ast.parse("School.objects.filter(pk=1)")) == [(1, "filter")]
    assert direct_database_use(ast.parse("connection.cursor()")) == [1]


@pytest.mark.parametrize(
    "model", [model for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS]
)
def test_every_model_says_what_it_holds_about_people(model):
    privacy = model.__dict__.get("Privacy")
    assert privacy is not None, f"{model.__name__} has no Privacy note of its own"
    assert privacy.kind in {"network", "shared", "private", "reference"}
    assert (privacy.kind == "private") == issubclass(model, PrivateModel)
    assert all((privacy.data, privacy.kept, privacy.erased))


def test_private_models_cannot_lose_their_school():
    for model in private_models():
        school = model._meta.get_field("school")
        assert not school.null, f"{model.__name__}.school may be empty"


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def _leaves(view: type) -> set[type]:
    below = view.__subclasses__()
    return {leaf for each in below for leaf in _leaves(each)} if below else {view}


@pytest.mark.parametrize("base", [ActionView, DomainErrorMixin])
def test_every_form_and_button_says_what_it_does(base):
    all_routes()  # has every view loaded
    views = {view for view in _leaves(base) if view.__module__.startswith(ROOMS)}

    assert len(views) > 10
    assert {view.__qualname__ for view in views if inspect.isabstract(view)} == set()
