"""A county with applicants, and short ways to take in, move and pay."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from stdnum.iso7064 import mod_11_2

from casework.assistance import applications
from casework.assistance.applications import NewApplication
from casework.assistance.asking import Asker
from casework.assistance.models import Application, Payment, Support
from casework.office import Office
from casework.people import identity
from tests.casework.conftest import County

ASKER = Asker("telegram", "4711")


def id_number(serial: int = 1) -> str:
    """A made-up identity number whose check digit fits; 99 is no province."""
    body = f"99012319600101{serial % 1000:03d}"
    return body + mod_11_2.calc_check_digit(body)


@dataclass
class Registers:
    """The registers of a county in which tests act."""

    county: County

    @property
    def office(self) -> Office:
        return self.county.office

    def apply(self, program: str = "dibao", serial: int = 1, by: str = "town", **what: Any) -> Application:
        plain: dict[str, Any] = {
            "program": program,
            "name": "王小明",
            "id_number": id_number(serial),
            "phone": "13800138000",
            "place_unit": "QH-102-02",
        }
        return applications.receive(self.office, NewApplication(**plain | what), self.county[by])

    def walk(self, application: Application, *steps: str, by: str = "leader", **what: Any) -> Application:
        for step in steps:
            given = what if step in ("refused", "asked_more", "approved", "aided") else {}
            applications.advance(self.office, application, step, self.county[by], **given)
        return application

    def support(self, program: str = "dibao", serial: int = 1, **what: Any) -> Support:
        number = id_number(serial)
        vault = self.office.vault
        plain: dict[str, Any] = {
            "key": vault.index("test", f"{program}{serial}{what.get('since')}"),
            "content": "x",
            "program": program,
            "area": "rural",
            "name_sealed": vault.seal("王小明"),
            "name_index": vault.index("name", identity.name("王小明")),
            "id_number_sealed": vault.seal(number),
            "id_index": vault.index("id", number),
            "account_tail": "6688",
            "headcount": 3,
            "amount": Decimal("760"),
            "since": date(2026, 1, 1),
            "township": "QH-102",
            "place_unit": "QH-102-02",
            "updated_at": self.office.clock.now(),
        }
        made = Support(**plain | what)
        self.office.db.add(made)
        self.office.db.flush()
        return made

    def pay(self, month: str, program: str = "dibao", serial: int = 1, **what: Any) -> Payment:
        number = id_number(serial)
        vault = self.office.vault
        plain: dict[str, Any] = {
            "key": vault.index("test-pay", f"{program}{month}{serial}"),
            "content": "x",
            "program": program,
            "month": month,
            "name_sealed": vault.seal("王小明"),
            "id_number_sealed": vault.seal(number),
            "id_index": vault.index("id", number),
            "amount": Decimal("760"),
            "paid_on": date(2026, int(month[5:]), 9),
            "account_tail": "6688",
            "updated_at": self.office.clock.now(),
        }
        made = Payment(**plain | what)
        self.office.db.add(made)
        self.office.db.flush()
        return made


@pytest.fixture
def registers(county_office: County) -> Registers:
    return Registers(county_office)


@pytest.fixture
def pg_registers(pg_county_office: County) -> Registers:
    return Registers(pg_county_office)
