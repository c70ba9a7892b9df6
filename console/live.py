"""What has changed for a visitor since the last look: counts and alerts, all read from the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from casework.calls import calls
from casework.calls import queries as call_queries
from casework.calls.models import Call
from casework.conversations import desk as chat_desk
from casework.conversations import queries as talk_queries
from casework.conversations.alerts import HELD, NAMES
from casework.conversations.models import Handover
from casework.labelling import labelling
from casework.office import Office
from casework.people import identity, sessions
from casework.petitions import queries
from console.desk import Desk, Visitor

JUST_NOW = timedelta(seconds=10)
"""A call answered this short ago opens its screen also on a page that was loaded meanwhile."""


@dataclass(frozen=True)
class Picture:
    """The state of things at one look; `alerts` maps a name that never repeats to what is told."""

    counts: dict[str, int] = field(default_factory=dict)
    alerts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def remembered(cls, mark: str) -> "Picture | None":
        """What a browser had been told of when its line dropped, from the mark of the last event that reached it."""
        return cls(alerts={name: {} for name in mark[:4000].split("|") if name}) if mark else None

    @property
    def mark(self) -> str:
        """The alerts that have been told, as the mark of an event."""
        return "|".join(["seen", *self.alerts])

    def changed(self, before: "Picture | None") -> Iterator[tuple[str, int]]:
        """Counts that differ from the look before."""
        for name, count in self.counts.items():
            if before is None or before.counts.get(name) != count:
                yield name, count

    def news(self, before: "Picture | None") -> Iterator[dict[str, Any]]:
        """Alerts that were not there at the look before; at the first look what is urgent, and a call just put through.

        An own call that was left open earlier is none, though it comes to the fore when a later one ends.
        """
        for key, alert in self.alerts.items():
            if not alert.get("fresh", True):
                continue
            if alert["urgent"] or alert.get("fresh") if before is None else key not in before.alerts:
                yield alert


def look(house: Desk, who: Visitor, before: Picture | None, thorough: bool) -> Picture | None:
    """The present state; None once the session is over. Costly counts are taken only at a thorough look."""
    with house.reading() as office:
        found = sessions.find(office, who.token)
        if found is None or not found.is_full:
            return None
        counts = dict(before.counts) if before else {}
        if thorough and who.may("petitions"):
            counts["urgent"] = queries.count(office, who.actor, "overdue") + queries.count(
                office, who.actor, "due_today"
            )
        if thorough and who.may("understanding"):
            counts["unlabelled"] = labelling.counts(office).get("new", 0)
        alerts: dict[str, dict[str, Any]] = {}
        if who.may("calls"):
            counts["missed"] = call_queries.count_owed(office)
            ringing = call_queries.ringing(office, office.clock.now() - calls.RINGS_AT_MOST)
            counts["ringing"] = len(ringing)
            alerts |= _calls(office, who, ringing)
        if who.may("chats"):
            waiting = chat_desk.queue(office)
            counts["waiting"] = len(waiting)
            counts["talks"] = talk_queries.newest(office)
            alerts |= {
                _name(one.handover): {
                    "text": NAMES.get(one.handover.kind, "有对话等人接"),
                    "urgent": one.handover.urgency == 0,
                    "at": f"/chats/{one.conversation.token}",
                }
                for one in waiting
            }
            alerts |= _dangers(office, who)
        return Picture(counts, alerts)


def _name(handover: Handover) -> str:
    return f"handover {handover.id} {handover.urgency}"


def _dangers(office: Office, who: Visitor) -> dict[str, dict[str, Any]]:
    """Danger in a talk that the visitor holds, under the name it had while it waited: it is told once."""
    held = chat_desk.held(office, who.staff_id)
    open_ones = ((talk, talk_queries.open_handover(office, talk.id)) for talk in held)
    return {
        _name(one): {"text": HELD, "urgent": True, "at": f"/chats/{talk.token}"}
        for talk, one in open_ones
        if one is not None and one.urgency == 0
    }


def _calls(office: Office, who: Visitor, ringing: Sequence[Call]) -> dict[str, dict[str, Any]]:
    """Calls that ring, and the visitor's own call that the telephone system has just put through."""
    found = {
        f"ringing {call.id}": {
            "text": f"来电 {identity.mask_phone(office.vault.open_or_none(call.phone_sealed))}",
            "urgent": False,
        }
        for call in ringing
    }
    mine = call_queries.talking(office, who.staff_id)
    if mine is not None:
        found[f"talking {mine.id}"] = {
            "text": "电话已接通",
            "urgent": False,
            "open": f"/calls/{mine.id}",
            "fresh": mine.external_id is not None
            and mine.answered_at is not None
            and office.clock.now() - mine.answered_at < JUST_NOW,
        }
    return found
