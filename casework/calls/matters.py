"""The petitions lodged in one call: a caller may tell of more than one matter."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, String, cast, select
from sqlalchemy.orm import InstrumentedAttribute

from casework.calls.models import Call
from casework.office import CaseworkError, Office
from casework.petitions.models import Petition

MOST = 4
"""Petitions of one call; whoever tells of more is asked to write it down."""
WITHIN = timedelta(hours=2)
"""How long after a call what was noted in it may be lodged as a further matter."""
SPOKEN = ("lodged", "added", "reported")
"""Outcomes after which the caller may have told of something else besides."""
FURTHER = re.compile(r"call:(\d+)(?::\d)?")


class NoFurther(CaseworkError):
    """Nothing more can be lodged from this call."""

    code = "no_further_matter"


def key(call: Call, place: int = 1) -> str:
    """The idempotency key of a call's petition, by which it is lodged once and found again."""
    return f"call:{call.id}" if place == 1 else f"call:{call.id}:{place}"


def further(call_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The condition on petitions to be a call's second or later one."""
    prefix = "call:" + cast(call_id, String)
    return Petition.idempotency_key.in_([prefix + f":{place}" for place in range(2, MOST + 1)])


def of(office: Office, calls: Iterable[Call]) -> dict[int, list[Petition]]:
    """The further petitions of each call by its id, in the order lodged; calls that have none are absent."""
    keys = {key(call, place): call.id for call in calls for place in range(2, MOST + 1)}
    found: dict[int, list[Petition]] = {}
    wanted = select(Petition).where(Petition.idempotency_key.in_(keys)).order_by(Petition.id)
    for petition in office.db.scalars(wanted):
        found.setdefault(keys[str(petition.idempotency_key)], []).append(petition)
    return found


def lodged(office: Office, call: Call) -> Sequence[Petition]:
    """All petitions of a call, the first first."""
    first = office.db.scalars(select(Petition).where(Petition.number == (call.petition_number or ""))).all()
    return [*first, *of(office, [call]).get(call.id, [])]


def next_place(office: Office, call: Call) -> int:
    """The place that the next petition of a call takes, 2 or more."""
    return 2 + len(of(office, [call]).get(call.id, []))


def may_follow(office: Office, call: Call) -> bool:
    """Whether a further matter of this call may still be lodged."""
    recent = call.ended_at is not None and office.clock.now() - call.ended_at < WITHIN
    return call.outcome in SPOKEN and recent and next_place(office, call) <= MOST


def check(office: Office, call: Call) -> None:
    """Raises:
    NoFurther: the call had no such outcome, is too long ago, or has its full number.
    """
    if not may_follow(office, call):
        hours = WITHIN // timedelta(hours=1)
        raise NoFurther(
            f"通话办结 {hours} 小时内、一共 {MOST} 件以内才能接着登记；现在请到“登记”里按热线电话登记。"
        )


def caller_of(form: dict[str, str]) -> dict[str, str]:
    """Of what was noted, who and where the caller is: all that a further matter shares with the first."""
    shared = (
        "name",
        "phone",
        "id_number",
        "address",
        "relation",
        "identity",
        "headcount",
        "place_text",
        "place_unit",
    )
    return {name: form[name] for name in shared if name in form}


def note(office: Office, call: Call, what: str) -> None:
    """Add to what the call was about."""
    call.gist = "；".join(filter(None, (call.gist, what)))[:200]


def call_of(office: Office, petition: Petition) -> Call | None:
    """The call in which a petition was lodged."""
    first = office.db.scalar(
        select(Call)
        .where(Call.petition_number == petition.number, Call.outcome == "lodged")
        .order_by(Call.id)
    )
    if first is not None:
        return first
    named = FURTHER.fullmatch(petition.idempotency_key or "")
    return office.db.get(Call, int(named[1])) if named else None
