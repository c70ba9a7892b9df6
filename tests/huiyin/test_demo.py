"""The demo county is worth a visit: what it tells a visitor to try works."""

import re
from pathlib import Path

import pytest

from casework.assistance import asking
from casework.assistance.asking import Asker
from casework.office import Bureau
from casework.people import calendars, units
from huiyin import preparing
from huiyin.demo import assistance, petitions, staff
from store.settings import Settings


def test_an_applicant_of_the_demo_finds_what_was_granted_and_paid(bureau: Bureau) -> None:
    with bureau.office() as office:
        units.load(office)
        calendars.load(office)
        staff.hire(office)
    told = [line for line in assistance.load(bureau) if "幸福清单" in line]
    assert told
    for line in told:
        shown = re.search(r"编号 (\S+)，身份证后四位 (\S+)", line)
        assert shown is not None
        with bureau.office() as office:
            proof = asking.verify(office, shown[1], shown[2], Asker("web", line))
            assert proof is not None
            assert asking.benefits_list(office, proof).items
            assert "发放" in "".join(asking.payment_status(office, proof))
    assert assistance.load(bureau) == [], "loaded once"


def test_breaking_off_the_first_start_loses_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    settings = Settings(home=tmp_path, _env_file=None)
    preparing.prepare_database(settings)
    monkeypatch.setattr(petitions, "load", broken_off)
    with pytest.raises(KeyboardInterrupt):
        preparing.load_demo(settings, lambda _: None)
    kept = (tmp_path / preparing.PASSWORDS).read_text(encoding="utf-8")
    assert len(kept.splitlines()) > 5
