"""Personal data under seal: encryption with keys that rotate, and blind indexes to find it again.

个人信息保护法 art. 51 asks for encryption and de-identification. Values are sealed with Fernet (AES-128-CBC with
HMAC-SHA256, authenticated); the first key seals, all keys open. A blind index is a keyed digest of a
normalised value: equal values can be found, nothing can be read from it.
"""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

NOTICE = 1.0
"""Seconds within which a running process notices that the key file was changed."""


class SealBroken(Exception):
    """A sealed value that no key of this installation opens."""

    def __init__(self) -> None:
        super().__init__("这条密封数据打不开：密钥文件不对或数据被改动过。请恢复正确的密钥文件后重试。")


@dataclass(frozen=True)
class Keys:
    """Sealing keys, newest first, and the key of the blind indexes, which never rotates."""

    sealing: tuple[str, ...]
    index: str

    @classmethod
    def fresh(cls) -> "Keys":
        return cls((Fernet.generate_key().decode(),), secrets.token_hex(32))

    @classmethod
    def load_or_create(cls, path: Path) -> "Keys":
        """Read the key file; make one readable by its owner alone if there is none, only one however many ask at once."""
        with suppress(FileNotFoundError):
            return cls.load(path)
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        with path.with_name("keys.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with suppress(FileNotFoundError):
                return cls.load(path)
            keys = cls.fresh()
            keys.save(path)
        return keys

    @classmethod
    def load(cls, path: Path) -> "Keys":
        data = json.loads(path.read_text())
        return cls(tuple(data["sealing"]), data["index"])

    def dump(self) -> str:
        return json.dumps({"sealing": list(self.sealing), "index": self.index}, indent=1)

    def save(self, path: Path) -> None:
        """Replace the key file in one step, readable by its owner alone; the owner stays who it was.

        Raises:
            OSError: nothing was changed.
        """
        fresh = path.with_name(f".{path.name}.new")
        fresh.unlink(missing_ok=True)
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                if path.exists() and (known := path.stat()).st_uid != os.geteuid():
                    os.fchown(file.fileno(), known.st_uid, known.st_gid)
                file.write(self.dump())
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)

    def rotated(self) -> "Keys":
        """The same keys with a new sealing key in front."""
        return Keys((Fernet.generate_key().decode(), *self.sealing), self.index)


@dataclass(frozen=True)
class _Ring:
    """The sealing keys as they are used, and the state of the file from which they came."""

    every: MultiFernet
    newest: Fernet
    stamp: tuple[int, int, int] | None = None

    @classmethod
    def of(cls, keys: Keys, stamp: tuple[int, int, int] | None = None) -> "_Ring":
        each = [Fernet(key) for key in keys.sealing]
        return cls(MultiFernet(each), each[0], stamp)


class Vault:
    """Seals and opens text and bytes, and makes blind indexes.

    A vault of a file takes up keys that are added to it or taken from it while it runs. A file that is away,
    unreadable, or of another installation changes nothing: the keys known so far go on serving.
    """

    def __init__(
        self, keys: Keys, file: Path | None = None, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._index = keys.index
        self._index_key = bytes.fromhex(keys.index)
        self._file = file
        self._seconds = seconds
        self._looked = seconds()
        self._lock = threading.Lock()
        self._ring = _Ring.of(keys)

    @classmethod
    def of_file(cls, path: Path) -> "Vault":
        """The vault of a key file, which is made if there is none."""
        return cls(Keys.load_or_create(path), path)

    def seal(self, text: str) -> bytes:
        return self.seal_bytes(text.encode())

    def open(self, sealed: bytes) -> str:
        """The text under the seal.

        Raises:
            SealBroken: no key fits, or the value was altered.
        """
        return self.open_bytes(sealed).decode()

    def seal_or_none(self, text: str | None) -> bytes | None:
        return self.seal(text) if text else None

    def open_or_none(self, sealed: bytes | None) -> str | None:
        return self.open(sealed) if sealed else None

    def seal_bytes(self, data: bytes) -> bytes:
        return self._keys().newest.encrypt(data)

    def open_bytes(self, sealed: bytes) -> bytes:
        ring = self._keys()
        try:
            return ring.every.decrypt(sealed)
        except InvalidToken:
            pass
        newer = self._keys(at_once=True)
        if newer is ring:
            raise SealBroken
        try:
            return newer.every.decrypt(sealed)
        except InvalidToken:
            raise SealBroken from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether the newest key made this seal."""
        try:
            self._keys().newest.decrypt(sealed)
        except InvalidToken:
            return False
        return True

    def rotate(self, sealed: bytes) -> bytes:
        """The same value under the newest key.

        Raises:
            SealBroken: no key fits, or the value was altered.
        """
        try:
            return self._keys().every.rotate(sealed)
        except InvalidToken:
            raise SealBroken from None

    def _keys(self, at_once: bool = False) -> _Ring:
        if self._file is None or (not at_once and self._seconds() - self._looked < NOTICE):
            return self._ring
        with self._lock:
            self._looked = self._seconds()
            try:
                state = self._file.stat()
                stamp = (state.st_mtime_ns, state.st_ino, state.st_size)
                if stamp != self._ring.stamp:
                    keys = Keys.load(self._file)
                    if keys.index == self._index:
                        self._ring = _Ring.of(keys, stamp)
            except (OSError, ValueError, KeyError, TypeError, IndexError):
                pass
        return self._ring

    def index(self, purpose: str, value: str) -> str:
        """A blind index: 32 hex digits of HMAC-SHA256 over purpose and value.

        The caller normalises the value first. Different purposes give unrelated digests, so that a phone
        number that happens to equal an account number does not link two people.
        """
        message = f"{purpose}\0{value}".encode()
        return hmac.new(self._index_key, message, hashlib.sha256).hexdigest()[:32]

    def indexes(self, purpose: str, values: Iterable[str]) -> list[str]:
        return [self.index(purpose, value) for value in values]
