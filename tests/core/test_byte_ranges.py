"""Which bytes of a file somebody asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.byte_ranges import ByteRange, NotThere, asked_for

SIZES = st.integers(min_value=0, max_value=10**12)


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-499", 0, 499), ("bytes=500-999", 500, 999), ("bytes=-500", 9500, 9999), ("bytes=9500-", 9500, 9999),
        ("bytes=0-0", 0, 0), ("bytes=-1", 9999, 9999), ("bytes=9000-99999", 9000, 9999), ("bytes=-20000", 0, 9999),
        (" bytes = 1 - 2 ", 1, 2),
    ],
)  # fmt: skip
def test_examples_of_the_standard(header, first, last):
    """Those of RFC 9110, 14.1.2, for a file of 10,000 bytes, and their edges."""
    assert asked_for(header, 10_000) == ByteRange(first, last)


@pytest.mark.parametrize(
    "header", ["", "bytes=", "bytes=-", "bytes=0-1,5-6", "bytes=9-3", "items=0-5", "bytes=a-b", "bytes=٣-٤", "bytes=" + "9" * 30 + "-"]
)  # fmt: skip
def test_what_may_be_ignored_is_the_whole_file(header):
    assert asked_for(header, 10_000) is None


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=10000-", 10_000), ("bytes=-0", 10_000), ("bytes=0-", 0), ("bytes=-5", 0)]
)
def test_what_is_not_there_is_said(header, size):
    with pytest.raises(NotThere):
        asked_for(header, size)


@given(header=st.text(max_size=40) | st.from_regex(r"bytes=\d{0,13}-\d{0,13}", fullmatch=True), size=SIZES)
def test_a_range_lies_within_the_file(header, size):
    try:
        found = asked_for(header, size)
    except NotThere:
        return

    assert found is None or 0 <= found.first <= found.last < size
