"""The estimate's talk, action by action, without Rasa."""

import pytest

from actions.estimate.home import registered_here
from actions.estimate.wishes import wanted
from actions.tools import Tools
from knowledge.answering import Library
from knowledge.estimate import telling
from tests.actions.conftest import Reaction, Stage


@pytest.fixture
def knowing(stage: Stage, corpus_library: Library) -> Stage:
    stage.tools = Tools(stage.bureau, corpus_library)
    return stage


def begin(stage: Stage, text: str = "帮我算算我能不能吃低保") -> Reaction:
    return stage.run("action_answer_policy", text, "ask_eligibility")


def reply(stage: Stage, text: str, intent: str = "inform", **more: object) -> Reaction:
    done = stage.run(
        "validate_estimate_form", text, intent, requested="estimate_done", loop="estimate_form", **more
    )  # type: ignore[arg-type]
    if stage.slots.get("estimate_done") or done.rejected:
        return done
    asked = ask(stage)
    return Reaction([*done.messages, *asked.messages], [*done.events, *asked.events])


def ask(stage: Stage, **more: object) -> Reaction:
    return stage.run("action_ask_estimate_form_estimate_done", loop="estimate_form", **more)  # type: ignore[arg-type]


def tell(stage: Stage) -> Reaction:
    return stage.run("action_tell_estimate")


@pytest.mark.parametrize(
    "said",
    [
        "我能不能吃低保",
        "帮我算算",
        "帮我看看我够不够低保",
        "请问像我家这种情况能不能领低保",
        "给我估一估能享受什么救助",
        "我今年66岁，一个人过，农村户口，没有收入，我能不能吃五保",
    ],
)
def test_own_case_begins_the_estimate(said: str) -> None:
    assert wanted(said, None)


@pytest.mark.parametrize("said", ["帮我算算", "帮我估一估", "给我测一测吧"])
def test_a_bare_wish_begins_it_though_it_names_nothing(knowing: Stage, said: str) -> None:
    assert "utter_estimate_begun" in knowing.run("action_out_of_scope", said, "out_of_scope").responses
    assert (
        "utter_out_of_scope" in knowing.run("action_out_of_scope", "今天天气怎么样", "out_of_scope").responses
    )


@pytest.mark.parametrize(
    "said",
    [
        "家里有辆面包车还能吃低保吗",
        "低保要什么条件",
        "六十岁以下能不能吃五保",
        "我儿子有车我能不能吃低保",
        "我妈82岁了能不能吃低保还要看儿子吗",
        "低保怎么算",
    ],
)
def test_a_particular_question_is_answered_instead(said: str) -> None:
    assert not wanted(said, None)


def test_asks_first_where_the_household_is_registered(knowing: Stage) -> None:
    begun = begin(knowing)
    assert "utter_estimate_begun" in begun.responses
    assert any(event["event"] == "followup" and event["name"] == "estimate_form" for event in begun.events)
    assert "青禾县" in ask(knowing).text


def test_elsewhere_is_not_estimated_with_our_figures(knowing: Stage) -> None:
    begin(knowing)
    reply(knowing, "在别的县")
    assert "utter_estimate_elsewhere" in tell(knowing).responses
    knowing.slots.clear()
    assert "utter_estimate_elsewhere" in begin(knowing, "我在文水县，帮我算算我能不能吃低保").responses


def test_several_facts_in_the_opening_are_not_asked_again(knowing: Stage) -> None:
    begun = begin(knowing, "我今年66岁，一个人过，农村户口，没有收入，帮我算算能不能吃五保")
    assert "年龄：66岁" in begun.text
    assert "户口我先照在青禾县算" in begun.text
    replies = {"该管他": "一个也没有", "几套房": "一套", "领低保": "都没有", "存款": "没有存款"}
    asked = [ask(knowing).text]
    while not knowing.slots.get("estimate_done"):
        said = next((said for words, said in replies.items() if words in asked[-1]), "没有")
        asked.append(reply(knowing, said).text)
    assert not any("多大岁数" in text or "户口在城里" in text for text in asked)
    assert knowing.slots["estimate_done"] == "told"
    done = tell(knowing)
    assert "特困供养（五保）：可能符合" in done.text
    assert "《特困人员认定办法》第5条" in done.text
    assert "以县民政局审核确认为准" in done.text
    assert "由谁定" in done.text
    assert any("要带什么" in title for title in done.buttons)


def test_what_was_told_stays_with_the_talk_until_no_estimate_is_wanted(knowing: Stage) -> None:
    begin(knowing, "我今年66岁，一个人过，农村户口，没有收入，帮我算算能不能吃五保")
    reply(knowing, "够了，看结果")
    tell(knowing)
    assert "年龄：66岁" in knowing.run("action_inform", "那我这样到底行不行", "inform").text
    reply(knowing, "不估了", "cancel")
    assert "utter_estimate_left" in tell(knowing).responses
    assert knowing.slots["estimate_talk"] is None


def test_the_button_to_estimate_again_begins_anew(knowing: Stage) -> None:
    begin(knowing, "我今年66岁，一个人过，农村户口，没有收入，帮我算算能不能吃五保")
    reply(knowing, "够了，看结果")
    tell(knowing)
    knowing.run(
        "action_answer_policy", "/ask_eligibility", "ask_eligibility", title="重新估一估", about="estimate"
    )
    assert knowing.slots["estimate_talk"]["facts"] == {}


def test_what_is_told_beside_the_county_is_kept(knowing: Stage) -> None:
    begin(knowing)
    assert "农村" in reply(knowing, "在青禾县，农村的，三口人").text
    assert "出事" in ask(knowing).text


def test_having_no_car_is_no_answer_about_an_emergency(knowing: Stage) -> None:
    begin(knowing)
    reply(knowing, "在青禾县")
    said = reply(knowing, "没有车，有一套自己住的房子").text
    assert "车：没有" in said
    assert "emergency" not in knowing.slots["estimate_talk"]["facts"], "asked still, at the end"
    assert reply(knowing, "没有出事，没有车").text


def test_a_question_in_between_is_left_to_the_rules(knowing: Stage) -> None:
    begin(knowing)
    reply(knowing, "在青禾县")
    assert reply(knowing, "低保一个月能领多少钱？", "ask_standard").rejected
    back = ask(knowing, after=[{"event": "action", "name": "action_answer_policy"}])
    assert "utter_back_to_estimate" in back.responses


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("crisis", "……"),
        ("request_human", "……"),
        ("request_help", "……"),
        ("collective_action", "我们几十户明天一起去县里"),
    ],
)
def test_what_cannot_wait_goes_first(knowing: Stage, intent: str, said: str) -> None:
    begin(knowing)
    assert reply(knowing, said, intent).rejected


def test_a_button_is_never_taken_for_a_cry_for_help(knowing: Stage) -> None:
    begin(knowing)
    reply(knowing, "在青禾县")
    assert not reply(knowing, "突发重病", "request_help", title="突发重病").rejected


def test_leaving_forgets(knowing: Stage) -> None:
    begin(knowing)
    reply(knowing, "在青禾县")
    reply(knowing, "先不说了", "cancel")
    assert knowing.slots["estimate_done"] == "left"
    assert "utter_estimate_left" in tell(knowing).responses
    assert knowing.slots["estimate_talk"] is None


def test_enough_tells_what_is_known_and_what_is_missing(knowing: Stage) -> None:
    begin(knowing)
    for said in ("在青禾县", "没有", "都没有", "农村"):
        reply(knowing, said)
    reply(knowing, "够了，看结果")
    done = tell(knowing)
    assert "低保：还说不准" in done.text
    assert "还差：" in done.text


def test_skipping_and_what_cannot_be_read(knowing: Stage) -> None:
    begin(knowing)
    reply(knowing, "在青禾县")
    assert "领低保" in reply(knowing, "跳过").text
    assert "请从这几个里选一个" in reply(knowing, "嗯哼哼").text
    assert "先空着" in reply(knowing, "嗯哼哼").text


def test_an_answer_can_be_changed(knowing: Stage) -> None:
    begin(knowing)
    for said in ("在青禾县", "没有", "都没有", "农村", "66"):
        reply(knowing, said)
    assert "年龄：67岁" in reply(knowing, "不是66岁，是67岁").text
    assert "户口在城里还是农村" in reply(knowing, "改一下户口").text
    reply(knowing, "城镇")
    assert knowing.slots["estimate_talk"]["facts"]["area"] == "urban"
    assert "户口在城里还是农村" in reply(knowing, "说错了").text


def test_list_of_materials_by_button(knowing: Stage) -> None:
    done = knowing.run(
        "action_answer_policy",
        "/ask_materials",
        "ask_materials",
        title="要带什么",
        about="materials:dibao:disabled",
    )
    assert "残疾人证" in done.text
    assert "不用您自己开证明" in done.text
    assert "/materials/dibao?with=disabled" in done.text
    assert any(title.startswith("＋") for title in done.buttons)


def test_where_several_lists_may_be_meant_each_has_its_button(knowing: Stage) -> None:
    several = knowing.run("action_answer_policy", "孩子爸死了妈跑了 申请补贴要带什么", "ask_materials")
    assert {"清单：残疾人两项补贴", "清单：孤儿基本生活费"} <= set(several.buttons)
    one = knowing.run("action_answer_policy", "申请低保要带什么材料", "ask_materials")
    assert "一次性材料清单" in one.buttons


@pytest.mark.parametrize(
    ("said", "intent", "at_home"),
    [
        ("在", "affirm", True),
        ("在青禾县", "inform", True),
        ("青禾的", "inform", True),
        ("对", "affirm", True),
        ("嗯嗯", "affirm", True),
        ("农村户口", "inform", True),
        ("俺听不懂", "inform", False),
        ("不知道", "inform", False),
    ],
)
def test_only_a_yes_says_that_the_household_is_here(
    knowing: Stage, said: str, intent: str, at_home: bool
) -> None:
    begin(knowing)
    done = reply(knowing, said, intent)
    assert knowing.slots["estimate_done"] is None
    assert ("户口在" not in done.text.split("\n")[-1]) is at_home


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("我上个月的投诉催一下", "urge_petition"),
        ("我还想提个建议，公示栏应该挂高一点", "make_suggestion"),
        ("我们村还有个瘫痪的老汉没人管", "report_person_in_need"),
    ],
)
@pytest.mark.parametrize("before", [(), ("在青禾县", "没有", "都没有", "农村")])
def test_what_is_about_something_else_is_no_answer(
    knowing: Stage, before: tuple[str, ...], said: str, intent: str
) -> None:
    begin(knowing)
    for earlier in before:
        reply(knowing, earlier)
    told = knowing.slots["estimate_talk"]
    assert reply(knowing, said, intent).rejected
    assert knowing.slots["estimate_talk"] == {**told, "strays": 1}


def test_the_programme_that_the_opening_names_has_been_talked_of(knowing: Stage) -> None:
    begin(knowing)
    assert knowing.slots["last_answer"]["program"] == "dibao"
    asked = knowing.run("action_answer_policy", "那要啥手续", "ask_materials", loop="estimate_form")
    assert "您问的是哪一项" not in asked.text


@pytest.mark.parametrize(
    "said",
    [
        "我奶奶能不能领低保呀，您帮忙看看",
        "估一下够不够吃低保",
        "想了解一下我自己符不符合五保",
        "我表哥够不够低保",
        "我姨65了 没成过家 没孩子 能吃五保不",
        "我家四口人 一个月收入一千二 能领多少",
        "我能不能吃五保帮我算一下",
        "闺女啊我想问问我这情况能吃低保不，我老伴去年没了，我今年六十八，农村户口",
    ],
)
def test_a_case_told_or_put_in_other_words_begins_the_estimate(said: str) -> None:
    assert wanted(said, None)


def test_who_is_offered_the_estimate_and_goes_on_telling_has_taken_it_up(knowing: Stage) -> None:
    offered = knowing.run("action_answer_policy", "像我们这样的娘俩国家管不管", "ask_eligibility")
    assert "帮我估一估" in offered.buttons
    for action, intent in (("action_inform", "inform"), ("action_begin_note", "report_change")):
        kept = dict(knowing.slots)
        begun = knowing.run(action, "就我跟女儿两口人 我退休金一千五", intent)
        assert begun.followup == "estimate_form"
        assert "2口" in begun.text
        knowing.slots.clear()
        knowing.slots.update(kept)
    assert knowing.run("action_inform", "今天有点冷", "inform").followup != "estimate_form"


def test_one_who_would_rather_not_say_is_told_why_it_is_asked(knowing: Stage) -> None:
    begin(knowing)
    reply(knowing, "在青禾县")
    assert "按全家收入" in reply(knowing, "这个也要说啊？我不想说", "ask_eligibility").text
    assert not knowing.slots["estimate_done"]


def test_an_income_is_reckoned_a_head_as_soon_as_it_can_be(knowing: Stage) -> None:
    begin(knowing)
    reply(knowing, "在青禾县，农村户口")
    assert "平均" not in reply(knowing, "五口人").text
    assert "5 口人平均 300 元" in reply(knowing, "我在工地做小工 一个月一千五").text


def test_what_is_told_instead_of_an_answer_puts_the_question_last(knowing: Stage) -> None:
    begin(knowing, "我家三口人，农村户口，没存款，帮我算算能不能吃低保")
    first = ask(knowing).text
    assert first not in reply(knowing, "没车，一套房").text
    assert "wage" in knowing.slots["estimate_talk"]["later"]


def test_a_question_that_was_put_twice_is_left_open(knowing: Stage) -> None:
    begin(knowing)
    reply(knowing, "在青禾县")
    assert "突然出事" in reply(knowing, "一家三口").text
    assert "突然出事" not in reply(knowing, "没车").text
    for said in (
        "都没有",
        "农村",
        "50",
        "2000",
        "没有",
        "没有",
        "没有",
        "5000",
        "1",
        "没有残疾证",
        "没有",
        "没有",
    ):
        if not knowing.slots.get("estimate_done"):
            assert "突然出事" not in reply(knowing, said).text


def test_what_was_wrong_is_put_right_in_passing(knowing: Stage) -> None:
    begin(knowing)
    reply(knowing, "在青禾县")
    reply(knowing, "没存款")
    assert "改成：存款理财：30000 元" in reply(knowing, "哦不对，有张存单，三万块").text


def test_who_wants_no_more_questions_is_told_what_is_known(knowing: Stage) -> None:
    begin(knowing, "帮我堂弟算算他能不能吃低保")
    reply(knowing, "在青禾县，他家三口，他打工两千")
    reply(knowing, "哎你别问我了，回头让他自己来问")
    assert knowing.slots["estimate_done"] == "told"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("我打零工 一个月两千二", {"wage": 2200}),
        ("存款也就几千块 大概七千", {"savings": 7000}),
        ("有点地 租出去一年九百六", {"assets_income": 80, "other_incomes": True}),
        ("家里有个旧平房", {"homes": 1}),
        ("没有残疾", {"disability": "none"}),
        ("没有其他收入了", {"other_incomes": False}),
        ("家里一个月总共收入一千一", {"whole_income": 1100}),
        ("收入就养老金 150", {"basic_pension": 150, "wage": 0, "business": 0, "other_incomes": True}),
        ("老伴去年没了 无儿无女", {"spouse": False, "minor_children": 0, "dependent_children": 0}),
        ("我姑70了", {"age": 70}),
        ("闺女在城里上班 五千", {}),
    ],
)
def test_facts_in_free_words(said: str, told: dict[str, object]) -> None:
    assert telling.told(said) == told


def test_the_earnings_of_who_asks_for_somebody_else_are_not_theirs() -> None:
    assert telling.told("我在镇上上班 三千五", on_behalf=True) == {}
    assert telling.told("她一个人住", on_behalf=True) == {"household": "alone"}


def test_facts_taken_for_a_complaint_do_not_end_the_estimate(knowing: Stage) -> None:
    begin(knowing, "我叔63 没成过家 没孩子 能办五保不")
    reply(knowing, "在青禾县")
    done = reply(knowing, "他种着三亩地 一年卖三千六", "file_complaint")
    assert not done.rejected
    assert "300 元/月" in done.text
    assert reply(knowing, "我要投诉他们不给办", "file_complaint").rejected
    assert not reply(knowing, "唉别问我了", "file_complaint").rejected
    assert knowing.slots["estimate_done"] == "told"


def test_the_village_that_is_complained_of_is_not_where_the_household_lives(knowing: Stage) -> None:
    begin(knowing)
    done = reply(
        knowing, "另外我还要举报，白石镇高坎村的会计去年扣着我家的低保卡不给，匿名", "file_complaint"
    )
    assert done.rejected
    assert "住在" not in done.text


def test_what_is_not_known_is_left_open_and_not_asked(knowing: Stage) -> None:
    begin(knowing)
    reply(knowing, "在青禾县")
    assert "先空着" in reply(knowing, "他家有没有车我哪知道，存款也不清楚", "ask_eligibility").text
    assert {"vehicle", "savings"} <= set(knowing.slots["estimate_talk"]["passed"])


def test_a_question_in_between_is_answered_though_its_meaning_is_unsure(knowing: Stage) -> None:
    begin(knowing)
    reply(knowing, "在青禾县")
    assert reply(knowing, "慢着 五保是不是一定得去养老院", "ask_procedure", confidence=0.4).rejected
    assert not reply(knowing, "家里孩子有点补助", "ask_eligibility").rejected


@pytest.mark.parametrize(
    ("said", "here"),
    [
        ("在，没有别的收入", True),
        ("在本县，老伴不在了", True),
        ("在本县，不是城镇户口", True),
        ("是的，农村户口", True),
        ("我在青禾，儿子在外地", True),
        ("老伴在四川打工，户口在青禾", True),
        ("在外地打工，户口在青禾", True),
        ("在我们村", True),
        ("在四川老家", False),
        ("在隔壁县", False),
        ("户口在河南信阳", False),
        ("在云水县", False),
        ("不在青禾", False),
        ("不是本县的", False),
        ("外地的", False),
        ("在武汉", False),
        ("在云岭", None),
        ("在外地打工", None),
        ("啥意思", None),
        ("在家", None),
        ("老伴不在了", None),
        ("没有别的收入", None),
    ],
)
def test_where_the_household_is_registered(corpus_library: Library, said: str, here: bool | None) -> None:
    assert registered_here(said, corpus_library) is here


def test_a_city_on_no_list_is_not_estimated_with_our_figures(knowing: Stage) -> None:
    begin(knowing)
    assert "青禾县的户口" in reply(knowing, "在云岭").text
    reply(knowing, "在云岭")
    assert knowing.slots["estimate_done"] == "elsewhere"


def test_who_cannot_say_where_is_not_asked_without_end(knowing: Stage) -> None:
    begin(knowing)
    reply(knowing, "啥意思")
    assert "先照在青禾县算" in reply(knowing, "啥意思啊").text
    reply(knowing, "我户口在外县")
    assert knowing.slots["estimate_done"] == "elsewhere"


def asked_for(stage: Stage, key: str, **facts: object) -> None:
    """Stand where `key` is asked, with these facts told."""
    begin(stage)
    reply(stage, "在青禾县")
    known: dict[str, object] = {"emergency": "none", "already": "none", "area": "rural", "age": 66, **facts}
    stage.slots["estimate_talk"] |= {
        "facts": {one: str(value) for one, value in known.items() if one != key},
        "again": key,
    }


def facts(stage: Stage) -> dict[str, str]:
    return dict(stage.slots["estimate_talk"]["facts"])


@pytest.mark.parametrize(
    ("key", "said", "other"),
    [
        ("age", "我打工一个月挣1000", {"wage": "1000.00"}),
        ("business", "全家一共收入1500", {"whole_income": "1500.00"}),
        ("savings", "养老金一个月一百二", {"basic_pension": "120.00", "other_incomes": "True"}),
        ("minor_children", "我存款三千", {"savings": "3000.00"}),
    ],
)
def test_a_number_that_tells_something_else_is_no_answer(
    knowing: Stage, key: str, said: str, other: dict[str, str]
) -> None:
    asked_for(knowing, key)
    reply(knowing, said)
    told = facts(knowing)
    assert key not in told
    assert told.items() >= other.items()


@pytest.mark.parametrize("said", ["两个", "2个", "一共两个人", "我家两个", "俩"])
def test_how_many_there_are_settles_only_what_is_asked(knowing: Stage, said: str) -> None:
    asked_for(knowing, "minor_children", household="family")
    reply(knowing, said)
    assert facts(knowing)["minor_children"] == "2"
    assert "heads" not in facts(knowing)


def test_the_age_of_a_child_is_not_the_applicants(knowing: Stage) -> None:
    asked_for(knowing, "minor_children", household="family")
    reply(knowing, "一个，12岁")
    assert facts(knowing) | {"minor_children": "1", "age": "66"} == facts(knowing)


def test_nothing_left_is_said_of_what_is_asked(knowing: Stage) -> None:
    asked_for(knowing, "savings")
    reply(knowing, "没有，一分没有")
    assert facts(knowing)["savings"] == "0"
    assert "wage" not in facts(knowing)


@pytest.mark.parametrize(
    ("key", "said", "back"),
    [
        ("wage", "一年两万四", "打工上班收入：2000 元/月"),
        ("wage", "八百到一千", "打工上班收入：900 元/月"),
        ("savings", "三万五", "存款理财：35000 元"),
        ("supporter", "都没能力管", "有，但都没有能力管"),
        ("area", "不是农村的", "户口：城镇"),
    ],
)
def test_what_is_taken_otherwise_than_written_is_said_back(
    knowing: Stage, key: str, said: str, back: str
) -> None:
    asked_for(knowing, key)
    assert back in reply(knowing, said).text


@pytest.mark.parametrize(
    ("key", "said"), [("wage", "800"), ("wage", "没有"), ("area", "农村"), ("homes", "1")]
)
def test_what_is_written_plainly_is_not(knowing: Stage, key: str, said: str) -> None:
    asked_for(knowing, key)
    assert "好，" not in reply(knowing, said).text


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("改一下全家收入", "总共收入多少"),
        ("改一下一起过的人", "一共几口人"),
        ("改一下人口", "一共几口人"),
        ("我要改一下存款", "存款、理财"),
        ("年纪说错了", "多大岁数"),
        ("户口改一下", "城里还是农村"),
    ],
)
def test_anything_told_can_be_changed_by_its_name(knowing: Stage, said: str, asks: str) -> None:
    asked_for(knowing, "homes", whole_income=900, heads=3, savings=5000)
    before = facts(knowing)
    assert asks in reply(knowing, said).text
    after = facts(knowing)
    assert {key: value for key, value in before.items() if key in after} == after


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [
        ("年龄改成67", "age", "67"),
        ("把存款改成五万", "savings", "50000.00"),
        ("改一下全家收入，一个月八百", "whole_income", "800.00"),
        ("改一下一起过的人，四口", "heads", "4"),
    ],
)
def test_the_right_value_said_with_it_is_taken_at_once(
    knowing: Stage, said: str, key: str, value: str
) -> None:
    asked_for(knowing, "homes", whole_income=900, heads=3, savings=5000)
    assert "改成：" in reply(knowing, said).text
    assert facts(knowing)[key] == value
    assert "homes" not in facts(knowing)


def test_what_cannot_be_found_to_change_is_no_answer(knowing: Stage) -> None:
    asked_for(knowing, "savings")
    assert "要改哪一样" in reply(knowing, "改一下那个一万的").text
    assert "savings" not in facts(knowing)


def test_what_is_not_known_when_asked_again_is_left(knowing: Stage) -> None:
    asked_for(knowing, "wage", household="alone")
    assert "挣多少" not in reply(knowing, "工资不清楚").text
    assert "wage" in knowing.slots["estimate_talk"]["passed"]


def test_yes_and_no_are_in_the_words_of_the_question(knowing: Stage) -> None:
    asked_for(knowing, "other_incomes")
    assert {"有", "没有"} <= set(ask(knowing).buttons)
    asked_for(knowing, "disabled_adult_jobless")
    assert {"是", "不是"} <= set(ask(knowing).buttons)


@pytest.mark.parametrize("said", ["我不是低保户，以前吃过停了", "停了，现在没领", "没领过"])
def test_an_answer_taken_for_a_complaint_is_an_answer(knowing: Stage, said: str) -> None:
    asked_for(knowing, "already")
    assert not reply(knowing, said, "file_complaint").rejected
    assert facts(knowing)["already"] == "none"


@pytest.mark.parametrize(
    "said", ["没领，村干部不给我办", "停了，凭什么停我的低保", "我要投诉他们停了我的低保"]
)
def test_a_complaint_is_none(knowing: Stage, said: str) -> None:
    asked_for(knowing, "already")
    assert reply(knowing, said, "file_complaint").rejected


def test_husband_and_wife_are_one_household(knowing: Stage) -> None:
    begin(knowing, "我老公得了尿毒症，能不能申请低保，帮我算")
    reply(knowing, "在青禾县，四口人")
    reply(knowing, "我上班一个月2800，他没收入")
    assert facts(knowing)["wage"] == "2800.00"


def test_the_age_of_who_asks_for_somebody_else_is_not_the_applicants(knowing: Stage) -> None:
    begin(knowing, "我妈能不能吃低保，帮我算算")
    reply(knowing, "在青禾县")
    knowing.slots["estimate_talk"] |= {"again": "age"}
    assert "不是您的" in reply(knowing, "我五十二").text
    reply(knowing, "我妈八十一")
    assert facts(knowing)["age"] == "81"


def test_who_tells_a_daily_wage_is_told_how_to_say_it(knowing: Stage) -> None:
    asked_for(knowing, "wage")
    assert "一天" in reply(knowing, "打零工一天八十").text


@pytest.mark.parametrize("said", ["没有吃的了", "没地方住"])
def test_who_has_nothing_to_eat_need_not_wait_for_the_estimate(knowing: Stage, said: str) -> None:
    asked_for(knowing, "emergency")
    assert "转人工" in reply(knowing, said).text
    assert facts(knowing)["emergency"] == "other"


def test_what_is_told_beside_a_question_costs_the_next_no_patience(knowing: Stage) -> None:
    asked_for(knowing, "minor_children", household="family")
    reply(knowing, "三口人")
    assert "挣多少" in reply(knowing, "我退休金两千").text
