"""Keys and text that no database could hold find nothing, in an address and in a form."""

import pytest
from django.urls import reverse

from network.models import Membership

pytestmark = pytest.mark.django_db
TOO_LARGE = 10**29


@pytest.mark.parametrize("key", [2**63, TOO_LARGE])
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("library:write-up-edit", (), ()),
        ("library:review", (), ()),
        ("our-school-member", (), ()),
        ("join-own", (), ("00000000-0000-0000-0000-000000000000",)),
    ],
)
def test_addresses_find_nothing(cast, client_for, name, before, after, key):
    answer = client_for(cast.mar.head).get(reverse(name, args=[*before, key, *after]))

    assert answer.status_code == 404


def test_editors_of_a_network_are_not_found_by_such_a_key(cast, client_for):
    address = reverse("network-editor-end", kwargs={"slug": "small-steps", "pk": TOO_LARGE})

    assert client_for(cast.mar.head).post(address).status_code == 404


@pytest.mark.parametrize("query", ["q=a%00b", "%00=a", "q=ab&q=%00", "month=%00"])
@pytest.mark.parametrize("page", ["/", "/people/", "/library/", "/schools/", "/cms/offered/"])
def test_a_nul_byte_finds_nothing(cast, client_for, page, query):
    answers = [client_for(cast.editor).get(page, QUERY_STRING=asked).status_code for asked in ("q=a", query)]

    assert answers == [200, 404]


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "latin-1"])
def test_half_a_character_cannot_hide_in_another_encoding(cast, client_for, charset):
    answer = client_for(cast.mar.head).get(
        "/people/", QUERY_STRING="q=%2B2AA-", CONTENT_TYPE=f"text/plain; charset={charset}"
    )

    assert answer.status_code == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "no-such-thing"])
def test_the_encoding_of_every_page_is_understood(cast, client_for, charset):
    answer = client_for(cast.mar.head).get("/people/", CONTENT_TYPE=f"text/plain; charset={charset}")

    assert answer.status_code == 200


@pytest.mark.parametrize("key", ["²", str(TOO_LARGE)])
def test_pages_of_the_wagtail_admin_find_nothing(cast, client_for, key):
    address = f"/cms/editing-sessions/ping/practice_library/writeuppage/{key}/1/"

    assert client_for(cast.editor).post(address).status_code == 404


def test_a_form_says_that_there_is_no_such_choice(cast, client_for):
    member = Membership.objects.get(person=cast.mar.teacher)
    address = reverse("our-school-member", args=[member.pk])

    answer = client_for(cast.mar.head).post(address, {"job_title": "Year 4", "year_groups": [str(TOO_LARGE)]})

    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"year_groups"})
