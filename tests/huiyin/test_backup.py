"""A backup that is taken at work, opens only for whom it should, and comes back as it was."""

import io
import os
import re
import tarfile
from pathlib import Path

import pgserver
import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

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
from tests.huiyin.conftest import PASSPHRASE, Say

pytestmark = pytest.mark.usefixtures("small_and_quick")


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


def refused(said: tuple[int, str], sentence: str) -> None:
    """It failed, and the administrator read one sentence and nothing else."""
    status, text = said
    assert status == 1
    assert re.search(sentence, text)
    assert text.endswith("。")
    assert "\n" not in text


def everything_that_goes_wrong(huiyin: Say, house: Settings, empty: Settings, tmp_path: Path) -> None:
    """What an administrator may do wrong, on a house in use and an empty one of the same kind."""
    good, plain, cut, beheaded, nothing = (tmp_path / name for name in ("b", "p", "cut", "head", "none"))
    assert huiyin(house, "backup", "--with-keys", good)[0] == 0
    assert huiyin(house, "backup", plain, passphrase=None)[0] == 0
    cut.write_bytes(good.read_bytes()[:9000])
    beheaded.write_bytes(good.read_bytes()[:9])
    nothing.touch()
    refused(huiyin(house, "backup", "--with-keys", good), "已经存在")
    refused(huiyin(house, "backup", "--with-keys", good / "x"), "没有备份成")
    refused(huiyin(house, "backup", tmp_path / "n", passphrase=""), "太短")
    refused(huiyin(empty, "backup", tmp_path / "n"), "没有密钥文件")
    refused(huiyin(empty, "restore", good, passphrase="另一句很长很长的口令口令"), "口令或密钥不对")
    refused(huiyin(empty, "restore", good, passphrase=""), "口令或密钥不对")
    refused(huiyin(empty, "restore", cut), "不完整")
    for no_backup in (beheaded, nothing, house.home / "keys.json"):
        refused(huiyin(empty, "restore", no_backup), "这不是回音的备份文件")
    for no_file in (tmp_path / "nowhere", tmp_path):
        refused(huiyin(empty, "restore", no_file), "没有 .* 这个文件")
    refused(huiyin(empty, "restore", plain, passphrase=None), "没有带密钥")
    (empty.home / "keys.json").write_text("{")
    refused(huiyin(empty, "restore", plain, passphrase=None), "密钥文件 .* 读不懂")
    Keys.fresh().save(empty.home / "keys.json")
    refused(huiyin(empty, "restore", plain, passphrase=None), "口令或密钥不对")
    (empty.home / "keys.json").unlink()
    refused(huiyin(house, "restore", good), "已经有数据.*--force")


def test_each_mistake_is_told_in_one_sentence(
    huiyin: Say, house: Settings, bureau: Bureau, tmp_path: Path
) -> None:
    bureau.engine.dispose()
    empty = elsewhere(tmp_path)
    everything_that_goes_wrong(huiyin, house, empty, tmp_path)
    assert huiyin(empty, "restore", tmp_path / "b")[0] == 0
    assert whole(empty)
    (tmp_path / "no database").mkdir()
    gone = house.model_copy(update={"home": tmp_path, "database_url": f"sqlite:///{tmp_path / 'gone.db'}"})
    refused(huiyin(gone, "backup", tmp_path / "n"), "数据库文件不存在")


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


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own, where they are looked for."""
    folder = Path(pgserver.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


@pytest.mark.postgres
def test_each_mistake_on_postgresql_is_told_in_one_sentence(
    huiyin: Say, pg_bureau: Bureau, keys: Keys, tmp_path: Path, tools: None
) -> None:
    keys.save(tmp_path / "keys.json")
    house = fill(tmp_path, pg_bureau)
    pg_bureau.engine.dispose()
    empty = house.model_copy(update={"home": tmp_path / "elsewhere"})
    everything_that_goes_wrong(huiyin, house, empty, tmp_path)
    refused(huiyin(elsewhere(tmp_path), "restore", tmp_path / "b"), "备份来自 postgresql")
    away = house.model_copy(update={"database_url": "postgresql://nobody@127.0.0.1:9/huiyin"})
    refused(huiyin(away, "backup", tmp_path / "n"), "没有备份成：pg_dump: error: connection")


def test_a_backup_opens_without_the_filters_of_later_pythons(
    monkeypatch: pytest.MonkeyPatch, huiyin: Say, house: Settings, tmp_path: Path
) -> None:
    """Debian 12 has Python 3.11.2, which knows none."""

    def extractall(self: tarfile.TarFile, path: Path, members: None = None) -> None:
        pytest.fail("the filters are no part of it")

    monkeypatch.setattr(tarfile.TarFile, "extractall", extractall)
    assert huiyin(house, "backup", "--with-keys", tmp_path / "b")[0] == 0
    empty = elsewhere(tmp_path)
    assert huiyin(empty, "restore", tmp_path / "b")[0] == 0
    assert whole(empty)
    assert (empty.home / "keys.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["../beside", "/tmp/huiyin-beside", "link"])
def test_nothing_in_an_archive_is_written_beside_its_folder(tmp_path: Path, name: str) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        if name == "link":
            member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(member, io.BytesIO())
    made.seek(0)
    (folder := tmp_path / "inside").mkdir()
    with tarfile.open(fileobj=made, mode="r|gz") as archive, pytest.raises(tarfile.TarError):
        backup._take_out(archive, folder)
    assert [path.name for path in tmp_path.rglob("*")] == ["inside"]


def test_the_password_of_postgresql_goes_by_the_environment_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither in the list of processes, nor stars in its place, which PostgreSQL would take for the password."""
    told = tmp_path / "told"
    tool = tmp_path / "pg_dump"
    tool.write_text(f'#!/bin/sh\necho "$PGPASSWORD" "$@" >{told}\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    url = make_url("postgresql+psycopg://huiyin:ge%2Fheim@db:5433/huiyin?sslmode=require")
    backup._postgres("pg_dump", url, "--no-owner")
    assert told.read_text() == (
        "ge/heim --no-owner --dbname postgresql://huiyin@db:5433/huiyin?sslmode=require\n"
    )


@pytest.mark.postgres
def test_postgresql_there_and_back(pg_bureau: Bureau, keys: Keys, tmp_path: Path, tools: None) -> None:
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
