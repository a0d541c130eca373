"""A sealed stream opens whole, with its key, or not at all."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import sealed_stream
from core.field_keys import Keyring, new_key, parse
from core.sealed_stream import CannotOpenStream, OpeningReader, SealingWriter

_KEYS = parse(new_key("2026a"))
_PIECE = 64
_TEXT = bytes(range(256)) * 2


@pytest.fixture(autouse=True, scope="module")
def _small_pieces():
    """So that a few hundred bytes are many pieces."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sealed_stream, "PIECE_BYTES", _PIECE)
        yield


def _sealed(text: bytes, keys: Keyring = _KEYS, part: int = 50) -> bytes:
    out = io.BytesIO()
    with SealingWriter(out, keys) as writer:
        for start in range(0, len(text), part):
            writer.write(text[start : start + part])
    return out.getvalue()


def _opened(sealed: bytes, keys: Keyring = _KEYS) -> bytes:
    return OpeningReader(io.BytesIO(sealed), keys).readall()


@given(st.binary(max_size=5 * _PIECE), st.integers(1, 3 * _PIECE))
def test_opens_to_what_was_sealed(text, part):
    assert _opened(_sealed(text, part=part)) == text


@given(st.sampled_from([0, 1, 2, 8]), st.integers(-1, 1))
def test_opens_at_every_edge_of_a_piece(pieces, off):
    text = _TEXT[: max(0, pieces * _PIECE + off)]
    assert _opened(_sealed(text)) == text


@given(st.data())
def test_any_flipped_bit_is_refused(data):
    sealed = bytearray(_sealed(_TEXT))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CannotOpenStream):
        _opened(bytes(sealed))


@given(st.data())
def test_any_cut_is_refused(data):
    sealed = _sealed(_TEXT)
    with pytest.raises(CannotOpenStream):
        _opened(sealed[: data.draw(st.integers(0, len(sealed) - 1))])


@given(st.binary(min_size=1, max_size=3 * _PIECE))
def test_anything_added_is_refused(more):
    with pytest.raises(CannotOpenStream):
        _opened(_sealed(_TEXT) + more)


def _pieces(sealed: bytes) -> tuple[bytes, list[bytes]]:
    whole = _PIECE + 16
    head_length = len(sealed) - (len(_TEXT) // _PIECE) * whole
    return sealed[:head_length], [sealed[at : at + whole] for at in range(head_length, len(sealed), whole)]


@given(st.permutations(range(len(_TEXT) // _PIECE)))
def test_pieces_in_another_order_are_refused(order):
    head, pieces = _pieces(_sealed(_TEXT))
    shuffled = head + b"".join(pieces[number] for number in order)
    if order == sorted(order):
        assert _opened(shuffled) == _TEXT
    else:
        with pytest.raises(CannotOpenStream):
            _opened(shuffled)


def test_a_piece_of_another_stream_is_refused():
    head, pieces = _pieces(_sealed(_TEXT))
    _head, others = _pieces(_sealed(_TEXT))
    with pytest.raises(CannotOpenStream):
        _opened(head + others[0] + b"".join(pieces[1:]))


def test_a_key_of_the_same_name_is_told_from_damage():
    with pytest.raises(CannotOpenStream, match="is another one"):
        _opened(_sealed(_TEXT), parse(new_key("2026a")))


def test_a_missing_key_is_named():
    with pytest.raises(CannotOpenStream, match="'2026a', which is not among those given"):
        _opened(_sealed(_TEXT), parse(new_key("2027a")))


def test_an_older_key_opens_what_it_sealed():
    newer = parse(new_key("2027a"))
    both = Keyring({**newer.keys, **_KEYS.keys})
    assert _opened(_sealed(_TEXT), both) == _TEXT
    assert OpeningReader(io.BytesIO(_sealed(_TEXT, both)), both).key_name == "2027a"


def test_a_foreign_file_is_refused():
    with pytest.raises(CannotOpenStream, match="no file that the hub has sealed"):
        _opened(b"PK\x03\x04 something else")


def test_the_text_is_not_in_the_stream():
    assert b"Ada" * 5 not in _sealed(b"Ada" * 100)
