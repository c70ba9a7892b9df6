"""What a petitioner is told at each move: plain words from `letters.yml`, put into the outbox."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casework import outbox
from casework.office import Office
from casework.people import units
from casework.people.models import Contact
from casework.petitions import clocks, routing
from casework.petitions.models import Answer, Event, Petition
from casework.petitions.moves import STATES
from store.clock import local_date

AGAIN = "想知道办到哪一步，随时报编号和查询码问我，或拨打 {phone}。"
WORTH_A_CALL = frozenset(
    {"ask_more", "not_accept", "approve", "approve_extension", "decide_review", "decide_recheck"}
)
"""Moves of which somebody who can only be telephoned is told by a call."""

ANSWERED_AT_ONCE = frozenset({"urge", "supplement", "rate", "reopen", "withdraw"})
"""Moves of a petitioner that are answered where they are made."""

CONTEST = timedelta(days=30)
"""How long review may be asked for after the answer was received (信访工作条例 art. 35, 36)."""
RATING = (("满意", 3), ("基本满意", 2), ("不满意", 1))


@cache
def texts() -> Mapping[str, str]:
    return yaml.safe_load((Path(__file__).parent / "letters.yml").read_text(encoding="utf-8"))


def compose(office: Office, petition: Petition, move: str, **what: Any) -> str:
    """The text for a move, without the lines whose blanks have nothing to fill them; empty where nothing is said."""
    known = texts()
    template = known.get(f"{move}_sealed" if petition.sealed and f"{move}_sealed" in known else move, "")
    blanks = _blanks(office, petition) | {key: str(value) for key, value in what.items() if value}
    blanks["again"] = AGAIN.format_map(blanks)
    if "{contest}" in template:
        blanks["contest"] = known[contest_of(petition)].format_map(blanks)
    kept = [line for line in template.splitlines() if all(blanks.get(name) for name in _names(line))]
    return "\n".join(line.format_map(blanks) for line in kept).strip()


def tell(
    office: Office, petition: Petition, move: str, event: Event, answer: Answer | None = None, **what: Any
) -> None:
    """Write the letter of a move to the petitioner's contact, if there is one and something to say.

    Calls to be made appear on the operators' list, so a sealed petition makes none: its inspector calls.
    """
    contact = office.db.get(Contact, petition.contact_id) if petition.contact_id else None
    if contact is None or contact.blocked_at:
        return
    if contact.channel == "phone" and (move not in WORTH_A_CALL or petition.sealed):
        return
    text = compose(office, petition, move, **what)
    if not text:
        return
    outbox.write(
        office,
        contact.channel,
        office.vault.open(contact.address_sealed),
        text,
        _rating(petition) if move == "approve" or (move == "close" and not petition.satisfaction) else (),
        key=f"answer:{answer.id}" if answer else f"petition:{petition.number}:{event.seq}",
        about=petition.number,
        conversation_id=petition.conversation_id,
    )


def _rating(petition: Petition) -> list[dict[str, str]]:
    """Buttons under an answer; the payload is `rate:<number>:<mark>`, for the channel to keep behind an opaque id."""
    return [{"title": title, "payload": f"rate:{petition.number}:{mark}"} for title, mark in RATING]


def contest_of(petition: Petition) -> str:
    """How an answer to this petition can be contested: the name of a text (art. 35; 行政复议法 art. 20)."""
    if petition.matter_class == "claim":
        return "contest_claim" if petition.path == 6 else "contest_procedure"
    return f"contest_{petition.matter_class}"


def due(petition: Petition) -> date | None:
    """The date by which the petitioner hears next: the nearest duty of the office that concerns them."""
    dates = [
        clock.due_on
        for stage in ("recheck", "review", "conclude", "notice")
        for clock in clocks.running(petition, stage)
        if not clock.paused
    ]
    return dates[0] if dates else None


def next_promise(petition: Petition) -> str:
    """What the petitioner hears next and by when, in a sentence; empty where no clock runs for them."""
    on = due(petition)
    if on is None or not petition.is_open:
        return ""
    if petition.state not in ("lodged", "registered"):
        what = "给您答复"
    elif petition.identity == "anonymous":
        what = "受理不受理有结果，凭编号和查询码可以查"
    else:
        what = "告诉您受理不受理"
    return f"最迟 {day(on)} {what}。"


def basis(petition: Petition) -> str:
    """How that date came about, in a sentence."""
    for stage in ("recheck", "review", "conclude", "notice"):
        for clock in clocks.running(petition, stage):
            return f"怎么算的：{clock.explanation}"
    return ""


def day(on: date | None) -> str:
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def _blanks(office: Office, petition: Petition) -> dict[str, str]:
    tree = units.tree(office)
    desk = routing.rules(office).desk
    hidden = petition.sealed
    return {
        "number": petition.number,
        "unit": "有权的部门" if hidden else tree.name(petition.handler_unit),
        "desk": tree.name(desk),
        "phone": (tree.units[desk].phone if desk in tree.units else None) or "12349",
        "due": day(due(petition)),
        "next_promise": next_promise(petition),
        "basis": basis(petition),
        "state": STATES[petition.state].plain,
        "contest_until": day(local_date(office.clock.now()) + CONTEST),
        "unrated": "办得怎么样，点一下告诉我们。" if not petition.satisfaction else "",
        "reason": "",
        "text": "",
        "way": "",
    }


def _names(line: str) -> list[str]:
    return [part.split("}")[0] for part in line.split("{")[1:]]
