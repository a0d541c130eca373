"""Addresses of lists, ages of accounts, sizes of pictures, light Markdown: plain Python."""

from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice_library.domain.ages import is_out_of_date, out_of_date_since
from practice_library.domain.light_markdown import light_markdown
from practice_library.domain.phases import phases_of
from practice_library.domain.sizes import within
from practice_library.domain.wanted import LAST_PAGE, Wanted, wanted_from


def _read(address: str) -> Wanted:
    values = parse_qs(address.removeprefix("?"), keep_blank_values=True)
    return wanted_from(lambda name: values.get(name, []))


def test_address_is_read():
    assert _read("?q=partner+talk&phase=ks2&phase=ks1&school=mar&sort=newest&page=3&what=ever") == Wanted(
        text="partner talk",
        chosen={"phase": ("ks2", "ks1"), "school": ("MAR",)},
        newest_first=True,
        page=3,
    )


@pytest.mark.parametrize("address", ["?phase=<b>&page=-1&school=%00", "?page=9e9&page=²", "?phase=&q=%00%00"])
def test_odd_values_are_ignored(address):
    assert _read(address) == Wanted()


def test_page_is_bounded():
    assert _read("?page=99999").page == LAST_PAGE


@given(
    st.dictionaries(st.sampled_from(["q", "phase", "school", "sort", "page", "exactly"]), st.lists(st.text()))
)
def test_address_of_what_was_read_reads_the_same(values):
    wanted = wanted_from(lambda name: values.get(name, []))

    again = _read(wanted.query())

    assert (again.text, dict(again.chosen), again.page) == (wanted.text, dict(wanted.chosen), wanted.page)


def test_value_is_chosen_and_taken_back_from_the_first_page():
    chosen = _read("?q=talk&phase=ks2&page=3").with_toggled("phase", "ks1")

    assert chosen.query() == "?q=talk&phase=ks2&phase=ks1"
    assert chosen.with_toggled("phase", "ks2").with_toggled("phase", "ks1").query() == "?q=talk"


@pytest.mark.parametrize(
    ("looked_at", "old"),
    [(date(2024, 11, 21), False), (date(2024, 11, 20), True), (None, False), (date(2026, 11, 21), False)],
)
def test_account_is_out_of_date_after_24_months(looked_at, old):
    assert is_out_of_date(looked_at, date(2026, 11, 21)) is old


@given(st.dates(min_value=date(1990, 1, 1)))
def test_24_months_before_any_day_is_a_day(today):
    assert out_of_date_since(today).year == today.year - 2


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_picture_fits_and_keeps_its_shape(width, height):
    across, down = within(width, height, 1200)

    assert 1 <= across <= min(width, 1200)
    assert 1 <= down <= min(height, 1200)
    if max(width, height) > 1200:
        assert max(across, down) == 1200


def test_ages_belong_to_phases():
    assert phases_of([4, 8, 14]) == {"early_years", "ks2", "ks4"}
    assert phases_of([]) == set()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\n\n**two**", "<p>One</p>\n<p><strong>two</strong></p>\n"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("# not a heading", "<p># not a heading</p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        (
            "![a](https://b.example/c.png)",
            '<p>!<a href="https://b.example/c.png" rel="noopener nofollow">a</a></p>\n',
        ),
        ("[a](/account/)", '<p><a rel="noopener nofollow">a</a></p>\n'),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("", ""),
    ],
)
def test_light_markdown(text, html):
    assert light_markdown(text) == html


@given(st.text())
def test_light_markdown_is_never_live(text):
    html = light_markdown(text).lower()

    assert not any(live in html for live in ("<script", "<img", "<iframe", "<style", "<svg", "<h1"))
