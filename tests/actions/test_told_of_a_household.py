"""Families told of in the talk: of how many, whose money, what was wrong, and what it comes to."""

import pytest

from actions.estimate import kin, questions
from actions.tools import Tools
from actions.turn import Turn
from knowledge.answering import Library
from tests.actions.conftest import Stage
from tests.actions.talking import Talk
from understanding import parsed


@pytest.fixture
def talk(stage: Stage, corpus_library: Library) -> Talk:
    stage.tools = Tools(stage.bureau, corpus_library)
    return Talk(stage)


def case(talk: Talk) -> dict[str, str]:
    return dict((talk.stage.slots.get("estimate_talk") or {}).get("facts") or {})


@pytest.mark.parametrize(
    ("said", "heads"),
    [
        ("我两口子 带一个上小学的娃", 3),
        ("我跟婆娘带两个娃", 4),
        ("我和老公养着三个孩子", 5),
        ("离了婚自己拉扯两个娃", 3),
        ("老公走了 我一个人带个闺女", 2),
        ("就我们两个单过", 2),
        ("爸74妈71 就他俩自己过", 2),
        ("屋头就剩我跟孙女两个", 2),
        ("我们娘儿三个人过", 3),
        ("我跟我妈两个人过", 2),
        ("我是单亲妈妈 带一个脑瘫儿子", 2),
        ("三口 我跟老公还有个儿子上大学", 3),
        ("没结婚 跟爸妈过", 3),
        ("我跟老婆还有爹妈", None),
        ("我有两个儿子都分家了", None),
        ("儿子两口子带孩子在外头", None),
        ("一个人带孩子都工作了", None),
    ],
)
def test_of_how_many_a_household_is(said: str, heads: int | None) -> None:
    assert kin.told(said).get("heads") == heads


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("大的九岁小的五岁", {"minor_children": 2}),
        ("老大十一岁 老二七岁 老三三岁", {"minor_children": 3}),
        ("闺女上五年级", {}),
        ("娃十岁上四年级", {"minor_children": 1}),
        ("医保报完 我每个月自己还掏一千四五", {"illness_cost": 1450}),
        ("康复一个月自费两千", {"illness_cost": 2000}),
        ("半年复查一次 一次花七八百", {}),
        ("做了手术 报完自己还掏了三万多", {"rigid_spending": 30000}),
        ("我跑货运的 有个二手面包车 现在值个一万多", {"vehicle": "work", "vehicle_value": 10000}),
        ("没结过婚 爹妈早都不在了", {"supporter": "none"}),
        ("爹妈不在了", {}),
    ],
)
def test_what_is_told_in_ordinary_words(said: str, facts: dict[str, object]) -> None:
    assert kin.told(said) == facts


@pytest.mark.parametrize("said", ["大的八岁小的四岁", "老大十岁老二六岁", "孩子五岁"])
def test_a_childs_age_is_not_the_applicants(talk: Talk, said: str) -> None:
    talk.says("离婚了自己带两个孩子 能申请低保吗", "ask_eligibility")
    talk.says(said)
    assert "age" not in case(talk)


@pytest.mark.parametrize(
    ("first", "wrong", "fact", "value"),
    [
        ("我在服装厂 上个月2800", "工资我写错了 2800是加班多的那个月 一般就1900到2000", "wage", "1950"),
        ("老婆在超市 一个月两千二", "说错了 我老婆不是两千二 平时就一千八", "wage", "1800"),
        ("我扫大街 一个月一千六", "记错了 扣了社保 一个月一千三", "wage", "1300"),
        ("老公跑摩的一个月一千五 我做保洁一千二", "哦不对 我做保洁是一千四 上个月涨了", "wage", "2900"),
        ("二儿一个月打三百", "不对 二儿是两个月打三百 不是一个月", "support_received", "150"),
        ("我今年六十了", "说错了 六十是虚岁 身份证上要到腊月才满六十", "age", "59"),
        ("存款一万", "讲错了 存款八千", "savings", "8000"),
        ("我进厂一月五千", "哦搞错了 我一个月是四千五 五千是加班多的时候", "wage", "4500"),
    ],
)
def test_what_was_wrong_is_put_right_and_read_back(
    talk: Talk, first: str, wrong: str, fact: str, value: str
) -> None:
    talk.says("我家三口人 农村户口 能不能评低保", "ask_eligibility")
    talk.says(first)
    told = talk.says(wrong, "supplement_petition")
    assert "改成" in told.text
    assert value in told.text
    assert case(talk)[fact].removesuffix(".00") == value


@pytest.mark.parametrize("intent", ["inform", "file_complaint", "nlu_fallback"])
@pytest.mark.parametrize(
    "said", ["法院判他爸一个月给五百 一分没见着", "协议说好一年给六千 从来没给过", "前夫判了每月八百 拿不到"]
)
def test_what_was_adjudged_and_does_not_come_is_no_income(talk: Talk, said: str, intent: str) -> None:
    talk.says("离婚了自己带个女儿 能申请低保吗", "ask_eligibility")
    told = talk.says(said, intent)
    assert "先不算进收入" in told.text
    assert not {"support_received", "business", "wage"} & case(talk).keys()


def test_what_children_give_is_no_wage(talk: Talk) -> None:
    talk.says("我跟老伴能不能吃上低保", "ask_eligibility")
    talk.says("就我们两个单过")
    talk.says("大儿过年给了两千四 二儿一个月打一百 女没给")
    assert case(talk)["support_received"] == "300.00"
    assert "wage" not in case(talk)


def test_a_house_in_the_village_is_not_urban_for_want_of_one_in_town(talk: Talk) -> None:
    talk.says("我家四口人 能不能评低保", "ask_eligibility")
    for said in ("没上班", "没有种地"):
        talk.says(said)
    talk.says("房子在城关镇北关村，自建房，县城没买房")
    assert case(talk).get("area") != "urban"


def test_above_the_line_it_is_said_by_how_much_and_what_else_there_is(talk: Talk) -> None:
    talk.says("我家三口人 农村户口 能不能评低保", "ask_eligibility")
    talk.says("我老婆得了尿毒症 报完一个月自己掏九百")
    talk.says("我在工地 一个月两千四")
    told = talk.says("我这样能评上不", "ask_eligibility").text
    assert "平均 800 元" in told
    assert "比标准高 200 元" in told
    assert "全扣的话平均 500 元" in told
    for way in ("低保边缘家庭", "单人保", "刚性支出", "临时救助"):
        assert way in told.partition("还可以看")[2]


def test_with_people_and_income_told_it_is_looked_at_on_that(talk: Talk) -> None:
    talk.says("我家四口人 农村户口 能不能评低保", "ask_eligibility")
    talk.says("我在砖厂 一个月一千九")
    told = talk.says("那你看够得上不", "ask_eligibility").text
    assert "没说到的先当没有" in told
    assert "低保：可能符合" in told
    assert "说过的以外还有没有别的钱" in told
    assert "家里几口人" not in told


def test_who_asks_for_tekun_is_told_how_its_three_conditions_stand(talk: Talk) -> None:
    begun = talk.says("我一个人过 六十了 想问下我够不够五保", "ask_eligibility").text
    assert "三条" in begun
    assert "该管" in begun.splitlines()[-1], "the question that decides it comes first"
    talk.says("没结过婚 爹妈早都不在了")
    talk.says("说错了 六十是虚岁 要到腊月才满六十", "nlu_fallback")
    talk.says("打点零工 一年挣个两千来块")
    told = talk.says("那我这样能评上吗", "ask_eligibility").text
    labour, supporter, income = (
        line for line in told.splitlines() if line.startswith(("  1.", "  2.", "  3."))
    )
    assert "还不够" in labour
    assert "像是够" in supporter
    assert "像是够" in income
    assert "到60周岁" in told


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("我妈户口跟我弟的 住我家 那她算不算？", "household-living-with-parents"),
        ("公公一起住 公公算不算一家人", "household-living-with-parents"),
        ("医保报完自己还掏一千四 这个钱能不能减出去", "income-illness-deduction"),
        ("药钱能不能扣掉", "income-illness-deduction"),
        ("娃些给不给钱这个也要算啊", "support-how-computed"),
        ("那我算不算低保户", None),
        ("能不能减刑", None),
    ],
)
def test_what_is_asked_about_the_reckoning_has_its_answer(said: str, entry: str | None) -> None:
    meant = parsed({"text": said, "intent": {"name": "other_department", "confidence": 0.9}})
    assert questions.answered_by(Turn(said, meant, "talk")) == entry


def test_without_one_of_them_the_sum_is_told_too(talk: Talk) -> None:
    talk.says("我家四口人 能不能评低保", "ask_eligibility")
    talk.says("刨去油钱一个月三千五上下", "ask_eligibility")
    talk.says("我妈65，养老金一百八")
    told = talk.says("我妈户口跟我弟的，只是帮我们带孩子，那她算不算？", "ask_eligibility").text
    assert "长期住在一起" in told
    assert "3500 元，3 口人" in told


@pytest.mark.parametrize(
    "said",
    ["我想申请低保 我一个人 去年查出来肠癌", "我六十二 打光棍一辈子 想问五保", "想办低保 家里三口人 没车"],
)
def test_who_says_what_they_want_with_their_case_is_asked_on(talk: Talk, said: str) -> None:
    talk.says(said, "nlu_fallback")
    assert talk.asking


def test_rent_paid_and_what_the_land_leaves_are_neither_rent_had_nor_wage(talk: Talk) -> None:
    talk.says("我家六口人 农村户口 能不能评低保", "ask_eligibility")
    talk.says("我在浙江进厂一月五千 要交房租八百", "nlu_fallback")
    talk.says("爸妈种了三亩田 一年剩三千")
    assert "assets_income" not in case(talk)
    assert case(talk)["wage"].startswith("5000")
    assert case(talk)["business"] == "250.00"


def test_what_else_there_is_is_no_word_of_other_incomes(talk: Talk) -> None:
    talk.says("我家四口人 农村户口 能不能评低保", "ask_eligibility")
    told = talk.says("那低保不行还有别的没", "ask_program")
    assert "other_incomes" not in case(talk)
    assert "先估到这里" in told.text


def test_a_list_of_papers_is_not_read_as_an_answer(talk: Talk) -> None:
    talk.says("我家三口人 农村户口 能不能评低保", "ask_eligibility")
    told = talk.says("材料麻烦发我一份清单", "ask_materials")
    assert "请说一个总数" not in told.text
