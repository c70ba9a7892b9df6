"""A call back: wished for in any words, changed, called off, and told when it will be."""

from collections.abc import Callable

import pytest

from casework.conversations import desk, queries, talks
from casework.conversations.models import Handover
from tests.actions.conftest import Reaction, Stage

PHONE = "13912345678"
MASKED = "139****5678"


def asked(stage: Stage) -> Handover | None:
    with stage.bureau.reading() as office:
        return queries.open_handover(office, talks.get(office, stage.token).id)


def phone_noted(stage: Stage) -> str | None:
    with stage.bureau.reading() as office:
        found = queries.open_handover(office, talks.get(office, stage.token).id)
        return office.vault.open_or_none(found.callback_phone_sealed) if found else None


def hear(stage: Stage, said: str, intent: str = "out_of_scope") -> Reaction:
    """The words, taken for something else than what they mean."""
    phone = [("phone", PHONE)] if PHONE in said else []
    return stage.run("action_out_of_scope", said, intent, entities=phone)


@pytest.fixture
def waits(stage: Stage) -> Stage:
    """A person was asked for and has not come."""
    with stage.bureau.office() as office:
        desk.ask_for_person(office, talks.get(office, stage.token), "request", "居民要求人工")
    return stage


@pytest.fixture
def called(waits: Stage) -> Stage:
    """A call back at nine tomorrow is noted."""
    hear(waits, f"给我打电话 {PHONE} 明天九点")
    return waits


@pytest.mark.parametrize(
    ("said", "when"),
    [
        (f"给我打电话 {PHONE} 明天九点", "明天九点"),
        (f"打我手机 {PHONE}", ""),
        (f"明天上午打 {PHONE}行不行", "明天上午"),
        (f"叫值班同志回我电话 {PHONE}", ""),
        (PHONE, ""),
    ],
)
def test_number_and_time_are_noted(waits: Stage, said: str, when: str) -> None:
    done = hear(waits, said)
    assert done.responses == ["utter_callback_noted"]
    assert phone_noted(waits) == PHONE
    assert (noted := asked(waits)) is not None
    assert (noted.state, noted.callback_when) == ("callback", when)


@pytest.mark.parametrize(
    "said",
    [
        "值班同志什么时候打",
        "你们啥时候给我回电话",
        "几点打给我啊",
        "还打不打了",
        "说好打咋没打",
        "电话一直没来",
        "会打给我吗",
    ],
)
def test_who_is_to_be_called_is_told_when(called: Stage, said: str) -> None:
    done = hear(called, said, "urge_petition")
    assert "明天九点" in done.text
    assert MASKED in done.text
    assert PHONE not in done.text


def test_who_gave_no_number_is_told_how_to_be_called(waits: Stage) -> None:
    done = hear(waits, "你们啥时候给我回电话", "urge_petition")
    assert "电话和方便的时间" in done.text


@pytest.mark.parametrize(
    ("said", "when"),
    [("换成后天下午三点", "后天下午三点"), ("晚上打行不行 白天在地里", "明天晚上"), ("下午再打", "明天下午")],
)
def test_another_time_is_noted(called: Stage, said: str, when: str) -> None:
    assert hear(called, said).responses == ["utter_callback_noted"]
    assert (noted := asked(called)) is not None
    assert noted.callback_when == when
    assert phone_noted(called) == PHONE


def test_another_number_keeps_the_time(waits: Stage) -> None:
    waits.run(
        "action_out_of_scope", "打 13600001111 后天", "out_of_scope", entities=[("phone", "13600001111")]
    )
    hear(waits, f"号码错了 是{PHONE}", "privacy_request")
    assert phone_noted(waits) == PHONE
    assert (noted := asked(waits)) is not None
    assert noted.callback_when == "后天"


def test_a_call_is_called_off(called: Stage) -> None:
    assert "不打电话了" in hear(called, "别打了", "nlu_fallback").text
    assert asked(called) is None


def test_a_call_wished_for_without_a_number_asks_for_it(stage: Stage) -> None:
    done = stage.run("action_hand_over", "能不能给我打个电话", "request_human")
    assert "打哪个号码" in done.text
    assert asked(stage) is not None
    hear(stage, PHONE, "inform")
    assert phone_noted(stage) == PHONE


@pytest.mark.parametrize(
    "said",
    [
        "有人给我打电话要我退钱",
        "他给我打电话骂我",
        "村里给我打电话让我搬走",
        "我要投诉 他们不给我回电话",
    ],
)
def test_a_call_told_of_is_none_wished_for(stage: Stage, said: str) -> None:
    stage.run("action_begin_complaint", said, "file_complaint", category="attitude")
    assert asked(stage) is None


@pytest.mark.parametrize("said", ["低保钱什么时候打", "补贴还打不打了", "啥时候打卡上"])
def test_money_is_no_call(called: Stage, said: str) -> None:
    assert "明天九点" not in hear(called, said, "ask_payment_rule").text


def test_a_question_about_the_call_leaves_the_form_where_it_was(called: Stage) -> None:
    done = called.run(
        "validate_petition_form",
        "你们啥时候给我回电话",
        "urge_petition",
        loop="petition_form",
        requested="petition_number",
    )
    assert "明天九点" in done.text
    assert done.slots == {"petition_number": None}


def test_a_number_given_in_the_complaint_form_is_its_answer(
    waits: Stage, answer: Callable[..., Reaction]
) -> None:
    waits.slots["complaint_narrative"] = "低保名单从来不公示"
    done = answer("complaint_phone", PHONE, entities=[("phone", PHONE)])
    assert done.slots["complaint_phone"] == PHONE
    assert phone_noted(waits) is None


@pytest.mark.parametrize("said", ["还有几个人", "前面几个人啊", "轮到我没", "还要等多久"])
def test_who_waits_is_told_how_many_are_before_them(waits: Stage, said: str) -> None:
    assert "前面没有人等" in hear(waits, said, "nlu_fallback").text


@pytest.mark.parametrize("said", ["我先去做饭 一会回来还在不", "我不能一直守着手机"])
def test_who_has_to_go_meanwhile_loses_nothing(waits: Stage, said: str) -> None:
    assert "不用守着" in hear(waits, said).text
    assert asked(waits) is not None
