"""The estimate hears people as they talk: sums by about how much, a day's wage, whose kin, and a neighbour's case."""

import pytest

from actions.estimate import beginning, daily, kin, neighbours, reading, relations, shares, wishes
from actions.tools import Tools
from actions.turn import Turn
from knowledge.answering import Library
from knowledge.estimate import telling
from tests.actions.conftest import Stage
from tests.actions.talking import Talk
from understanding import parsed


@pytest.fixture
def talk(stage: Stage, corpus_library: Library) -> Talk:
    stage.tools = Tools(stage.bureau, corpus_library)
    return Talk(stage)


def heard(said: str) -> dict[str, object]:
    meant = parsed({"text": said, "intent": {"name": "inform", "confidence": 0.9}})
    return dict(reading.facts_of(Turn(said, meant, "talk")))


@pytest.mark.parametrize(
    ("said", "fact", "value"),
    [
        ("药费一个月一千多 报完自己还得掏六七百", "illness_cost", 650),
        ("吃药自付五百来块", "illness_cost", 500),
        ("我在鞋厂一个月千把块", "wage", 1000),
        ("我拿失业金 一个月九百", "retirement", 900),
        ("我领失业金一个月九百", "wage", None),
        ("养老金两百三，高龄津贴一百", "basic_pension", 230),
        ("地包出去了 一年六百", "assets_income", 50),
        ("在镇上租房住 一个月房租三百", "assets_income", None),
        ("儿子读初一 一学期大概一千五", "wage", None),
        ("儿子读初一 一学期大概一千五", "minor_children", 1),
        ("种点粮食自己吃", "business", 0),
        ("给人家卸货一天一百 做一天歇一天", "wage", 1500),
        ("帮人摘果子一天百十来块 一个月干十天", "wage", 1100),
        ("户口在村里 城里户口没有", "area", "rural"),
    ],
)
def test_sums_are_heard_as_they_are_said(said: str, fact: str, value: object) -> None:
    assert heard(said).get(fact) == value


@pytest.mark.parametrize(
    ("said", "fact", "value"),
    [
        ("我六十九她六十七", "age", 69),
        ("我老两口，八十、七十八", "heads", 2),
        ("我七十五腿脚不行了", "age", 75),
        ("就我自己，七十一，老头子早走了", "age", 71),
        ("我男人腰摔坏了", "spouse", True),
        ("媳妇前年跑了", "spouse", None),
        ("三个娃都成了家 各顾各的", "supporter", None),
        ("三个儿子都成了家 各顾各的", "supporter", "able"),
        ("闺女在昆山进厂", "supporter", "able"),
        ("儿子瘫在床上", "supporter", None),
        ("爹妈都不在了 就剩一个妹妹", "supporter", "none"),
        ("老二跑货车", "vehicle", None),
    ],
)
def test_whose_kin_are_told_of(said: str, fact: str, value: object) -> None:
    assert heard(said).get(fact) == value


def test_of_a_days_wage_the_days_are_asked_once(talk: Talk) -> None:
    talk.says("帮我算算低保", "ask_eligibility")
    asked = talk.says("两口人 农村户口 搬砖一天一百")
    assert "一个月大概能干几天" in asked.text
    told = talk.says("活不多 也就七八天")
    assert "750 元" in told.text
    assert "能干几天" not in told.text


def test_of_a_couple_old_enough_no_child_is_asked_about(talk: Talk) -> None:
    talk.says("帮我算算低保", "ask_eligibility")
    said = [talk.says("我跟老伴 我七十八她七十六").text, *(talk.says("没有").text for _ in range(6))]
    assert not any("18岁" in one or "坐牢" in one for one in said)


@pytest.mark.parametrize(
    "said",
    [
        "这样行不行",
        "有戏没戏 给个准话",
        "够不够格啊",
        "你就说中不中",
        "那低保能成不",
        "照这么看有门吗",
        "这么说没戏了?",
    ],
)
def test_the_verdict_comes_first_and_nothing_is_asked_behind_it(talk: Talk, said: str) -> None:
    talk.says("帮我算算低保", "ask_eligibility")
    talk.says("两口人 农村户口 种地一年四千")
    told = talk.says(said)
    assert told.text.startswith("照您说的看，低保像是够得上")
    assert told.text.count("？") == 0
    assert not talk.asking


def test_what_the_verdict_waits_for_is_what_is_asked(talk: Talk) -> None:
    talk.says("帮我算算低保", "ask_eligibility")
    talk.says("农村户口")
    told = talk.says("我这样行不行")
    assert told.text.startswith("低保现在还说不准，先要知道：家里几口人")
    assert "还是还有家人" in told.messages[-1]["text"]


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("邻居张婶那种情况能不能吃低保", "一家人平均每人的收入"),
        ("我们村有个老头没儿没女六十五了，够不够五保", "三条都要够"),
        ("楼下老王家这种条件算不算低保户", "一家人平均每人的收入"),
    ],
)
def test_of_a_neighbour_the_rule_is_told_and_no_form_begins(talk: Talk, said: str, rule: str) -> None:
    told = talk.says(said, "check_application")
    assert rule in told.text
    assert "不能告诉您" not in told.text
    assert not talk.asking


def test_the_figures_of_a_neighbour_come_to_an_estimate(talk: Talk) -> None:
    talk.says("隔壁婶子那种能不能吃低保", "ask_eligibility")
    told = talk.says("她一个人过 农村户口 养老金两百 收破烂一个月三百")
    assert "照您说的看，低保像是够得上" in told.text
    assert "500 元" in told.text
    assert not talk.asking


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("这个去办找谁啊", "民政窗口"),
        ("五保是不是一定得住敬老院", "由本人选"),
        ("万一够不上低保还有啥能领的", "临时救助"),
    ],
)
def test_a_question_amid_the_questions_is_answered_and_they_go_on(talk: Talk, said: str, answer: str) -> None:
    talk.says("帮我算算低保", "ask_eligibility")
    talk.says("三口人 农村户口")
    answered = talk.says(said, "nlu_fallback")
    assert answer in answered.text
    assert "请从这几个里选" not in answered.text
    assert talk.asking


def test_what_each_of_the_sons_told_of_before_gives_is_of_all_and_of_a_year(talk: Talk) -> None:
    talk.says("帮我算算低保", "ask_eligibility")
    talk.says("三个儿子都分开过了 在外头打工")
    talk.says("过年儿子一人给六百")
    assert talk.stage.slots["estimate_talk"]["facts"]["support_received"] == "150.00"


def test_what_is_given_by_children_spoken_of_before_is_theirs(talk: Talk) -> None:
    talk.says("帮我算算低保", "ask_eligibility")
    talk.says("两个闺女都嫁人了，我跟老伴自己过")
    told = talk.says("一年到头给个一千二")
    assert "哪一样" not in told.text
    assert talk.stage.slots["estimate_talk"]["facts"]["support_received"] == "100.00"


def test_where_the_children_work_is_not_where_the_household_lives(talk: Talk) -> None:
    talk.says("低保要什么条件", "ask_eligibility")
    assert "替您估不准" not in talk.says("我七十一，老伴七十，儿子在南京进厂").text


def test_more_told_behind_the_verdict_is_weighed_and_nothing_asked(talk: Talk) -> None:
    talk.says("帮我算算低保", "ask_eligibility")
    talk.says("三口人 农村户口 我打工一个月三千")
    talk.says("给个准话 行不行")
    told = talk.says("卡里就剩两千存款")
    assert "存款理财：2000 元" in told.text
    assert "像是够不上" in told.text
    assert "？" not in told.text


def test_nobody_bound_by_law_needs_no_question_of_the_household(talk: Talk) -> None:
    told = talk.says("我七十三，没结过婚，爹娘都不在了，养老金一百九，能不能办五保", "ask_eligibility")
    assert "照您说的看，特困（五保）像是够得上" in told.text


@pytest.mark.parametrize("said", ["那去哪办 要带些啥", "带啥东西 到哪里办"])
def test_where_and_with_what_is_answered_at_once(talk: Talk, said: str) -> None:
    talk.says("帮我算算低保", "ask_eligibility")
    talk.says("三口人 农村户口")
    told = talk.says(said, "ask_procedure")
    assert "带户口簿" in told.text
    assert "民政窗口申请" in told.text
    assert talk.asking


@pytest.mark.parametrize("said", ["给我家评估一下够不够低保", "我家这情况你给看看 三口人", "来帮我算算低保"])
def test_a_wish_to_be_looked_at_begins_whatever_it_is_taken_for(talk: Talk, said: str) -> None:
    talk.says(said, "report_person_in_need")
    assert talk.asking


def test_the_age_of_a_child_is_no_wage(talk: Talk) -> None:
    talk.says("帮我算算低保", "ask_eligibility")
    talk.says("三口人 农村户口")
    talk.says("闺女二十三，精神二级，没工作")
    assert "wage" not in talk.stage.slots["estimate_talk"]["facts"]


def test_what_a_son_earns_away_is_not_asked_of(talk: Talk) -> None:
    talk.says("帮我算算低保", "ask_eligibility")
    told = talk.says("我一个人过，儿子在宁波上班，四五千一个月，顾不上我")
    assert "哪一样" not in told.text


def test_the_question_behind_not_yet_is_the_one_it_waits_for(talk: Talk) -> None:
    talk.says("帮我算算低保", "ask_eligibility")
    talk.says("我老两口，七十八、七十五，养老金俩人三百，存款三万二")
    told = talk.says("给个准话")
    assert told.text.startswith("低保现在还说不准，先要知道：户口")
    assert "城里还是农村" in told.messages[-1]["text"]


@pytest.mark.parametrize(
    "said",
    [
        "我是个老头子 七十二 没儿没女",
        "楼上老婆婆七十五",
        "我老公公瘫了",
        "一个大男人干不动",
        "大伯的老婆还在",
    ],
)
def test_an_old_man_or_somebody_elses_wife_is_no_spouse(said: str) -> None:
    assert "spouse" not in relations.told(said)


@pytest.mark.parametrize("said", ["我跟老头子过", "我家男人在家躺着", "老伴七十一 下不了床"])
def test_a_spouse_who_is_there_is_heard(said: str) -> None:
    assert relations.told(said)["spouse"] is True


@pytest.mark.parametrize(
    "said",
    [
        "父母去世了 就一个妹妹 老伴瘫痪在床",
        "爹妈没了 就一个哥 有两个儿子",
        "老人走不动了 就一个妹妹",
        "爸妈没工作 就一个弟弟读书",
    ],
)
def test_who_has_nearer_kin_has_somebody(said: str) -> None:
    assert relations.supporter(said).get("supporter") != "none"


@pytest.mark.parametrize("said", ["我儿子两岁 老公打工", "女儿八岁 我在城里打工", "姑娘十岁 老公在厂里上班"])
def test_a_small_child_supports_nobody(said: str) -> None:
    assert relations.supporter(said) == {}


@pytest.mark.parametrize(
    "said",
    ["一个月给房东八百", "每月给爸妈五百", "一个月寄给儿子五百", "年底给银行还三千", "每年给村里交两百"],
)
def test_what_one_pays_others_is_no_gift(said: str) -> None:
    assert shares.given_by_children(said) is None


@pytest.mark.parametrize("said", ["一年到头给个三四千", "一个月给我五百", "过年给两千"])
def test_what_children_give_is(said: str) -> None:
    assert shares.given_by_children(said)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("我在厂里上班，老婆也没工作", "wage"),
        ("家里有房租要交，一个月八百", "assets_income"),
        ("我想申请公租房", "homes"),
        ("一辆车把我老公撞了", "vehicle"),
        ("村长家有三辆车", "vehicle"),
        ("拖拉机早卖了", "vehicle"),
    ],
)
def test_what_only_sounds_like_property_or_income_is_none(said: str, key: str) -> None:
    assert key not in kin.told(said)
    assert telling.told(said).get(key) in (None, "none")


@pytest.mark.parametrize(
    "said", ["低保卡丢了 我跟老伴七十 低保能不能给补办", "我有低保，老公没工作，一个月五百，低保能不能代领"]
)
def test_business_of_who_has_it_is_no_estimate(said: str) -> None:
    assert not wishes.wanted(said, None)


@pytest.mark.parametrize(
    ("said", "of_a_neighbour"),
    [
        ("对门那户老人没儿没女 算不算特困", True),
        ("我们村有个娃爹妈都没了 能不能领补助", True),
        ("楼上水管爆了把我屋顶泡了 能不能申请临时救助", False),
        ("我跟老乡一道打工 我一个月三千 能不能领低保", False),
        ("对门婶子说能申请 我能不能申请", False),
        ("小区里有个窗口能办低保吗", False),
    ],
)
def test_a_neighbours_case_is_told_from_ones_own(said: str, of_a_neighbour: bool) -> None:
    meant = parsed({"text": said, "intent": {"name": "ask_eligibility", "confidence": 0.9}})
    assert neighbours.asked(Turn(said, meant, "talk")) is of_a_neighbour


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [
        ("房租得交，一个月八百", "assets_income", None),
        ("租金每月要付五百", "assets_income", None),
        ("房东收我房租一个月六百", "assets_income", None),
        ("门面收租金一个月八百", "assets_income", 800),
        ("一个月房租能得五百", "assets_income", 500),
        ("廉租房怎么申请", "homes", None),
        ("我们住的公租房", "homes", 0),
        ("我住廉租房", "homes", 0),
    ],
)
def test_rent_that_is_paid_is_no_income_and_a_home_wished_for_is_none(
    said: str, key: str, value: object
) -> None:
    assert telling.told(said).get(key) == value


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("我跟老伴七十，没收入，低保能不能给代领", False),
        ("我跟老伴七十，没收入，低保能不能转到县里", False),
        ("我跟老伴七十，没收入，低保能不能打到儿子卡上", False),
        ("我跟老伴七十，没收入，低保能不能批", True),
        ("我跟老伴七十，没收入，低保能不能给", True),
    ],
)
def test_whether_it_can_be_had_is_told_from_its_business(said: str, wanted: bool) -> None:
    assert wishes.wanted(said, None) is wanted


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("我们家给评五保的时候书记吃了饭", False),
        ("俺家的情况你们给评错了", False),
        ("替我家算五保金", False),
        ("我家情况你给看看", True),
        ("俺家条件您帮俺算算", True),
    ],
)
def test_a_wish_to_be_looked_at_is_told_from_how_it_was(said: str, wish: bool) -> None:
    assert (wishes.LOOK_AT_US.search(said) is not None) is wish


@pytest.mark.parametrize(
    ("said", "single"),
    [
        ("闺女单独办护照", False),
        ("老伴单独报警", False),
        ("儿子单独进厂", False),
        ("老伴能单独办低保吗", True),
        ("我妈能不能单独报", True),
    ],
)
def test_by_oneself_is_single_only_of_the_allowance(said: str, single: bool) -> None:
    assert (wishes.SINGLE.search(said) is not None) is single


@pytest.mark.parametrize(
    ("said", "away"),
    [
        ("我儿子户口在清河县", False),
        ("孙子的户口在清河县", False),
        ("儿子在清河县打工", True),
        ("闺女嫁到清河县", True),
    ],
)
def test_where_kin_are_registered_is_where_the_household_may_be(said: str, away: bool) -> None:
    assert (beginning.OF_KIN_AWAY.search(said) is not None) is away


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("我四十那年老婆跑了", None),
        ("我三十的时候离婚", None),
        ("我跑了趟，我十五趟都没办成", None),
        ("我五十瓦的灯都舍不得开", None),
        ("我五十三", 53),
        ("我六十六一个人过", 66),
    ],
)
def test_a_number_of_something_else_is_no_age_of_ones_own(said: str, age: object) -> None:
    assert kin.told(said).get("age") == age


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("她四十岁那年摔的", None),
        ("他三十岁的时候瘫的", None),
        ("他二十岁时得的病", None),
        ("他今年三十岁", 30),
    ],
)
def test_an_age_of_years_ago_is_nobodys_now(said: str, age: object) -> None:
    assert kin.their_age(said).get("age") == age


@pytest.mark.parametrize(
    ("said", "wage"),
    [
        ("家里没人干活，一天30块钱", None),
        ("没人打工，一天20块菜钱", None),
        ("工地干活一天一百", 100),
        ("家里没人做饭，我给人看门一天五十", 50),
    ],
)
def test_where_nobody_works_a_sum_by_the_day_is_no_wage(said: str, wage: object) -> None:
    assert daily.told(said) == wage
