"""Nothing told in the complaint talk is lost: beside a question, beside a field that it fills, or beside a wish."""

import pytest

from actions.complaint import interruptions, phrases
from tests.actions.conftest import Stage

BEGUN = "隔壁两口子吃低保，县城里有房子"
TOLD = {
    "complaint_category": "wrongly_covered",
    "complaint_narrative": BEGUN,
    "complaint_place": "双桥镇马家湾村",
    "complaint_accused": "马四海",
    "complaint_time": "",
    "complaint_draft": {"key": "k"},
    "complaint_representatives": "",
}


@pytest.fixture
def telling(stage: Stage) -> Stage:
    stage.slots |= TOLD
    return stage


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("啥时候开始的我不清楚 车是去年买的", "inform"),
        ("多少钱我不知道 反正他家有面包车拉货", "nlu_fallback"),
        ("叫啥我不晓得 高高瘦瘦的戴个眼镜", "inform"),
        ("我问他们要啥手续 他们说自己上网查", "ask_materials"),
        ("我去问低保咋办 她翻了个白眼", "ask_procedure"),
        ("俺问会计为啥停 他说上头定的", "ask_review_rule"),
        ("能投诉不 娃等着交校服钱", "other_department"),
        ("可以反映不 家里等着买药", "affirm"),
        ("低保名单该不该贴出来 他们从来没贴过一张", "ask_publicity"),
    ],
)
def test_what_is_told_beside_a_question_stands_in_the_account(telling: Stage, said: str, intent: str) -> None:
    telling.answers("complaint_identity", said, intent)
    assert said in telling.slots["complaint_narrative"]


@pytest.mark.parametrize(
    "said",
    ["啥时候开始的我不清楚 车是去年买的", "买了几年我不晓得 房是前年的", "哪天的事俺记不清 反正是冬天"],
)
def test_what_is_not_known_hides_nothing_that_is_told_beside_it(telling: Stage, said: str) -> None:
    telling.slots |= {"complaint_identity": "anonymous", "complaint_name": "", "complaint_phone": ""}
    telling.answers("complaint_confirmed", said, "inform")
    assert said in telling.slots["complaint_narrative"]


@pytest.mark.parametrize("said", ["啥时候的事我不清楚", "哪天俺记不清", "多少钱我不晓得"])
def test_what_is_only_not_known_is_no_part_of_the_account(telling: Stage, said: str) -> None:
    telling.slots |= {"complaint_time": None}
    telling.answers("complaint_time", said, "inform")
    assert telling.slots["complaint_narrative"] == BEGUN


@pytest.mark.parametrize(
    ("said", "entities"),
    [
        ("支书姓邓 叫邓长贵 弟弟邓长福", [("role", "支书"), ("person", "邓长贵"), ("person", "邓长福")]),
        ("村主任郝有田，外甥郝小兵", [("role", "村主任"), ("person", "郝有田"), ("person", "郝小兵")]),
        ("会计雷志强 证人是丁老三", [("role", "会计"), ("person", "雷志强"), ("person", "丁老三")]),
    ],
)
def test_a_name_that_no_field_holds_stands_in_the_account(
    telling: Stage, said: str, entities: list[tuple[str, str]]
) -> None:
    telling.slots |= {"complaint_accused": None, "complaint_category": "refused"}
    telling.answers("complaint_accused", said, "inform", entities)
    missing = [
        name
        for kind, name in entities
        if kind == "person"
        and name not in f"{telling.slots['complaint_accused']}{telling.slots['complaint_narrative']}"
    ]
    assert not missing


@pytest.mark.parametrize("said", ["石桥镇牛家沟", "石桥镇牛家沟的", "在石桥镇牛家沟那边"])
def test_what_a_field_holds_whole_is_not_told_twice(telling: Stage, said: str) -> None:
    telling.slots |= {"complaint_place": None}
    telling.answers("complaint_place", said, "inform", [("place", "石桥镇"), ("place", "牛家沟")])
    assert telling.slots["complaint_place"] == "石桥镇牛家沟"
    assert telling.slots["complaint_narrative"] == BEGUN


@pytest.mark.parametrize(
    "said",
    [
        "我要投宿他们 不对 投诉",
        "我要头诉 打错了 投诉",
        "我要举抱他 不是 举报",
        "要反应 写错了 是反映",
        "投诉 打错了 头诉",
    ],
)
def test_a_slip_put_right_at_once_is_no_part_of_the_account(telling: Stage, said: str) -> None:
    telling.answers("complaint_identity", said, "file_complaint")
    assert telling.slots["complaint_narrative"] == BEGUN


@pytest.mark.parametrize(
    "said",
    ["我不留名字 都是一个村的抬头不见低头见", "匿名吧 乡里乡亲的", "不留名 免得以后不好见面"],
)
def test_why_somebody_stays_unnamed_is_no_part_of_the_account(telling: Stage, said: str) -> None:
    telling.answers("complaint_identity", said, "inform")
    assert telling.slots["complaint_identity"] == "anonymous"
    assert telling.slots["complaint_narrative"] == BEGUN


def test_who_turns_out_to_speak_is_not_complained_of(telling: Stage) -> None:
    telling.slots |= {"complaint_accused": "李守田", "complaint_category": "refused"}
    telling.answers("complaint_identity", "我叫李守田，实名", "inform", [("person", "李守田")])
    assert telling.slots["complaint_accused"] == ""


@pytest.mark.parametrize(
    "said",
    ["我想问低保咋办", "我问一下要啥材料", "我问你要啥材料", "我问问低保怎么办 我妈病了", "他啥时候发"],
)
def test_a_question_is_still_one(said: str) -> None:
    assert phrases.asks(said)


@pytest.mark.parametrize(
    ("said", "intent", "relation"),
    [
        ("等会儿 我接个孩子", "request_human", "孩子"),
        ("稍等哈 我去接个娃", "goodbye", "娃"),
        ("等一下 我接个电话", "request_human", ""),
        ("你等我一下 锅里煮着东西", "abuse", ""),
        ("先等会儿 有人敲门", "nlu_fallback", ""),
        ("我去给牛添把草 一会儿回来", "supplement_petition", ""),
    ],
)
def test_who_is_away_for_a_moment_tells_nothing(
    telling: Stage, said: str, intent: str, relation: str
) -> None:
    entities = [("relation", relation)] if relation else []
    done = telling.answers("complaint_identity", said, intent, entities)
    assert done.responses == ["utter_take_your_time"]
    assert telling.slots["complaint_narrative"] == BEGUN
    assert "relation" not in telling.slots["complaint_draft"]


@pytest.mark.parametrize(
    "said", ["等一下 我说的是会计", "等会儿 我要找会计评理", "他让我等会儿 我等了一天", "我去拿钱 会计不给"]
)
def test_who_goes_on_telling_is_not_away(said: str) -> None:
    assert not interruptions.AWAY_FOR_A_MOMENT.match(said)
