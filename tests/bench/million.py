"""A county with any number of petitions, made in bulk: rows as the real workflow leaves them, without walking it.

`python -m tests.bench.million 1000000 sqlite:///var/million.db` makes one. Everybody in it is made up.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, text

from casework.office import Bureau
from casework.people import identity, staff, units
from casework.petitions import search
from casework.petitions.categories import CATEGORIES
from casework.petitions.figures import shapes
from casework.petitions.models import ClockRow, Petition, Petitioner, Shield
from casework.petitions.repeats import signatures
from casework.petitions.repeats.models import RepeatBand, RepeatTrace
from casework.petitions.search import PetitionWords
from huiyin.tables import metadata
from store.clock import SHANGHAI, FixedClock
from store.county import County
from store.engine import connect
from store.settings import ROOT
from store.vault import Keys, Vault

TODAY = date(2026, 11, 20)
YEARS = 4
OPEN_SHARE = 0.05
CHUNK = 20_000
REPEATED = 10
"""So many of the newest bring again, in other words, what the same person brought `BEFORE` petitions earlier."""
BEFORE = 1_000
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "建国秀英桂兰志强玉梅海燕春花德才长富满仓福来金凤铁柱小红明月永顺"
OPENINGS = ("我是{place}的，", "{place}这边，", "想反映个事，", "", "我家在{place}，", "替家里老人问，")
TROUBLES = {
    "payment_missing": (
        "{month}月份的低保钱没到账",
        "卡上查不到{month}月的补助",
        "{month}月少发了几十块钱",
        "存折上好久没进账了",
    ),
    "wrongly_stopped": ("低保给停了没人通知我们", "说是超了收入就把补助取消了", "残疾补贴突然不发了"),
    "refused": ("去镇上交材料人家不收", "让我回村里开证明跑了三趟", "窗口说不归他们管"),
    "delayed": ("申请交上去{month}月到现在没消息", "说是公示完就批，一直拖着"),
    "attitude": ("窗口的人说话难听", "打电话过去人家直接挂了"),
    "left_out": ("家里这个情况一直没给办低保", "隔壁条件比我们好都吃上了，我们没有"),
    "wrongly_covered": ("有人开着车还吃低保", "人都不在了低保还在领"),
    "embezzlement": ("救助款到村里就少了一截", "名字在册子上，钱没到过手"),
    "other": ("想问问救助的事该找谁", "材料上的名字写错了要改"),
}
ENDINGS = ("，请给个说法。", "，到底怎么回事？", "，盼回复。", "，麻烦查一下。", "，跑了好几趟了。", "")


@dataclass
class Maker:
    """Draws petitions and keeps what they share."""

    bureau: Bureau
    count: int
    seed: int = 7
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.vault = self.bureau.vault
        with self.bureau.office() as office:
            units.load(office)
            tree = units.tree(office)
            self.villages = tree.of_kind("village")
            self.paths = {unit.code: unit.path for unit in tree.units.values()}
            self.typists = [
                staff.add(office, f"bench{at}", f"坐席{at}", "QH-MZ-XF", ["operator"]).id for at in range(8)
            ]
            staff.add(office, "bench-boss", "分管领导", "QH-MZ", ["supervisor"])
            for unit in tree.units.values():
                if unit.kind in ("office", "section"):
                    staff.add(office, f"w-{unit.code}", f"承办{unit.code}", unit.code, ["handler"])
                    staff.add(office, f"h-{unit.code}", f"负责{unit.code}", unit.code, ["unit_head"])
        self.offices = {
            village.code: next(
                code for code in (f"{village.parent_code}-MZ", "QH-MZ-JZ") if code in self.paths
            )
            for village in self.villages
        }
        self.categories = list(CATEGORIES)
        self.sealed_text = self.vault.seal("我家里的情况比较困难，想请你们帮忙看看。" * 3)
        self.sealed_name = self.vault.seal("张三")
        self.sealed_phone = self.vault.seal("13800000000")
        self.bands_of: dict[str, list[int]] = {}
        self.words_of: dict[str, str] = {}
        self.matters: dict[int, tuple[Any, str, int]] = {}
        """Village, category and person of those that are brought again."""
        self.days = min(365 * YEARS, max(120, self.count // 60))

    def rows(self) -> Iterator[dict[str, list[dict[str, Any]]]]:
        """Chunks of rows by table."""
        chunk: dict[str, list[dict[str, Any]]] = {}
        for id in range(1, self.count + 1):
            for table, row in self.petition(id):
                chunk.setdefault(table, []).append(row)
            if id % CHUNK == 0 or id == self.count:
                yield chunk
                chunk = {}

    def petition(self, id: int) -> Iterator[tuple[str, dict[str, Any]]]:
        dice = self.dice
        age = self.days - int(self.days * id / self.count)
        lodged_on = TODAY - timedelta(days=age)
        village, category, person = self._matter(id)
        is_open = age < self.days * OPEN_SHARE * 2 and dice.random() < 0.5
        p = SimpleNamespace(**self._life(lodged_on, is_open))
        p.matter_class = "accusation" if category in ("embezzlement", "wrongly_covered") else "claim"
        p.path = 6 if p.matter_class == "claim" else None
        p.sealed = category == "embezzlement" and dice.random() < 0.5
        p.shielded = dice.random() < 0.06
        handler = "QH-JJ" if p.sealed else self._handler(village, p.state)
        desk = "QH-JJ" if p.sealed else "QH-MZ-XF"
        p.lodged_on = lodged_on
        shapes.stamp(p)
        lodged_at = datetime.combine(lodged_on, time(9 + id % 8, id % 60), SHANGHAI).astimezone(UTC)
        digest = self._digest(category, village.place, lodged_on.month)
        yield "petition", {
            "id": id, "number": f"HY{id:010d}", "code_digest": "0" * 32, "matter_class": p.matter_class,
            "path": p.path, "procedure": "ordinary", "category": category, "secondary": "[]",
            "sensitivity": "ordinary" if dice.random() < 0.995 else dice.choice(("crisis", "collective", "media")),
            "sealed": p.sealed, "shielded": p.shielded, "state": p.state, "is_open": is_open,
            "desk_unit": desk, "desk_path": self.paths[desk], "handler_unit": handler,
            "handler_path": self.paths[handler], "suggested_unit": handler, "routing": "归口办理。",
            "place_unit": village.code, "township": village.parent_code, "place_text": village.place,
            "happened_text": "", "narrative_sealed": self.sealed_text, "digest": digest,
            "identity": "real_name", "headcount": 1, "channel": dice.choice(("phone", "web", "telegram", "visit")),
            "typed_by": dice.choice(self.typists), "on_behalf": False, "lodged_at": lodged_at,
            "lodged_on": lodged_on, "accepted_on": p.accepted_on, "notified_on": p.accepted_on,
            "answered_on": p.answered_on, "closed_on": p.closed_on, "notified_in_time": p.notified_in_time,
            "concluded_in_time": p.concluded_in_time, "answered_at_once": p.answered_at_once,
            "next_due_on": p.next_due_on, "next_stage": p.next_stage, "next_warn_on": p.next_warn_on,
            "extension_days": 0, "times_returned": p.times_returned, "times_reopened": p.times_reopened,
            "times_urged": 0, "repeat_no": p.repeat_no, "satisfaction": p.satisfaction,
            "rated_on": p.answered_on if p.satisfaction else None, "called_back": p.called_back,
            "came_again": p.came_again, "figure_month": p.figure_month, "figure_shape": p.figure_shape,
            "figure_days": p.figure_days, "history_count": 0, "history_head": "",
        }  # fmt: skip
        yield from self._people(id, person)
        if p.shielded:
            root = village.code if dice.random() < 0.7 else str(village.parent_code)
            yield "petition_shield", {"petition_id": id, "unit_code": root, "reason": "被反映单位"}
        if p.next_due_on:
            yield "petition_clock", self._clock(id, p, lodged_at)
        yield "petition_words", {"petition_id": id, "words": self._words(digest)}
        for band in self._bands(digest):
            yield "repeat_band", {"band": band, "petition_id": id}

    def _matter(self, id: int) -> tuple[Any, str, int]:
        if again := self.matters.get(id - BEFORE):
            return again
        dice = self.dice
        person = dice.randrange(max(10, self.count * 7 // 10))
        matter = dice.choice(self.villages), dice.choice(self.categories), person
        if 0 <= self.count - BEFORE - id < REPEATED:
            self.matters[id] = matter
        return matter

    def _life(self, lodged_on: date, is_open: bool) -> dict[str, Any]:
        dice = self.dice
        accepted_on = lodged_on + timedelta(days=dice.randint(0, 20))
        answered_on = accepted_on + timedelta(days=min(120, int(dice.expovariate(1 / 28))))
        life: dict[str, Any] = {
            "accepted_on": accepted_on, "answered_on": answered_on, "closed_on": answered_on + timedelta(days=2),
            "state": "closed", "notified_in_time": (accepted_on - lodged_on).days <= 15,
            "concluded_in_time": (answered_on - accepted_on).days <= 60,
            "answered_at_once": dice.random() < 0.1, "next_due_on": None, "next_stage": None, "next_warn_on": None,
            "times_returned": int(dice.random() < 0.04) * dice.choice((1, 1, 2)),
            "times_reopened": int(dice.random() < 0.03) * dice.choice((1, 1, 2)),
            "repeat_no": dice.choices((1, 2, 3), (90, 8, 2))[0], "came_again": dice.random() < 0.05,
            "satisfaction": dice.choices((None, 1, 2, 3), (40, 5, 15, 40))[0],
            "called_back": dice.choices((0, 1, 2), (30, 10, 60))[0],
        }  # fmt: skip
        if not is_open:
            return life
        pending = dice.random() < 0.3
        due = lodged_on + timedelta(days=15 if pending else 75)
        if due < TODAY and dice.random() < 0.8:
            due = TODAY + timedelta(days=dice.randint(0, 30))
        return life | {
            "state": "registered" if pending else dice.choice(("accepted", "assigned", "investigating")),
            "accepted_on": None if pending else accepted_on, "answered_on": None, "closed_on": None,
            "notified_in_time": None if pending else life["notified_in_time"], "concluded_in_time": None,
            "satisfaction": None, "called_back": 0, "came_again": False, "answered_at_once": False,
            "next_due_on": due, "next_stage": "notice" if pending else "conclude",
            "next_warn_on": due - timedelta(days=10),
        }  # fmt: skip

    def _handler(self, village: Any, state: str) -> str:
        if state in ("registered", "accepted"):
            return "QH-MZ-XF"
        return self.offices[village.code] if self.dice.random() < 0.6 else "QH-MZ-JZ"

    def _digest(self, category: str, place: str, month: int) -> str:
        dice = self.dice
        trouble = dice.choice(TROUBLES.get(category, TROUBLES["other"]))
        said = dice.choice(OPENINGS) + trouble + dice.choice(ENDINGS)
        return said.format(place=place, month=month)

    def _people(self, id: int, person: int) -> Iterator[tuple[str, dict[str, Any]]]:
        name = SURNAMES[person % len(SURNAMES)] + GIVEN[person % 29] + GIVEN[person * 7 % 31]
        phone = f"138{person:08d}"
        name_index = self.vault.index("name", identity.name(name))
        yield "petitioner", {
            "petition_id": id, "position": 0, "name_sealed": self.sealed_name, "name_index": name_index,
            "phone_sealed": self.sealed_phone, "phone_index": self.vault.index("phone", phone),
            "relation": "本人", "representative": False,
        }  # fmt: skip
        yield "repeat_trace", {"petition_id": id, "position": 0, "principal_index": name_index}

    def _words(self, digest: str) -> str:
        known = self.words_of.get(digest)
        if known is None:
            known = self.words_of[digest] = " ".join(search.cut(digest))
        return known

    def _bands(self, digest: str) -> list[int]:
        known = self.bands_of.get(digest)
        if known is None:
            known = self.bands_of[digest] = signatures.bands(digest)
        return known

    def _clock(self, id: int, p: Any, at: datetime) -> dict[str, Any]:
        return {
            "petition_id": id, "stage": p.next_stage, "round": 1, "rule": p.next_stage, "label": "时限",
            "kind": "duty", "basis": "信访工作条例第三十四条", "basis_kind": "law", "started_at": at,
            "started_on": p.lodged_on, "started_by": "lodge", "days": 60, "count": "calendar", "extended_days": 0,
            "pauses": "[]", "due_on": p.next_due_on, "warn_on": p.next_warn_on, "provisional": False,
            "explanation": "自受理起六十日。", "running": True,
        }  # fmt: skip


TABLES = {
    table.__tablename__: table.__table__
    for table in (Petition, Petitioner, Shield, ClockRow, RepeatBand, RepeatTrace, PetitionWords)
}


def make(url: str, count: int) -> Bureau:
    """A fresh database at `url` with `count` petitions, its indexes built and its statistics taken."""
    engine = connect(url)
    _without_indexes().create_all(engine)
    bureau = bureau_at(url)
    maker = Maker(bureau, count)
    for chunk in maker.rows():
        for name, rows in chunk.items():
            _load(engine, TABLES[name], rows)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            for index in table.indexes:
                index.create(connection, checkfirst=True)
        build_search(connection)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))
    return bureau


def build_search(connection: Connection) -> None:
    """The index of words, built over the rows that are there."""
    if connection.dialect.name == "postgresql":
        for statement in search.POSTGRES:
            connection.execute(text(statement))
        return
    for statement in search.SQLITE:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO petition_fts(petition_fts) VALUES ('rebuild')")


def bureau_at(url: str) -> Bureau:
    """The bureau of a made database; its keys are the same each time, so that blind indexes agree."""
    keys = Keys(("gEZ6bTQ1mDj6qC1lHhQ7pXTTcI0cP1xkXc2S3LrB5kE=",), "5a" * 32)
    clock = FixedClock(datetime.combine(TODAY, time(10), SHANGHAI))
    return Bureau(connect(url), Vault(keys), County(ROOT / "county" / "qinghe"), clock)


def _without_indexes() -> MetaData:
    """All tables with keys and unique constraints but without plain indexes, which are quicker built afterwards."""
    bare = MetaData()
    for table in metadata.sorted_tables:
        copy = table.to_metadata(bare)
        copy.indexes.clear()
    return bare


def _load(engine: Engine, table: Table, rows: list[dict[str, Any]]) -> None:
    """Rows into a table by the quickest way that the database has."""
    names = sorted({name for row in rows for name in row})
    values = ([row.get(name) for name in names] for row in rows)
    if engine.dialect.name == "postgresql":
        raw = engine.raw_connection()
        try:
            with raw.cursor() as cursor:
                columns = ", ".join(f'"{name}"' for name in names)
                with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
                    for line in values:
                        copy.write_row(line)
            raw.commit()
        finally:
            raw.close()
        return
    with engine.begin() as connection:
        marks = ", ".join("?" * len(names))
        statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"
        connection.connection.cursor().executemany(
            statement, ([_sqlite(one) for one in line] for line in values)
        )


def _sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value


if __name__ == "__main__":
    make(sys.argv[2], int(sys.argv[1]))
