"""Money that has not come, with no more said: first the day, then the register, then the complaint, never lost."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from casework.assistance import providers
from casework.petitions.models import Petition
from store.clock import FixedClock
from tests.actions.conftest import Reaction, Stage
from tests.actions.test_record import ask
from tests.casework.assistance.conftest import Registers, id_number
from tests.casework.conftest import County, settle

DIBAO: dict[str, Any] = {"entities": [("program", "低保")], "normalised": {"低保": "dibao"}}
NOTHING = "我家低保钱没到"


def tell(stage: Stage, said: str, **more: Any) -> Reaction:
    heard = DIBAO if "低保" in said else {}
    return stage.run(
        "action_begin_complaint", said, "file_complaint", category="payment_missing", **heard | more
    )


def before(said: str) -> dict[str, Any]:
    """The history in which these words came just before."""
    understood = {"text": said, "intent": {"name": "file_complaint"}, "category": {"name": "payment_missing"}, "entities": []}  # fmt: skip
    if "低保" in said:
        understood["entities"] = [{"entity": "program", "value": "低保", "start": said.find("低保"), "end": said.find("低保") + 2, "normalised": "dibao"}]  # fmt: skip
    return {"before": [{"event": "user", "text": said, "parse_data": understood}]}


def take_up(stage: Stage, said: str, words_before: str, intent: str = "affirm", **more: Any) -> Reaction:
    """What the complaint talk does after another action has handed it a word that takes up the offer."""
    ran = [{"event": "action", "name": "action_affirm"}]
    return stage.run("action_begin_complaint", said, intent, after=ran, **before(words_before) | more)


def began(reaction: Reaction) -> bool:
    return "utter_complaint_begun" in " ".join(reaction.responses)


def followed(reaction: Reaction) -> list[str]:
    return [event["name"] for event in reaction.events if event["event"] == "followup"]


@pytest.fixture
def linked(stage: Stage) -> str:
    """A county whose register has an application, and a benefit whose payment of November is late while others have
    theirs; the number of the application."""
    with stage.bureau.office() as office:
        registers = Registers(settle(office))
        registers.support()
        registers.pay("2026-10")
        registers.pay("2026-11", serial=2)
        return registers.apply().number


class TestByDate:
    @pytest.mark.parametrize(
        "said", [NOTHING, "这个月低保还没发", "低保钱两个月没发到卡上了", "柳溪镇的，低保没到账"]
    )
    def test_past_the_day_it_says_by_when_and_offers(self, stage: Stage, linked: str, said: str) -> None:
        told = tell(stage, said)
        assert "2026年11月的最低生活保障应当11月10日前到账，已经过了10天" in told.text
        assert told.buttons == ["查一查发放", "替我登记催办"]
        assert not began(told)
        assert followed(told) == ["action_listen"]

    def test_before_the_day_it_is_to_be_waited_for(self, stage: Stage, clock: FixedClock) -> None:
        clock.move(days=(date(2026, 11, 3) - date(2026, 11, 20)).days)
        told = tell(stage, NOTHING)
        assert "2026年11月的最低生活保障最迟11月10日到账，今天还没到日子" in told.text
        assert "上一期（2026年10月）应当10月10日前到账" in told.text
        assert "要不要" not in told.text

    @pytest.mark.parametrize(
        "said", ["低保三个月没到账了", "我家低保有两期没发", "低保半年没打过来了", "低保四个多月没见到"]
    )
    def test_what_was_due_long_ago_is_not_waited_for(
        self, stage: Stage, clock: FixedClock, said: str
    ) -> None:
        clock.move(days=(date(2026, 11, 3) - date(2026, 11, 20)).days)
        told = tell(stage, said)
        assert "还没到日子" not in told.text
        assert "要不要我替您登记催办" in told.text

    def test_by_the_quarter(self, stage: Stage) -> None:
        heard: dict[str, Any] = {"entities": [("program", "特困")], "normalised": {"特困": "tekun"}}
        assert "2026年第四季度的特困人员救助供养应当10月10日前" in tell(stage, "特困的钱没到", **heard).text

    def test_where_no_programme_is_named_all_days_are(self, stage: Stage) -> None:
        told = tell(stage, "钱还没打到卡上")
        assert "最低生活保障每月10日" in told.text
        assert "特困人员救助供养每季第一个月10日" in told.text

    def test_what_has_no_day_has_none(self, stage: Stage) -> None:
        heard: dict[str, Any] = {
            "entities": [("program", "临时救助")],
            "normalised": {"临时救助": "temporary"},
        }
        assert "临时救助没有统一的发放日" in tell(stage, "临时救助的钱还没到", **heard).text

    def test_nothing_is_looked_up_where_nothing_can_be(self, stage: Stage) -> None:
        assert tell(stage, NOTHING).buttons == ["替我登记催办"]

    @pytest.mark.parametrize(
        ("said", "entities"),
        [
            ("我要投诉低保没发", []),
            ("低保没到，村会计说不知道", [("role", "村会计")]),
            ("低保钱没到，会计给截留了", []),
            ("我们三个人一起反映低保没发", []),
            ("低保少发了两百", []),
            ("我叫王桂花，低保没到", [("person", "王桂花")]),
        ],
    )
    def test_who_accuses_or_asks_for_it_complains_at_once(
        self, stage: Stage, linked: str, said: str, entities: list[tuple[str, str]]
    ) -> None:
        assert began(tell(stage, said, entities=entities))

    def test_taken_for_a_question_it_is_answered_by_its_day_too(self, stage: Stage, linked: str) -> None:
        told = stage.run("action_begin_record", "这个月低保还没发", "check_payment", **DIBAO)
        assert "应当11月10日前到账" in told.text
        assert followed(told) == ["action_listen"]
        assert "record_kind" not in told.slots

    @pytest.mark.parametrize(
        "said", ["我这个月的低保钱到账了没有？", "低保钱发了吗", "低保钱到没到", "这个月低保打了没"]
    )
    def test_who_asks_whether_it_has_come_hears_the_day_before_any_number(
        self, stage: Stage, linked: str, said: str
    ) -> None:
        told = stage.run("action_begin_record", said, "check_payment", **DIBAO)
        assert "应当11月10日前到账，已经过了10天" in told.text
        assert "申请编号" in told.text
        assert told.buttons == ["查一查发放", "替我登记催办"]
        assert followed(told) == ["action_listen"]
        begun = take_up(stage, "要", said)
        assert began(begun)
        assert "钱没有到" in begun.slots["complaint_narrative"]

    def test_the_number_sent_then_is_looked_up_for_the_money(self, stage: Stage, linked: str) -> None:
        asked = "我这个月的低保钱到账了没有？"
        stage.run("action_begin_record", asked, "check_payment", **DIBAO)
        number = {"entities": [("application_no", linked)], **before(asked)}
        stage.run("action_begin_record", linked, "check_application", **number)
        assert (stage.slots["record_kind"], stage.slots["record_number"]) == ("payment", linked)

    @pytest.mark.parametrize("said", ["帮我查一下低保发放记录", "低保钱到了没有，会计是不是扣了"])
    def test_a_record_asked_for_or_more_told_goes_its_own_way(
        self, stage: Stage, linked: str, said: str
    ) -> None:
        asked = stage.run("action_begin_record", said, "check_payment", **DIBAO)
        assert "到账" not in asked.text
        assert asked.slots["record_kind"] == "payment"

    def test_whom_the_talk_knows_hears_it_from_the_register(self, stage: Stage, linked: str) -> None:
        ask(stage, linked, id_number()[-4:])
        asked = stage.run("action_begin_record", "我这个月的低保钱到账了没有？", "check_payment", **DIBAO)
        assert (asked.slots["record_kind"], asked.slots["record_number"]) == ("payment", "")

    def test_in_the_middle_of_the_number_it_is_answered_and_the_form_left(
        self, stage: Stage, linked: str
    ) -> None:
        told = tell(stage, NOTHING, loop="record_form", requested="record_number")
        assert "应当11月10日前到账" in told.text
        assert any(event["event"] == "active_loop" and event["name"] is None for event in told.events)

    def test_more_said_where_nothing_can_be_looked_up_does_not_lose_the_offer(self, stage: Stage) -> None:
        tell(stage, NOTHING)
        stage.run("action_begin_record", "这个月的", "check_payment")
        begun = take_up(stage, "那帮我催一下嘛", "这个月的", "urge_petition")
        assert began(begun)
        assert begun.slots["complaint_narrative"] == "这个月的，钱没有到"


class TestOnRecord:
    def test_the_register_answers_whom_the_talk_knows(self, stage: Stage, linked: str) -> None:
        ask(stage, linked, id_number()[-4:])
        told = tell(stage, NOTHING)
        assert "2026年10月：760 元" in told.text
        assert "已经过了10天，还没有发放记录" in told.text
        assert told.buttons == ["登记投诉"]

    def test_what_is_paid_by_the_register_is_told_and_can_be_complained_of(
        self, stage: Stage, linked: str
    ) -> None:
        with stage.bureau.office() as office:
            Registers(County(office)).pay("2026-11")
        ask(stage, linked, id_number()[-4:])
        told = tell(stage, NOTHING)
        assert "2026年11月：760 元，2026-11-09 发放，尾号 6688 的账户" in told.text
        assert told.buttons == ["替我登记催办"]

    def test_somebody_elses_money_is_not_ones_own(self, stage: Stage, linked: str) -> None:
        ask(stage, linked, id_number()[-4:])
        told = tell(stage, "我妈的低保没到", entities=[*DIBAO["entities"], ("relation", "我妈")])
        assert "760" not in told.text
        assert "应当11月10日前到账" in told.text

    def test_yes_lodges_with_the_facts_filled_in(self, stage: Stage, linked: str) -> None:
        ask(stage, linked, id_number()[-4:])
        tell(stage, NOTHING)
        begun = take_up(stage, "要", NOTHING)
        assert "utter_complaint_begun_whole" in begun.responses
        assert "应当在2026年11月10日前到账" in begun.slots["complaint_narrative"]
        assert begun.slots["complaint_name"] == "王小明"
        assert stage.slots["complaint_draft"]["key"].startswith("missing:")

    def test_yes_after_looking_it_up_by_number_lodges_too(self, stage: Stage, linked: str) -> None:
        stage.run("action_begin_record", "", "check_payment")
        stage.run("validate_record_form", linked, requested="record_number", loop="record_form")
        digits = id_number()[-4:]
        stage.run("validate_record_form", digits, requested="record_last_four", loop="record_form")
        assert "还没有发放记录" in stage.run("action_look_up_record", digits).text
        assert digits not in str(stage.slots["complaint_draft"])
        said = stage.run("action_affirm", "要", "affirm", **before(digits))
        assert followed(said) == ["action_begin_complaint"]
        begun = take_up(stage, "要", digits)
        assert "应当在2026年11月10日前到账" in begun.slots["complaint_narrative"]

    def test_who_complains_outright_and_is_known_is_asked_nothing(self, stage: Stage, linked: str) -> None:
        ask(stage, linked, id_number()[-4:])
        begun = tell(stage, "我要投诉低保没发")
        assert "utter_complaint_begun_whole" in begun.responses
        assert "我要投诉低保没发\n2026年11月的最低生活保障" in begun.slots["complaint_narrative"]

    @pytest.mark.parametrize(
        "said", ["我要投诉低保没发，匿名", "我要投诉白石镇高坎村的低保没发", "我要投诉，我妈的低保没发"]
    )
    def test_but_what_is_told_otherwise_stands(self, stage: Stage, linked: str, said: str) -> None:
        ask(stage, linked, id_number()[-4:])
        entities = [*DIBAO["entities"], ("place", "白石镇"), ("place", "高坎村"), ("relation", "我妈")]
        begun = tell(stage, said, entities=[one for one in entities if one[1] in said])
        assert not begun.slots["complaint_draft"]["key"].startswith("missing:")
        assert begun.slots.get("complaint_name") in (None, "")


class TestTakenUp:
    @pytest.mark.parametrize(
        ("action", "said", "intent"),
        [
            ("action_affirm", "要", "affirm"),
            ("action_default_ask_affirmation", "要", "nlu_fallback"),
            ("action_inform", "要的，麻烦你登记一下", "inform"),
            ("action_begin_petition", "催一下吧", "urge_petition"),
            ("action_begin_complaint", "那就投诉吧", "file_complaint"),
            ("action_begin_complaint", "查了，卡里还没有", "file_complaint"),
        ],
    )
    def test_the_next_word_lodges_what_was_said_before(
        self, stage: Stage, linked: str, action: str, said: str, intent: str
    ) -> None:
        tell(stage, NOTHING)
        heard = {"category": "payment_missing"} if intent == "file_complaint" else {}
        if intent != "file_complaint":
            handed = stage.run(action, said, intent, **before(NOTHING) | heard)
            assert followed(handed) == ["action_begin_complaint"]
        begun = take_up(stage, said, NOTHING, intent, **heard)
        assert NOTHING in begun.slots["complaint_narrative"]
        assert begun.slots["complaint_category"] == "payment_missing"
        assert begun.slots["complaint_draft"]["program"] == "dibao"
        assert followed(begun) == ["complaint_form"]

    def test_the_button_lodges_it(self, stage: Stage) -> None:
        tell(stage, NOTHING)
        pressed = stage.run(
            "action_begin_complaint",
            "/file_complaint",
            "file_complaint",
            title="替我登记催办",
            about="said",
            **before(NOTHING),
        )
        assert began(pressed)
        assert stage.slots["complaint_category"] == "payment_missing"

    @pytest.mark.parametrize("said", ["不用了", "好人一生平安", "低保要什么材料"])
    def test_other_words_take_nothing_up(self, stage: Stage, said: str) -> None:
        tell(stage, NOTHING)
        assert followed(stage.run("action_deny", said, "deny", **before(NOTHING))) == []

    def test_the_offer_stands_for_the_next_message_alone(self, stage: Stage) -> None:
        tell(stage, NOTHING)
        later = stage.run("action_affirm", "好", "affirm", **before("低保要什么材料"))
        assert followed(later) == []

    @pytest.mark.parametrize(
        ("said", "begins"), [("好的", False), ("知道了", False), ("登记", True), ("要", True)]
    )
    def test_before_the_day_a_nod_is_no_wish(
        self, stage: Stage, clock: FixedClock, said: str, begins: bool
    ) -> None:
        clock.move(days=(date(2026, 11, 3) - date(2026, 11, 20)).days)
        tell(stage, NOTHING)
        reaction = stage.run("action_affirm", said, "affirm", **before(NOTHING))
        assert (followed(reaction) == ["action_begin_complaint"]) is begins

    def test_a_complaint_under_way_is_not_touched(self, stage: Stage, linked: str) -> None:
        draft = {"key": "k"}
        stage.slots |= {"complaint_draft": draft, "complaint_narrative": "低保卡被扣了"}
        ask(stage, linked, id_number()[-4:], "check_payment")
        assert stage.slots["complaint_draft"] == draft

    def test_it_is_lodged_once(self, stage: Stage, linked: str) -> None:
        ask(stage, linked, id_number()[-4:])
        for _ in range(2):
            tell(stage, NOTHING)
            take_up(stage, "要", NOTHING)
            stage.slots["complaint_confirmed"] = True
            stage.run("action_lodge_complaint", "对", "affirm")
        with stage.bureau.reading() as office:
            assert len(office.db.scalars(select(Petition)).all()) == 1


def test_a_register_that_is_away_is_said_and_holds_up_no_complaint(
    stage: Stage, linked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> Any:
        raise providers.Away("省里的系统现在连不上，请过一会儿再查。")

    ask(stage, linked, id_number()[-4:], "check_payment")
    monkeypatch.setattr(providers.Register, "benefits", away)
    reaction = tell(stage, NOTHING)
    assert "连不上" in reaction.text
    assert reaction.buttons == ["找人工"]
    assert began(tell(stage, "老槐树村会计把我家低保扣了不给"))


@pytest.mark.parametrize("said", ["老板三个月工钱没发", "工地上的工资还没到", "包工头的钱没给我"])
def test_what_is_owed_for_work_has_no_payment_day(stage: Stage, said: str) -> None:
    done = tell(stage, said)
    assert "卡或存折" not in done.text
    assert "催办" not in done.text
