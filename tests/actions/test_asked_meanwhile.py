"""A question asked while a complaint is told is answered and written nowhere; a statement is no question."""

from dataclasses import replace

import pytest

from actions.complaint import secrecy
from knowledge.answering import Library
from tests.actions.conftest import Stage

TOLD = {
    "complaint_narrative": "会计把我的折子收走两年了",
    "complaint_category": "card_withheld",
    "complaint_place": "白石镇磨盘村",
    "complaint_accused": "会计",
    "complaint_representatives": "",
    "complaint_draft": {"key": "k-1"},
}
LATER = ("complaint_time", "complaint_identity", "complaint_confirmed")
STATED = [
    ("到底打了多少钱进去我也摸不清，折子没见过面", "check_payment"),
    ("学校老师都晓得这个娃没人管", "other_department"),
    ("残疾证是残联给发的，三级", "other_department"),
    ("前年交的申请，他说给我报上去了", "check_application"),
    ("一年到头也给不了几个钱", "ask_payment_rule"),
    ("钱是十五号到的，没跟我说怎么算的", "ask_standard"),
    ("收条没有，他当时就口头应的", "ask_materials"),
    ("让他把群里那张名单撤了", "privacy_request"),
    ("我们这个事怕是又要石沉大海了", "check_petition"),
]
UNANSWERABLE = [
    "你们院里那棵树是哪年栽的呀",
    "检举有没有给赏钱的说法",
]


@pytest.fixture
def telling(stage: Stage, corpus_library: Library) -> Stage:
    stage.slots |= TOLD
    stage.tools = replace(stage.tools, library=corpus_library)
    return stage


@pytest.mark.parametrize("slot", LATER)
@pytest.mark.parametrize(("said", "taken_for"), STATED)
def test_a_statement_leads_to_no_other_department_record_or_rule(
    telling: Stage, slot: str, said: str, taken_for: str
) -> None:
    done = telling.answers(slot, said, taken_for)
    assert not done.rejected
    assert "没听懂" not in done.text
    assert "没有查到" not in done.text


@pytest.mark.parametrize("slot", LATER)
@pytest.mark.parametrize("said", UNANSWERABLE)
def test_what_nobody_can_answer_is_said_to_be_so_and_not_written_down(
    telling: Stage, slot: str, said: str
) -> None:
    done = telling.answers(slot, said, "nlu_fallback", confidence=0.3)
    assert done.text
    assert not done.slots.get("complaint_narrative")
    assert "补上了" not in done.text


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("规定里折子是不是该各人自己保管", "代管"),
        ("他替我收着折子，这合规矩吗", "折"),
    ],
)
def test_whether_it_is_allowed_is_answered_by_the_rule(telling: Stage, said: str, rule: str) -> None:
    done = telling.answers("complaint_identity", said, "ask_program", confidence=0.4)
    assert rule in done.text
    assert "要查了才能定" not in done.text


@pytest.mark.parametrize("said", ["你帮我查一下我的申请批了没", "帮我看看那件投诉办到哪了"])
def test_who_wants_something_looked_up_is_still_heard(telling: Stage, said: str) -> None:
    intent = "check_application" if "申请" in said else "check_petition"
    assert telling.answers("complaint_identity", said, intent).rejected


def test_an_answer_given_is_not_followed_by_not_understood(telling: Stage) -> None:
    done = telling.answers("complaint_time", "低保的名单该贴几天啊", "ask_publicity", confidence=0.4)
    assert "没听懂" not in done.text
    assert "utter_not_understood_answer" not in done.responses


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("我们困难群众的信息你们给删掉", True),
        ("帮残疾人群体的资料注销了", True),
        ("你们存的我的聊天记录删了", True),
        ("村微信群里发的名单有我身份证", False),
        ("公告栏上有我的名字", False),
        ("会计发的帖子写了我电话", False),
        ("让他把朋友圈里我的名字去了", False),
    ],
)
def test_what_others_have_put_up_is_not_kept_here(said: str, own: bool) -> None:
    assert secrecy.is_of_own_data(said) is own


PLACED = [
    "换个能干活的人来",
    "要投诉，给换个护理的人",
    "我要投诉 派个上心的来照看老人",
    "举报他 换人",
    "另外安排个护工嘛",
]
OF_THE_MACHINE = ["转人工", "换个人跟我说", "找个管事的人接电话", "叫你们领导回电话", "我要投诉 给我转人工"]


@pytest.mark.parametrize("said", PLACED)
def test_somebody_else_in_the_place_of_the_accused_is_no_wish_for_an_operator(
    telling: Stage, said: str
) -> None:
    done = telling.answers("complaint_identity", said, "request_human")
    assert not done.rejected
    assert said in done.slots["complaint_narrative"]


@pytest.mark.parametrize("said", OF_THE_MACHINE)
def test_who_wants_a_person_of_the_office_leaves_the_form(telling: Stage, said: str) -> None:
    assert telling.answers("complaint_identity", said, "request_human").rejected


@pytest.mark.parametrize("said", ["我要投诉 换个干活的护理来", "投诉他们 给俺爹换个人"])
def test_a_complaint_that_sounds_like_it_begins_one(stage: Stage, said: str) -> None:
    done = stage.run("action_hand_over", said, "request_human")
    assert done.followup == "complaint_form"


@pytest.mark.parametrize(
    "said", ["重新给我查一遍 不批也要给个书面的", "叫他们重新核一次 给我补个书面通知", "该给我一个书面的说法"]
)
@pytest.mark.parametrize("slot", ["complaint_time", "complaint_identity"])
def test_that_a_decision_be_made_anew_is_part_of_the_complaint(telling: Stage, said: str, slot: str) -> None:
    done = telling.answers(slot, said, "check_application")
    assert not done.rejected
    assert said in done.slots["complaint_narrative"]


@pytest.mark.parametrize("said", ["帮我查下申请办到哪一步了", "补充材料", "审完没", "催一下"])
def test_what_was_lodged_or_applied_for_is_looked_up(telling: Stage, said: str) -> None:
    assert telling.answers("complaint_time", said, "check_application").rejected
