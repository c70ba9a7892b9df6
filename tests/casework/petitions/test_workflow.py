"""The moves: each way through the table, what each needs, and what forbids it."""

from datetime import date

import pytest

from casework.office import NotAllowed
from casework.people.actors import Actor
from casework.people.rights import RIGHTS
from casework.petitions import answers, clocks, concluding, history, letters, transfers, workflow
from casework.petitions.effects import EFFECTS, BadMove
from casework.petitions.guards import GUARDS
from casework.petitions.lodging import Accused
from casework.petitions.moves import MOVES, STATES
from casework.petitions.shield import Shielded
from casework.petitions.workflow import Incomplete, NotNow
from tests.casework.conftest import County


class TestTable:
    def test_every_state_can_be_reached_and_every_open_one_left(self) -> None:
        reached = {"lodged", "merged"} | {move.to for move in MOVES.values() if move.to}
        assert reached == set(STATES)
        left = {state for move in MOVES.values() if move.to for state in move.frm}
        assert {state.name for state in STATES.values() if state.open} <= left

    def test_every_move_has_a_right_a_text_and_known_states(self) -> None:
        for move in MOVES.values():
            assert move.name in RIGHTS
            assert set(move.frm) <= set(STATES)
            assert move.name in letters.texts() or move.name in ("add_more", "merged_answer")
        assert set(EFFECTS) <= set(MOVES)
        assert set(GUARDS) <= set(MOVES)

    def test_the_final_states_lead_nowhere(self) -> None:
        for state in ("final", "withdrawn", "not_accepted"):
            assert [move.name for move in MOVES.values() if state in move.frm and move.to] == []


def test_the_whole_way(county_office: County) -> None:
    petition = county_office.lodge().petition
    county_office.to(petition, "closed")
    assert (petition.state, petition.is_open) == ("closed", False)
    assert petition.closed_on is not None
    assert petition.concluded_in_time is True
    assert petition.outcome == "supported"
    moves = [event.move for event in history.of(county_office.office, petition)]
    assert moves == ["lodge", "accept", "assign", "start", "draft", "approve", "answer", "close"]


def test_the_resident_reads_each_step_in_order(county_office: County) -> None:
    petition = county_office.lodge().petition
    county_office.move(petition, "accept", "desk")
    county_office.move(petition, "assign", "desk", unit="QH-MZ-JZ")
    accepted, assigned = county_office.deliver()
    assert petition.number in accepted
    assert "最迟 2027年1月19日 给您答复" in accepted
    assert "社会救助股" in assigned


def test_nothing_is_closed_before_an_answer_went_out(county_office: County) -> None:
    petition = county_office.lodge(contact=None, channel="phone").petition
    county_office.to(petition, "approved")
    with pytest.raises(NotNow):
        county_office.move(petition, "close", "desk")
    with pytest.raises(BadMove, match="没有留下这种联系方式"):
        county_office.move(petition, "answer", "desk", method="telegram")
    county_office.move(petition, "answer", "desk", method="phone", reached=False, note="三次无人接听")
    assert petition.state == "answered"
    current = answers.current(petition)
    assert current is not None
    assert current.reached_at is None
    county_office.move(petition, "close", "desk")
    assert petition.state == "closed"


def test_an_answer_still_on_its_way_is_not_taken_as_delivered(county_office: County) -> None:
    petition = county_office.lodge().petition
    county_office.to(petition, "approved")
    with pytest.raises(BadMove, match="正在发送"):
        county_office.move(petition, "answer", "desk", method="telegram")
    county_office.deliver()
    assert petition.state == "answered"


def test_not_accepted_tells_reason_and_way(county_office: County) -> None:
    petition = county_office.lodge().petition
    with pytest.raises(Incomplete, match="告知正确的途径"):
        county_office.move(petition, "not_accept", "desk", reason="属于医保")
    county_office.move(petition, "not_accept", "desk", reason="属于医保报销", way="找县医保局服务大厅")
    (text,) = county_office.deliver()
    assert "属于医保报销" in text
    assert "找县医保局服务大厅" in text
    assert petition.notified_in_time is True
    assert not petition.is_open


def test_asked_for_more_stops_the_clock_until_it_comes(county_office: County, clock) -> None:
    petition = county_office.lodge().petition
    assert petition.next_due_on == date(2026, 12, 7), "the fifteenth day is Saturday 5 December"
    county_office.move(petition, "ask_more", "desk", text="请说明是哪个月")
    assert petition.next_due_on is None, "a paused clock is not due"
    clock.move(days=4)
    holder = Actor.holder(petition.id, "telegram")
    county_office.move(petition, "supplement", holder, text="是十月份的")
    assert petition.state == "registered"
    assert petition.next_due_on == date(2026, 12, 9)
    assert "等候补充材料不计入" in clocks.running(petition, "notice")[0].explanation


class TestSendBack:
    def test_within_five_working_days_with_reason_and_approval(self, county_office: County) -> None:
        petition = county_office.to(county_office.lodge().petition, "assigned")
        with pytest.raises(Incomplete):
            county_office.move(petition, "send_back", "worker")
        county_office.move(petition, "send_back", "worker", reason="应由核对中心办")
        county_office.move(petition, "agree_send_back", "desk")
        assert (petition.state, petition.times_returned) == ("accepted", 1)
        assert petition.handler_unit == "QH-MZ-XF"

    def test_not_after_five_working_days(self, county_office: County, clock) -> None:
        petition = county_office.to(county_office.lodge().petition, "assigned")
        clock.move(days=7)
        options = {
            option.move: option
            for option in workflow.options(county_office.office, petition, county_office["worker"])
        }
        assert options["send_back"].allowed, "the fifth working day after Friday 20 November is Friday 27"
        clock.move(days=3)
        with pytest.raises(NotNow, match="5个工作日"):
            county_office.move(petition, "send_back", "worker", reason="晚了")

    def test_a_refusal_leaves_it_with_the_unit(self, county_office: County) -> None:
        petition = county_office.to(county_office.lodge().petition, "assigned")
        county_office.move(petition, "send_back", "worker", reason="不归我们")
        county_office.move(petition, "refuse_send_back", "leader", reason="属你股室职责")
        assert (petition.state, petition.handler_unit) == ("assigned", "QH-MZ-JZ")


class TestExtension:
    def test_once_at_most_thirty_days_approved_and_told(self, county_office: County) -> None:
        petition = county_office.to(county_office.lodge().petition, "investigating")
        county_office.deliver()
        due = petition.next_due_on
        with pytest.raises(BadMove, match="最多30日"):
            county_office.move(petition, "ask_extension", "worker", days=31, reason="情况复杂")
        county_office.move(petition, "ask_extension", "worker", days=10, reason="需外地协查")
        assert petition.next_due_on == due, "asking moves nothing"
        with pytest.raises(NotAllowed):
            county_office.move(petition, "approve_extension", "worker", reason="同意")
        county_office.move(petition, "approve_extension", "leader", reason="需外地协查")
        assert (petition.next_due_on - due).days == 10
        (text,) = county_office.deliver()
        assert "需外地协查" in text
        with pytest.raises(NotNow, match="已经延期过一次"):
            county_office.move(petition, "ask_extension", "worker", days=5, reason="再延")

    def test_the_reason_asked_for_is_told_where_none_is_given_again(self, county_office: County) -> None:
        petition = county_office.to(county_office.lodge().petition, "investigating")
        county_office.move(petition, "ask_extension", "worker", days=10, reason="需外地协查")
        county_office.deliver()
        county_office.move(petition, "approve_extension", "leader")
        (text,) = county_office.deliver()
        assert "需外地协查" in text

    def test_nothing_is_left_to_approve_once_the_answer_is_delivered(self, county_office: County) -> None:
        petition = county_office.to(county_office.lodge().petition, "investigating")
        county_office.move(petition, "ask_extension", "worker", days=10, reason="需外地协查")
        county_office.move(petition, "draft", "worker", outcome="supported", text="已补发到您的卡上。")
        county_office.move(petition, "approve", "head")
        county_office.deliver()
        assert petition.state == "answered"
        with pytest.raises(NotNow, match="没有待批准"):
            county_office.move(petition, "approve_extension", "leader")

    def test_not_once_it_is_overdue(self, county_office: County, clock) -> None:
        petition = county_office.to(county_office.lodge().petition, "investigating")
        clock.move(days=61)
        with pytest.raises(NotNow, match="期限已过"):
            county_office.move(petition, "ask_extension", "worker", days=5, reason="忙")


class TestReviewAndRecheck:
    def test_both_stages_to_the_end(self, county_office: County, clock) -> None:
        petition = county_office.to(county_office.lodge().petition, "closed")
        holder = Actor.holder(petition.id)
        county_office.move(petition, "ask_review", holder, reason="没有真正补发")
        assert (petition.state, petition.handler_unit) == ("under_review", "CITY-MZ")
        assert petition.next_stage == "review"
        county_office.move(petition, "decide_review", "leader", outcome="not_supported", text="维持原答复。")
        assert petition.state == "reviewed"
        clock.move(days=10)
        county_office.move(petition, "ask_recheck", holder, reason="仍不服")
        due = petition.next_due_on
        county_office.move(petition, "hearing", "leader")
        assert petition.next_due_on is None
        clock.move(days=6)
        county_office.move(petition, "hearing_over", "leader")
        assert (petition.next_due_on - due).days >= 6, "hearing time does not count (art. 36)"
        county_office.move(petition, "decide_recheck", "leader", outcome="not_supported", text="维持。")
        assert petition.state == "final"
        assert workflow.options(county_office.office, petition, county_office["leader"])[-1].move == "note"

    def test_not_after_thirty_days(self, county_office: County, clock) -> None:
        petition = county_office.to(county_office.lodge().petition, "closed")
        clock.move(days=40)
        with pytest.raises(NotNow, match="30日内"):
            county_office.move(petition, "ask_review", Actor.holder(petition.id), reason="不服")
        closed_on = petition.closed_on
        assert concluding.conclude(county_office.office) == 1
        assert concluding.conclude(county_office.office) == 0
        assert (petition.state, petition.closed_on) == ("final", closed_on)
        assert clocks.running(petition) == []

    def test_not_concluded_while_it_can_still_be_contested(self, county_office: County) -> None:
        petition = county_office.to(county_office.lodge().petition, "closed")
        with pytest.raises(NotNow, match="期限还没有过"):
            county_office.move(petition, "conclude", Actor.system("sweep"))


class TestSimpleProcedure:
    def test_three_and_ten_working_days(self, county_office: County) -> None:
        petition = county_office.lodge().petition
        county_office.move(petition, "accept", "desk", procedure="simple")
        conclude = clocks.running(petition, "conclude")[0]
        assert (conclude.rule, conclude.due_on.isoformat()) == ("conclude_simple", "2026-12-04")
        assert conclude.basis_kind == "reported"
        county_office.move(petition, "to_ordinary", "desk", reason="涉及多个单位")
        conclude = clocks.running(petition, "conclude")[0]
        assert (conclude.rule, conclude.due_on.isoformat()) == ("conclude", "2027-01-19")

    @pytest.mark.parametrize(
        "what", [{"category": "left_out"}, {"headcount": 3}, {"sensitivity": "media"}, {"channel": "upper"}]
    )
    def test_not_for_every_petition(self, county_office: County, what: dict) -> None:
        petition = county_office.lodge(**what).petition
        with pytest.raises(BadMove):
            county_office.move(petition, "accept", "desk", procedure="simple")


def test_answered_at_once_on_the_telephone(county_office: County) -> None:
    petition = county_office.lodge(by=county_office["desk"], channel="phone", contact=None).petition
    county_office.move(
        petition, "answer_at_once", "desk", outcome="explained", text="每月 10 日前发放。", method="phone"
    )
    assert (petition.state, petition.answered_at_once, petition.concluded_in_time) == ("answered", True, None)
    county_office.move(petition, "close", "desk")
    assert petition.notified_in_time is True


def test_reopening_starts_a_new_round(county_office: County, clock) -> None:
    """Zammad #188: clocks went wrong after closing and reopening; GLPI #23359: time closed was counted."""
    petition = county_office.to(county_office.lodge().petition, "closed")
    clock.move(days=50)
    county_office.move(petition, "reopen", Actor.holder(petition.id), reason="还是没到账")
    conclude = clocks.running(petition, "conclude")
    assert [(row.round, row.rule) for row in conclude] == [(2, "conclude_again")]
    assert conclude[0].started_on.isoformat() == "2027-01-09"
    assert petition.closed_on is None
    assert petition.times_reopened == 1
    county_office.move(petition, "assign", "desk", unit="QH-MZ-JZ")
    for step in ("investigating", "drafted", "approved", "answered", "closed"):
        county_office._step(petition, step)
    assert petition.concluded_in_time is True
    assert petition.next_due_on is None


def test_withdrawn_by_its_petitioner_alone_stops_all_clocks(county_office: County) -> None:
    petition = county_office.to(county_office.lodge().petition, "investigating")
    with pytest.raises(NotAllowed):
        county_office.move(petition, "withdraw", Actor.resident(999), reason="不想弄了")
    county_office.move(petition, "withdraw", Actor.holder(petition.id), reason="已经到账了")
    assert not petition.is_open
    assert clocks.running(petition) == []
    assert petition.next_due_on is None


def test_an_accusation_is_not_ended_by_withdrawing_it(county_office: County) -> None:
    petition = county_office.lodge(category="wrongly_covered").petition
    with pytest.raises(NotNow, match="不因撤回"):
        county_office.move(petition, "withdraw", Actor.holder(petition.id), reason="算了")


def test_handed_to_discipline_it_is_sealed_and_signed_for(county_office: County) -> None:
    petition = county_office.to(county_office.lodge().petition, "investigating")
    county_office.move(petition, "hand_over", "head", reason="发现会计截留")
    assert petition.sealed
    assert petition.next_stage == "receipt"
    with pytest.raises(NotAllowed):
        county_office.move(petition, "note", "head", text="我再看看")
    county_office.move(petition, "acknowledge", "inspector")
    assert petition.state == "accepted"
    (transfer,) = transfers.of(county_office.office, petition)
    assert transfer.receipt_no == f"{petition.number}-移{transfer.id}"
    assert petition.next_stage == "conclude"


def test_moves_out_of_place_are_refused(county_office: County) -> None:
    petition = county_office.lodge().petition
    with pytest.raises(NotNow, match="不能“交办”"):
        county_office.move(petition, "assign", "desk", unit="QH-MZ-JZ")
    with pytest.raises(NotAllowed, match="不归您的单位"):
        county_office.move(petition, "start", "town")
    with pytest.raises(NotAllowed, match="需要角色"):
        county_office.move(petition, "accept", "editor")


def test_it_is_never_assigned_to_those_complained_of(county_office: County) -> None:
    petition = county_office.lodge(
        category="attitude", accused=[Accused(role="民政助理", said="柳溪镇民政所")]
    ).petition
    county_office.move(petition, "accept", "desk")
    for unit in ("QH-102-MZ", "QH-102", "QH-102-02"):
        with pytest.raises(Shielded):
            county_office.move(petition, "assign", "desk", unit=unit)
    county_office.move(petition, "assign", "desk", unit="QH-MZ-JZ")


def test_rating_and_urging_by_the_petitioner(county_office: County) -> None:
    petition = county_office.to(county_office.lodge().petition, "assigned")
    holder = Actor.holder(petition.id)
    county_office.deliver()
    county_office.move(petition, "urge", holder)
    (text,) = county_office.deliver()
    assert "社会救助股" in text
    assert "给您答复" in text
    assert petition.times_urged == 1
    for step in ("investigating", "drafted", "approved", "answered"):
        county_office._step(petition, step)
    with pytest.raises(BadMove):
        county_office.move(petition, "rate", holder, satisfaction=9)
    county_office.move(petition, "rate", holder, satisfaction="3")
    assert petition.satisfaction == 3


def test_correcting_the_category_moves_the_clock_and_the_seal(county_office: County) -> None:
    petition = county_office.to(county_office.lodge().petition, "assigned")
    county_office.move(petition, "amend", "desk", reason="实为冒领", category="embezzlement")
    assert petition.sealed
    assert petition.handler_unit == "QH-JJ"
    (conclude,) = clocks.running(petition, "conclude")
    assert (conclude.rule, conclude.started_on.isoformat()) == ("conclude_accusation", "2026-11-20")
    with pytest.raises(NotAllowed):
        county_office.move(petition, "note", "desk", text="看看")


def test_a_recused_handler_is_out(county_office: County) -> None:
    petition = county_office.to(county_office.lodge().petition, "assigned")
    county_office.move(petition, "recuse", "worker", reason="当事人是我表亲")
    with pytest.raises(NotAllowed, match="回避"):
        county_office.move(petition, "start", "worker")


def test_urged_before_it_is_taken_on_the_letter_promises_no_answer(county_office: County) -> None:
    petition = county_office.lodge().petition
    county_office.deliver()
    county_office.move(petition, "urge", Actor.holder(petition.id))
    (text,) = county_office.deliver()
    assert "告诉您受理不受理" in text
    assert "给您答复" not in text
