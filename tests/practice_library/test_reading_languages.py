"""Words in another language than the page say so, so that they are read aloud as they should."""

import pytest

from core.registries.front_page import highlights
from core.registries.today import suggestions_for
from tests.factories.live_write_ups import live_write_up

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "said"), [("sv", ' lang="sv"'), ("en", "")])
def test_what_it_rests_on_is_said_in_the_pages_language_and_its_note_in_the_authors(
    cast, client_for, language, said
):
    page = live_write_up(
        cast.mar.school, "Titel", cast.small_steps, language=language, evidence_note="Tre klasser"
    )

    shown = client_for(cast.cal.teacher).get(page.get_absolute_url()).content.decode()

    assert shown.count(f"<dd>{page.get_evidence_level_display()}: <span{said}>Tre klasser</span></dd>") == 1


def test_what_it_rests_on_stands_alone_without_a_note(cast, client_for):
    page = live_write_up(cast.mar.school, "Title", cast.small_steps)

    assert (
        client_for(cast.cal.teacher)
        .get(page.get_absolute_url())
        .content.decode()
        .count(f"<dd>{page.get_evidence_level_display()}</dd>")
        == 1
    )


def test_tree_says_in_which_language_each_title_is(cast, client_for):
    origin = live_write_up(cast.mar.school, "Ursprunget", cast.small_steps, language="sv")
    page = live_write_up(cast.cal.school, "Ours", cast.small_steps, adapted_from=origin)

    shown = client_for(cast.cal.teacher).get(page.get_absolute_url()).content.decode()

    assert shown.count(f'<a href="{origin.get_absolute_url()}" lang="sv">Ursprunget</a>') == 1


def test_what_is_shown_elsewhere_says_so_too(cast, client, client_for):
    live_write_up(cast.mar.school, "Prova detta", cast.small_steps, audience="public", language="sv")

    today = client_for(cast.cal.teacher).get("/").content.decode()
    front = client.get("/").content.decode()

    assert [item.language for item in (*suggestions_for(cast.cal.teacher), *highlights())] == ["sv", "sv"]
    assert today.count('<p class="row-title" lang="sv">') == 1
    assert front.count('<h3 class="row-title" lang="sv">') == 1
