"""A real PostgreSQL killed in the middle of a talk, and started again: nothing is lost or doubled, the talk goes on."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.e2e.house import COMPLAINT, House, Phone, opened
from tests.installation import Postgres

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.xdist_group("killed-database"),
]
GONE = 8
"""Seconds for which the database stays away."""


@dataclass
class OnPostgres:
    """A house and the server that its data lies on."""

    house: House
    server: Postgres


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnPostgres]:
    with TemporaryDirectory(prefix="huiyin-postgres-") as folder:
        server = Postgres(Path(folder))
        try:
            with opened(tmp_path_factory.mktemp("house"), HUIYIN_DATABASE_URL=server.url) as house:
                yield OnPostgres(house, server)
        finally:
            server.close()


def test_killed_between_two_answers(site: OnPostgres) -> None:
    """What was said before is remembered, by Huiyin and by Rasa; what is said meanwhile is answered afterwards."""
    phone = Phone(site.house)
    phone.say(COMPLAINT)
    phone.wait_for("留名字")
    site.server.kill()
    meanwhile = phone.say_in_background("匿名")
    time.sleep(GONE)
    assert meanwhile.is_alive(), "nobody can have taken it while the database was away"
    site.server.resume()
    meanwhile.join()
    phone.wait_for("念一遍")
    phone.say("对，提交")
    phone.wait_for("查询码")
    phone.check()


@pytest.mark.parametrize("delay", [0.05, 0.15, 0.4])
def test_killed_while_lodging(site: OnPostgres, delay: float) -> None:
    """The database dies somewhere between the yes and the receipt; the complaint is lodged once all the same."""
    phone = Phone(site.house)
    phone.say(COMPLAINT + "，匿名")
    phone.wait_for("念一遍")
    yes = phone.say_in_background("对，提交")
    time.sleep(delay)
    site.server.kill()
    time.sleep(GONE)
    site.server.resume()
    yes.join()
    phone.wait_for("查询码")
    phone.check()
