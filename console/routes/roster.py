"""The duty roster: a week of a unit at a glance."""

from datetime import date, datetime, time, timedelta

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.office import NotAllowed, NotFound
from casework.people import duty, staff, units
from casework.people.models import Duty
from console import pages
from console.desk import Desk, House, Opens, Posted, Visitor, Who
from console.keeping import BadEntry
from store.clock import SHANGHAI, local_date, start_of_day
from store.settings import Settings

BLANK = {"staff": "", "from": "08:30", "until": "17:30", "post": "热线值班", "note": ""}
LONGEST = {"staff": 12, "day": 10, "from": 5, "until": 5, "post": 20, "note": 200}

router = APIRouter(prefix="/roster", dependencies=[Depends(Opens("roster"))])


@router.get("")
def week(request: Request, house: House, who: Who, unit: str = "", day: date | None = None) -> Response:
    return _week(request, house, who, unit, day)


def _week(
    request: Request,
    house: Desk,
    who: Visitor,
    unit: str,
    day: date | None,
    fault: str = "",
    form: dict[str, str] | None = None,
) -> Response:
    with house.reading() as office:
        tree = units.tree(office)
        code = unit if unit in tree.units else who.unit_code
        today = local_date(office.clock.now())
        monday = (day or today) - timedelta(days=(day or today).weekday())
        shifts = duty.roster(office, code, start_of_day(monday), start_of_day(monday + timedelta(days=7)))
        days: dict[date, list[tuple[Duty, str]]] = {monday + timedelta(days=n): [] for n in range(7)}
        for shift, person in shifts:
            days.setdefault(max(monday, local_date(shift.starts_at)), []).append((shift, person.name))
        return pages.page(
            request,
            "admin/roster.html",
            who,
            409 if fault else 200,
            fault=fault,
            form={**BLANK, "day": str(today), **(form or {})},
            code=code,
            tree=tree,
            days=days,
            today=today,
            monday=monday,
            week=timedelta(days=7),
            people=staff.of_unit(office, code),
            on_duty=duty.on_duty(office, code),
            silent=_without_channel(house.settings),
        )


@router.post("", dependencies=[Depends(Opens("edit_roster"))])
def enter(request: Request, house: House, who: Who, fields: Posted) -> Response:
    form = {name: fields.text(name, longest) for name, longest in LONGEST.items()}
    try:
        with house.office() as office:
            if not form["staff"].isdecimal():
                raise BadEntry("请选值班的人。")
            person = staff.get(office, int(form["staff"]))
            _own_branch(who, person.unit_path)
            starts, ends = _moment(form["day"], form["from"]), _moment(form["day"], form["until"])
            if ends <= starts:
                ends += timedelta(days=1)
            duty.enter(office, person, starts, ends, form["post"] or "值班员", form["note"])
            unit, name = person.unit_code, person.name
    except (BadEntry, duty.BadShift) as fault:
        return _week(request, house, who, fields.text("unit", 40), _day(form["day"]), str(fault), form)
    return pages.go(request, f"/roster?unit={unit}&day={form['day']}", f"{name}已排班。")


@router.post("/{shift_id}/strike", dependencies=[Depends(Opens("edit_roster"))])
def strike(request: Request, house: House, who: Who, fields: Posted, shift_id: int) -> Response:
    with house.office() as office:
        shift = office.db.get(Duty, shift_id)
        if shift is None:
            raise NotFound("没有这一班。")
        _own_branch(who, units.get(office, shift.unit_code).path)
        back = f"/roster?unit={shift.unit_code}&day={local_date(shift.starts_at)}"
        duty.strike(office, shift)
    return pages.go(request, back, "这一班已删去。")


def _without_channel(settings: Settings) -> str:
    """Who is called by no channel outside of the desk."""
    called = {"值班的": settings.alert_urls, "备勤的": settings.standby_urls}
    return "、".join(who for who, urls in called.items() if not urls)


def _own_branch(who: Visitor, path: str) -> None:
    if not path.startswith(who.actor.unit_path):
        raise NotAllowed("只能给本单位和下属单位排班。")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(day: str, hour: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), SHANGHAI)
    except ValueError:
        raise BadEntry("请填写值班的日期和起止时间。") from None
