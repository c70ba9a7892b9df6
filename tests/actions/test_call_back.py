"""A call back: wished for in any words, changed, called off, and told when it will be."""

from collections.abc import Callable
from typing import Any

import pytest

from actions import call_back
from actions.call_day import undated
from casework.conversations import desk, queries, talks
from casework.conversations.models import Handover
from tests.actions.conftest import Reaction, Stage

PHONE = "13912345678"
MASKED = "139****5678"


def asked(stage: Stage) -> Handover | None:
    with stage.bureau.reading() as office:
        return queries.open_handover(office, talks.get(office, stage.token).id)


def phone_noted(stage: Stage) -> str | None:
    with stage.bureau.reading() as office:
        found = queries.open_handover(office, talks.get(office, stage.token).id)
        return office.vault.open_or_none(found.callback_phone_sealed) if found else None


def hear(stage: Stage, said: str, intent: str = "out_of_scope") -> Reaction:
    """The words, taken for something else than what they mean."""
    phone = [("phone", PHONE)] if PHONE in said else []
    return stage.run("action_out_of_scope", said, intent, entities=phone)


@pytest.fixture
def waits(stage: Stage) -> Stage:
    """A person was asked for and has not come."""
    with stage.bureau.office() as office:
        desk.ask_for_person(office, talks.get(office, stage.token), "request", "居民要求人工")
    return stage


@pytest.fixture
def called(waits: Stage) -> Stage:
    """A call back at nine tomorrow is noted."""
    hear(waits, f"给我打电话 {PHONE} 明天九点")
    return waits


@pytest.mark.parametrize(
    ("said", "when"),
    [
        (f"给我打电话 {PHONE} 明天九点", "明天九点"),
        (f"打我手机 {PHONE}", ""),
        (f"明天上午打 {PHONE}行不行", "明天上午"),
        (f"叫值班同志回我电话 {PHONE}", ""),
        (PHONE, ""),
    ],
)
def test_number_and_time_are_noted(waits: Stage, said: str, when: str) -> None:
    done = hear(waits, said)
    assert done.responses == ["utter_callback_noted"]
    assert phone_noted(waits) == PHONE
    assert (noted := asked(waits)) is not None
    assert (noted.state, undated(str(noted.callback_when))) == ("callback", when)


@pytest.mark.parametrize(
    "said",
    [
        "值班同志什么时候打",
        "你们啥时候给我回电话",
        "几点打给我啊",
        "还打不打了",
        "说好打咋没打",
        "电话一直没来",
        "会打给我吗",
    ],
)
def test_who_is_to_be_called_is_told_when(called: Stage, said: str) -> None:
    done = hear(called, said, "urge_petition")
    assert "明天九点" in undated(done.text)
    assert MASKED in done.text
    assert PHONE not in done.text


def test_who_gave_no_number_is_told_how_to_be_called(waits: Stage) -> None:
    done = hear(waits, "你们啥时候给我回电话", "urge_petition")
    assert "电话和方便的时间" in done.text


@pytest.mark.parametrize(
    ("said", "when"),
    [("换成后天下午三点", "后天下午三点"), ("晚上打行不行 白天在地里", "明天晚上"), ("下午再打", "明天下午")],
)
def test_another_time_is_noted(called: Stage, said: str, when: str) -> None:
    assert hear(called, said).responses == ["utter_callback_noted"]
    assert (noted := asked(called)) is not None
    assert undated(str(noted.callback_when)) == when
    assert phone_noted(called) == PHONE


def test_another_number_keeps_the_time(waits: Stage) -> None:
    waits.run(
        "action_out_of_scope", "打 13600001111 后天", "out_of_scope", entities=[("phone", "13600001111")]
    )
    hear(waits, f"号码错了 是{PHONE}", "privacy_request")
    assert phone_noted(waits) == PHONE
    assert (noted := asked(waits)) is not None
    assert undated(str(noted.callback_when)) == "后天"


def test_a_call_is_called_off(called: Stage) -> None:
    assert "不打电话了" in hear(called, "别打了", "nlu_fallback").text
    assert asked(called) is None


def test_a_call_wished_for_without_a_number_asks_for_it(stage: Stage) -> None:
    done = stage.run("action_hand_over", "能不能给我打个电话", "request_human")
    assert "打哪个号码" in done.text
    assert asked(stage) is not None
    hear(stage, PHONE, "inform")
    assert phone_noted(stage) == PHONE


@pytest.mark.parametrize(
    "said",
    [
        "有人给我打电话要我退钱",
        "他给我打电话骂我",
        "村里给我打电话让我搬走",
        "我要投诉 他们不给我回电话",
    ],
)
def test_a_call_told_of_is_none_wished_for(stage: Stage, said: str) -> None:
    stage.run("action_begin_complaint", said, "file_complaint", category="attitude")
    assert asked(stage) is None


@pytest.mark.parametrize("said", ["低保钱什么时候打", "补贴还打不打了", "啥时候打卡上"])
def test_money_is_no_call(called: Stage, said: str) -> None:
    assert "明天九点" not in hear(called, said, "ask_payment_rule").text


def test_a_question_about_the_call_leaves_the_form_where_it_was(called: Stage) -> None:
    done = called.run(
        "validate_petition_form",
        "你们啥时候给我回电话",
        "urge_petition",
        loop="petition_form",
        requested="petition_number",
    )
    assert "明天九点" in undated(done.text)
    assert done.slots == {"petition_number": None}


def test_a_number_given_in_the_complaint_form_is_its_answer(
    waits: Stage, answer: Callable[..., Reaction]
) -> None:
    waits.slots["complaint_narrative"] = "低保名单从来不公示"
    done = answer("complaint_phone", PHONE, entities=[("phone", PHONE)])
    assert done.slots["complaint_phone"] == PHONE
    assert phone_noted(waits) is None


@pytest.mark.parametrize("said", ["还有几个人", "前面几个人啊", "轮到我没", "还要等多久"])
def test_who_waits_is_told_how_many_are_before_them(waits: Stage, said: str) -> None:
    assert "前面没有人等" in hear(waits, said, "nlu_fallback").text


@pytest.mark.parametrize("said", ["我先去做饭 一会回来还在不", "我不能一直守着手机"])
def test_who_has_to_go_meanwhile_loses_nothing(waits: Stage, said: str) -> None:
    assert "不用守着" in hear(waits, said).text
    assert asked(waits) is not None


class TestWhatIsTheCallFor:
    @pytest.mark.parametrize(
        ("action", "said", "intent"),
        [
            ("action_affirm", "就是我家低保的事 说来话长", "affirm"),
            ("action_deny", "不是我的 是我妈的事", "deny"),
            ("action_default_ask_affirmation", "那就值班的也行 能做主的", "nlu_fallback"),
        ],
    )
    def test_it_is_noted_for_the_person(self, called: Stage, action: str, said: str, intent: str) -> None:
        assert called.run(action, said, intent).text == "记下了，值班同志打给您时会看到。"

    def test_a_bare_yes_is_no_matter(self, called: Stage) -> None:
        assert "记下了" not in called.run("action_affirm", "好", "affirm").text

    def test_no_complaint_is_begun_of_it_but_one_is_offered(self, called: Stage) -> None:
        said = "我叫付国良 李家庄的 说我家申请被退的事"
        done = called.run("action_begin_complaint", said, "file_complaint", category="refused")
        assert done.buttons == ["投诉反映这件事"]
        assert "complaint_draft" not in done.slots

    def test_one_that_is_called_a_complaint_is_begun(self, called: Stage) -> None:
        said = "我要投诉 李家庄把我家申请退了"
        done = called.run("action_begin_complaint", said, "file_complaint", category="refused")
        assert "complaint_draft" in done.slots

    def test_without_a_number_left_it_is_begun_too(self, waits: Stage) -> None:
        said = "李家庄把我家申请退了 不给说法"
        done = waits.run("action_begin_complaint", said, "file_complaint", category="refused")
        assert "complaint_draft" in done.slots


def test_when_somebody_else_is_there_to_answer_is_a_time(called: Stage) -> None:
    done = called.run("action_inform", "晚上六点以后他才下班", "inform")
    assert done.responses == ["utter_callback_noted"]


@pytest.mark.parametrize("said", ["别忘了啊", "到时候一定打啊", "记得给我打"])
def test_who_reminds_is_told_what_is_noted(called: Stage, said: str) -> None:
    done = called.run("action_deny", said, "deny")
    assert "明天九点" in undated(done.text)
    assert MASKED in done.text


@pytest.mark.parametrize("said", ["取消", "现在取消行不行 我儿子说他去办", "不用找人了", "把回电取消掉吧"])
def test_the_call_is_called_off(called: Stage, said: str) -> None:
    assert "不打电话了" in called.run("action_answer_policy", said, "ask_procedure").text
    assert asked(called) is None


@pytest.mark.parametrize(
    "said",
    [
        "不用了，支书昨天已经把我打了",
        "不用等了，家里断粮了",
        "取消吧，我活不下去了",
        "算了 不用找人了 会计扣了我三个月的低保钱还不认账",
    ],
)
@pytest.mark.parametrize("action", ["action_cancel", "action_default_ask_affirmation"])
def test_who_tells_of_a_matter_behind_it_is_still_awaited(called: Stage, action: str, said: str) -> None:
    done = called.run(action, said, "cancel")
    assert "记下了" in done.text or done.followup in ("action_help_now", "action_crisis")
    assert asked(called) is not None


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("不用等了，家里断粮了", "action_help_now"),
        ("算了，不说了，房子都塌了", "action_help_now"),
        ("取消吧，我活不下去了", "action_crisis"),
        ("不用了，我娘喝了农药", "action_crisis"),
    ],
)
def test_need_and_danger_behind_it_are_seen_at_once(stage: Stage, said: str, action: str) -> None:
    assert stage.run("action_cancel", said, "cancel").followup == action


@pytest.mark.parametrize(
    "said", ["不用了，我闺女帮我办好了", "取消，问清楚了，谢谢你们", "不用等了 俺老伴说他去问"]
)
def test_a_reason_that_settles_it_calls_it_off(called: Stage, said: str) -> None:
    assert "不打电话了" in called.run("action_cancel", said, "cancel").text.replace("不叫人、", "")
    assert asked(called) is None


@pytest.mark.parametrize("said", ["取消低保要什么手续", "为什么取消我的低保"])
def test_an_assistance_taken_away_calls_nothing_off(called: Stage, said: str) -> None:
    called.run("action_default_ask_affirmation", said, "nlu_fallback")
    assert asked(called) is not None


WRITE = "要打字回复，接不了电话"


def reason(stage: Stage) -> str:
    with stage.bureau.reading() as office:
        found = queries.open_handover(office, talks.get(office, stage.token).id)
        return office.vault.open(found.reason_sealed) if found else ""


class TestInWriting:
    @pytest.mark.parametrize(
        ("said", "intent"),
        [
            ("让人打字跟我说", "request_human"),
            ("我耳朵背 打电话听不见 就打字", "nlu_fallback"),
            ("别打电话 打字就行", "deny"),
        ],
    )
    def test_who_cannot_hear_is_written_to(self, waits: Stage, said: str, intent: str) -> None:
        action = "action_hand_over" if intent == "request_human" else "action_default_ask_affirmation"
        done = waits.run(action, said, intent)
        assert "打字跟您说" in done.text
        assert not done.responses
        left = waits.run("action_begin_complaint", "我老伴瘫在床上 护理费一直没有", "file_complaint")
        assert "记下了" in left.text

    def test_more_of_it_is_for_the_person_too(self, waits: Stage) -> None:
        waits.run("action_hand_over", "让人打字跟我说", "request_human")
        grievance = {
            "event": "user",
            "text": "我老伴的护理费怎么一直没有",
            "parse_data": {"intent": {"name": "file_complaint", "confidence": 0.9}, "entities": []},
        }
        reacted = {"event": "action", "name": "action_begin_complaint"}
        done = waits.run(
            "action_inform", "我俩是低保", entities=[("program", "低保")], before=[grievance, reacted]
        )
        assert done.responses == ["utter_noted_for_person"]

    def test_the_person_sees_why(self, stage: Stage) -> None:
        stage.run("action_hand_over", "让人打字跟我说", "request_human")
        assert reason(stage) == WRITE

    @pytest.mark.parametrize("kind", ["request", "unclear", "unanswered"])
    def test_why_they_were_waited_for_before_stays(self, stage: Stage, kind: str) -> None:
        """Said once, however often it is said that they are to write."""
        with stage.bureau.office() as office:
            desk.ask_for_person(office, talks.get(office, stage.token), kind, "想问残疾补贴，没答上")
        for said in ("让人打字跟我说", "别打电话 打字就行"):
            stage.run("action_hand_over", said, "request_human")
            assert reason(stage) == f"想问残疾补贴，没答上；{WRITE}"
        done = stage.run("action_begin_complaint", "我老伴瘫在床上 护理费一直没有", "file_complaint")
        assert "记下了" in done.text

    def test_who_waits_for_nobody_is_only_told_kindly(self, stage: Stage) -> None:
        done = stage.run("action_default_ask_affirmation", "我耳朵背 听不清", "nlu_fallback")
        assert "慢慢来" in done.text


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("不用找人了，钱打到卡上了", False),
        ("不用找人了，钱被打到卡上了", False),
        ("算了，别打我电话了", False),
        ("不用找人了，他又打我", True),
        ("算了，我妈被人打了", True),
    ],
)
def test_money_and_calls_are_no_blows(said: str, matter: bool) -> None:
    assert bool(call_back.MATTERS.search(said)) == matter


class TestNight:
    """Nobody is on duty: the call is settled for a day and an hour as they are said."""

    @pytest.mark.parametrize(
        ("said", "when"),
        [
            ("明早不得空 要去赶集 下午四点以后", "明天下午四点以后"),
            ("星期三要上班 星期四上午九点", "星期四上午九点"),
            ("不是后天 大后天上午 我说错了 后天要带娃看病", "大后天上午"),
            ("后天上午十点过后打 我明天下地", "后天上午十点过后"),
            ("明天我不在家 后天中午吧", "后天中午"),
            ("下周一晚上七点以后方便", "下周一晚上七点以后"),
        ],
    )
    def test_the_time_is_the_one_that_is_meant(self, waits: Stage, said: str, when: str) -> None:
        hear(waits, said, "inform")
        done = hear(waits, f"电话{PHONE} 我姓覃", "inform")
        assert done.responses == ["utter_callback_noted"]
        assert (noted := asked(waits)) is not None
        assert undated(str(noted.callback_when)) == when

    def test_another_day_keeps_the_hour(self, waits: Stage) -> None:
        hear(waits, "明天下午三点以后", "inform")
        hear(waits, "不是明天 后天下午 我记岔了", "inform")
        hear(waits, PHONE, "inform")
        assert (noted := asked(waits)) is not None
        assert undated(str(noted.callback_when)) == "后天下午三点以后"

    @pytest.mark.parametrize("said", ["定好了没有", "约好没", "记下来了吧", "安排好了吗", "那就是约好了不"])
    def test_that_it_is_settled_is_confirmed(self, called: Stage, said: str) -> None:
        done = hear(called, said, "nlu_fallback")
        assert "定好了：明天九点" in undated(done.text)
        assert MASKED in done.text

    @pytest.mark.parametrize(
        "said",
        ["现在没得人啊 那喊他们给我打电话", "没人在嘛 让人给我回个电话", "这会儿没人 那叫值班的给我打个电话"],
    )
    def test_where_nobody_is_a_call_is_wished_for(self, waits: Stage, said: str) -> None:
        assert "打哪个号码" in waits.run("action_hand_over", said, "request_human").text

    def test_the_same_is_not_said_again(self, stage: Stage) -> None:
        before = [
            {"event": "user", "text": "转人工", "parse_data": {"intent": {"name": "request_human"}}},
            {"event": "action", "name": "action_hand_over"},
        ]
        with stage.bureau.office() as office:
            off = not desk.anyone_on_duty(office)
        done = stage.run("action_hand_over", "还是要找真人", "request_human", before=before)
        assert not off or ("替您排着" in done.text and "utter_nobody_on_duty" not in done.responses)


class TestHowToCall:
    @pytest.mark.parametrize(
        "said",
        [
            "我听力不好 打来声音大点",
            "俺耳朵聋 铃多响一会儿",
            "没接着就过会儿再打",
            "老人家耳背 说慢些",
            "我只会讲土话 听不懂普通话",
            "响久点再挂",
            "我耳朵聋 你们打的时候多响几声",
            "手机声音小 多打几遍",
        ],
    )
    def test_how_somebody_is_to_be_called_is_noted_and_said_back(self, called: Stage, said: str) -> None:
        done = hear(called, said)
        assert said in done.text
        assert "字调大" not in done.text
        waits = asked(called)
        assert waits is not None
        with called.bureau.reading() as office:
            assert said in office.vault.open(waits.reason_sealed)

    def test_a_time_beside_it_is_noted_too(self, called: Stage) -> None:
        done = hear(called, "耳朵背 后天下午三点打 多响几声")
        assert "写上了" in done.text
        assert (waits := asked(called)) is not None
        assert undated(str(waits.callback_when)) == "后天下午三点"

    @pytest.mark.parametrize("said", ["我耳朵背 听不清", "你说慢点"])
    def test_who_waits_for_nobody_has_nothing_noted(self, stage: Stage, said: str) -> None:
        assert "写上了" not in hear(stage, said).text

    @pytest.mark.parametrize(
        "said",
        [
            "打来的是啥号码",
            "我怕遇到诈骗的",
            "咋晓得是你们打的",
            "你们电话号码是多少 我好认",
            "会不会是骗人的电话",
            "陌生电话我不敢接 来电显示哪个号",
        ],
    )
    def test_who_fears_a_swindler_is_told_how_to_tell(self, called: Stage, said: str) -> None:
        told = hear(called, said).text
        assert called.tools.local.hotline in told
        assert "验证码" in told
        assert "挂掉" in told

    @pytest.mark.parametrize(
        "said", ["嗯 就这个时间", "对的 就那个点", "行 按这个时间打", "好 这个号码没错", "中 就这个时候吧"]
    )
    def test_a_yes_to_the_time_is_answered_with_all_that_was_noted(self, called: Stage, said: str) -> None:
        told = hear(called, said, "affirm").text
        assert "明天九点" in undated(told)
        assert MASKED in told

    def test_whom_and_what_about_is_said_back(self, waits: Stage) -> None:
        done = waits.run(
            "action_inform",
            f"我叫马春生 {PHONE} 明天九点",
            "inform",
            entities=[("phone", PHONE), ("person", "马春生")],
            before=[
                {
                    "event": "user",
                    "text": "想问特困的事",
                    "parse_data": {
                        "intent": {"name": "inform"},
                        "entities": [{"entity": "program", "value": "特困", "start": 2, "end": 4}],
                    },
                }
            ],
        )
        assert "马春生" in done.text
        assert "特困" in done.text


class TestTheWholeOfIt:
    """The day, the number, whom, where and what about are kept as they are told and read back at the end."""

    @pytest.mark.parametrize(
        ("said", "intent"),
        [
            ("就是问我老娘的护理补贴 去镇上问了两回 一个说有一个说没有 我要问个明白人", "file_complaint"),
            ("我要问我家老汉的残疾补贴 社区说没得 残联说有 到底听哪个的", "file_complaint"),
            ("我是问孤儿补贴怎么停了", "file_complaint"),
            ("就想打听我爹那个高龄津贴 村里说要排队 给个准话", "check_application"),
            ("主要是想问低保复核的事 怕说不清", "inform"),
        ],
    )
    def test_what_is_asked_of_the_person_is_the_matter_of_the_call(
        self, waits: Stage, said: str, intent: str
    ) -> None:
        done = waits.run("action_begin_complaint", said, intent, category="left_out")
        assert "记下了" in done.text
        assert said in done.text
        assert "投诉" not in "".join(done.buttons)
        assert not waits.slots.get("complaint_narrative")
        assert (noted := asked(waits)) is not None
        with waits.bureau.reading() as office:
            assert said in office.vault.open(noted.reason_sealed)

    @pytest.mark.parametrize(
        ("said", "intent"),
        [("低保一个月多少钱", "ask_standard"), ("我想问低保要带什么材料", "ask_materials")],
    )
    def test_what_the_machine_knows_is_still_asked_of_it(self, waits: Stage, said: str, intent: str) -> None:
        assert "记下了" not in waits.run("action_answer_policy", said, intent).text

    def test_what_is_called_a_complaint_is_one(self, waits: Stage) -> None:
        waits.run("action_begin_complaint", "我要投诉 就是想问凭啥扣我的补贴", "file_complaint")
        assert waits.slots.get("complaint_narrative")

    @pytest.mark.parametrize(
        ("said", "when"),
        [
            ("明天上午我要去赶场 下午吧 两点以后都得行", "明天（11月21日，星期六）下午两点以后"),
            ("明天上午要打针 下午三点吧", "明天（11月21日，星期六）下午三点"),
            ("明早要下地 晚上七点打", "明天（11月21日，星期六）晚上七点"),
            ("周一上午有事 下午两点以后", "周一（11月23日，星期一）下午两点以后"),
            ("明天没空 后天下午三点", "后天（11月22日，星期日）下午三点"),
            ("周四上午要上课 下午四点后打吧", "周四（11月26日，星期四）下午四点后"),
        ],
    )
    def test_the_day_of_which_a_part_is_ruled_out_stays_the_day(
        self, waits: Stage, said: str, when: str
    ) -> None:
        hear(waits, said, "inform")
        hear(waits, PHONE, "inform")
        assert (noted := asked(waits)) is not None
        assert noted.callback_when == when

    @pytest.mark.parametrize(
        "said",
        [
            "喊个人打给我嘛",
            "没人接啊 那能不能喊个人给我回个电话",
            "派个同志给我打电话",
            "那找个人打给我",
            "没人理 叫个人回我电话",
        ],
    )
    def test_somebody_who_is_to_call_is_a_wish_for_a_call(self, waits: Stage, said: str) -> None:
        assert "打哪个号码" in waits.run("action_hand_over", said, "request_human").text

    @pytest.mark.parametrize("last", ["对 就这个电话 明天下午", "对头 就这样", "对的", "嗯 就这个号码"])
    def test_all_of_it_is_read_back_to_the_last_yes(self, waits: Stage, last: str) -> None:
        matter = "就是问我老娘的护理补贴 我要问个明白人"
        waits.run("action_begin_complaint", matter, "file_complaint")
        hear(waits, "明天上午我要去赶场 下午吧 两点以后都得行", "inform")
        who = f"姓周 周德才 {PHONE} 城关镇北关村的"
        parts = [("person", "周德才"), ("phone", PHONE), ("place", "城关镇"), ("place", "北关村")]
        waits.run("action_inform", who, "inform", entities=parts)
        extra = "我老娘83 视力残疾一级 你先记上"
        told = [
            told_before(matter, [("relation", "我老娘"), ("program", "护理补贴")]),
            told_before(who, parts),
            told_before(extra, [("relation", "我老娘"), ("disability", "视力残疾一级")]),
        ]
        done = waits.run("action_affirm", last, "affirm", before=told)
        for one in ("明天（11月21日，星期六）下午两点以后", MASKED, "周德才", "北关村", matter, extra):
            assert one in done.text
        assert PHONE not in done.text


def told_before(said: str, entities: list[tuple[str, str]]) -> dict[str, Any]:
    found = [
        {"entity": kind, "value": value, "start": said.index(value), "end": said.index(value) + len(value)}
        for kind, value in entities
    ]
    understood = {"intent": {"name": "inform", "confidence": 0.9}, "entities": found}
    return {"event": "user", "text": said, "parse_data": understood}
