"""Demo staff of every role. Their given names say that nobody is meant."""

from casework.office import Office
from casework.people import staff, units
from casework.people.models import Staff
from huiyin.staffing import first_password

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
NAMED = (
    ("admin", "演示管理员", "QH-MZ", ("administrator",)),
    ("operator", "演示坐席甲", "QH-MZ-XF", ("operator",)),
    ("operator2", "演示坐席乙", "QH-MZ-XF", ("operator",)),
    ("supervisor", "演示督办", "QH-MZ", ("supervisor", "unit_head")),
    ("supervisor2", "演示质检", "QH-MZ", ("supervisor",)),
    ("editor", "演示编辑", "QH-MZ-JZ", ("editor",)),
    ("inspector", "演示纪检", "QH-JJ", ("inspector", "unit_head")),
    ("handler", "演示承办", "QH-MZ-JZ", ("handler",)),
    ("head", "演示股长", "QH-MZ-JZ", ("unit_head",)),
    ("township", "演示所长", "QH-102-MZ", ("handler", "unit_head")),
)
"""Accounts whose passwords are told at first start: login, name, unit, roles."""

WORKING_KINDS = ("city", "section", "township", "office")


def hire(office: Office) -> list[str]:
    """Add all demo staff.

    Returns:
        A line for each account that is meant to be tried: login, first password, unit and roles.
    """
    told = []
    for login, name, unit, roles in NAMED:
        password = first_password(office)
        staff.add(office, login, name, unit, roles, password)
        titles = "、".join(staff.ROLES[role] for role in roles)
        told.append(f"{login:<11} {password}   {units.get(office, unit).name}，{titles}")
    staff.add(office, "city-fucha", "演示复查", "CITY-MZ", ["supervisor"])
    tree = units.tree(office)
    working = [found for found in tree.units.values() if found.kind in WORKING_KINDS]
    for position, place in enumerate(working):
        surname = SURNAMES[position % len(SURNAMES)]
        stem = place.code.lower().replace("qh-", "").replace("-", "")
        staff.add(office, f"{stem}-banli", f"{surname}演示", place.code, ["handler"])
        staff.add(office, f"{stem}-fuze", f"{surname}示范", place.code, ["unit_head"])
    return told


def of_role(office: Office, unit: str, role: str) -> Staff:
    """The first of a unit's active staff with this role."""
    return staff.of_unit(office, unit, role)[0]
