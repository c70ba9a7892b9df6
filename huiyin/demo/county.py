"""The demo county, loaded once."""

from collections.abc import Callable

from casework.office import Bureau
from casework.people import calendars, units
from huiyin.demo import assistance, calls, desk, petitions, showcase, staff


def load(
    bureau: Bureau,
    count: int,
    say: Callable[[str], None],
    hired: Callable[[list[str]], None] = lambda _: None,
) -> list[str]:
    """Load staff and `count` petitions; `hired` is told the accounts at once, so that breaking off loses no password.

    Returns:
        The accounts to try, a line each with the first password, and applications to ask for.
    """
    with bureau.office() as office:
        units.load(office)
        calendars.load(office)
        passwords = staff.hire(office)
    hired(passwords)
    say(f"正在载入演示案件（{count} 件，约一分钟）...")
    past, people = petitions.past_of(bureau), petitions.people_of(bureau)
    petitions.load(past, people, count)
    showcase.load(past, people, count)
    calls.load(bureau, count // 2)
    say("正在载入演示的救助登记（申请、发放、在册对象、备案）...")
    told = assistance.load(bureau)
    desk.load(bureau)
    return passwords + told
