"""The end of a call: its outcome on record, and what the operator took otherwise than suggested kept to learn from."""

from casework.calls import calls
from casework.calls.models import Call
from casework.labelling import labelling
from casework.office import Office
from casework.petitions import queries as petitions
from casework.petitions.categories import CATEGORIES
from console import caseform, correcting, suggesting
from console.desk import Visitor
from console.labels import INTENTS

LODGE = suggesting.PETITION_INTENTS | {"crisis", "collective_action"}
"""What is lodged as it was understood; whatever else is lodged is a complaint that was not understood as one."""


def end(
    office: Office,
    who: Visitor,
    call: Call,
    outcome: str,
    text: str,
    form: dict[str, str],
    *,
    petition_number: str = "",
    task_id: int | None = None,
    gist: str = "",
) -> None:
    """What is said against somebody is not kept to learn from: they may be among those who label it (信访工作条例 art. 30).

    Raises:
        BadOutcome.
    """
    understood = dict(call.understood or {})
    intent = form.get("intent") or understood.get("intent")
    if outcome == "lodged" and not form.get("intent") and intent not in LODGE:
        intent = "file_complaint"
    calls.end(
        office,
        who.actor,
        call,
        outcome,
        suggested={name: understood.get(name) for name in ("intent", "category", "confidence", "ranking")},
        taken={"intent": intent, "category": form.get("category")},
        otherwise=correcting.corrected(office, understood.get("fields") or {}, form),
        gist=gist or CATEGORIES.get(form.get("category", ""), INTENTS.get(str(intent), "")),
        answer_id=form.get("answer_id", ""),
        transferred_to=form.get("transferred_to", ""),
        petition_number=petition_number,
        task_id=task_id,
    )
    unsure = float(understood.get("confidence") or 1.0) < suggesting.LIKELY
    accuses = caseform.accused(form) or (
        petition_number and petitions.numbered(office, petition_number).sealed
    )
    if text and (call.corrected or unsure) and not accuses:
        labelling.collect(
            office,
            text,
            "corrected" if call.corrected else "unsure",
            f"call {call.id}",
            intent=understood.get("intent"),
            confidence=understood.get("confidence"),
            ranking=[(name, share) for name, share in understood.get("ranking") or ()],
            category=understood.get("category"),
            names=[form.get("name", ""), form.get("accused_name", "")],
        )
