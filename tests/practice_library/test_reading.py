"""Reading a write-up: what the page holds, for whom, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from practice_library.models import LibraryDocument, LibraryImage, WriteUpPage
from tests.factories.library import pdf_upload, picture_upload
from tests.factories.live_write_ups import live_write_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def write_up(cast):
    """A write-up for the network with everything in it."""
    page = live_write_up(
        cast.mar.school,
        "Partner talk",
        cast.small_steps,
        slug="partner-talk",
        topics="ks2 maths oracy interests",
        minutes_needed=10,
        evidence_level="practitioner_enquiry",
        evidence_note="3 classes, no comparison",
        started_year=2025,
        pupils_reached_count=84,
        ages="8–9",
        reviewed_on=clock.today() - timedelta(days=40),
        owner=cast.mar.teacher,
    )
    image = LibraryImage.objects.create(
        title="card", school=page.school, write_up=page, file=picture_upload(size=(2400, 1600))
    )
    document = LibraryDocument.objects.create(
        title="slide", school=page.school, write_up=page, file=pdf_upload()
    )
    page.extras = [
        ("picture", {"image": image, "alt": "A card in two halves.", "caption": "On each table."}),
        ("file", {"document": document, "title": "The one slide"}),
    ]
    page.save()
    return page


@pytest.fixture
def reader(cast, client_for):
    return client_for(cast.cal.teacher)


def text_of(html: str) -> str:
    """What one reads of the main part, in order."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def read(browser, page) -> str:
    return browser.get(page.get_absolute_url()).content.decode()


def test_page_holds_everything_in_order_with_what_to_try_first(write_up, reader):
    text = text_of(read(reader, write_up))

    parts = [
        "Partner talk", "A ten-minute starter", "Hannah Kershaw-Lee", "Read by Alison Prewett",
        "Who sees this: the network", "Small Steps Network",
        "School Marram Bay Primary School", "For Key stage 2, Maths, ages 8–9", "Takes 10 minutes", "Since 2025",
        "Pupils reached 84", "Last reviewed", "Rests on Practitioner enquiry: 3 classes, no comparison",
        "Try it", "Show two bars.", "What worked", "B used “because” twice", "What didn’t", "Fourteen stems",
        "What we tried", "A pair looks at two bars", "For whom", "Year 4 teachers.", "What we’d change",
        "Two stems from the start.", "How it helps learning", "Who has said a reason aloud", "On each table.",
        "To take away", "The one slide",
    ]  # fmt: skip
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


def test_what_worked_and_what_did_not_have_equal_weight(write_up, reader):
    both = re.search(
        r'<div class="both">(.*?)</div>\s*<div class="prose">', read(reader, write_up), re.DOTALL
    )

    assert both
    assert re.findall(r"<(section|h2)\b", both.group(1)) == ["section", "h2", "section", "h2"]


def test_picture_stands_at_its_guarded_address_with_its_size_and_words(write_up, reader):
    html = read(reader, write_up)

    image = re.search(r'<img src="(/library/pictures/[0-9a-f-]{36}/max-1200x1200/)"([^>]*)>', html)
    assert image
    assert 'alt="A card in two halves." width="1200" height="800"' in image.group(2)
    assert "/media" not in html


def test_page_says_when_nobody_has_looked_at_it_for_two_years(write_up, reader):
    assert "May be out of date" not in read(reader, write_up)

    WriteUpPage.objects.filter(pk=write_up.pk).update(reviewed_on=clock.today() - timedelta(days=740))

    assert "May be out of date" in read(reader, write_up)


def test_page_leads_to_translations_and_is_marked_with_its_language(cast, write_up, reader):
    swedish = live_write_up(
        cast.mar.school,
        "Samtal först",
        cast.small_steps,
        language="sv",
        translation_of=write_up,
        slug="samtal",
    )

    english, translated = read(reader, write_up), read(reader, swedish)

    assert '<a href="/library/samtal/" lang="sv" hreflang="sv">Svenska</a>' in english
    assert '<a href="/library/partner-talk/" lang="en" hreflang="en">English</a>' in translated
    assert '<h1 lang="sv">Samtal först</h1>' in translated
    assert "<h1>Partner talk</h1>" in english


def test_page_shows_where_it_grew(cast, write_up, reader):
    adapted = live_write_up(
        cast.cal.school,
        "Partner talk in Year 1",
        cast.small_steps,
        adapted_from=write_up,
        what_changed="No pencils.",
    )

    assert "Partner talk in Year 1" in text_of(read(reader, write_up))
    text = text_of(read(reader, adapted))
    assert "Where it grew Partner talk Marram Bay Primary School Partner talk in Year 1" in text
    assert "What we changed, and why No pencils." in text


def test_author_alone_is_led_to_writing(cast, write_up, client_for):
    assert f"/library/write/{write_up.pk}/" in read(client_for(cast.mar.teacher), write_up)
    assert f"/library/write/{write_up.pk}/" not in read(client_for(cast.mar.colleague), write_up)


def test_words_of_authors_are_never_live(cast, client):
    live = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    page = live_write_up(
        cast.mar.school, live, cast.small_steps, audience="public", promise=live, tried=live, worked=live,
        author_names=live, evidence_note=live, ages="<b>1</b>",
    )  # fmt: skip

    for address in (page.get_absolute_url(), "/library/", "/library/?q=alert", "/library/suggest/?q=alert"):
        html = client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<b>1" not in html


@pytest.mark.parametrize(
    ("who", "status"),
    [("head", 200), ("teacher", 200), ("colleague", 200), ("governor", 404), ("guest", 404), ("dpo", 404)],
)
def test_partner_school_reads_what_the_network_shares_by_role(cast, write_up, client_for, who, status):
    assert client_for(getattr(cast.cal, who)).get(write_up.get_absolute_url()).status_code == status


def test_ended_membership_ends_reading_at_the_next_request(cast, write_up, reader):
    assert reader.get(write_up.get_absolute_url()).status_code == 200

    cast.cal.teacher.memberships.update(ends_at=clock.now())

    assert reader.get(write_up.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_reading_page_is_for_reading_only(write_up, reader, method):
    assert getattr(reader, method)(write_up.get_absolute_url()).status_code == 405


@pytest.mark.parametrize(("who", "most"), [("visitor", 5), ("teacher", 8), ("author", 8)])
def test_reading_takes_as_many_queries_with_1_as_with_3_and_30_relations(
    cast, write_up, client, client_for, who, most
):
    WriteUpPage.objects.filter(pk=write_up.pk).update(audience="public")
    browser = {
        "visitor": client,
        "teacher": client_for(cast.cal.teacher),
        "author": client_for(cast.mar.teacher),
    }[who]
    browser.get(write_up.get_absolute_url())
    taken = []
    for number in range(1, 31):
        live_write_up(cast.mar.school, network=cast.small_steps, audience="public", adapted_from=write_up)
        if number in (1, 3, 30):
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(write_up.get_absolute_url()).status_code == 200
            asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
            taken.append(len([sql for sql in asked if "set_config" not in sql]))

    assert taken == [most, most, most]
