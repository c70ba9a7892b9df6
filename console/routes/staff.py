"""Accounts of staff: adding, roles, moving, leaving, new passwords, lost phones."""

from fastapi import APIRouter, Depends, Request
from sqlalchemy import select
from starlette.responses import Response

from casework import outbox
from casework.office import NotAllowed, Office
from casework.people import credentials, reveals, sessions, staff, units
from casework.people.actors import Actor
from casework.people.models import Staff
from casework.people.rights import ROLES
from casework.petitions import departures, queries
from console import pages
from console.desk import House, Opens, Posted, Visitor, Who

router = APIRouter(prefix="/staff", dependencies=[Depends(Opens("staff"))])


@router.get("")
def people(request: Request, house: House, who: Who, all: bool = False) -> Response:
    with house.reading() as office:
        found = office.db.scalars(
            select(Staff).where(Staff.active | all).order_by(Staff.active.desc(), Staff.unit_path, Staff.name)
        ).all()
        tree = units.tree(office)
    return pages.page(request, "admin/staff.html", who, people=found, tree=tree, roles=ROLES, all=all)


@router.get("/new")
def new(request: Request, house: House, who: Who) -> Response:
    with house.reading() as office:
        tree = units.tree(office)
    return pages.page(request, "admin/person.html", who, person=None, tree=tree, roles=ROLES, factor=None)


@router.post("")
def add(request: Request, house: House, who: Who, fields: Posted) -> Response:
    with house.office() as office:
        person = staff.add(
            office, fields.text("login", 40), fields.text("name", 40), fields.text("unit"), fields.all("role")
        )
        password = _fresh_password(office, person)
        word = credentials.word_to_enrol(office, person, house.settings.second_factor)
        _note(office, who, person, "新开账号")
    return pages.page(
        request, "admin/secret.html", who, person=person, what="初始密码", secret=password, word=word
    )


@router.get("/{staff_id}")
def person(request: Request, house: House, who: Who, staff_id: int) -> Response:
    with house.office() as office:
        found = staff.get(office, staff_id)
        factor = credentials.of(office, found).totp_confirmed_at
        tree = units.tree(office)
    return pages.page(request, "admin/person.html", who, person=found, tree=tree, roles=ROLES, factor=factor)


@router.post("/{staff_id}")
def change(request: Request, house: House, who: Who, fields: Posted, staff_id: int) -> Response:
    with house.office() as office:
        found = staff.get(office, staff_id)
        if found.id == who.staff_id:
            raise NotAllowed("不能改自己的岗位和单位，请由另一位管理员操作。")
        inspected = "inspector" in found.roles
        staff.give_roles(office, found, fields.all("role"))
        if fields.text("unit") != found.unit_code:
            departures.shield(office, found)
            staff.transfer(office, found, fields.text("unit"))
        _note(office, who, found, "改岗位或单位", inspected)
        word = credentials.word_to_enrol(office, found, house.settings.second_factor)
    if word:
        return pages.page(
            request, "admin/secret.html", who, person=found, what="二次验证开通口令", secret=word
        )
    return pages.go(request, "/staff", f"{found.name}的岗位和单位已更新，立即生效。")


@router.post("/{staff_id}/password")
def reset_password(request: Request, house: House, who: Who, fields: Posted, staff_id: int) -> Response:
    with house.office() as office:
        found = staff.get(office, staff_id)
        password = _fresh_password(office, found)
        sessions.end_all(office, found.id)
        _note(office, who, found, "重设密码")
    return pages.page(request, "admin/secret.html", who, person=found, what="新密码", secret=password)


@router.post("/{staff_id}/factor")
def reset_factor(request: Request, house: House, who: Who, fields: Posted, staff_id: int) -> Response:
    with house.office() as office:
        found = staff.get(office, staff_id)
        word = credentials.reset_second_factor(office, found)
        _note(office, who, found, "重置第二因素")
    return pages.page(request, "admin/secret.html", who, person=found, what="二次验证开通口令", secret=word)


@router.post("/{staff_id}/leave")
def leave(request: Request, house: House, who: Who, fields: Posted, staff_id: int) -> Response:
    with house.office() as office:
        found = staff.get(office, staff_id)
        if found.id == who.staff_id:
            return pages.go(request, f"/staff/{staff_id}", "不能停用自己的账号，请由另一位管理员操作。")
        left = "" if "inspector" in found.roles else _in_hand(office, found)
        staff.leave(office, found)
        sessions.end_all(office, found.id)
        _note(office, who, found, "停用账号")
    return pages.go(request, "/staff", f"{found.name}的账号已停用，登录已全部退出。{left}")


@router.post("/{staff_id}/return")
def come_back(request: Request, house: House, who: Who, fields: Posted, staff_id: int) -> Response:
    with house.office() as office:
        found = staff.get(office, staff_id)
        if found.active:
            return pages.go(request, f"/staff/{staff_id}", f"{found.name}的账号没有停用。")
        staff.come_back(office, found)
        password = _fresh_password(office, found)
        _note(office, who, found, "恢复账号")
    return pages.page(request, "admin/secret.html", who, person=found, what="新密码", secret=password)


def _in_hand(office: Office, person: Staff) -> str:
    """A sentence for whoever gives out the work anew, where somebody who leaves has petitions in hand."""
    number = queries.count(office, Actor.of_staff(person), "mine")
    if not number:
        return ""
    many = f"{queries.COUNTED} 件以上" if number > queries.COUNTED else f"{number} 件"
    return f"手上还有 {many}信访件在办，请告诉单位负责人另派人：在“本单位在办”里，打开就看得到承办人已停用。"


def _note(office: Office, who: Visitor, person: Staff, what: str, inspected: bool = False) -> None:
    """Put on record what was done to an account. Where it is or was an inspector's, the inspectors are told at once:
    else whoever keeps the accounts could read in their name what is sealed against them."""
    roles = "、".join(ROLES[role] for role in person.roles)
    reveals.record(
        office, who.actor, f"账号 {person.login}", f"{what}（{roles}，{person.unit_code}）", "管理账号"
    )
    if not inspected and "inspector" not in person.roles:
        return
    office.db.flush()
    told = (
        f"【提醒】{who.name}对{person.name}的账号：{what}。它能看、或者曾能看密封件；您不知情的，请立即核对。"
    )
    for inspector in office.db.scalars(select(Staff).where(Staff.active)):
        if "inspector" in inspector.roles and inspector.id not in (person.id, who.staff_id):
            outbox.write(
                office,
                "alert",
                f"staff:{inspector.id}",
                told,
                key=f"account:{person.id}:{inspector.id}:{office.secrets.token()[:16]}",
            )


def _fresh_password(office: Office, person: Staff) -> str:
    """A random password, to be changed at the next log-in."""
    password = "-".join(office.secrets.digits(4) for _ in range(4))
    credentials.set_password(office, person, password)
    return password
