"""Answers on policy: what waits for a second reader, what could not be answered, and the answers themselves."""

from datetime import date, timedelta
from typing import Any

import yaml
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.office import CaseworkError, NotFound
from casework.rules import rules
from console import pages
from console.desk import Desk, Fields, House, Opens, Posted, Who
from knowledge import editing, queries, questions
from knowledge.corpus import Corpus
from store.clock import local_date
from store.county import parse

router = APIRouter(prefix="/knowledge", dependencies=[Depends(Opens("knowledge"))])

MOST = 60
REVIEW = timedelta(days=182)
"""After so long a new answer is read again, if its editor names no other day."""
NEW = """id: new-answer
title: 不超过四十个字的标题
intent: ask_eligibility
programs: [dibao]
ask:
{asks}
short: 先答后说，不超过一百二十字。
depends:
- 什么情况会改变答案
act:
- 到哪里、带什么、什么时候、打哪个电话
sources: []
next: []
reviewed: {today}
review_by: {again}
author: 由系统填写
"""


@router.get("")
def overview(request: Request, house: House, who: Who, q: str = "", unread: bool = False) -> Response:
    """What waits, and the answers that hold the words; `unread`: those that only their author has read."""
    corpus = _corpus(house)
    wanted = q.strip()
    found = [
        entry
        for entry in corpus.entries.values()
        if not (unread and entry.second_reader)
        and (not wanted or any(wanted in text for text in (entry.id, entry.title, entry.short, *entry.ask)))
    ]
    with house.reading() as office:
        faults = {
            entry.id: [one.text for one in editing.examine(office, corpus, entry) if one.severe]
            for entry in found[:MOST]
        }
        return pages.page(
            request,
            "knowledge/overview.html",
            who,
            q=wanted,
            found=found[:MOST],
            total=len(found),
            unread=unread,
            faults=faults,
            drafts=queries.drafts(office),
            questions=queries.open_questions(office, 8),
        )


@router.get("/questions")
def collected(request: Request, house: House, who: Who) -> Response:
    with house.reading() as office:
        listed = queries.open_questions(office)
        return pages.page(request, "knowledge/questions.html", who, questions=listed)


@router.post("/questions/{question_id}")
def settle(request: Request, house: House, who: Who, fields: Posted, question_id: int) -> Response:
    """The question is answered by an entry, or not the office's to answer."""
    with house.office() as office:
        if "answer" in fields:
            if fields.text("answer", 80) not in _corpus(house).entries:
                raise NotFound("没有这个编号的答案，请核对后再填。")
            questions.settle(office, question_id, fields.text("answer", 80))
        else:
            questions.set_aside(office, question_id, fields.text("why", 80) or "不属于本单位答复")
    return pages.go(request, "/knowledge/questions", "已处理。")


@router.get("/entries/new")
def new(request: Request, house: House, who: Who, question: int = 0) -> Response:
    """A blank answer, with the question that it is written for as its first way of asking."""
    today = _today(house)
    with house.reading() as office:
        asked = queries.question(office, question) if question else None
    asks = "\n".join(f"- {said}" for said in ([asked.sample] if asked else []) + ["另一种问法"] * 5)
    return _form(request, house, who, "", NEW.format(asks=asks, today=today, again=today + REVIEW))


@router.get("/entries/{entry_id}")
def entry(request: Request, house: House, who: Who, entry_id: str) -> Response:
    found = _corpus(house).entries.get(entry_id)
    with house.reading() as office:
        kept = queries.history(office, entry_id)
    if found is None and not kept:
        raise NotFound("没有这条答案。")
    content = found.model_dump(mode="json", exclude_none=True) if found else kept[0].content or {}
    return _form(request, house, who, entry_id, _written(content), versions=kept)


@router.post("/entries/{entry_id}/read")
def read_over(request: Request, house: House, who: Who, entry_id: str, _: Posted) -> Response:
    """Somebody else than its author has read an answer and changes nothing."""
    with house.office() as office:
        editing.read_over(office, _corpus(house), entry_id, who.actor)
    return pages.go(request, "/knowledge?unread=1", f"记下了：{who.name}看过“{_title(house, entry_id)}”。")


@router.post("/entries")
def write(request: Request, house: House, who: Who, fields: Posted) -> Response:
    """Keep a draft; it goes to residents only after somebody else has read it."""
    text, reason = fields.text("content", 20_000), fields.text("reason", 200)
    try:
        with house.office() as office:
            if "withdraw" in fields:
                editing.withdraw(office, fields.text("entry_id", 80), who.actor, reason, _day(fields))
            else:
                editing.write(office, _corpus(house), _read(text), who.actor, reason, _day(fields))
    except CaseworkError as fault:
        return _form(request, house, who, fields.text("entry_id", 80), text, fault=str(fault), reason=reason)
    return pages.go(request, "/knowledge", "草稿已存下，等另一位同事复核后发布。")


@router.get("/drafts/{revision_id}")
def draft(request: Request, house: House, who: Who, revision_id: int) -> Response:
    """A draft beside what is given now."""
    with house.reading() as office:
        found = queries.revision(office, revision_id)
        if found is None:
            raise NotFound("没有这个版本。")
        present = _corpus(house).entries.get(found.entry_id)
        text = _written(found.content) if found.content else ""
        before = _written(present.model_dump(mode="json", exclude_none=True)) if present else ""
        return pages.page(
            request,
            "knowledge/draft.html",
            who,
            draft=found,
            text=text,
            before=before,
            difference=rules.difference(before, text) if text and before else [],
            own=found.author_id == who.staff_id,
        )


@router.post("/drafts/{revision_id}/publish")
def publish(request: Request, house: House, who: Who, fields: Posted, revision_id: int) -> Response:
    with house.office() as office:
        revision = editing.publish(office, revision_id, who.actor)
        told = f"{revision.entry_id} 第 {revision.version} 版已发布，从 {revision.effective_from} 起用。"
    return pages.go(request, "/knowledge", told)


def _corpus(house: Desk) -> Corpus:
    if house.library is None:
        return Corpus()
    if hasattr(house.library, "refresh"):
        house.library.refresh()
    corpus: Corpus = house.library.corpus
    return corpus


def _title(house: Desk, entry_id: str) -> str:
    entry = _corpus(house).entries.get(entry_id)
    return entry.title if entry else entry_id


def _today(house: Desk) -> date:
    return local_date(house.bureau.clock.now())


def _day(fields: Fields) -> date | None:
    said = fields.text("effective_from", 10)
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise editing.BadAnswer("起用日期请写成 2026-12-01 这样。") from None


def _read(text: str) -> dict[str, Any]:
    try:
        content = parse(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行附近" if mark else ""
        raise editing.BadAnswer(f"{where}写法不对：每行一项，冒号后面空一格，列表每条前面加“- ”。") from None
    if not isinstance(content, dict):
        raise editing.BadAnswer("请照样子一项一项写，比如 title、ask、short。")
    return content


def _written(content: Any) -> str:
    shown = {
        key: value for key, value in content.items() if value not in ([], None) and key != "second_reader"
    }
    return yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=10_000)


def _form(
    request: Request,
    house: Desk,
    who: Who,
    entry_id: str,
    text: str,
    *,
    versions: Any = (),
    fault: str = "",
    reason: str = "",
) -> Response:
    corpus = _corpus(house)
    present = corpus.entries.get(entry_id)
    with house.reading() as office:
        findings = editing.examine(office, corpus, present) if present else []
    return pages.page(
        request,
        "knowledge/entry.html",
        who,
        422 if fault else 200,
        findings=[finding.text for finding in findings],
        unread=present is not None
        and not present.second_reader
        and not any(one.published_at is None for one in versions),
        entry_id=entry_id,
        title=_title(house, entry_id),
        text=text,
        versions=versions,
        fault=fault,
        reason=reason,
    )
