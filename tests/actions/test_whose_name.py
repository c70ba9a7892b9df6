"""Whose name is said: the speaker's only where it is said so or stands alone, and never a mere word."""

import pytest

from actions.complaint import names
from tests.actions.conftest import Answering, Stage

Part = tuple[str, str]


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("收钱的是小组长，叫贺长顺，每月来收", []),
        ("他是五保，叫石来福，八十一了", []),
        ("会计在家，叫孙有财", []),
        ("那个女的，叫什么李霞", []),
        ("记得别把我的名字再弄出去", []),
        ("领头的我算一个 叫曹改花", ["曹改花"]),
        ("李家庄的，叫王有才", ["王有才"]),
        ("名字：王桂花", ["王桂花"]),
    ],
)
def test_a_bare_name_behind_somebody_told_of_is_theirs(said: str, own: list[str]) -> None:
    assert [one["name"] for one in names.names_said(said)] == own


@pytest.mark.parametrize("word", ["再弄出", "等下", "娃", "俩娃", "那天", "全家", "张会计", "石", "丁 大"])
def test_a_word_is_no_name(word: str) -> None:
    assert not names.plausible(word)


@pytest.mark.parametrize("name", ["石来福", "丁守礼", "欧阳葳蕤", "武秀云", "贺顺", "阿依·古丽"])
def test_a_name_is_one(name: str) -> None:
    assert names.plausible(name)


@pytest.mark.parametrize(
    ("said", "parts", "name"),
    [
        (
            "我叫石秀云，哦不对打错了，武秀云，13800001117",
            [("person", "石秀云"), ("person", "武秀云")],
            "武秀云",
        ),
        ("我叫李小芳 打错字了 李晓芳 13800001117", [("person", "李小芳"), ("person", "李晓芳")], "李晓芳"),
        ("我姓梁 梁雪梅 13800001114 记得别把我的名字再弄出去", [("person", "梁雪梅")], "梁雪梅"),
        ("姓周 周大明 13800004321", [("person", "周 周大明")], "周大明"),
        ("我叫宋海军，她儿子，13800001102", [("person", "宋海军")], "宋海军"),
    ],
)
def test_who_signs(answer: Answering, said: str, parts: list[Part], name: str) -> None:
    assert answer("complaint_identity", said, entities=parts).slots["complaint_name"] == name


def test_a_name_told_before_stays_where_only_a_number_is_given(answer: Answering, stage: Stage) -> None:
    stage.slots["complaint_name"] = "郝彩云"
    said = "从九月停的 我一个人带俩娃 13800001130"
    done = answer("complaint_identity", said, entities=[("person", "俩娃"), ("phone", "13800001130")])
    assert done.slots.get("complaint_name", "郝彩云") == "郝彩云"
    assert done.slots["complaint_phone"] == "13800001130"


def test_the_name_of_another_is_not_signed_with(answer: Answering) -> None:
    said = "收钱的是小组长，叫贺长顺，每月十号来收"
    done = answer("complaint_accused", said, entities=[("role", "小组长"), ("person", "贺长顺")])
    assert not done.slots.get("complaint_name")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("我叫石玉兰，电话13800001120，收钱的不是武大田", "石玉兰"),
        ("我叫石玉兰，不是石玉莲", "石玉兰"),
        ("我叫石玉兰 领走钱的不是我叔", "石玉兰"),
        ("我叫石玉兰，他说的不对，13800001120", "石玉兰"),
        ("我叫石玉兰，不是，是石玉莲", "石玉莲"),
        ("我叫石玉兰 不对 石玉莲", "石玉莲"),
        ("我叫石玉兰，写错字了，石玉莲", "石玉莲"),
    ],
)
def test_a_name_that_is_denied_is_not_signed_with(answer: Answering, said: str, name: str) -> None:
    assert answer("complaint_name", said).slots["complaint_name"] == name


@pytest.mark.parametrize(
    ("said", "people", "accused"),
    [
        ("我们四户的补贴都是武大田领走的", ["武大田"], "武大田"),
        ("石玉兰家和我家一起去的，武大田不给办", ["石玉兰", "武大田"], "武大田"),
        ("还有，卡是武大田拿着的", ["武大田"], "武大田"),
        ("我们几家一起交的材料 都让武大田压下了", ["武大田"], "武大田"),
        ("另外武大田还骂了我们几户", ["武大田"], "武大田"),
    ],
)
def test_who_did_it_complains_of_nothing(
    answer: Answering, stage: Stage, said: str, people: list[str], accused: str
) -> None:
    stage.slots |= {
        "complaint_draft": {"key": "draft-1", "headcount": 4},
        "complaint_narrative": "几户的补贴没到",
        "complaint_category": "embezzlement",
    }
    done = answer("complaint_accused", said, entities=[("person", one) for one in people])
    assert accused in str(done.slots.get("complaint_accused"))
    named = [one["name"] for one in (done.slots.get("complaint_draft") or {}).get("people", [])]
    assert accused not in named
