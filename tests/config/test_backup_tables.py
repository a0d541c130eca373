"""What a table holds is said alike, in whatever order and form a database hands it over."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.backup.tables import SEARCH_INDEX, SESSIONS, Table, content_of, plain, tables

_TABLE = Table("words", (("id", "BigAutoField"), ("word", "CharField"), ("is_long", "BooleanField")))
_rows = st.lists(st.tuples(st.integers(), st.text(), st.booleans()), max_size=8)


@given(_rows, st.randoms())
def test_order_does_not_matter(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert content_of(_TABLE, shuffled) == content_of(_TABLE, rows)


@given(_rows.filter(len), st.data())
def test_any_change_shows(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    number, word, is_long = rows[at]
    changed = data.draw(
        st.sampled_from(
            [(number + 1, word, is_long), (number, word + " ", is_long), (number, word, not is_long)]
        )
    )
    whole = content_of(_TABLE, rows)
    assert content_of(_TABLE, [*rows[:at], changed, *rows[at + 1 :]]) != whole
    assert content_of(_TABLE, [*rows[:at], *rows[at + 1 :]]) != whole
    assert content_of(_TABLE, [*rows, rows[at]]) != whole


_MOMENT = datetime(2026, 3, 28, 15, 30, 0, 250000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "on_sqlite", "on_postgres"),
    [
        ("DateTimeField", "2026-03-28 15:30:00.250000", _MOMENT.astimezone(timezone(timedelta(hours=5)))),
        ("DateField", "2026-03-28", date(2026, 3, 28)),
        ("TimeField", "15:30:00", time(15, 30)),
        ("BooleanField", 1, True),
        ("FloatField", 3, 3.0),
        ("UUIDField", "0f8fad5bd9cb469fa16570867728950e", UUID("0f8fad5b-d9cb-469f-a165-70867728950e")),
        ("JSONField", '{"b": 1e5, "a": [null, 0.50]}', '{"a": [null, 0.5], "b": 100000}'),
        ("CharField", "åäö", "åäö"),
        ("GenericIPAddressField", "127.0.0.1", "127.0.0.1"),
    ],
)
def test_both_databases_say_a_value_alike(kind, on_sqlite, on_postgres):
    assert plain(kind, on_sqlite) == plain(kind, on_postgres)
    assert plain(kind, None) is None


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))  # fmt: skip
def test_json_is_told_from_other_json_only_by_its_meaning(value):
    assert plain("JSONField", json.dumps(value, indent=2)) == plain("JSONField", json.dumps(value))
    assert plain("JSONField", json.dumps(value)) != plain("JSONField", json.dumps([value]))


def test_every_table_is_carried_but_for_sessions_and_the_index():
    names = {table.name for table in tables()}
    assert names >= {"network_person", "network_auditentry", "mfa_authenticator", "wagtailcore_revision"}
    assert names >= {"practice_library_writeuppage_topics", "django_content_type"}
    assert not names & {*SESSIONS, *SEARCH_INDEX}
