"""A sealed column: sealed on the way in, opened when read, never compared or set in the clear."""

import uuid

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from core.field_keys import new_key
from core.sealed_field import Sealed, SealedTextField
from core.sealing import CannotOpen, key_of


@pytest.fixture
def note():
    with isolate_apps("core"):

        class Note(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid.uuid4)
            school_id = models.IntegerField()
            text = SealedTextField(blank=True, default="", scope="school_id")

            class Meta:
                app_label = "core"

            def __str__(self):
                return str(self.pk)

        yield Note


def _stored(instance):
    return instance._meta.get_field("text").pre_save(instance, add=True)


def _loaded(model, pk, school_id, stored):
    return model.from_db("default", ["id", "school_id", "text"], [pk, school_id, stored])


def test_what_is_stored_is_sealed_and_reads_as_it_was(note):
    written = note(school_id=3, text="a secret")
    stored = _stored(written)

    assert isinstance(stored, Sealed)
    assert "secret" not in stored
    assert (written.text, _loaded(note, written.pk, 3, stored).text) == ("a secret", "a secret")


def test_it_opens_in_its_own_row_and_school_only(note):
    written = note(school_id=3, text="a secret")
    stored = _stored(written)

    for pk, school_id in ((uuid.uuid4(), 3), (written.pk, 4)):
        with pytest.raises(CannotOpen):
            _ = _loaded(note, pk, school_id, stored).text


def test_saving_what_was_only_loaded_leaves_it_as_it_is(note):
    written = note(school_id=3, text="a secret")
    stored = _stored(written)

    assert _stored(_loaded(note, written.pk, 3, stored)) == stored


def test_nothing_stays_nothing(note):
    assert _stored(note(school_id=3, text="")) == ""
    assert _loaded(note, uuid.uuid4(), 3, Sealed("")).text == ""


def test_it_is_never_stored_in_the_clear_nor_looked_for(note):
    field = note._meta.get_field("text")

    with pytest.raises(FieldError):
        field.get_db_prep_save("a secret", connection)
    for lookup in ("exact", "in", "contains", "startswith", "gt"):
        assert field.get_lookup(lookup) is None


def test_a_dump_holds_what_the_database_holds(note, settings):
    settings.FIELD_KEYS = new_key("dumped")
    field, written = note._meta.get_field("text"), note(school_id=3, text="a secret")
    loaded = _loaded(note, written.pk, 3, _stored(written))

    assert key_of(field.value_to_string(loaded)) == key_of(field.value_to_string(written)) == "dumped"


def test_row_needs_a_key_first(note):
    with pytest.raises(ValueError, match="needs its row's key first"):
        _stored(note(id=None, school_id=3, text="a secret"))
