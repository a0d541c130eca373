"""Measuring: what is laid is what the library would hold, and the figures in the documentation are those that are checked."""

import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from config.bench.many_write_ups import Layer
from config.bench.pages import measured_pages
from config.bench.run import Budget, Report
from config.env import BASE_DIR
from practice_library.domain.wanted import wanted_from
from practice_library.models import WriteUpPage
from practice_library.selectors.finding import find
from practice_library.services.shelves import shelf_for_network, shelf_for_school


@pytest.mark.django_db
def test_laid_write_ups_stand_in_the_tree_and_are_found_by_those_who_may_read_them(cast):
    shelf_for_network(cast.small_steps)
    for school in (cast.mar.school, cast.cal.school):
        shelf_for_school(school)

    Layer().lay(40, say=lambda text: None)

    assert Page.find_problems() == ([], [], [], [], [])
    assert WriteUpPage.objects.count() == 40
    one = WriteUpPage.objects.filter(audience="public", language="en").order_by("pk")[0]
    by_its_own_words = wanted_from(lambda name: [one.title] if name == "q" else [])
    assert [row.url for row in find(AnonymousUser(), by_its_own_words).rows][:1] == [one.get_absolute_url()]
    everything = wanted_from(lambda name: [])
    assert find(AnonymousUser(), everything).total == WriteUpPage.objects.filter(audience="public").count()


def test_the_documentation_names_the_budgets_that_are_checked():
    rows = re.findall(r"^\| (.+?) \| (\d+) \| ([\d.]+) \| (\d+) KB \| (.*?) ?\|$", (BASE_DIR / "docs" / "measuring.md").read_text(), re.MULTILINE)  # fmt: skip
    documented = {
        name: (int(queries), float(ratio), int(kilobytes), float(cpu.removesuffix(" ms")) if cpu else None)
        for name, queries, ratio, kilobytes, cpu in rows
    }
    checked = {
        page.name: (page.queries, page.ratio, page.html_kb, page.cpu_ms) for page in measured_pages("x")
    }
    assert documented == checked


@pytest.mark.parametrize(
    ("value", "at_least", "holds"),
    [(10, False, True), (11, False, False), (10, True, True), (9.9, True, False)],
)
def test_a_budget_holds_up_to_its_limit(value, at_least, holds):
    report = Report(budgets=[Budget("search", value, 10, "queries", at_least)])
    assert json.loads(report.as_json())["budgets"] == [
        {"name": "search", "value": value, "limit": 10, "unit": "queries", "holds": holds}
    ]
