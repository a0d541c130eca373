"""Parts of addresses: a school's code, and the secret ends of links."""

from functools import cache

from django.urls import register_converter
from django.urls.converters import StringConverter

from network.domain.secrets import PATTERN


class SchoolCodeConverter(StringConverter):
    """A school's short code."""

    regex = "[A-Z0-9]{2,8}"


class SecretConverter(StringConverter):
    """The secret of a school's invitation."""

    regex = PATTERN


class SchoolSecretConverter(StringConverter):
    """A school's id and the secret of a person's invitation."""

    regex = r"[0-9]{1,9}\." + PATTERN


@cache
def register() -> None:
    """Make them known to `path()`, once."""
    register_converter(SchoolCodeConverter, "code")
    register_converter(SecretConverter, "secret")
    register_converter(SchoolSecretConverter, "school_secret")
