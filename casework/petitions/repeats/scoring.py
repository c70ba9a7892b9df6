"""How surely two petitions are the same person's same matter, and why, in sentences that a person can judge.

同人＋同事: of a joint petition one person in common is enough; of one brought for somebody else the one represented
counts; of an anonymous accusation the accused. The weights were set on hand-written pairs; `tests/casework/repeats`
measures them on others.
"""

from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz

from casework.petitions.repeats.reading import Reading
from casework.petitions.repeats.signatures import alike

CERTAIN = 70
"""From here on petitions are linked without asking."""
OFFERED = 45
"""From here on they are shown to a person to judge."""

RELATED = (
    frozenset({"payment_missing", "wrongly_stopped"}),
    frozenset({"refused", "delayed", "left_out"}),
    frozenset({"embezzlement", "favoritism", "wrongly_covered"}),
    frozenset({"embezzlement", "payment_missing"}),
    frozenset({"embezzlement", "bribery"}),
    frozenset({"card_withheld", "embezzlement"}),
    frozenset({"attitude", "refused"}),
)
UNANSWERED = "petition_unanswered"
FOLLOWS = frozenset({UNANSWERED, "hotline_failure", "other"})
"""Categories under which an earlier matter comes back."""


@dataclass(frozen=True)
class Traits:
    """What is compared: indexes in place of names and numbers, and what was read from the text."""

    id: int
    number: str
    category: str
    lodged_on: date
    place_unit: str | None
    township: str | None
    anonymous: bool
    contact_id: int | None
    reading: Reading
    names: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    principals: frozenset[str] = frozenset()
    households: frozenset[str] = frozenset()
    accused_names: frozenset[str] = frozenset()
    accused_posts: frozenset[tuple[str, str]] = frozenset()
    """(unit, kind of post) of those complained of."""


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for or against, with its weight in hundredths."""

    text: str
    weight: int


@dataclass
class Judgement:
    """A score in hundredths and the reasons for it."""

    score: int
    reasons: list[Reason] = field(default_factory=list)

    @property
    def certain(self) -> bool:
        return self.score >= CERTAIN


def judge(new: Traits, old: Traits) -> Judgement:
    """Whether `new` brings again what `old` brought."""
    person = _person(new, old)
    if person is None:
        return Judgement(0)
    matter, reasons = _matter(new, old)
    return Judgement(max(0, min(100, round(person.weight * matter / 100))), [person, *reasons])


def _person(new: Traits, old: Traits) -> Reason | None:
    same_village = new.place_unit is not None and new.place_unit == old.place_unit
    if new.ids & old.ids:
        return Reason("身份证号相同", 100)
    if new.ids and old.ids and len(new.names) == len(old.names) == 1:
        return None
    if new.principals & old.principals:
        if new.phones & old.phones:
            return Reason("姓名和电话相同", 98)
        if new.households & old.households:
            return Reason("姓名和住址相同", 96)
        if same_village:
            return Reason("同村，为同一个名字的人反映", 92)
        if new.contact_id is not None and new.contact_id == old.contact_id:
            return Reason("同一个联系渠道、同一个名字", 94)
        near = new.township is not None and new.township == old.township
        return Reason("同乡镇，名字相同", 60) if near and _nested(new, old) else None
    if new.anonymous and old.anonymous:
        if new.contact_id is not None and new.contact_id == old.contact_id:
            return Reason("同一个匿名联系渠道", 90)
        if _same_accused(new, old) and same_village:
            return Reason("匿名反映，被反映人相同", 86)
        return None
    if new.households & old.households:
        return Reason("同一户人家", 88)
    if (new.anonymous or old.anonymous) and _same_accused(new, old) and same_village:
        return Reason("一件匿名，被反映人相同", 55)
    if new.phones & old.phones:
        for_others = new.principals - new.names or old.principals - old.names
        return Reason("电话相同，名字不同（可能是代打）", 30 if for_others else 50)
    return None


def _matter(new: Traits, old: Traits) -> tuple[int, list[Reason]]:
    """How surely it is the same matter, in hundredths, and why."""
    kind = _category(new, old)
    text = _text(new.reading, old.reading)
    reasons = [
        Reason({2: "诉求类别相同", 1: "诉求类别相近", 0: "诉求类别不同"}[kind], (-32, 12, 32)[kind]),
        Reason(f"内容相似 {text}%", round(0.55 * text)),
    ]
    if new.place_unit == old.place_unit and new.place_unit is not None:
        reasons.append(Reason("地点相同", 8))
    elif not _nested(new, old):
        reasons.append(Reason("地点不同", -25))
    reasons += _about_accused(new, old) + _about_program(new, old) + _about_time(new, old)
    if new.reading.again and not new.reading.anew:
        reasons.append(Reason("来件说以前反映过", 14))
    return max(0, min(100, sum(reason.weight for reason in reasons) + 18)), reasons


def _category(new: Traits, old: Traits) -> int:
    if new.category == old.category:
        return 2
    pair = {new.category, old.category}
    follows = new.category == UNANSWERED or (new.category in FOLLOWS and new.reading.again)
    return 1 if follows or any(pair <= group for group in RELATED) else 0


def _text(new: Reading, old: Reading) -> int:
    """Likeness of two texts in hundredths: by words brought to one form, and by pieces."""
    words = fuzz.token_set_ratio(" ".join(sorted(new.words)), " ".join(sorted(old.words)))
    common = len(new.words & old.words) / max(1, min(len(new.words), len(old.words)))
    return round(max(100 * alike(set(new.pieces), set(old.pieces)), 60 * common + 0.3 * words))


def _about_accused(new: Traits, old: Traits) -> list[Reason]:
    known = (new.accused_names or new.accused_posts) and (old.accused_names or old.accused_posts)
    if not known:
        return []
    if _same_accused(new, old):
        return [Reason("被反映人相同", 8)]
    return [Reason("被反映人不同", -30)]


def _same_accused(new: Traits, old: Traits) -> bool:
    if new.accused_names and old.accused_names:
        return bool(new.accused_names & old.accused_names)
    return bool(new.accused_posts & old.accused_posts)


def _about_program(new: Traits, old: Traits) -> list[Reason]:
    mine, theirs = new.reading.programs, old.reading.programs
    if not mine or not theirs:
        return []
    if mine & theirs:
        return [Reason("说的是同一个救助项目", 8)]
    return [Reason("说的不是同一个救助项目", -65)]


def _about_time(new: Traits, old: Traits) -> list[Reason]:
    months, earlier = new.reading.months, old.reading.months
    gap = (new.lodged_on - old.lodged_on).days
    if months and earlier and new.category not in FOLLOWS:
        if months & earlier:
            return [Reason("说的是同一个月份", 10)]
        if {new.category, old.category} <= {"payment_missing", "wrongly_stopped"}:
            return [Reason("说的不是同一个月份的钱", -80)]
        return [Reason("说的时间不同", -20)]
    if gap > 300:
        return [Reason(f"相隔 {gap} 天", -55)]
    if gap > 150:
        return [Reason(f"相隔 {gap} 天", -15)]
    return []


def _nested(new: Traits, old: Traits) -> bool:
    """Whether one place lies in the other, or one is not known."""
    if new.place_unit is None or old.place_unit is None or new.place_unit == old.place_unit:
        return True
    return new.place_unit == old.township or old.place_unit == new.township
