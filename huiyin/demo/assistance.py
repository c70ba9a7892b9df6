"""Demo applications, benefits, payments, registers and reports: taken in and moved by the real functions.

Everybody is made up; identity numbers begin with 99, which is no province.
"""

import csv
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import func, select
from stdnum.iso7064 import mod_11_2

from casework.assistance import applications, payment_days, tasks
from casework.assistance.applications import NewApplication
from casework.assistance.imports.running import bring_in
from casework.assistance.models import Application
from casework.assistance.tasks import NewTask
from casework.office import Bureau
from casework.people import units
from casework.people.actors import Actor
from huiyin.demo.staff import SURNAMES, of_role
from store.clock import FixedClock, local_date

HOUSEHOLDS = 120
APPLICATIONS = 40
ENDED_WHY = ("家庭情况好转", "违规享受", "家庭情况好转", "死亡")
GIVEN = ("演示", "示例", "样例", "示范")
AMOUNTS = {"dibao": ("农村低保", 560), "tekun": ("特困", 900), "disability_allowance": ("残疾人两项补贴", 90)}
"""Words of the spreadsheets and yuan a month for each person."""
MONTHS = {"tekun": 3}
"""How many months are paid at a time, where it is not one."""
SUPPORTS = [
    "户主姓名",
    "身份证号",
    "保障类型",
    "享受人数",
    "月保障金额",
    "享受低保时间",
    "复核日期",
    "停发日期",
    "停发原因",
    "银行账号",
    "住址",
]
PAYMENTS = ["户主姓名", "身份证号", "救助项目", "发放月份", "金额", "发放日期", "银行账号", "发放状态"]
WAYS: dict[str, Sequence[str]] = {
    "dibao": ("accepted", "check_asked", "checking", "visiting", "posted", "reviewing", "approved", "paid"),
    "tekun": ("accepted", "visiting", "posted", "reviewing", "approved", "paid"),
    "rigid_expenditure": ("accepted", "checking", "reviewing", "refused", "told"),
    "temporary": ("accepted", "visiting", "reviewing", "approved", "paid"),
}
LEFT_LYING, WHERE = 7, "老槐树村委会"
"""Applications whose serial ends so go no further than the first steps, there, and are late by now."""
TOLD = (
    ("change", "村里王演示上个月去世了，低保还在发", "老槐树村", 12),
    ("change", "我儿子出去打工了，家里收入变了", "老槐树村", 5),
    ("lead", "后山住着一位老人，一个人，冬天没有柴火", "老槐树村", 2),
    ("lead", "邻居家两个孩子没人管，老人又病了", "老槐树村", 9),
    ("help", "房子昨晚着火，没有地方住，也没有吃的", "老槐树村", 0),
    ("lead", "汽车站后面的窝棚里住着一位老人，腿脚不便，没人送饭", "", 8),
)
"""Kind, words, place and how many days ago; the last is not given to a township yet."""
BY = Actor.system("演示数据")


def load(bureau: Bureau, seed: int = 20260702) -> list[str]:
    """Load once; a database that has applications is left as it is.

    Returns:
        Lines that say what can be tried: an application's number and the last four signs to show.
    """
    with bureau.reading() as office:
        if office.db.scalar(select(func.count()).select_from(Application)):
            return []
        villages = [unit.name for unit in units.tree(office).of_kind("village")]
        codes = {unit.name: unit.code for unit in units.tree(office).of_kind("village")}
    dice = random.Random(seed)  # noqa: S311 - the same demo each time, not a secret
    today = local_date(bureau.clock.now())
    _bring_in(bureau, _tables(dice, villages, today))
    waiting, granted = _apply(bureau, dice, villages, codes)
    _bring_in(bureau, _granted(granted, today))
    _report(bureau)
    return [
        *(f"查申请：{one.shown}" for one in waiting[:2]),
        *(f"查发放、打印救助幸福清单：{one.shown}" for one in granted[:2]),
    ]


@dataclass(frozen=True)
class Household:
    """An applicant of the demo, and what was decided."""

    serial: int
    program: str
    number: str
    village: str
    headcount: int
    since: date | None
    """The first of the first month paid."""

    @property
    def shown(self) -> str:
        """What opens its record."""
        return f"编号 {self.number}，身份证后四位 {id_number(self.serial)[-4:]}"


def id_number(serial: int) -> str:
    """A made-up identity number whose check digit fits."""
    body = f"990123{1940 + serial % 60}{1 + serial % 12:02d}{1 + serial % 28:02d}{serial % 1000:03d}"
    return body + mod_11_2.calc_check_digit(body)


def name_of(serial: int) -> str:
    return SURNAMES[serial % len(SURNAMES)] + GIVEN[serial // len(SURNAMES) % len(GIVEN)]


def _tables(
    dice: random.Random, villages: Sequence[str], today: date
) -> Iterable[tuple[str, list[list[Any]]]]:
    """Tables as an office keeps them; the last turn of a few households is not paid yet."""
    supports: list[list[Any]] = [SUPPORTS]
    payments: list[list[Any]] = [PAYMENTS]
    for serial in range(HOUSEHOLDS):
        program = dice.choice(("dibao", "dibao", "dibao", "tekun", "disability_allowance"))
        words, persons = AMOUNTS[program][0], 1 if program != "dibao" else dice.randint(1, 5)
        sum_paid = _sum_paid(program, persons)
        account = f"62284800000{serial:08d}"
        since = today - timedelta(days=dice.randint(200, 1500))
        ended = today - timedelta(days=40) if serial % 17 == 0 else None
        why = ENDED_WHY[serial // 17 % len(ENDED_WHY)] if ended else ""
        village = dice.choice(villages)
        if program == "dibao" and "社区" in village:
            words = "城市低保"
        who = [name_of(serial), id_number(serial)]
        supports.append(
            [
                *who,
                words,
                persons,
                sum_paid,
                since,
                "",
                ended or "",
                why,
                account,
                village,
            ]
        )
        for month, paid_on in _turns(program, today):
            if ended is None and not (serial % 13 == 0 and month == payment_days.month_of(today)):
                payments.append([*who, words, month, sum_paid, paid_on, account, "成功"])
    yield "supports", supports
    yield "payments", payments
    yield (
        "relatives",
        [
            [
                "单位名称",
                "享受低保人员姓名",
                "享受低保时间",
                "国家公职人员姓名",
                "身份证号码",
                "与国家公职人员关系",
                "现住址（乡镇、村、社区）",
                "低保所属乡镇",
                "联系电话",
                "备注",
            ],
            *(
                [
                    "青禾县示例单位",
                    name_of(serial),
                    "2024-05",
                    name_of(serial + 300),
                    id_number(serial),
                    dice.choice(("父亲", "母亲", "兄弟")),
                    dice.choice(villages),
                    "",
                    "",
                    "",
                ]
                for serial in range(3, 60, 9)
            ),
        ],
    )
    yield (
        "monitored",
        [
            ["户主姓名", "身份证号", "家庭人口", "对象类别", "乡镇"],
            *(
                [name_of(serial), id_number(serial), 1 + serial % 4, "监测对象", dice.choice(villages)]
                for serial in range(900, 912)
            ),
        ],
    )
    yield (
        "cards",
        [
            [
                "持卡人姓名",
                "身份证号",
                "银行账号",
                "代管人姓名",
                "代管人职务",
                "代管原因",
                "协议签订日期",
                "备案日期",
                "乡镇",
            ],
            *(
                [
                    name_of(serial),
                    id_number(serial),
                    f"62284800000{serial:08d}",
                    name_of(serial + 200),
                    "村会计",
                    "行动不便",
                    "2025-03-01",
                    "2025-03-05" if serial % 2 else "",
                    dice.choice(villages),
                ]
                for serial in range(5, 60, 11)
            ),
        ],
    )


def _granted(households: Iterable[Household], today: date) -> Iterable[tuple[str, list[list[Any]]]]:
    """What the applicants receive who were granted it, and what was paid since; the first also has an allowance."""
    supports: list[list[Any]] = [SUPPORTS]
    payments: list[list[Any]] = [PAYMENTS]
    for position, one in enumerate(households):
        assert one.since is not None
        received = [(one.program, one.headcount, one.since)]
        if position == 0:
            received.append(("disability_allowance", 1, one.since - timedelta(days=400)))
        account = f"62284800000{one.serial:08d}"
        who = [name_of(one.serial), id_number(one.serial)]
        for program, persons, since in received:
            words, sum_paid = AMOUNTS[program][0], _sum_paid(program, persons)
            again = since.replace(year=today.year + 1, day=1)
            supports.append([*who, words, persons, sum_paid, since, again, "", "", account, one.village])
            payments += [
                [*who, words, month, sum_paid, paid_on, account, "成功"]
                for month, paid_on in _turns(program, today)
                if month >= payment_days.month_of(since)
            ]
    yield "supports", supports
    yield "payments", payments


def _sum_paid(program: str, persons: int) -> int:
    """Yuan of one payment."""
    return AMOUNTS[program][1] * persons * MONTHS.get(program, 1)


def _turns(program: str, today: date) -> Iterable[tuple[str, date]]:
    """The last half year's payments that fell due: by month, or by quarter for 特困."""
    for back in range(6):
        month = payment_days.plus(payment_days.month_of(today), -back)
        year, number = payment_days.split(month)
        paid_on = date(year, number, 9)
        if paid_on <= today and (program != "tekun" or number % 3 == 1):
            yield month, paid_on


def _bring_in(bureau: Bureau, tables: Iterable[tuple[str, Iterable[Sequence[Any]]]]) -> None:
    with TemporaryDirectory() as folder:
        for kind, rows in tables:
            path = Path(folder) / f"{kind}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
            bring_in(bureau, kind, path, BY)


def _apply(
    bureau: Bureau, dice: random.Random, villages: Sequence[str], codes: Mapping[str, str]
) -> tuple[list[Household], list[Household]]:
    """Applications of the last months, each as far as its age suggests; a few are late.

    Returns:
        The households that wait for a decision, and those that are paid month by month.
    """
    waiting, granted = [], []
    for serial in range(500, 500 + APPLICATIONS):
        program, village = dice.choice(list(WAYS)), dice.choice(villages)
        left_lying = serial % 10 == LEFT_LYING
        village = WHERE if left_lying else village
        persons = 1 if program == "tekun" else dice.randint(1, 5)
        age = dice.randint(1, 90)
        clock = FixedClock(bureau.clock.now() - timedelta(days=age))
        house = Bureau(bureau.engine, bureau.vault, bureau.county, clock)
        with house.office() as office:
            leader = Actor.of_staff(of_role(office, "QH-MZ", "supervisor"))
            application = applications.receive(
                office,
                NewApplication(
                    program,
                    name_of(serial),
                    id_number(serial),
                    headcount=persons,
                    area="rural",
                    place_unit=codes[village],
                ),
                leader,
            )
            for position, step in enumerate(WAYS[program]):
                clock.move(days=9 if step == "reviewing" else dice.randint(1, 6))
                if clock.now() > bureau.clock.now():
                    break
                if position > 1 and left_lying:
                    continue
                applications.advance(
                    office,
                    application,
                    step,
                    leader,
                    reason="人均收入高于当地标准" if step == "refused" else "",
                    amount=AMOUNTS.get(program, AMOUNTS["dibao"])[1] * persons,
                )
            month = application.pays_from if application.step == "paid" and program in AMOUNTS else None
            since = date(*payment_days.split(month), 1) if month else None
            household = Household(serial, program, application.number, village, persons, since)
            if application.is_open:
                waiting.append(household)
            elif since is not None:
                granted.append(household)
    return waiting, sorted(granted, key=lambda one: (one.since or date.max, one.program))


def _report(bureau: Bureau) -> None:
    for kind, text, place, days in TOLD:
        house = Bureau(
            bureau.engine, bureau.vault, bureau.county, FixedClock(bureau.clock.now() - timedelta(days=days))
        )
        with house.office() as office:
            tasks.report(office, NewTask(kind, text, place_text=place), BY)
