"""What somebody may not read leaves no trace for them, anywhere in the library."""

import pytest
from django.urls import reverse

from core.registries.front_page import highlights
from core.registries.linked_things import resolve
from core.registries.today import suggestions_for
from network.services.feeds import make_feed_address
from practice_library.models import LibraryDocument, LibraryImage, WriteUpPage
from tests.factories.library import pdf_upload, picture_upload
from tests.factories.live_write_ups import WORDS, live_write_up

pytestmark = pytest.mark.django_db

CANARY = "Quetzalcoatlus"
#: Who may read which of the hidden write-ups.
READS = {
    "colleague": {"network", "school"},
    "partner": {"network"},
    "outsider": set(),
    "outside editor": set(),
    "governor": set(),
    "guest": set(),
    "visitor": set(),
}


@pytest.fixture
def hidden(cast):
    """Three write-ups with the canary everywhere, and a public one that is related to each."""
    full = {
        **dict.fromkeys(WORDS, f"{CANARY} here."),
        "topics": "ks4 drama eal interests",
        "evidence_level": "compared",
    }
    mar, net = cast.mar.school, cast.small_steps
    pages = {
        "network": live_write_up(mar, f"{CANARY} network", net, slug="hidden-network", **full),
        "school": live_write_up(mar, f"{CANARY} school", slug="hidden-school", **full),
        "draft": live_write_up(mar, f"{CANARY} draft", net, slug="hidden-draft", live=False, **full),
    }
    public = live_write_up(
        mar, "For everybody", net, audience="public", slug="public", adapted_from=pages["network"],
        translation_of=pages["school"],
    )  # fmt: skip
    for page in pages.values():
        WriteUpPage.objects.filter(pk=page.pk).update(translation_of=public, adapted_from=public)
    return pages


@pytest.fixture
def people(cast):
    return {
        "colleague": cast.mar.colleague,
        "partner": cast.cal.teacher,
        "outsider": cast.out.teacher,
        "outside editor": cast.outside_editor,
        "governor": cast.mar.governor,
        "guest": cast.mar.guest,
        "visitor": None,
    }


@pytest.fixture
def browse(people, client_for, client):
    """(who, address) → the answer's text."""

    def get(who, address, **query):
        browser = client_for(people[who]) if people[who] else client
        return browser.get(address, query)

    return get


def seen(text: str) -> set[str]:
    return {
        name
        for name in ("network", "school", "draft")
        if f"hidden-{name}" in text or f"{CANARY} {name}" in text
    }


@pytest.mark.parametrize("who", READS)
def test_list_search_suggestions_and_reading_show_what_one_may_read(hidden, browse, who):
    places = {
        "list": ("/library/", {}),
        "facet": ("/library/", {"phase": "ks4"}),
        "search": ("/library/", {"q": CANARY}),
        "newest": ("/library/", {"q": CANARY, "sort": "newest"}),
        "suggestions": ("/library/suggest/", {"q": CANARY[:5]}),
        "related": ("/library/public/", {}),
    }

    found = {
        place: seen(browse(who, address, **query).content.decode())
        for place, (address, query) in places.items()
    }

    assert found == dict.fromkeys(places, READS[who])


@pytest.mark.parametrize("who", [who for who, reads in READS.items() if not reads])
def test_nothing_of_it_is_in_any_answer(hidden, browse, who):
    wrong = CANARY.replace("tz", "zt")
    for address, query in (
        ("/library/", {}),
        ("/library/", {"q": wrong}),
        ("/library/", {"q": "quet"}),
        ("/library/public/", {}),
        ("/library/feed/", {}),
        ("/sitemap.xml", {}),
        ("/robots.txt", {}),
        ("/", {}),
    ):
        text = browse(who, address, **query).content.decode().replace(query.get("q", "-"), "")
        assert CANARY.lower() not in text.lower(), address
        assert "hidden-" not in text, address
        # Only the hidden ones are about these, or rest on this.
        assert not any(f"{facet}=" in text for facet in ("subject", "theme", "lens")), address
        assert "Key stage 4" not in text, address
        assert "evidence=compared" not in text, address


@pytest.mark.parametrize("who", READS)
def test_address_of_a_hidden_write_up_answers_as_one_that_does_not_exist(hidden, browse, who):
    nothing = browse(who, "/library/hidden-nothing/")

    for name, page in hidden.items():
        answer = browse(who, f"/library/{page.slug}/")
        if name in READS[who]:
            assert answer.status_code == 200
        else:
            same = answer.content.decode().replace(page.slug, "hidden-nothing")
            assert (answer.status_code, _plain(same)) == (404, _plain(nothing.content.decode()))
            assert set(answer.headers) == set(nothing.headers)


def _plain(html: str) -> str:
    """Without the token that differs with every answer."""
    return "".join(line for line in html.splitlines(True) if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("who", READS)
def test_own_feed_holds_what_one_may_read(hidden, people, client, acting_as, who):
    if who == "visitor":
        return
    person = people[who]
    with acting_as(person):
        token = make_feed_address(person, "library")

    feed = client.get(reverse("library:feed-mine", kwargs={"token": token}))

    assert (feed.status_code, seen(feed.content.decode())) == (200, READS[who])


@pytest.mark.parametrize("who", READS)
def test_pictures_and_files_of_it_are_not_there(hidden, browse, who):
    for page in [page for name, page in hidden.items() if name not in READS[who]]:
        image = LibraryImage.objects.create(
            title=CANARY, school=page.school, write_up=page, file=picture_upload(), width=60, height=40
        )
        document = LibraryDocument.objects.create(
            title=CANARY, school=page.school, write_up=page, file=pdf_upload()
        )
        page.extras = [
            ("picture", {"image": image, "alt": CANARY, "caption": CANARY}),
            ("file", {"document": document, "title": CANARY}),
        ]
        page.save()
        picture = reverse("library:picture", kwargs={"key": image.key, "spec": "max-1200x1200"})

        assert browse(who, picture).status_code == 404
        assert browse(who, document.url).status_code == 404


@pytest.mark.parametrize("who", READS)
def test_other_rooms_are_told_of_what_the_viewer_may_read(hidden, people, who):
    viewer = people[who]
    if viewer is None:
        assert [item.title for item in highlights()] == ["For everybody"]
        return
    named = [("write_up", str(page.pk)) for page in hidden.values()]

    assert {thing.title for thing in resolve(viewer, named).values()} == {
        f"{CANARY} {name}" for name in READS[who]
    }
    assert {item.title for item in suggestions_for(viewer, limit=9)} <= {
        "For everybody",
        *(f"{CANARY} {name}" for name in READS[who]),
    }
