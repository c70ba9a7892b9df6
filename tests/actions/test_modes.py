"""Which mode a message goes to: a question of policy is answered, a grievance may be lodged, and neither takes the other's place."""

from dataclasses import replace

import pytest

from actions.complaint.openings import DELAYED
from knowledge.answering import Library
from tests.actions.conftest import Stage

SAID = {"event": "user", "text": "不晓得", "parse_data": {"intent": {"name": "inform", "confidence": 0.9}}}
ASKED = [
    "我表姐二级残疾 去年村里给她报过说家里收入高没弄成 今年还可不可以报",
    "没拿到的那一份应该找谁问",
    "评上五保是不是就得住敬老院 老人舍不得家",
    "存折里的钱他们看得到吗 有两万是替我舅存的",
    "我妈残疾证到期了 补贴还发不发",
    "女婿买了辆车 我的低保会不会给取消",
    "娃满十八了还在念书 孤儿的钱还给不给",
]
NEVER = [
    "八十岁以上老人有补贴吧 我爸八十二了一分没领过",
    "二级残疾应该有护理补贴吧 我弟从来没领过",
    "孤儿是有生活费的吧 这娃一回都没拿过",
    "满七十能领高龄钱吧 我娘一直没给发",
    "五保户有取暖补贴吧 他没享受过",
]
CHARGED = [
    "组长找我要三百块 说不给就不往上报 这合法吗",
    "镇上说钱花完了叫明年来 有这样办事的吗",
    "会计拿着我的存折不给 还能要回来吗",
    "窗口那个女的说话冲得很 这是啥态度嘛",
    "申请交了半年没个信 是不是不想管了",
]
WAITED = [
    "我妈的特困材料交上去三个多月了一点动静没有",
    "低保申请递上去两个月 一点消息都没有",
    "申请报上去半年多了 没得回音",
    "临时救助的表交了四十天 音信全无 没人理",
    "娃的补贴报了三个礼拜 结果还没得",
]


@pytest.fixture
def informed(stage: Stage, corpus_library: Library) -> Stage:
    stage.tools = replace(stage.tools, library=corpus_library)
    return stage


@pytest.mark.parametrize("said", ASKED)
def test_a_question_in_which_nobody_is_accused_begins_no_complaint(informed: Stage, said: str) -> None:
    done = informed.run("action_begin_complaint", said, "file_complaint")
    assert done.followup != "complaint_form"
    assert not done.slots.get("complaint_narrative")


@pytest.mark.parametrize("said", NEVER)
@pytest.mark.parametrize("intent", ["check_payment", "file_complaint"])
def test_who_never_had_it_is_told_whether_there_is_a_right_to_it(
    informed: Stage, said: str, intent: str
) -> None:
    action = "action_begin_record" if intent == "check_payment" else "action_begin_complaint"
    done = informed.run(action, said, intent)
    assert "到账的日子" not in done.text
    assert done.followup != "complaint_form"
    assert not done.slots.get("record_kind")


@pytest.mark.parametrize("said", CHARGED)
def test_a_charge_in_the_form_of_a_question_is_no_mere_question(informed: Stage, said: str) -> None:
    done = informed.run("action_begin_complaint", said, "file_complaint")
    lodges = done.slots.get("complaint_narrative") or "投诉反映这件事" in done.buttons
    assert lodges


@pytest.mark.parametrize("said", WAITED)
def test_who_has_long_heard_nothing_may_lodge_it_and_is_asked_for_no_number(stage: Stage, said: str) -> None:
    assert DELAYED.search(said)
    done = stage.run("action_begin_record", said, "check_application")
    assert done.followup == "action_listen"
    assert done.buttons == ["投诉反映这件事", "查进度"]


@pytest.mark.parametrize(
    "said", ["我的低保申请三个月了没消息 帮我查查到哪了", "SQ26-0000-0011 两个月没动静", "查一下我的申请"]
)
def test_who_wants_it_looked_up_is_asked_for_the_number(stage: Stage, said: str) -> None:
    numbers = [("application_no", "SQ26-0000-0011")] if "SQ" in said else []
    done = stage.run("action_begin_record", said, "check_application", entities=numbers)
    assert "投诉反映这件事" not in done.buttons


def test_where_it_was_that_nothing_was_heard_goes_on_as_a_complaint(stage: Stage) -> None:
    told = {
        "event": "user",
        "text": WAITED[0],
        "parse_data": {"intent": {"name": "check_application", "confidence": 0.9}},
    }
    before = [told, {"event": "action", "name": "action_begin_record"}]
    done = stage.run(
        "action_inform",
        "双桥镇龙潭村",
        "inform",
        entities=[("place", "双桥镇"), ("place", "龙潭村")],
        before=before,
    )
    assert done.followup == "complaint_form"
    assert WAITED[0] in done.slots["complaint_narrative"]
    assert done.slots["complaint_place"] == "双桥镇龙潭村"


TOLD = {
    "complaint_narrative": "村里把我妈的低保停了，没给通知",
    "complaint_category": "wrongly_stopped",
    "complaint_representatives": "",
    "complaint_draft": {"key": "k-1"},
}
QUESTIONS = [
    "低保多久复核一回",
    "残疾证过期了还能不能领补贴",
    "高龄津贴要满多少岁才给",
    "临时救助一年能申请几回",
    "申请低保要带哪些材料",
]


def _asks(stage: Stage, slot: str, said: str = "") -> str:
    done = stage.run(f"action_ask_complaint_form_{slot}", said, loop="complaint_form", requested=slot)
    return done.text + "".join(done.responses)


@pytest.mark.parametrize("said", QUESTIONS)
@pytest.mark.parametrize("slot", ["complaint_place", "complaint_identity"])
def test_what_was_put_again_twice_is_put_no_more_under_the_answer_to_a_question(
    informed: Stage, slot: str, said: str
) -> None:
    place = {"complaint_place": "双桥镇龙潭村", "complaint_accused": "会计", "complaint_time": "上月"}
    informed.slots |= TOLD | (place if slot == "complaint_identity" else {})
    assert _asks(informed, slot)
    assert _asks(informed, slot, said)
    assert _asks(informed, slot, said)
    done = informed.answers(slot, said, "ask_eligibility")
    assert done.rejected or done.slots.get(slot, None) is None
    assert informed.slots.get(slot) is None
    assert not _asks(informed, slot, said)


@pytest.mark.parametrize(
    ("said", "of"),
    [
        ("地点是双桥镇龙潭村 残疾证过期了补贴还给不给", "残疾"),
        ("事情就在双桥镇龙潭村 高龄津贴多少岁能领", "高龄"),
        ("我们是双桥镇龙潭村的 我替他去递材料行不行", "委托"),
        ("我们是双桥镇龙潭村的 院里那棵槐树归不归大队", "说不准"),
    ],
)
def test_a_question_beside_a_fact_is_answered_and_the_fact_kept(informed: Stage, said: str, of: str) -> None:
    informed.slots |= TOLD | {
        "complaint_accused": "会计",
        "complaint_time": "上月",
        "complaint_identity": "anonymous",
        "complaint_name": "",
        "complaint_phone": "",
    }
    done = informed.answers(
        "complaint_confirmed", said, "inform", entities=[("place", "双桥镇"), ("place", "龙潭村")]
    )
    assert of in done.text
    assert informed.slots["complaint_place"] == "双桥镇龙潭村"
    assert not informed.slots.get("complaint_confirmed")


@pytest.mark.parametrize("said", ["我问她为啥停 她说你管得着吗", "会计问我懂不懂规矩", "他们是不是故意卡我"])
def test_what_somebody_said_and_a_charge_are_answered_with_nothing(informed: Stage, said: str) -> None:
    informed.slots |= TOLD | {"complaint_place": "双桥镇龙潭村", "complaint_accused": "会计"}
    done = informed.answers("complaint_time", said, "file_complaint")
    assert "您问的要是" not in done.text
    assert said in informed.slots["complaint_narrative"]


@pytest.mark.parametrize(
    "said", ["那多打的要退吗", "少一个人钱怎么减", "火化有没有减免", "这两天忙还没顾上说"]
)
def test_a_note_asks_where_twice_and_is_passed_on_without(informed: Stage, said: str) -> None:
    informed.slots |= {"note_kind": "change", "note_text": "我家吃低保的，我爹上个月走了"}
    asked = {"event": "slot", "name": "requested_slot", "value": "note_place"}
    told = {"event": "user", "text": "还没跟村里讲"}
    done = informed.run(
        "validate_note_form",
        said,
        "ask_review_rule",
        requested="note_place",
        loop="note_form",
        before=[{"event": "active_loop", "name": "note_form"}, asked, told, asked],
    )
    assert not done.rejected
    assert done.slots["note_place"] == ""
    assert done.slots["note_phone"] == ""


@pytest.mark.parametrize(
    "said",
    [
        "那我们队长咋找我要三百块 说是给上头打点的",
        "会计跟我收两百好处费 不给就不上报",
        "支书问我要两条烟才给盖章",
        "组长说要给上面意思意思 打点一下",
        "专干向我们要五百 说交了才报",
    ],
)
def test_money_asked_for_is_no_word_of_ones_own_household(informed: Stage, said: str) -> None:
    informed.slots |= {"last_answer": {"answer": "dibao-who-can-apply", "program": "dibao"}}
    done = informed.run("action_inform", said, "inform")
    assert "估一估" not in done.text


@pytest.mark.parametrize(
    "said",
    [
        "俺老伴开刀花了三万多 自己掏一万六 借的俺姐的",
        "我一个人带两个娃 一个月就挣一千八",
        "我六十七了 腰不好 就种两亩地",
    ],
)
def test_under_a_grievance_the_estimate_is_offered_and_not_begun(informed: Stage, said: str) -> None:
    informed.slots |= {"last_answer": {"answer": "temporary-once-a-year", "program": "temporary"}}
    grievance = {
        "event": "user",
        "text": "镇上说今年的钱花完了 叫我明年再来 有这样说话的吗",
        "parse_data": {"intent": {"name": "ask_eligibility", "confidence": 0.9}},
    }
    before = [grievance, {"event": "action", "name": "action_answer_policy"}]
    done = informed.run("action_inform", said, "inform", before=before)
    assert done.followup != "estimate_form"


def test_the_estimate_offered_before_a_complaint_is_not_taken_up_behind_it(informed: Stage) -> None:
    informed.slots |= {"last_answer": {"program": "dibao", "estimate_offered": "我六十七了"}}
    informed.run("action_begin_complaint", "我要投诉 会计把我的低保折子收走两年了", "file_complaint")
    assert "estimate_offered" not in (informed.slots["last_answer"] or {})


@pytest.mark.parametrize(
    "said", ["要是办下来以后他爸又回来了咋整", "万一以后我儿子挣钱了呢", "如果搬到县城住了怎么办"]
)
def test_what_is_only_supposed_asks_for_no_number(informed: Stage, said: str) -> None:
    informed.slots |= {"last_answer": {"answer": "unsupported-child-who", "program": "unsupported_child"}}
    done = informed.run("action_begin_petition", said, "check_petition")
    assert done.followup == "action_listen"
    assert not done.slots.get("petition_purpose")


@pytest.mark.parametrize("slot", ["petition_number", "petition_code"])
def test_after_another_question_a_number_asked_for_twice_is_not_asked_for_again(
    informed: Stage, slot: str
) -> None:
    informed.slots |= {"petition_purpose": "check"}
    asked = {"event": "slot", "name": "requested_slot", "value": slot}
    done = informed.run(
        f"action_ask_petition_form_{slot}",
        "那低保多久复核一回",
        "ask_review_rule",
        requested=slot,
        loop="petition_form",
        before=[{"event": "active_loop", "name": "petition_form"}, asked, SAID, asked],
        after=[{"event": "action", "name": "action_answer_policy"}],
    )
    assert not done.messages
    assert {"event": "slot", "timestamp": None, "name": "requested_slot", "value": None} in done.events


def test_a_number_that_never_comes_is_asked_for_twice(stage: Stage) -> None:
    stage.slots |= {"petition_purpose": "check"}
    asked = {"event": "slot", "name": "requested_slot", "value": "petition_number"}
    done = stage.run(
        "validate_petition_form",
        "我在枣林乡枣树坪的",
        "inform",
        requested="petition_number",
        loop="petition_form",
        before=[{"event": "active_loop", "name": "petition_form"}, asked, SAID, asked],
    )
    assert "先放下" in done.text
    assert done.slots["petition_purpose"] is None
