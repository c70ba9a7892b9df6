"""Proving a right to ask: every try is counted by number, by person and by address; failures slow down, then lock.

A try is recorded as failed before anything is compared, and an unknown number takes the same way as a wrong one, so
that neither the answer nor the count tells which numbers exist.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update

from casework import outbox
from casework.assistance import rights
from casework.assistance.models import AccessTry
from casework.office import CaseworkError, Office
from casework.people.actors import Actor
from store import leases

FREE = 2
"""Failures that cost no wait."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=16)
PER_NUMBER, PER_PERSON, PER_NETWORK = 5, 8, 40
"""Failures within a day after which a number, a person, an address is locked for the rest of that day."""
DAY = timedelta(days=1)


class TooManyTries(CaseworkError):
    """It must wait, or is locked until staff unlock it or a day has passed."""

    code = "too_many_tries"

    def __init__(self, wait: timedelta, locked: bool) -> None:
        self.seconds, self.locked = max(1, int(wait.total_seconds())), locked
        if locked:
            super().__init__(
                "试错次数太多，为了保护申请人，这里先锁上一天。着急可以打热线，或带身份证到乡镇民政所查。"
            )
        else:
            super().__init__(f"请过 {self.seconds} 秒再试。编号在受理通知单上，号码看身份证最后四位。")


@dataclass(frozen=True)
class Asker:
    """Who asks, as the channel knows them: `network` tells the address on the internet from others, where there is one."""

    channel: str
    address: str
    network: str = ""


@dataclass(frozen=True)
class Locked:
    """What is locked now, for staff: how many failures, the last one when; and the end of the number asked for."""

    what: str
    index: str
    shown: str
    failures: int
    last_at: datetime


def knock(office: Office, asker: Asker, way: str, asked: str) -> AccessTry:
    """Count a try before its secret is compared.

    Raises:
        TooManyTries: it must wait; then it is not counted, and nothing is compared.
    """
    number = office.vault.index("assistance-number", asked)
    person = person_index(office, asker)
    network = office.vault.index("network", asker.network) if asker.network else None
    leases.queue(office.db, [number, person, *([network] if network else [])])
    _hold_back(office, AccessTry.number_index == number, PER_NUMBER)
    _hold_back(office, AccessTry.person_index == person, PER_PERSON)
    if network:
        _hold_back(office, AccessTry.network_index == network, PER_NETWORK, free=PER_NETWORK // 2)
    made = AccessTry(
        at=office.clock.now(),
        way=way,
        number_index=number,
        number_shown=f"…{asked[-4:]}" if way == "number" else "",
        person_index=person,
        channel=asker.channel,
        network_index=network,
        outcome="failed",
    )
    office.db.add(made)
    office.db.flush()
    _alert(office, made)
    return made


def passed(office: Office, made: AccessTry) -> None:
    """The secret fitted: this try and the person's earlier failures for this number no longer count."""
    made.outcome = "passed"
    office.db.execute(
        update(AccessTry)
        .where(
            AccessTry.person_index == made.person_index,
            AccessTry.number_index == made.number_index,
            AccessTry.outcome == "failed",
        )
        .values(outcome="forgiven")
        .execution_options(synchronize_session=False)
    )


def same(shown: str, kept: str | None) -> bool:
    """Whether two digests agree, in the same time for a wrong one as for none."""
    return hmac.compare_digest(shown, kept or "0" * len(shown)) and kept is not None


def person_index(office: Office, asker: Asker) -> str:
    return office.vault.index("asker", f"{asker.channel}:{asker.address}")


def tries(office: Office, by: Actor, page: int = 1) -> Sequence[AccessTry]:
    """Tries that did not succeed, newest first, 50 a page. Raises NotAllowed."""
    rights.require(by, "see_tries")
    return office.db.scalars(
        select(AccessTry)
        .where(AccessTry.outcome != "passed")
        .order_by(AccessTry.id.desc())
        .limit(50)
        .offset(50 * (max(1, page) - 1))
    ).all()


def locked(office: Office, by: Actor) -> list[Locked]:
    """What is locked now. Raises NotAllowed."""
    rights.require(by, "see_tries")
    since = office.clock.now() - DAY
    found = []
    for what, column, most in (
        ("编号", AccessTry.number_index, PER_NUMBER),
        ("询问人", AccessTry.person_index, PER_PERSON),
        ("网络地址", AccessTry.network_index, PER_NETWORK),
    ):
        rows = office.db.execute(
            select(column, func.count(), func.max(AccessTry.at), func.max(AccessTry.number_shown))
            .where(AccessTry.outcome == "failed", AccessTry.at > since, column.is_not(None))
            .group_by(column)
            .having(func.count() >= most)
        )
        found += [
            Locked(what, str(index), shown if what == "编号" else "", count, last)
            for index, count, last, shown in rows
        ]
    return found


def unlock(office: Office, by: Actor, index: str) -> int:
    """Forgive the failures of a number, person or address; return how many. Raises NotAllowed."""
    rights.require(by, "unlock")
    done = office.db.execute(
        update(AccessTry)
        .where(
            AccessTry.outcome == "failed",
            (AccessTry.number_index == index)
            | (AccessTry.person_index == index)
            | (AccessTry.network_index == index),
        )
        .values(outcome="forgiven")
        .execution_options(synchronize_session=False)
        .returning(AccessTry.id)
    )
    return len(done.all())


def _hold_back(office: Office, whose: ColumnElement[bool], most: int, free: int = FREE) -> None:
    """Raises TooManyTries: locked at `most` failures a day.

    Before, the wait doubles with each after the free ones, but never so long that the lock would not be reached.
    """
    now = office.clock.now()
    failures, last = office.db.execute(
        select(func.count(), func.max(AccessTry.at)).where(
            whose, AccessTry.outcome == "failed", AccessTry.at > now - DAY
        )
    ).one()
    if failures >= most:
        raise TooManyTries(last + DAY - now, locked=True)
    if failures > free:
        until = last + min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - free - 1))
        if until > now:
            raise TooManyTries(until - now, locked=False)


def _alert(office: Office, made: AccessTry) -> None:
    """Call staff once when this try, if it fails, locks a number, a person or an address."""
    since = made.at - DAY
    for what, column, index, most in (
        ("编号", AccessTry.number_index, made.number_index, PER_NUMBER),
        ("询问人", AccessTry.person_index, made.person_index, PER_PERSON),
        ("网络地址", AccessTry.network_index, made.network_index, PER_NETWORK),
    ):
        if index is None:
            continue
        count = office.db.scalar(
            select(func.count()).where(column == index, AccessTry.outcome == "failed", AccessTry.at > since)
        )
        if count == most:
            outbox.write(
                office,
                "alert",
                "desk",
                f"【提醒】有人反复试查救助申请，{what}已锁定一天。请到工作台核对。",
                key=f"assistance-lock:{index}:{made.id}",
            )
