"""The Wagtail admin: editors only, and there only what was offered to their network. Everything else leaves no trace."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import get_resolver, reverse
from wagtail.models import GroupPagePermission, Page

from network.models import AuditEntry, NetworkRoleGrant, OutgoingMessage, Person
from network.signals import network_role_changed
from practice_library.middleware import ABOUT_A_PAGE, ABOUT_NOTHING, INSTEAD
from practice_library.models import LibraryDocument, LibraryImage, WriteUpPage
from practice_library.services.media import add_file, add_picture
from practice_library.services.shelves import sync_editors
from practice_library.services.writing import save_draft
from tests import queries
from tests.factories.library import draft, full_fields, offered_to, pdf_upload, picture_upload, published

pytestmark = pytest.mark.django_db
CANARY = "Kanariefågel"


def edit_data(page, **changes):
    names = ("title", "promise", "for_whom", "tried", "worked", "did_not_work", "would_change", "try_it",
             "link_to_learning", "evidence_level", "evidence_note", "minutes_needed", "ages")  # fmt: skip
    return {
        **{name: getattr(page, name) for name in names},
        "started_year": "",
        "pupils_reached_count": "",
        **changes,
    }


@pytest.fixture
def offered(cast):
    return published(cast.mar.teacher, cast.mar.colleague, cast.mar.school, offered_to(cast.small_steps))


@pytest.fixture
def hidden(cast, acting_as):
    """What an editor of Small Steps has no business with, each with the canary in its title, its picture and its file."""
    words = {"title": f"{CANARY} title", "tried": f"{CANARY} tried", "author_names": f"{CANARY} author"}
    mine = draft(cast.mar.teacher, cast.mar.school, full_fields(**words))
    with acting_as(cast.mar.teacher):
        add_picture(write_up=mine, by=cast.mar.teacher, file=picture_upload(), alt=f"{CANARY} picture")
        add_file(write_up=mine, by=cast.mar.teacher, file=pdf_upload(f"{CANARY}.pdf"), title=f"{CANARY} file")
    at_school = published(cast.cal.teacher, cast.cal.colleague, cast.cal.school, full_fields(**words))
    elsewhere = published(
        cast.out.teacher, cast.out.colleague, cast.out.school, offered_to(cast.elsewhere, "public", **words)
    )
    rewritten = published(
        cast.mar.head, cast.mar.colleague, cast.mar.school, offered_to(cast.small_steps, title="Known")
    )
    with acting_as(cast.mar.head):
        save_draft(write_up=rewritten, by=cast.mar.head, fields=full_fields(**words))
    return [mine, at_school, elsewhere, rewritten]


def admin_routes(patterns=None, before=""):
    """Every route of the admin."""
    for entry in patterns or get_resolver().url_patterns:
        route = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            if before or route == "cms/":
                yield from admin_routes(entry.url_patterns, route)
        elif before:
            yield route


def addresses(route, values):
    """The route's addresses, with each of these ids in every place that takes one."""
    route = re.sub(r"[\^$]|\?(?=/)", "", route)
    groups = r"<(?:\w+:)?(\w+)>|\(\\d\+\)|\((?:live|earliest)[^)]*\)|\(\?P<\w+>[^)]*\)|\.\*"
    words = {"app_label": "practice_library", "model_name": "writeuppage", "content_type_app_name": "practice_library",
             "content_type_model_name": "writeuppage", "action_name": "publish", "app_name": "taggit",
             "action": "publish", "filter_spec": "max-165x165"}  # fmt: skip
    for value in values:
        yield "/" + re.sub(
            groups, lambda found, value=value: words.get(found.group(1) or "", str(value)), route
        )


def ids_for(route, hidden, cast):
    """Ids of hidden things of the kind that the route is about."""
    if "image" in route:
        return [LibraryImage.objects.get().pk]
    if "document" in route:
        return [LibraryDocument.objects.get().pk]
    if "users" in route:
        return [cast.out.teacher.pk]
    if "pages" in route or "page" in route:
        return [page.pk for page in hidden] + [hidden[-1].get_parent().pk, Page.objects.get(depth=2).pk]
    return [hidden[0].pk, 1]


@pytest.mark.slow
def test_nothing_hidden_shows_at_any_address_of_the_admin(cast, client_for, hidden, offered):
    browser = client_for(cast.editor)
    shown, answered = [], 0

    for route in admin_routes():
        for address in set(addresses(route, ids_for(route, hidden, cast))):
            answer = browser.get(f"{address}?q={CANARY}&p=1&for_explorer=1&fields=*")
            answered += answer.status_code == 200
            body = answer.content.decode(errors="ignore").replace(f'value="{CANARY}"', "")
            shown += [
                (address, word)
                for word in (CANARY, cast.out.teacher.email, cast.mar.teacher.email)
                if word in body
            ]

    assert shown == []
    assert answered >= 5


def test_what_is_not_named_is_not_there(cast, client_for, offered):
    browser = client_for(cast.editor)
    found = set()
    for route in admin_routes():
        (address,) = addresses(route, [offered.pk])
        answer = browser.get(address)
        if answer.status_code not in (404, 405):
            found.add(answer.wsgi_request.resolver_match.view_name)

    assert found - ABOUT_A_PAGE - ABOUT_NOTHING - set(INSTEAD) == set()


@pytest.mark.parametrize("who", ["head", "admin", "teacher", "colleague", "governor", "dpo", "guest"])
def test_nobody_but_editors_gets_in(cast, client_for, offered, who):
    browser = client_for(cast.mar.everybody[who])

    for address in (
        "/cms/",
        "/cms/offered/",
        f"/cms/pages/{offered.pk}/edit/",
        "/cms/users/",
        "/cms/nothing/",
    ):
        assert browser.get(address).status_code == 404


def test_neither_visitors_nor_operators_get_in(cast, client, client_for, offered):
    operator = Person.objects.create_superuser("operator@hub.example", "a long enough passphrase", name="Op")
    NetworkRoleGrant.objects.create(
        network=cast.small_steps, person=operator, role="editor", starts_at="2020-01-01T00:00Z"
    )
    Person.objects.filter(pk=cast.editor.pk).update(is_superuser=True)

    assert client.get("/cms/offered/").status_code == 404
    assert client_for(operator).get("/cms/offered/").status_code == 404
    assert client_for(Person.objects.get(pk=cast.editor.pk)).get("/cms/offered/").status_code == 404


def test_on_another_host_than_its_own_it_is_not_there(cast, client_for, settings, offered):
    settings.CMS_HOST = "cms.hedgerow.example"
    settings.ALLOWED_HOSTS = ["testserver", "cms.hedgerow.example"]
    browser = client_for(cast.editor)

    assert browser.get("/cms/offered/").status_code == 404
    assert browser.get("/cms/offered/", headers={"host": "cms.hedgerow.example"}).status_code == 200


def test_an_editor_finds_what_was_offered(cast, client_for, offered, hidden):
    browser = client_for(cast.editor)

    answer = browser.get("/cms/", follow=True)

    assert answer.redirect_chain == [("/cms/offered/", 302)]
    assert {page.title for page in answer.context["pages"]} == {offered.title, "Known"}


def test_the_outside_editor_finds_their_own(cast, client_for, offered, hidden):
    answer = client_for(cast.outside_editor).get("/cms/offered/")

    assert [page.pk for page in answer.context["pages"]] == [hidden[2].pk]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(cast, client_for, count):
    for _number in range(count):
        published(cast.mar.teacher, cast.mar.colleague, cast.mar.school, offered_to(cast.small_steps))
    browser = client_for(cast.editor)
    browser.get("/cms/offered/")

    with queries.asked(13):
        browser.get("/cms/offered/")


def test_an_editor_edits_and_publishes_what_was_offered(cast, client_for, acting_as, offered):
    browser, address = client_for(cast.editor), f"/cms/pages/{offered.pk}/edit/"

    assert browser.get(address).status_code == 200
    answer = browser.post(address, edit_data(offered, title="A clearer title", **{"action-publish": "1"}))

    page = WriteUpPage.objects.get(pk=offered.pk)
    assert (answer.status_code, page.title, page.live) == (302, "A clearer title", True)
    assert (page.audience, page.network, page.slug, page.reviewer_name) == (
        "network", cast.small_steps, offered.slug, cast.mar.colleague.name,
    )  # fmt: skip
    with acting_as(cast.mar.head):
        last = AuditEntry.objects.order_by("-number").first()
    assert (last.action, last.actor_id) == ("write_up_edited", cast.editor.pk)


def test_an_editor_cannot_set_what_the_form_does_not_ask(cast, client_for, offered):
    client_for(cast.editor).post(
        f"/cms/pages/{offered.pk}/edit/",
        edit_data(offered, audience="public", network=cast.elsewhere.pk, school=cast.cal.school.pk, owner=cast.editor.pk,
                  slug="mine", author_names="Me", **{"action-publish": "1"}),
    )  # fmt: skip

    page = WriteUpPage.objects.get(pk=offered.pk)
    assert (page.audience, page.network_id, page.school_id, page.owner_id, page.slug, page.author_names) == (
        offered.audience, offered.network_id, offered.school_id, offered.owner_id, offered.slug, offered.author_names,
    )  # fmt: skip


def test_an_editor_cannot_leave_what_did_not_work_empty(cast, client_for, offered):
    client_for(cast.editor).post(
        f"/cms/pages/{offered.pk}/edit/", edit_data(offered, did_not_work="", **{"action-publish": "1"})
    )

    assert WriteUpPage.objects.get(pk=offered.pk).did_not_work == offered.did_not_work


def test_an_editor_takes_it_out_and_the_author_is_told(cast, client_for, offered):
    browser, address = client_for(cast.editor), f"/cms/pages/{offered.pk}/unpublish/"

    assert (browser.get(address).status_code, WriteUpPage.objects.get(pk=offered.pk).live) == (200, True)
    assert browser.post(address).status_code == 302

    assert WriteUpPage.objects.get(pk=offered.pk).live is False
    assert OutgoingMessage.objects.get(kind="unpublished").email == cast.mar.teacher.email


@pytest.mark.parametrize("verb", ["edit", "unpublish", "view_draft", "edit/preview"])
def test_pages_that_were_not_offered_are_not_there(cast, client_for, hidden, verb):
    browser = client_for(cast.editor)

    seen = [browser.get(f"/cms/pages/{page.pk}/{verb}/").status_code for page in hidden[:3]]
    posted = [
        browser.post(f"/cms/pages/{page.pk}/{verb}/", edit_data(page)).status_code for page in hidden[:3]
    ]

    assert (seen, posted) == ([404, 404, 404], [404, 404, 404])
    assert [page.live for page in WriteUpPage.objects.filter(pk__in=[page.pk for page in hidden[1:3]])] == [
        True,
        True,
    ]


def test_while_its_school_writes_an_editor_may_only_take_it_out(cast, client_for, hidden):
    rewritten = hidden[3]
    browser = client_for(cast.editor)

    assert browser.get(f"/cms/pages/{rewritten.pk}/edit/").headers["Location"] == "/cms/offered/"
    browser.post(
        f"/cms/pages/{rewritten.pk}/edit/", edit_data(rewritten, title="Mine", **{"action-publish": "1"})
    )
    assert WriteUpPage.objects.get(pk=rewritten.pk).title == "Known"

    assert browser.post(f"/cms/pages/{rewritten.pk}/unpublish/").status_code == 302
    assert WriteUpPage.objects.get(pk=rewritten.pk).live is False


def test_an_editor_is_not_the_editor_of_their_own(cast, client_for):
    own = published(cast.editor, cast.cal.colleague, cast.cal.school, offered_to(cast.small_steps))

    assert client_for(cast.editor).get(f"/cms/pages/{own.pk}/edit/").status_code == 404


def test_the_preview_shows_what_was_offered(cast, client_for, offered):
    answer = client_for(cast.editor).get(f"/cms/pages/{offered.pk}/view_draft/")

    assert (answer.status_code, offered.title in answer.content.decode()) == (200, True)
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_the_admin_has_its_own_policy_and_no_inline_scripts_allowed(cast, client_for, offered):
    policy = client_for(cast.editor).get("/cms/offered/").headers["Content-Security-Policy"]

    assert "script-src 'self';" in policy


def test_whoever_edits_no_longer_is_out_at_the_next_request(cast, client_for, offered):
    browser = client_for(cast.editor)
    assert browser.get("/cms/offered/").status_code == 200

    NetworkRoleGrant.objects.filter(person=cast.editor).update(ends_at="2026-01-01T00:00Z")

    assert browser.get("/cms/offered/").status_code == 404


def test_groups_follow_the_roles(cast, offered):
    group = sync_editors(cast.small_steps)
    assert list(group.user_set.all()) == [cast.editor]

    NetworkRoleGrant.objects.filter(person=cast.editor).update(ends_at="2026-01-01T00:00Z")
    network_role_changed.send(
        sender=None, network=cast.small_steps, person=cast.editor, role="editor", by=None
    )

    assert list(group.user_set.all()) == []
    shelf = offered.get_parent()
    assert set(GroupPagePermission.objects.filter(group=group).values_list("page_id", "permission__codename")) == {
        (shelf.pk, "change_page"), (shelf.pk, "publish_page"),
    }  # fmt: skip


def test_wagtail_s_own_groups_are_gone(cast, offered):
    assert list(Group.objects.filter(name__in=["Editors", "Moderators"])) == []


def test_wagtail_s_own_addresses_of_files_are_not_routed(client):
    for address in (
        "/documents/1/a.pdf",
        "/images/a/1/original/",
        "/media-is-never-served/a.png",
        "/media/a.png",
    ):
        assert client.get(address).status_code == 404


def test_an_editor_may_search_titles_of_what_was_offered(cast, client_for, offered):
    browser = client_for(cast.editor)

    found = [
        [page.pk for page in browser.get("/cms/offered/", {"q": words}).context["pages"]]
        for words in ("partner", "x")
    ]

    assert found == [[offered.pk], []]


def test_the_address_of_the_editor_s_form_is_ours(cast, offered):
    assert reverse("wagtailadmin_pages:edit", args=[offered.pk]) == f"/cms/pages/{offered.pk}/edit/"
