"""What was told stays as it was told: who is blamed, when it was, what is to stay secret, and who is wanted."""

import pytest

from actions.complaint import account, allowed, facts, interruptions, kinds
from actions.complaint.reading import Reading
from actions.turn import Turn
from tests.actions.conftest import Stage
from understanding import Entity, Parsed, times

HELD = "不行。低保金该发多少"


def turn(
    said: str,
    *words: tuple[str, str],
    intent: str = "file_complaint",
    requested: str = "complaint_identity",
    **slots: object,
) -> Turn:
    entities, at = [], 0
    for kind, value in words:
        at = said.index(value, at)
        entities.append(Entity(kind, value, at, at + len(value)))
        at += len(value)
    kept = {"complaint_narrative": "会计从低保里扣了二百", "complaint_draft": {"key": "k"}, **slots}
    parsed = Parsed(said, intent, 0.9, entities=tuple(entities))
    return Turn(said, parsed, "t", slots=kept, requested=requested, loop="complaint_form")


@pytest.mark.parametrize(
    "said",
    [
        "扣了我二百 合理吗",
        "这样做对吗",
        "他们这样对不对",
        "有这规定吗",
        "他们这么干合规矩不",
        "每家扣五十 该不该扣",
    ],
)
def test_of_money_held_back_the_article_on_it_is_named(said: str) -> None:
    rule = allowed.rule(turn(said)) or ""
    assert rule.startswith(HELD)
    assert "私分" in rule
    assert "第七十一条" in rule
    assert "第四十八条" not in rule


@pytest.mark.parametrize(
    "said",
    [
        "让不让我匿名",
        "电话对不对",
        "这样写对不对",
        "我说的对不对",
        "地点是柳溪镇 这样对不对",
        "能不能收我的材料",
        "准不准不写名字",
        "我这么说对吗",
        "你记的号码对不对",
    ],
)
def test_what_is_asked_of_the_form_is_not_asked_of_the_deed(said: str) -> None:
    assert allowed.rule(turn(said)) is None


def test_at_the_end_it_is_asked_whether_it_was_taken_down_right() -> None:
    assert allowed.rule(turn("这样对不对", requested="complaint_confirmed")) is None
    assert allowed.rule(turn("这样对不对")) is not None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("我就告诉镇民政办了 他们不管", [("organ", "镇民政办")]),
        ("我只反映给镇民政办过 没人理", [("organ", "镇民政办")]),
        ("他儿子就告过村主任一次", [("role", "村主任")]),
        ("我光反映到镇民政办就跑了三趟", [("organ", "镇民政办")]),
        ("去年我就举报村主任了", [("role", "村主任")]),
        ("隔壁老婆他就投诉村主任", [("role", "村主任")]),
    ],
)
def test_whom_it_was_told_takes_nobodys_place(said: str, words: list[tuple[str, str]]) -> None:
    told = turn(said, *words, complaint_accused="马支书")
    reading = Reading()
    account.fill_the_rest(told, reading)
    assert facts.charged(told) is None
    assert "马支书" in reading.slots.get("complaint_accused", "马支书")
    found = account.completed(told, facts.told(told).slots)
    assert "马支书" in found.get("complaint_accused", "马支书")


@pytest.mark.parametrize(
    ("said", "words", "charged"),
    [
        ("我就告村主任", [("role", "村主任")], "村主任"),
        ("这回只举报镇民政办", [("organ", "镇民政办")], "镇民政办"),
        ("俺儿子的低保停了 主要投诉会计", [("role", "会计")], "会计"),
    ],
)
def test_who_alone_is_complained_of_still_stands_alone(
    said: str, words: list[tuple[str, str]], charged: str
) -> None:
    assert facts.charged(turn(said, *words)) == charged


@pytest.mark.parametrize(
    ("said", "kind", "when"),
    [
        ("五月的钱没到", "date", "五月"),
        ("上个月的钱没发", "date", "上个月"),
        ("今年的钱还没到", "date", "今年"),
        ("去年10月的款没到账", "date", "去年10月"),
        ("2026年3月的钱没给", "date", "2026年3月"),
        ("第三季度的钱没发", "date", "第三季度"),
        ("低保从三月钱就没了", "date", "三月"),
        ("8月份钱就没有了", "date", "8月份"),
        ("病了三年没人管", "duration", "三年"),
        ("六月的款到现在没发下来", "date", "六月"),
        ("七月没钱到账", "date", "七月"),
        ("老人瘫了两年都没人问", "duration", "两年"),
    ],
)
def test_when_the_money_did_not_come_is_kept(said: str, kind: str, when: str) -> None:
    assert [one.value for one in times.of_matter(turn(said, (kind, when)).parsed)] == [when]


@pytest.mark.parametrize(
    "said", ["今年没名额了", "今年的钱都花完了", "今年的资金用完了", "今年指标满了 让等等看"]
)
def test_of_which_year_the_quota_is_used_up_is_not_when_it_was(said: str) -> None:
    assert times.of_matter(turn(said, ("date", "今年")).parsed) == []


@pytest.mark.parametrize(
    "said",
    [
        "我叫王秀英 会计说谁告整谁 我要保密",
        "支书叫我别告 我要保密",
        "他说要整我 请给我保密",
        "他说要整我请给我保密",
        "队长让我别讲 给我保密",
        "人家说能保密 我也要保密",
        "请对我的名字和材料保密",
        "主任喊我莫声张 替我保密",
        "村里说告了没用 请你们保密",
        "我的材料要保密",
    ],
)
def test_the_wish_for_secrecy_is_heard_behind_what_others_say(said: str) -> None:
    assert facts.identity_of(said) == "confidential"


@pytest.mark.parametrize(
    "said", ["他说名单保密", "会计说要保密", "支书让我们保密", "名单保密 不给看", "村里说会给我保密"]
)
def test_what_others_keep_secret_is_no_wish(said: str) -> None:
    assert facts.identity_of(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "我叫王秀英 会计扣我低保 支书要我保密",
        "我叫王秀英 低保被扣了 能匿名吗",
        "我叫王秀英 扣我低保的钱 保密不",
    ],
)
def test_whoever_speaks_of_secrecy_is_not_taken_to_sign(stage: Stage, said: str) -> None:
    done = stage.run("action_begin_complaint", said, "file_complaint", entities=[("person", "王秀英")])
    assert done.slots.get("complaint_identity") != "real_name"


@pytest.mark.parametrize(
    ("said", "organ", "accused"),
    [
        ("柳溪镇 民政所压着不办", "柳溪镇 民政所", "柳溪镇民政所"),
        ("清河县 残联不给办证", "清河县 残联", "清河县残联"),
        ("双桥乡 民政办拖着", "双桥乡 民政办", "双桥乡民政办"),
        ("河湾街道 办事处不理", "河湾街道 办事处", "河湾街道办事处"),
        ("镇民政所 他们拖着", "镇民政所 他们", "镇民政所"),
    ],
)
def test_the_house_behind_the_township_belongs_to_it(said: str, organ: str, accused: str) -> None:
    assert facts.accused_of(turn(said, ("organ", organ))) == accused


@pytest.mark.parametrize(
    "said",
    [
        "我家没领低保 收入低 村里给别人办了",
        "他家有车还领了低保 要交代给大家",
        "钱没到 收到通知说要给大家发",
        "低保户收成不好 名额给别人了",
        "补贴的事交待给大家听",
        "特困的屋没收拾 钱给别人了",
    ],
)
def test_income_and_word_of_it_are_no_money_taken(said: str) -> None:
    assert kinds.made_plain("left_out", said) != "embezzlement"


@pytest.mark.parametrize(
    "said", ["低保钱扣一半分给没评上的", "补贴要交出来均给大家", "低保每月收五十匀给别人"]
)
def test_money_taken_to_be_shared_out_is_still_plain(said: str) -> None:
    assert kinds.made_plain("left_out", said) == "embezzlement"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("等会儿 火着了", "inform"),
        ("等一下 水淹进来了", "inform"),
        ("等一下 我喂奶 我男人打我", "crisis"),
        ("等一下 我喂饭 他拿刀来了", "crisis"),
        ("等会儿 房子塌了", "inform"),
        ("稍等 我妈昏迷了", "inform"),
    ],
)
def test_who_is_in_danger_is_not_merely_away(said: str, intent: str) -> None:
    assert not interruptions.only_waits(turn(said, intent=intent))


@pytest.mark.parametrize("said", ["等一下 我烧壶水", "等会儿 我接个电话", "等一下 有人敲门", "等会儿 我喂猪"])
@pytest.mark.parametrize("intent", ["inform", "crisis"])
def test_who_sees_to_the_house_is_away(said: str, intent: str) -> None:
    assert interruptions.only_waits(turn(said, intent=intent))


def test_a_sum_is_told_and_not_gathered_in() -> None:
    assert not interruptions.only_waits(turn("等一下 收我三百", ("amount", "三百"), intent="inform"))


@pytest.mark.parametrize(
    "said",
    [
        "换个人",
        "你听不懂 换个人",
        "换个懂的人来",
        "安排个人给我打电话",
        "派个人来跟我说",
        "安排人联系我",
        "安排一个人回我电话",
        "我要找人投诉",
        "投诉不了 给我找个人",
        "找个人帮我投诉",
        "不会打字 找个人帮我登记投诉",
        "我要举报 帮我找一个同志",
        "换个人来接",
        "叫个同志来跟我讲",
        "找个人替我写投诉",
    ],
)
def test_somebody_of_the_office_is_wanted(said: str) -> None:
    assert not interruptions.is_of_their_person(turn(said, intent="request_human"))
    assert interruptions.leaves(turn(said, intent="request_human"), interruptions.AWAY)


@pytest.mark.parametrize(
    "said",
    [
        "村里派人来跟我说不许告 我要投诉",
        "要投诉护理员 给我找个人照顾我妈",
        "换个能干活的人来",
        "换个护理",
        "换个勤快的来",
        "派个人来照顾我妈",
        "另外派个网格员",
        "投诉他们 给俺爹换个人",
    ],
)
def test_somebody_else_in_their_place_is_wanted(said: str) -> None:
    assert interruptions.is_of_their_person(turn(said, intent="request_human"))
