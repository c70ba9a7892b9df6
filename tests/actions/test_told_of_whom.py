"""Whom a complaint is about and for whom it is brought: relatives, the dead, posts told bit by bit."""

from collections.abc import Sequence

import pytest

from actions.complaint import account, facts, kinds, representatives
from actions.turn import Turn
from understanding import Entity, Parsed

Part = tuple[str, str]


def turn(said: str, parts: Sequence[Part] = (), **slots: object) -> Turn:
    entities = tuple(
        Entity(kind, value, said.find(value), said.find(value) + len(value)) for kind, value in parts
    )
    parsed = Parsed(said, "inform", 0.9, entities=entities)
    return Turn(said, parsed, "t", slots=slots, loop="complaint_form", requested=str(slots.get("asked", "")))


@pytest.mark.parametrize(
    ("relation", "told", "category"),
    [
        ("丈母娘", "村支书给亲戚办低保\n补充：他小舅子 还有他丈母娘 都吃着低保呢", "favoritism"),
        ("老丈人", "村会计给老丈人办了低保", "favoritism"),
        ("连襟", "主任的连襟领着残疾补贴", "wrongly_covered"),
        ("老伴", "窗口态度差\n补充：我是去给老伴办高龄补贴的", "attitude"),
        ("我妈", "我去给我妈办低保 她把材料甩地上", "attitude"),
        ("老爹", "陪老爹去办低保 民政所的人骂我", "attitude"),
        ("儿子", "会计扣我的低保 会计儿子领着补贴", "embezzlement"),
    ],
)
def test_nobody_but_the_speaker_is_meant(relation: str, told: str, category: str) -> None:
    slots = {
        "complaint_narrative": told,
        "complaint_category": category,
        "complaint_draft": {"relation": relation},
    }
    assert representatives.spoken_for(slots) == ""


@pytest.mark.parametrize(
    ("relation", "told", "category"),
    [
        ("我妈", "我妈的低保停了", "wrongly_stopped"),
        ("我爸", "替我爸反映 会计给亲戚办低保不给我爸办", "favoritism"),
        ("我妈", "我妈去办低保被窗口骂哭了", "attitude"),
        ("奶奶", "奶奶的存折在队长手里", "card_withheld"),
        ("邻居", "帮邻居反映 他的救助款让人领了", "embezzlement"),
    ],
)
def test_who_is_wronged_is_spoken_for(relation: str, told: str, category: str) -> None:
    slots = {
        "complaint_narrative": told,
        "complaint_category": category,
        "complaint_draft": {"relation": relation},
    }
    assert representatives.spoken_for(slots) == relation


@pytest.mark.parametrize(
    ("said", "parts", "named"),
    [
        ("我是他姐姐也是监护人 我叫方秀兰 弟弟叫方秀民", [("relation", "姐姐"), ("relation", "弟弟"), ("person", "方秀民")], ("弟弟", "方秀民")),
        ("我是她妹妹 姐姐叫文大兰", [("relation", "妹妹"), ("relation", "姐姐"), ("person", "文大兰")], ("姐姐", "文大兰")),
    ],
)  # fmt: skip
def test_the_relative_behind_the_speakers_own_tie_is_named(
    said: str, parts: list[Part], named: tuple[str, str]
) -> None:
    assert facts.relative_named(turn(said, parts)) == named


@pytest.mark.parametrize(
    ("said", "parts", "who"),
    [
        ("死的叫马富贵 钱是他侄子马小军在取", [("person", "马富贵"), ("person", "马小军")], "马小军"),
        ("死的那个叫龚有福 他外甥龚小兵在领", [("person", "龚有福"), ("person", "龚小兵")], "龚小兵"),
        ("去世的老人叫石来福 卡在会计孙有财手里", [("person", "石来福"), ("role", "会计"), ("person", "孙有财")], "会计孙有财"),
        ("是妇女主任拿着 姓蒋", [("role", "妇女主任"), ("person", "蒋")], "妇女主任姓蒋"),
        ("是计生专干收着的 姓尤", [("role", "计生专干")], "计生专干姓尤"),
        ("卡被村干部收着 就是会计姓董", [("role", "村干部"), ("role", "会计"), ("person", "董")], "会计姓董"),
    ],
)  # fmt: skip
def test_who_did_it_is_named_once_and_nobody_dead(said: str, parts: list[Part], who: str) -> None:
    asked = facts.accused_of(turn(said, parts, asked="complaint_accused"))
    assert asked is not None
    assert asked.replace("是姓", "姓") == who


@pytest.mark.parametrize(
    ("known", "said", "parts", "who"),
    [
        ("社区", "社区干事姓鲁 男的 就是他跟我讲的", [("organ", "社区"), ("role", "干事"), ("person", "鲁")], "社区干事姓鲁"),
        ("村里", "村文书姓甘 女的 是她说的", [("role", "村文书"), ("person", "甘")], "村文书姓甘"),
        ("镇上", "接电话的是镇民政办一个女的，姓什么我没问", [("organ", "镇民政办")], "镇民政办一个女的"),
        ("村干部", "是村会计姓贺", [("role", "村会计"), ("person", "贺")], "村会计姓贺"),
        ("窗口的人", "就是城关镇便民服务大厅民政那个窗口", [("organ", "便民服务大厅民政")], "便民服务大厅民政窗口"),
        ("民政窗口", "柳溪镇便民服务中心低保窗口 前天的事", [("organ", "便民服务中心")], "便民服务中心低保窗口"),
        ("会计", "认识村支书姓邓", [("role", "村支书"), ("person", "邓")], "会计"),
    ],
)  # fmt: skip
def test_who_is_told_of_while_the_name_is_asked_stands_for_who_was_told_vaguely(
    known: str, said: str, parts: list[Part], who: str
) -> None:
    asked = turn(said, parts, asked="complaint_identity", complaint_accused=known)
    more = facts.accused_of(asked) if "窗口" in known else facts.holder_of(asked)
    assert (account.with_more(known, more) if more else known) == who


@pytest.mark.parametrize(
    "said",
    ["俺村低保评的不公平", "评低保不公道 我要反映", "村里评贫困户不公正", "我们队评议不公", "评五保户走过场", "评定的时候偏心"],
)  # fmt: skip
def test_an_unfair_review_is_one_at_once(said: str) -> None:
    assert kinds.of("other", said) == "not_public"
