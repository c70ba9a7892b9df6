"""The answer to what was read back: yes, no, or something still to be changed."""

from typing import Any

from actions.complaint import facts, interruptions, particulars, pauses, phrases, yes_no
from actions.complaint.reading import LONGEST_PLAIN, SHORT, Reading
from actions.turn import Turn


def confirmed(turn: Turn, draft: dict[str, Any]) -> Reading | None:
    said = turn.said.strip()
    if pauses.LATER.search(said):
        return Reading.of_other_things()
    if phrases.READ_AGAIN.search(said):
        return Reading({"complaint_confirmed": None})
    if yes_no.YES.match(said) or yes_no.HURRY.match(said):
        return Reading({"complaint_confirmed": True})
    if phrases.NOTHING_TO_CHANGE.match(said):
        return Reading({"complaint_confirmed": None}, draft, ["nothing_to_change"])
    if yes_no.NO.match(said) or (turn.intent == "deny" and len(said) <= 6):
        return Reading({"complaint_confirmed": None}, draft, ["what_to_change"])
    if turn.intent == "affirm" and turn.parsed.confidence >= interruptions.SURE and len(said) <= 12:
        return Reading({"complaint_confirmed": True})
    brief = len(said) <= LONGEST_PLAIN and not facts.told(turn).slots
    if brief and phrases.HEARD.search(said):
        return Reading({"complaint_confirmed": None})
    if brief and phrases.WANTS_TO_KNOW.search(said):
        return None
    if bare := particulars.bare_facts(turn):
        return Reading(
            {**bare, "complaint_confirmed": None},
            draft,
            ["corrected"] if particulars.is_new(turn, bare) else [],
        )
    found = facts.told(turn).slots
    tells = turn.intent in ("file_complaint", "supplement_petition") or len(said) > SHORT
    if not found and phrases.asks(said) and not tells:
        return None
    if phrases.substance(said) >= 4 or found:
        narrative = f"{turn.slot('complaint_narrative') or ''}\n补充：{said}".strip()
        empty = {name: value for name, value in found.items() if not turn.slot(name)}
        return Reading(
            {**empty, "complaint_narrative": narrative, "complaint_confirmed": None}, draft, ["added"]
        )
    return None
