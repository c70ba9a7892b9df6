"""Which mode a message goes to: a question of policy is answered, a grievance may be lodged, and neither takes the other's place."""

from dataclasses import replace

import pytest

from actions.complaint.openings import DELAYED
from knowledge.answering import Library
from tests.actions.conftest import Stage

ASKED = [
    "我表姐二级残疾 去年村里给她报过说家里收入高没弄成 今年还可不可以报",
    "没拿到的那一份应该找谁问",
    "评上五保是不是就得住敬老院 老人舍不得家",
    "存折里的钱他们看得到吗 有两万是替我舅存的",
    "我妈残疾证到期了 补贴还发不发",
    "女婿买了辆车 我的低保会不会给取消",
    "娃满十八了还在念书 孤儿的钱还给不给",
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
