"""A backup that is taken at work, opens only for whom it should, and comes back as it was."""

import os
from pathlib import Path

import pgserver
import pytest
from sqlalchemy import func, select

from casework.office import Bureau
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import history, lodging
from casework.petitions.lodging import Complainant, NewPetition
from casework.petitions.models import Petition, Petitioner
from huiyin import backup, sealed_file
from huiyin.backup import BackupFailed
from store.settings import Settings
from store.vault import Keys, Vault

PASSPHRASE = "一句很长的口令，写在信封里"


@pytest.fixture(autouse=True)
def small_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that cost little, and pieces so small that a backup has many."""
    monkeypatch.setattr(backup, "COST", 2**4)
    monkeypatch.setattr(sealed_file, "PIECE", 4096)


@pytest.fixture
def house(tmp_path: Path, bureau: Bureau, keys: Keys) -> Settings:
    keys.save(tmp_path / "keys.json")
    return fill(tmp_path, bureau)


def fill(home: Path, bureau: Bureau) -> Settings:
    new = NewPetition(
        category="payment_missing",
        narrative="上个月低保没到账",
        petitioners=[Complainant("王小明", "13800138000")],
        contact=("telegram", "42"),
        channel="telegram",
        place_unit_code="QH-102-02",
    )
    with bureau.office() as office:
        units.load(office)
        lodging.lodge(office, new, Actor.resident(None, "telegram"))
    url = bureau.engine.url.render_as_string(hide_password=False)
    return Settings(home=home, database_url=url, _env_file=None)


def elsewhere(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "elsewhere", database_url="", _env_file=None)


def whole(settings: Settings) -> bool:
    """Whether the petition is there, opens, and its history agrees."""
    bureau = Bureau.from_settings(settings)
    with bureau.reading() as office:
        name = office.vault.open(office.db.scalar(select(Petitioner.name_sealed)))
        agrees = list(history.verify(office)) == []
    bureau.engine.dispose()
    return name == "王小明" and agrees


def test_begins_anew_on_an_empty_machine(house: Settings, tmp_path: Path) -> None:
    manifest = backup.back_up(house, tmp_path / "b", PASSPHRASE)
    assert {"huiyin.db", "keys.json", "county/units.yml"} <= set(manifest.files)
    new = elsewhere(tmp_path)
    assert backup.needs_passphrase(tmp_path / "b")
    backup.restore(new, tmp_path / "b", PASSPHRASE)
    assert whole(new)
    assert (new.home / "keys.json").stat().st_mode & 0o077 == 0


def test_is_taken_while_others_write(house: Settings, bureau: Bureau, tmp_path: Path) -> None:
    with bureau.office() as office:
        office.db.scalars(select(Petition)).one().place_text = "还没提交"
        office.db.flush()
        backup.back_up(house, tmp_path / "b", PASSPHRASE)
    backup.restore(elsewhere(tmp_path), tmp_path / "b", PASSPHRASE)
    with Bureau.from_settings(elsewhere(tmp_path)).reading() as office:
        assert office.db.scalars(select(Petition)).one().place_text != "还没提交"


def test_without_a_passphrase_it_holds_no_keys_and_opens_beside_them(house: Settings, tmp_path: Path) -> None:
    manifest = backup.back_up(house, tmp_path / "b")
    assert "keys.json" not in manifest.files
    new = elsewhere(tmp_path)
    with pytest.raises(BackupFailed, match="没有带密钥"):
        backup.restore(new, tmp_path / "b")
    new.home.mkdir(exist_ok=True)
    Keys.fresh().save(new.home / "keys.json")
    with pytest.raises(BackupFailed, match="打不开"):
        backup.restore(new, tmp_path / "b")
    Keys.load(house.home / "keys.json").rotated().save(new.home / "keys.json")
    backup.restore(new, tmp_path / "b")
    assert whole(new)


def test_the_file_says_nothing(house: Settings, tmp_path: Path) -> None:
    backup.back_up(house, tmp_path / "b", PASSPHRASE)
    written = (tmp_path / "b").read_bytes()
    for word in ("王小明", "petition", "QH-102", "manifest", Keys.load(house.home / "keys.json").index):
        assert word.encode() not in written
    assert (tmp_path / "b").stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob(".huiyin-backup-*"))


def test_a_wrong_passphrase_changes_nothing(house: Settings, tmp_path: Path) -> None:
    backup.back_up(house, tmp_path / "b", PASSPHRASE)
    with pytest.raises(BackupFailed, match="口令或密钥不对"):
        backup.restore(elsewhere(tmp_path), tmp_path / "b", "另一句很长很长的口令口令")
    assert list(elsewhere(tmp_path).home.iterdir()) == []


@pytest.mark.parametrize("place", [0, 30, 100, 5000, -1])
def test_one_changed_bit_is_seen(house: Settings, tmp_path: Path, place: int) -> None:
    backup.back_up(house, tmp_path / "b", PASSPHRASE)
    data = bytearray((tmp_path / "b").read_bytes())
    data[place] ^= 1
    (tmp_path / "b").write_bytes(data)
    with pytest.raises(BackupFailed):
        backup.restore(elsewhere(tmp_path), tmp_path / "b", PASSPHRASE)


@pytest.mark.parametrize("left", [0, 10, 300, -1, -6000])
def test_a_file_cut_short_is_seen(house: Settings, tmp_path: Path, left: int) -> None:
    backup.back_up(house, tmp_path / "b", PASSPHRASE)
    data = (tmp_path / "b").read_bytes()
    assert len(data) > 3 * sealed_file.PIECE
    (tmp_path / "b").write_bytes(data[:left])
    with pytest.raises(BackupFailed):
        backup.restore(elsewhere(tmp_path), tmp_path / "b", PASSPHRASE)


def test_nothing_is_overwritten_unasked_and_what_was_there_is_kept(
    house: Settings, bureau: Bureau, tmp_path: Path
) -> None:
    backup.back_up(house, tmp_path / "b", PASSPHRASE)
    with pytest.raises(BackupFailed, match="正在运行"):
        backup.restore(house, tmp_path / "b", PASSPHRASE, force=True)
    bureau.engine.dispose()
    with pytest.raises(BackupFailed, match="--force"):
        backup.restore(house, tmp_path / "b", PASSPHRASE)
    backup.restore(house, tmp_path / "b", PASSPHRASE, force=True)
    assert whole(house)
    assert len(list(tmp_path.glob("huiyin.db.before-*"))) == 1


def test_a_backup_that_fails_leaves_nothing(house: Settings, tmp_path: Path) -> None:
    gone = house.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'gone.db'}"})
    with pytest.raises(BackupFailed, match="不存在"):
        backup.back_up(gone, tmp_path / "b", PASSPHRASE)
    with pytest.raises(BackupFailed, match="太短"):
        backup.back_up(house, tmp_path / "b", "短")
    assert not (tmp_path / "b").exists()


@pytest.mark.postgres
def test_postgresql_there_and_back(pg_bureau: Bureau, keys: Keys, tmp_path: Path, monkeypatch) -> None:
    tools = Path(pgserver.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    keys.save(tmp_path / "keys.json")
    house = fill(tmp_path, pg_bureau)
    manifest = backup.back_up(house, tmp_path / "b", PASSPHRASE)
    assert "huiyin.pgdump" in manifest.files
    with pg_bureau.office() as office:
        office.db.scalars(select(Petitioner)).one().name_sealed = Vault(keys).seal("改过的")
    with pytest.raises(BackupFailed, match="--force"):
        backup.restore(house, tmp_path / "b", PASSPHRASE)
    pg_bureau.engine.dispose()
    backup.restore(house, tmp_path / "b", PASSPHRASE, force=True)
    assert whole(house)
    with pg_bureau.reading() as office:
        assert office.db.scalar(select(func.count()).select_from(Petition)) == 1
