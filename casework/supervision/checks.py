"""Quality checks (抽查): a seeded stratified sample of petitions or calls, scored twice, with appeals."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from sqlalchemy import select

from casework.office import CaseworkError, NotAllowed, NotFound, Office
from casework.people import rights
from casework.people.actors import Actor
from casework.people.rights import AtUnit
from casework.petitions.figures import Period
from casework.supervision.drawn import SUBJECTS, Drawn
from casework.supervision.models import CheckDraw, CheckItem, CheckScore
from casework.supervision.sampling import sample
from store.county import County, CountyFileError

FULL = 100
SCORERS = 2
NEAR = 10
"""Two totals that lie at most so far apart agree; this system's own setting."""
MOST = 200
CHECKED = ("petitions", "calls")
"""The subjects that are scored; call-backs are drawn alike and asked instead."""


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
    """A drawn petition or call with its scores."""

    item: CheckItem
    drawn: Drawn
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


def sheet(county: County, subject: str = "petitions") -> list[Criterion]:
    """The lines of the score sheet for petitions or for calls.

    Raises:
        CountyFileError: `checks.yml` breaks its schema or does not add up to 100.
    """
    try:
        lines = TypeAdapter(list[Criterion]).validate_python(county.read("checks")[subject])
    except (ValidationError, KeyError, TypeError) as error:
        raise CountyFileError(f"checks.yml 内容不对：{error}") from None
    if sum(line.most for line in lines) != FULL or len({line.id for line in lines}) < len(lines):
        raise CountyFileError("checks.yml 各项最高分相加要等于 100，代码不能重复。")
    return lines


def sheets(county: County) -> dict[str, list[Criterion]]:
    """The score sheet of everything that is drawn. Raises CountyFileError."""
    return {subject: sheet(county, subject) for subject in CHECKED}


def sheet_of(office: Office, draw: CheckDraw) -> list[Criterion]:
    """The score sheet of a draw: that of its day, which both scorers go by whatever was edited since."""
    return (
        TypeAdapter(list[Criterion]).validate_python(draw.sheet)
        if draw.sheet
        else sheet(office.county, draw.subject)
    )


def draw(
    office: Office, by: Actor, period: Period, size: int, seed: int, subject: str = "petitions"
) -> CheckDraw:
    """Draw within the actor's branch, stratified by unit, category and operator.

    Raises:
        NotAllowed, BadCheck.
    """
    if not rights.may(by, "draw_check"):
        raise NotAllowed("由分管领导抽查。")
    if subject not in SUBJECTS:
        raise BadCheck("请选择抽查信访件、来电，还是抽取回访。")
    if not 1 <= size <= MOST:
        raise BadCheck(f"一次抽 1 到 {MOST} 件。")
    strata = SUBJECTS[subject].pool(office, by, period)
    if not strata:
        raise BadCheck(f"这段时间没有{SUBJECTS[subject].counted}可抽。")
    made = CheckDraw(
        subject=subject,
        first=period.first,
        last=period.last,
        label=period.label,
        seed=seed,
        drawn_from=sum(map(len, strata.values())),
        sheet=[line.model_dump() for line in sheet(office.county, subject)] if subject in CHECKED else None,
        unit_path=by.unit_path,
        drawn_by=by.id,
        drawn_by_name=by.name,
        drawn_at=office.clock.now(),
    )
    office.db.add(made)
    office.db.flush()
    column = "call_id" if subject == "calls" else "petition_id"
    office.db.add_all(CheckItem(draw_id=made.id, **{column: id}) for id in sample(strata, size, seed))
    office.db.flush()
    return made


def draws(office: Office, actor: Actor, *subjects: str) -> list[CheckDraw]:
    """Samples of some subjects drawn in the actor's branch or above it, newest first."""
    found = office.db.scalars(
        select(CheckDraw).where(CheckDraw.subject.in_(subjects)).order_by(CheckDraw.id.desc()).limit(MOST)
    )
    return [
        one
        for one in found
        if one.unit_path.startswith(actor.unit_path) or actor.unit_path.startswith(one.unit_path)
    ]


def items(office: Office, draw_id: int, actor: Actor) -> list[Item]:
    """What was drawn, as far as the actor may read it."""
    draw = office.db.get(CheckDraw, draw_id)
    if draw is None:
        return []
    found = office.db.scalars(select(CheckItem).where(CheckItem.draw_id == draw_id).order_by(CheckItem.id))
    return _items(office, draw.subject, found.all(), actor)


def draw_of(office: Office, item_id: int, actor: Actor) -> CheckDraw:
    """The draw to which something that the actor may read belongs. Raises NotFound."""
    return office.db.get_one(CheckDraw, _item(office, item_id, actor).item.draw_id)


def score(office: Office, item_id: int, by: Actor, marks: Mapping[str, int], remark: str = "") -> CheckScore:
    """Score a petition or a call by its sheet; at most two do, each once.

    Raises:
        NotFound, NotAllowed, BadCheck.
    """
    found = _item(office, item_id, by)
    if not rights.may(by, "score_check"):
        raise NotAllowed("由督办或纪检监察人员打分。")
    lines = sheet_of(office, office.db.get_one(CheckDraw, found.item.draw_id))
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
    if not rights.may(by, "appeal_check", AtUnit(found.drawn.unit_path)):
        raise NotAllowed("由承办单位负责人申诉。")
    if not text.strip() or not found.scores or found.item.appealed_at:
        raise BadCheck("打分以后可以申诉一次，要写明理由。")
    found.item.appeal_sealed = office.vault.seal(text)
    found.item.appealed_by_name, found.item.appealed_at = by.name, office.clock.now()


def rule(office: Office, item_id: int, by: Actor, total: int, text: str) -> None:
    """Decide an appeal, once: the score that counts from now on, and why.

    Raises:
        NotFound, NotAllowed, BadCheck.
    """
    found = _item(office, item_id, by)
    if not rights.may(by, "rule_check"):
        raise NotAllowed("由分管领导裁定。")
    if found.item.ruling_sealed is not None:
        raise BadCheck("这件申诉已经裁定过，裁定不再改。")
    if not found.item.appealed_at or not text.strip() or not 0 <= total <= FULL:
        raise BadCheck("裁定要有申诉、分数（0 到 100）和理由。")
    found.item.ruled_score, found.item.ruling_sealed = total, office.vault.seal(text)
    found.item.ruled_by_name = by.name


def agreement(found: Iterable[Item]) -> float | None:
    """The share of those scored twice on which the scorers agree."""
    known = [item.agrees for item in found if item.agrees is not None]
    return sum(known) / len(known) if known else None


def averages(found: Iterable[Item], by: Literal["unit_code", "operator"]) -> dict[Any, tuple[float, int]]:
    """(mean score, how many) by unit or by operator."""
    held: dict[Any, list[float]] = defaultdict(list)
    for item in found:
        if item.score is not None:
            held[getattr(item.drawn, by)].append(item.score)
    return {key: (sum(scores) / len(scores), len(scores)) for key, scores in held.items()}


def _item(office: Office, id: int, actor: Actor) -> Item:
    item = office.db.get(CheckItem, id)
    draw = item and office.db.get(CheckDraw, item.draw_id)
    found = _items(office, draw.subject, [item], actor) if item and draw and draw.subject in CHECKED else []
    if not found:
        raise NotFound("没有这一件抽查，或您无权查看。")
    return found[0]


def _items(office: Office, subject: str, rows: Sequence[CheckItem], actor: Actor) -> list[Item]:
    shown = SUBJECTS[subject].show(office, actor, [row.subject_id for row in rows])
    scores: dict[int, list[CheckScore]] = defaultdict(list)
    for one in office.db.scalars(
        select(CheckScore).where(CheckScore.item_id.in_([row.id for row in rows])).order_by(CheckScore.id)
    ):
        scores[one.item_id].append(one)
    opened = office.vault.open_or_none
    return [
        Item(
            row,
            shown[row.subject_id],
            scores[row.id],
            opened(row.appeal_sealed) or "",
            opened(row.ruling_sealed) or "",
        )
        for row in rows
        if row.subject_id in shown
    ]
