"""What is asked next: the programme and the matter talked of count, and so do two programmes side by side."""

from collections.abc import Sequence
from typing import Any

import pytest

from knowledge import comparisons
from knowledge.answering import Library
from knowledge.corpus import Corpus
from knowledge.saying import Answer, Unknown
from store.county import County
from store.settings import ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(county=County(ROOT / "county" / "qinghe"))


def talk(library: Library, *said: str) -> Answer | Unknown:
    """The last answer of a talk."""
    context: dict[str, Any] | None = None
    for one in said:
        found = library.answer(one, region="青禾县", context=context)
        context = found.context
    return found


@pytest.mark.parametrize(
    ("said", "id"),
    [
        (["残疾补贴怎么申请", "补贴多少钱一个月"], "disability-allowance-standard"),
        (["残疾补贴怎么申请", "要多久"], "time-other-programs"),
        (["残疾补贴多久下来", "去哪办"], "disability-allowance-apply"),
        (["残疾补贴怎么申请", "几号发"], "payment-day-allowances"),
        (["高龄津贴怎么申请", "要啥材料"], "materials-disability-allowance"),
        (["低保一个月多少钱", "那特困呢"], "tekun-standard"),
        (["什么是低保", "那临时救助呢", "去哪办"], "temporary-apply-where"),
        (["家里有面包车能吃低保吗", "那存款呢"], "deposits-and-dibao"),
        (["打工工资算不算收入", "养猪呢"], "income-breeding"),
        (["儿女的赡养费怎么算", "嫁出去的呢"], "support-daughter"),
        (["不服低保的决定怎么申请行政复议", "去哪办"], "appeal-which-body"),
    ],
)
def test_goes_on_from_what_was_talked_of(library: Library, said: Sequence[str], id: str) -> None:
    found = talk(library, *said)
    assert isinstance(found, Answer), found
    assert found.id == id


@pytest.mark.parametrize(
    ("said", "id"),
    [
        (["低保一个月多少钱", "那特困呢", "哪个钱多"], "compare-dibao-tekun"),
        (["低保一个月多少钱", "那特困呢", "能两个都拿吗"], "compare-dibao-tekun"),
        (["残疾补贴怎么申请", "低保一个月多少钱", "能两个都拿吗"], "compare-disability-allowance"),
        (["残疾补贴怎么申请", "跟低保冲突不"], "compare-disability-allowance"),
        (["低保怎么申请", "临时救助怎么申请", "能一起领吗"], "compare-dibao-temporary"),
        (["低保怎么申请", "高龄津贴怎么申请", "临时救助怎么申请", "能一起领吗"], "compare-both-at-once"),
        (["特困怎么申请", "能跟高龄补贴一块拿吗"], "tekun-with-others"),
        (["低保边缘家庭是什么", "临时救助怎么申请", "能都领吗"], "marginal-with-others"),
        (["低保和特困哪个好"], "compare-dibao-tekun"),
        (["低保和特困有什么区别", "能一起领吗"], "compare-dibao-tekun"),
    ],
)
def test_two_programmes_side_by_side(library: Library, said: Sequence[str], id: str) -> None:
    found = talk(library, *said)
    assert isinstance(found, Answer), found
    assert found.id == id


def test_a_pressed_button_does_not_forget_what_was_talked_of(library: Library) -> None:
    first = talk(library, "残疾补贴怎么申请")
    pressed = library.get("materials-disability-allowance", "青禾县", context=first.context)
    assert pressed is not None
    then = library.answer("一个月多少钱", region="青禾县", context=pressed.context)
    assert isinstance(then, Answer)
    assert then.id == "disability-allowance-standard"


@pytest.mark.parametrize("heard", ["补贴", "assistance", None])
def test_a_programme_that_understanding_made_up_does_not_hide_the_one_talked_of(
    library: Library, heard: str | None
) -> None:
    first = talk(library, "残疾补贴怎么申请")
    then = library.answer("补贴多少钱一个月", program=heard, region="青禾县", context=first.context)
    assert isinstance(then, Answer)
    assert then.id == "disability-allowance-standard"


def test_after_two_programmes_which_is_meant_is_asked(library: Library) -> None:
    asked = talk(library, "低保和特困有什么区别", "去哪办")
    assert isinstance(asked, Unknown)
    assert asked.reason == "which_program"
    assert [choice.title for choice in asked.nearest] == ["低保", "特困"]


@pytest.mark.parametrize(
    "said",
    [
        ["低保一个月多少钱", "今天天气怎么样"],
        ["低保到哪里申请", "手机坏了去哪修"],
        ["高龄津贴怎么申请", "公交卡呢"],
        ["能两个都拿吗"],
        ["低保一个月多少钱", "哪个钱多"],
    ],
)
def test_what_does_not_go_on_is_not_bent(library: Library, said: Sequence[str]) -> None:
    assert isinstance(talk(library, *said), Unknown)


def test_a_question_of_its_own_is_not_bent_by_the_talk(library: Library) -> None:
    found = talk(library, "残疾补贴怎么申请", "家里有面包车能吃低保吗")
    assert isinstance(found, Answer)
    assert found.id == "car-and-dibao"


def test_every_comparison_is_written() -> None:
    assert comparisons.missing(comparisons.load(), Corpus.load().entries) == []


@pytest.mark.parametrize(
    ("before", "said", "id"),
    [
        ("高龄津贴怎么申请", "七十九岁呢", "elderly-allowance-apply"),
        ("残疾人两项补贴是哪两项几级能领", "三级呢", "disability-allowance-which"),
        ("有存款还能吃低保吗", "要是两万呢", "deposits-and-dibao"),
    ],
)
def test_an_age_a_grade_or_a_sum_alone_is_asked_of_the_answer_before(
    library: Library, before: str, said: str, id: str
) -> None:
    found = talk(library, before, said)
    assert isinstance(found, Answer), found
    assert found.id == id


def test_a_clause_that_goes_on_is_heard_in_a_longer_message(library: Library) -> None:
    found = talk(library, "残疾补贴怎么申请", "打到我卡上行不行 娃娃太小没得卡")
    meant = found.id if isinstance(found, Answer) else found.closest and found.closest.id
    assert meant == "disability-allowance-card"


def test_what_may_be_meant_is_told_and_gone_on_from(library: Library) -> None:
    asked = library.answer("我吃着低保的 我现在去厂里上班了会不会给我停了", intent="ask_review_rule")
    assert isinstance(asked, Unknown)
    assert asked.closest is not None
    assert asked.text_for_chat().startswith("拿不准您问的是不是这个：家里有人找到工作，低保怎么办\n")
    assert [one.kind for one in asked.buttons][-2:] == ["human", "complaint"]
    then = library.answer("要是瞒着不讲呢", region="青禾县", context=asked.context)
    meant = then.id if isinstance(then, Answer) else then.closest and then.closest.id
    assert meant == "change-not-reported"


def test_what_was_told_whole_though_unsure_is_not_told_whole_again(library: Library) -> None:
    asked = talk(library, "问哈低保是个啥条件才给办")
    assert isinstance(asked, Unknown)
    assert "怎么办：" in asked.text_for_chat()
    whole = library.answer("什么样的家庭可以申请低保", region="青禾县", context=asked.context)
    assert isinstance(whole, Answer)
    assert whole.again


@pytest.mark.parametrize("intent", ["out_of_scope", "other_department"])
def test_nothing_is_told_where_understanding_thinks_of_something_else(library: Library, intent: str) -> None:
    found = library.answer("问哈低保是个啥条件才给办", intent=intent)
    assert isinstance(found, Unknown)
    assert found.closest is None


@pytest.mark.parametrize(
    ("said", "id"),
    [
        (["临时救助要啥情况才能申请 跟低保有啥不一样", "得等好久才拿得到钱"], "temporary-how-long"),
        (["临时救助是怎么回事 和低保比有什么不同", "一年能拿几回"], "temporary-repeat"),
        (["临时救助给哪些人 跟低保啥区别", "人家不是低保户 也能申请不"], "temporary-who-qualifies"),
        (["临时救助管啥子 跟低保是不是一样的", "该找哪个办嘛"], "temporary-apply-where"),
        (["孤儿补助要什么条件", "她妈联系不上要拿啥证明", "一个月给多少钱"], "unsupported-child-amount"),
        (["孤儿补助要什么条件", "娃儿妈失联拿什么证明", "我去找哪个办"], "unsupported-child-apply"),
        (["残疾人两项补贴是哪两项", "以后吃上低保了，两个能一块拿吧"], "compare-disability-allowance"),
        (["残疾人两项补贴是哪两项", "等他评上低保 两样能不能一起领"], "compare-disability-allowance"),
        (["事实无人抚养儿童是什么", "爷爷吃着低保 还能不能领"], "compare-orphan-unsupported-tekun"),
        (["残疾人两项补贴是哪两项", "手机上能办吗，还是非要去镇上"], "apply-online"),
        (["临时救助是什么", "房子重新盖的钱民政管不管"], "housing-dangerous"),
        (["离婚带娃能申请低保吗", "孩子爸不给的那笔钱算不算我的收入"], "income-child-support-unpaid"),
    ],
)
def test_keeps_to_what_was_asked_about(library: Library, said: Sequence[str], id: str) -> None:
    found = talk(library, *said)
    known = found if isinstance(found, Answer) else found.closest
    assert known is not None
    assert known.id == id
