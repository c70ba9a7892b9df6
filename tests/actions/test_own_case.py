"""What a resident tells of their own household: kept, read back, and used for what they are after."""

import itertools
import re

import pytest

from actions.estimate import kin, sums, wording
from actions.estimate.own_case import tells_own_case
from actions.estimate.progress import estimator
from actions.tools import Tools
from actions.turn import Turn
from knowledge.answering import Library
from knowledge.estimate import Interview
from tests.actions.conftest import Stage
from tests.actions.talking import Talk
from understanding import parsed


def turn(said: str, intent: str = "inform") -> Turn:
    return Turn(said, parsed({"text": said, "intent": {"name": intent, "confidence": 0.9}}), "talk")


@pytest.mark.parametrize("intent", ["inform", "file_complaint", "other_department", "nlu_fallback", "deny"])
@pytest.mark.parametrize(
    "said",
    [
        "我婆婆74 半边身子不能动 有残疾证 三级",
        "男人在工地 好的时候四千多 差的时候没活 平均下来三千",
        "三个娃 大的九岁 小的还在吃奶",
        "就跟我过 我63 他奶奶61",
        "她妈前年跑了 再也没联系过",
        "女婿听说进去了",
        "没得退休 就居民养老一百五",
        "普通农户 不是低保",
        "证是前年办的 残联给发的",
        "土墙房两间 没车 欠信用社三万",
        "儿子结了婚另外过 一年给两千块",
        "我肾不好 一个星期透析三回",
        "养老金没得多少 一个月一百来块",
        "厂里下岗的 社保断了",
        "弟弟没得收入 天天吃药的",
        "跑出去六年了 电话打不通 报没报过案我不晓得",
        "以前跑货车的 上个月跑了几趟 有两千多",
    ],
)
def test_what_is_said_of_ones_own_household_is_known_for_that(said: str, intent: str) -> None:
    assert tells_own_case(turn(said, intent))


@pytest.mark.parametrize(
    "said",
    [
        "村里说我有儿子不给我报",
        "书记把我家的低保停了",
        "会计扣着我妈的卡不给",
        "镇上不收我的材料 推来推去",
        "这个月的低保钱还没到账",
        "我要投诉 我家四口人都有病",
        "邻居家三口人 有车有房还吃低保",
        "残疾补助咋个申请",
        "我们家四口人能不能评",
        "可以在手机上办不 我带着娃走不开",
        "老公没了 家里断粮了",
        "我姓周 电话13800001234",
        "我想办五保",
        "帮我查一下我妈的低保",
        "热线打不通",
        "老婆走了 农药都买好了",
        "村里不公示 都是关系户",
    ],
)
def test_grievances_questions_wishes_and_cries_for_help_are_something_else(said: str) -> None:
    assert not tells_own_case(turn(said, "file_complaint"))


def test_a_wish_for_a_person_or_danger_is_never_taken_for_it() -> None:
    assert not tells_own_case(turn("我一个人过 六十八", "request_human"))
    assert not tells_own_case(turn("老婆走了 欠了十几万", "crisis"))


@pytest.fixture
def talk(stage: Stage, corpus_library: Library) -> Talk:
    stage.tools = Tools(stage.bureau, corpus_library)
    return Talk(stage)


def case(talk: Talk) -> dict[str, str]:
    return dict((talk.stage.slots.get("estimate_talk") or {}).get("facts") or {})


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ("我这样能评上吗", "case"),
        ("那你说我们行不行", "case"),
        ("算低保还是边缘", "case"),
        ("能评低保不 还是那个边缘", "case"),
        ("像我们家这种情况呢", "case"),
        ("那我该办哪样", "case"),
        ("五保办不成 能办个啥", "case"),
        ("有没有什么补助能领", "case"),
        ("你帮我算一下", "short"),
        ("够不够", "short"),
        ("到底行不行嘛", "short"),
        ("一个月大概能补好多", "short"),
        ("低保怎么办", None),
        ("有车能吃低保吗", None),
        ("能不能替他办", None),
        ("我能不能看看我的进度", None),
        ("能不能快点", None),
        ("可以", None),
        ("残疾人能不能办低保", None),
        ("公示多少天 行不行我自己去看", None),
    ],
)
def test_the_sum_is_asked_for_in_many_words(said: str, how: str | None) -> None:
    assert sums.asked(said) == how


WORDS_OF_THE_SUM = sorted(
    {word for row in (sums.OF_THE_CASE, sums.IN_SHORT) for word in re.findall(r"[一-鿿]+|[?~]", row.pattern)}
)


ROWS = [
    *itertools.product(WORDS_OF_THE_SUM),
    *itertools.permutations(("我", "俺", "他家", "那", "这", "样", "像", "的", "来说", "能", "还", "啥"), 2),
    *itertools.permutations(("那么", "想问", "我家", "够不够", "低保", "办", "得到", "到底", "吗"), 3),
]


@pytest.mark.timeout(20)
def test_no_row_of_such_words_keeps_anybody_waiting() -> None:
    for row in ROWS:
        said = ("".join(row) * 300)[:300]
        sums.asked(said)
        sums.of_one_thing(f"{said}我这样能评上吗")


@pytest.mark.parametrize(
    "said",
    [
        "嗯那我想问一下像我们家这种情况到底能不能评得上低保嘛",
        "请问我爸他们家这样的话还够不够资格",
        "那你说我这种条件究竟该算低保还是边缘户",
        "我这样能评上吗？？？？？？？？？？？？",
    ],
)
def test_a_long_way_of_asking_for_the_sum_is_heard(said: str) -> None:
    assert sums.asked(said) == "case"


def test_facts_after_an_answer_on_conditions_go_on_as_the_estimate(talk: Talk) -> None:
    talk.says("什么样的家庭可以申请低保", "ask_eligibility")
    told = talk.says("我家五口人 农村户口 没存款", "nlu_fallback")
    assert "记下了：" in told.text
    assert "5口人" in told.text
    assert "不估了" in told.text, "a plain way out"
    assert talk.asking
    assert case(talk)["heads"] == "5"


@pytest.mark.parametrize("intent", ["file_complaint", "other_department", "report_person_in_need", "inform"])
def test_what_a_statement_of_facts_is_taken_for_does_not_lead_the_talk_away(talk: Talk, intent: str) -> None:
    talk.says("像我们这种家庭能不能办低保", "ask_eligibility")
    told = talk.says("我男人57 瘫了四年 没得退休", intent)
    assert talk.asking
    assert not talk.stage.slots.get("complaint_draft")
    assert not talk.stage.slots.get("note_kind")
    assert "哪个乡镇" not in told.text.replace("户口在青禾县吗，哪个乡镇", "")


def test_words_of_grievance_are_no_facts_of_the_case(talk: Talk) -> None:
    talk.says("什么样的家庭可以申请低保", "ask_eligibility")
    talk.says("我家四口人 村里不给我报", "file_complaint")
    assert talk.stage.slots.get("complaint_draft")
    assert not talk.asking


def test_facts_beside_another_question_are_kept_for_later(talk: Talk) -> None:
    talk.says("我家六口人 低保要什么材料", "ask_materials")
    assert not talk.asking
    assert case(talk)["heads"] == "6"
    assert "6口人" in talk.says("那我这样能评上不", "nlu_fallback").text


def test_the_sum_is_told_wherever_it_is_asked_for_and_nothing_is_asked_behind_it(talk: Talk) -> None:
    talk.says("什么样的家庭可以申请低保", "ask_eligibility")
    talk.says("我家三口人 农村户口", "inform")
    talk.says("打零工 一个月一千五", "inform")
    told = talk.says("这样算低保还是边缘", "ask_eligibility")
    assert "3 口人平均 500 元" in told.text
    assert "600 元" in told.text
    assert "900 元" in told.text, "the line of 低保边缘"
    assert "示例" in told.text
    assert "《社会救助法》第18条" in told.text
    assert "还差：" in told.text
    assert "民政窗口申请" in told.text
    assert "不是决定" in told.text
    assert not talk.asking
    assert told.text.startswith("照您说的看，低保像是够得上")
    assert "接着估" in told.buttons


def test_without_a_fact_the_sum_begins_with_one_open_question(talk: Talk) -> None:
    begun = talk.says("你看我这种情况能评低保不", "nlu_fallback")
    assert "几口人" in begun.text
    assert "房和车" in begun.text
    answered = talk.says("四口人 农村户口 没车 存款没有", "nlu_fallback")
    assert "4口人" in answered.text
    assert "户口在青禾县吗" not in answered.messages[-1]["text"]


def test_no_more_than_a_few_missing_things_are_named(talk: Talk) -> None:
    told = talk.says("我家五口人 我老公有癌症 能不能评低保", "ask_eligibility").text
    missing = next(line for line in told.splitlines() if "先要知道：" in line)
    assert missing.count("；") <= 2


def test_facts_with_no_talk_of_policy_before_are_read_back_and_the_ways_on_are_offered(talk: Talk) -> None:
    told = talk.says("我家三口人 农村户口 没车", "file_complaint")
    assert "记下了：" in told.text
    assert {"帮我估一估", "投诉反映"} <= set(told.buttons)
    assert not talk.stage.slots.get("complaint_draft")
    assert talk.says("估一下", "nlu_fallback").text.count("3口人")
    assert talk.asking


def test_the_place_said_settles_where_the_household_lives(talk: Talk) -> None:
    talk.says("你看我这种情况能评低保不", "nlu_fallback")
    answered = talk.says("白石镇李家庄 三口人", "inform", entities=[("place", "白石镇李家庄")])
    assert "白石镇" in answered.text
    assert "户口在青禾县吗" not in answered.text
    assert "到白石镇民政窗口申请" in talk.says("够不够", "nlu_fallback").text


def test_no_question_is_put_a_third_time(talk: Talk) -> None:
    put = [talk.says("我家三口人 农村户口 没存款 能不能评低保", "ask_eligibility").messages[-1]["text"]]
    for _ in range(4):
        put.append(talk.says("低保一个月发多少钱？", "ask_standard").messages[-1]["text"])
    assert max(put.count(one) for one in put) <= 2


def test_a_question_of_policy_is_answered_and_what_it_tells_is_kept(talk: Talk) -> None:
    talk.says("我家三口人 农村户口 能不能评低保", "ask_eligibility")
    answered = talk.says("我们没车 低保多久能批下来？", "ask_processing_time")
    assert "依据" in answered.text
    assert talk.asking
    assert case(talk)["vehicle"] == "none"


def test_words_for_which_there_is_no_question_are_kept_as_they_were_said(talk: Talk) -> None:
    talk.says("什么样的家庭可以申请低保", "ask_eligibility")
    talk.says("我家三口人", "inform")
    talk.says("女婿听说进去了", "file_complaint")
    assert "女婿听说进去了" in talk.says("那我这样行不行", "nlu_fallback").text


def test_who_wants_no_estimate_leaves_it_and_nothing_of_it_is_kept(talk: Talk) -> None:
    talk.says("什么样的家庭可以申请低保", "ask_eligibility")
    talk.says("我家三口人 农村户口", "inform")
    talk.says("不估了", "nlu_fallback")
    assert not talk.asking
    assert talk.stage.slots["estimate_talk"] is None


def test_where_we_were_is_told(talk: Talk) -> None:
    talk.says("我家三口人 农村户口 能不能评低保", "ask_eligibility")
    talk.says("等一下 有人叫我", "inform")
    told = talk.says("来了 刚才说到哪了", "check_application")
    assert "3口人" in told.text
    assert talk.asking


def test_facts_read_back_in_plain_words(corpus_library: Library) -> None:
    interview = Interview(estimator(corpus_library))
    said = wording.in_words(
        interview, {"household": "family", "heads": 3, "spouse": False, "other_incomes": True, "savings": 0}
    )
    assert said == "3口人；没有配偶；还有别的收入；没有存款"


def test_facts_after_a_question_about_an_allowance_are_answered_with_the_one_that_it_is(talk: Talk) -> None:
    talk.says("我孙子能不能算孤儿", "ask_eligibility")
    told = talk.says("他爸坐牢了 妈改嫁了 跟着奶奶过", "file_complaint")
    assert "记" in told.messages[0]["text"]
    assert "依据" in told.text
    assert not talk.stage.slots.get("complaint_draft")


def test_while_help_was_called_for_no_estimate_begins(talk: Talk) -> None:
    talk.says("家里断粮了 快来人", "request_help")
    talk.says("我家三口人 农村户口 没车", "inform")
    assert not talk.asking


def test_who_has_what_is_stored_deleted_has_the_case_deleted_too(talk: Talk) -> None:
    talk.says("我家六口人 低保要什么材料", "ask_materials")
    talk.stage.run("action_privacy", "/privacy_request", "privacy_request", title="确定删除")
    assert not case(talk)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("男人在工地 好的时候六千 差的时候没活 平均下来四千吧", {"wage": 4000}),
        ("老公一个月两千八", {"wage": 2800}),
        ("工资要扣吃住 到手一千九", {"wage": 1900}),
        ("电子厂上班 一个月两千六", {"wage": 2600}),
        ("两个娃 大的十岁 小的四岁", {"minor_children": 2}),
        ("三个娃一个高中两个小学", {"minor_children": 3}),
        ("两个儿子 一个32岁一个28岁", {}),
        ("跟老伴两个人过", {"heads": 2}),
        ("我养老金210 老伴有195", {"basic_pension": 405}),
        ("我养老金一个月领两百三 他的也差不多 还少点 他一百八", {"basic_pension": 410}),
        ("就居民养老一百五", {"basic_pension": 150}),
        ("药钱一个月要四百", {"illness_cost": 400}),
        ("存款没得 土墙房", {"savings": 0, "homes": 1}),
        ("婆婆71 有残疾证 二级", {"disability": "2", "disabled_is_applicant": False}),
        ("我62 老伴65", {"age": 62}),
        ("房贷每月1900", {}),
        ("儿子一个月挣五千", {}),
        ("我老公一个月药钱三万", {"illness_cost": 30_000}),
        ("每月看病一万", {"illness_cost": 10_000}),
        ("老婆药费一个月要一万二", {"illness_cost": 12_000}),
        ("药钱一个月1.5万", {"illness_cost": 15_000}),
        ("药费每月1千5", {"illness_cost": 1500}),
        ("老公上班 一个月3千", {"wage": 3000}),
        ("扣了吃住 落到家里一万", {"wage": 10_000}),
        ("每月看病要半条命", {}),
    ],
)
def test_what_is_told_of_those_who_live_together(said: str, told: dict[str, object]) -> None:
    assert kin.told(said) == told


@pytest.mark.timeout(20)
@pytest.mark.parametrize("before", ["", "养老金", "药一个月", "打工 平均"])
@pytest.mark.parametrize(
    "word",
    ["养老金100他", "养老100", "养老1", "养老一百老伴", "我一个月", "两个娃1岁", "药钱", "1", "一", "1.5千"],
)
def test_a_long_message_of_sums_keeps_nobody_waiting(before: str, word: str) -> None:
    said = before + word * (1050 // len(word))
    kin.told(said)
    kin.not_the_applicants(said)


def test_the_age_of_one_of_the_household_is_not_the_applicants(talk: Talk) -> None:
    talk.says("什么样的家庭可以申请低保", "ask_eligibility")
    talk.says("我家四口人 公公74岁了", "inform")
    assert "age" not in case(talk)


def test_what_is_left_of_a_wage_stands_for_what_was_told_before(talk: Talk) -> None:
    talk.says("我家五口人 农村户口 能不能评低保", "ask_eligibility")
    talk.says("老公一个月三千五", "nlu_fallback")
    told = talk.says("哦对了 他那个要扣吃住 落到家里两千", "file_complaint")
    assert "2000" in told.text
    assert case(talk)["wage"].startswith("2000")


@pytest.mark.parametrize(
    "said",
    [
        "大的12 小的7岁 法院判他爸一个月给八百 去年起就没给过",
        "前夫说好每月给六百 一分没给 我一个月挣两千一",
        "儿子在外头打工 两年没给过我们钱 我养老金一百四",
    ],
)
def test_what_relatives_or_an_employer_owe_is_told_of_the_household(talk: Talk, said: str) -> None:
    talk.says("离婚带俩娃能申请低保吗", "ask_eligibility", [("program", "低保")])
    answered = talk.says(said, "file_complaint", category="payment_missing")
    assert "归到" not in answered.text
    assert answered.followup != "complaint_form"
    assert "估" in answered.text
