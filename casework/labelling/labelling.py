"""Collecting what was badly understood, labelling it, a second look, and the export to training data."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import yaml
from sqlalchemy import delete, func, select

from casework.labelling.models import Utterance
from casework.office import CaseworkError, NotFound, Office
from casework.people.actors import Actor
from casework.petitions import digests
from casework.petitions.categories import CATEGORIES

SOURCES = {"fallback": "没听懂", "unsure": "把握不大", "corrected": "话务员改过", "disliked": "群众不满意"}


class NotForYou(CaseworkError):
    """The second look must be somebody else's."""

    code = "second_look"


class Settled(CaseworkError):
    """Somebody was faster: the message is no longer where the page showed it."""

    code = "settled"


class BadLabel(CaseworkError):
    """A label that does not exist."""

    code = "bad_label"


def collect(
    office: Office,
    text: str,
    source: str,
    ref: str,
    *,
    intent: str | None = None,
    confidence: float | None = None,
    ranking: Iterable[tuple[str, float]] = (),
    category: str | None = None,
    names: Iterable[str] = (),
) -> Utterance | None:
    """Keep an utterance to learn from, with personal data and the given names removed.

    The same `ref` is kept once. Nothing is kept of a text that is empty once cleaned.
    """
    known = office.db.scalar(select(Utterance).where(Utterance.ref == ref[:80]))
    if known is not None:
        return known
    clean = digests.redact(text, names).strip()[:500]
    if not clean:
        return None
    utterance = Utterance(
        ref=ref[:80],
        source=source,
        text=clean,
        at=office.clock.now(),
        intent_before=intent,
        confidence=confidence,
        ranking=[[name, round(share, 4)] for name, share in list(ranking)[:5]],
        category_before=category,
        state="new",
    )
    office.db.add(utterance)
    office.db.flush()
    return utterance


def forget(office: Office, ref: str) -> None:
    """Drop what was collected from somewhere and has not been labelled yet."""
    office.db.execute(delete(Utterance).where(Utterance.ref == ref, Utterance.state == "new"))


def waiting(office: Office, state: str, limit: int = 25, source: str = "") -> Sequence[Utterance]:
    """Utterances in a state, the least sure first; what nobody measured comes before those."""
    wanted = select(Utterance).where(Utterance.state == state)
    if source:
        wanted = wanted.where(Utterance.source == source)
    return office.db.scalars(
        wanted.order_by(Utterance.confidence.nulls_first(), Utterance.id).limit(limit)
    ).all()


def counts(office: Office) -> dict[str, int]:
    """How many utterances are in each state."""
    rows = office.db.execute(select(Utterance.state, func.count()).group_by(Utterance.state))
    return {row[0]: row[1] for row in rows}


def get(office: Office, id: int) -> Utterance:
    """Raises NotFound."""
    found = office.db.get(Utterance, id)
    if found is None:
        raise NotFound("没有这条语句。")
    return found


def label(
    office: Office, by: Actor, id: int, intent: str, category: str, intents: Collection[str], text: str = ""
) -> Utterance:
    """Say what an utterance means. `text` replaces it where a labeller removed more personal data.

    Raises:
        BadLabel: no such intent, or a complaint without a category.
        Settled: it waits for a label no more.
    """
    if intent not in intents:
        raise BadLabel("请选一个意图。")
    if intent == "file_complaint" and category not in CATEGORIES:
        raise BadLabel("投诉举报还要选诉求类别。")
    utterance = _in(office, id, "new")
    utterance.intent = intent
    utterance.category = category if intent == "file_complaint" else None
    utterance.text = digests.redact(text or utterance.text)[:500]
    utterance.state = "labelled"
    utterance.labelled_by, utterance.labelled_at = by.id, office.clock.now()
    return utterance


def drop(office: Office, by: Actor, id: int) -> None:
    """Leave an utterance out of training.

    Raises:
        Settled: it waits for a label no more.
    """
    utterance = _in(office, id, "new")
    utterance.state = "dropped"
    utterance.labelled_by, utterance.labelled_at = by.id, office.clock.now()


def approve(office: Office, by: Actor, id: int) -> None:
    """The second look, by somebody other than the labeller.

    Raises:
        Settled: it waits for a second look no more.
        NotForYou: the labeller approves their own label.
    """
    utterance = _in(office, id, "labelled")
    if utterance.labelled_by == by.id:
        raise NotForYou("自己标注的要由另一位同事复核。")
    utterance.state = "approved"
    utterance.approved_by, utterance.approved_at = by.id, office.clock.now()


def take_back(office: Office, by: Actor, id: int) -> None:
    """Back to labelling: a label of one's own that nobody looked at yet, or what was left out.

    Raises:
        NotForYou: somebody else's label.
        Settled: it was looked at meanwhile.
    """
    utterance = _in(office, id, "labelled", "dropped")
    if utterance.state == "labelled" and utterance.labelled_by != by.id:
        raise NotForYou("这是别人标的，由复核的同事退回。")
    _anew(utterance)


def send_back(office: Office, id: int) -> None:
    """Back to labelling by whoever looks a second time, also later: what was approved is learnt no more.

    Raises:
        Settled: it is back already.
    """
    _anew(_in(office, id, "labelled", "approved", "exported"))


def _in(office: Office, id: int, *states: str) -> Utterance:
    utterance = get(office, id)
    if utterance.state not in states:
        raise Settled("这一条同事刚办过，没有改动。")
    return utterance


def _anew(utterance: Utterance) -> None:
    utterance.state, utterance.intent, utterance.category = "new", None, None
    utterance.approved_by = utterance.approved_at = utterance.exported_at = None


def export(office: Office) -> datetime | None:
    """Mark what is approved as exported; when, by which `exported` gives its text, or None where nothing is."""
    found = _in_order(office, "approved")
    now = office.clock.now()
    for utterance in found:
        utterance.state, utterance.exported_at = "exported", now
    office.db.flush()
    return now if found else None


def exported(office: Office, at: datetime) -> str:
    """What was exported in that minute, as Rasa training data (YAML, version 3.1); without what was sent back since.

    Raises:
        NotFound: nothing was, or all of it was sent back.
    """
    found = [
        one for one in _in_order(office, "exported") if _minute(one) == at.replace(second=0, microsecond=0)
    ]
    if not found:
        raise NotFound("没有这一次导出的话，或都退回重标了。")
    return training_data(Lesson.of(utterance) for utterance in found)


def exports(office: Office, limit: int = 20) -> Sequence[tuple[datetime, int]]:
    """The minutes in which something was exported and how much of it still stands, newest first."""
    found = Counter(minute for one in _in_order(office, "exported") if (minute := _minute(one)))
    return sorted(found.items(), reverse=True)[:limit]


def _minute(utterance: Utterance) -> datetime | None:
    at = utterance.exported_at
    return at.replace(second=0, microsecond=0) if at else None


@dataclass(frozen=True)
class Lesson:
    """What one utterance teaches; `spans` are its entities as (start, end, entity) in `text`."""

    text: str
    intent: str
    category: str | None = None
    spans: tuple[tuple[int, int, str], ...] = ()

    @classmethod
    def of(cls, utterance: Utterance) -> "Lesson":
        return cls(_plain(utterance.text), str(utterance.intent), utterance.category)


def lessons(office: Office) -> list[Lesson]:
    """All that was ever approved, whether exported or not: what a training on this machine learns from."""
    found = dict.fromkeys(Lesson.of(utterance) for utterance in _in_order(office, "approved", "exported"))
    return list(found)


def training_data(found: Iterable[Lesson]) -> str:
    """Lessons as `huiyin train` reads them: the category in the metadata, entities as `[words](entity)`."""
    by_meaning: dict[tuple[str, str], list[str]] = {}
    for lesson in found:
        by_meaning.setdefault((lesson.intent, lesson.category or ""), []).append(_annotated(lesson))
    nlu = [
        {
            "intent": intent,
            "metadata": {"voice": VOICE} | ({"category": category} if category else {}),
            "examples": "".join(f"- {text}\n" for text in dict.fromkeys(texts)),
        }
        for (intent, category), texts in sorted(by_meaning.items())
    ]
    return yaml.dump(
        {"version": "3.1", "nlu": nlu}, Dumper=_Blocks, allow_unicode=True, sort_keys=False, width=1000
    )


VOICE = "desk"
"""The voice under which labelled messages stand among the training data."""
_MARKS = str.maketrans("[](){}", "〔〕（）｛｝")
"""Signs that mean something in training data, and what they become."""


def _in_order(office: Office, *states: str) -> Sequence[Utterance]:
    return office.db.scalars(
        select(Utterance).where(Utterance.state.in_(states)).order_by(Utterance.id)
    ).all()


def _plain(text: str) -> str:
    return " ".join(text.translate(_MARKS).split())


def _annotated(lesson: Lesson) -> str:
    """The text with its entities marked; of two that overlap, the one that begins first."""
    text, place = "", 0
    for start, end, entity in sorted(lesson.spans):
        if place <= start < end <= len(lesson.text):
            text += f"{lesson.text[place:start]}[{lesson.text[start:end]}]({entity})"
            place = end
    return text + lesson.text[place:]


class _Blocks(yaml.SafeDumper):
    """Writes texts of several lines as literal blocks, as Rasa's readers expect."""


def _literal(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Blocks.add_representer(str, _literal)
