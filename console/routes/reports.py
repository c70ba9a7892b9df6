"""Reports: asked for, made with their progress shown, stopped, taken out; and the ledger of repeats on screen."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework import reports
from casework.people import rights, units
from casework.people import staff as staff_accounts
from casework.petitions import repeats
from casework.petitions.figures import periods
from console import figuring, pages
from console.desk import House, Opens, Posted, Who
from store.clock import local_date

router = APIRouter(prefix="/supervision", dependencies=[Depends(Opens("supervision"))])

PAGE = 50


@router.get("/reports")
def listing(request: Request, house: House, who: Who) -> Response:
    with house.reading() as office:
        found = reports.listed(office, who.actor)
        takers = {
            id: [(staff_accounts.get(office, row.staff_id).name, row.at) for row in rows]
            for id, rows in reports.takings(office, found).items()
        }
        under_way = any(report.state in ("waiting", "making") for report in found)
        context = {
            "reports": found,
            "takers": takers,
            "under_way": under_way,
            "kinds": {
                name: kind for name, kind in reports.KINDS.items() if rights.may(who.actor, kind.right)
            },
            "all_kinds": reports.KINDS,
            "tree": units.tree(office),
        }
        if pages.is_fragment(request):
            return pages.page(request, "supervision/report_list.html", who, **context)
        return pages.page(
            request,
            "supervision/reports.html",
            who,
            periods=figuring.PERIODS,
            units=figuring.options(office, who.actor)["unit"],
            **context,
        )


@router.post("/reports")
def ask(request: Request, house: House, who: Who, fields: Posted) -> Response:
    """Ask for a report; the worker takes it up within seconds."""
    with house.office() as office:
        said = fields.text("period", 40)
        if fields.text("first", 10) and fields.text("last", 10):
            said = f"{fields.text('first', 10)}..{fields.text('last', 10)}"
        kind, today = fields.text("kind", 24), local_date(office.clock.now())
        if said == "last":
            period = reports.last_period(kind, today)
        else:
            period = figuring.named(said, today) or periods.of(said)
        reports.ask(office, who.actor, kind, period, fields.text("unit", 32))
    return pages.go(request, "/supervision/reports", "已经排上，做好后可以下载。")


@router.post("/reports/{id}/stop")
def stop(request: Request, house: House, who: Who, _: Posted, id: int) -> Response:
    with house.office() as office:
        reports.stop(office, id, who.actor)
    return pages.go(request, "/supervision/reports", "已要求停止。")


@router.get("/reports/{id}/file")
def take(house: House, who: Who, id: int) -> Response:
    with house.office() as office:
        name, data = reports.take(office, id, who.actor)
    return pages.office_file(data, name)


@router.get("/ledger")
def ledger(request: Request, house: House, who: Who, page: int = 1, struck: str = "") -> Response:
    """The ledger of repeats: a line a matter."""
    page = min(max(page, 1), 10_000)
    with house.reading() as office:
        found = repeats.ledger(
            office, who.actor, struck={"": False, "yes": True}.get(struck), page=page, size=PAGE
        )
        last = {line.matter.id: line.petitions[-1] for line in found.lines}
        return pages.page(
            request,
            "supervision/ledger.html",
            who,
            lines=found.lines,
            leads={id for id, petition in last.items() if rights.may(who.actor, "supervise", petition)},
            strikes={id for id, petition in last.items() if rights.may(who.actor, "link", petition)},
            leaders=[
                (one.id, f"{one.name}（{units.tree(office).name(one.unit_code)}）")
                for one in staff_accounts.of_unit(office, who.unit_code, *repeats.LEADERS, branch=True)
            ],
            total=found.total,
            page=page,
            more=found.total > page * PAGE,
            struck=struck,
            tree=units.tree(office),
        )


@router.post("/ledger/{id}/lead")
def lead(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    """Let a leader take a matter on (领导包案)."""
    with house.office() as office:
        chosen = fields.text("leader", 12)
        repeats.take_on(office, id, int(chosen) if chosen.isdecimal() else 0, who.actor)
    return pages.go(request, "/supervision/ledger", "已写明包案领导。")


@router.post("/ledger/{id}/strike")
def strike(request: Request, house: House, who: Who, fields: Posted, id: int) -> Response:
    """Strike a settled matter off the ledger (对账销号)."""
    with house.office() as office:
        repeats.strike_off(office, id, who.actor, fields.text("note", 1000))
    return pages.go(request, "/supervision/ledger?struck=yes", "已销号；同一人再来反映，会重新列进来。")
