"""Accounts of staff: adding, moving, roles, leaving."""

from collections.abc import Iterable

from sqlalchemy import func, select

from casework.office import CaseworkError, NotFound, Office
from casework.people import credentials, passwords, sessions, units
from casework.people.models import Staff
from casework.people.rights import ROLES


class LoginTaken(CaseworkError):
    """Somebody has this login already."""

    code = "login_taken"


class UnknownRole(CaseworkError):
    """A role that the office does not know."""

    code = "unknown_role"


def add(
    office: Office, login: str, name: str, unit: str, roles: Iterable[str], password: str | None = None
) -> Staff:
    """A new account; without a password it cannot log in yet.

    Raises:
        LoginTaken, UnknownRole, NotFound (unit).
    """
    login = login.strip()
    if office.db.scalar(select(Staff.id).where(func.lower(Staff.login) == login.lower())) is not None:
        raise LoginTaken(f"登录名 {login} 已有人使用，请换一个。")
    staff = Staff(
        login=login,
        name=name.strip(),
        unit_code=unit,
        unit_path=units.get(office, unit).path,
        roles=_checked(roles),
        password_hash=passwords.hashed(password) if password else None,
        active=True,
        added_at=office.clock.now(),
    )
    office.db.add(staff)
    office.db.flush()
    return staff


def get(office: Office, id: int) -> Staff:
    """Raises NotFound."""
    found = office.db.get(Staff, id)
    if found is None:
        raise NotFound("没有这位工作人员。")
    return found


def by_login(office: Office, login: str) -> Staff:
    """Raises NotFound."""
    found = office.db.scalar(select(Staff).where(func.lower(Staff.login) == login.strip().lower()))
    if found is None:
        raise NotFound(f"没有登录名为 {login} 的工作人员。")
    return found


def of_unit(office: Office, unit: str, *roles: str, branch: bool = False) -> list[Staff]:
    """Active staff of a unit, or of its branch; only those with one of the roles where roles are given."""
    where = units.branch(office, unit) if branch else [unit]
    found = office.db.scalars(
        select(Staff).where(Staff.unit_code.in_(where), Staff.active).order_by(Staff.unit_path, Staff.name)
    )
    return [staff for staff in found if not roles or set(roles) & set(staff.roles)]


def transfer(office: Office, staff: Staff, unit: str) -> None:
    """Move somebody to another unit; what they may see follows at once."""
    staff.unit_path = units.get(office, unit).path
    staff.unit_code = unit


def give_roles(office: Office, staff: Staff, roles: Iterable[str]) -> None:
    """Change what somebody may do, at once; who comes to need a second factor has to log in anew with it."""
    before = credentials.needs_second_factor(staff)
    staff.roles = _checked(roles)
    if credentials.needs_second_factor(staff) and not before:
        sessions.end_all(office, staff.id)


def leave(office: Office, staff: Staff) -> None:
    """Close an account; the record stays, because the history of petitions names it."""
    staff.active = False
    staff.left_at = office.clock.now()


def come_back(office: Office, staff: Staff) -> None:
    """Open a closed account again, with the roles and the unit that it had."""
    staff.active = True
    staff.left_at = None


def _checked(roles: Iterable[str]) -> list[str]:
    wanted = sorted(set(roles))
    unknown = [role for role in wanted if role not in ROLES]
    if unknown:
        raise UnknownRole(f"没有这样的角色：{'、'.join(unknown)}。可用：{'、'.join(ROLES)}。")
    return wanted
