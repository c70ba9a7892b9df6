"""One demo petition in every state of the workflow, so that each can be looked at."""

from casework import outbox
from casework.office import Bureau, Office
from casework.people.actors import Actor
from casework.petitions import links, workflow
from casework.petitions.models import Petition
from casework.petitions.moves import STATES
from huiyin.demo.petitions import County, lodge, new_case, wants_of
from store.clock import FixedClock

CLAIM = "not_public"
ACCEPTED = ("accept", "assign")
APPROVED = (*ACCEPTED, "start", "draft", "approve")
ANSWERED = (*APPROVED, "answer")
REVIEWED = (*ANSWERED, "ask_review", "decide_review")

WAYS: dict[str, tuple[str, ...]] = {
    "lodged": (),
    "registered": ("register",),
    "awaiting_more": ("ask_more",),
    "not_accepted": ("not_accept",),
    "accepted": ("accept",),
    "assigned": ACCEPTED,
    "return_asked": (*ACCEPTED, "send_back"),
    "handed_over": ("accept", "hand_over"),
    "investigating": (*ACCEPTED, "start"),
    "drafted": (*ACCEPTED, "start", "draft"),
    "approved": APPROVED,
    "answered": ANSWERED,
    "closed": (*ANSWERED, "close"),
    "reopened": (*ANSWERED, "close", "reopen"),
    "withdrawn": ("accept", "withdraw"),
    "under_review": (*ANSWERED, "ask_review"),
    "reviewed": REVIEWED,
    "under_recheck": (*REVIEWED, "ask_recheck"),
    "final": (*REVIEWED, "ask_recheck", "decide_recheck"),
}
"""By which moves a claim comes into each state; `merged` comes about by a link."""


def load(past: Bureau, county: County, first_serial: int) -> None:
    """Bring one petition into each state, a day's work between two moves, the last one yesterday."""
    assert isinstance(past.clock, FixedClock)
    now = past.clock.now()
    made: dict[str, int] = {}
    for serial, (state, moves) in enumerate(WAYS.items(), first_serial):
        case = new_case(county, serial, CLAIM)
        past.clock.set(now)
        past.clock.move(days=-(2 * len(moves) + 1))
        with past.office() as office:
            made[state] = lodge(office, county, case)
        for move in moves:
            past.clock.move(days=2)
            with past.office() as office:
                _move(office, county, office.db.get_one(Petition, made[state]), move)
                if move != "approve" or state != "approved":
                    for letter in outbox.claim(office, 50):
                        outbox.sent(office, letter)
    past.clock.set(now)
    with past.office() as office:
        parent, child = (office.db.get_one(Petition, made[state]) for state in ("investigating", "accepted"))
        links.merge(office, child, parent, county.desk(office, parent), "同一批发放的同一件事")
    missing = set(STATES) - set(WAYS) - {"merged"}
    assert not missing, missing


def _move(office: Office, county: County, petition: Petition, move: str) -> None:
    by: Actor
    if move in ("send_back", "start", "draft"):
        by = county.worker(office, petition)
    elif move == "approve":
        by = county.head(office, petition)
    elif move in ("decide_review", "decide_recheck"):
        by = county.reviewer(office, petition)
    else:
        by = county.desk(office, petition)
    workflow.move(office, petition, move, by, **wants_of(county, petition, move))
