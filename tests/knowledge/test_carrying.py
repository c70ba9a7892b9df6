"""Whole talks: what is asked after the first question leaves its assistance out, and is asked of the one talked of."""

from collections.abc import Sequence
from typing import Any

import pytest

from knowledge.answering import Library
from knowledge.carrying import Standing, plainer
from knowledge.saying import Answer, Unknown
from store.county import County
from store.settings import ROOT

TALKS = [
    (
        "temporary",
        [
            ("临时救助是什么 我家房子着火了", "temporary-fire"),
            ("能领好多钱", "temporary-how-much"),
            ("得等几天才拿得到", "temporary-how-long"),
            ("要带哪些东西去", "temporary-materials"),
            ("户口本都烧没了咋整", "materials-no-hukou-book"),
            ("我们不是五保也不是低保户 也给吗", "temporary-who-qualifies"),
            ("去年领过一回了今年还给不", "temporary-repeat"),
            ("直接找镇上行不行", "temporary-apply-where"),
        ],
    ),
    (
        "disability_allowance",
        [
            ("残疾人护理补贴怎么领 我妈一级", "disability-allowance-apply"),
            ("一个月给多少", "disability-allowance-standard"),
            ("几号打卡上", "payment-day-allowances"),
            ("我家吃着低保的 还能领这个不", "compare-disability-allowance"),
            ("以前那几年没领的补不补", "disability-allowance-start"),
            ("她在外省我哥家住 在那边能办不", "disability-allowance-away"),
            ("我替她去行不", "apply-by-agent"),
        ],
    ),
    (
        "tekun",
        [
            ("什么样的人能吃五保", "tekun-who-qualifies"),
            ("他有两亩地租出去的算不算", "tekun-no-income"),
            ("他还有个弟弟 有没有影响", "tekun-nephew"),
            ("要交些啥子材料", "tekun-materials"),
            ("好久批得下来", "tekun-how-long"),
            ("一年能拿好多钱", "tekun-standard"),
            ("死了以后谁埋", "tekun-funeral"),
        ],
    ),
    (
        "orphan",
        [
            ("孤儿补贴怎么申请 我侄女爸妈都没了", "orphan-apply"),
            ("每个月有多少", "orphan-apply"),
            ("我们家是低保户 她还能领不", "compare-orphan-unsupported-tekun"),
            ("念到几岁就没了", "orphan-until-when"),
            ("钱打到谁卡上", "orphan-money-misused"),
            ("要些什么证明", "materials-disability-allowance"),
        ],
    ),
    (
        "elderly_allowance",
        [
            ("高龄津贴多少岁能领", "elderly-allowance-apply"),
            ("我奶奶八十三一直没领 前面的补吗", "elderly-allowance-missed"),
            ("要不要年年刷脸", "life-certification"),
            ("户口在老家人在我这 还发不", "elderly-allowance-away"),
        ],
    ),
    (
        "dibao",
        [
            ("低保到哪里申请", "dibao-apply-where"),
            ("要准备些啥", "dibao-materials"),
            ("多久有结果 我家娃等着开学", "dibao-how-long"),
            ("没批的话给不给说法", "decision-notice"),
            ("我白天要透析 先去哪", "dibao-apply-where"),
        ],
    ),
    (
        "rigid_expenditure",
        [
            ("刚性支出困难家庭是啥", "rigid-what-is"),
            ("够条件要哪些", "rigid-who-qualifies"),
            ("我们现在不是低保 能办不", "rigid-how-to-apply"),
            ("有什么用", "rigid-benefits"),
            ("要什么票据", "materials-rigid-marginal"),
            ("管多长时间", "rigid-valid-how-long"),
        ],
    ),
    (
        "unsupported_child",
        [
            ("孩子他爸坐牢他妈跑了 有补贴没", "unsupported-child-apply"),
            ("多少钱一个月", "unsupported-child-amount"),
            ("派出所不给开证明", "unsupported-no-police-proof"),
            ("他爸出来了还发不", "unsupported-parent-returns"),
            ("我们本来就吃着低保 这个还能拿不", "compare-orphan-unsupported-tekun"),
            ("满了十八还在读书 这钱还有没有", "orphan-until-when"),
        ],
    ),
]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(county=County(ROOT / "county" / "qinghe"))


@pytest.mark.parametrize(("program", "said"), TALKS, ids=[program for program, _ in TALKS])
def test_a_talk_stays_with_its_assistance(
    library: Library, program: str, said: Sequence[tuple[str, str]]
) -> None:
    context: dict[str, Any] | None = None
    told = []
    for question, _ in said:
        found = library.answer(question, region="青禾县", context=context)
        context = found.context
        meant = found if isinstance(found, Answer) else found.closest
        told.append((question, meant and meant.id))
    assert told == list(said)
    assert context is not None
    assert context["program"] == program


@pytest.mark.parametrize(
    "said",
    ["他有退休金 还能领不", "我爸有退休工资 能申请不", "退休金一个月两千多的 还给发不"],
)
def test_an_answer_on_another_assistance_is_no_answer_to_whether_it_may_be_had(
    library: Library, said: str
) -> None:
    first = library.answer("高龄津贴怎么申请", region="青禾县")
    found = library.answer(said, region="青禾县", context=first.context)
    meant = found if isinstance(found, Answer) else found.closest
    assert meant is None or "elderly_allowance" in library.corpus.entries[meant.id].programs


def test_what_was_only_tried_does_not_change_what_the_talk_is_about(library: Library) -> None:
    first = library.answer("残疾人两项补贴是哪两项", region="青禾县")
    tried = library.answer("我儿子也有证 十九了 他能领不能", region="青禾县", context=first.context)
    assert tried.context["program"] == "disability_allowance"
    then = library.answer("一个月多少钱", region="青禾县", context=tried.context)
    assert isinstance(then, Answer)
    assert then.id == "disability-allowance-standard"


def test_a_question_with_a_matter_of_its_own_is_not_bent(library: Library) -> None:
    first = library.answer("低保边缘家庭是什么", region="青禾县")
    found = library.answer("我闺女今年考上大学了 学费有没有补助", region="青禾县", context=first.context)
    assert isinstance(found, Answer)
    assert found.id == "education-aid-apply"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("我们不是低保户 这样也能申请吗", ""),
        ("俺家吃着低保 还能领不", ""),
        ("我们边缘户可以申请吗", ""),
        ("家里是五保的 能报不", ""),
        ("我想申请低保", "低保"),
        ("低保户怎么申请", "低保户"),
        ("能不能转成五保", "五保"),
    ],
)
def test_what_a_household_only_has_is_told_from_what_is_asked_about(
    library: Library, said: str, left: str
) -> None:
    rest = Standing(library.words.named).without(said)
    assert bool(library.words.read(rest).programs) == bool(left)


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("拿到哪去", "去哪里申请"),
        ("我去东街社区还是回赵家沟", "去哪里申请"),
        ("直接去乡上就行了哇", "去哪里申请"),
        ("那咋个申请法", "怎么申请"),
        ("大概要些啥子手续", "要带什么材料"),
        ("去的话带哪些东西", "要带什么材料"),
        ("能拿好多", "多少钱"),
        ("好久批得下来", "多久能批"),
        ("别的县给多少", None),
        ("车检过期了怎么办", None),
        ("他不给怎么办", None),
        ("我去交材料行不", None),
    ],
)
def test_everyday_ways_to_put_the_plainest_questions(said: str, plain: str | None) -> None:
    assert plainer(said) == plain


def test_a_loss_told_beside_a_talk_is_no_question_how_to_apply(library: Library) -> None:
    first = library.answer("低保多久能批", region="青禾县")
    found = library.answer("等的这阵子米都没得了 咋个办", region="青禾县", context=first.context)
    assert isinstance(found, Unknown) or found.id != "dibao-apply-where"
