"""Whose name a complaint is signed with: the speaker's as they say it, never that of somebody told of."""

import pytest

from tests.actions.conftest import Answering, Stage

Parts = list[tuple[str, str]]


@pytest.mark.parametrize(
    ("asked", "said", "parts"),
    [
        (
            "complaint_accused",
            "叫邓玉珍 钱是她儿媳妇领的 儿媳叫啥我不清楚",
            [("person", "邓玉珍"), ("relation", "儿媳妇")],
        ),
        ("complaint_accused", "名叫孟春兰，前年就没了", [("person", "孟春兰")]),
        ("complaint_accused", "柳溪镇的 叫高大柱", [("person", "高大柱")]),
        (
            "complaint_narrative",
            "村里给派了个护理的 叫韦秀珍 是会计他姨",
            [("person", "韦秀珍"), ("role", "会计")],
        ),
        ("complaint_narrative", "照料的叫阎桂芬 半个月来一回", [("person", "阎桂芬")]),
        ("complaint_time", "那个人叫曹福贵 去年就开始领了", [("person", "曹福贵")]),
        ("complaint_time", "有个老太太 八十多了 叫孔秀英 去年冬天走的", [("person", "孔秀英")]),
        ("complaint_identity", "她叫贾玉芬 天天打麻将", [("person", "贾玉芬")]),
        ("complaint_identity", "领钱的是个老汉 叫付长河", [("person", "付长河")]),
        ("complaint_identity", "叫孔秀英 她儿子领的", [("person", "孔秀英")]),
        ("complaint_identity", "死的那个叫孔秀英 钱还在发", [("person", "孔秀英")]),
        ("complaint_name", "护理那个人叫韦秀珍", [("person", "韦秀珍")]),
        ("complaint_name", "照料的韦秀珍老不来", [("person", "韦秀珍")]),
        ("complaint_phone", "户主叫纪有田 他家还有车", [("person", "纪有田")]),
        ("complaint_place", "我们村有户人家 叫纪有田 有两辆车", [("person", "纪有田")]),
    ],
)
def test_the_name_of_somebody_told_of_is_not_signed_with(
    answer: Answering, asked: str, said: str, parts: Parts
) -> None:
    done = answer(asked, said, entities=parts)
    assert not done.slots.get("complaint_name")
    assert done.slots.get("complaint_identity") != "real_name"
    assert "real_name_promise" not in done.responses


@pytest.mark.parametrize(
    ("asked", "said", "name"),
    [
        ("complaint_identity", "我叫纪春燕", "纪春燕"),
        ("complaint_identity", "叫纪春燕 13800001234", "纪春燕"),
        ("complaint_identity", "叫纪春燕", "纪春燕"),
        ("complaint_identity", "实名吧 叫纪春燕", "纪春燕"),
        ("complaint_identity", "俺是柳溪镇上沟村的 叫纪春燕", "纪春燕"),
        ("complaint_name", "李家庄的 叫纪春燕", "纪春燕"),
        ("complaint_name", "纪春燕", "纪春燕"),
        ("complaint_place", "我是白石镇李家庄的 叫纪春燕 今年六十三", "纪春燕"),
        ("complaint_place", "李家庄的，叫纪春燕", "纪春燕"),
        ("complaint_time", "我姓纪 纪春燕 上个月的事", "纪春燕"),
        ("complaint_name", "她叫孔秀英，我叫纪春燕", "纪春燕"),
        ("complaint_identity", "我是她外甥女 叫纪春燕", "纪春燕"),
    ],
)
def test_the_speakers_own_name_is(answer: Answering, asked: str, said: str, name: str) -> None:
    parts = [("person", one) for one in ("纪春燕", "孔秀英") if one in said]
    assert answer(asked, said, entities=parts).slots.get("complaint_name") == name


@pytest.mark.parametrize(
    "said",
    [
        "我姓丁 丁大爷 全名就不说了 电话也不留",
        "免贵姓何 名字就不讲了",
        "我姓马，大名不说了",
        "叫我老许就行 全名不方便说",
        "我姓秦 就说个姓吧",
        "只说姓 姓贺",
        "姓白 名字我就不报了",
        "留个姓就行了 姓孔",
        "我姓郝 别的不说了 名字不提",
        "全名不告诉你们 我姓裴",
        "光留个姓 我姓柳",
    ],
)
@pytest.mark.parametrize("asked", ["complaint_identity", "complaint_name"])
def test_who_tells_only_the_surname_is_not_named(
    answer: Answering, stage: Stage, asked: str, said: str
) -> None:
    if asked == "complaint_name":
        stage.slots["complaint_identity"] = "real_name"
    done = answer(asked, said)
    assert done.slots.get("complaint_identity") == "anonymous"
    assert not done.slots.get("complaint_name")


@pytest.mark.parametrize("word", ["啥我不清楚", "谁不知道", "啥 不晓得", "什么来着"])
def test_a_word_that_asks_is_nobodys_name(answer: Answering, word: str) -> None:
    done = answer("complaint_accused", f"儿媳叫{word} 都喊她三嫂", entities=[("relation", "儿媳")])
    assert not (done.slots.get("complaint_draft") or {}).get("relation_name")
