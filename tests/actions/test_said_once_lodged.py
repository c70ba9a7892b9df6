"""Name, number, wishes and yes said behind a petition just lodged: they belong to it, and it is lodged once."""

import pytest

from casework.office import NotAllowed
from casework.people.actors import Actor
from casework.petitions import history, lodging, notes, queries, signing
from casework.petitions.models import Event
from casework.petitions.moves import ENTRIES
from casework.petitions.petitioners import Complainant
from tests.actions.conftest import Stage
from tests.actions.test_after_lodging import petitions

PHONE = "13800001144"


def lodge(stage: Stage, *, name: str = "", phone: str = "", narrative: str = "低保从九月起少发了") -> str:
    people = [Complainant(name, phone)] if name else []
    identity = "real_name" if name else "anonymous"
    with stage.bureau.office() as office:
        new = lodging.NewPetition(category="payment_missing", narrative=narrative, identity=identity, petitioners=people, contact=("web", "resident-1"), channel="web", idempotency_key="k")  # fmt: skip
        number = lodging.lodge(office, new, Actor.resident(None, "web")).number
    stage.slots |= {"proven_petitions": [number], "last_told": number}
    return number


def who(stage: Stage, number: str) -> tuple[str, list[tuple[str | None, str | None]]]:
    with stage.bureau.reading() as office:
        petition, unseal = queries.numbered(office, number), office.vault.open_or_none
        return petition.identity, [(unseal(one.name_sealed), unseal(one.phone_sealed)) for one in petition.petitioners]  # fmt: skip


def added(stage: Stage, number: str) -> list[str]:
    with stage.bureau.reading() as office:
        found = notes.of(office, queries.numbered(office, number))
        return [notes.text(office, one) for one in found if one.kind == "supplement"]


ANY_ACTION = ["action_inform", "action_begin_record", "action_begin_complaint", "action_affirm"]


@pytest.mark.parametrize("action", ANY_ACTION)
@pytest.mark.parametrize(
    "said",
    [
        f"我叫武秀云 电话{PHONE} 不怕他们",
        f"我就是武秀云 {PHONE}",
        f"武秀云 {PHONE}",
        f"俺姓武 武秀云 手机{PHONE}",
        f"那写上我吧 我叫武秀云，{PHONE}",
    ],
)
def test_name_and_number_are_put_under_it(stage: Stage, action: str, said: str) -> None:
    number = lodge(stage)
    done = stage.run(action, said, "file_complaint" if "complaint" in action else "inform")
    assert who(stage, number) == ("real_name", [("武秀云", PHONE)])
    assert "从匿名改成实名" in done.text
    assert "经办人员" in done.text
    assert PHONE not in done.text
    assert petitions(stage) == 1


@pytest.mark.parametrize(
    ("said", "entities"),
    [
        (f"王建国 {PHONE}，就是他拿的钱", [("person", "王建国"), ("phone", PHONE)]),
        (f"李会计 {PHONE}", [("role", "李会计"), ("phone", PHONE)]),
        ("存折名字是吴秀珍", [("person", "吴秀珍")]),
        (f"骗子用{PHONE}打给我的", [("phone", PHONE)]),
        (f"我邻居王秀兰能作证，电话{PHONE}", [("person", "王秀兰"), ("phone", PHONE)]),
        (f"王建国的电话是{PHONE}", [("person", "王建国"), ("phone", PHONE)]),
        ("我要举报的 叫王建国", [("person", "王建国")]),
        ("金额2380000元", [("amount", "2380000元")]),
    ],
)
def test_somebody_told_of_signs_nothing(stage: Stage, said: str, entities: list[tuple[str, str]]) -> None:
    number = lodge(stage)
    stage.run("action_inform", said, "inform", entities=entities)
    assert who(stage, number) == ("anonymous", [])


@pytest.mark.parametrize(
    "said", ["电话错了，是13900007777", "号码换了 打13900007777", "我的电话改成13900007777"]
)
def test_a_number_put_right_is_not_lost(stage: Stage, said: str) -> None:
    number = lodge(stage, name="武秀云", phone=PHONE)
    done = stage.run("action_inform", said, "inform", entities=[("phone", "13900007777")])
    assert "记进" in done.text
    assert added(stage, number) == [said]


def test_it_is_on_record_in_words(stage: Stage) -> None:
    number = lodge(stage)
    stage.run("action_inform", f"我叫武秀云 {PHONE}")
    with stage.bureau.reading() as office:
        last: Event = history.of(office, queries.numbered(office, number))[-1]
        assert ENTRIES[last.move] == "补上署名"
        assert last.changes["identity"] == ["anonymous", "real_name"]
        assert "武秀云" not in str(last.changes)
    assert added(stage, number) == [signing.NOTED["real_name"]]


def test_a_name_alone_is_and_the_number_can_follow(stage: Stage) -> None:
    number = lodge(stage)
    assert "说号码" in stage.run("action_inform", "我叫武秀云").text
    stage.run("action_inform", f"电话{PHONE}")
    assert who(stage, number) == ("real_name", [("武秀云", PHONE)])


def test_a_number_is_put_beside_the_name_with_the_wish_told_with_it(stage: Stage) -> None:
    number = lodge(stage, name="武秀云")
    stage.run("action_inform", f"电话{PHONE} 叫他们到家里看过了再定")
    assert who(stage, number) == ("real_name", [("武秀云", PHONE)])
    assert any("到家里看过" in one for one in added(stage, number))


def test_a_number_alone_signs_nothing(stage: Stage) -> None:
    number = lodge(stage)
    done = stage.run("action_inform", f"电话{PHONE}")
    assert who(stage, number) == ("anonymous", [])
    assert "名字没写" in done.text
    assert any(PHONE in one for one in added(stage, number))


def test_secrecy_wished_for_afterwards_holds(stage: Stage) -> None:
    number = lodge(stage, name="武秀云", phone=PHONE)
    assert "保密" in stage.run("action_inform", "名字给我保密").text
    assert who(stage, number)[0] == "confidential"


@pytest.mark.parametrize(
    "said",
    [
        f"会计的电话是{PHONE}",
        f"不留名 我叫武秀云 {PHONE}",
        f"另外一件事 我要投诉武大田 {PHONE}",
        "收钱的叫武大田",
        "我妈叫武秀云",
    ],
)
def test_what_is_no_signature_signs_nothing(stage: Stage, said: str) -> None:
    number = lodge(stage)
    stage.run("action_inform", said)
    assert who(stage, number) == ("anonymous", [])


def test_a_child_is_not_written_down_by_itself(stage: Stage) -> None:
    number = lodge(stage, narrative="孤儿补贴没来\n反映人年龄：12 岁")
    assert "监护人" in stage.run("action_inform", f"我叫武小云 {PHONE}").text
    assert who(stage, number) == ("anonymous", [])


def test_nobody_signs_what_is_another_ones_or_over(stage: Stage) -> None:
    number = lodge(stage)
    with stage.bureau.office() as office:
        petition = queries.numbered(office, number)
        with pytest.raises(NotAllowed):
            signing.sign(office, petition, Actor.holder(petition.id + 1), name="武秀云")
        petition.is_open = False
        with pytest.raises(NotAllowed):
            signing.sign(office, petition, Actor.holder(petition.id), name="武秀云")
        petition.is_open = True
        with pytest.raises(signing.NotSigned):
            signing.sign(office, petition, Actor.holder(petition.id), name="武秀云", phone="123")


@pytest.mark.parametrize(
    "action", ["action_affirm", "action_inform", "action_begin_complaint", "action_deny"]
)
@pytest.mark.parametrize(
    "said",
    [
        "对 就这样",
        "没别的了 交吧",
        "对着呢",
        "没错 递上去吧",
        "都对 你给我交了嘛",
        "没了",
        "没啥要说的了",
        "没错没错",
    ],
)
def test_who_hands_it_in_again_is_told_that_it_is(stage: Stage, action: str, said: str) -> None:
    number = lodge(stage)
    done = stage.run(action, said, "affirm")
    assert "已经交上去了" in done.text
    assert number in done.text
    assert not done.buttons or done.buttons == ["查办到哪一步"]


@pytest.mark.parametrize("action", ["action_begin_complaint", "action_begin_petition", "action_begin_note"])
@pytest.mark.parametrize(
    "said",
    [
        "把扣我的那几个月给补齐 再说说为啥扣的",
        "就要个说法 该给就给我恢复",
        "希望他们电话有人接",
        "要他们给我讲清楚凭啥少发 少错了补上",
        "该处分的处分 钱退给我",
        "给我们换个负责的人来",
    ],
)
def test_a_wish_is_added(stage: Stage, action: str, said: str) -> None:
    number = lodge(stage)
    intent = {"action_begin_complaint": "file_complaint", "action_begin_petition": "check_petition"}
    stage.run(action, said, intent.get(action, "make_suggestion"), category="delayed")
    assert added(stage, number) == [said]
    assert petitions(stage) == 1


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("我要撤回", "withdraw_petition"),
        ("我要投诉会计打人", "file_complaint"),
        ("还有一件事 要他们把路灯钱退了", "file_complaint"),
        ("我想申请残疾补贴", "ask_how_to_apply"),
        ("找个人工跟我说", "request_human"),
    ],
)
def test_another_wish_is_not(stage: Stage, said: str, intent: str) -> None:
    number = lodge(stage)
    stage.run("action_inform", said, intent)
    assert added(stage, number) == []


@pytest.mark.parametrize(
    "said", ["有信了发短信给我", "结果能发短信不", "到时候短信通知我就行", "微信上告诉我行吗"]
)
def test_no_text_message_is_promised(stage: Stage, said: str) -> None:
    number = lodge(stage)
    done = stage.run("action_inform", said)
    assert "发不了" in done.text
    assert number in done.text


@pytest.mark.parametrize("said", ["没人接手的话帮我催一哈", "替我催催", "查到哪了 再催一下", "麻烦催办一下"])
def test_pressing_in_words_does_what_the_button_does(stage: Stage, said: str) -> None:
    number = lodge(stage)
    begun = stage.run("action_begin_petition", said, "check_petition")
    assert begun.slots["petition_purpose"] == "urge"
    assert "第 1 次" in stage.run("action_serve_petition", said).text
    assert number in stage.slots["proven_petitions"]


@pytest.mark.parametrize("said", ["不用催", "别催了 我就看看", "给我查一下"])
def test_and_only_where_it_is_wanted(stage: Stage, said: str) -> None:
    lodge(stage)
    assert stage.run("action_begin_petition", said, "check_petition").slots["petition_purpose"] == "check"


@pytest.mark.parametrize("intent", ["file_complaint", "privacy_request", "inform"])
@pytest.mark.parametrize("said", [f"我叫武秀云 {PHONE} 想通了要留名 只是要保密", f"武秀云 {PHONE} 给我保密"])
def test_who_signs_after_all_and_wants_secrecy_has_both(stage: Stage, intent: str, said: str) -> None:
    number = lodge(stage)
    stage.run("action_begin_complaint", said, intent)
    assert who(stage, number) == ("confidential", [("武秀云", PHONE)])


@pytest.mark.parametrize(
    "said", ["往后拿编号跟查询码就能看是吧 不用报名字", "有编号和码就查得着对吧", "查的时候不会说出是我吧"]
)
def test_a_question_about_it_is_not_written_into_it(stage: Stage, said: str) -> None:
    number = lodge(stage)
    done = stage.run("action_inform", said)
    assert added(stage, number) == []
    assert done.text


@pytest.mark.parametrize(
    ("said", "intent", "action"),
    [
        ("把我名字换成匿名", "privacy_request", "action_privacy"),
        ("还是别写我名字了", "deny", "action_deny"),
        ("我有点怕 名字能不能不留了 改成匿名", "privacy_request", "action_privacy"),
        ("能不能把我名字从里头去掉", "supplement_petition", "action_begin_petition"),
        ("想了想还是匿名吧", "inform", "action_inform"),
        ("姓名给我抹了 怕他们报复", "inform", "action_inform"),
    ],
)
def test_a_name_that_is_to_be_taken_away_is_kept_confidential_and_who_knows_it_is_said(
    stage: Stage, said: str, intent: str, action: str
) -> None:
    number = lodge(stage, name="武秀云", phone=PHONE)
    done = stage.run(action, said, intent)
    assert who(stage, number) == ("confidential", [("武秀云", PHONE)])
    assert "改不成完全匿名" in done.text
    assert "被反映的单位和个人从头到尾看不到" in done.text
    assert added(stage, number) == [signing.NOTED["confidential"]]
    assert done.followup == "action_listen"


def test_where_no_name_stands_that_is_said(stage: Stage) -> None:
    number = lodge(stage)
    assert "本来就是匿名" in stage.run("action_deny", "还是别写我名字了", "deny").text
    assert who(stage, number) == ("anonymous", [])


@pytest.mark.parametrize("said", ["匿名的能查得出来吗", "匿名的管不管用"])
def test_what_is_asked_of_anonymity_changes_nothing(stage: Stage, said: str) -> None:
    number = lodge(stage, name="武秀云", phone=PHONE)
    stage.run("action_inform", said, "inform")
    assert who(stage, number)[0] == "real_name"


def test_only_the_wish_for_secrecy_is_no_addition(stage: Stage) -> None:
    number = lodge(stage, name="武秀云", phone=PHONE)
    done = stage.run("action_privacy", "那就改保密", "privacy_request")
    assert who(stage, number)[0] == "confidential"
    assert "补进去了" not in done.text
    again = stage.run("action_privacy", "那就改保密", "privacy_request")
    assert "已经是保密的" in again.text
