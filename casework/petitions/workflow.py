"""Moving a petition: what an actor may do now, and doing it, with history, clocks and letter in one transaction."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from casework.office import CaseworkError, NotAllowed, Office
from casework.people import rights
from casework.people.actors import Actor
from casework.petitions import answers, clocks, history, letters, shield
from casework.petitions.effects import EFFECTS
from casework.petitions.guards import GUARDS
from casework.petitions.models import Event, Petition
from casework.petitions.moves import MOVES, STATES, Move, Need

TOLD = frozenset({"text", "reason", "way"})


class NotNow(CaseworkError):
    """The petition's state or circumstances do not allow this move."""

    code = "not_now"


class Incomplete(CaseworkError):
    """Something that the move needs was not given."""

    code = "incomplete"

    def __init__(self, missing: list[Need]) -> None:
        self.missing = [need.name for need in missing]
        super().__init__(f"还差：{'、'.join(need.label for need in missing)}。")


@dataclass(frozen=True)
class Option:
    """A move as offered to an actor: whether it can be made now, why not, and what it asks for."""

    move: str
    label: str
    allowed: bool
    why_not: str
    needs: tuple[Need, ...]


def options(office: Office, petition: Petition, actor: Actor) -> list[Option]:
    """Moves that lead on from where the petition stands and that the actor has the role for."""
    if _hidden(office, petition, actor):
        return []
    found = []
    for move in MOVES.values():
        if petition.state in move.frm and rights.may(actor, move.name, petition):
            why = _guard(office, petition, move)
            found.append(Option(move.name, move.label, not why, why, move.needs))
    return found


def move(office: Office, petition: Petition, move: str, by: Actor, **what: Any) -> Event:
    """Make a move.

    Returns:
        The entry of the history that records it.

    Raises:
        NotAllowed: the actor lacks the right, or the shield stands between.
        NotNow: the state or a condition forbids it; the sentence says which.
        Incomplete: something needed is missing.
        Shielded, BadMove, BadCorrection: what was given does not do.
    """
    step = MOVES[move]
    office.db.flush()
    office.db.refresh(petition, with_for_update=True)
    verdict = _may(office, petition, step, by)
    if not verdict:
        raise NotAllowed(verdict.why)
    if petition.state not in step.frm:
        raise NotNow(f"“{STATES[petition.state].label}”的件不能“{step.label}”。")
    if why := _guard(office, petition, step):
        raise NotNow(why)
    missing = [need for need in step.needs if need.required and what.get(need.name) in (None, "")]
    if missing:
        raise Incomplete(missing)
    return apply(office, petition, step, by, what)


def apply(office: Office, petition: Petition, step: Move, by: Actor, what: dict[str, Any]) -> Event:
    """Carry out a move that is known to be allowed."""
    before = petition.state
    effect = EFFECTS.get(step.name)
    changes = (effect(office, petition, by, what) if effect else None) or {}
    if step.to is not None:
        petition.state = step.to
        petition.is_open = STATES[step.to].open
    clocks.advance(office, petition, step.name)
    event = history.record(
        office,
        petition,
        step.name,
        by,
        before,
        reason=what.get("reason")
        or what.get("note")
        or (what.get("text") if step.name == "ask_more" else None),
        changes=changes,
    )
    told = {name: what[name] for name in TOLD if what.get(name)}
    answer = None
    if step.name in ("approve", "merged_answer"):
        answer = answers.current(petition, "handling")
        told["text"] = answers.text(office, answer) if answer else ""
    if not (by.here and step.name in letters.ANSWERED_AT_ONCE):
        letters.tell(office, petition, "approve" if answer else step.name, event, answer, **told)
    if step.name in ("approve", "answer_at_once"):
        _answer_merged(office, petition, by)
    return event


def _answer_merged(office: Office, parent: Petition, by: Actor) -> None:
    """Whoever's petition was merged into this one is answered with it, each on their own petition."""
    merged = office.db.scalars(
        select(Petition)
        .where(Petition.parent_id == parent.id, Petition.state == "merged")
        .order_by(Petition.id)
    )
    given = answers.current(parent, "handling")
    for child in list(merged) if given else ():
        apply(office, child, MOVES["merged_answer"], by, {"given": given})


def _may(office: Office, petition: Petition, step: Move, actor: Actor) -> rights.Verdict:
    verdict = rights.may(actor, step.name, petition)
    if verdict and _hidden(office, petition, actor):
        return rights.Verdict(False, "这一件您须回避。")
    return verdict


def _hidden(office: Office, petition: Petition, actor: Actor) -> bool:
    return actor.is_staff and petition.shielded and shield.hides(office, petition, actor)


def _guard(office: Office, petition: Petition, step: Move) -> str:
    guard = GUARDS.get(step.name)
    return guard(office, petition) if guard else ""
