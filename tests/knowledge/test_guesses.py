"""What is near enough to be told in few words as a guess, and what is not."""

import pytest

from knowledge.answering import Library
from knowledge.saying import Unknown
from store.county import County
from store.settings import ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(county=County(ROOT / "county" / "qinghe"))


@pytest.mark.parametrize(
    ("said", "intent", "id"),
    [
        (
            "老汉跟我都是七十好几的人 儿女都有 能不能享受低保哦",
            "ask_eligibility",
            "dibao-elderly-with-children",
        ),
        ("低保那家人要是吵着不肯走动咋弄", "ask_eligibility", "household-member-unwilling"),
        ("腿摔断在屋头歇半年了 算不算得上临时救助", "ask_eligibility", "temporary-accident"),
        ("屋头男人坐牢 我带起娃 低保咋说", "ask_eligibility", "household-prison"),
    ],
)
def test_a_question_of_ours_gets_its_nearest_answer_in_few_words(
    library: Library, said: str, intent: str, id: str
) -> None:
    found = library.answer(said, intent=intent, region="青禾县")
    assert isinstance(found, Unknown)
    assert found.guess
    assert found.closest is not None
    assert found.closest.id == id
    told = found.text_for_chat()
    assert told.startswith(f"您问的要是“{found.closest.title}”：{found.closest.short}")
    assert "依据" not in told
    assert "没有把握" not in told
    assert found.buttons[0].title == "说全一点"
    assert found.buttons[0].value == id


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("今天菜市场猪肉好多钱一斤", "out_of_scope"),
        ("村里修路占了我家祖坟找谁赔", "other_department"),
        ("娃儿考驾照要好多钱", "other_department"),
        ("王主任屋头几口人", "ask_contact"),
        ("你们食堂中午吃啥", "ask_contact"),
        ("月亮上低保多少钱一个月 隔壁县呢", "ask_standard"),
        ("帮我查一下邻居家低保一个月领好多", "ask_standard"),
        ("高血压能不能停药", "request_help"),
    ],
)
def test_what_is_foreign_or_of_others_gets_no_guess(library: Library, said: str, intent: str) -> None:
    found = library.answer(said, intent=intent, region="青禾县")
    assert not (isinstance(found, Unknown) and found.guess), found


def test_no_guess_is_on_another_assistance_than_the_one_named(library: Library) -> None:
    found = library.answer("同志我和老伴都七十多了 想问哈能不能吃低保", intent="ask_eligibility")
    assert isinstance(found, Unknown)
    assert found.closest is not None
    assert "dibao" in library.corpus.entries[found.closest.id].programs
