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
    assert done.slots["complaint_accused"] == "会计孙有财"
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


def anonymous(told: str) -> str:
    return account({"complaint_narrative": told, "complaint_identity": "anonymous"})


@pytest.mark.parametrize(
    "told",
    [
        f"{LETTER}\n补充：会计姓马",
        f"{LETTER}\n补充：去年腊月他还骂过我母亲，全村都听见了。\n补充：他弟弟在镇上上班",
        "会计扣了我母亲的低保卡。\n补充：我叫李玉芬，电话13900000099",
        "我叫李玉芬，会计扣了我母亲的低保卡。\n补充：李玉芬家就我们两口人\n补充：13900000099",
        "会计扣了我母亲的低保卡。\n补充：有事打我电话13900000099",
        "会计扣了我母亲的低保卡。\n补充：她扣的钱我电话13900000099你们问",
    ],
)
def test_who_stays_anonymous_is_in_no_part_of_an_account_that_was_added_to(told: str) -> None:
    lodged = anonymous(told)
    assert "李玉芬" not in lodged
    assert "13900000099" not in lodged
    assert lodged.count("补充：") == told.count("补充：")
    assert "会计" in lodged


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ("20250316那天他把卡拿走的，会计的电话是13911112222。", ("20250316那天", "13911112222")),
        ("他的号码13911112222，打过去不接。", ("13911112222",)),
        ("低保证号是2088123，存折上的号是8123456。", ("2088123", "8123456")),
        ("被举报人：孙有财\n电话：13911112222\n", ("孙有财", "13911112222")),
    ],
)
def test_days_and_others_numbers_stay_in_the_account_of_who_is_anonymous(
    more: str, kept: tuple[str, ...]
) -> None:
    lodged = anonymous(LETTER.replace("望查处", f"{more}\n望查处"))
    assert all(one in lodged for one in kept)
    assert "李玉芬" not in lodged
    assert "13900000099" not in lodged
