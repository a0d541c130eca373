"""A copy of what is held about a person: complete, theirs alone, and sparing with others."""

import json
import stat
import zipfile
from io import BytesIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from core.registries.subject_access import Section, covered, providers
from network.models import Membership, Person
from network.services.invitations import invite_person
from network.services.memberships import end_role, grant_role
from network.services.subject_export import export_subject
from tests.factories.library import published
from tests.factories.network import PASSWORD

#: Foreign keys to a person, or their membership, that no section shows, and why.
_NOT_SHOWN = {
    "network.LegalHold.person": "whether somebody may know of a hold is for the data protection officer to decide",
    "network.Person_groups.person": "follows from their parts in networks, which are shown",
    "network.Person_user_permissions.person": "never used: what somebody may do follows from their roles",
    "wagtailusers.UserProfile.user": "how the editors' desk is shown; nothing they said",
    "wagtailadmin.EditingSession.user": "for minutes, while an editor has a page open",
    "wagtailadmin.FormState.user": "for as long as an editor has a form open",
    "wagtailcore.UploadedFile.uploaded_by_user": "for as long as an upload lasts",
    "wagtailcore.WorkflowState.requested_by": "the questions to colleagues say the same",
    "wagtailcore.TaskState.finished_by": "the answers to colleagues say the same",
    "wagtailcore.Page.locked_by": "for as long as an editor has a page locked",
    "wagtailimages.Image.uploaded_by_user": "never used: the library has pictures of its own",
    "wagtaildocs.Document.uploaded_by_user": "never used: the library has files of its own",
    "wagtailcore.Comment.user": "never used: comments are off",
    "wagtailcore.Comment.resolved_by": "never used: comments are off",
    "wagtailcore.CommentReply.user": "never used: comments are off",
    "wagtailcore.PageSubscription.user": "never used: comments are off",
}


def _keys_to_people() -> set[str]:
    return {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for model in (Person, Membership)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    }


def test_every_key_to_a_person_is_shown_or_said_why_not():
    shown = {key for keys in covered for key in keys}

    assert sorted(_keys_to_people() - shown - _NOT_SHOWN.keys()) == []
    assert sorted((shown | _NOT_SHOWN.keys()) - _keys_to_people()) == []
    assert sorted(shown & _NOT_SHOWN.keys()) == []


@pytest.fixture
def hannah(cast, acting_as) -> Person:
    """A teacher with something in most places."""
    head, person = cast.mar.head, cast.mar.teacher
    membership = Membership.objects.get(person=person)
    with acting_as(head):
        grant_role(membership=membership, role="governor", by=head)
        end_role(membership=membership, role="governor", by=head)
        invite_person(
            school=cast.mar.school, email="new@mar.example", name="Nora New", roles=["teacher"], by=head
        )
    published(person, cast.mar.colleague, cast.mar.school)
    Authenticator.objects.create(
        user=person, type="webauthn", data={"name": "Phone", "credential": "very secret"}
    )
    return person


def _opened(package) -> tuple[str, dict]:
    with package, zipfile.ZipFile(package) as archive:
        assert sorted(archive.namelist()) == ["data.json", "index.html"]
        return archive.read("index.html").decode(), json.loads(archive.read("data.json"))


def _rows(data: dict, name: str) -> list[dict]:
    return data["sections"][name]["rows"]


def test_it_holds_what_every_room_holds(hannah):
    page, data = _opened(export_subject(hannah, by=None))

    assert list(data["sections"]) == providers.names()
    assert _rows(data, "network.you")[0]["E-mail address"] == "hannah@mar.example"
    assert "Teacher" in _rows(data, "network.memberships")[0]["Roles"]
    assert [row["What"] for row in _rows(data, "network.second_steps")] == ["WebAuthn"]
    assert [row["Title"] for row in _rows(data, "library")] == ["Partner talk before pencils"]
    assert "Ruth Mar gave Hannah Mar the role" in _rows(data, "network.log_about")[0]["What"]
    assert [row["What"] for row in _rows(data, "network.log_by")][
        -1
    ] == "Hannah Mar asked a colleague to read a write-up."
    assert "Partner talk before pencils" in page
    assert "very secret" not in page + json.dumps(data)
    assert hannah.password not in page + json.dumps(data)


def test_others_are_not_named_in_what_somebody_did(cast, hannah):
    page, data = _opened(export_subject(cast.mar.head, by=None))

    said = [row["What"] for row in _rows(data, "network.log_by")]
    assert any(line.startswith("Ruth Mar gave a colleague the role") for line in said)
    assert "Hannah" not in json.dumps(_rows(data, "network.log_by"))
    assert "Nora New" not in page + json.dumps(data)


def test_page_is_in_the_persons_language_and_data_is_not(hannah):
    hannah.language = "sv"
    hannah.save()
    page, data = _opened(export_subject(hannah, by=None))

    assert '<html lang="sv">' in page
    assert data["sections"]["network.you"]["title"] == "You"


def test_page_stands_alone_and_shows_words_as_words(hannah):
    hannah.name = "<script>alert(1)</script>"
    hannah.save()
    page, _data = _opened(export_subject(hannah, by=None))

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert [mark for mark in ("src=", "http:", "https:", "url(", "@import", "<link") if mark in page] == []


def test_a_room_without_anything_says_so(db, monkeypatch):
    person = Person.objects.create_user("alone@hub.example", name="Alone")
    page, data = _opened(export_subject(person, by=None))

    assert _rows(data, "network.memberships") == []
    assert page.count("<p>Nothing.</p>") == len([name for name in data["sections"] if not _rows(data, name)])
    assert Section("Empty").rows == []


def _signed_in(person: Person) -> Client:
    browser = Client()
    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return browser


def test_somebody_downloads_their_own_after_showing_who_they_are(cast):
    browser = _signed_in(cast.mar.teacher)
    button = browser.get("/account/").content.decode()
    asked = browser.post("/account/copy/")
    wrong = browser.post(asked.headers["Location"], {"password": "not this one at all"})
    answer = browser.post(asked.headers["Location"], {"password": PASSWORD})
    _page, data = _opened(BytesIO(answer.getvalue()))

    assert 'action="/account/copy/"' in button
    assert (asked.status_code, asked.headers["Location"]) == (
        302,
        "/account/reauthenticate/?next=%2Faccount%2Fcopy%2F",
    )
    assert wrong.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="hedgerow-')
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert data["person"] == "hannah@mar.example"
    assert browser.get("/account/copy/").status_code == 405


def test_it_is_nobody_elses(cast):
    with pytest.raises(PermissionError):
        export_subject(cast.mar.teacher, by=cast.mar.head)


def test_command_writes_a_file_for_its_owner_alone(cast, tmp_path, capsys):
    call_command("subject_export", "HANNAH@mar.example", to=tmp_path / "out")
    (path,) = (tmp_path / "out").iterdir()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert _opened(path.open("rb"))[1]["person"] == "hannah@mar.example"
    assert _rows(_opened(export_subject(cast.mar.teacher, by=None))[1], "network.log_about")[-1]["What"] == (
        "A copy of what is held about Hannah Mar was made."
    )
    with pytest.raises(CommandError, match="Nobody has an account"):
        call_command("subject_export", "nobody@mar.example", to=tmp_path)
