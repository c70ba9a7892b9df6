"""What a talk about one assistance goes on to ask is answered of it, and begins nothing that nobody wished for."""

import pytest

from actions.tools import Tools
from knowledge.answering import Library
from knowledge.saying import Unknown
from tests.actions.conftest import Stage


@pytest.fixture
def knowing(stage: Stage, corpus_library: Library) -> Stage:
    stage.tools = Tools(stage.bureau, corpus_library)
    return stage


@pytest.mark.parametrize(
    "said",
    [
        "老人满八十有没有补贴",
        "高龄津贴去哪里办 俺爹快八十咧",
        "残疾人补贴到哪儿申请啊",
        "低保一个月能领多少钱",
        "特困一个月发多少钱",
    ],
)
@pytest.mark.parametrize("action", ["action_inform", "action_default_ask_affirmation"])
def test_a_plain_question_is_answered_whatever_it_was_taken_for(
    knowing: Stage, said: str, action: str
) -> None:
    done = knowing.run(action, said, "inform")
    assert "依据：" in done.text
    assert "您想怎么办" not in done.text


@pytest.mark.parametrize(
    ("before", "said", "id"),
    [
        ("高龄津贴怎么申请", "忘了去办 之前少领的能补不", "elderly-allowance-missed"),
        ("高龄津贴怎么申请", "过了一年才晓得 以前的能补发吗", "elderly-allowance-missed"),
        ("高龄津贴怎么申请", "老人不在了要不要去报一声", "elderly-allowance-death"),
        ("残疾人两项补贴怎么申请", "证过期了补贴停不停", "disability-card-renewed"),
    ],
)
def test_no_number_is_asked_of_who_asks_on(knowing: Stage, before: str, said: str, id: str) -> None:
    knowing.run("action_answer_policy", before, "ask_procedure")
    done = knowing.run("action_begin_petition", said, "supplement_petition")
    assert "编号" not in done.text
    assert knowing.slots["last_answer"]["answer"] == id


@pytest.mark.parametrize(
    "said",
    [
        "打错了 是临时救助 家里突然出事的那个",
        "写错字了 想问临时救助",
        "手滑 临时救助",
        "哦 输错了 临时救助是哪样",
        "错别字 我是说临时救助",
    ],
)
def test_a_slip_put_right_is_a_question_and_no_complaint(knowing: Stage, said: str) -> None:
    knowing.run("action_answer_policy", "临时就住是哪样", "ask_program")
    before = ({"event": "user", "text": "临时就住是哪样", "parse_data": {"intent": {"name": "ask_program"}}},)
    done = knowing.run("action_begin_complaint", said, "file_complaint", before=before)
    assert "临时救助" in done.text or "依据" in done.text
    assert "归到" not in done.text
    assert "哪个乡镇、哪个村" not in done.text


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("帮我看一下李卫国家吃没吃低保 领几个钱", [("person", "李卫国")]),
        ("邻居家低保一个月领多少 你查查", []),
        ("查一哈隔壁那户有没有低保", []),
        ("给我查查村里谁吃着低保", []),
        ("王秀英是不是低保户 帮我查一下", [("person", "王秀英")]),
    ],
)
def test_what_others_have_is_not_told_and_no_number_is_asked_for(
    knowing: Stage, said: str, parts: list[tuple[str, str]]
) -> None:
    done = knowing.run("action_begin_record", said, "check_application", entities=parts)
    assert "不能告诉您" in done.text
    assert "申请编号" not in done.text


@pytest.mark.parametrize("said", ["查查我家低保办得咋样了", "帮我妈查查低保批了没", "我叫王秀英 查我的低保"])
def test_what_is_one_s_own_is_looked_up(knowing: Stage, said: str) -> None:
    done = knowing.run("action_begin_record", said, "check_application")
    assert "别人家的情况要保密" not in done.text


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("孤儿补贴怎么申请", "钱到时候打给哪一个 我是他外婆"),
        ("低保怎么申请", "要是没批 我不服气咋个整"),
    ],
)
def test_what_is_likely_meant_of_the_assistance_talked_of_is_told_without_doubts(
    corpus_library: Library, before: str, said: str
) -> None:
    context = corpus_library.answer(before).context
    found = corpus_library.answer(said, context=context)
    if isinstance(found, Unknown):
        assert found.closest is not None
    assert "拿不准" not in found.text_for_chat()


@pytest.mark.parametrize("said", ["一个月给多少", "每月多少钱", "能领多少钱"])
def test_an_amount_asked_after_its_answer_is_told_with_the_figures(
    corpus_library: Library, said: str
) -> None:
    context = corpus_library.answer("高龄津贴怎么申请", region="青禾县").context
    found = corpus_library.answer(said, region="青禾县", context=context)
    assert "80 到 89 岁高龄津贴" in found.text_for_chat()


def test_of_the_figures_the_one_asked_for_is_told(corpus_library: Library) -> None:
    context = corpus_library.answer("高龄津贴怎么申请", region="青禾县").context
    said = corpus_library.answer("到九十是不是更多", region="青禾县", context=context).text_for_chat()
    assert "90 到 99 岁" in said
    assert "80 到 89 岁" not in said


@pytest.mark.parametrize(
    "said",
    [
        "娃的爸爸病死了，妈妈走了四年没音讯，一分钱没寄",
        "儿子不在了，儿媳改嫁后一直联系不上，孙子跟我过",
        "爹没了，妈跑了两年多找不着人，我是奶奶",
    ],
)
def test_a_parent_out_of_contact_is_no_bar(corpus_library: Library, said: str) -> None:
    found = corpus_library.answer(f"{said}，能不能领补贴")
    told = found if not isinstance(found, Unknown) else found.closest
    assert told is not None
    assert "可以申请事实无人抚养儿童补贴" in told.text_for_chat()
    assert "一般不够" not in told.short or "联系不上、又没有抚养" in told.short


@pytest.mark.parametrize(
    "said", ["李明，低保申请到哪步了", "查李明低保 身份证后四位1234", "李明的低保办到哪了"]
)
def test_who_gives_a_name_looks_up_their_own(knowing: Stage, said: str) -> None:
    done = knowing.run("action_begin_record", said, "check_application", entities=[("person", "李明")])
    assert "不能告诉您" not in done.text
