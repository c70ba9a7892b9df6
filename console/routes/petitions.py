"""Work lists and the page of one petition."""

from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.assistance import flags
from casework.office import CaseworkError, NotFound, Office
from casework.people import reveals, units
from casework.petitions import evidence, links, pdf, queries, workflow
from casework.petitions.models import Petition
from casework.petitions.moves import MOVES, STATES
from console import dossier, keeping, moves, pages, worklists
from console.desk import Desk, House, Opens, Posted, Visitor, Who
from store.clock import local_date

router = APIRouter(dependencies=[Depends(Opens("petitions"))])

SHORTEST_REASON = 2
LINKED = {
    "merge": "已并案，随主件一起办理和答复。",
    "bundle": "已归集到主件，各自办理。",
    "unlink": "已解除，单独办理。",
    "tie": "已关联，各自办理。",
    "untie": "已解除关联。",
}


@router.get("/petitions")
def worklist(request: Request, house: House, who: Who, page: int = 1) -> Response:
    filters = worklists.Filters.read(request.query_params)
    name = worklists.chosen(request.query_params.get("list", ""), who)
    page = min(max(page, 1), 10_000)
    with house.reading() as office:
        if filters.q and (number := worklists.as_number(office, filters.q, who)):
            return pages.go(request, f"/petitions/{number}")
        if application := worklists.as_application(office, filters.q, who):
            return pages.go(request, f"/applications/{application}")
        found = worklists.fetch(office, who, name, filters, page)
        query = urlencode({"list": name, **filters.given()})
        return pages.page(
            request,
            "petitions/list.html",
            who,
            name=name,
            lists=worklists.titles(who),
            counts=worklists.counts(office, who),
            views=keeping.views(office, who),
            query=query,
            filters=filters,
            filtered=bool(filters.given()),
            petitions=found.rows,
            marks=flags.marks(office, found.rows),
            total=found.total,
            more=found.page < found.pages,
            page=page,
            states=STATES,
            tree=(tree := units.tree(office)),
            townships=tree.of_kind("township"),
            today=local_date(office.clock.now()),
        )


@router.post("/petitions/views")
def save_view(request: Request, house: House, who: Who, fields: Posted) -> Response:
    """Keep a list with its filters. What was searched for may name somebody, and is kept nowhere."""
    query = fields.text("query", 500)
    with house.office() as office:
        if drop := fields.text("drop", 12):
            keeping.drop_view(office, who, int(drop) if drop.isdecimal() else 0)
            said = "已不再保留。"
        else:
            if worklists.Filters.read(dict(parse_qsl(query))).q:
                raise keeping.BadEntry("查找的内容里可能有姓名、电话，不能存为常用；清空查找，只留筛选再存。")
            keeping.save_view(office, who, fields.text("name", 30), query)
            said = "已存为常用清单。"
    return pages.go(request, f"/petitions?{query}", said)


@router.get("/petitions/{number}")
def petition(request: Request, house: House, who: Who, number: str, do: str = "") -> Response:
    with house.reading() as office:
        context = dossier.show(office, who, _get(office, number, who))
        return pages.page(request, "petitions/page.html", who, **{**context, "opened": do})


@router.post("/petitions/{number}/reveal", dependencies=[Depends(Opens("reveal"))])
def reveal(request: Request, house: House, who: Who, fields: Posted, number: str) -> Response:
    with house.office() as office:
        found = _get(office, number, who)
        verdict = dossier.identity_visible(office, found, who)
        if not verdict:
            raise workflow.NotAllowed(verdict.why)
        reveals.record(office, who.actor, found.number, "反映人和原文", fields.text("reason", 200))
        context = dossier.show(office, who, found, clear=True)
        return pages.page(request, "petitions/page.html", who, **context)


@router.post("/petitions/{number}/moves/{move}")
def make_move(request: Request, house: House, who: Who, fields: Posted, number: str, move: str) -> Response:
    step = MOVES.get(move)
    if step is None:
        raise NotFound("没有这一步。")
    try:
        with house.office() as office:
            found = _get(office, number, who)
            office.db.refresh(found, with_for_update=True)
            moves.unchanged(found.history_count, fields.text("seen", 10))
            workflow.move(office, found, move, who.actor, **moves.read(step.needs, fields))
            keeping.drop_draft(office, who, f"petition/{found.number}/{move}")
            state = STATES[found.state].label
    except CaseworkError as fault:
        return _refused(request, house, who, number, move, fault, fields)
    with house.reading() as office:
        where = f"/petitions/{number}" if worklists.as_number(office, number, who) else "/petitions"
    return pages.go(request, where, f"“{step.label}”已办，这一件现在是“{state}”。")


def _refused(
    request: Request, house: Desk, who: Visitor, number: str, move: str, fault: CaseworkError, fields: Posted
) -> Response:
    """The page again, with the sentence and with what was typed."""
    typed = {name: fields.text(name) for name in fields.names() if name not in ("csrf", "seen")}
    with house.reading() as office:
        context = dossier.show(office, who, _get(office, number, who))
    context["drafts"] = {**context["drafts"], move: typed}
    return pages.page(
        request, "petitions/page.html", who, 409, **{**context, "fault": str(fault), "opened": move}
    )


@router.post("/petitions/{number}/links")
def link(request: Request, house: House, who: Who, fields: Posted, number: str) -> Response:
    how, reason = fields.text("how", 10), fields.text("reason", 500)
    try:
        if len(reason) < SHORTEST_REASON:
            raise keeping.BadEntry("请写明理由。")
        with house.office() as office:
            found = _get(office, number, who)
            if how == "unlink":
                links.unlink(office, found, who.actor, reason)
            else:
                other = _get(office, fields.text("other", 40), who)
                if how == "merge":
                    links.merge(office, found, other, who.actor, reason)
                elif how == "tie":
                    links.tie(office, found, other, who.actor, reason)
                elif how == "untie":
                    links.untie(office, found, other, who.actor, reason)
                else:
                    links.bundle(office, [found], other, who.actor, reason)
    except CaseworkError as fault:
        return _refused(request, house, who, number, "link", fault, fields)
    return pages.go(request, f"/petitions/{number}", LINKED[how] if how in LINKED else LINKED["bundle"])


@router.get("/petitions/{number}/evidence/{file_id}")
def file(request: Request, house: House, who: Who, number: str, file_id: int) -> Response:
    """A file of the petition; that it was opened goes on the record of what was seen in clear."""
    with house.office() as office:
        petition = _get(office, number, who)
        _, media_type, data = evidence.read(office, petition, file_id)
        reveals.record(office, who.actor, petition.number, f"附件 {file_id}", "办理中打开附件")
    return pages.attachment(data, media_type, f"{number}-{file_id}")


@router.get("/petitions/{number}/evidence/{file_id}/pages/{page}")
def sheet(request: Request, house: House, who: Who, number: str, file_id: int, page: int) -> Response:
    """The place of one page of a PDF on the petition's page, with the way to the next; nothing of its content yet."""
    with house.reading() as office:
        data = _pdf(office, _get(office, number, who), file_id)
    try:
        count, fault = pdf.count(data), ""
    except pdf.NotDrawn as refused:
        count, fault = 0, str(refused)
    return pages.page(
        request,
        "petitions/sheet.html",
        who,
        address=f"/petitions/{number}/evidence/{file_id}",
        sheet=min(max(page, 1), count),
        count=count,
        last=min(count, pdf.MOST_PAGES),
        fault=fault,
    )


@router.get("/petitions/{number}/evidence/{file_id}/pages/{page}/picture")
def picture(request: Request, house: House, who: Who, number: str, file_id: int, page: int) -> Response:
    """One page of a PDF drawn anew as a picture; that it was opened goes on the record of what was seen in clear."""
    with house.office() as office:
        petition = _get(office, number, who)
        data = _pdf(office, petition, file_id)
        reveals.record(office, who.actor, petition.number, f"附件 {file_id} 第 {page} 页", "办理中打开附件")
    return pages.attachment(pdf.page(data, page), "image/jpeg", f"{number}-{file_id}-{page}")


def _pdf(office: Office, petition: Petition, file_id: int) -> bytes:
    _, media_type, data = evidence.read(office, petition, file_id)
    if media_type != pdf.MEDIA_TYPE:
        raise NotFound("这个附件不是 PDF。")
    return data


@router.get("/petitions/{number}/presence")
def presence(request: Request, house: House, who: Who, number: str) -> Response:
    with house.office() as office:
        about = _get(office, number, who).number
        keeping.appear(office, who, about, writing=bool(keeping.drafts(office, who, f"petition/{about}/")))
        others = keeping.others(office, who, about)
    return pages.page(request, "petitions/presence.html", who, others=others)


@router.post("/drafts/petition/{number}/{move}")
def keep_draft(request: Request, house: House, who: Who, fields: Posted, number: str, move: str) -> Response:
    if move not in MOVES:
        raise NotFound("没有这一步。")
    with house.office() as office:
        about = _get(office, number, who).number
        typed = {name: fields.text(name) for name in fields.names() if name not in ("csrf", "seen")}
        keeping.keep_draft(office, who, f"petition/{about}/{move}", typed)
    return Response(status_code=204)


def _get(office: Office, number: str, who: Visitor) -> Petition:
    return queries.get(office, number, who.actor)
