"""A letter pasted into the chat: what stands in it is not asked again, and who stays anonymous is not in the account."""

import pytest

from actions.complaint.asking import read_back
from actions.complaint.filing import account
from tests.actions.conftest import Stage

LETTER = (
    "县民政局：\n我们村的会计孙有财扣了我母亲的低保卡，从去年春天起每次只给一半的钱，问他他就骂人。\n"
    "望查处。\n青石镇桥头村 李玉芬 13900000099\n2026年11月3日"
)
HEARD = [
    ("role", "会计"),
    ("person", "孙有财"),
    ("relation", "我母亲"),
    ("date", "去年春天"),
    ("place", "桥头村"),
    ("person", "李玉芬"),
    ("phone", "13900000099"),
    ("date", "2026年11月3日"),
]


def test_a_pasted_letter_fills_the_form(stage: Stage) -> None:
    done = stage.run(
        "action_begin_complaint", LETTER, "file_complaint", entities=HEARD, category="card_withheld"
    )
    assert done.slots["complaint_name"] == "李玉芬"
    assert done.slots["complaint_phone"] == "13900000099"
    assert done.slots["complaint_accused"] == "会计、孙有财"
    assert done.slots["complaint_time"] == "去年春天起"


def test_words_behind_the_word_for_a_name_are_no_name(stage: Stage) -> None:
    said = (
        "村委会在群里发了一张表，上面不光有名字和住址，还有每户的卡号，连我女儿的病都写着。"
        "请删掉。一位母亲，电话13900000099，请不要公开我的信息。"
    )
    phone = [("phone", "13900000099")]
    done = stage.run(
        "action_begin_complaint", said, "file_complaint", entities=phone, category="privacy_leak"
    )
    assert not done.slots.get("complaint_name")


@pytest.mark.parametrize("identity", ["anonymous", "real_name"])
def test_the_name_in_a_letter_is_not_read_out(identity: str) -> None:
    name = "" if identity == "anonymous" else "李玉芬"
    slots = {"complaint_narrative": LETTER, "complaint_identity": identity, "complaint_name": name}
    assert "李玉芬" not in read_back(slots)


def test_who_stays_anonymous_is_not_in_what_is_lodged() -> None:
    told = account({"complaint_narrative": LETTER, "complaint_identity": "anonymous"})
    assert "李玉芬" not in told
    assert "13900000099" not in told
    assert "孙有财" in told
    assert account({"complaint_narrative": LETTER, "complaint_identity": "confidential"}) == LETTER


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("被举报人情况：\n姓名：王建国\n职务：村支书\n他把低保都给了亲戚，电话13900000099", "王建国"),
        ("村里收了我两千块，收条上签字是王建国。我的电话13900000099", "王建国"),
        ("镇上的人威胁举报人李大山，叫他别再去告，我电话13900000099", "李大山"),
    ],
)
def test_who_is_told_of_is_not_lodged_as_the_one_who_complains(stage: Stage, said: str, named: str) -> None:
    heard = [("person", named), ("phone", "13900000099")]
    done = stage.run("action_begin_complaint", said, "file_complaint", entities=heard, category="favoritism")
    assert not done.slots.get("complaint_name")
    assert done.slots.get("complaint_identity") != "real_name"
    assert named in account({"complaint_narrative": said, "complaint_identity": "anonymous"})
