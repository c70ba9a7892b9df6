"""What is asked while the estimate is under way: a plea for the verdict is met, and no question is taken for an answer."""

import pytest

from actions.tools import Tools
from knowledge.answering import Library
from tests.actions.conftest import Stage
from tests.actions.talking import Talk


@pytest.fixture
def talk(stage: Stage, corpus_library: Library) -> Talk:
    stage.tools = Tools(stage.bureau, corpus_library)
    talk = Talk(stage)
    talk.says("帮我看看我家够不够低保", "ask_eligibility")
    talk.says("三口人 农村户口 我残疾二级")
    talk.says("一个月打工两千七")
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "那你说到底有门没门",
        "给句痛快话 够不够",
        "你就说行不行",
        "究竟能成不",
        "有谱没谱啊",
        "这么算 一人九百 是不是超了",
        "超标了没",
        "超了多少",
        "要是差一点不够 还有别的路没有",
        "不行的话有没有其他救助",
        "万一批不下来 还有啥别的办法",
        "有没有旁的法子",
    ],
)
def test_a_plea_for_the_verdict_is_met(talk: Talk, said: str) -> None:
    answered = talk.says(said)
    assert "900 元" in answered.text
    assert "低保不够的话" in answered.text
    assert "请从这几个里选" not in answered.text
    assert not talk.asking
    assert "接着估" in answered.buttons


@pytest.mark.parametrize(
    "said",
    [
        "有个光棍老汉没儿没女 七十了 能吃五保不",
        "没结过婚 无儿无女 今年七十二岁 帮我算算能不能吃五保",
        "光棍一个 没儿没女 我七十五岁 帮我算算够不够五保",
    ],
)
def test_who_is_old_and_has_nobody_is_not_asked_who_cares(
    stage: Stage, corpus_library: Library, said: str
) -> None:
    stage.tools = Tools(stage.bureau, corpus_library)
    talk = Talk(stage)
    assert "该管他的人（" not in talk.says(said, "ask_eligibility").text
    assert stage.slots["estimate_talk"]["facts"]["supporter"] == "none"


@pytest.mark.parametrize(
    "said", ["单人保是不是就说的这种", "我这种能不能单独申请", "他这样是不是单人户", "单独保我够不够"]
)
def test_whether_it_is_the_single_case_is_answered(talk: Talk, said: str) -> None:
    assert "单人保" in talk.says(said).text


@pytest.mark.parametrize(
    "said",
    [
        "看病住院呢 也管吗",
        "那生活不能自理的 有没有人伺候 这钱谁出",
        "侄子算不算有人管",
        "过年发不发东西",
        "电费能不能减",
    ],
)
def test_a_question_is_no_answer(talk: Talk, said: str) -> None:
    answered = talk.says(said)
    assert "请从这几个里选" not in answered.text
    assert "请说" not in answered.text
    assert "这一样先空着" not in answered.text


def test_after_three_that_answer_nothing_no_more_is_asked(talk: Talk) -> None:
    talk.says("过年发不发东西")
    assert "接着估" not in talk.says("发不发棉被").buttons
    laid_aside = talk.says("电费能不能减")
    assert "接着估" in laid_aside.buttons
    assert not talk.asking
    assert "接着估" not in talk.says("那好吧").text
    assert (talk.stage.slots["estimate_talk"] or {})["facts"]["heads"] == "3"


@pytest.mark.parametrize("said", ["多谢", "好 谢谢啊", "麻烦你了 谢谢", "谢谢哈", "行 再见"])
def test_nothing_goes_on_after_thanks(talk: Talk, said: str) -> None:
    answered = talk.says(said, "goodbye" if "再见" in said else "thank")
    assert "？" not in answered.text
    assert not talk.asking


@pytest.mark.parametrize("said", ["那就好 接着问", "那就行，继续"])
def test_who_goes_on_complains_of_nothing(talk: Talk, said: str) -> None:
    answered = talk.says(said, "file_complaint")
    assert "归到" not in answered.text
    assert talk.asking
