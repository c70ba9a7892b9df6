"""Who names themselves in passing is the one who complains; others named beside the matter are not complained of."""

from collections.abc import Sequence

import pytest

from actions import danger
from actions.complaint import corrections, facts, particulars, pauses, secrecy, signing
from actions.turn import Turn, _with_whole_townships
from understanding import Entity, Parsed

Part = tuple[str, str]


def turn(said: str, parts: Sequence[Part] = (), asked: str = "complaint_confirmed", **slots: object) -> Turn:
    entities = tuple(
        Entity(kind, value, said.find(value), said.find(value) + len(value)) for kind, value in parts
    )
    return Turn(
        said,
        Parsed(said, "inform", 0.9, entities=entities),
        "t",
        slots=slots,
        loop="complaint_form",
        requested=asked,
    )


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("喊我常桂花就好了，电话我背不下来", "常桂花"),
        ("叫孟长河，手机丢了，先不留", "孟长河"),
        ("名字可以写，霍小满", "霍小满"),
    ],
)
def test_a_name_said_in_passing_is_the_speakers(said: str, name: str) -> None:
    told = facts.told(turn(said, [("person", name)])).slots
    assert told["complaint_name"] == name
    assert "complaint_accused" not in told


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("外孙女七岁，上一年级，叫孟小雨", [("relation", "外孙女"), ("person", "孟小雨")]),
        ("可以打孩子班主任的 13900002201 姓汤", [("phone", "13900002201"), ("person", "汤")]),
    ],
)
def test_who_is_named_beside_the_matter_is_not_complained_of(said: str, parts: list[Part]) -> None:
    assert facts.accused_of(turn(said, parts, complaint_category="left_out")) is None


@pytest.mark.parametrize(
    ("said", "parts", "place"),
    [
        ("下河村会计曹大江把他表弟报成低保", [("role", "村会计"), ("person", "曹大江")], "下河村"),
        ("三岔乡梨园村 支书叫尚德", [("place", "三岔乡"), ("place", "梨园"), ("role", "支书")], "三岔乡梨园村"),
    ],
)  # fmt: skip
def test_a_village_is_read_from_before_its_post(said: str, parts: list[Part], place: str) -> None:
    assert facts.place_of(turn(said, parts)) == place


def test_a_township_told_behind_its_village_stands_before_it() -> None:
    told = turn("南河乡的", [("place", "南河乡")], complaint_place="下河村")
    assert particulars.bare_facts(told)["complaint_place"] == "南河乡下河村"


def test_no_name_said_with_the_word_that_hands_it_in() -> None:
    last = turn("那就匿名交吧", asked="complaint_name", complaint_identity="confidential")
    assert signing.with_the_last_word(last)["complaint_identity"] == "anonymous"


def test_a_township_is_whole_before_its_house() -> None:
    cut = (Entity("place", "北庄", 0, 2), Entity("organ", "镇养老院", 2, 6))
    assert [one.value for one in _with_whole_townships(cut)] == ["北庄镇", "北庄镇养老院"]


def test_several_sums_and_a_month_with_its_sum_put_nothing_right() -> None:
    known = {
        "complaint_narrative": "有的交五百",
        "complaint_draft": {"amount": "五百"},
        "complaint_time": "去年",
    }
    two = turn("说错了我交的四百，二百是我姐交的", [("amount", "四百"), ("amount", "二百")], **known)
    assert corrections.correction(two) is None
    dated = turn("四月又扣了八十", [("date", "四月"), ("amount", "八十")], **known)
    assert particulars.bare_facts(dated) == {}


def test_one_of_several_times_is_put_right() -> None:
    said = turn("看我记错了，是五月初六", [("date", "五月初六")], complaint_time="三月、五月初五")
    reading = corrections.correction(said)
    assert reading is not None
    assert reading.slots["complaint_time"] == "三月、五月初六"


def test_what_is_changed_or_meant_after_all() -> None:
    assert secrecy.CHANGES_TO.search("可不可以换成匿名")
    assert facts.identity_of("不能提我的名字，提了没法过") == "confidential"
    assert pauses.AFTER_ALL.match("不中，这口气难咽，还是要举报")


@pytest.mark.parametrize(
    ("said", "intent", "sure", "meant"),
    [
        ("我姐一周透两次，没钱，这周没去", "file_complaint", 0.9, "request_help"),
        ("去年化疗停了一阵", "file_complaint", 0.9, "file_complaint"),
        ("婆婆开刀花了八万，欠的账天天有人催", "request_help", 0.86, "inform"),
        ("开刀花了八万，现在医院催押金，不交就停药", "request_help", 0.86, "request_help"),
        ("全村领补贴的都要交，不给就取消", "collective_action", 0.5, "inform"),
        ("全村人明天一起到县里堵门", "collective_action", 0.5, "collective_action"),
    ],
)
def test_need_of_this_hour_is_told_from_what_is_told_of_a_complaint(
    said: str, intent: str, sure: float, meant: str
) -> None:
    assert danger.sobered(Parsed(said, intent, sure), said, telling=True).intent == meant
