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


def anonymous(told: str, accused: str = "") -> str:
    return account(
        {"complaint_narrative": told, "complaint_identity": "anonymous", "complaint_accused": accused}
    )


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


MATTER = "村支书王建国把我的低保卡拿走了，两年都没有还给我，找他就骂人。"


@pytest.mark.parametrize(
    "told",
    [
        "我是李桂花，村支书扣我的低保",
        "你好我是李桂花 村支书扣我的低保",
        "我名字李桂花，村支书扣钱",
        "李桂花反映：村支书扣钱",
        "我是李桂花要反映村支书扣钱",
        "我是李桂花我家低保没了，找村支书他不理",
        "我就是李桂花本人，村支书扣我的低保",
        "石桥村村民李桂花实名举报，村支书扣钱",
        "我的名字是李桂花，村支书扣钱",
        "村支书扣钱\n补充：我是李桂花，家里就我一个",
    ],
)
def test_who_introduces_themselves_is_not_in_what_is_lodged_unnamed(told: str) -> None:
    lodged = anonymous(told)
    assert "李桂花" not in lodged
    assert "村支书" in lodged


@pytest.mark.parametrize("name", ["赵凤岭", "张振汉", "李凤坡", "张万里", "何秀湾"])
def test_a_name_that_ends_like_a_place_is_not_in_it_either(name: str) -> None:
    lodged = anonymous(f"我叫{name}，{MATTER}\n反映人：{name}")
    assert name not in lodged
    assert "王建国" in lodged


@pytest.mark.parametrize(
    "told",
    [
        "我是李桂花的儿子，村支书扣她的低保",
        "我是高中生，村里不给办",
        "我是农民，会计扣钱",
        "我是文盲，会计叫我签字我就签了",
        "我是单身汉，没人管",
        "我是安徽人，嫁到石桥村",
        "我是程序员，替我爸反映",
        "我是万不得已，才来反映会计",
        "向村里反映：没人管",
        "陆续反映，没人管",
        "别写我的名字和住址，会计扣钱",
        "会计骂我是孙子，还推我",
    ],
)
def test_who_says_what_they_are_tells_no_name(told: str) -> None:
    assert anonymous(told) == told


@pytest.mark.parametrize(
    "more",
    [
        "\n联系电话：13900000099",
        "\n13900000099",
        "有事打13900000099",
        "有情况请打13900000099。",
        "联系方式 13900000099",
        "微信：lgh13900000099",
        "\n微信号lgh13900000099",
        "电话微信同号13900000099",
        "我儿子的电话139 0000 0099",
        "要核实的话打13900000099",
        "我的邮箱 a13900000099@163.com",
        "\n反映人电话：13900000099",
        "身份证420621196001011234",
        "身份证号码：420621196001011234",
        "我是420621196001011234",
    ],
)
def test_ones_own_numbers_are_not_lodged_beside_no_signature(more: str) -> None:
    lodged = anonymous(MATTER + more).replace(" ", "")
    assert "0000" not in lodged
    assert "1234" not in lodged
    assert MATTER in lodged


@pytest.mark.parametrize(
    "told",
    [
        "举报会计孙有财，电话13911112222",
        "会计孙有财，男，52岁，电话13911112222",
        "会计 孙有财，手机：13911112222。",
        "孙有财，手机13911112222，扣我的低保",
        "孙有财的电话：\n13911112222",
        "被反映人：孙有财，男，电话：13911112222",
        "骗子用13911112222打给我，骗走两千",
        "打13911112222没人接",
        "他让我打13911112222",
        "收款的微信是abc13911112222",
        "陌生电话13911112222说我中了补贴",
        "工作人员给我一个电话13911112222，打过去没人",
        "公示栏上写的电话：13911112222，是空号",
        "会计叫我加微信qian13911112222",
    ],
)
def test_others_numbers_are_lodged_beside_no_signature(told: str) -> None:
    assert anonymous(told, "孙有财") == told


def test_of_a_form_each_number_is_whose_it_is_called() -> None:
    told = "被举报人：孙有财\n联系电话：13911112222\n反映人电话：13900000099\n事由：扣了我家的低保卡不还"
    assert anonymous(told) == told.replace("13900000099", "（匿名）")


@pytest.mark.parametrize(
    ("told", "accused", "kept"),
    [
        ("我叫王芳，会计王芳华扣我的钱，王芳华还骂人", "", 2),
        ("我叫王芳。王芳华扣钱，王芳老公死了", "会计、王芳华", 1),
        ("我叫王芳，我举报王芳玲，王芳家没钱", "", 1),
        ("我叫王芳，村支书说举报人王芳家不够格", "", 0),
    ],
)
def test_who_has_a_longer_name_than_who_stays_unnamed_is_lodged_with_it(
    told: str, accused: str, kept: int
) -> None:
    lodged = anonymous(told, accused)
    assert lodged.count("王芳") == kept
    assert lodged.count("王芳华") + lodged.count("王芳玲") == kept
