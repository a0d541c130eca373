"""What several of the library's tests stand on."""

import pytest

from tests.factories.live_write_ups import live_write_up


@pytest.fixture
def library(cast):
    """Four public write-ups, each with something of its own."""
    mar, cal, net = cast.mar.school, cast.cal.school, cast.small_steps
    for_all = {"network": net, "audience": "public"}
    live_write_up(mar, "Partner talk made fractions arguable", topics="ks2 maths oracy", **for_all)
    live_write_up(
        mar, "Quiet corridors", tried="We argued about fractions of an hour.", topics="ks3", **for_all
    )
    live_write_up(
        cal,
        "Lugna korridorer",
        language="sv",
        tried="Eleverna gick lugnt.",
        topics="ks3 calm_to_study",
        **for_all,
    )
    live_write_up(
        cal, "Reading backwards", topics="ks1 ks2 english reading", evidence_level="compared", **for_all
    )  # fmt: skip
    return cast


@pytest.fixture
def on_disk(settings, tmp_path):
    """Files are kept in a folder, as a running hub keeps them."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }
