"""The workflow as a machine driven at random: no illegal move, the history holds, nothing closes unanswered."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine

from casework.office import Bureau, CaseworkError, Office
from casework.people.actors import Actor
from casework.petitions import answers, clocks, history, workflow
from casework.petitions.lodging import Accused
from casework.petitions.models import Petition
from casework.petitions.moves import MOVES, STATES
from huiyin.tables import metadata
from store.clock import FixedClock
from store.county import County as CountyFiles
from store.engine import connect
from store.settings import ROOT
from store.vault import Keys, Vault
from tests.casework.conftest import County, settle

pytestmark = pytest.mark.slow

WHAT = {
    "reason": "理由",
    "text": "正文",
    "way": "找医保局",
    "unit": "QH-MZ-JZ",
    "days": 10,
    "outcome": "supported",
    "method": "phone",
    "reached": False,
    "satisfaction": 2,
}
SENT = st.sampled_from(["QH-MZ-JZ", "QH-102-MZ", "QH-JJ", "QH-102-02"])
MOVE = st.sampled_from(sorted(MOVES))


class Desk(RuleBasedStateMachine):
    """Actors of every kind try moves in any order while time passes."""

    petitions = Bundle("petitions")

    def __init__(self) -> None:
        super().__init__()
        self.engine: Engine = connect("sqlite://")
        metadata.create_all(self.engine)
        self.clock = FixedClock(datetime(2026, 11, 20, 2, tzinfo=UTC))
        bureau = Bureau(self.engine, Vault(Keys.fresh()), CountyFiles(ROOT / "county" / "qinghe"), self.clock)
        self.unit_of_work = bureau.office()
        self.office: Office = self.unit_of_work.__enter__()
        self.county: County = settle(self.office)
        self.made: list[Petition] = []

    @initialize(target=petitions)
    def first(self) -> Petition:
        return self._lodge("payment_missing", ())

    @rule(
        target=petitions,
        category=st.sampled_from(["payment_missing", "left_out", "embezzlement", "wrongly_covered"]),
        accused=st.sampled_from([(), (Accused(role="民政助理", said="柳溪镇民政所"),)]),
    )
    @precondition(lambda self: len(self.made) < 4)
    def lodge(self, category: str, accused: tuple[Accused, ...]) -> Petition:
        return self._lodge(category, accused)

    @rule(
        petition=petitions,
        move=MOVE,
        who=st.sampled_from(["desk", "leader", "worker", "head", "town", "inspector", "owner", "system"]),
        unit=SENT,
    )
    def try_move(self, petition: Petition, move: str, who: str, unit: str) -> None:
        actor = {"owner": Actor.holder(petition.id), "system": Actor.system("sweep")}.get(who) or self.county[
            who
        ]
        before, entries = petition.state, petition.history_count
        offered = {option.move for option in workflow.options(self.office, petition, actor) if option.allowed}
        try:
            workflow.move(self.office, petition, move, actor, **WHAT | {"unit": unit})
        except CaseworkError:
            assert (petition.state, petition.history_count) == (before, entries)
            return
        assert move in offered
        assert before in MOVES[move].frm
        assert petition.state == (MOVES[move].to or before)
        assert petition.history_count == entries + 1

    @rule(
        petition=petitions,
        who=st.sampled_from(["desk", "leader", "worker", "head", "inspector"]),
        choice=st.integers(0, 30),
    )
    def take_what_is_offered(self, petition: Petition, who: str, choice: int) -> None:
        offered = [
            option for option in workflow.options(self.office, petition, self.county[who]) if option.allowed
        ]
        if offered:
            self.try_move(petition, offered[choice % len(offered)].move, who, "QH-MZ-JZ")

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.clock.move(days=days)

    @rule()
    def letters_leave(self) -> None:
        self.county.deliver()

    @invariant()
    def nothing_is_closed_unanswered(self) -> None:
        for petition in self.made:
            if petition.state == "closed":
                answer = answers.current(petition)
                assert answer is not None
                assert answers.went_out(self.office, answer)

    @invariant()
    def columns_agree_with_state_and_clocks(self) -> None:
        for petition in self.made:
            assert petition.is_open == STATES[petition.state].open
            duties = [
                clock for clock in clocks.running(petition) if clock.kind == "duty" and not clock.paused
            ]
            assert petition.next_due_on == min((clock.due_on for clock in duties), default=None)
            assert len({clock.stage for clock in clocks.running(petition)}) == len(clocks.running(petition))
            if petition.state in ("withdrawn", "not_accepted", "final"):
                assert duties == []

    @invariant()
    def an_extension_is_given_once(self) -> None:
        for petition in self.made:
            given = [
                event
                for event in history.of(self.office, petition)
                if event.move in ("approve_extension", "reopen")
            ]
            assert "approve_extension" not in [
                event.move
                for event, before in zip(given[1:], given, strict=False)
                if before.move == "approve_extension"
            ]

    def teardown(self) -> None:
        assert list(history.verify(self.office)) == []
        self.office.db.rollback()
        self.office.db.close()
        self.engine.dispose()

    def _lodge(self, category: str, accused: tuple[Accused, ...]) -> Petition:
        petition = self.county.lodge(category=category, accused=accused).petition
        self.made.append(petition)
        return petition


def _sized(examples: int, steps: int) -> type:
    case = Desk.TestCase
    case.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    return case


TestMachine = pytest.mark.timeout(120)(_sized(12, 30))
