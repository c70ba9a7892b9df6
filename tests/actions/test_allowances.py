"""What follows from a case told after a question on an allowance that the estimate does not know, in one sentence."""

import pytest

from actions.tools import Tools
from knowledge.answering import Library
from tests.actions.conftest import Stage
from tests.actions.talking import Talk


@pytest.fixture
def talk(stage: Stage, corpus_library: Library) -> Talk:
    stage.tools = Tools(stage.bureau, corpus_library)
    return Talk(stage)


@pytest.mark.parametrize(
    ("said", "follows"),
    [
        ("我家闺女精神一级 今年31 一直没领过", "像是够重度残疾人护理补贴"),
        ("娃是智力二级的 证早办了", "像是够重度残疾人护理补贴"),
        ("我老汉肢体二级 瘫在床上 离不开人", "像是够重度残疾人护理补贴"),
        ("我是肢体四级 58岁", "一般够不上护理补贴"),
        ("我弟是精神三级 在屋头耍起", "要看本地放宽没有"),
    ],
)
def test_of_the_two_allowances_for_the_disabled(talk: Talk, said: str, follows: str) -> None:
    talk.says("残疾人两项补贴是哪两项", "ask_program")
    done = talk.says(said)
    assert follows in done.text
    assert "年龄限制" not in done.text
    assert "残疾人两项补贴找谁办" in done.buttons
    assert talk.stage.slots["last_answer"]["program"] == "disability_allowance"


@pytest.mark.parametrize(
    ("said", "follows", "program"),
    [
        ("是我侄儿 7岁 他爸前年病死了 他妈走了三年多没音信", "像是事实无人抚养儿童", "unsupported_child"),
        ("外孙女10岁 她妈去世了 她爸在坐牢", "像是事实无人抚养儿童", "unsupported_child"),
        ("孙子6岁 他爸过世 他妈联系不上 跟我过", "像是事实无人抚养儿童", "unsupported_child"),
        ("孩子12岁 爸妈都失联了 跟着奶奶", "像是事实无人抚养儿童", "unsupported_child"),
        ("我外甥8岁 他爸妈都去世了 跟着我过", "像是孤儿", "orphan"),
    ],
)
def test_of_a_child_without_parents(talk: Talk, said: str, follows: str, program: str) -> None:
    talk.says("请问孤儿补助要什么条件", "ask_eligibility")
    done = talk.says(said)
    assert follows in done.text
    assert talk.stage.slots["last_answer"]["program"] == program


def test_what_is_asked_next_is_of_the_allowance_that_follows(talk: Talk) -> None:
    talk.says("请问孤儿补助要什么条件", "ask_eligibility")
    talk.says("是我侄女 9岁 她爸病死了 她妈失联两年多 跟爷爷过")
    assert "孤儿的标准相衔接" in talk.says("那一个月给多少钱", "ask_standard").text


@pytest.mark.parametrize("said", ["他妈改嫁了 逢年过节还来看娃", "孩子跟我过 他爸在外面打工"])
def test_nothing_follows_where_the_parents_are_there(talk: Talk, said: str) -> None:
    talk.says("请问孤儿补助要什么条件", "ask_eligibility")
    assert "像是" not in talk.says(said).text


PLACES = [
    ("我妈户口在河湾街道渡口社区", "她还有农村养老金一个月一百二"),
    ("老人是大营乡前营村的", "她今年八十二了"),
    ("我们住柳溪镇", "他有退休金三千"),
    ("户口在双桥镇", "他早年是民办老师 一个月三百"),
    ("枣林乡赵家沟村的", "她一个人住 没工作"),
]


@pytest.mark.parametrize(("place", "told"), PLACES)
def test_who_named_a_township_is_not_asked_for_the_county(talk: Talk, place: str, told: str) -> None:
    talk.says(f"{place} 高龄补贴要自己申请还是自动就有", "ask_procedure")
    assert "您是在青禾县吗" not in talk.says(told).text
    assert "您是在青禾县吗" not in talk.says("一个月多少钱", "ask_standard").text


def test_who_was_asked_for_the_county_is_not_asked_again(talk: Talk) -> None:
    assert "您是在青禾县吗" in talk.says("高龄补贴一个月多少钱", "ask_standard").text
    for told in ("她还有农村养老金一个月一百二", "她今年八十二了", "她一个人住"):
        assert "您是在青禾县吗" not in talk.says(told).text
