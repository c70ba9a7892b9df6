"""Who is taken down as complained of: only who is said to have done wrong, by the whole name where it is told."""

import pytest

from actions.complaint import account, asking, facts, phrases
from actions.complaint.reading import Reading
from actions.turn import Turn
from tests.actions.conftest import Stage
from understanding import Entity, Parsed


def turn(
    said: str,
    entities: list[tuple[str, str]],
    *,
    category: str | None = None,
    requested: str = "complaint_time",
    **slots: object,
) -> Turn:
    found = tuple(
        Entity(kind, value, said.index(value), said.index(value) + len(value)) for kind, value in entities
    )
    parsed = Parsed(said, "file_complaint", 0.9, category=category, entities=found)
    kept = {"complaint_narrative": "钱不对", "complaint_draft": {"key": "k"}, **slots}
    return Turn(said, parsed, "t", slots=kept, requested=requested, loop="complaint_form")


@pytest.mark.parametrize(
    ("said", "entities", "accused"),
    [
        (
            "村主任姓郝 叫郝有田 他外甥郝小兵",
            [("role", "村主任"), ("person", "郝有田"), ("person", "郝小兵")],
            "村主任郝有田、郝小兵",
        ),
        ("村干部姓罗 大名罗金山", [("role", "村干部"), ("person", "罗金山")], "村干部罗金山"),
        (
            "所长姓雷 大名雷振东 他妹子雷小琴吃的低保",
            [("role", "所长"), ("person", "雷振东"), ("person", "雷小琴")],
            "所长雷振东、雷小琴",
        ),
        ("村支熟定的", [("role", "村支熟")], "村支书"),
        ("就是村会记收的", [("role", "村会记")], "村会计"),
        (
            "主要告前营村 那个文书小高",
            [("place", "前营村"), ("role", "文书"), ("person", "小高")],
            "前营村、文书小高",
        ),
        ("下河村说户口不在他那 不管", [("place", "下河村")], "下河村"),
    ],
)
def test_who_did_it_is_told_once_and_whole(said: str, entities: list[tuple[str, str]], accused: str) -> None:
    assert facts.accused_of(turn(said, entities, category="favoritism")) == accused


@pytest.mark.parametrize(
    ("said", "entities"),
    [
        ("石桥镇牛家沟 冯长顺家", [("place", "石桥镇"), ("place", "牛家沟"), ("person", "冯长顺")]),
        ("双桥镇 韩玉山家的低保停了", [("place", "双桥镇"), ("person", "韩玉山")]),
        ("还有两个老人 一个叫刘三爷 一个叫王老太 你们去问问", [("person", "刘三爷"), ("person", "王老太")]),
        ("四五个呢 有一个叫老魏头 住村西头 你们去一问就知道", [("person", "老魏头")]),
        ("村里有个叫老孟的也被收了卡", [("person", "老孟")]),
        ("村东头的张婆婆就是被他们收了折子", [("person", "张婆婆")]),
        ("还有老刘头老婆也看见了", [("person", "老刘头")]),
        ("我是他邻居 我姓邱", [("relation", "邻居"), ("person", "邱")]),
        ("号码打错了 尾号是80", [("person", "80")]),
    ],
)
def test_household_victim_witness_and_speaker_are_not_blamed(
    said: str, entities: list[tuple[str, str]]
) -> None:
    assert facts.accused_of(turn(said, entities, category="wrongly_stopped")) is None


def test_a_household_that_should_not_be_paid_is_blamed() -> None:
    told = turn("石桥镇牛家沟 冯长顺家有楼房还吃低保", [("person", "冯长顺")], category="wrongly_covered")
    assert facts.accused_of(told) == "冯长顺"


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ("窗口关门早，去三趟都没人", []),
        ("村会计钱太少，我们不够花", ["村会计"]),
        ("会计时间长，谁也不敢说", ["会计"]),
        ("书记安排好，就是不给我办", ["书记"]),
        ("主任常常不，还骂人", ["主任"]),
        ("所长高高在，不理人", ["所长"]),
        ("会计周末不，去了白去", ["会计"]),
    ],
)
def test_words_behind_a_post_are_no_name(said: str, roles: list[str]) -> None:
    told = turn(said, [("role", role) for role in roles])
    assert facts.accused_of(told) == ("、".join(roles) or None)


@pytest.mark.parametrize("said", ["村主任常有德", "会计雷志强", "窗口小伍", "文书钱长贵", "书记时小满"])
def test_a_name_behind_a_post_that_was_not_heard_is_one(said: str) -> None:
    assert facts.accused_of(turn(said, [])) == said


@pytest.mark.parametrize(
    ("known", "told", "now"),
    [
        ("支书姓邓", "支书邓长贵", "支书邓长贵"),
        ("邓支书", "支书邓长贵", "支书邓长贵"),
        ("姓罗的会计", "村会计罗金山", "村会计罗金山"),
        ("村支书", "支书彭大山", "支书彭大山"),
        ("村会计", "镇会计孙财", "村会计、镇会计孙财"),
        ("王主任", "主任李四海", "王主任、主任李四海"),
    ],
)
def test_the_whole_name_takes_the_place_of_the_post_alone(known: str, told: str, now: str) -> None:
    assert account.with_more(known, told) == now


@pytest.mark.parametrize(
    "said", ["支书叫彭大山 不是我亲戚哈", "支书叫彭大山，不是俺家亲戚", "支书彭大山 不是我本家"]
)
def test_who_is_no_kin_of_the_speaker_is_blamed_all_the_same(stage: Stage, said: str) -> None:
    stage.slots |= {
        "complaint_category": "not_public",
        "complaint_narrative": "举手就把我刷下来了",
        "complaint_place": "大营乡前营村",
        "complaint_accused": "村支书",
        "complaint_time": "上个月",
        "complaint_draft": {"key": "k"},
        "complaint_representatives": "",
    }
    stage.answers(
        "complaint_identity",
        said,
        "file_complaint",
        [("role", "支书"), ("person", "彭大山")],
    )
    assert stage.slots["complaint_accused"] == "支书彭大山"


@pytest.mark.parametrize(
    "said",
    ["护理的叫田小军 是村主任的侄子", "护工田小军，是村主任家亲戚，光拿钱", "田小军是村主任外甥 不来干活"],
)
def test_whose_relative_did_it_did_not_do_it(said: str) -> None:
    told = turn(said, [("person", "田小军"), ("role", "村主任")], complaint_category="embezzlement")
    assert "村主任" not in str(facts.accused_of(told))
    ties = turn(said, [("person", "田小军"), ("role", "村主任")], complaint_category="favoritism")
    assert "村主任" in str(facts.accused_of(ties))


@pytest.mark.parametrize(
    ("said", "entities", "accused"),
    [
        ("支书叫雷什么来着 雷国安 对 雷国安", [("role", "支书"), ("person", "雷国安")], "支书雷国安"),
        ("书记叫啥来着 周大奎", [("role", "书记"), ("person", "周大奎")], "书记周大奎"),
        ("村长好像叫 王得胜吧 对 王得胜", [("role", "村长")], "村长王得胜"),
        ("主任姓什么来着，哦对了，韩大柱", [("role", "主任"), ("person", "韩大柱")], "主任韩大柱"),
        ("会计的名字好像是 马三娃", [("role", "会计"), ("person", "马三娃")], "会计马三娃"),
    ],
)
def test_a_name_that_comes_to_mind_behind_the_post_is_who_holds_it(
    said: str, entities: list[tuple[str, str]], accused: str
) -> None:
    assert facts.accused_of(turn(said, entities, category="refused")) == accused
    assert not phrases.asks(said)


@pytest.mark.parametrize(
    ("said", "accused"),
    [
        ("穿红衣裳 烫头 四十多岁 坐三号窗口", "穿红衣裳，烫头，四十多岁，坐三号窗口"),
        ("不晓得叫啥 戴口罩 长头发 二十来岁", "戴口罩，长头发，二十来岁"),
        ("她瘦高个 扎辫子", "她瘦高个，扎辫子"),
        ("不认得 穿黑褂子 光头 五十多岁", "穿黑褂子，光头，五十多岁"),
        ("那男的留胡子，戴帽子", "那男的留胡子，戴帽子"),
    ],
)
def test_who_is_told_of_by_looks_alone_is_blamed(said: str, accused: str) -> None:
    assert facts.accused_of(turn(said, [], category="attitude")) == accused


@pytest.mark.parametrize("said", ["四十多岁", "戴不起眼镜", "五十多岁 没工作", "我七十了 穿的都是旧的"])
def test_an_age_or_a_want_is_no_look(said: str) -> None:
    assert facts.accused_of(turn(said, [], category="left_out")) is None


@pytest.mark.parametrize(
    ("said", "entities", "charged"),
    [
        ("要告 就告乡民政办压着不批", [("organ", "乡民政办")], "乡民政办"),
        ("要告就告村里的会计吞钱", [("organ", "村里"), ("role", "会计")], "会计"),
        ("我举报的是柳溪镇民政所", [("organ", "柳溪镇民政所")], "柳溪镇民政所"),
        ("俺只反映文书 别人没份", [("role", "文书")], "文书"),
        ("主要投诉支书卡着不报", [("role", "支书")], "支书"),
    ],
)
@pytest.mark.parametrize("requested", ["complaint_phone", "complaint_time"])
def test_who_is_said_to_be_complained_of_stands_alone(
    said: str, entities: list[tuple[str, str]], charged: str, requested: str
) -> None:
    told = turn(said, entities, category="delayed", requested=requested, complaint_accused="收材料的小伙子")
    reading = Reading()
    account.fill_the_rest(told, reading)
    assert reading.slots["complaint_accused"] == charged
    assert account.completed(told, facts.told(told).slots)["complaint_accused"] == charged


def test_the_fuller_name_told_before_stays() -> None:
    assert account.only("支书雷国安、会计", "支书") == "支书雷国安"


@pytest.mark.parametrize(
    ("said", "places", "place"),
    [
        (
            "前天去白石镇便民大厅 没人理。我叫冯长河 东街社区的",
            [("place", "白石镇"), ("place", "东街社区")],
            "白石镇",
        ),
        (
            "河湾街道办事大厅那女的骂我。俺是上沟村的",
            [("place", "河湾街道"), ("place", "上沟村")],
            "河湾街道",
        ),
        ("我叫冯长河 白石镇上沟村的", [("place", "白石镇"), ("place", "上沟村")], "白石镇上沟村"),
    ],
)
def test_where_the_speaker_lives_is_not_where_an_office_did_wrong(
    said: str, places: list[tuple[str, str]], place: str
) -> None:
    assert facts.place_of(turn(said, places, category="attitude")) == place


@pytest.mark.parametrize(
    ("relation", "told"),
    [
        ("儿子", "说我有儿子就不能吃低保"),
        ("女儿", "说我有女儿不给申请"),
        ("闺女", "人家讲有闺女就没低保"),
        ("孙子", "嫌我有孙子的补贴高"),
        ("儿子", "说儿子也能领低保才叫公道"),
    ],
)
def test_a_relative_only_mentioned_is_not_spoken_for(relation: str, told: str) -> None:
    read = asking.lines({"complaint_narrative": told, "complaint_draft": {"relation": relation}})
    assert not any("替谁" in line for line in read)


@pytest.mark.parametrize(
    ("relation", "told"), [("我妈", "我妈的低保停了"), ("儿子", "替儿子反映"), ("爹", "我爹高龄补贴没给")]
)
def test_whose_assistance_it_is_is_spoken_for(relation: str, told: str) -> None:
    read = asking.lines({"complaint_narrative": told, "complaint_draft": {"relation": relation}})
    assert f"替谁反映：{relation}" in read


@pytest.mark.parametrize("said", ["儿媳叫啥我不清楚", "儿媳叫什么不晓得", "儿媳叫谁忘了"])
def test_what_is_not_known_is_no_name(said: str) -> None:
    assert facts.relative_named(turn(said, [("relation", "儿媳")])) is None


@pytest.mark.parametrize(
    ("said", "relation"),
    [
        ("附一句 赵立新的弟弟叫赵立军", "弟弟"),
        ("支书小舅子叫李大山", "小舅子"),
        ("他媳妇叫王翠花 吃着低保", "媳妇"),
    ],
)
def test_somebody_elses_relative_is_not_spoken_for(said: str, relation: str) -> None:
    told = facts.told(turn(said, [("relation", relation)]))
    assert "relation" not in told.draft
