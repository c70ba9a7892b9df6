"""Keys that change while people are at work: nothing is locked away, nothing stays under the old key."""

import fcntl
import os
import zlib
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, insert, select

from casework.conversations import talks
from casework.office import Bureau
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import history, lodging, progress
from casework.petitions.lodging import Complainant, NewPetition
from casework.petitions.models import Petition, Petitioner
from huiyin import keeping_keys, rasa_memory
from huiyin.tables import metadata
from store.engine import connect
from store.settings import Settings
from store.vault import Keys, SealBroken, Vault


@pytest.fixture
def house(tmp_path: Path, bureau: Bureau, keys: Keys) -> Settings:
    """A small installation: a petition, a talk, and Rasa's memory of it."""
    keys.save(tmp_path / "keys.json")
    bureau.vault = Vault.of_file(tmp_path / "keys.json")
    with bureau.office() as office:
        units.load(office)
        lodge(office, "王小明")
        talks.say(office, talks.find_or_begin(office, "web", "resident-1"), "您好")
    memory = connect(f"sqlite:///{tmp_path / 'dialogue.db'}")
    rasa_memory.TALKS.create(memory)
    with memory.begin() as connection:
        sealed = bureau.vault.seal_bytes(zlib.compress(b"[]"))
        connection.execute(insert(rasa_memory.TALKS).values(sender_id="a", sealed=sealed, saved_at=0.0))
    memory.dispose()
    return Settings(home=tmp_path, database_url=str(bureau.engine.url), _env_file=None)


def lodge(office, name: str):
    new = NewPetition(
        category="payment_missing",
        narrative="上个月低保没到账",
        petitioners=[Complainant(name, "13800138000")],
        contact=("telegram", "42"),
        channel="telegram",
        place_unit_code="QH-102-02",
    )
    return lodging.lodge(office, new, Actor.resident(None, "telegram"))


def rotate(house: Settings, during=lambda: None) -> keeping_keys.Tally:
    return keeping_keys.rotate(house, lambda _: None, lambda _: during())


def test_every_column_of_bytes_is_named_as_sealed() -> None:
    """What rotation finds by name is all that there is."""
    unnamed = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary) and not column.name.endswith("_sealed")
    ]
    assert unnamed == []


def test_everything_moves_to_the_new_key_and_opens(house: Settings, bureau: Bureau, keys: Keys) -> None:
    old = Vault(keys)
    tally = rotate(house)
    now = Vault(Keys.load(house.home / "keys.json"))
    assert tally.moved == tally.seen > 8
    assert keeping_keys.examine(house, now) == keeping_keys.Tally(seen=tally.seen)
    with bureau.reading() as office:
        sealed = office.db.scalar(select(Petitioner.name_sealed))
        assert now.open(sealed) == "王小明"
        with pytest.raises(SealBroken):
            old.open(sealed)
        assert list(history.verify(office)) == []
    with rasa_memory.database(house) as memory, memory.connect() as connection:
        talk = connection.scalar(select(rasa_memory.TALKS.c.sealed))
    assert now.is_current(talk)
    assert zlib.decompress(now.open_bytes(talk)) == b"[]"


def test_who_was_at_work_before_reads_and_writes_on(house: Settings, bureau: Bureau) -> None:
    with bureau.office() as office:
        before = lodge(office, "李大有")
    rotate(house)
    with bureau.office() as office:
        assert progress.look_up(office, before.number, before.query_code)
        after = lodge(office, "赵六").petition
        sealed = office.db.scalar(select(Petitioner.name_sealed).where(Petitioner.petition_id == after.id))
    assert Vault(Keys.load(house.home / "keys.json")).open(sealed) == "赵六"
    with bureau.reading() as office:
        assert list(history.verify(office)) == []


def test_what_is_written_meanwhile_stays(house: Settings, bureau: Bureau, keys: Keys) -> None:
    """A value that changed after it was read is not overwritten with what it was."""
    (drawer,) = (d for d in keeping_keys.drawers() if d.table.name == "petition")
    fresh = Keys.load(house.home / "keys.json").rotated()

    class Interrupted(Vault):
        def rotate(self, sealed: bytes) -> bytes:
            with bureau.office() as office:
                office.db.scalars(select(Petition)).one().narrative_sealed = self.seal("补充：两个月没到账")
            return super().rotate(sealed)

    tally = keeping_keys.reseal(bureau.engine, Interrupted(fresh), drawer)
    assert tally.older == 1
    with bureau.reading() as office:
        kept = office.db.scalars(select(Petition)).one().narrative_sealed
    assert Vault(fresh).open(kept) == "补充：两个月没到账"


def test_broken_off_and_run_again_goes_on_with_the_same_key(house: Settings) -> None:
    def cut() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(house, cut)
    begun = Keys.load(house.home / "keys.json")
    assert rotate(house).moved
    assert Keys.load(house.home / "keys.json") == begun
    assert len(begun.sealing) == 2
    rotate(house)
    assert len(Keys.load(house.home / "keys.json").sealing) == 3


def test_two_at_once_are_refused(house: Settings) -> None:
    with (house.home / "keys.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(keeping_keys.KeysNotRotated, match="正在运行"):
            rotate(house)


def test_old_keys_go_only_when_nothing_needs_them(house: Settings, bureau: Bureau, keys: Keys) -> None:
    keys.rotated().save(house.home / "keys.json")
    with pytest.raises(keeping_keys.KeysNotRotated, match="旧密钥不能删"):
        keeping_keys.retire(house)
    rotate(house)
    assert keeping_keys.retire(house) == 2
    with bureau.reading() as office:
        assert bureau.vault.open(office.db.scalar(select(Petitioner.name_sealed))) == "王小明"


def test_a_value_that_nothing_opens_is_named(house: Settings, bureau: Bureau) -> None:
    with bureau.office() as office:
        office.db.scalars(select(Petitioner)).one().name_sealed = Vault(Keys.fresh()).seal("?")
    with pytest.raises(keeping_keys.KeysNotRotated, match=r"petitioner\.name_sealed"):
        rotate(house)


def test_a_running_process_takes_up_keys_and_never_loses_those_it_has(tmp_path: Path, keys: Keys) -> None:
    now = [0.0]
    file = tmp_path / "keys.json"
    keys.save(file)
    vault = Vault(keys, file, lambda: now[0])
    newer = keys.rotated()
    newer.save(file)
    assert vault.open(Vault(newer).seal("早一步")) == "早一步"
    now[0] = 5
    assert Vault(newer).is_current(vault.seal("一"))
    for state in ("", "{}", '{"sealing": [], "index": "00"}', Keys.fresh().dump()):
        file.write_text(state)
        now[0] += 5
        assert Vault(newer).is_current(vault.seal("二"))
    file.unlink()
    now[0] += 5
    assert Vault(newer).is_current(vault.seal("三"))


def test_a_key_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path, keys: Keys, monkeypatch) -> None:
    file = tmp_path / "keys.json"
    keys.save(file)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keys.rotated().save(file)
    assert Keys.load(file) == keys
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]
