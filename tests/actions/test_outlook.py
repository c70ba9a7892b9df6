"""What is asked of a complaint itself, while it is told and after it is lodged."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from actions.complaint import outlook, tuning
from actions.tools import Tools
from casework.people.actors import Actor
from casework.petitions import lodging
from tests.actions.conftest import Reaction, Stage

STEPS = [
    "complaint_narrative",
    "complaint_place",
    "complaint_accused",
    "complaint_time",
    "complaint_identity",
    "complaint_name",
    "complaint_phone",
    "complaint_confirmed",
]
ASKED = [
    ("会派人查吗", "会有人查"),
    ("你们真会去查吗", "会有人查"),
    ("说了有用不", "会有人查"),
    ("登记了以后呢", "会有人查"),
    ("查了告诉我不", "会告诉您"),
    ("有结果咋通知我", "会告诉您"),
    ("我在哪能看到结果", "编号和查询码"),
    ("结果去哪看", "编号和查询码"),
    ("还能再发照片吗", "能发"),
    ("收据照片往哪发", "能发"),
    ("我嘴笨 说错了咋办", "错了直接说就改"),
    ("登了以后还能改吗", "错了直接说就改"),
    ("登记了我还要跑腿不", "不用跑"),
    ("要不要我到局里签字", "不用跑"),
    ("要身份证不", "不用跑"),
    ("要钱不", "不要钱"),
    ("谁来查呀", "被反映的人和单位回避"),
    ("会不会来我家", "要上门看"),
    ("要去几个人找你们不", "不超过5人"),
    ("万一查不出来咋办", "查不实也要答复"),
    ("他们要是官官相护呢", "有人包庇"),
    ("他们要是不理我咋办", "催一下"),
    ("告村干部犯不犯法", "您的权利"),
    ("这个算告状不", "您的权利"),
    ("我儿子帮我打字行不行", "家里人帮着打字"),
    ("能不能打电话说", "一样登记"),
    ("这个点说是不是下班了", "白天黑夜"),
    ("手机没电了咋办", "不会丢"),
    ("会不会影响我低保", "不影响您该享受的救助"),
]
UNSEEN = [
    ("交给谁", "被反映的人和单位回避"),
    ("这个材料最后是落到哪个手里查", "被反映的人和单位回避"),
    ("说完了是不是还得去你们那儿按个手印", "不用跑"),
    ("反映这个事你们收不收费用", "不要钱"),
    ("我手机里存的照片往哪里传嘞", "能发"),
    ("孙女替我打字你们认不认", "家里人帮着打字"),
    ("要是到了日子还没人回我信咋整", "催一下"),
    ("前头讲过的那些还在不在，我刚掉线了", "不会丢"),
    ("会计这么弄合不合规矩", "要查了才能定"),
    ("这算不算违规", "要查了才能定"),
]
HELD_OUT = Path(__file__).with_name("asked.yml")
LEARNS = ["交上去村干部看得到不", "留了名字村里晓得不", "你们会不会打电话给村里"]
NOT_ASKED = [
    "低保一个月多少钱",
    "村里会计扣了我家低保钱",
    "是不是白石镇高坎村",
    "他们从来不派人来查",
    "说了三回没人管",
    "会计姓马",
    "不知道",
    "匿名",
]


@pytest.mark.parametrize("slot", STEPS)
@pytest.mark.parametrize(("said", "answered"), ASKED)
def test_it_is_answered_at_each_step_and_fills_nothing(
    stage: Stage, answer: Callable[..., Reaction], slot: str, said: str, answered: str
) -> None:
    stage.slots |= {"complaint_category": "embezzlement"}
    done = answer(slot, said, "check_petition", confidence=0.7)
    assert answered in done.text
    assert {name: value for name, value in done.slots.items() if value is not None} == {}
    assert not done.rejected


@pytest.mark.parametrize(("identity", "said"), [("anonymous", "匿名"), (None, ""), ("real_name", "")])
@pytest.mark.parametrize("asked", LEARNS)
def test_who_learns_of_it_is_told_as_they_signed(
    stage: Stage, answer: Callable[..., Reaction], asked: str, identity: str | None, said: str
) -> None:
    stage.slots |= {"complaint_narrative": "低保名单从来不公示", "complaint_identity": identity}
    done = answer("complaint_confirmed", asked, "privacy_request", entities=[("role", "村干部")])
    signed = {"anonymous": "fear_answered_anonymous", "real_name": "real_name_promise"}
    assert done.responses == [f"utter_{signed.get(str(identity), 'signing_explained')}"]
    assert not done.slots.get("complaint_narrative")


@pytest.mark.parametrize("slot", ["complaint_narrative", "complaint_place", "complaint_confirmed"])
@pytest.mark.parametrize(("said", "answered"), UNSEEN)
def test_it_is_answered_in_words_that_no_example_has(
    stage: Stage, answer: Callable[..., Reaction], slot: str, said: str, answered: str
) -> None:
    done = answer(slot, said, "nlu_fallback", confidence=0.3)
    assert answered in done.text
    assert {name: value for name, value in done.slots.items() if value is not None} == {}


@pytest.mark.parametrize("slot", STEPS)
def test_who_asks_whether_their_number_is_shown_is_told_and_not_made_anonymous(
    stage: Stage, answer: Callable[..., Reaction], slot: str
) -> None:
    stage.slots |= {"complaint_narrative": "低保名单从来不公示"}
    done = answer(slot, "我的电话会给别人看吗", "privacy_request", confidence=0.6)
    assert done.responses == ["utter_signing_explained"]
    assert not done.slots.get("complaint_identity")
    assert not done.slots.get(slot)


def test_what_asks_something_else_is_never_answered() -> None:
    assert [said for said in outlook.book().beside if outlook.heard(said)] == []


def test_every_answer_can_be_said(stage: Stage) -> None:
    lines = Tools(stage.bureau).local.model_dump()
    assert all(topic.said.format(**lines) for topic in outlook.book().topics.values() if topic.said)


def test_ways_to_ask_that_were_held_out_are_recognised(
    record_property: Callable[[str, object], None],
) -> None:
    asked = yaml.safe_load(HELD_OUT.read_text(encoding="utf-8"))
    known = {way for topic in outlook.book().topics.values() for way in topic.asked}
    assert not known & {way for ways in asked.values() for way in ways}
    found = tuning.measure(asked)
    record_property("outlook", list(found.lines()))
    assert found.recognised / found.asked >= 0.72
    assert found.mistaken / found.asked <= 0.05
    assert len(found.false_answers) / found.beside <= 0.02


def test_a_way_to_ask_has_one_meaning() -> None:
    shared = {"asked": ["要钱不"], "said": "不要钱。"}
    with pytest.raises(ValidationError, match="写了两处：要钱不"):
        outlook.Book(same={}, senses={}, topics={"cost": shared}, beside=["要钱不"])
    with pytest.raises(ValidationError, match="要么有 said"):
        outlook.Topic(asked=["要钱不"])


@pytest.mark.parametrize("said", ["我后悔了 撤了吧", "快点登记 别磨叽", "不针对谁", "想跟真人说话"])
def test_a_wish_or_an_answer_is_no_question_of_the_complaint(
    stage: Stage, answer: Callable[..., Reaction], said: str
) -> None:
    meant = {"我后悔了 撤了吧": "withdraw_petition", "想跟真人说话": "request_human"}
    done = answer("complaint_confirmed", said, meant.get(said, "inform"))
    said_of_topics = [topic.said[:6] for topic in outlook.book().topics.values() if topic.said]
    assert not any(beginning in done.text for beginning in said_of_topics)


@pytest.mark.parametrize(
    ("category", "limit"),
    [
        ("payment_missing", "受理以后"),
        ("embezzlement", "核查并反馈：受理以后 90 日内"),
        (None, "收到以后 15 日内"),
    ],
)
def test_before_it_is_lodged_the_limits_of_its_kind_are_told(
    stage: Stage, answer: Callable[..., Reaction], category: str | None, limit: str
) -> None:
    stage.slots |= {"complaint_category": category}
    done = answer("complaint_place", "得等好些天才有信吧", "ask_processing_time", confidence=0.7)
    assert "最迟哪天答复" in done.text
    assert limit in done.text
    assert "办理时限" not in done.text


@pytest.mark.parametrize("said", NOT_ASKED)
def test_what_tells_of_the_matter_is_no_question_about_it(
    stage: Stage, answer: Callable[..., Reaction], said: str
) -> None:
    done = answer("complaint_narrative", said, "file_complaint", confidence=0.6, category="embezzlement")
    assert not any(topic.said and topic.said[:6] in done.text for topic in outlook.book().topics.values())


@pytest.fixture
def lodged(stage: Stage) -> Callable[[str], str]:
    """Lodge a matter of this category in this talk."""

    def lodge(category: str) -> str:
        with stage.bureau.office() as office:
            new = lodging.NewPetition(
                category=category,
                narrative="两个月没发低保金",
                contact=("web", "resident-1"),
                channel="web",
                identity="anonymous",
                idempotency_key="k",
            )
            number = lodging.lodge(office, new, Actor.resident(None, "web")).number
        stage.slots |= {"proven_petitions": [number], "last_told": number}
        return number

    return lodge


@pytest.mark.parametrize(
    "said", ["那要等好久", "好久有结果", "多久给我答复", "得几天", "要等到啥时候", "啥时候有信儿"]
)
@pytest.mark.parametrize(
    ("category", "limit"), [("payment_missing", "受理以后"), ("embezzlement", "核查并反馈：受理以后 90 日内")]
)
def test_how_long_is_told_of_this_very_petition(
    stage: Stage, lodged: Callable[[str], str], said: str, category: str, limit: str
) -> None:
    number = lodged(category)
    done = stage.run("action_answer_policy", said, "ask_processing_time")
    assert number in done.text
    assert "受理不受理" in done.text
    assert limit in done.text


@pytest.mark.parametrize("said", ["低保多久能批下来", "钱好久打", "公示几天"])
def test_other_dates_are_not_those_of_the_petition(
    stage: Stage, lodged: Callable[[str], str], said: str
) -> None:
    number = lodged("payment_missing")
    programs = [("program", "低保")] if "低保" in said else []
    assert (
        number not in stage.run("action_answer_policy", said, "ask_processing_time", entities=programs).text
    )


@pytest.mark.parametrize(("said", "answered"), [pair for pair in ASKED if pair[0] != "说了有用不"])
def test_after_lodging_it_is_answered_as_well(
    stage: Stage, lodged: Callable[[str], str], said: str, answered: str
) -> None:
    lodged("payment_missing")
    done = stage.run("action_answer_policy", said, "ask_review_rule")
    assert answered in done.text
    assert [event["name"] for event in done.events if event["event"] == "followup"] == ["action_listen"]


def test_who_says_that_they_wait_frightens_nobody(stage: Stage, lodged: Callable[[str], str]) -> None:
    lodged("payment_missing")
    done = stage.run("action_crisis", "那我等着了", "crisis", confidence=0.67)
    assert "安心等" in done.text
    assert not done.responses


def test_who_asks_before_telling_is_answered_and_goes_on(stage: Stage) -> None:
    done = stage.run(
        "action_begin_complaint",
        "我想反映个事 说了有用不",
        "file_complaint",
        confidence=0.7,
        category="other",
    )
    assert "会有人查" in done.text
    assert done.slots["complaint_draft"]["key"]


@pytest.mark.parametrize("said", ["要身份证不", "要钱不", "多久能办好"])
def test_without_a_complaint_the_question_is_another(stage: Stage, said: str) -> None:
    done = stage.run("action_answer_policy", said, "ask_materials")
    assert done.responses == ["utter_policy_unknown"]


@pytest.mark.parametrize("said", ["村干部会不会知道是我说的", "会不会得罪人啊", "谁能看到我的名字"])
def test_after_lodging_nobody_is_told_to_change_a_sentence(
    stage: Stage, lodged: Callable[[str], str], said: str
) -> None:
    lodged("payment_missing")
    done = stage.run("action_begin_complaint", said, "file_complaint", category="privacy_leak")
    assert "不许转给被反映的人" in done.text
    assert not stage.slots.get("complaint_draft")


@pytest.mark.parametrize(
    ("slot", "said", "response"),
    [
        ("complaint_time", "不说时间行不行", "utter_skipped"),
        ("complaint_time", "非得说时间吗", "utter_skipped"),
        ("complaint_identity", "不说时间行不行", "utter_skipped"),
        ("complaint_identity", "不说行不行", "utter_signing_explained"),
        ("complaint_name", "非得留吗", "utter_signing_explained"),
    ],
)
def test_who_asks_whether_it_may_be_left_out_is_not_made_anonymous(
    stage: Stage, answer: Callable[..., Reaction], slot: str, said: str, response: str
) -> None:
    stage.slots |= {"complaint_narrative": "低保名单从来不公示"}
    done = answer(slot, said, "nlu_fallback", confidence=0.4)
    assert done.responses == [response]
    assert not done.slots.get("complaint_identity")


@pytest.mark.parametrize("said", ["你吃饭了吗", "这是个啥东西"])
def test_a_question_of_nothing_is_no_account(
    stage: Stage, answer: Callable[..., Reaction], said: str
) -> None:
    answer("complaint_narrative", said, "nlu_fallback", confidence=0.3)
    assert not stage.slots.get("complaint_narrative")
    assert not stage.slots["complaint_draft"].get("opening")


def test_a_fear_in_plain_words_is_calmed_and_not_written_down(
    stage: Stage, answer: Callable[..., Reaction]
) -> None:
    stage.slots |= {"complaint_narrative": "会计扣低保钱"}
    done = answer("complaint_time", "说了地方他们就知道是我了", "file_complaint", category="privacy_leak")
    assert done.responses == ["utter_fear_answered"]
    assert not done.slots.get("complaint_narrative")
