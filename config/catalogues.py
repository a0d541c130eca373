"""Message catalogues, compiled by Babel: a machine that runs the hub needs no gettext."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def compile_catalogues() -> bool:
    """Compile every catalogue that is newer than its compiled form; whether there was one."""
    compiled = False
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parent.parent.name)
            with target.open("wb") as file:
                write_mo(file, catalogue)
            compiled = True
    return compiled
