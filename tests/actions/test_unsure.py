"""Answers that are not sure, said again, wished for in fewer words, or asked in the midst of a talk that tells what is meant."""

import pytest

from actions import outside
from actions.tools import Tools
from knowledge.answering import Library
from knowledge.saying import Answer
from tests.actions.conftest import Stage


@pytest.fixture
def knowing(stage: Stage, corpus_library: Library) -> Stage:
    stage.tools = Tools(stage.bureau, corpus_library)
    return stage


LIKELY = [
    ("家里有台小车是不是就不给吃低保了", "车算家庭财产"),
    ("打听哈低保是个啥条件才给评", "平均每人的收入低于当地低保标准"),
]


@pytest.mark.parametrize(("said", "short"), LIKELY)
def test_a_plain_question_is_answered_before_the_estimate_is_offered(
    knowing: Stage, said: str, short: str
) -> None:
    done = knowing.run("action_answer_policy", said, "ask_eligibility")
    assert short in done.text
    assert "一两句话说不准" not in done.text
    assert "没有把握" not in done.text
    assert "帮我估一估" in done.buttons
    assert "找人工" in done.buttons


HARDLY_UNDERSTOOD = (
    ("nlu_fallback", 0.18),
    ("other_department", 0.18),
    ("ask_eligibility", 0.43),
    ("ask_standard", 0.26),
)


def test_what_is_more_likely_than_not_about_policy_is_looked_up(knowing: Stage) -> None:
    said = "儿女给的赡养费怎么算"
    done = knowing.run("action_default_ask_affirmation", said, "nlu_fallback", ranking=HARDLY_UNDERSTOOD)
    assert "子女该给的赡养费算老人的收入" in done.text
    shut = (("nlu_fallback", 0.2), ("other_department", 0.6), ("ask_eligibility", 0.2))
    other = knowing.run("action_default_ask_affirmation", "宽带费怎么算", "nlu_fallback", ranking=shut)
    assert "没太听明白" in other.text


def unsure(knowing: Stage) -> str:
    """Ask what is told as what may have been meant; the answer's id."""
    done = knowing.run("action_answer_policy", "打听哈低保是个啥条件才给评", "ask_eligibility")
    assert done.text.startswith("拿不准您问的是不是这个：什么样的家庭可以申请低保")
    for part in ("要看：", "怎么办：", "依据："):
        assert part in done.text
    return str(knowing.slots["last_answer"]["answer"])


@pytest.mark.parametrize("said", ["对", "是的", "就是问这个", "嗯"])
def test_who_says_that_it_was_meant_is_not_told_it_twice(knowing: Stage, said: str) -> None:
    id = unsure(knowing)
    done = knowing.run("action_affirm", said, "affirm")
    assert "照上面说的办" in done.text
    assert "依据" not in done.text
    assert knowing.slots["last_answer"]["answer"] == id


def test_who_says_that_it_was_not_is_asked_for_other_words(knowing: Stage) -> None:
    unsure(knowing)
    done = knowing.run("action_deny", "不是", "deny")
    assert "换个说法" in done.text
    assert "先不办" not in done.text


def test_what_was_not_meant_is_no_answer_to_go_on_from(knowing: Stage) -> None:
    unsure(knowing)
    knowing.run("action_deny", "不是", "deny")
    assert not {"answer", "program"} & knowing.slots["last_answer"].keys()


def test_a_yes_long_after_means_nothing_of_the_kind(knowing: Stage) -> None:
    unsure(knowing)
    knowing.run("action_answer_policy", "低保几号发", "ask_payment_rule")
    assert "好的" in knowing.run("action_affirm", "好的", "affirm").text


def test_what_goes_on_goes_on_from_what_may_have_been_meant(knowing: Stage) -> None:
    knowing.run("action_answer_policy", "我现在领着低保 去超市上班了会不会停我的", "ask_review_rule")
    assert knowing.slots["last_answer"]["answer"] == "change-got-job"
    done = knowing.run("action_answer_policy", "那用不用我自己去报一声", "ask_appeal")
    assert knowing.slots["last_answer"]["answer"].startswith("change-")
    assert "举报" not in done.text


@pytest.mark.parametrize(
    "said",
    ["别的县低保一个月发多少", "隔壁县特困给多少钱", "帮我查一下邻居家有没有吃低保 一个月领多少"],
)
def test_figures_of_elsewhere_and_the_affairs_of_others_are_not_guessed_at(
    corpus_library: Library, said: str
) -> None:
    found = corpus_library.answer(said, intent="ask_standard")
    assert isinstance(found, Answer) or found.closest is None or found.closest.id == "privacy-others-ask"


@pytest.mark.parametrize(
    "said", ["说简单点", "太长了 我记不住", "听不懂你说的", "能不能说得简单点", "看不懂"]
)
def test_few_words_on_a_wish(knowing: Stage, said: str) -> None:
    whole = knowing.run("action_answer_policy", "申请低保要带什么材料", "ask_materials").text
    assert "依据" in whole
    done = knowing.run("action_out_of_scope", said, "out_of_scope")
    assert done.text
    assert whole.startswith(done.text[:20])
    for left_out in ("·", "《", "依据", "要看"):
        assert left_out not in done.text
    after = knowing.run("action_answer_policy", "低保多久能批下来", "ask_processing_time")
    assert "·" not in after.text
    assert "说全一点" in after.buttons


def test_few_words_wished_for_with_the_question(knowing: Stage) -> None:
    done = knowing.run("action_answer_policy", "特困要准备哪些材料 说简单些 老人记不住", "ask_materials")
    assert "《" not in done.text
    assert "·" not in done.text


def test_the_whole_again_on_a_wish(knowing: Stage) -> None:
    knowing.run("action_answer_policy", "申请低保要带什么材料 说简单点", "ask_materials")
    done = knowing.run("action_answer_policy", "说详细点", "ask_materials")
    assert "依据" in done.text
    assert "依据" in knowing.run("action_answer_policy", "低保多久能批下来", "ask_processing_time").text


def test_a_bot_that_did_not_understand_is_no_wish_for_fewer_words(knowing: Stage) -> None:
    whole = knowing.run("action_answer_policy", "申请低保要带什么材料", "ask_materials").text
    said = knowing.run("action_out_of_scope", "你没听懂我的话", "out_of_scope").text
    assert not said or not whole.startswith(said[:20])


@pytest.mark.parametrize("said", ["我住柳溪镇的", "土门村的", "就是河湾街道这边 没收入"])
def test_the_county_is_not_asked_for_once_a_part_of_it_was_named(knowing: Stage, said: str) -> None:
    before = [
        {"event": "user", "text": said, "parse_data": {"intent": {"name": "inform", "confidence": 0.9}}},
        {"event": "action", "name": "action_inform"},
    ]
    done = knowing.run("action_answer_policy", "低保一个月多少钱", "ask_standard", before=before)
    assert "您在哪个县" not in done.text
    assert "您是在青禾县吗" not in done.text
    after = knowing.run("action_answer_policy", "特困一个月发多少钱", "ask_standard")
    assert "您是在青禾县吗" not in after.text


def test_the_county_is_asked_for_once_in_a_talk(knowing: Stage) -> None:
    questions = ["低保一个月多少钱", "有存款还能吃低保吗", "低保几号发", "临时救助能给多少钱"]
    said = [knowing.run("action_answer_policy", one, "ask_standard").text for one in questions]
    assert sum("哪个县" in one or "您是在青禾县吗" in one for one in said) == 1


@pytest.mark.parametrize("said", ["结婚证我们没得", "户口本让水泡烂了", "身份证掉了 还没补"])
def test_a_paper_for_what_is_talked_of_is_not_sent_to_another_office(knowing: Stage, said: str) -> None:
    knowing.run("action_answer_policy", "申请低保要带什么材料", "ask_materials")
    done = knowing.run("action_other_department", said, "other_department")
    assert "不归民政" not in done.text
    assert "归户籍地派出所管" not in done.text
    assert done.text


@pytest.mark.parametrize("said", ["单位要盖低保的章 在哪里盖", "助学的老师叫开低保证明 找哪个开"])
def test_a_certificate_of_our_own_is_not_sent_to_another_office(knowing: Stage, said: str) -> None:
    done = knowing.run("action_other_department", said, "other_department")
    assert "教育局" not in done.text
    assert "低保" in "".join((done.text, *done.buttons))


@pytest.mark.parametrize("said", ["社保卡丢了到哪里补", "路灯坏了找谁修", "公积金怎么取"])
def test_what_is_another_offices_stays_so(knowing: Stage, said: str) -> None:
    knowing.run("action_answer_policy", "申请低保要带什么材料", "ask_materials")
    done = knowing.run("action_other_department", said, "other_department")
    assert "other_department" in "".join(done.responses) or "归" in done.text


@pytest.mark.parametrize(
    ("before", "said", "id"),
    [
        ("残疾人两项补贴是哪两项", "前些年没领的能不能补回来", "disability-allowance-start"),
        ("临时救助是什么", "轻松筹上凑到的钱用不用报", "income-crowdfunding"),
        ("低保边缘家庭是什么", "医保报了以后自己还出好多 能不能再帮点", "hospital-bills-not-dibao"),
        ("低保到哪里申请", "好嘛 要些啥子材料 交到哪个地方", "dibao-materials"),
        ("高龄津贴怎么申请", "前两年漏掉的补不补", "elderly-allowance-missed"),
    ],
)
@pytest.mark.parametrize("intent", ["other_department", "out_of_scope"])
def test_what_is_part_of_the_assistance_talked_of_is_not_turned_away(
    knowing: Stage, before: str, said: str, id: str, intent: str
) -> None:
    knowing.run("action_answer_policy", before, "ask_program")
    knowing.run(f"action_{intent}", said, intent)
    assert knowing.slots["last_answer"]["answer"] == id


@pytest.mark.parametrize("said", ["村里盖房有没有补助", "修房的钱找谁要"])
def test_who_is_sent_away_is_told_where_to(knowing: Stage, said: str) -> None:
    done = knowing.run("action_other_department", said, "other_department")
    assert done.responses == ["utter_other_department_known"]
    assert "县住房和城乡建设局" in str(outside.office_for(said))


@pytest.mark.parametrize(
    ("said", "office"), [("出国的护照找哪里办", "公安出入境管理部门"), ("驾照到期了去哪换", "交警大队车管所")]
)
def test_another_offices_matter_is_not_answered_by_a_guess(knowing: Stage, said: str, office: str) -> None:
    done = knowing.run("action_answer_policy", said, "ask_procedure")
    assert "您问的要是" not in done.text
    assert outside.office_for(said) == office


@pytest.mark.parametrize("said", ["低保户盖房的钱要扣收入吗", "修房子的钱不够能不能申请临时救助"])
def test_money_for_a_house_is_not_taken_for_another_assistance(knowing: Stage, said: str) -> None:
    assert knowing.tools.library.words.read(said).programs in (("dibao",), ("temporary",))
