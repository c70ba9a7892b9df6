"""What has changed for a visitor since the last look: counts and alerts, all read from the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from casework.calls import calls
from casework.calls import queries as call_queries
from casework.conversations import desk as chat_desk
from casework.conversations.alerts import NAMES
from casework.labelling import labelling
from casework.office import Office
from casework.people import identity, sessions
from casework.petitions import queries
from console.desk import Desk, Visitor


@dataclass(frozen=True)
class Picture:
    """The state of things at one look; `alerts` maps a name that never repeats to what is told."""

    counts: dict[str, int] = field(default_factory=dict)
    alerts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def changed(self, before: "Picture | None") -> Iterator[tuple[str, int]]:
        """Counts that differ from the look before."""
        for name, count in self.counts.items():
            if before is None or before.counts.get(name) != count:
                yield name, count

    def news(self, before: "Picture | None") -> Iterator[dict[str, Any]]:
        """Alerts that were not there at the look before; none at the first look, which only sets the counts."""
        if before is not None:
            yield from (alert for key, alert in self.alerts.items() if key not in before.alerts)


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
            alerts |= _calls(office, who)
        if who.may("chats"):
            waiting = chat_desk.queue(office)
            counts["waiting"] = len(waiting)
            alerts |= {
                f"handover {one.handover.id} {one.handover.urgency}": {
                    "text": NAMES.get(one.handover.kind, "有对话等人接"),
                    "urgent": one.handover.urgency == 0,
                }
                for one in waiting
            }
        return Picture(counts, alerts)


def _calls(office: Office, who: Visitor) -> dict[str, dict[str, Any]]:
    """Calls that ring, and the visitor's own call that the telephone system has just put through."""
    since = office.clock.now() - calls.RINGS_AT_MOST
    found = {
        f"ringing {call.id}": {
            "text": f"来电 {identity.mask_phone(office.vault.open_or_none(call.phone_sealed))}",
            "urgent": False,
        }
        for call in call_queries.ringing(office, since)
    }
    mine = call_queries.talking(office, who.staff_id)
    if mine is not None:
        found[f"talking {mine.id}"] = {"text": "电话已接通", "urgent": False, "open": f"/calls/{mine.id}"}
    return found
