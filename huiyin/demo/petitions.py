"""Demo petitions: each is lodged and moved by the real functions, at the times at which it would have been."""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from casework import outbox
from casework.office import Bureau, CaseworkError, Office
from casework.people import staff, units
from casework.people.actors import Actor
from casework.people.models import Staff
from casework.people.units import Unit
from casework.petitions import callbacks, lodging, workflow
from casework.petitions.lodging import Accused, Complainant, NewPetition
from casework.petitions.models import Petition
from huiyin.demo.staff import SURNAMES, of_role
from store.clock import FixedClock

STORIES = Path(__file__).with_name("stories.yml")
SPAN = timedelta(days=18 * 30)
CHANNELS = ("phone", "phone", "phone", "web", "web", "telegram", "visit", "letter")
GIVEN = ("演示", "示例", "样例", "示范")
VISITING = {"phone", "visit", "letter"}


@dataclass
class Case:
    """One demo petition on its way: who acts for it, and how far it is to come."""

    story: dict[str, Any]
    category: str
    place: Unit
    town: Unit
    channel: str
    serial: int
    ends_in: str = "closed"
    petition_id: int = 0
    plan: list[Callable[[Office, Petition, "Case"], timedelta]] = field(default_factory=list)
    times: int = 1
    """Which time the person brings the matter."""


class County:
    """The people who move demo petitions along, and the dice."""

    def __init__(self, office: Office, dice: random.Random) -> None:
        self.dice = dice
        self.tree = units.tree(office)
        self.operators = [staff.by_login(office, "operator")]
        self.supervisor = of_role(office, "QH-MZ", "supervisor")
        self.villages = self.tree.of_kind("village")
        self.stories = yaml.safe_load(STORIES.read_text(encoding="utf-8"))

    def head(self, office: Office, petition: Petition) -> Actor:
        return self._one(office, petition.handler_unit, ("unit_head", "supervisor", "inspector"))

    def worker(self, office: Office, petition: Petition) -> Actor:
        return self._one(office, petition.handler_unit, ("handler", "unit_head", "inspector", "operator"))

    def desk(self, office: Office, petition: Petition) -> Actor:
        return self._one(office, petition.desk_unit, ("operator", "inspector", "supervisor"))

    def reviewer(self, office: Office, petition: Petition) -> Actor:
        return self._one(office, petition.handler_unit, ("supervisor",))

    def _one(self, office: Office, unit: str, roles: tuple[str, ...]) -> Actor:
        for role in roles:
            try:
                return Actor.of_staff(of_role(office, unit, role))
            except IndexError:
                continue
        return Actor.of_staff(self.supervisor)


def past_of(bureau: Bureau) -> Bureau:
    """The same house with a clock that can be set back."""
    return Bureau(bureau.engine, bureau.vault, bureau.county, FixedClock(bureau.clock.now()))


def people_of(bureau: Bureau, seed: int = 20260701) -> County:
    """Those who move the petitions along; the same demo each time."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    with bureau.reading() as office:
        return County(office, dice)


def load(past: Bureau, county: County, number: int) -> None:
    """Lodge `number` petitions over the last 18 months and move each as far as its age suggests."""
    clock, dice = past.clock, county.dice
    assert isinstance(clock, FixedClock)
    now = clock.now()
    cases = [new_case(county, serial) for serial in range(number)]
    starts = sorted(
        now - timedelta(minutes=dice.triangular(30, SPAN.total_seconds() / 60, 90_000)) for _ in cases
    )
    tie = count()
    agenda: list[tuple[datetime, int, Case]] = [
        (at, next(tie), case) for at, case in zip(starts, cases, strict=True)
    ]
    heapq.heapify(agenda)
    while agenda and agenda[0][0] < now:
        at, _, case = heapq.heappop(agenda)
        clock.set(at)
        with past.office() as office:
            pause = _step(office, county, case)
            for letter in outbox.claim(office, 50):
                outbox.sent(office, letter)
        if pause is not None:
            heapq.heappush(agenda, (at + pause, next(tie), case))
    clock.set(now)


def _age(dice: random.Random) -> timedelta:
    """How long ago a petition came: a third in the last six weeks, the rest over the whole span."""
    return timedelta(minutes=dice.uniform(30, 60_000)) if dice.random() < 0.33 else SPAN * dice.random()


def new_case(county: County, serial: int, category: str | None = None) -> Case:
    """A case drawn by the dice, of a given category or any."""
    dice = county.dice
    category = category or dice.choice([name for name in county.stories if name != "answers"])
    place = dice.choice(county.villages)
    town = county.tree.get(str(place.parent_code))
    return Case(dice.choice(county.stories[category]), category, place, town, dice.choice(CHANNELS), serial)


def _step(office: Office, county: County, case: Case) -> timedelta | None:
    """Do the next thing for a case; how long until the one after, or None at its end."""
    if not case.petition_id:
        case.petition_id = lodge(office, county, case)
        case.plan = list(_plan(county))
        return _days(county, 0.05, 4)
    petition = office.db.get_one(Petition, case.petition_id)
    if not case.plan:
        return _again(county, case, petition)
    try:
        return case.plan.pop(0)(office, petition, case)
    except CaseworkError:
        return _days(county, 0.1, 0.5)


def _again(county: County, case: Case, petition: Petition) -> timedelta | None:
    """One in ten who gave a name comes with the same matter again, and one in ten of those a third time."""
    if petition.identity == "anonymous" or petition.sealed or county.dice.random() > 0.1:
        return None
    case.petition_id, case.times = 0, case.times + 1
    return _days(county, 5, 40)


def _plan(county: County) -> Iterator[Callable[[Office, Petition, Case], timedelta]]:
    """The steps ahead of a petition, drawn by chance; a few stop short, go back, or come again."""
    dice = county.dice

    def make(actor: Callable[[Office, Petition], Actor], move: str, least: float, most: float, **what: Any):  # type: ignore[no-untyped-def]
        def step(office: Office, petition: Petition, case: Case) -> timedelta:
            if petition.sealed and move == "accept" and petition.state == "handed_over":
                workflow.move(office, petition, "acknowledge", actor(office, petition))
            elif not (petition.sealed and move == "assign"):
                workflow.move(
                    office,
                    petition,
                    move,
                    actor(office, petition),
                    **(what or wants_of(county, petition, move)),
                )
            return _days(county, least, most)

        return step

    def called_back(office: Office, petition: Petition, case: Case) -> timedelta:
        reached = dice.random() < 0.8
        callbacks.record(office, petition, county.desk(office, petition), reached=reached, settled=reached)
        return _days(county, 1, 2)

    luck = dice.random()
    if luck < 0.06:
        yield make(county.desk, "answer_at_once", 2, 10)
        yield make(county.desk, "close", 1, 2)
        return
    if luck < 0.10:
        yield make(county.desk, "not_accept", 1, 2)
        return
    if luck < 0.14:
        yield make(county.desk, "ask_more", 2, 12)
        yield make(county.desk, "supplement", 0.5, 3)
    yield make(county.desk, "accept", 0.1, 3)
    yield make(county.desk, "assign", 0.5, 5)
    if luck > 0.95:
        yield make(county.worker, "send_back", 0.5, 2)
        yield make(county.desk, "agree_send_back", 0.2, 1)
        yield make(county.desk, "assign", 0.5, 3)
    slow = 0.925 < luck < 0.95
    yield make(county.worker, "start", 70 if slow else 4, 130 if slow else 45 if luck < 0.85 else 75)
    if 0.80 < luck < 0.88:
        yield make(county.worker, "ask_extension", 0.5, 2)
        yield make(county.head, "approve_extension", 5, 25)
    yield make(county.worker, "draft", 0.3, 3)
    yield make(county.head, "approve", 0.2, 2)
    yield make(county.worker, "answer", 1, 12)
    if luck < 0.72:
        yield make(county.desk, "rate", 0.1, 2, satisfaction=dice.choices("321", (6, 3, 1))[0])
    yield make(county.desk, "close", 3, 30)
    if luck < 0.35:
        yield called_back
    if 0.70 < luck < 0.76:
        yield make(county.desk, "reopen", 1, 4)
        yield make(county.desk, "assign", 2, 20)
        yield make(county.worker, "draft", 0.3, 2)
        yield make(county.head, "approve", 0.2, 1)
        yield make(county.worker, "answer", 1, 5)
        yield make(county.desk, "close", 1, 2)
    if 0.76 < luck < 0.80:
        yield make(county.desk, "ask_review", 5, 20)
        yield make(county.reviewer, "decide_review", 1, 2)


def wants_of(county: County, petition: Petition, move: str) -> dict[str, Any]:
    """What a move needs, filled in for the demo."""
    answer = county.dice.choice(county.stories["answers"])
    drafted = {key: answer[key] for key in ("outcome", "text", "findings", "basis")}
    filled: dict[str, dict[str, Any]] = {
        "assign": {"unit": petition.suggested_unit},
        "ask_more": {"text": "请补充事情发生的大概时间和经办人。"},
        "supplement": {"text": "是上个月的事，经办人姓名不清楚。"},
        "not_accept": {"reason": "反映的是医疗保险报销，不属于社会救助。", "way": "请向县医保局反映。"},
        "answer_at_once": {
            "outcome": "explained",
            "text": "发放日是每月10日前，当月的钱已经在发放途中。",
            "method": "phone",
        },
        "send_back": {"reason": "不属于本单位职责。"},
        "ask_extension": {"days": 20, "reason": "需要与银行核对流水。"},
        "draft": drafted,
        "answer": {"method": "phone", "reached": True},
        "reopen": {"reason": "居民反映没有真正解决。"},
        "ask_review": {"reason": "对答复不服。"},
        "ask_recheck": {"reason": "对复查结果不服。"},
        "decide_review": drafted,
        "decide_recheck": drafted,
        "hand_over": {"reason": "办理中发现可能涉及工作人员违纪。"},
        "withdraw": {"reason": "本人表示已经解决。"},
    }
    return filled.get(move, {})


def lodge(office: Office, county: County, case: Case) -> int:
    """Lodge a case at the clock's present; its id."""
    dice = county.dice
    story = case.story
    words = {
        "place": case.place.place,
        "town": case.town.place,
        "who": story.get("who", "工作人员"),
        "month": str(dice.randint(1, 12)),
    }
    accused = []
    if who := story.get("who"):
        village = who.startswith("村")
        accused = [
            Accused(role=who, unit_code=case.place.code if village else f"{case.town.code}-MZ", said=who)
        ]
    anonymous = dice.random() < 0.12
    name = SURNAMES[case.serial % len(SURNAMES)] + GIVEN[case.serial % len(GIVEN)]
    phone = f"1380000{case.serial % 140:04d}"
    new = NewPetition(
        category=case.category,
        narrative=story["text"].format(**words),
        wants=story["wants"],
        place_unit_code=case.place.code,
        place_text=str(case.place.place),
        accused=accused,
        identity="anonymous" if anonymous else dice.choices(("real_name", "confidential"), (8, 2))[0],
        petitioners=[] if anonymous else [Complainant(name, phone)],
        channel=case.channel,
        contact=None if case.channel in VISITING else (case.channel, f"demo-{case.serial}"),
        idempotency_key=f"demo:{case.serial}:{case.times}",
    )
    by = _typist(county, case)
    return lodging.lodge(office, new, by).petition.id


def _typist(county: County, case: Case) -> Actor:
    typist: Staff = county.operators[0]
    return Actor.of_staff(typist) if case.channel in VISITING else Actor.resident(None, case.channel)


def _days(county: County, least: float, most: float) -> timedelta:
    return timedelta(minutes=county.dice.uniform(least, most) * 24 * 60)
