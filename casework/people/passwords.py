"""Passwords of staff: how they are kept, and rules that help people choose one."""

from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from casework.office import CaseworkError

SHORTEST = 10
LONGEST = 128

COMMON = frozenset(
    [
        "password",
        "passw0rd",
        "qwerty",
        "qwertyuiop",
        "qazwsx",
        "1qaz2wsx",
        "1q2w3e4r",
        "asdfghjkl",
        "zxcvbnm",
        "iloveyou",
        "woaini",
        "woaini1314",
        "woaini520",
        "5201314",
        "1314520",
        "abc123",
        "a123456",
        "123123",
        "112233",
        "123321",
        "654321",
        "666666",
        "888888",
        "147258369",
        "admin",
        "administrator",
        "minzhengju",
        "minzheng",
        "dibao",
        "12349",
        "12345",
        "huiyin",
        "qinghe",
    ]
)
_RUNS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")

_hasher = PasswordHasher(time_cost=3, memory_cost=19 * 1024, parallelism=1)


class WeakPassword(CaseworkError):
    """A password that is too easy to guess; the sentence says what to change."""

    code = "weak_password"


def advice(password: str, about: Iterable[str] = ()) -> list[str]:
    """What to change in a password, in sentences for its owner; empty when it is good enough.

    Length counts, a prescribed mixture of signs does not (NIST SP 800-63B 5.1.1.2). `about` holds words that
    others know of the owner, such as login and name.
    """
    faults = []
    if len(password) < SHORTEST:
        faults.append(
            f"再长一些：至少 {SHORTEST} 个字符，现在是 {len(password)} 个。可以用几个不相干的词的拼音连起来，容易记。"
        )
    if len(password) > LONGEST:
        faults.append(f"太长了：最多 {LONGEST} 个字符。")
    folded = password.casefold()
    if len(set(folded)) < 5:
        faults.append("重复的字符太多，请换几个不同的字符。")
    if _residue(folded) < 4:
        faults.append("这是很常见的密码，或只是键盘上连着的一串，别人一猜就中。请加上几个自己才知道的词。")
    if any(len(word) > 2 and word.casefold() in folded for word in about):
        faults.append("不要把登录名、姓名或电话放进密码。")
    return faults


def _residue(folded: str) -> int:
    """How many characters are left once common words and keyboard runs are struck out."""
    for word in sorted(COMMON, key=len, reverse=True):
        folded = folded.replace(word, "")
    for run in _RUNS:
        for path in (run, run[::-1]):
            for length in range(len(path), 3, -1):
                for start in range(len(path) - length + 1):
                    folded = folded.replace(path[start : start + length], "")
    return len(folded)


def check(password: str, about: Iterable[str] = ()) -> None:
    """Pass a good password.

    Raises:
        WeakPassword: with all that should be changed.
    """
    if faults := advice(password, about):
        raise WeakPassword("".join(faults))


def hashed(password: str) -> str:
    """An Argon2id hash in PHC notation (OWASP's parameters: 19 MiB, three passes)."""
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether the password belongs to the hash. Takes as long for a staff member who does not exist."""
    try:
        return _hasher.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_dated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


_NOBODY = "$argon2id$v=19$m=19456,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$fJsuPfa0ZRMWxBCGqQKhmRPWNtoTQ9eEJ5RzTUYLuZ0"
