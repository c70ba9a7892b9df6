"""Somebody says first that they want to complain, or that they leave no name, and then tells of what."""

from typing import Any

import pytest

from actions.complaint import facts, gathering
from actions.turn import Turn
from tests.actions.conftest import Stage
from tests.actions.talking import Talk
from understanding import Entity, Parsed, times


def before(
    text: str, intent: str = "ask_procedure", reaction: str = "action_answer_policy"
) -> list[dict[str, Any]]:
    return [
        {"event": "user", "text": text, "parse_data": {"intent": {"name": intent, "confidence": 0.8}}},
        {"event": "action", "name": reaction},
    ]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("我在外地 想替我妈反映个问题 可以吗", "她原来有低保 今年年初复核给降了 从四百多降到两百多 没人跟她解释"),
        ("我想替我爸投诉个事", "他的低保三月份给减了 说不清为了啥"),
        ("想反映一下我奶奶的事", "奶奶的高龄津贴去年年底给取消了"),
        ("我来反映个情况行不", "村里把俺叔的五保钱领走了半年"),
        ("俺要举报 能说不", "会计家三口人都享着低保"),
    ],
)  # fmt: skip
def test_what_was_to_be_complained_of_opens_the_complaint(stage: Stage, first: str, then: str) -> None:
    done = stage.run(
        "action_begin_complaint", then, "file_complaint", category="wrongly_stopped", before=before(first)
    )
    assert done.slots["complaint_draft"]["key"]
    assert then in done.slots["complaint_narrative"]
    assert "估一下" not in done.text


def test_facts_of_a_household_told_in_between_hold_nothing_up(stage: Stage) -> None:
    talk = Talk(stage)
    talk.says("我想替我妈反映个问题 可以吗", "ask_procedure")
    talk.says("我妈在柳溪镇 一个人住 七十三了", "inform")
    done = talk.says("她的低保年初给降了 没人跟她解释", "file_complaint", category="wrongly_stopped")
    assert "估一下" not in done.text
    assert done.slots["complaint_narrative"]


@pytest.mark.parametrize("first", ["投诉要多久有结果", "低保怎么申请", "你们管投诉吗", "找谁反映"])
def test_a_question_about_complaining_announces_nothing(first: str) -> None:
    from actions.turn import Earlier

    turn = Turn(
        "x", Parsed("x", "inform", 0.9), "t", talk=(Earlier(Parsed(first, "ask_procedure", 0.9), ""),)
    )
    assert not gathering.announced(turn)


@pytest.mark.parametrize(
    "first",
    ["我反映个情况 但是我不想留名字 行不行", "我要举报 不过我不想说我是谁 可以吗", "匿名反映行不", "想投诉个事 名字就不留了", "检举不留名中不中"],
)  # fmt: skip
def test_who_wanted_no_name_is_not_asked_for_it(stage: Stage, first: str) -> None:
    said = "我们村有个人死了快一年了 低保还在领"
    done = stage.run(
        "action_begin_complaint",
        said,
        "file_complaint",
        category="wrongly_covered",
        before=before(first, "privacy_request", "action_privacy"),
    )
    assert done.slots["complaint_identity"] == "anonymous"
    assert done.slots["complaint_name"] == ""


def test_who_names_themselves_after_all_is_taken_at_that(stage: Stage) -> None:
    done = stage.run(
        "action_begin_complaint",
        "我叫苗春生 会计扣了我五百块低保",
        "file_complaint",
        entities=[("person", "苗春生"), ("amount", "五百块")],
        category="embezzlement",
        before=before("匿名反映行不", "privacy_request", "action_privacy"),
    )
    assert done.slots["complaint_identity"] == "real_name"


def turn(said: str, parts: list[tuple[str, str]], **slots: object) -> Turn:
    entities = tuple(
        Entity(kind, value, said.rfind(value), said.rfind(value) + len(value)) for kind, value in parts
    )
    return Turn(
        said,
        Parsed(said, "inform", 0.9, entities=entities),
        "t",
        slots=slots,
        requested=str(slots.get("asked", "")),
    )


@pytest.mark.parametrize(
    ("said", "days", "left"),
    [
        ("这个月低保钱咋还没到 往月都是十号左右 今天都二十好几了", ["这个月", "十号", "今天"], ["这个月"]),
        ("往常都是五号就发 今天都十八号了", ["五号", "今天", "十八号"], []),
        ("一般是每月的八号 今儿都二十了 十月的还没来", ["八号", "十月"], ["十月"]),
        ("今年三月降的 她说不是三月是五月降的", ["三月", "五月"], ["五月"]),
        ("村里有个人死了快一年了 还在领", ["一年"], []),
        ("死的叫老马 去年秋天没的 上个月还有人取钱", ["去年秋天", "上个月"], ["上个月"]),
    ],
)  # fmt: skip
def test_only_the_time_of_the_wrong_is_told(said: str, days: list[str], left: list[str]) -> None:
    parts = [("duration" if one == "一年" else "date", one) for one in days]
    assert [one.value for one in times.of_matter(turn(said, parts).parsed)] == left


@pytest.mark.parametrize(
    ("said", "days", "when"),
    [
        ("两项补贴护理那个是去年三月批的", ["去年三月"], None),
        ("二级肢体残疾 前年十月办下来的", ["前年十月"], None),
        ("卡里今年一到六月一分没有", ["今年", "六月"], "今年一到六月"),
        ("今年七月到九月一分钱没见", ["今年七月", "九月"], "今年七月到九月"),
        ("去年11-12月没给", ["12月"], "去年11-12月"),
    ],
)
def test_when_it_was_granted_is_not_when_it_was_withheld(
    said: str, days: list[str], when: str | None
) -> None:
    told = turn(said, [("date", one) for one in days], complaint_category="embezzlement")
    assert facts.told(told).slots.get("complaint_time") == when


def test_of_a_grant_complained_of_it_is(stage: Stage) -> None:
    told = turn("他的低保是去年三月评上的", [("date", "去年三月")], complaint_category="wrongly_covered")
    assert facts.told(told).slots["complaint_time"] == "去年三月"


@pytest.mark.parametrize(
    ("said", "sums", "amount"),
    [
        ("从四百多降到两百多", ["四百多"], "四百多、两百多"),
        ("原来三百八十块减到了一百九", ["三百八十块"], "三百八十块、一百九"),
        ("五百变成三百了", ["五百"], "五百、三百"),
        ("每月扣五十块", ["五十块"], "五十块"),
    ],
)
def test_a_sum_that_was_changed_is_told_with_what_it_became(said: str, sums: list[str], amount: str) -> None:
    assert facts.told(turn(said, [("amount", one) for one in sums])).draft["amount"] == amount
