"""Who is asking, and what that leaves them: tokens in the place of a session, narrowed, counted, never in an address."""

import json
import logging

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from core.secret_addresses import SecretAddressesFilter
from network import request_context
from network.api import permissions
from network.context import current_context
from network.domain.standing import Standing
from network.models import AuditEntry, Membership
from network.roles import Permission
from network.scoping import bypassing
from network.services import school_dates
from tests.api import Program, problem, token_for
from tests.factories.network import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer x",
        "Bearer hedgerow_" + "x" * 43,
        "Basic cnV0aDpwYXNz",
        "Bearer a b",
        "Bearer \xff",
    ],
)
def test_unknown_token_is_asked_for_a_valid_one(cast, header):
    response = Client(headers={"Authorization": header}).get("/api/v1/schools/")

    assert problem(response) == {
        "type": f"{settings.BASE_URL}/api/v1/docs/#problem-no-token",
        "title": "No valid token",
        "status": 401,
        "detail": "Send a token that is still valid in the Authorization header.",
    }
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="Hedgerow"'


def test_without_a_token_the_answer_is_the_same(cast):
    unknown, nothing = Program("nonsense").get("schools/"), Program().get("schools/")

    assert problem(unknown) == problem(nothing)
    assert nothing.headers["WWW-Authenticate"] == 'Bearer realm="Hedgerow"'


@pytest.mark.parametrize("name", ["token", "access_token", "api_key", "Authorization"])
def test_token_in_an_address_is_never_read(cast, name):
    secret = token_for(cast.mar.teacher, cast.mar.school)

    assert Program().get("", **{name: secret}).status_code == 401
    assert Program().get("", **{name: f"Bearer {secret}"}).status_code == 401


def test_token_in_a_body_or_cookie_is_never_read(cast):
    secret = token_for(cast.mar.teacher, cast.mar.school)
    program = Program()
    program.client.cookies["token"] = secret

    assert program.send("POST", "drafts/", {"token": secret}).status_code == 401


def test_token_opens_nothing_but_the_api(cast):
    program = Program(token_for(cast.mar.head, cast.mar.school))

    for page in ("/our-school/", "/schools/", "/account/", "/people/"):
        assert program.client.get(page).status_code == 302
        assert program.client.get(page).headers["Location"].startswith("/account/login/")


def test_token_takes_the_place_of_a_session(cast, client_for):
    browser = client_for(cast.mar.head)
    secret = token_for(cast.cal.teacher, cast.cal.school)

    assert browser.get("/api/v1/").json()["person"] == "Ruth Mar"
    assert (
        browser.get("/api/v1/", headers={"Authorization": f"Bearer {secret}"}).json()["person"] == "Priya Cal"
    )
    assert browser.get("/api/v1/", headers={"Authorization": "Bearer nonsense"}).status_code == 401
    assert browser.get("/account/").status_code == 200


def test_about_says_what_a_token_opens(cast):
    about = Program(token_for(cast.mar.teacher, cast.mar.school, "calendar:read")).get("").json()

    assert about.pop("expires_at")[:2] == "20"
    assert about == {
        "person": "Hannah Mar",
        "schools": ["MAR"],
        "scopes": ["calendar:read"],
        "reference": f"{settings.BASE_URL}/api/v1/docs/",
        "description": f"{settings.BASE_URL}/api/v1/schema/",
    }


def test_scope_that_is_missing_is_named(cast):
    response = Program(token_for(cast.mar.teacher, cast.mar.school, "calendar:read")).get("schools/")

    assert problem(response)["detail"] == "This token is not for that. It would need: schools:read."
    assert response.status_code == 403


def test_scope_is_what_refuses(cast, monkeypatch):
    program = Program(token_for(cast.mar.teacher, cast.mar.school, "calendar:read"))
    assert program.get("schools/").status_code == 403

    monkeypatch.setattr(permissions.HasScope, "has_permission", lambda self, request, view: True)

    assert program.get("schools/").status_code == 200


@pytest.fixture
def at_two_schools(cast):
    """Hannah teaches at MAR and is head of OUT, which no network joins to MAR."""
    MembershipFactory(person=cast.mar.teacher, school=cast.out.school, roles=["head"])
    return cast


def _codes(response):
    return [school["code"] for school in response.json()["results"]]


def test_token_sees_its_own_school_and_that_school_s_partners_alone(at_two_schools, client_for):
    cast = at_two_schools
    program = Program(token_for(cast.mar.teacher, cast.mar.school))

    assert _codes(client_for(cast.mar.teacher).get("/api/v1/schools/")) == ["CAL", "MAR", "OUT"]
    assert _codes(program.get("schools/")) == ["CAL", "MAR"]
    assert program.get("schools/OUT/").status_code == 404
    assert program.send("PUT", "schools/OUT/terms/", {"terms": []}).status_code == 403


def test_narrowing_is_what_hides_the_other_school(at_two_schools, monkeypatch):
    cast = at_two_schools
    program = Program(token_for(cast.mar.teacher, cast.mar.school))
    assert program.get("schools/OUT/").status_code == 404

    monkeypatch.setattr(Standing, "narrowed", lambda self, school_id, permissions: self)

    assert program.get("schools/OUT/").status_code == 200


def test_token_of_a_head_reaches_no_log_and_no_people(cast, monkeypatch):
    seen = []

    def look(*args, **kwargs):
        context = current_context()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT current_setting('app.may_read_audit', true), current_setting('app.person', true)"
                )
                seen.append(cursor.fetchone())
        seen.append((context.standing.may_somewhere(Permission.READ_AUDIT), len(bypassing(AuditEntry)[:1])))
        return []

    monkeypatch.setattr("network.api.schools.terms_of", look)
    program = Program(token_for(cast.mar.head, cast.mar.school))
    program.get("schools/MAR/terms/")

    if connection.vendor == "postgresql":
        assert seen == [("", str(cast.mar.head.pk)), (False, 0)]
    else:
        assert seen == [(False, 1)]


def test_permissions_of_scopes_are_what_a_token_may_use(cast, monkeypatch):
    program = Program(token_for(cast.mar.head, cast.mar.school, "schools:read"))
    monkeypatch.setattr(permissions.HasScope, "has_permission", lambda self, request, view: True)
    assert program.send("PUT", "schools/MAR/terms/", {"terms": []}).status_code == 403

    monkeypatch.setattr(request_context, "permissions_of", lambda token: frozenset(Permission))

    assert program.send("PUT", "schools/MAR/terms/", {"terms": []}).status_code == 200


def test_roles_are_what_they_are_now(cast):
    program = Program(token_for(cast.mar.admin, cast.mar.school))
    assert program.send("PUT", "schools/MAR/terms/", {"terms": []}).status_code == 200

    membership = Membership.objects.get(person=cast.mar.admin)
    membership.role_grants.update(role="teacher")

    assert program.send("PUT", "schools/MAR/terms/", {"terms": []}).status_code == 403
    assert program.get("schools/").status_code == 200


def test_what_a_token_writes_is_noted_under_its_person_and_its_beginning(cast, acting_as):
    secret = token_for(cast.mar.admin, cast.mar.school)

    Program(secret).send("PUT", "schools/MAR/terms/", {"terms": []})

    with acting_as(cast.mar.head):
        entry = AuditEntry.objects.get(action="terms_changed")
        assert (entry.actor_id, entry.purpose) == (
            cast.mar.admin.pk,
            f"PUT /api/v1/schools/MAR/terms/ {secret[:12]}…",
        )


def test_refusal_by_a_role_is_in_the_log_of_the_token_s_school(cast, acting_as):
    MembershipFactory(person=cast.mar.admin, school=cast.out.school)
    secret = token_for(cast.mar.admin, cast.mar.school)
    Membership.objects.get(person=cast.mar.admin, school=cast.mar.school).role_grants.update(role="teacher")

    assert Program(secret).send("PUT", "schools/MAR/terms/", {"terms": []}).status_code == 403

    with acting_as(cast.mar.head):
        [entry] = AuditEntry.objects.filter(action="refused")
        assert (entry.actor_id, entry.details) == (cast.mar.admin.pk, {"permission": "manage_school"})
    with acting_as(cast.out.head):
        assert AuditEntry.objects.filter(action="refused").count() == 0


def test_what_a_refused_request_had_written_is_undone(cast, monkeypatch, on_postgres):
    def written_then_refused(*args, **kwargs):
        school_dates.set_terms(*args, **kwargs)
        raise school_dates.YearOutOfReach

    monkeypatch.setattr("network.api.schools.set_terms", written_then_refused)
    program = Program(token_for(cast.mar.admin, cast.mar.school))
    body = {"terms": [{"name": "Autumn", "starts_on": "2026-09-02", "ends_on": "2026-12-18"}]}

    assert program.send("PUT", "schools/MAR/terms/", body).status_code == 409

    kept = program.get("schools/MAR/terms/").json()["terms"]
    assert kept == (
        [] if on_postgres else body["terms"]
    )  # on SQLite each service has a transaction of its own


def test_session_s_writes_need_the_token_of_its_pages(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.mar.admin, backend="allauth.account.auth_backends.AuthenticationBackend")

    def put(**headers):
        return browser.put("/api/v1/schools/MAR/terms/", {"terms": []}, "application/json", headers=headers)

    assert browser.get("/api/v1/schools/").status_code == 200
    assert problem(put())["status"] == 403
    browser.get("/account/")
    assert put(**{"X-CSRFToken": browser.cookies["csrftoken"].value}).status_code == 200


def test_token_s_writes_need_none(cast):
    secret = token_for(cast.mar.admin, cast.mar.school)
    browser = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})

    response = browser.put("/api/v1/schools/MAR/terms/", json.dumps({"terms": []}), "application/json")

    assert response.status_code == 200


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "DELETE", "PATCH"])
def test_method_that_is_not_answered_names_those_that_are(cast, method):
    response = Program(token_for(cast.mar.teacher, cast.mar.school)).send(method, "schools/MAR/terms/", {})

    assert problem(response)["status"] == 405
    assert response.headers["Allow"] == "GET, HEAD, PUT"


def test_nothing_that_is_answered_is_kept_in_between(cast):
    program = Program(token_for(cast.mar.teacher, cast.mar.school))

    for path in ("", "schools/", "schools/MAR/", "schools/OUT/", "people/", "drafts/"):
        assert program.get(path).headers["Cache-Control"] == "private, no-store"


def test_head_is_answered_like_get_without_the_body(cast):
    program = Program(token_for(cast.mar.teacher, cast.mar.school, "schools:read"))

    response = program.client.head("/api/v1/schools/")

    assert (response.status_code, response.content) == (200, b"")
    assert program.client.head("/api/v1/people/").status_code == 403


def test_token_that_was_put_into_an_address_stays_out_of_the_log(cast):
    secret = token_for(cast.mar.teacher, cast.mar.school)
    record = logging.LogRecord(
        "uvicorn.access", logging.INFO, "", 0, "GET %s", (f"/api/v1/?token={secret}&page=1",), None
    )

    SecretAddressesFilter().filter(record)

    assert record.getMessage() == "GET /api/v1/?token=[token]&page=1"
