"""How well repeats are told from look-alikes, on the hand-written pairs: `python -m tests.casework.repeats.measure`."""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from casework.office import Bureau, Office
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import lodging
from casework.petitions.lodging import Accused, Complainant, NewPetition
from casework.petitions.repeats import finding, scoring
from huiyin.tables import metadata
from store.clock import SHANGHAI, FixedClock
from store.county import County
from store.engine import connect
from store.settings import ROOT
from store.vault import Keys, Vault

PAIRS = Path(__file__).with_name("pairs.yml")
FIRST_DAY = date(2026, 6, 10)
SYSTEM = Actor.system("measure")
CARDS = (
    "11010519491231002X",
    "110105194912310038",
    "110105194912310054",
    "110105194912310070",
    "110105194912310097",
)


@dataclass(frozen=True)
class Result:
    """A pair with the score that it was given."""

    kind: str
    same: bool
    held: bool
    score: int
    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Rates:
    """Precision and recall of calling pairs of at least some score the same matter."""

    precision: float
    recall: float


def results() -> Iterator[Result]:
    """Lodge every pair by itself in a county of its own, and judge its second petition by the real search."""
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/pairs.db")
        metadata.create_all(engine)
        clock = FixedClock(datetime.combine(FIRST_DAY, time(10), SHANGHAI))
        bureau = Bureau(engine, Vault(Keys.fresh()), County(ROOT / "county" / "qinghe"), clock)
        with bureau.office() as office:
            units.load(office)
        for at, pair in enumerate(yaml.safe_load(PAIRS.read_text(encoding="utf-8"))["pairs"]):
            yield _result(bureau, clock, at, pair)
        engine.dispose()


def rates(found: list[Result], least: int) -> Rates:
    called = [one for one in found if one.score >= least]
    same = [one for one in found if one.same]
    right = sum(one.same for one in called)
    return Rates(right / len(called) if called else 1.0, right / len(same))


def _result(bureau: Bureau, clock: FixedClock, at: int, pair: dict[str, Any]) -> Result:
    one = pair["a"]
    other = one | {"d": _day(one, 20)} | pair["b"]
    with bureau.office() as office:
        nested = office.db.begin_nested()
        first = _lodge(office, clock, at, one)
        second = _lodge(office, clock, at, other)
        found = finding.candidates(office, second, SYSTEM)
        hit = next((line for line in found if line.petition.id == first.id), None)
        score, reasons = (hit.score, tuple(reason.text for reason in hit.reasons)) if hit else (0, ())
        if hit is None:
            old, new = finding.traits(office, [first.id, second.id])
            judged = scoring.judge(new, old)
            reasons = (f"未找出，评分 {judged.score}", *(f"{r.text}({r.weight})" for r in judged.reasons))
        nested.rollback()
        office.db.rollback()
    return Result(
        pair["k"], pair["same"], pair.get("held", at % 3 == 2), score, f"{one['t']} / {other['t']}", reasons
    )


def _lodge(office: Office, clock: FixedClock, at: int, what: dict[str, Any]) -> Any:
    clock.set(datetime.combine(_day(what, 0), time(10), SHANGHAI))
    phone = f"138{at:05d}{int(what.get('p', 1)):03d}"
    card = CARDS[int(what["id"]) - 1] if what.get("id") else ""
    name = what.get("n") or f"甲{'乙丙丁戊己庚辛壬癸子丑寅卯'[at % 13]}{at}"
    about = Complainant(name, phone, card, what.get("ad", ""), what.get("rel", "本人"), what.get("for", ""))
    others = [Complainant(one) for one in what.get("co", [])]
    person, role, unit = (what.get("who") or "//").split("/")
    new = NewPetition(
        category=what.get("c", "payment_missing"),
        narrative=what["t"],
        place_unit_code=what.get("at", "QH-102-02"),
        accused=[Accused(name=person, role=role, unit_code=unit or None)] if person or role else [],
        identity="anonymous" if what.get("anon") else "real_name",
        petitioners=[] if what.get("anon") else [about, *others],
        channel=what.get("ch", "web"),
    )
    return lodging.lodge(office, new, SYSTEM).petition


def _day(what: dict[str, Any], later: int) -> date:
    day = what.get("d", FIRST_DAY)
    return date.fromordinal((day if isinstance(day, date) else date.fromisoformat(day)).toordinal() + later)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    found = list(results())
    for name, part in (
        ("调分用", [one for one in found if not one.held]),
        ("留出", [one for one in found if one.held]),
        ("全部", found),
    ):
        for what, least in (("自动关联", scoring.CERTAIN), ("提请判断", scoring.OFFERED)):
            rate = rates(part, least)
            say(
                f"{name} {len(part):3d} 对，{what}（≥{least}）：准确率 {rate.precision:.1%}，召回率 {rate.recall:.1%}"
            )
    if "-v" in sys.argv:
        wrong = [
            one
            for one in found
            if one.same != (one.score >= scoring.OFFERED) or (not one.same and one.score >= scoring.CERTAIN)
        ]
        for one in sorted(wrong, key=lambda one: one.same):
            say(str(one))
    say(str(Counter(one.kind for one in found if one.same != (one.score >= scoring.OFFERED))))


if __name__ == "__main__":
    main()
