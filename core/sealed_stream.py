"""Sealing a long stream under AES-256-GCM, a piece at a time: what was changed, cut off, reordered or added is refused.

The head of a sealed stream names the key and holds a fresh salt, from which the stream's own key is derived (HKDF-SHA256,
RFC 5869). Each piece is sealed under a nonce that counts and says whether it is the last, with the head as associated
data (the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár, 2015). So a piece opens at its own place in its own
stream only, and a stream that was cut between two pieces has no last one.
"""

import hashlib
import hmac
import io
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.field_keys import Keyring

PIECE_BYTES = 256 * 1024
_MAGIC = b"hedgerow sealed 1\n"
_SALT_BYTES = _CHECK_BYTES = 16
_TAG_BYTES = 16


class CannotOpenStream(Exception):
    """The stream is not ours, its key is missing or another, or it was changed or cut off; the message says which."""


class SealingWriter(io.RawIOBase):
    """Takes plain bytes and writes sealed ones. `close()` seals the last piece; the file itself stays open."""

    def __init__(self, file: BinaryIO, keyring: Keyring) -> None:
        name, salt = keyring.current, secrets.token_bytes(_SALT_BYTES)
        head = _MAGIC + bytes([len(name)]) + name.encode() + salt
        self._cipher, check = _derived(keyring.keys[name], salt, head)
        self._file, self._head, self._held, self._number = file, head + check, bytearray(), 0
        file.write(self._head)

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override] # bytes is all that is written here
        """Take plain bytes; whole pieces leave at once, but for the one that may be the last."""
        self._held += data
        while len(self._held) > PIECE_BYTES:
            self._leave(bytes(self._held[:PIECE_BYTES]), is_last=False)
            del self._held[:PIECE_BYTES]
        return len(data)

    def close(self) -> None:
        """Seal what is left as the last piece."""
        if not self.closed:
            self._leave(bytes(self._held), is_last=True)
            self._held.clear()
        super().close()

    def _leave(self, piece: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), piece, self._head))
        self._number += 1


class OpeningReader(io.RawIOBase):
    """Reads a sealed stream as plain bytes, a piece at a time.

    What it returns is genuine and in its place, but whether the stream is whole is known only at its end: whoever acts
    on it reads it to the end first.

    Raises:
        CannotOpenStream: when made, for a foreign file or a key that is missing or another; when read, for a change or cut.
    """

    def __init__(self, file: BinaryIO, keyring: Keyring) -> None:
        self._file = file
        self._head, self.key_name = self._read_head(keyring)
        self._plain, self._number, self._ended = b"", 0, False
        self._ahead = self._sealed_piece()

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Up to so many plain bytes; 0 at the end."""
        while not self._plain and not self._ended:
            self._open_next()
        part = self._plain[: len(buffer)]
        buffer[: len(part)] = part
        self._plain = self._plain[len(part) :]
        return len(part)

    def _read_head(self, keyring: Keyring) -> tuple[bytes, str]:
        if self._file.read(len(_MAGIC)) != _MAGIC:
            raise CannotOpenStream("This is no file that the hub has sealed.")
        length = self._file.read(1)
        name = self._file.read(length[0] if length else 0)
        salt, check = self._file.read(_SALT_BYTES), self._file.read(_CHECK_BYTES)
        named = name.decode("ascii", "replace")
        if named not in keyring.keys:
            raise CannotOpenStream(f"It was sealed with the key {named!r}, which is not among those given.")
        head = _MAGIC + length + name + salt
        self._cipher, expected = _derived(keyring.keys[named], salt, head)
        if not hmac.compare_digest(check, expected):
            raise CannotOpenStream(
                f"The key {named!r} that was given is another one, or the file's beginning is damaged."
            )
        return head + check, named

    def _sealed_piece(self) -> bytes:
        found, wanted = bytearray(), PIECE_BYTES + _TAG_BYTES
        while len(found) < wanted and (part := self._file.read(wanted - len(found))):
            found += part
        return bytes(found)

    def _open_next(self) -> None:
        sealed, self._ahead = self._ahead, self._sealed_piece()
        self._ended = not self._ahead
        try:
            self._plain = self._cipher.decrypt(_nonce(self._number, is_last=self._ended), sealed, self._head)
        except InvalidTag as error:
            raise CannotOpenStream("The file is damaged, or a part of it is missing.") from error
        self._number += 1


def _derived(key: bytes, salt: bytes, head: bytes) -> tuple[AESGCM, bytes]:
    """The stream's own cipher, and what tells another key from a damaged piece."""
    both = HKDF(algorithm=SHA256(), length=64, salt=salt, info=_MAGIC).derive(key)
    return AESGCM(both[:32]), hmac.new(both[32:], head, hashlib.sha256).digest()[:_CHECK_BYTES]


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
