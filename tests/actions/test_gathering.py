"""A grievance told bit by bit is one account, and is taken up without being asked for twice."""

from typing import Any

import pytest

from casework.conversations import desk, talks
from tests.actions.conftest import Stage

ENTITIES = {
    "柳溪镇": "place",
    "青石坳村": "place",
    "北坡乡": "place",
    "柏树岭村": "place",
    "六月": "date",
    "低保": "program",
    "田玉梅": "person",
    "13133380219": "phone",
}


def said(
    text: str, intent: str, reaction: str, category: str | None = None, ranking: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """The events of one message said before."""
    entities = [
        {"entity": kind, "value": word, "start": text.find(word), "end": text.find(word) + len(word)}
        for word, kind in ENTITIES.items()
        if word in text
    ]
    parse = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "intent_ranking": [{"name": name, "confidence": 0.3} for name in ranking],
        "category": {"name": category, "confidence": 0.9} if category else None,
        "entities": entities,
    }
    return [{"event": "user", "text": text, "parse_data": parse}, {"event": "action", "name": reaction}]


UNPAID = said("柳溪镇青石坳村的低保六月就没发", "check_payment", "action_begin_complaint", "payment_missing")


def test_pieces_before_the_opening_are_part_of_the_account(stage: Stage) -> None:
    before = [
        *said("我们屋头的低保", "nlu_fallback", "action_default_ask_affirmation"),
        *said("上上个月就没打了哈", "file_complaint", "action_begin_complaint", "payment_missing"),
    ]
    done = stage.run("action_begin_complaint", "一分钱都没看到 信用社都跑了三趟了", "file_complaint", category="payment_missing", before=before)  # fmt: skip
    assert (
        done.slots["complaint_narrative"]
        == "我们屋头的低保。上上个月就没打了哈。一分钱都没看到 信用社都跑了三趟了"
    )


def test_a_fact_after_a_grievance_left_open_begins_the_complaint(stage: Stage) -> None:
    said_now = "不对 是北坡乡柏树岭村 我婆家那边"
    done = stage.run("action_inform", said_now, "inform", entities=[("place", "北坡乡"), ("place", "柏树岭村")], category="favoritism", before=UNPAID)  # fmt: skip
    assert done.slots["complaint_place"] == "北坡乡柏树岭村"
    assert done.slots["complaint_time"] == "六月"
    assert done.slots.get("complaint_category") == "payment_missing"
    assert any(event.get("name") == "complaint_form" for event in done.events)


def test_a_thin_wish_takes_what_was_answered_as_a_question(stage: Stage) -> None:
    before = said(
        "镇上让找村里 村里让找镇上 没人给办低保", "ask_procedure", "action_answer_policy", "refused"
    )
    done = stage.run("action_begin_complaint", "那我要投诉他们推", "file_complaint", category="wrongly_covered", before=before)  # fmt: skip
    assert "村里让找镇上" in done.slots["complaint_narrative"]


def test_but_a_full_account_does_not(stage: Stage) -> None:
    before = said("我家有一辆面包车拉货的", "ask_eligibility", "action_answer_policy")
    told = "村会计今年四月扣了我的残疾补贴一百八"
    done = stage.run("action_begin_complaint", told, "file_complaint", category="embezzlement", before=before)
    assert done.slots["complaint_narrative"] == told


def test_what_was_lodged_or_put_down_is_done_with(stage: Stage) -> None:
    before = [*UNPAID, {"event": "action", "name": "action_lodge_complaint"}]
    done = stage.run("action_inform", "北坡乡柏树岭村", entities=[("place", "北坡乡"), ("place", "柏树岭村")], before=before)  # fmt: skip
    assert "complaint_narrative" not in done.slots


def test_a_place_behind_the_offer_does_not_change_what_the_matter_is(stage: Stage) -> None:
    told = "我婆婆的残疾护理补贴今年起就没到账"
    begun = stage.run("action_begin_complaint", told, "file_complaint", category="payment_missing")
    stage.slots["complaint_draft"] = begun.slots["complaint_draft"]
    before = said(told, "file_complaint", "action_begin_complaint", "payment_missing")
    done = stage.run("action_begin_complaint", "柳溪镇青石坳村", "inform", entities=[("place", "柳溪镇"), ("place", "青石坳村")], category="favoritism", before=before, after=[{"event": "action", "name": "action_inform"}])  # fmt: skip
    assert done.slots.get("complaint_category") == "payment_missing"


def test_a_grievance_that_was_not_understood_begins_with_the_next_fact(stage: Stage) -> None:
    unclear = ("nlu_fallback", "other_department", "file_complaint")
    before = said(
        "俺爸让俺问问 他那个五保钱咋少了", "nlu_fallback", "action_default_ask_affirmation", ranking=unclear
    )
    done = stage.run("action_inform", "柳溪镇青石坳村", entities=[("place", "柳溪镇"), ("place", "青石坳村")], before=before)  # fmt: skip
    assert done.slots["complaint_narrative"].startswith("俺爸让俺问问")
    assert done.slots["complaint_place"] == "柳溪镇青石坳村"


def test_what_was_taken_for_praise_without_any_belongs_to_the_complaint(stage: Stage) -> None:
    before = said("说好了给我娃办孤儿补贴 跑了六趟", "give_praise", "action_begin_note")
    done = stage.run("action_begin_complaint", "每次都说领导不在", "file_complaint", category="refused", before=before)  # fmt: skip
    assert "孤儿补贴" in done.slots["complaint_narrative"]


@pytest.mark.parametrize("kind", ["unanswered", "request"])
def test_a_complaint_goes_on_while_a_person_is_waited_for_in_turn(stage: Stage, kind: str) -> None:
    with stage.bureau.office() as office:
        desk.ask_for_person(office, talks.get(office, stage.token), kind, "系统暂时不能答复")
    said_now = "是北坡乡柏树岭村"
    entities = [("place", "北坡乡"), ("place", "柏树岭村")]
    done = stage.run("action_inform", said_now, "inform", entities=entities, before=UNPAID)
    assert done.slots["complaint_place"] == "北坡乡柏树岭村"
    assert "utter_noted_for_person" not in done.responses
    assert any(event.get("name") == "complaint_form" for event in done.events)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("平时都是八号前后 今天都二十多号了", "今天"),
        ("往月十号就来了 这都月底了", "十号"),
        ("以前月月初五到账 现在都二十了", "初五"),
    ],
)
def test_by_when_it_used_to_come_goes_on_with_what_has_not_come(stage: Stage, said: str, day: str) -> None:
    done = stage.run(
        "action_default_ask_affirmation", said, "nlu_fallback", entities=[("date", day)], before=UNPAID
    )
    assert "没太听明白" not in done.text
    assert any(event.get("name") == "complaint_form" for event in done.events)


def test_before_danger_and_need_no_complaint_goes_on_by_itself(stage: Stage) -> None:
    with stage.bureau.office() as office:
        desk.ask_for_person(office, talks.get(office, stage.token), "help", "急难求助")
    done = stage.run("action_inform", "是北坡乡柏树岭村", "inform", entities=[("place", "北坡乡"), ("place", "柏树岭村")], before=UNPAID)  # fmt: skip
    assert done.text.startswith("记下了：北坡乡柏树岭村")


PUT_DOWN = {
    "complaint_category": "favoritism",
    "complaint_narrative": "村书记把慰问品给他自己亲戚发了",
    "complaint_place": "北坡乡柏树岭村",
    "complaint_time": "上个月初八",
    "complaint_accused": "书记",
    "complaint_draft": {"key": "draft-1"},
}


@pytest.mark.parametrize(
    ("action", "intent"), [("action_begin_complaint", "file_complaint"), ("action_inform", "inform")]
)
def test_a_complaint_put_down_in_between_is_gone_on_with_by_name_and_number(
    stage: Stage, action: str, intent: str
) -> None:
    stage.slots |= PUT_DOWN
    stage.run("action_collective_action", "不是我一个人说大家都这么说", "collective_action", loop="complaint_form")  # fmt: skip
    assert not stage.slots["complaint_narrative"]
    entities = [("person", "安建华"), ("phone", "136 6358 0413")]
    stage.run(action, "我叫安建华啊电话是136 6358 0413", intent, entities=entities, category="hotline_failure")  # fmt: skip
    assert stage.slots["complaint_narrative"] == PUT_DOWN["complaint_narrative"]
    assert stage.slots["complaint_category"] == "favoritism"
    assert (stage.slots["complaint_name"], stage.slots["complaint_phone"]) == ("安建华", "13663580413")
    assert stage.slots["complaint_draft"]["key"] == "draft-1"


def test_before_need_the_complaint_put_down_is_offered(stage: Stage) -> None:
    stage.slots |= PUT_DOWN
    stage.run("action_help_now", "家里没米了", "request_help", loop="complaint_form")
    done = stage.run("action_inform", "我叫安建华", "inform", entities=[("person", "安建华")])
    assert "记下了：安**" in done.text
    assert done.buttons == ["接着说刚才的投诉"]


def loop(name: str | None) -> dict[str, Any]:
    return {"event": "active_loop", "name": name}


LOOK_UP = "action_begin_record"
WAITED = "我妈的材料交上去三个多月了一点动静没有"


@pytest.mark.parametrize(
    "between",
    [
        ("record_form", "柳溪镇青石坳村", "action_ask_record_form_record_number"),
        ("estimate_form", "家在柳溪镇青石坳村 五口人", "action_ask_estimate_form_estimate_done"),
        ("petition_form", "我们柳溪镇青石坳村的", "action_ask_petition_form_petition_number"),
    ],
)
def test_what_a_look_up_or_an_estimate_took_is_part_of_the_account(
    stage: Stage, between: tuple[str, str, str]
) -> None:
    form, where, reaction = between
    before = [
        *said(WAITED, "check_application", LOOK_UP, "delayed"),
        loop(form),
        *said(where, "inform", reaction),
        loop(None),
    ]
    done = stage.run("action_begin_complaint", "我要投诉 办得也太慢了", "file_complaint", category="other", before=before)  # fmt: skip
    assert done.slots["complaint_narrative"] == f"{WAITED}。{where}。我要投诉 办得也太慢了"
    assert done.slots["complaint_place"] == "柳溪镇青石坳村"
    assert done.slots["complaint_category"] == "delayed"


@pytest.mark.parametrize("form", ["complaint_form", "note_form"])
def test_what_another_telling_took_down_stays_with_it(stage: Stage, form: str) -> None:
    before = [loop(form), *said("柳溪镇青石坳村的低保六月就没发", "inform", "action_inform"), loop(None)]
    done = stage.run("action_begin_complaint", "窗口的人态度太差骂我", "file_complaint", category="attitude", before=before)  # fmt: skip
    assert done.slots["complaint_narrative"] == "窗口的人态度太差骂我"


ANSWERED = "action_answer_policy"


@pytest.mark.parametrize(
    ("told", "intent"),
    [
        ("我申请低保没批 说我儿子有车 我不服", "reject_reply"),
        ("柳溪镇青石坳村的 儿子那个是拉货的二手车 靠它挣饭钱", "ask_eligibility"),
        ("六月去的 民政所一个男的说的 高个子", "ask_contact"),
    ],
)
def test_what_was_told_and_answered_by_policy_is_part_of_the_account(
    stage: Stage, told: str, intent: str
) -> None:
    before = said(told, intent, ANSWERED)
    now = "镇上打电话跟我说低保不批 没给纸 要纸他们说打电话就算通知了"
    done = stage.run("action_begin_complaint", now, "file_complaint", entities=[("program", "低保")], category="refused", before=before)  # fmt: skip
    assert done.slots["complaint_narrative"] == f"{told}。{now}"


def test_a_question_and_another_assistance_are_no_part_of_it(stage: Stage) -> None:
    before = [
        *said("低保名单公示几天", "ask_publicity", ANSWERED),
        *said("我妈的高龄津贴去领过了", "inform", ANSWERED),
    ]
    before[2]["parse_data"]["entities"] = [{"entity": "program", "value": "高龄津贴", "start": 3, "end": 7}]
    now = "村里把我家低保给停了也不说为的是哪样"
    done = stage.run("action_begin_complaint", now, "file_complaint", entities=[("program", "低保")], category="wrongly_stopped", before=before)  # fmt: skip
    assert done.slots["complaint_narrative"] == now


def test_the_assistance_put_right_stands_for_the_one_before(stage: Stage) -> None:
    before = [
        *said("我妈的材料交了三个月没动静", "check_application", LOOK_UP, "delayed"),
        *said("噢说错了，是低保的材料", "supplement_petition", LOOK_UP),
    ]
    before[0]["parse_data"]["entities"] = [{"entity": "program", "value": "特困", "start": 0, "end": 2}]
    done = stage.run("action_begin_complaint", "我要投诉 太慢了", "file_complaint", before=before)
    assert done.slots["complaint_draft"]["program"] == "低保"
