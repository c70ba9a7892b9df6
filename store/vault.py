"""Personal data under seal: encryption with keys that rotate, and blind indexes to find it again.

个人信息保护法 art. 51 asks for encryption and de-identification. Values are sealed with Fernet (AES-128-CBC with
HMAC-SHA256, authenticated); the first key seals, all keys open. A blind index is a keyed digest of a
normalised value: equal values can be found, nothing can be read from it.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


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
        """Read the key file; make one readable by its owner alone if there is none."""
        try:
            return cls.load(path)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            keys = cls.fresh()
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                return cls.load(path)
            with os.fdopen(handle, "w") as file:
                file.write(keys.dump())
            return keys

    @classmethod
    def load(cls, path: Path) -> "Keys":
        data = json.loads(path.read_text())
        return cls(tuple(data["sealing"]), data["index"])

    def dump(self) -> str:
        return json.dumps({"sealing": list(self.sealing), "index": self.index}, indent=1)

    def rotated(self) -> "Keys":
        """The same keys with a new sealing key in front."""
        return Keys((Fernet.generate_key().decode(), *self.sealing), self.index)


class Vault:
    """Seals and opens text and bytes, and makes blind indexes."""

    def __init__(self, keys: Keys) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys.sealing])
        self._newest = Fernet(keys.sealing[0])
        self._index_key = bytes.fromhex(keys.index)

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
        return self._fernet.encrypt(data)

    def open_bytes(self, sealed: bytes) -> bytes:
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise SealBroken from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether the newest key made this seal."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return False
        return True

    def rotate(self, sealed: bytes) -> bytes:
        """The same value under the newest key."""
        return self._fernet.rotate(sealed)

    def index(self, purpose: str, value: str) -> str:
        """A blind index: 32 hex digits of HMAC-SHA256 over purpose and value.

        The caller normalises the value first. Different purposes give unrelated digests, so that a phone
        number that happens to equal an account number does not link two people.
        """
        message = f"{purpose}\0{value}".encode()
        return hmac.new(self._index_key, message, hashlib.sha256).hexdigest()[:32]

    def indexes(self, purpose: str, values: Iterable[str]) -> list[str]:
        return [self.index(purpose, value) for value in values]
