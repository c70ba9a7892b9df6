"""Looking up one's own application or payment in the talk, and what is reported there."""

import re
from datetime import date

import pytest
from sqlalchemy import func, select

from actions.complaint import facts
from actions.record import OWN_LIST
from casework.assistance import binding, list_pages
from casework.assistance.models import Task
from casework.outbox import Letter
from casework.people import staff
from casework.people.actors import Actor
from casework.people.residents import Person
from casework.petitions.models import Petition
from tests.actions.conftest import Stage
from tests.casework.assistance.conftest import Registers, id_number
from tests.casework.conftest import settle


@pytest.fixture
def number(stage: Stage) -> str:
    """An application at the home visit, with a benefit whose last payment is late while others have theirs."""
    with stage.bureau.office() as office:
        registers = Registers(settle(office))
        registers.support()
        registers.pay("2026-10")
        registers.pay("2026-11", serial=2)
        return registers.walk(registers.apply(), "accepted", "visiting").number


def ask(stage: Stage, number: str, last_four: str, intent: str = "check_application", text: str = "") -> str:
    """The whole lookup; what is said at its end."""
    stage.run("action_begin_record", text, intent)
    if stage.slots["record_number"] is None:
        stage.run("validate_record_form", number, requested="record_number", loop="record_form")
        stage.run("validate_record_form", last_four, requested="record_last_four", loop="record_form")
    reaction = stage.run("action_look_up_record")
    return reaction.text or " ".join(reaction.responses)


def test_where_the_application_stands(stage: Stage, number: str) -> None:
    said = ask(stage, number, f"后四位是{id_number()[-4:]}")
    assert "工作人员要到您家里看一看" in said
    assert "王小明" not in said
    assert stage.slots["record_number"] is None
    assert stage.slots["record_last_four"] is None


def test_wrong_digits_and_unknown_numbers_get_the_same_answer(stage: Stage, number: str) -> None:
    assert ask(stage, number, "0000") == ask(stage, "SQ26-0000-9999", "0000") == "utter_record_not_found"


def test_after_wrong_digits_they_are_asked_for_again(stage: Stage, number: str) -> None:
    ask(stage, number, "0000")
    assert (stage.slots["record_number"], stage.slots["record_last_four"]) == (number, None)
    stage.run("validate_record_form", id_number()[-4:], requested="record_last_four", loop="record_form")
    assert "工作人员要到您家里看一看" in stage.run("action_look_up_record").text


def test_who_goes_on_guessing_must_wait_and_is_asked_no_more(stage: Stage, number: str) -> None:
    ask(stage, number, "0000")
    again(stage, "0001")
    again(stage, "0002")
    assert "秒再试" in again(stage, "0003")
    assert stage.slots["record_number"] is None


def again(stage: Stage, digits: str) -> str:
    stage.run("validate_record_form", digits, requested="record_last_four", loop="record_form")
    reaction = stage.run("action_look_up_record")
    return reaction.text or " ".join(reaction.responses)


def test_a_late_payment_offers_the_complaint_filled_in(stage: Stage, number: str) -> None:
    stage.run("action_begin_record", "", "check_payment")
    stage.run("validate_record_form", number, requested="record_number", loop="record_form")
    stage.run(
        "validate_record_form",
        id_number(),
        requested="record_last_four",
        loop="record_form",
        entities=[("id_number", id_number())],
    )
    reaction = stage.run("action_look_up_record")
    assert "还没有发放记录" in reaction.text
    assert reaction.buttons == ["登记投诉"]
    payload = reaction.messages[-1]["buttons"][0]["payload"]
    assert "2026年11月" in payload
    assert "6688" in payload


def test_the_offered_complaint_pressed_in_the_chat_is_lodged_with_the_facts_filled_in(
    stage: Stage, number: str
) -> None:
    ask(stage, number, id_number()[-4:])
    stage.run("action_begin_record", "", "check_payment")
    offered = stage.run("action_look_up_record").messages[-1]["buttons"][0]
    begun = stage.run(
        "action_begin_complaint",
        offered["payload"],
        "file_complaint",
        title=offered["title"],
        category="payment_missing",
        entities=[("program", "最低生活保障")],
        normalised={"最低生活保障": "dibao"},
    )
    assert "utter_complaint_begun_whole" in begun.responses
    assert begun.slots["complaint_accused"] == ""
    unasked = {name for name in facts.SLOTS if begun.slots.get(name) is None}
    assert unasked == {"complaint_confirmed"}
    assert id_number() not in str(stage.slots)
    stage.slots["complaint_confirmed"] = True
    lodged = stage.run("action_lodge_complaint", "对", "affirm")
    assert "HY26-" in lodged.text
    with stage.bureau.reading() as office:
        petition = office.db.scalars(select(Petition)).one()
        narrative = office.vault.open(petition.narrative_sealed)
        (person,) = petition.petitioners
        assert office.vault.open_or_none(person.name_sealed) == "王小明"
        assert office.vault.open_or_none(person.phone_sealed) == "13800138000"
        assert office.vault.open_or_none(person.id_number_sealed) == id_number()
    assert (petition.township, petition.happened_from) == ("QH-102", date(2026, 11, 10))
    assert str(petition.idempotency_key).startswith("missing:")
    assert (petition.category, petition.program) == ("payment_missing", "dibao")
    for fact in ("2026年11月的最低生活保障", "应当在2026年11月10日前到账", "发放账户尾号 6688"):
        assert fact in narrative


def test_the_offered_complaint_of_somebody_unproven_is_asked_for_like_any_other(
    stage: Stage, number: str
) -> None:
    said = (
        "我要投诉：2026年11月的最低生活保障应当在2026年11月10日前到账，至今没有收到，登记里也没有发放记录。"
    )
    begun = stage.run("action_begin_complaint", said, "file_complaint", category="payment_missing")
    assert begun.slots["complaint_narrative"] == said
    for name in ("complaint_name", "complaint_phone", "complaint_identity", "complaint_place"):
        assert begun.slots.get(name) is None
    assert not begun.slots["complaint_draft"]["key"].startswith("missing:")


def test_nobody_proves_themselves_twice_in_one_talk(stage: Stage, number: str) -> None:
    ask(stage, number, id_number()[-4:])
    assert "每月 760 元" in ask(stage, "", "", "check_payment", "我家的救助清单发我看看")


def test_the_number_of_somebody_elses_application_asks_for_their_digits(stage: Stage, number: str) -> None:
    ask(stage, number, id_number()[-4:])
    other = "SQ26-0000-9999"
    for said, wanted in ((number, ""), (other, None)):
        stage.run("action_begin_record", said, "check_application", entities=[("application_no", said)])
        assert stage.slots["record_last_four"] == wanted
    assert stage.slots["record_number"] == other


def test_the_list_comes_with_a_page_that_opens_on_this_device(stage: Stage, number: str) -> None:
    ask(stage, number, id_number()[-4:])
    said = ask(stage, "", "", "check_payment", "我家的救助清单发我看看")
    word = re.search(r"/my/benefits/([\w-]{20,})$", said)
    assert word is not None
    with stage.bureau.reading() as office:
        assert list_pages.find(office, word[1], "resident-1") is not None
        assert list_pages.find(office, word[1], "resident-2") is None


def test_ones_own_list_taken_for_a_list_of_papers_is_one_press_away(stage: Stage, number: str) -> None:
    reaction = stage.run("action_answer_policy", "救助幸福清单", "ask_materials")
    assert reaction.buttons == ["我家的救助清单", "找人工"]
    stage.run("action_begin_record", "/check_payment", "check_payment", title=reaction.buttons[0])
    assert stage.slots["record_kind"] == "benefits"


@pytest.mark.parametrize(
    ("said", "action", "intent"),
    [
        ("救助幸福清单", "action_answer_policy", "ask_materials"),
        ("我现在领的有哪些", "action_answer_policy", "ask_program"),
        ("我家领了哪些救助", "action_answer_policy", "ask_program"),
        ("我家都享受哪些救助", "action_answer_policy", "ask_program"),
        ("给我看看我家的幸福清单", "action_privacy", "privacy_request"),
    ],
)
def test_ones_own_list_is_told_at_once_after_proof(
    stage: Stage, number: str, said: str, action: str, intent: str
) -> None:
    ask(stage, number, id_number()[-4:])
    assert "每月 760 元" in stage.run(action, said, intent).text


@pytest.mark.parametrize("said", ["我现在领低保还能领什么", "我家能领哪些补贴", "低保要哪些材料，给个清单"])
def test_what_one_might_receive_is_no_question_for_ones_own_list(said: str) -> None:
    assert not OWN_LIST.search(said)


def test_a_code_of_the_operator_binds_the_account(stage: Stage, number: str) -> None:
    with stage.bureau.office() as office:
        desk = Actor.of_staff(staff.by_login(office, "desk"))
        code = binding.issue(office, desk, Person("王小明", "", id_number()))
    stage.run("action_begin_record", "", "check_application")
    stage.run("validate_record_form", f"绑定 {code}", requested="record_number", loop="record_form")
    assert stage.slots["record_last_four"] == ""
    assert "工作人员要到您家里看一看" in stage.run("action_look_up_record").text


def test_a_code_of_the_operator_binds_the_account_without_a_form(stage: Stage, number: str) -> None:
    with stage.bureau.office() as office:
        desk = Actor.of_staff(staff.by_login(office, "desk"))
        code = binding.issue(office, desk, Person("王小明", "", id_number()))
    stage.run("action_begin_record", f"绑定 {code}", "check_application")
    assert stage.slots["record_last_four"] == ""
    assert "工作人员要到您家里看一看" in stage.run("action_look_up_record").text


def test_who_binds_is_told_so_where_there_is_no_application_too(stage: Stage, number: str) -> None:
    with stage.bureau.office() as office:
        desk = Actor.of_staff(staff.by_login(office, "desk"))
        code = binding.issue(office, desk, Person("赵大", "", id_number(3)))
    stage.run("action_begin_record", f"绑定 {code}", "check_application")
    bound = stage.run("action_look_up_record")
    assert "绑定好了" in bound.text
    assert "我家的救助清单" in bound.buttons


@pytest.mark.parametrize(("said", "told"), [("找不到编号", "身份证号不要发在这里"), ("就是那个", "")])
def test_without_a_number_there_is_another_way(stage: Stage, number: str, said: str, told: str) -> None:
    stage.run("action_begin_record", "", "check_application")
    reaction = stage.run("validate_record_form", said, requested="record_number", loop="record_form")
    assert reaction.responses == ([] if told else ["utter_record_number_wrong"])
    assert told in reaction.text


def test_guessing_is_held_back_in_a_sentence(stage: Stage, number: str) -> None:
    for _ in range(3):
        ask(stage, number, "0000")
    assert "秒再试" in ask(stage, number, id_number()[-4:])


def test_a_call_for_help_becomes_a_task_beside_the_person_who_is_called(stage: Stage, number: str) -> None:
    stage.run("action_help_now", "老槐树村这边断粮两天了", "request_help")
    with stage.bureau.reading() as office:
        task = office.db.scalars(select(Task)).one()
        assert (task.kind, task.urgent, task.township) == ("help", True, "QH-102")
        assert office.db.scalar(select(func.count()).select_from(Letter).where(Letter.channel == "alert"))


def test_a_change_is_promised_with_its_date(stage: Stage) -> None:
    stage.slots |= {
        "note_kind": "change",
        "note_text": "我爸上个月去世了",
        "note_place": "老槐树村",
        "note_phone": "",
    }
    assert "2027年2月" in stage.run("action_submit_note").text


@pytest.mark.parametrize("said", ["不想发", "不发了", "不给"])
def test_who_will_not_send_the_digits_is_asked_no_more(stage: Stage, number: str, said: str) -> None:
    stage.run("action_begin_record", "", "check_application")
    stage.run("validate_record_form", number, requested="record_number", loop="record_form")
    refused = stage.run("validate_record_form", said, requested="record_last_four", loop="record_form")
    assert "utter_record_refused" in refused.responses


def test_the_number_of_a_petition_is_none_of_an_application(stage: Stage, number: str) -> None:
    stage.run("action_begin_record", "查我的申请", "check_application")
    said = "那个投诉不要了 撤了吧 HY26-0000-0011"
    done = stage.run(
        "validate_record_form",
        said,
        "withdraw_petition",
        confidence=0.3,
        requested="record_number",
        loop="record_form",
        entities=[("petition_no", "HY26-0000-0011")],
    )
    assert done.rejected


def test_who_sends_no_figure_twice_is_asked_no_more(stage: Stage, number: str) -> None:
    stage.run("action_begin_record", "查我的申请", "check_application")
    first = stage.run("validate_record_form", "我爸的", requested="record_number", loop="record_form")
    assert first.slots["record_number"] is None
    second = stage.run("validate_record_form", "实名可以", requested="record_number", loop="record_form")
    assert second.slots["record_number"] == ""
    assert "先放下" in second.text
    assert not stage.run("action_look_up_record").text


def test_figures_that_do_not_fit_are_asked_for_again_and_again(stage: Stage, number: str) -> None:
    stage.run("action_begin_record", "查我的申请", "check_application")
    for said in ("就是 12 那个", "第 12 个", "12"):
        done = stage.run("validate_record_form", said, requested="record_number", loop="record_form")
        assert done.slots["record_number"] is None


def test_last_four_figures_are_no_farewell(stage: Stage, number: str) -> None:
    done = stage.run(
        "validate_record_form", "0886", "goodbye", requested="record_last_four", loop="record_form"
    )
    assert done.slots == {"record_last_four": "0886"}


@pytest.mark.parametrize("said", ["那11月卡里打进来的要退吗", "多打的钱能不能花啊", "那这笔用不用退回去呢"])
def test_what_to_do_with_money_that_came_is_a_rule_and_nothing_to_look_up(
    stage: Stage, number: str, said: str
) -> None:
    done = stage.run("action_begin_record", said, "check_payment")
    assert done.followup == "action_answer_policy"
    assert "record_kind" not in done.slots


def test_whether_it_came_is_looked_up(stage: Stage, number: str) -> None:
    done = stage.run("action_begin_record", "我上个月的低保钱打了没有", "check_payment")
    assert done.followup != "action_answer_policy"
