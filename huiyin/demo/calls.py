"""Demo calls of the last two months: most answered at once, some missed and called back, a few still owed."""

import random
from datetime import datetime, timedelta

from casework.calls import calls
from casework.calls.calls import Reported
from casework.office import Bureau
from casework.people import staff
from casework.people.actors import Actor
from casework.people.models import Staff
from store.clock import FixedClock

SPAN_DAYS = 60
ASKED = (
    ("ask_standard", "问低保标准"),
    ("ask_materials", "问申请低保要带什么"),
    ("ask_eligibility", "问有小货车能不能申请"),
    ("ask_payment_rule", "问低保金几号发"),
    ("check_application", "问申请办到哪一步"),
    ("ask_procedure", "问到哪里申请临时救助"),
)
MISSED = 0.06


def load(bureau: Bureau, number: int, seed: int = 20260702) -> int:
    """Enter `number` calls at the times at which they would have come; how many were entered."""
    dice = random.Random(seed)  # noqa: S311 - the same demo each time, not a secret
    now = bureau.clock.now()
    clock = FixedClock(now)
    past = Bureau(bureau.engine, bureau.vault, bureau.county, clock)
    starts = sorted(now - timedelta(minutes=dice.uniform(30, SPAN_DAYS * 24 * 60)) for _ in range(number))
    with past.office() as office:
        operators = staff.of_unit(office, "QH-MZ-XF", "operator")
        for serial, at in enumerate(starts):
            clock.set(at)
            call = calls.report(office, _ringing(serial, at))
            if dice.random() < MISSED:
                calls.report(office, Reported(str(call.external_id), "missed", at=at + timedelta(seconds=40)))
                continue
            operator: Staff = dice.choice(operators)
            waited = timedelta(seconds=dice.triangular(3, 30, 7))
            calls.report(
                office, Reported(str(call.external_id), "answered", staff_id=operator.id, at=at + waited)
            )
            clock.set(at + waited + timedelta(seconds=dice.triangular(40, 600, 120)))
            intent, gist = dice.choice(ASKED)
            calls.end(office, Actor.of_staff(operator), call, "answered", taken={"intent": intent}, gist=gist)
    return number


def _ringing(serial: int, at: datetime) -> Reported:
    return Reported(f"demo-{serial}", "ringing", f"1380002{serial % 1000:04d}", "热线", at=at)
