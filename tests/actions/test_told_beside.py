"""What is told beside a complaint is no call for help; what is past, or with the doctors, needs nobody fetched; who freezes is
warmed."""

import re
from dataclasses import replace

import pytest

from actions import danger, help, meanwhile
from actions.meanwhile import Call
from actions.turn import Turn
from knowledge.answering import Library
from tests.actions.conftest import Stage
from tests.actions.talking import Talk
from understanding import Parsed

BESIDE = [
    "不光我一家 后头老孙家也交了 交了好多不清楚",
    "他们几家都给了 有的给烟有的给酒",
    "前头那户也是这样 说不出个名堂",
    "当时屋里就我跟她两个 没得旁人",
    "我也没敢多问 人家是干部",
]
PAST = [
    "住院那回花了五万多 现在好多了",
    "是头年骨折的 如今能拄拐了",
    "我那阵病着 上个月已经出院了",
    "腿摔坏了没法干活 现在恢复得差不多了",
    "头年摔断了胳膊 现今好利索了",
    "那回病得重 如今没啥事了",
    "开刀花了三万 上个月出院了能干点轻活",
]
PRESENT = [
    "我妈现在喘不上气",
    "我都饿了两天了",
    "他今晚要打死我",
    "真的活不下去了",
    "娃发烧烧得烫手 家里没得钱",
    "我病好了 可是家里两天没吃的",
]


def parsed(said: str, intent: str, sure: float) -> Parsed:
    return Parsed(said, intent, sure, ranking=((intent, sure), ("file_complaint", 0.2)))


@pytest.mark.parametrize("said", BESIDE)
@pytest.mark.parametrize("intent", ["crisis", "request_help"])
def test_more_of_a_complaint_calls_for_nobody(said: str, intent: str) -> None:
    assert danger.sobered(parsed(said, intent, 0.55), said, telling=True).intent == "inform"


@pytest.mark.parametrize("said", BESIDE)
def test_what_understanding_is_sure_of_stands(said: str) -> None:
    assert danger.sobered(parsed(said, "request_help", 0.9), said, telling=True).intent == "request_help"


@pytest.mark.parametrize("said", PAST)
def test_what_is_past_calls_for_nobody(said: str) -> None:
    assert danger.sobered(parsed(said, "request_help", 0.9), said, telling=True).intent == "inform"


@pytest.mark.parametrize("said", PRESENT)
@pytest.mark.parametrize("intent", ["crisis", "request_help"])
def test_who_is_in_need_now_is_heard_inside_a_complaint_too(said: str, intent: str) -> None:
    assert danger.sobered(parsed(said, intent, 0.55), said, telling=True).intent == intent


@pytest.mark.parametrize(
    "said",
    [
        "伤好了些 我还是想一了百了",
        "手好了 他说要弄死我",
        "病好些了 就是还在吐血",
        "腿好点了 娃又烧到四十度",
        "能下床了 老公把我锁屋里",
        "前几天出了院 现在家里一粒米都没得",
        "人好些了 药断了三天",
        "伤好点了 昨晚他又拿刀追我",
    ],
)
@pytest.mark.parametrize("intent", ["crisis", "request_help"])
@pytest.mark.parametrize("sure", [0.55, 0.95])
def test_danger_told_behind_a_recovery_is_heard(said: str, intent: str, sure: float) -> None:
    assert danger.sobered(parsed(said, intent, sure), said, telling=True).intent == intent


@pytest.mark.parametrize(
    "said",
    [
        "心口痛得遭不住",
        "娃抽筋了",
        "我妈跌在茅房半天没起来",
        "他喝醉了拿板凳砸我",
        "房子要垮了",
        "屋里一粒米都没得",
        "我想一了百了",
    ],
)
@pytest.mark.parametrize("intent", ["crisis", "request_help"])
def test_what_presses_is_heard_however_unsure(said: str, intent: str) -> None:
    assert danger.sobered(parsed(said, intent, 0.5), said, telling=True).intent == intent


@pytest.mark.parametrize("said", ["他天天掐我 现在手好多了", "那回他砍伤我 现在能走路了"])
def test_danger_surely_understood_stands_beside_a_recovery(said: str) -> None:
    assert danger.sobered(parsed(said, "crisis", 0.9), said, telling=True).intent == "crisis"


def test_words_of_danger_are_never_taken_for_more_of_a_complaint() -> None:
    said = "不光我一家 后头老孙家也交了"
    warned = replace(
        parsed(said, "crisis", 0.5), safety={"name": "crisis", "words": ["交代"], "override": False}
    )
    assert danger.sobered(warned, said, telling=True).intent == "crisis"


@pytest.mark.parametrize(
    "said",
    [
        "我男人上个月从架子上跌下来 腰断了 还在医院躺着",
        "老头去年摔了 一直住院 花了八万",
        "半年前被车撞了 做了手术",
        "我爸年初从房上摔下来 现在还躺在县医院",
    ],
)
def test_who_is_with_the_doctors_is_not_told_to_lie_still(said: str) -> None:
    assert help.heard(said, lead=help.FIRST_LEAD) not in help.OF_ONE_LYING


@pytest.mark.parametrize(
    "said", ["我爸摔在院里起不来了", "上个月才摔过 今天又倒在厕所喊不应", "他昨天摔了 现在动不了"]
)
def test_who_lies_there_now_is(said: str) -> None:
    assert help.heard(said) == "fallen"


def test_an_injury_at_work_is_no_unpaid_wage() -> None:
    assert help.heard("工伤老板不肯认 你们管不管", talked_of=("hospital",)) != "wages"
    assert help.heard("老板欠着工钱不给", talked_of=("hospital",)) == "wages"


@pytest.mark.parametrize(
    "said",
    [
        "工伤老板不肯认 你们管不管",
        "压断了手 厂里说这不是工伤 咋整",
        "没合同能不能认工伤",
        "工伤认定找哪个部门",
        "包工头躲了 工伤没人管",
    ],
)
def test_an_injury_at_work_is_sent_to_who_decides_it(said: str) -> None:
    topic = help.heard(said, talked_of=("hospital",))
    assert topic == "work_injury"
    assert {"12333", "12348"} <= set(re.findall(r"\d+", help.book().topics[topic].said))


def test_who_fell_at_work_just_now_is_no_matter_of_insurance() -> None:
    assert help.heard("工地上刚摔下来 人起不来了") == "fallen"


def reply(said: str, *before: str) -> str:
    turn = Turn(said, parsed(said, "request_help", 0.9), "t", {})
    earlier = [replace(turn, said=one, parsed=parsed(one, "request_help", 0.9)) for one in before]
    turn = replace(turn, earlier=tuple(earlier), talk=tuple(earlier))
    call = Call(id=1, kind="help", before="", lasts=True)
    return meanwhile.reply(turn, call, {}, None)[0]


@pytest.mark.parametrize(
    "said", ["我爸脚都木了", "娃的手冻得没知觉了", "她身子僵了", "手指头都紫了", "人冻得迷糊了"]
)
def test_who_freezes_is_sent_to_the_doctor_and_warmed(said: str) -> None:
    told = reply(said, "我们在桥底下 外头下雪")
    assert "120" in told
    assert "别用雪搓" in told


def test_a_leg_that_goes_to_sleep_at_home_is_no_frostbite() -> None:
    assert "雪搓" not in reply("坐久了脚都麻了", "我想问问低保")


@pytest.mark.parametrize("said", ["手机快没电了", "电快没了 手机只剩一格电", "手机马上要没电"])
def test_who_has_no_power_left_calls_first(said: str) -> None:
    assert "先打一个电话" in reply(said)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("我们在桥头那个小卖部门口等", "桥头那个小卖部门口"),
        ("我在村口加油站旁边等你们", "村口加油站旁边"),
        ("人在供销社门口守着", "供销社门口"),
        ("行 我们在村部门口等着", "村部门口"),
    ],
)
def test_where_they_wait_is_kept_whole(said: str, where: str) -> None:
    assert where in reply(said)


def test_the_household_told_while_somebody_is_awaited_is_summed_up(
    stage: Stage, corpus_library: Library
) -> None:
    stage.tools = replace(stage.tools, library=corpus_library)
    talk = Talk(stage)
    assert "医保办" in talk.says("我男人上个月从架子上跌下来 现在还躺医院 钱花光了", "request_help").text
    talk.says("家里四口人 我男人43 我41 婆婆73 娃读高二")
    talk.says("婆婆养老金一个月一百二 我在医院守着没法上班")
    told = talk.says("那我家这样够不够低保", "ask_eligibility").text
    assert "4口人" in told
    assert "120 元" in told
    assert "答不准" not in told


@pytest.mark.parametrize(
    "said", ["想问下能不能申请点救助", "我们这样有啥救助没", "这种情况民政有什么救助可以申请"]
)
def test_who_asks_for_aid_while_somebody_is_awaited_is_told_of_it(said: str) -> None:
    assert help.heard(said, talked_of=("hospital",)) == "aid"
