"""What the API reads, in which bounds, and how it says what went wrong."""

import json
from io import BytesIO

import pytest
from django.conf import settings
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ParseError

from core.api.parsers import MOST_BYTES, MOST_DEPTH, BoundedJSONParser
from core.api.problems import KINDS, TooLarge
from tests.api import Program, problem, token_for

pytestmark = pytest.mark.django_db

_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3)
    ),
)


def _parsed(content: bytes):
    return BoundedJSONParser().parse(BytesIO(content))


def _nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@given(_JSON)
def test_json_is_read_as_it_was_written(value):
    assert _parsed(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"nonsense", b"\xff", b'"\xff"', b"NaN", b"-Infinity", b"[1,]", b"9" * 5000, b'{"a": "\\u0000"}',
     b'{"\\u0000": 1}', b'"\\ud800"', b'["\\udc00 \\ud800"]', b"\xef\xbb\xbf{}", _nested(100_000), b'{"a":' * 5000 + b"1" + b"}" * 5000],
)  # fmt: skip
def test_what_is_no_json_or_no_text_is_refused(content):
    with pytest.raises(ParseError):
        _parsed(content)


def test_depth_and_length_have_an_upper_bound():
    assert _parsed(_nested(MOST_DEPTH)) is not None
    assert len(_parsed(b'"' + b"x" * (MOST_BYTES - 2) + b'"')) == MOST_BYTES - 2

    with pytest.raises(ParseError):
        _parsed(_nested(MOST_DEPTH + 1))
    with pytest.raises(TooLarge):
        _parsed(b'"' + b"x" * (MOST_BYTES - 1) + b'"')


@pytest.fixture
def program(cast):
    return Program(token_for(cast.mar.admin, cast.mar.school))


def test_body_that_is_too_large_is_refused(program):
    response = program.send("PUT", "schools/MAR/terms/", b'{"terms": "' + b"x" * MOST_BYTES + b'"}')

    assert problem(response)["status"] == 413


@pytest.mark.parametrize("body", ["[]", '"terms"', "null", "1"])
def test_body_is_an_object(program, body):
    found = problem(program.send("PUT", "schools/MAR/terms/", body))

    assert (found["status"], [error["field"] for error in found["errors"]]) == (400, [""])


def test_faults_name_their_fields(program):
    body = {
        "terms": [
            {"name": "", "starts_on": "2026-09-02"},
            {"name": "x" * 61, "starts_on": "soon", "ends_on": 5},
        ],
        "id": 1,
    }

    unknown = problem(program.send("PUT", "schools/MAR/terms/", body))
    del body["id"]
    found = problem(program.send("PUT", "schools/MAR/terms/", body))

    assert unknown["errors"] == [
        {"field": "id", "detail": "There is no such field here, or it cannot be set."}
    ]
    assert found["type"] == f"{settings.BASE_URL}/api/v1/docs/#problem-bad-request"
    assert sorted(error["field"] for error in found["errors"]) == [
        "terms.0.ends_on", "terms.0.name", "terms.1.ends_on", "terms.1.name", "terms.1.starts_on",
    ]  # fmt: skip


def test_faults_that_are_named_have_an_upper_bound(program):
    found = problem(program.send("PUT", "schools/MAR/terms/", {"terms": [{}] * 100}))

    assert len(found["errors"]) == 50


def test_rule_that_stands_against_it_is_a_conflict_in_its_own_words(program):
    term = {"name": "Autumn", "starts_on": "2026-09-02", "ends_on": "2026-12-18"}

    found = problem(program.send("PUT", "schools/MAR/terms/", {"terms": [term, term]}))

    assert (found["status"], found["detail"]) == (409, "Two terms overlap. A day belongs to one term only.")
    assert "errors" not in found


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_only_json_is_read(program, content_type):
    response = program.client.generic(
        "PUT", "/api/v1/schools/MAR/terms/", b"terms=", content_type=content_type
    )

    assert problem(response)["status"] == 415


def test_only_json_is_answered(program):
    assert problem(program.client.get("/api/v1/schools/", headers={"Accept": "text/html"}))["status"] == 406
    assert (
        program.client.get("/api/v1/schools/", headers={"Accept": "text/html, */*;q=0.1"}).status_code == 200
    )


@pytest.mark.parametrize(
    "path",
    ["nothing/", "schools/MAR/nothing/", "schools/mar/", "drafts/99999999999999999999/", "drafts/-1/", "%00/", "schools/%00/", "write-ups/%F0%28/"],
)  # fmt: skip
def test_address_without_anything_is_a_problem_too(program, path):
    assert problem(program.get(path)) == problem(program.get("schools/ZZZ/"))


@pytest.mark.parametrize("query", [{"page": "0"}, {"page": "10001"}, {"page_size": "201"}, {"page": "x"}, {"page": "9" * 400},
                                   {"page_size": ""}, {"page": "\0"}, {"shcool": "MAR"}, {"\0": "\0"}])  # fmt: skip
def test_page_is_within_bounds(program, query):
    found = problem(program.get("schools/", **query))

    assert (found["status"], [error["field"] for error in found["errors"]]) == (400, list(query))


def test_last_page_of_the_largest_size_is_empty_and_not_an_error(program):
    page = program.get("schools/", page=10_000, page_size=200).json()

    assert (page["results"], page["next"], page["count"]) == ([], None, 2)


def test_pages_name_those_beside_them_at_the_configured_origin(program):
    first = program.client.get("/api/v1/people/?page_size=2&q=a", headers={"Host": "localhost"}).json()
    second = program.get("people/", page_size=2, q="a", page=2).json()

    assert first["next"] == f"{settings.BASE_URL}/api/v1/people/?page_size=2&q=a&page=2"
    assert (first["previous"], second["previous"]) == (
        None,
        f"{settings.BASE_URL}/api/v1/people/?page_size=2&q=a&page=1",
    )
    names = [person["name"] for page in (first, second) for person in page["results"]]
    assert names == sorted(names)
    assert first["count"] == len(names)


def test_address_without_its_slash_loses_nothing_that_was_sent(program):
    found = problem(program.send("PUT", "schools/MAR/terms", {"terms": []}))

    assert (found["status"], found["detail"]) == (
        404,
        "Addresses of the API end in a slash. Nothing was changed.",
    )
    assert program.get("schools/MAR/terms").headers["Location"] == "/api/v1/schools/MAR/terms/"


def test_fault_of_ours_is_a_problem_without_a_trace(program, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("Canary in a traceback")

    monkeypatch.setattr("network.api.schools.schools_in_directory", broken)
    program.client.raise_request_exception = False

    response = program.get("schools/")

    assert problem(response)["status"] == 500
    assert "Canary" not in response.content.decode()


def test_database_that_is_away_is_a_problem_with_a_time_to_come_back(program, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("Canary in a traceback")

    monkeypatch.setattr("network.api.schools.schools_in_directory", away)
    program.client.raise_request_exception = False

    response = program.get("schools/")

    assert problem(response)["status"] == 503
    assert response.headers["Retry-After"] == "10"
    assert "Canary" not in response.content.decode()


def test_wrong_host_is_a_problem(program):
    assert problem(program.client.get("/api/v1/", headers={"Host": "evil.example"}))["status"] == 400


def test_problems_are_in_the_language_of_the_person(cast, program):
    cast.mar.admin.language = "sv"
    cast.mar.admin.save()

    response = program.get("schools/ZZZ/")

    assert response.headers["Content-Language"] == "sv"
    assert response.headers["Content-Type"] == "application/problem+json"


def test_every_kind_of_problem_has_words_in_the_reference(client):
    page = client.get("/api/v1/docs/").content.decode()

    assert [kind.code for kind in KINDS.values() if f'id="problem-{kind.code}"' not in page] == []
