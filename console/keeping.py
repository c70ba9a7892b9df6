"""Drafts as typed, saved views, presence, and templates: the desk's own records and all queries of them."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from casework.office import CaseworkError, NotFound, Office
from console.desk import Visitor
from console.models import AnswerTemplate, DeskDraft, Presence, SavedView

Row = TypeVar("Row", DeskDraft, Presence)

PRESENT = timedelta(seconds=45)
DRAFTS_KEPT = timedelta(days=14)
USES = {"chat": "在线对话", "phone": "电话口述", "answer": "书面答复"}


class BadEntry(CaseworkError):
    """A form that cannot be taken as it is."""

    code = "bad_entry"


def keep_draft(office: Office, who: Visitor, form: str, fields: dict[str, str]) -> None:
    """Keep what is typed; an empty form leaves no draft."""
    if not any(fields.values()):
        drop_draft(office, who, form)
        return
    content = office.vault.seal(json.dumps(fields, ensure_ascii=False))
    new = DeskDraft(staff_id=who.staff_id, form=form, content_sealed=content, saved_at=office.clock.now())
    row = _only(office, new, lambda: _draft(office, who, form))
    row.content_sealed, row.saved_at = content, office.clock.now()


def draft(office: Office, who: Visitor, form: str) -> dict[str, str]:
    row = _draft(office, who, form)
    return json.loads(office.vault.open(row.content_sealed)) if row else {}


def drafts(office: Office, who: Visitor, prefix: str) -> dict[str, dict[str, str]]:
    """Drafts whose form begins with a prefix, by the rest of its name."""
    rows = office.db.scalars(
        select(DeskDraft).where(
            DeskDraft.staff_id == who.staff_id, DeskDraft.form.startswith(prefix, autoescape=True)
        )
    )
    return {row.form.removeprefix(prefix): json.loads(office.vault.open(row.content_sealed)) for row in rows}


def drop_draft(office: Office, who: Visitor, form: str) -> None:
    office.db.execute(delete(DeskDraft).where(DeskDraft.staff_id == who.staff_id, DeskDraft.form == form))


def due(office: Office) -> int:
    """How many drafts would be erased now; nothing is changed."""
    old = select(func.count()).where(DeskDraft.saved_at < office.clock.now() - DRAFTS_KEPT)
    return office.db.scalar(old) or 0


def sweep(office: Office) -> int:
    """Erase drafts that nobody came back to for two weeks, and marks of presence from before; return how many."""
    now = office.clock.now()
    old = (
        delete(DeskDraft).where(DeskDraft.saved_at < now - DRAFTS_KEPT).returning(DeskDraft.id),
        delete(Presence).where(Presence.seen_at < now - timedelta(days=1)).returning(Presence.id),
    )
    return sum(len(office.db.scalars(statement).all()) for statement in old)


def _draft(office: Office, who: Visitor, form: str) -> DeskDraft | None:
    return office.db.scalar(
        select(DeskDraft).where(DeskDraft.staff_id == who.staff_id, DeskDraft.form == form)
    )


def _presence(office: Office, who: Visitor, about: str) -> Presence | None:
    return office.db.scalar(
        select(Presence).where(Presence.about == about, Presence.staff_id == who.staff_id)
    )


def _only(office: Office, new: Row, find: Callable[[], Row | None]) -> Row:
    """The row there is, or the new one; when two requests come at once, both end with the same row."""
    if (found := find()) is not None:
        return found
    try:
        with office.db.begin_nested():
            office.db.add(new)
    except IntegrityError:
        if (found := find()) is None:
            raise
        return found
    return new


def views(office: Office, who: Visitor) -> Sequence[SavedView]:
    return office.db.scalars(
        select(SavedView).where(SavedView.staff_id == who.staff_id).order_by(SavedView.name)
    ).all()


def save_view(office: Office, who: Visitor, name: str, query: str) -> None:
    """Keep a list with its filters under a name; the same name is overwritten."""
    if not name:
        raise BadEntry("请给这个常用清单起个名字。")
    row = office.db.scalar(
        select(SavedView).where(SavedView.staff_id == who.staff_id, SavedView.name == name[:30])
    )
    if row is None:
        row = SavedView(staff_id=who.staff_id, name=name[:30])
        office.db.add(row)
    row.query, row.saved_at = query[:500], office.clock.now()


def drop_view(office: Office, who: Visitor, view_id: int) -> None:
    office.db.execute(delete(SavedView).where(SavedView.staff_id == who.staff_id, SavedView.id == view_id))


def appear(office: Office, who: Visitor, about: str, writing: bool) -> None:
    """Note that somebody has a record open."""
    now = office.clock.now()
    new = Presence(about=about, staff_id=who.staff_id, staff_name=who.name, seen_at=now)
    row = _only(office, new, lambda: _presence(office, who, about))
    row.writing, row.seen_at = writing, now


def others(office: Office, who: Visitor, about: str) -> Sequence[Presence]:
    """Who else has it open."""
    return office.db.scalars(
        select(Presence).where(
            Presence.about == about,
            Presence.staff_id != who.staff_id,
            Presence.seen_at > office.clock.now() - PRESENT,
        )
    ).all()


def templates(office: Office, use: str = "", category: str | None = None) -> Sequence[AnswerTemplate]:
    """Templates in use; those of the category first."""
    wanted = select(AnswerTemplate).where(AnswerTemplate.current, AnswerTemplate.withdrawn.is_(False))
    if use:
        wanted = wanted.where(AnswerTemplate.use == use)
    found = office.db.scalars(wanted.order_by(AnswerTemplate.use, AnswerTemplate.title)).all()
    return sorted(found, key=lambda row: row.category != category) if category else found


def template_versions(office: Office, code: str) -> Sequence[AnswerTemplate]:
    """All versions of a template, newest first. Raises NotFound."""
    found = office.db.scalars(
        select(AnswerTemplate).where(AnswerTemplate.code == code).order_by(AnswerTemplate.version.desc())
    ).all()
    if not found:
        raise NotFound("没有这个模板。")
    return found


def save_template(
    office: Office, who: Visitor, code: str, title: str, use: str, category: str, text: str, withdrawn: bool
) -> str:
    """Add a version and make it the current one; return the template's code.

    Raises:
        BadEntry: no title, no text, or an unknown use.
    """
    if not title or not text or use not in USES:
        raise BadEntry("模板要有标题、用途和正文。")
    code = code or office.secrets.token()[:12]
    last = office.db.scalar(
        select(AnswerTemplate.version)
        .where(AnswerTemplate.code == code)
        .order_by(AnswerTemplate.version.desc())
    )
    office.db.execute(update(AnswerTemplate).where(AnswerTemplate.code == code).values(current=False))
    office.db.add(
        AnswerTemplate(
            code=code,
            version=(last or 0) + 1,
            title=title[:60],
            use=use,
            category=category or None,
            text=text,
            withdrawn=withdrawn,
            by_name=who.name,
            at=office.clock.now(),
        )
    )
    return code
