"""One encrypted file that holds the office's data, taken while it runs, and the way back.

With a passphrase the file holds the keys too and is enough to begin anew on an empty machine. Without one it is
sealed under a key drawn from the installation's own index key, which never rotates, and opens only beside that
installation's key file.
"""

import hashlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from sqlalchemy import Engine, create_engine, inspect, select, text
from sqlalchemy.engine import URL, make_url

from casework.office import CaseworkError
from huiyin import keeping_keys
from huiyin.processes import socket_path
from huiyin.sealed_file import Altered, NotThisFile, Opener, Sealer, head_of
from store import migrate
from store.engine import connect
from store.settings import Settings
from store.vault import Keys, SealBroken, Vault

FORMAT = 1
COST = 2**17
"""scrypt N with r=8, p=1: 128 MiB and about half a second a guess (RFC 7914; OWASP's first choice)."""
SHORTEST = 12
"""Signs that a passphrase must have."""
DATABASE, POSTGRES, MEMORY, KEYS, MANIFEST = (
    "huiyin.db", "huiyin.pgdump", "dialogue.db", "keys.json", "manifest.json",
)  # fmt: skip


class BackupFailed(CaseworkError):
    """No backup was made, or nothing was restored; the sentence says why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    made_at: str
    revision: str
    database: str
    files: dict[str, str]
    """Name in the archive to SHA-256."""
    format: int = FORMAT


def back_up(settings: Settings, target: Path, passphrase: str | None = None) -> Manifest:
    """Write everything into one encrypted file; the file appears whole or not at all.

    Raises:
        BackupFailed: the target exists, the passphrase is too short, or the database cannot be read.
    """
    if target.exists():
        raise BackupFailed(f"{target} 已经存在：请换一个文件名。")
    if passphrase is not None and len(passphrase) < SHORTEST:
        raise BackupFailed(f"口令太短：至少 {SHORTEST} 个字符。")
    head, key = _new_key(_keys(settings), passphrase)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with _workplace(target.parent) as folder:
            manifest = _collect(settings, folder, with_keys=passphrase is not None)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as out:
                _pack(folder, out, head, key)
                out.flush()
                os.fsync(out.fileno())
        with unfinished.open("rb") as file, _workplace(target.parent) as proof:
            _unpack(file, proof, lambda _: key)
        unfinished.rename(target)
    except (OSError, sqlite3.Error, subprocess.CalledProcessError) as error:
        raise BackupFailed(f"没有备份成：{_reason(error)}。") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return manifest


def restore(
    settings: Settings, source: Path, passphrase: str | None = None, *, force: bool = False
) -> Manifest:
    """Put back what a backup holds, after all of it was checked; what was there before is kept beside it.

    Raises:
        BackupFailed: the file does not open or is not whole, the house is running, or data would be overwritten
            and `force` is not set. Nothing is changed then.
    """
    if _is_running(settings):
        raise BackupFailed("回音正在运行：请先停止（Ctrl-C 或 systemctl stop），再恢复。")
    if not source.is_file():
        raise BackupFailed(f"没有 {source} 这个文件：请检查备份文件的位置。")
    settings.home.mkdir(0o700, parents=True, exist_ok=True)
    with _workplace(settings.home) as folder:
        try:
            with source.open("rb") as file:
                manifest = _unpack(file, folder, lambda head: _known_key(settings, head, passphrase))
        except OSError as error:
            raise BackupFailed(f"读不了 {source}：{_reason(error)}。") from error
        _check(settings, folder, manifest)
        if not force and (there := _in_the_way(settings, folder)):
            raise BackupFailed(
                f"这里已经有数据（{there}）：确实要用备份替换，请加 --force；原有文件会改名保留。"
            )
        _put_back(settings, folder, manifest)
    return manifest


def needs_passphrase(source: Path) -> bool:
    """Whether this backup was sealed under a passphrase."""
    try:
        with source.open("rb") as file:
            return head_of(file)["key"] == "passphrase"
    except (OSError, NotThisFile, KeyError):
        return False


def _collect(settings: Settings, folder: Path, *, with_keys: bool) -> Manifest:
    url = make_url(settings.database)
    if url.get_backend_name() == "postgresql":
        _dump(url, folder / POSTGRES)
    else:
        _copy(Path(str(url.database)), folder / DATABASE)
    memory = make_url(settings.tracker)
    if memory.get_backend_name() == "sqlite" and Path(str(memory.database)).exists():
        _copy(Path(str(memory.database)), folder / MEMORY)
    if with_keys:
        shutil.copyfile(settings.home / KEYS, folder / KEYS)
    shutil.copytree(settings.county_dir, folder / "county")
    files = {
        str(path.relative_to(folder)): _digest(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }
    engine = connect(settings.database)
    try:
        revision = _revision(engine)
    finally:
        engine.dispose()
    manifest = Manifest(
        datetime.now(UTC).isoformat(timespec="seconds"), revision, url.get_backend_name(), files
    )
    (folder / MANIFEST).write_text(json.dumps(manifest.__dict__, ensure_ascii=False, indent=1))
    return manifest


def _revision(engine: Engine) -> str:
    """The version of the database's structure; empty where none is recorded."""
    with engine.connect().execution_options(read_only=True) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def _copy(source: Path, target: Path) -> None:
    if not source.exists():
        raise FileNotFoundError(2, "数据库文件不存在", str(source))
    with (
        closing(sqlite3.connect(source, timeout=60)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _dump(url: URL, target: Path) -> None:
    _postgres("pg_dump", url, "--format=custom", "--no-owner", "--file", str(target))


def _postgres(program: str, url: URL, *options: str) -> None:
    """Run one of PostgreSQL's own tools; the password goes by the environment, where other users cannot see it."""
    found = shutil.which(program)
    if found is None:
        raise FileNotFoundError(2, "没有安装，请安装 postgresql-client", program)
    address = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    ).render_as_string()
    environment = {**os.environ, "PGPASSWORD": url.password or os.environ.get("PGPASSWORD", "")}
    subprocess.run(
        [found, *options, "--dbname", address], env=environment, check=True, capture_output=True, text=True
    )


def _pack(folder: Path, out: Any, head: dict[str, Any], key: bytes) -> None:
    with (
        Sealer(out, head, key) as sealer,
        BufferedWriter(sealer) as buffer,
        tarfile.open(fileobj=buffer, mode="w|gz") as archive,
    ):
        for path in sorted(folder.iterdir()):
            archive.add(path, path.name)


def _take_out(archive: tarfile.TarFile, folder: Path) -> None:
    """Plain files and folders alone, for their owner alone, and nothing beside the folder.

    `tarfile`'s own filters came with Python 3.11.4; Debian 12 has 3.11.2.
    """
    for member in archive:
        place = folder / member.name
        if not place.resolve().is_relative_to(folder.resolve()):
            raise tarfile.TarError(member.name)
        if member.isdir():
            place.mkdir(mode=0o700, exist_ok=True)
        elif (content := archive.extractfile(member)) is not None and member.isreg():
            with open(place, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
                shutil.copyfileobj(content, file)
        else:
            raise tarfile.TarError(member.name)


def _unpack(file: Any, folder: Path, key_for: Any) -> Manifest:
    """Open a backup into an empty folder and compare every file with the manifest."""
    try:
        with (
            BufferedReader(Opener(file, key_for)) as opened,
            tarfile.open(fileobj=opened, mode="r|gz") as archive,
        ):
            _take_out(archive, folder)
            while opened.read(1024 * 1024):
                pass
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    except NotThisFile:
        raise BackupFailed("这不是回音的备份文件。") from None
    except (Altered, tarfile.TarError, EOFError):
        raise BackupFailed("备份打不开：口令或密钥不对，或文件不完整、被改动过。") from None
    except (ValueError, TypeError, KeyError, FileNotFoundError):
        raise BackupFailed("备份里的清单读不懂：可能是更新版本做的备份，请用那个版本恢复。") from None
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    if manifest.format != FORMAT or there != set(manifest.files):
        raise BackupFailed("备份的内容与清单不一致，没有恢复。")
    for name, digest in manifest.files.items():
        if _digest(folder / name) != digest:
            raise BackupFailed(f"备份里的 {name} 与清单的校验值不一致，没有恢复。")
    return manifest


def _check(settings: Settings, folder: Path, manifest: Manifest) -> None:
    backend = make_url(settings.database).get_backend_name()
    if backend != manifest.database:
        raise BackupFailed(
            f"备份来自 {manifest.database}，这里配置的是 {backend}：请改 HUIYIN_DATABASE_URL。"
        )
    known = {script.revision for script in _scripts().walk_revisions()}
    if manifest.revision and manifest.revision not in known:
        raise BackupFailed(f"备份的数据库结构是 {manifest.revision}，比本程序新：请先升级程序。")
    keys = folder / KEYS if (folder / KEYS).exists() else settings.home / KEYS
    for name in (DATABASE, MEMORY):
        if (folder / name).exists():
            with closing(sqlite3.connect(folder / name)) as copy:
                if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
                    raise BackupFailed(f"备份里的 {name} 已损坏，没有恢复。")
    if (folder / DATABASE).exists():
        _opens(f"sqlite:///{folder / DATABASE}", Vault(Keys.load(keys)))


def _opens(url: str, vault: Vault) -> None:
    """Try the keys on one value of each table."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            names = set(inspect(connection).get_table_names())
            for drawer in keeping_keys.drawers():
                if drawer.table.name not in names:
                    continue
                there = {column["name"] for column in inspect(connection).get_columns(drawer.table.name)}
                for column in (column for column in drawer.columns if column.name in there):
                    value = connection.scalar(select(column).where(column.is_not(None)).limit(1))
                    if value:
                        vault.open_bytes(value)
    except SealBroken:
        raise BackupFailed("密钥打不开备份里的数据：请用做备份时的密钥文件，或用带口令的备份。") from None
    finally:
        engine.dispose()


def _in_the_way(settings: Settings, folder: Path) -> str:
    there = []
    url = make_url(settings.database)
    if url.get_backend_name() == "postgresql":
        engine = connect(settings.database)
        try:
            if inspect(engine).get_table_names():
                there.append("PostgreSQL 里的表")
        finally:
            engine.dispose()
    elif Path(str(url.database)).exists():
        there.append(str(url.database))
    keys = settings.home / KEYS
    if (folder / KEYS).exists() and keys.exists() and keys.read_bytes() != (folder / KEYS).read_bytes():
        there.append(str(keys))
    return "、".join(there)


def _put_back(settings: Settings, folder: Path, manifest: Manifest) -> None:
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    if (folder / POSTGRES).exists():
        try:
            _postgres(
                "pg_restore", make_url(settings.database),
                "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error",
                str(folder / POSTGRES),
            )  # fmt: skip
        except (OSError, subprocess.CalledProcessError) as error:
            raise BackupFailed(f"没有恢复，数据库保持原样：{_reason(error)}。") from error
    if (folder / KEYS).exists():
        _replace(folder / KEYS, settings.home / KEYS, stamp)
        (settings.home / "keys.rotating").unlink(missing_ok=True)
    if (folder / DATABASE).exists():
        _replace(folder / DATABASE, Path(str(make_url(settings.database).database)), stamp)
    memory = make_url(settings.tracker)
    if (folder / MEMORY).exists() and memory.get_backend_name() == "sqlite":
        _replace(folder / MEMORY, Path(str(memory.database)), stamp)
    shutil.move(folder / "county", settings.home / f"county-from-backup-{stamp}")


def _replace(fresh: Path, place: Path, stamp: str) -> None:
    """Put a file in its place; a database's journal goes aside with the database that it belongs to."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for ending in ("", "-wal", "-shm"):
        old = place.with_name(place.name + ending)
        if old.exists():
            old.rename(place.with_name(f"{place.name}.before-{stamp}{ending}"))
    fresh.chmod(0o600)
    shutil.move(fresh, place)


def _new_key(keys: Keys, passphrase: str | None) -> tuple[dict[str, Any], bytes]:
    salt = os.urandom(16)
    if passphrase is None:
        head = {"key": "installation", "salt": salt.hex()}
        return head, _from_installation(keys, salt)
    return {"key": "passphrase", "salt": salt.hex(), "n": COST}, _from_passphrase(passphrase, salt, COST)


def _known_key(settings: Settings, head: dict[str, Any], passphrase: str | None) -> bytes:
    salt = bytes.fromhex(head["salt"])
    if head["key"] == "passphrase":
        if passphrase is None:
            raise BackupFailed("这个备份要口令才能打开。")
        if not 2 <= head["n"] <= 2**20:
            raise BackupFailed("备份打不开：文件被改动过。")
        return _from_passphrase(passphrase, salt, head["n"])
    if not (settings.home / KEYS).exists():
        raise BackupFailed(f"这个备份没有带密钥：请先把做备份时的密钥文件放到 {settings.home / KEYS}。")
    return _from_installation(_keys(settings), salt)


def _keys(settings: Settings) -> Keys:
    """The keys of this installation.

    Raises:
        BackupFailed: there is no key file, or it cannot be read.
    """
    place = settings.home / KEYS
    try:
        return Keys.load(place)
    except FileNotFoundError:
        raise BackupFailed(f"没有密钥文件 {place}：请检查 HUIYIN_HOME，或先运行 huiyin migrate。") from None
    except (OSError, ValueError, TypeError, KeyError):
        raise BackupFailed(f"密钥文件 {place} 读不懂：请放回另行保管的那一份。") from None


def _from_passphrase(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode())


def _from_installation(keys: Keys, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, b"huiyin backup").derive(bytes.fromhex(keys.index))


def _is_running(settings: Settings) -> bool:
    """Whether the supervisor answers, or any process has the SQLite file open."""
    with socket.socket(socket.AF_UNIX) as caller:
        try:
            caller.connect(str(socket_path(settings)))
        except OSError:
            pass
        else:
            return True
    file = Path(str(make_url(settings.database).database))
    if make_url(settings.database).get_backend_name() != "sqlite" or not file.exists():
        return False
    with closing(sqlite3.connect(file, timeout=0)) as alone:
        try:
            alone.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError:
            return True
        except sqlite3.DatabaseError:
            return False
    return False


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(migrate.configuration(create_engine("sqlite://")))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reason(error: Exception) -> str:
    said = (
        getattr(error, "stderr", None)
        or getattr(error, "strerror", None)
        or str(error)
        or type(error).__name__
    )
    said = said.strip().splitlines()[0]
    name = getattr(error, "filename", None)
    return f"{said}（{name}）" if name else said


@contextmanager
def _workplace(beside: Path) -> Iterator[Path]:
    """A folder that only we may enter, on the same disk."""
    beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".huiyin-backup-", dir=beside) as folder:
        yield Path(folder)
