"""A county office with its people, and short ways to lodge and to move."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import store.county
from casework.office import Bureau, Office
from casework.outbox import claim
from casework.people import staff, units
from casework.people.actors import Actor
from casework.petitions import delivery, lodging, workflow
from casework.petitions.lodging import Complainant, Lodged, NewPetition
from casework.petitions.models import Event, Petition
from store.clock import FixedClock
from store.engine import connect
from store.settings import ROOT
from store.vault import Keys, Vault
from tests.conftest import NOW

RESIDENT = Actor.resident(None, "telegram")


@dataclass
class County:
    """The demo county with one member of staff for each post that tests need."""

    office: Office
    people: dict[str, Actor] = field(default_factory=dict)

    def __getitem__(self, login: str) -> Actor:
        return self.people[login]

    def hire(self, login: str, name: str, unit: str, *roles: str) -> Actor:
        self.people[login] = Actor.of_staff(staff.add(self.office, login, name, unit, roles))
        return self.people[login]

    def lodge(self, by: Actor = RESIDENT, **what: Any) -> Lodged:
        plain: dict[str, Any] = {
            "category": "payment_missing",
            "narrative": "上个月低保没到账",
            "petitioners": [Complainant("王小明", "13800138000")],
            "contact": ("telegram", "42"),
            "channel": "telegram",
            "place_unit_code": "QH-102-02",
        }
        return lodging.lodge(self.office, NewPetition(**plain | what), by)

    def move(self, petition: Petition, move: str, by: str | Actor, **what: Any) -> Event:
        actor = self[by] if isinstance(by, str) else by
        return workflow.move(self.office, petition, move, actor, **what)

    def to(self, petition: Petition, state: str) -> Petition:
        """Walk a plain claim up to a state."""
        way = ("accepted", "assigned", "investigating", "drafted", "approved", "answered", "closed")
        for step in way[: way.index(state) + 1]:
            self._step(petition, step)
        return petition

    def _step(self, petition: Petition, step: str) -> None:
        match step:
            case "accepted":
                self.move(petition, "accept", "desk")
            case "assigned":
                self.move(petition, "assign", "desk", unit="QH-MZ-JZ")
            case "investigating":
                self.move(petition, "start", "worker")
            case "drafted":
                self.move(petition, "draft", "worker", outcome="supported", text="已补发到您的卡上。")
            case "approved":
                self.move(petition, "approve", "head")
            case "answered":
                self.deliver()
            case "closed":
                self.move(petition, "close", "desk")

    def deliver(self) -> list[str]:
        """Send all that waits in the outbox; return the texts in order."""
        texts = []
        while letters := claim(self.office, channels=("telegram", "web", "sms", "phone")):
            for letter in letters:
                texts.append(self.office.vault.open(letter.text_sealed))
                delivery.sent(self.office, letter)
        return texts


def settle(office: Office) -> County:
    units.load(office)
    county = County(office)
    county.hire("desk", "李坐席", "QH-MZ-XF", "operator")
    county.hire("leader", "高局长", "QH-MZ", "supervisor")
    county.hire("worker", "周承办", "QH-MZ-JZ", "handler")
    county.hire("head", "吴股长", "QH-MZ-JZ", "unit_head")
    county.hire("town", "郑助理", "QH-102-MZ", "handler", "unit_head")
    county.hire("mayor", "冯镇长", "QH-102", "unit_head")
    county.hire("other_town", "陈助理", "QH-103-MZ", "handler", "unit_head")
    county.hire("village", "褚支书", "QH-102-02", "handler")
    county.hire("inspector", "卫组长", "QH-JJ", "inspector")
    county.hire("editor", "蒋编辑", "QH-MZ", "editor")
    county.hire("admin", "沈管理", "QH-MZ", "administrator")
    return county


@pytest.fixture(scope="session")
def settled_database(
    tmp_path_factory: pytest.TempPathFactory, blank_database: Path, keys: Keys
) -> tuple[Path, dict[str, Actor]]:
    """An SQLite file in which the county has its units and its people, copied for each test."""
    path = tmp_path_factory.mktemp("settled") / "settled.db"
    path.write_bytes(blank_database.read_bytes())
    engine = connect(f"sqlite:///{path}")
    county = store.county.County(ROOT / "county" / "qinghe")
    with Bureau(engine, Vault(keys), county, FixedClock(NOW)).office() as office:
        people = settle(office).people
    engine.dispose()
    return path, people


@pytest.fixture
def starting_database(request: pytest.FixtureRequest, blank_database: Path) -> Path:
    if "county_office" not in request.fixturenames:
        return blank_database
    return request.getfixturevalue("settled_database")[0]


@pytest.fixture
def county_office(office: Office, settled_database: tuple[Path, dict[str, Actor]]) -> County:
    return County(office, dict(settled_database[1]))


@pytest.fixture
def pg_county_office(pg_bureau: Bureau) -> Iterator[County]:
    with pg_bureau.office() as office:
        yield settle(office)


@pytest.fixture
def settled() -> Callable[[Office], County]:
    """`settled(office)` fills an office of the test's own."""
    return settle
