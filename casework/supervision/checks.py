"""Quality checks (抽查): a seeded stratified sample of petitions, scored twice, with appeals."""

import random
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from sqlalchemy import select

from casework.office import CaseworkError, NotAllowed, NotFound, Office
from casework.people.actors import Actor
from casework.petitions import queries
from casework.petitions.figures import Period, counting
from casework.petitions.models import Petition
from casework.supervision.models import CheckDraw, CheckItem, CheckScore
from store.county import County, CountyFileError

FULL = 100
SCORERS = 2
NEAR = 10
"""Two totals that lie at most so far apart agree; this system's own setting."""
MOST = 200


class BadCheck(CaseworkError):
    """A sample or a score that cannot be."""

    code = "bad_check"


class Criterion(BaseModel):
    """A line of the score sheet that the office edits in `checks.yml`."""

    id: str = Field(pattern=r"^[a-z_]{2,20}$")
    label: str = Field(min_length=2, max_length=60)
    most: int = Field(gt=0, le=FULL)


@dataclass(frozen=True)
class Item:
    """A drawn petition with its scores."""

    item: CheckItem
    petition: Petition
    scores: Sequence[CheckScore]
    appeal: str
    ruling: str

    @property
    def score(self) -> float | None:
        """What counts: the ruling on an appeal, else the mean of the scores."""
        if self.item.ruled_score is not None:
            return self.item.ruled_score
        return sum(one.total for one in self.scores) / len(self.scores) if self.scores else None

    @property
    def agrees(self) -> bool | None:
        """Whether two scorers agree; None until there are two."""
        if len(self.scores) < SCORERS:
            return None
        totals = [one.total for one in self.scores]
        return max(totals) - min(totals) <= NEAR


def sheet(county: County) -> list[Criterion]:
    """Raises CountyFileError where `checks.yml` breaks its schema or does not add up to 100."""
    try:
        lines = TypeAdapter(list[Criterion]).validate_python(county.read("checks")["criteria"])
    except (ValidationError, KeyError, TypeError) as error:
        raise CountyFileError(f"checks.yml 内容不对：{error}") from None
    if sum(line.most for line in lines) != FULL or len({line.id for line in lines}) < len(lines):
        raise CountyFileError("checks.yml 各项最高分相加要等于 100，代码不能重复。")
    return lines


def sample(strata: Mapping[Hashable, Sequence[int]], size: int, seed: int) -> list[int]:
    """`size` of all members, each stratum in proportion (largest remainders), the same for the same seed."""
    total = sum(len(members) for members in strata.values())
    if size >= total:
        return sorted(member for members in strata.values() for member in members)
    dice = random.Random(seed)  # noqa: S311 - a sample that can be drawn again, not a secret
    order = sorted(strata, key=repr)
    dice.shuffle(order)
    share = {key: divmod(size * len(strata[key]), total) for key in order}
    left = size - sum(whole for whole, _ in share.values())
    favoured = set(sorted(order, key=lambda key: -share[key][1])[:left])
    return sorted(
        member
        for key in order
        for member in dice.sample(sorted(strata[key]), share[key][0] + (key in favoured))
    )


def draw(office: Office, by: Actor, period: Period, size: int, seed: int) -> CheckDraw:
    """Draw from the petitions answered or closed within the actor's branch, by unit, category and operator.

    Raises:
        NotAllowed, BadCheck.
    """
    if not by.has("supervisor"):
        raise NotAllowed("由分管领导抽查。")
    if not 1 <= size <= MOST:
        raise BadCheck(f"一次抽 1 到 {MOST} 件。")
    rows = office.db.execute(
        select(Petition.id, Petition.handler_unit, Petition.category, Petition.typed_by).where(
            queries.visible(office, by), Petition.answered_on.is_not(None), *counting.within(period)
        )
    )
    strata: dict[Hashable, list[int]] = defaultdict(list)
    for row in rows:
        strata[(row.handler_unit, row.category, row.typed_by)].append(row.id)
    if not strata:
        raise BadCheck("这段时间没有已答复的件可抽。")
    drawn = CheckDraw(
        first=period.first,
        last=period.last,
        label=period.label,
        seed=seed,
        drawn_from=sum(map(len, strata.values())),
        unit_path=by.unit_path,
        drawn_by=by.id,
        drawn_by_name=by.name,
        drawn_at=office.clock.now(),
    )
    office.db.add(drawn)
    office.db.flush()
    office.db.add_all(CheckItem(draw_id=drawn.id, petition_id=id) for id in sample(strata, size, seed))
    office.db.flush()
    return drawn


def draws(office: Office, actor: Actor) -> list[CheckDraw]:
    """Samples drawn in the actor's branch or above it, newest first."""
    found = office.db.scalars(select(CheckDraw).order_by(CheckDraw.id.desc()).limit(MOST))
    return [
        one
        for one in found
        if one.unit_path.startswith(actor.unit_path) or actor.unit_path.startswith(one.unit_path)
    ]


def items(office: Office, draw_id: int, actor: Actor) -> list[Item]:
    """What was drawn, as far as the actor may read it."""
    rows = office.db.execute(
        select(CheckItem, Petition)
        .join(Petition, Petition.id == CheckItem.petition_id)
        .where(CheckItem.draw_id == draw_id, queries.visible(office, actor))
        .order_by(CheckItem.id)
    ).all()
    return _items(office, rows)


def score(office: Office, item_id: int, by: Actor, marks: Mapping[str, int], remark: str = "") -> CheckScore:
    """Score a petition by the sheet; at most two do, each once.

    Raises:
        NotFound, NotAllowed, BadCheck.
    """
    found = _item(office, item_id, by)
    if not by.has("supervisor", "inspector"):
        raise NotAllowed("由督办或纪检监察人员打分。")
    lines = sheet(office.county)
    if set(marks) != {line.id for line in lines} or any(
        not 0 <= marks[line.id] <= line.most for line in lines
    ):
        raise BadCheck("每一项都要打分，不能低于 0 或高于最高分。")
    if any(one.staff_id == by.id for one in found.scores) or len(found.scores) >= SCORERS:
        raise BadCheck("您已经打过分，或已有两人打过分。")
    made = CheckScore(
        item_id=item_id,
        staff_id=by.id,
        by_name=by.name,
        marks=dict(marks),
        total=sum(marks.values()),
        remark_sealed=office.vault.seal_or_none(remark),
        at=office.clock.now(),
    )
    office.db.add(made)
    office.db.flush()
    return made


def appeal(office: Office, item_id: int, by: Actor, text: str) -> None:
    """The unit's head appeals against a score, once.

    Raises:
        NotFound, NotAllowed, BadCheck.
    """
    found = _item(office, item_id, by)
    if not by.has("unit_head") or not found.petition.handler_path.startswith(by.unit_path):
        raise NotAllowed("由承办单位负责人申诉。")
    if not text.strip() or not found.scores or found.item.appealed_at:
        raise BadCheck("打分以后可以申诉一次，要写明理由。")
    found.item.appeal_sealed = office.vault.seal(text)
    found.item.appealed_by_name, found.item.appealed_at = by.name, office.clock.now()


def rule(office: Office, item_id: int, by: Actor, total: int, text: str) -> None:
    """Decide an appeal: the score that counts from now on, and why.

    Raises:
        NotFound, NotAllowed, BadCheck.
    """
    found = _item(office, item_id, by)
    if not by.has("supervisor"):
        raise NotAllowed("由分管领导裁定。")
    if not found.item.appealed_at or not text.strip() or not 0 <= total <= FULL:
        raise BadCheck("裁定要有申诉、分数（0 到 100）和理由。")
    found.item.ruled_score, found.item.ruling_sealed = total, office.vault.seal(text)
    found.item.ruled_by_name = by.name


def agreement(found: Iterable[Item]) -> float | None:
    """The share of petitions scored twice on which the scorers agree."""
    known = [item.agrees for item in found if item.agrees is not None]
    return sum(known) / len(known) if known else None


def averages(found: Iterable[Item], by: str) -> dict[Any, tuple[float, int]]:
    """(mean score, how many) by a column of the petition: `handler_unit` or `typed_by`."""
    held: dict[Any, list[float]] = defaultdict(list)
    for item in found:
        if item.score is not None:
            held[getattr(item.petition, by)].append(item.score)
    return {key: (sum(scores) / len(scores), len(scores)) for key, scores in held.items()}


def _item(office: Office, id: int, actor: Actor) -> Item:
    row = office.db.execute(
        select(CheckItem, Petition)
        .join(Petition, Petition.id == CheckItem.petition_id)
        .where(CheckItem.id == id, queries.visible(office, actor))
    ).all()
    if not row:
        raise NotFound("没有这一件抽查，或您无权查看。")
    return _items(office, row)[0]


def _items(office: Office, rows: Sequence[Any]) -> list[Item]:
    scores: dict[int, list[CheckScore]] = defaultdict(list)
    for one in office.db.scalars(
        select(CheckScore).where(CheckScore.item_id.in_([row[0].id for row in rows])).order_by(CheckScore.id)
    ):
        scores[one.item_id].append(one)
    opened = office.vault.open_or_none
    return [
        Item(
            item,
            petition,
            scores[item.id],
            opened(item.appeal_sealed) or "",
            opened(item.ruling_sealed) or "",
        )
        for item, petition in rows
    ]
