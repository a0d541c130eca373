"""Typo tolerance on PostgreSQL: words that look alike are found among titles and promises.

The statements are PostgreSQL's own; SQLite looks for alike words in Python instead.
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

INDEXES = {
    "library_title_trigrams": "wagtailcore_page USING gin (title gin_trgm_ops)",
    "library_promise_trigrams": "practice_library_writeuppage USING gin (promise gin_trgm_ops)",
}


#: PostgreSQL takes a word that many write-ups hold for a reason to read every text from beginning to end; the index
#: answers ten times sooner. Without figures about the words it always asks the index.
NO_FIGURES = "ALTER TABLE wagtailsearch_indexentry ALTER COLUMN {} SET STATISTICS {}"


def _create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in ("body", "title"):
            schema_editor.execute(NO_FIGURES.format(column, 0))
        for name, on in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {on}")


def _drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in ("body", "title"):
            schema_editor.execute(NO_FIGURES.format(column, -1))
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("practice_library", "0001_initial"), ("wagtailsearch", "0010_add_text_fields")]

    operations = [TrigramExtension(), migrations.RunPython(_create, _drop)]
