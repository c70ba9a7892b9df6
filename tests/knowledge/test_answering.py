"""Questions in, answers out: for whom, where, when, and when not."""

from datetime import UTC, datetime

import pytest

from knowledge.answering import Library
from knowledge.corpus import Corpus
from knowledge.saying import Answer, Unknown
from store.clock import FixedClock
from store.county import County
from store.settings import ROOT


class TestFinding:
    @pytest.mark.parametrize(
        ("question", "wanted"),
        [
            ("俺家有个小轿车还能吃低保不", "car"),
            ("低保几号打钱呀", "payday"),
            ("办低保得多长时间", "howlong"),
            ("五保多长时间能批下来", "howlong-tekun"),
            ("急难救助的钱几天下来", "quick"),
        ],
    )
    def test_colloquial(self, library: Library, question: str, wanted: str) -> None:
        assert _answered(library.answer(question)).id == wanted

    @pytest.mark.parametrize(
        "question", ["今天天气咋样", "给我讲个笑话", "手机坏了去哪修", "？？", "股票明天涨不涨", "帮我写作文"]
    )
    def test_what_is_not_known_is_said_to_be_unknown(self, library: Library, question: str) -> None:
        found = library.answer(question)
        assert isinstance(found, Unknown)
        assert [button.kind for button in found.buttons][-2:] == ["human", "complaint"]

    def test_named_program_goes_before_the_hint(self, library: Library) -> None:
        found = library.answer("特困多长时间批下来", program="dibao", intent="ask_processing_time")
        assert _answered(found).id == "howlong-tekun"

    def test_hint_decides_where_nothing_is_named(self, library: Library) -> None:
        assert _answered(library.answer("多久能批下来", program="tekun")).id == "howlong-tekun"
        assert _answered(library.answer("多久能批下来", program="dibao")).id == "howlong"

    def test_wrong_intent_does_not_hide_the_answer(self, library: Library) -> None:
        assert _answered(library.answer("家里有面包车能吃低保吗", intent="ask_materials")).id == "car"

    def test_what_is_about_something_else_is_doubted(self, library: Library) -> None:
        plainly = library.answer("二手车好不好卖")
        doubted = library.answer("二手车好不好卖", intent="out_of_scope")
        assert doubted.score < plainly.score


class TestContext:
    def test_follow_up_about_another_programme(self, library: Library) -> None:
        first = _answered(library.answer("低保多久批下来"))
        assert _answered(library.answer("那特困呢？", context=first.context)).id == "howlong-tekun"

    def test_new_question_is_not_bent_by_the_old_one(self, library: Library) -> None:
        first = _answered(library.answer("低保多久批下来"))
        assert _answered(library.answer("家里有面包车能吃低保吗", context=first.context)).id == "car"

    @pytest.mark.parametrize("said", ["要不要还", "是吗", "？？"])
    def test_what_says_nothing_is_not_answered_with_the_answer_before(
        self, library: Library, said: str
    ) -> None:
        first = _answered(library.answer("低保几号发", region="青禾县"))
        again = library.answer(said, context=first.context)
        assert isinstance(again, Unknown)
        assert again.reason == "unclear"

    def test_follow_up_without_anything_before(self, library: Library) -> None:
        assert isinstance(library.answer("那呢？"), Unknown)


class TestRegion:
    def test_resident_of_the_place_gets_its_wording(self, library: Library) -> None:
        found = _answered(library.answer("低保几号发", region="山西省/吕梁市/文水县"))
        assert found.id == "payday-wenshui"
        assert "10日前" in found.text_for_chat()
        assert not found.asks_region

    def test_place_named_in_the_question(self, library: Library) -> None:
        assert _answered(library.answer("文水的低保几号发")).id == "payday-wenshui"

    def test_nobody_else_is_told_of_it(self, library: Library) -> None:
        found = _answered(library.answer("临县低保几号发"))
        assert found.id == "payday"
        assert "文水" not in found.text_for_chat()
        assert "青禾县：" not in found.text_for_chat()
        assert "临县的具体数字我这里没有" in found.text_for_chat()

    def test_unknown_county_is_asked_for(self, library: Library) -> None:
        found = _answered(library.answer("低保几号发"))
        assert found.asks_region
        assert "您是在青禾县吗" in found.text_for_chat()
        assert ("region", "演示省/云川市/青禾县") in [(one.kind, one.value) for one in found.buttons]

    def test_reply_with_a_place_repeats_the_answer_for_it(self, library: Library) -> None:
        first = _answered(library.answer("低保几号发"))
        assert _answered(library.answer("我在文水县", context=first.context)).id == "payday-wenshui"
        again = _answered(library.answer("我在青禾县", context=first.context))
        assert again.id == "payday"
        assert not again.asks_region

    def test_place_carries_over(self, library: Library) -> None:
        first = _answered(library.answer("文水县低保多久批下来"))
        assert _answered(library.answer("几号发钱", context=first.context)).id == "payday-wenshui"


class TestAskedOnce:
    @pytest.fixture(scope="class")
    def county_library(self) -> Library:
        return Library.load(county=County(ROOT / "county" / "qinghe"))

    def test_who_does_not_say_the_county_is_not_asked_at_every_answer(self, county_library: Library) -> None:
        first = _answered(county_library.answer("低保一个月多少钱"))
        then = _answered(county_library.answer("是全额给还是补差", context=first.context))
        assert (first.asks_region, then.asks_region) == (True, False)
        assert "青禾县：" in then.text_for_chat()

    def test_it_is_asked_once_in_a_talk_also_where_another_place_has_rules_of_its_own(
        self, library: Library
    ) -> None:
        assert _answered(library.answer("低保几号发")).asks_region
        then = _answered(library.answer("低保几号发", context={"region_asked": True}))
        assert not then.asks_region
        assert "您在哪个县" not in then.text_for_chat()

    @pytest.mark.parametrize(
        "said",
        [
            "我住双桥镇马家湾村，低保一个月多少钱",
            "我是土门村的 低保一个月给多少",
            "低保一个月多少钱，河湾街道的",
        ],
    )
    def test_who_names_a_township_or_village_of_the_county_is_at_home(
        self, county_library: Library, said: str
    ) -> None:
        found = _answered(county_library.answer(said))
        assert not found.asks_region
        assert "您在哪个县" not in found.text_for_chat()
        then = _answered(county_library.answer("几号发钱", context=found.context))
        assert not then.asks_region

    def test_a_village_of_the_same_name_elsewhere_is_elsewhere(self, county_library: Library) -> None:
        there = county_library.where("文水县张家庄的")
        assert there is not None
        assert not county_library.at_home(there)

    def test_an_office_that_is_asked_for_in_between_does_not_make_the_talk_forget(
        self, county_library: Library
    ) -> None:
        first = _answered(county_library.answer("低保一个月多少钱"))
        called = _answered(county_library.answer("白石镇民政所电话是多少", context=first.context))
        assert called.context["answer"] == first.id

    @pytest.mark.parametrize(("then", "told"), [("那农村的呢", "农村"), ("城市的呢", "城市")])
    def test_of_the_same_answer_only_the_figure_asked_for(
        self, county_library: Library, then: str, told: str
    ) -> None:
        first = _answered(county_library.answer("低保一个月多少钱"))
        again = _answered(county_library.answer(then, context=first.context))
        assert again.id == first.id
        lines = [line for line in again.text_for_chat().splitlines() if line.startswith("·")]
        assert len(lines) == 1
        assert f"{told}低保标准" in lines[0]
        assert "依据：" in again.text_for_chat()

    def test_the_same_answer_is_not_said_whole_again(self, county_library: Library) -> None:
        first = _answered(county_library.answer("特困和低保有什么不一样"))
        again = _answered(county_library.answer("特困跟低保有啥区别", context=first.context))
        assert again.again
        assert again.text_for_chat().startswith("还是刚才那一条：")
        assert len(again.text_for_chat()) < len(first.text_for_chat()) / 1.5

    def test_nor_after_another_answer(self, county_library: Library) -> None:
        first = _answered(county_library.answer("特困和低保有什么不一样"))
        between = _answered(county_library.answer("低保一个月多少钱", context=first.context))
        again = _answered(county_library.answer("特困跟低保有啥区别", context=between.context))
        assert again.id == first.id
        assert again.text_for_chat().startswith("前面说过的那一条：")
        assert ("说全一点", first.id) in [(one.title, one.value) for one in again.buttons]

    def test_the_same_place_named_alone_does_not_have_it_said_whole_again(
        self, county_library: Library
    ) -> None:
        first = _answered(county_library.answer("低保一个月多少钱"))
        again = _answered(county_library.answer("我在青禾县", context=first.context))
        assert again.id == first.id
        assert len(again.text_for_chat()) < len(first.text_for_chat())

    def test_a_tapped_answer_is_said_whole(self, county_library: Library) -> None:
        first = _answered(county_library.answer("低保一个月多少钱"))
        tapped = county_library.get(first.id, context=first.context)
        assert tapped is not None
        assert not tapped.again


class TestWhatMayNotBeShown:
    def test_closed_document_never_reaches_a_resident(self, library: Library) -> None:
        found = library.answer("村委会能初核低保吗")
        assert not isinstance(found, Answer) or found.id != "internal"
        assert library.get("internal") is None

    def test_staff_may_read_it(self, library: Library) -> None:
        assert _answered(library.answer("村委会能初核低保吗", audience="staff")).id == "internal"

    def test_expired_rule_is_not_quoted(self, library: Library) -> None:
        found = library.answer("低保多久查一次")
        assert not isinstance(found, Answer) or found.id != "expired"
        assert library.get("expired") is None

    def test_it_was_quoted_while_it_was_in_force(self, corpus: Corpus, county: County) -> None:
        then = Library(corpus, county, FixedClock(datetime(2020, 6, 1, tzinfo=UTC)))
        assert _answered(then.answer("低保多久查一次")).id == "expired"

    def test_secondary_source_says_so(self, library: Library) -> None:
        text = _answered(library.answer("小额快救几天到账")).text_for_chat()
        assert "据转述" in text
        assert "以县里解释为准" in text


class TestSaying:
    def test_order_on_the_phone(self, library: Library) -> None:
        text = _answered(library.answer("家里有面包车能吃低保吗")).text_for_chat()
        places = [
            text.index(part)
            for part in ("有车不一定", "青禾县：", "依据：《救助法》第1条", "以县民政局审核确认为准")
        ]
        assert places == sorted(places)
        assert "2026年7月1日起施行" in text
        assert "示例" in text

    def test_aloud_without_brackets_or_lists(self, library: Library) -> None:
        for entry_id in ("car", "payday", "quick"):
            said = library.get(entry_id).text_for_voice()
            assert not set("（）·\n") & set(said)
            assert said.endswith(("。", "？"))

    def test_figures_are_filled_in(self, library: Library) -> None:
        assert "0990-5512349" in library.get("payday").text_for_chat()
        assert "{" not in library.get("payday").text_for_chat()

    def test_elsewhere_our_telephone_is_not_given(self, library: Library) -> None:
        assert "0990-5512349" not in library.get("payday", region="临县").text_for_chat()

    def test_older_figure_before_its_successor(self, corpus: Corpus, county: County) -> None:
        earlier = Library(corpus, county, FixedClock(datetime(2026, 6, 1, tzinfo=UTC)))
        assert earlier.figures.find("dibao.standard.urban", earlier.today).said == "720 元/人·月"


class TestContacts:
    def test_township_office(self, library: Library) -> None:
        assert "0990-5551021" in _answered(library.answer("柳溪镇民政所电话多少")).short

    def test_bare_village_is_no_office(self, library: Library) -> None:
        found = library.answer("柳溪的电费电话", intent="other_department")
        assert not isinstance(found, Answer)


def _answered(found: Answer | Unknown) -> Answer:
    assert isinstance(found, Answer), found
    return found


TWO_AT_ONCE = [
    ("我想问哈办低保要拿些啥子材料 到哪里去办", "dibao-materials", "dibao-apply-where"),
    ("临时救助带什么去 在哪个地方办", "temporary-materials", "temporary-apply-where"),
    ("特困一个月多少钱 好久批得下来", "tekun-standard", "tekun-how-long"),
    ("办残疾补贴要啥手续 去哪点交", "materials-disability-allowance", "disability-allowance-apply"),
    ("低保要带哪些证件，多久能批", "dibao-materials", "dibao-how-long"),
]


@pytest.mark.parametrize(("said", "first", "second"), TWO_AT_ONCE)
def test_two_plain_questions_at_once_are_both_answered_in_few_words(
    real: Corpus, said: str, first: str, second: str
) -> None:
    found = Library(real, County(ROOT / "county" / "qinghe")).answer(said, region="青禾县")
    assert isinstance(found, Answer)
    assert found.second is not None
    assert (found.id, found.second.id) == (first, second)
    told = found.text_for_chat()
    for one in (found, found.second):
        assert f"{one.title}：{one.short}" in told
        assert one.id in [button.value for button in found.buttons]
    assert "拿不准" not in told
    assert told.count("依据：") == 1
    assert "《" not in found.text_for_voice()


@pytest.mark.parametrize("said", ["低保要带什么 一个月多少钱", "低保多少钱一个月，到哪里办"])
def test_of_two_at_once_the_figures_asked_for_are_told_whichever_comes_first(real: Corpus, said: str) -> None:
    found = _answered(Library(real, County(ROOT / "county" / "qinghe")).answer(said))
    assert "农村低保标准：600 元" in found.text_for_chat()
    assert "您是在青禾县吗" in found.text_for_chat()


def test_who_wishes_few_words_hears_both_of_two_in_few_words(real: Corpus) -> None:
    library = Library(real, County(ROOT / "county" / "qinghe"))
    found = _answered(library.answer("低保要带什么 到哪里办", context={"program": "dibao", "simple": True}))
    told = found.text_for_chat()
    assert "户口簿" in told
    assert "民政窗口" in told
    assert "依据" not in told
    assert {"dibao-materials", "dibao-apply-where"} <= {button.value for button in found.buttons}


@pytest.mark.parametrize(
    "said", ["低保怎么申请，我妈能不能办", "低保要带什么 我妈又病了咋办", "低保怎么申请"]
)
def test_nothing_is_left_out_for_two_in_few_words(real: Corpus, said: str) -> None:
    found = Library(real, County(ROOT / "county" / "qinghe")).answer(said, region="青禾县")
    assert not (isinstance(found, Answer) and found.second)
