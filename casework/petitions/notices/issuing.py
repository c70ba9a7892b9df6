"""Issuing notices: numbered, dated, kept under seal, on the petition's record; and taking them out again."""

import hashlib

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import undefer

from casework.office import NotAllowed, NotFound, Office
from casework.people import rights
from casework.people.actors import Actor
from casework.petitions import history, letters, queries, shield
from casework.petitions.models import Petition
from casework.petitions.notices import contents, kinds, rendering
from casework.petitions.notices.contents import Content
from casework.petitions.notices.models import Notice, NoticeSerial
from store.clock import local_date


def issue(office: Office, petition: Petition, kind: str, by: Actor, **what: str) -> Notice:
    """Issue a notice; asking again for the same one gives the one already issued.

    Raises:
        NotFound: no such kind.
        NotAllowed: the actor may not, or must not see the name that it bears.
        NotYet: what it tells of has not happened.
        Shielded: it would go to somebody who must not know of the petition.
    """
    if kind not in kinds.KINDS:
        raise NotFound("没有这种文书。")
    _require(office, petition, kind, by)
    content = contents.of(office, petition, kind, dict(what))
    known = office.db.scalar(
        select(Notice).where(
            Notice.petition_id == petition.id, Notice.kind == kind, Notice.occasion == content.occasion
        )
    )
    return known or _issue(office, petition, kind, by, content, dict(what))


def preview(office: Office, petition: Petition, kind: str, by: Actor, **what: str) -> list[str]:
    """The paragraphs of the notice as it would be issued now; its number is given only on issue.

    Raises:
        NotFound, NotAllowed, NotYet, Shielded: as for `issue`.
    """
    if kind not in kinds.KINDS:
        raise NotFound("没有这种文书。")
    _require(office, petition, kind, by)
    content = contents.of(office, petition, kind, dict(what))
    blanks = content.blanks | {"number": "（印发时编号）"}
    return rendering.paragraphs(rendering.render(rendering.template(office, kind), blanks))


def available(office: Office, petition: Petition, by: Actor) -> list[kinds.Kind]:
    """The kinds that the actor could issue now."""
    found = []
    for kind in kinds.KINDS.values():
        try:
            _require(office, petition, kind.name, by)
            contents.of(office, petition, kind.name, {"text": "—"})
        except (NotAllowed, contents.NotYet, shield.Shielded):
            continue
        found.append(kind)
    return found


def of(office: Office, petition: Petition, actor: Actor) -> list[Notice]:
    """All notices of a petition, in order. Raises NotFound where the actor may not read the petition."""
    queries.by_id(office, petition.id, actor)
    return list(
        office.db.scalars(select(Notice).where(Notice.petition_id == petition.id).order_by(Notice.id))
    )


def take_out(office: Office, id: int, actor: Actor) -> tuple[str, bytes]:
    """File name and content of a notice.

    Raises:
        NotFound: there is none, or none that the actor may know of.
        NotAllowed: the actor must not see the name that it bears.
    """
    notice = office.db.scalar(select(Notice).options(undefer(Notice.file_sealed)).where(Notice.id == id))
    if notice is None:
        raise NotFound("没有这份文书，或您无权查看。")
    petition = queries.by_id(office, notice.petition_id, actor)
    _require(office, petition, notice.kind, actor)
    return f"{kinds.KINDS[notice.kind].title}{notice.number}.docx", office.vault.open_bytes(
        notice.file_sealed
    )


def plain(office: Office, notice: Notice) -> str:
    """The notice in plain words; empty for one that does not go to the petitioner."""
    return office.vault.open_or_none(notice.plain_sealed) or ""


def _issue(
    office: Office, petition: Petition, kind: str, by: Actor, content: Content, what: dict[str, str]
) -> Notice:
    today = local_date(office.clock.now())
    serial = _serial(office, kind, today.year)
    book = kinds.settings(office)
    number = f"{book.prefix}{book.words[kind]}〔{today.year}〕{serial}号"
    data = rendering.render(rendering.template(office, kind), content.blanks | {"number": number})
    notice = Notice(
        petition_id=petition.id,
        kind=kind,
        occasion=content.occasion,
        year=today.year,
        serial=serial,
        number=number,
        issued_on=today,
        issued_at=office.clock.now(),
        issued_by=by.id if by.is_staff else None,
        to_unit=content.to_unit,
        file_sealed=office.vault.seal_bytes(data),
        plain_sealed=office.vault.seal_or_none(_plain(office, petition, kind, content, what)),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    office.db.add(notice)
    office.db.flush()
    history.record(
        office,
        petition,
        "notice",
        by,
        petition.state,
        changes={"notice": [None, number], "sha256": [None, notice.sha256]},
    )
    return notice


def _plain(office: Office, petition: Petition, kind: str, content: Content, what: dict[str, str]) -> str:
    """The words of the letter that the petitioner gets at the same step."""
    move = kinds.KINDS[kind].move
    if not move:
        return ""
    blanks = content.blanks
    told = {
        "text": "\n".join(blanks.get("opinion") or blanks.get("needed") or ()),
        "reason": "\n".join(blanks.get("reason") or ()),
        "way": "\n".join(blanks.get("way") or ()),
    }
    return letters.compose(office, petition, move, **told)


def _require(office: Office, petition: Petition, kind: str, by: Actor) -> None:
    """Whoever makes or opens a notice that bears the petitioner's name must be allowed to see that name."""
    verdict = rights.may(by, "note", petition)
    bears_name = kind != "assignment" or petition.identity == "real_name"
    if verdict and bears_name and petition.petitioners:
        hidden = petition.identity == "confidential"
        verdict = rights.may(by, "see_confidential_identity" if hidden else "see_identity", petition)
    if not verdict:
        raise NotAllowed(verdict.why)
    if by.is_staff and petition.shielded and shield.hides(office, petition, by):
        raise NotAllowed("这一件您须回避。")


def _serial(office: Office, kind: str, year: int) -> int:
    """The next serial of a kind in a year, without gaps: it is given back if the notice comes to nothing."""
    line = office.db.get(NoticeSerial, (kind, year), with_for_update=True)
    if line is None:
        try:
            with office.db.begin_nested():
                line = NoticeSerial(kind=kind, year=year, last=0)
                office.db.add(line)
        except IntegrityError:
            line = office.db.get_one(NoticeSerial, (kind, year), with_for_update=True)
    line.last += 1
    office.db.flush()
    return line.last
