"""A file under one key, sealed piece by piece: what is cut off, swapped or altered does not open.

AES-256-GCM over pieces of 1 MiB in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): the nonce of
a piece is a random prefix, its place, and whether it is the last. The head lies in clear and is authenticated with
every piece.
"""

import json
import os
from collections.abc import Callable
from io import BufferedIOBase, RawIOBase
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 1024 * 1024
TAG = 16
PREFIX = 7
LONGEST_HEAD = 4096
MAGIC = b"HUIYIN BACKUP 1\n"


class NotThisFile(Exception):
    """Not a sealed file of ours."""


class Altered(Exception):
    """The key is another one, or the file was cut off or changed."""


class Sealer(RawIOBase):
    """Takes bytes and writes them under seal; must be closed for the last piece to be written."""

    def __init__(self, out: IO[bytes], head: dict[str, Any], key: bytes) -> None:
        first = json.dumps(head).encode() + b"\n"
        prefix = os.urandom(PREFIX)
        out.write(MAGIC + first + prefix)
        self._out = out
        self._seal, self._prefix, self._bound = AESGCM(key), prefix, first
        self._held = bytearray()
        self._place = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._put(bytes(self._held), last=True)
        super().close()

    def _put(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._place, last=last)
        self._out.write(self._seal.encrypt(nonce, piece, self._bound))
        self._place += 1


class Opener(RawIOBase):
    """Gives back what was sealed.

    Raises:
        NotThisFile, Altered: while it is read; what was read before belongs to the file in any case.
    """

    def __init__(self, source: BufferedIOBase, key_for: Callable[[dict[str, Any]], bytes]) -> None:
        head, first = _head(source)
        try:
            key = key_for(head)
        except (ValueError, KeyError, TypeError):
            raise NotThisFile from None
        self._source = source
        self._prefix = source.read(PREFIX)
        self._seal, self._bound = AESGCM(key), first
        self._place = 0
        self._next = source.read(PIECE + TAG)
        self._open = b""
        self._done = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._open and not self._done:
            self._take()
        size = min(len(buffer), len(self._open))
        buffer[:size] = self._open[:size]
        self._open = self._open[size:]
        return size

    def _take(self) -> None:
        piece, self._next = self._next, self._source.read(PIECE + TAG)
        self._done = not self._next
        try:
            self._open = self._seal.decrypt(
                _nonce(self._prefix, self._place, last=self._done), piece, self._bound
            )
        except (InvalidTag, ValueError):
            raise Altered from None
        self._place += 1


def head_of(source: BufferedIOBase) -> dict[str, Any]:
    """What the head says, not yet authenticated.

    Raises:
        NotThisFile: there is none.
    """
    return _head(source)[0]


def _head(source: BufferedIOBase) -> tuple[dict[str, Any], bytes]:
    if source.read(len(MAGIC)) != MAGIC:
        raise NotThisFile
    first = source.readline(LONGEST_HEAD)
    try:
        head = json.loads(first)
    except (ValueError, RecursionError):
        raise NotThisFile from None
    if not isinstance(head, dict):
        raise NotThisFile
    return head, first


def _nonce(prefix: bytes, place: int, *, last: bool) -> bytes:
    return prefix + place.to_bytes(4, "big") + bytes([last])
