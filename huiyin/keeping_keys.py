"""New sealing keys while the house runs: first the key, then every value that lies under an older one."""

import fcntl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, LargeBinary, Table, and_, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from casework.office import CaseworkError
from huiyin import rasa_memory
from huiyin.tables import metadata
from store.engine import connect
from store.settings import Settings
from store.vault import NOTICE, Keys, SealBroken, Vault

CHUNK = 200
"""Rows in one short transaction."""
WEIGHT = 16 * 1024 * 1024
"""Bytes read at once; one row that is larger is read alone."""
ROUNDS = 5
"""How often the tables are gone through until a round finds nothing under an older key."""


class KeysNotRotated(CaseworkError):
    """The keys are as they were, or the work is unfinished; the sentence says which and what to do."""


@dataclass(frozen=True)
class Drawer:
    """A table with sealed columns; `key` is its only primary key column."""

    table: Table
    key: Column[Any]
    columns: tuple[Column[Any], ...]


@dataclass
class Tally:
    """What a pass over sealed values found."""

    seen: int = 0
    moved: int = 0
    older: int = 0
    """Values under an older key that were left where they are."""
    broken: tuple[str, ...] = ()
    """Values that no key opens, as table, column and row."""

    def add(self, other: "Tally") -> None:
        self.seen += other.seen
        self.moved += other.moved
        self.older += other.older
        self.broken += other.broken


def drawers(tables: Iterable[Table] = ()) -> Iterator[Drawer]:
    """Every table with sealed columns, found by type and name; without tables those of the whole house."""
    for table in tables or metadata.sorted_tables:
        sealed = tuple(
            column
            for column in table.columns
            if isinstance(column.type, LargeBinary) and column.name.endswith("sealed")
        )
        if sealed:
            (key,) = table.primary_key.columns
            yield Drawer(table, key, sealed)


def rotate(
    settings: Settings, say: Callable[[str], None], pause: Callable[[float], None] = time.sleep
) -> Tally:
    """Put a new sealing key in front and bring every sealed value under it.

    May be run while residents and staff are at work, be broken off, and be run again: an unfinished rotation is
    finished with the key that it began with.

    Raises:
        KeysNotRotated: another rotation runs, or some values stay under older keys.
    """
    file = settings.home / "keys.json"
    with _alone(settings.home):
        if _begin(file):
            say("新密钥已放在最前面；旧密钥仍然能打开旧数据。")
        else:
            say("接着做上次没有做完的更换。")
        pause(2 * NOTICE)
        tally = _move_all(settings, Vault.of_file(file), say)
        _marker(file).unlink()
    return tally


def retire(settings: Settings) -> int:
    """Take the older sealing keys out of the key file, once nothing lies under them any more.

    Returns:
        How many were taken out.

    Raises:
        KeysNotRotated: something still needs them.
    """
    file = settings.home / "keys.json"
    with _alone(settings.home):
        keys = Keys.load(file)
        if _marker(file).exists():
            raise KeysNotRotated("上次更换密钥没有做完：请先运行 huiyin keys rotate。")
        tally = examine(settings, Vault(keys))
        if tally.older or tally.broken:
            raise KeysNotRotated(
                f"还有 {tally.older} 个值在旧密钥下、{len(tally.broken)} 个打不开，旧密钥不能删：请先运行 huiyin keys rotate。"
            )
        Keys(keys.sealing[:1], keys.index).save(file)
    return len(keys.sealing) - 1


def examine(settings: Settings, vault: Vault) -> Tally:
    """Count what lies under the newest key and what does not; changes nothing."""
    return _every_place(settings, vault, write=False)


def reseal(engine: Engine, vault: Vault, drawer: Drawer, *, write: bool = True) -> Tally:
    """Bring one table's values under the newest key, a few rows at a time.

    A value is replaced only if it is still the one that was read, so what others write meanwhile stays.
    """
    tally = Tally()
    last: Any = None
    while weights := _weights(engine, drawer, last):
        last = weights[-1][0]
        for keys in _portions(weights):
            tally.add(_reseal_rows(engine, vault, drawer, keys, write))
    return tally


def _move_all(settings: Settings, vault: Vault, say: Callable[[str], None]) -> Tally:
    total = Tally()
    for turn in range(1, ROUNDS + 1):
        found = _every_place(settings, vault, write=True)
        total = Tally(found.seen, total.moved + found.moved, found.older, found.broken)
        say(f"第 {turn} 遍：{found.seen} 个密封值，重新加密 {found.moved} 个。")
        if not found.moved and not found.older:
            break
    if total.broken:
        raise KeysNotRotated(
            f"{len(total.broken)} 个值没有密钥能打开，例如 {'、'.join(total.broken[:5])}：请从备份恢复这些行后再运行一次。"
        )
    if found.moved or found.older:
        raise KeysNotRotated("还有进程在用旧密钥写入：请运行 huiyin doctor，重启没有更新的进程后再运行一次。")
    return total


def _every_place(settings: Settings, vault: Vault, *, write: bool) -> Tally:
    tally = Tally()
    engine = connect(settings.database)
    try:
        for drawer in drawers():
            tally.add(reseal(engine, vault, drawer, write=write))
    except SQLAlchemyError as error:
        reason = type(error).__name__
        raise KeysNotRotated(f"数据库中途不能用（{reason}）：恢复后再运行一次，会接着做完。") from error
    finally:
        engine.dispose()
    with rasa_memory.database(settings) as memory:
        if memory is not None:
            for drawer in drawers([rasa_memory.TALKS]):
                tally.add(reseal(memory, vault, drawer, write=write))
    return tally


def _weights(engine: Engine, drawer: Drawer, after: Any) -> Sequence[tuple[Any, int]]:
    weight = sum((func.coalesce(func.length(column), 0) for column in drawer.columns[1:]),
                 func.coalesce(func.length(drawer.columns[0]), 0))  # fmt: skip
    query = select(drawer.key, weight).order_by(drawer.key).limit(CHUNK)
    if after is not None:
        query = query.where(drawer.key > after)
    with engine.connect().execution_options(read_only=True) as connection:
        return [(key, int(size)) for key, size in connection.execute(query)]


def _portions(weights: Sequence[tuple[Any, int]]) -> Iterator[list[Any]]:
    portion: list[Any] = []
    held = 0
    for key, weight in weights:
        if portion and held + weight > WEIGHT:
            yield portion
            portion, held = [], 0
        portion.append(key)
        held += weight
    if portion:
        yield portion


def _reseal_rows(engine: Engine, vault: Vault, drawer: Drawer, keys: list[Any], write: bool) -> Tally:
    tally, changes, broken = Tally(), [], []
    query = select(drawer.key, *drawer.columns).where(drawer.key.in_(keys))
    with engine.connect().execution_options(read_only=True) as connection:
        rows = connection.execute(query).all()
    for key, *values in rows:
        for column, value in zip(drawer.columns, values, strict=True):
            if not value:
                continue
            tally.seen += 1
            if vault.is_current(value):
                continue
            try:
                changes.append((column, key, value, vault.rotate(value)))
            except SealBroken:
                broken.append(f"{drawer.table.name}.{column.name} {key}")
    tally.broken = tuple(broken)
    if not write:
        tally.older = len(changes)
    elif changes:
        with engine.begin() as connection:
            for column, key, value, fresh in changes:
                still_the_same = and_(drawer.key == key, column == value)
                done = connection.execute(update(drawer.table).where(still_the_same).values({column: fresh}))
                tally.moved += done.rowcount
                tally.older += 1 - done.rowcount
    return tally


def _begin(file: Path) -> bool:
    """Add the new key, unless an unfinished rotation has added its own already; whether one was added."""
    keys = Keys.load(file)
    marker = _marker(file)
    before = int(marker.read_text()) if marker.exists() else len(keys.sealing)
    if len(keys.sealing) > before:
        return False
    marker.write_text(str(before))
    keys.rotated().save(file)
    return True


def _marker(file: Path) -> Path:
    return file.with_name("keys.rotating")


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with (home / "keys.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KeysNotRotated("另一个更换密钥的命令正在运行：请等它做完。") from None
        yield
