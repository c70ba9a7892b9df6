"""The commands of docs/operations.md bring PostgreSQL back to any moment: what was before is there, what came after is not."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pgserver
import psycopg
import pytest
from sqlalchemy import select

from casework.office import Bureau
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import history, lodging
from casework.petitions.lodging import Complainant, NewPetition
from casework.petitions.models import Petition
from huiyin.tables import metadata
from store.clock import FixedClock
from store.county import County
from store.engine import connect
from store.settings import ROOT
from store.vault import Keys, Vault
from tests.installation import Postgres, until

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
TOOLS = Path(pgserver.__file__).parent / "pginstall" / "bin"
MOMENT = "2026-11-29 10:30:00+08"
"""What stands in the documentation for the moment wanted."""


def documented(title: str) -> str:
    """The commands of the documentation under this heading."""
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    found = re.search(rf"\n### {title}\n.*?```sh\n(.*?)```", page, re.DOTALL)
    assert found is not None, title
    return found[1]


class Site:
    """A PostgreSQL server whose folder the documented commands may rename, and where its archive lies."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.postgres = Postgres(self.data)
        self.url = self.postgres.url.replace(str(self.data), str(folder))
        self.owner = self.data.stat().st_uid
        os.chown(folder, self.owner, -1)
        self.variables = {
            "PGDATA": str(self.data), "URL": self.url,
            "ARCHIVE": str(folder / "archive"), "BASE": str(folder / "base"),
        }  # fmt: skip
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(f"\nlisten_addresses = ''\nunix_socket_directories = '{folder}'\n")
        self.postgres.halt()
        self.run('mkdir "$ARCHIVE"; pg_ctl -D "$PGDATA" -w -l "$PGDATA/log" start')

    def run(self, script: str) -> None:
        """Run commands as the account that PostgreSQL runs as.

        Raises:
            AssertionError: one of them failed.
        """
        command = ["bash", "-euc", script]
        if os.geteuid() == 0:
            command = ["setpriv", f"--reuid={self.owner}", "--clear-groups", *command]
        environment = {**os.environ, **self.variables, "PATH": f"{TOOLS}:{os.environ['PATH']}", "HOME": "/"}
        with (self.data.parent / "said").open("w+") as said:
            done = subprocess.run(command, env=environment, stdout=said, stderr=said, check=False)
            said.seek(0)
            assert done.returncode == 0, said.read() + self.log()

    def log(self) -> str:
        log = self.data / "log"
        return log.read_text("utf-8")[-3000:] if log.exists() else ""

    def ask(self, question: str) -> str:
        with psycopg.connect(self.url, autocommit=True) as connection:
            return str(connection.execute(question).fetchone()[0])  # type: ignore[index]

    def is_restored(self) -> bool:
        with suppress(psycopg.OperationalError):
            return self.ask("SELECT NOT pg_is_in_recovery()") == "True"
        return False

    def close(self) -> None:
        with suppress(AssertionError):
            self.run('pg_ctl -D "$PGDATA" -w -m immediate stop')


@pytest.fixture
def site() -> Iterator[Site]:
    with TemporaryDirectory(prefix="huiyin-postgres-") as folder:
        found = Site(Path(folder))
        yield found
        found.close()


@pytest.fixture
def pg_bureau(site: Site, keys: Keys, county: County, clock: FixedClock) -> Iterator[Bureau]:
    engine = connect(site.url)
    metadata.create_all(engine)
    found = Bureau(engine, Vault(keys), county, clock)
    with found.office() as office:
        units.load(office)
    yield found
    engine.dispose()


def lodge(bureau: Bureau, narrative: str) -> None:
    new = NewPetition(
        category="payment_missing",
        narrative=narrative,
        petitioners=[Complainant("王小明", "13800138000")],
        contact=("telegram", "42"),
        channel="telegram",
        place_unit_code="QH-102-02",
    )
    with bureau.office() as office:
        lodging.lodge(office, new, Actor.resident(None, "telegram"))


def narratives(bureau: Bureau) -> list[str]:
    with bureau.reading() as office:
        found = office.db.scalars(select(Petition).order_by(Petition.id))
        return [office.vault.open(petition.narrative_sealed) for petition in found]


@pytest.mark.parametrize("how", ["time", "name", "lsn"])
def test_back_to_a_moment(site: Site, pg_bureau: Bureau, how: str) -> None:
    lodge(pg_bureau, "备份以前登记的")
    pg_bureau.engine.dispose()
    site.run(documented("打开归档"))
    site.run(documented("基础备份"))
    lodge(pg_bureau, "备份以后登记的，已经归档")
    site.ask("SELECT pg_switch_wal()")
    lodge(pg_bureau, "要回到的时刻以前，还没有归档")
    if how == "time":
        wanted = f"recovery_target_time = '{site.ask('SELECT clock_timestamp()')}'"
        time.sleep(0.1)
    elif how == "name":
        site.ask("SELECT pg_create_restore_point('before_import')")
        wanted = "recovery_target_name = 'before_import'"
    else:
        wanted = f"recovery_target_lsn = '{site.ask('SELECT pg_current_wal_lsn()')}'"
    lodge(pg_bureau, "那个时刻以后误登的")
    pg_bureau.engine.dispose()
    site.postgres.kill()
    commands = documented("恢复到一个时刻")
    assert commands.count(f"recovery_target_time = '{MOMENT}'") == 1
    site.run(commands.replace(f"recovery_target_time = '{MOMENT}'", wanted))
    until(site.is_restored, site.log, 60)
    assert "from archive" in site.log()
    assert narratives(pg_bureau) == [
        "备份以前登记的",
        "备份以后登记的，已经归档",
        "要回到的时刻以前，还没有归档",
    ]
    with pg_bureau.reading() as office:
        assert list(history.verify(office)) == []
    lodge(pg_bureau, "恢复以后照常登记")
    assert narratives(pg_bureau)[3:] == ["恢复以后照常登记"]
