"""Is the corpus true, sourced and in step? Every finding is a sentence that an editor can act on."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge import comparisons, plain_questions
from knowledge.corpus import Corpus, label
from knowledge.figures import Figures
from knowledge.regions import within
from knowledge.schema import PLACEHOLDER, Clause, Document, Entry
from knowledge.words import plain

SOON = timedelta(days=30)
_HEDGES = ("据", "转述", "为准", "没有查到", "尚未", "县里", "当地")
_NUMBER = re.compile(
    r"(?<![第\d.])(\d+(?:\.\d+)?)\s*(个?工作日|个?月|周?岁|倍|天|日|年|次|人|级|%|元|分钟|小时)"
)
_HAN = {
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
    "十": "10",
}


@dataclass(frozen=True)
class Finding:
    """Something an editor should look at; `severe` ones must not go to residents."""

    about: str
    text: str
    severe: bool


def examine(corpus: Corpus, figures: Figures, day: date) -> Iterator[Finding]:
    """Everything that is wrong or doubtful with a corpus on a day."""
    yield from _documents(corpus)
    yield from _named_by_editors(corpus)
    for entry in corpus.entries.values():
        yield from examine_entry(entry, corpus, figures, day)
    yield from _said_twice(corpus)
    yield from _read_by_one(corpus)


def examine_entry(entry: Entry, corpus: Corpus, figures: Figures, day: date) -> Iterator[Finding]:
    """Everything that is wrong or doubtful with one answer."""
    yield from _sources(entry, corpus, day)
    yield from _wording(entry, corpus, figures)
    yield from _links(entry, corpus)
    if entry.review_by < day:
        yield Finding(entry.id, f"{entry.id}：{entry.review_by} 就该复核了。", False)
    elif entry.review_by <= day + SOON:
        yield Finding(entry.id, f"{entry.id}：{entry.review_by} 前要复核。", False)


def dangling(references: Iterable[str], corpus: Corpus, where: str, day: date) -> Iterator[Finding]:
    """References from rules and lists that lead nowhere, or to what is not in force, changed by a newer clause, not
    verified or not public."""
    named = list(dict.fromkeys(references))
    for reference in named:
        clause = corpus.clauses.get(reference)
        document = corpus.documents.get(reference.partition("#")[0])
        if clause is None or document is None:
            yield Finding(where, f"{where}：没有条款 {reference}。", True)
            continue
        if "unverified" in (clause.verified, document.verification):
            yield Finding(where, f"{where}：条款 {reference} 没有核实，不得作依据。", True)
        if not document.valid_on(day):
            yield Finding(where, f"{where}：条款 {reference} 不在有效期内，不得作依据。", True)
        if document.disclosure != "公开":
            yield Finding(
                where, f"{where}：条款 {reference} 出自{document.disclosure}的文件，不得作依据。", True
            )
        if _changed(clause, corpus, day) and clause.overridden_by not in named:
            yield Finding(
                where, f"{where}：条款 {reference} 已被 {clause.overridden_by} 改变，要改用新的。", True
            )


def _changed(clause: Clause, corpus: Corpus, day: date) -> bool:
    """Whether a newer clause, itself in force that day, sets this one aside."""
    newer = corpus.documents.get((clause.overridden_by or "").partition("#")[0])
    return newer is not None and newer.valid_on(day)


def _named_by_editors(corpus: Corpus) -> Iterator[Finding]:
    for id in plain_questions.missing(plain_questions.load(), corpus.entries):
        yield Finding(id, f"{plain_questions.FILE}：没有答案 {id}。", True)
    for id in comparisons.missing(comparisons.load(), corpus.entries):
        yield Finding(id, f"{comparisons.FILE}：没有答案 {id}。", True)


def _documents(corpus: Corpus) -> Iterator[Finding]:
    for document in corpus.documents.values():
        if document.superseded_by and document.superseded_by not in corpus.documents:
            yield Finding(
                document.id, f"文件 {document.id}：取代它的 {document.superseded_by} 不在清单里。", True
            )
        if document.superseded_by and not document.out_of_force:
            yield Finding(
                document.id,
                f"文件 {document.id}：写了被 {document.superseded_by} 取代，没写从哪天起失效。",
                True,
            )
    for clause in corpus.clauses.values():
        if clause.document_id not in corpus.documents:
            yield Finding(clause.id, f"条款 {clause.id}：文件不在清单里。", True)
        if clause.overridden_by and clause.overridden_by not in corpus.clauses:
            yield Finding(clause.id, f"条款 {clause.id}：改变它的 {clause.overridden_by} 没有写。", True)


def _sources(entry: Entry, corpus: Corpus, day: date) -> Iterator[Finding]:
    if not entry.sources and entry.intent not in ("ask_contact", "other_department"):
        yield Finding(entry.id, f"{entry.id}：没有来源。", entry.county_decides is None)
    for reference in entry.sources:
        if reference not in corpus.clauses:
            yield Finding(entry.id, f"{entry.id}：没有条款 {reference}。", True)
    cited = list(corpus.cited(entry))
    for clause, document in cited:
        yield from _quotable(entry, clause, document, corpus, day)
    standing = [
        clause for clause, document in cited if document.valid_on(day) and not _changed(clause, corpus, day)
    ]
    if entry.sources and not standing:
        yield Finding(entry.id, f"{entry.id}：所依据的条款都已失效或被新法改变，不会再给居民看。", True)


def _superseded(entry: Entry, clause: Clause, name: str, corpus: Corpus, day: date) -> Iterator[Finding]:
    """What a newer clause means for an answer that leans on the older: before its day, on it, and until it is read again."""
    newer = corpus.documents.get((clause.overridden_by or "").partition("#")[0])
    since = newer.in_force if newer else None
    if newer is not None and not newer.valid_on(day):
        if since and day < since:
            yield Finding(
                entry.id,
                f"{entry.id}：依据的《{name}》从 {since} 起由 {clause.overridden_by} 改变，到时要改。",
                False,
            )
    elif clause.overridden_by not in entry.sources:
        yield Finding(
            entry.id, f"{entry.id}：依据的《{name}》已被 {clause.overridden_by} 改变，来源里没有新的。", True
        )
    elif since and entry.reviewed < since:
        yield Finding(
            entry.id,
            f"{entry.id}：依据的《{name}》已被 {clause.overridden_by} 改变，这条是在那以前复核的，请照新的再核对。",
            False,
        )


def _quotable(
    entry: Entry, clause: Clause, document: Document, corpus: Corpus, day: date
) -> Iterator[Finding]:
    name = f"{document.title}{label(document, clause.article)}"
    if not document.valid_on(day):
        yield Finding(entry.id, f"{entry.id}：依据的《{name}》不在有效期内。", True)
    if clause.overridden_by:
        yield from _superseded(entry, clause, name, corpus, day)
    if "unverified" in (clause.verified, document.verification):
        yield Finding(entry.id, f"{entry.id}：依据的《{name}》没有核实，不得引用。", True)
    if document.disclosure != "公开" and entry.audience == "resident":
        yield Finding(entry.id, f"{entry.id}：引用了{document.disclosure}的文件，不得给居民看。", True)
    if document.region and not within(entry.region, document.region):
        yield Finding(
            entry.id,
            f"{entry.id}：引用了只管{document.region}的文件，要写成那里的说法（variant_of、region）。",
            True,
        )
    text = entry.short + "".join(entry.depends) + (entry.county_decides or "")
    if clause.verified == "secondary" and not any(hedge in text for hedge in _HEDGES):
        yield Finding(entry.id, f"{entry.id}：《{name}》只见转述，话里要说明以县里解释为准。", False)


def _wording(entry: Entry, corpus: Corpus, figures: Figures) -> Iterator[Finding]:
    known = figures.ids()
    for key in entry.local:
        if key not in known:
            yield Finding(entry.id, f"{entry.id}：本县数字里没有 {key}。", entry.county_decides is None)
    for text in (entry.short, *entry.depends, *entry.act):
        for key in PLACEHOLDER.findall(text):
            if key not in known:
                yield Finding(
                    entry.id, f"{entry.id}：本县数字里没有 {key}，这一句不会显示。", text == entry.short
                )
    said = set().union(*map(_numbers, (entry.short, *entry.depends)))
    cited = set().union(*(_numbers(clause.text) for clause, _ in corpus.cited(entry)))
    for number, unit in sorted(said - cited):
        if entry.sources:
            yield Finding(entry.id, f"{entry.id}：“{number}{unit}”在所列条款里没有。", False)


def _links(entry: Entry, corpus: Corpus) -> Iterator[Finding]:
    for following in entry.next:
        if following not in corpus.entries:
            yield Finding(entry.id, f"{entry.id}：接着问的 {following} 还没有写。", False)
    if entry.variant_of and entry.variant_of not in corpus.entries:
        yield Finding(entry.id, f"{entry.id}：它是 {entry.variant_of} 的地方说法，那条却没有。", True)


def _said_twice(corpus: Corpus) -> Iterator[Finding]:
    """The same question in two answers: they compete, and may contradict each other."""
    owners: dict[str, set[str]] = defaultdict(set)
    for entry in corpus.entries.values():
        for way in (entry.title, *entry.ask):
            owners[plain(way).strip("？?。")].add(entry.id)
    for way, ids in owners.items():
        if len(ids) > 1:
            yield Finding(
                min(ids), f"“{way}”在 {'、'.join(sorted(ids))} 里都有，请留一处，并核对说法是否矛盾。", False
            )


def _read_by_one(corpus: Corpus) -> Iterator[Finding]:
    """All answers that only their author has read, in one line."""
    alone = [entry.id for entry in corpus.entries.values() if not entry.second_reader]
    if alone:
        more = "等" if len(alone) > 5 else ""
        yield Finding(
            alone[0], f"{len(alone)} 条答案本单位还没有第二个人看过：{'、'.join(alone[:5])}{more}。", False
        )


def _numbers(text: str) -> set[tuple[str, str]]:
    """Numbers with their units, written one way: (`30`, `工作日`)."""
    text = re.sub(
        r"(?<![第一二三四五六七八九十百])([二三四五六七八九十])(?=个?工作日|个月|周岁|岁|倍|次|年|级|、|到|至)",
        lambda match: _HAN[match[1]],
        text,
    )
    text = re.sub(
        r"(\d+)[、到至~—-]+(?=\d+\s*(?:个?工作日|个?月|岁|级|倍|天|日))", r"\1级、\1日、\1月、", text
    )
    return {
        (number, unit.replace("个", "").replace("周", "").replace("天", "日"))
        for number, unit in _NUMBER.findall(text)
        if not (unit == "年" and len(number) == 4)
    }
