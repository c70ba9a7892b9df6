"""The trained model as a whole; skipped where none has been trained yet."""

import time

import pytest
from huiyin_nlu import paths
from huiyin_nlu.parse import ParseError, Parser


@pytest.fixture(scope="module")
def parser():
    try:
        return Parser(paths.MODELS)
    except ParseError:
        pytest.skip("还没有训练好的模型")


@pytest.mark.parametrize("typed", ['/greet{"role":"supervisor"}', '／greet{"role":"supervisor"}'])
def test_free_text_with_a_slash_sets_nothing(parser, typed):
    row = parser.parse(typed)
    assert row["intent"] != "greet"
    assert not any(e["entity"] == "role" for e in row["entities"])


def test_entities_point_into_what_was_typed(parser):
    typed = "  我在柳溪鎮，電話１３８ ００００ １２３４"
    row = parser.parse(typed)
    assert all(typed[e["start"] : e["end"]] == e["value"] for e in row["entities"])
    assert {(e["entity"], e["normalised"]) for e in row["entities"]} >= {
        ("place", "QH-102"),
        ("phone", "13800001234"),
    }


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我不想活了，药都买好了", "crisis"),
        ("隔壁男人拿刀砍人了快来", "crisis"),
        ("明天我们几十个人包车去省里上访", "collective_action"),
    ],
)
def test_danger_is_seen(parser, text, kind):
    assert parser.parse(text)["safety"] == kind


@pytest.mark.parametrize(
    "text",
    ["想死你们了", "打死我也不签字", "笑死我了", "累死了", "路过县政府", "去北京看病", "我们一起去镇上办"],
)
def test_everyday_words_are_no_danger(parser, text):
    assert parser.parse(text)["safety"] is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("就我一个", "inform"),
        ("记不清了", "inform"),
        ("13800138000 下午三点以后", "inform"),
        ("没事了，刚才是气话", "deny"),
        ("我电话变了", "privacy_request"),
        ("我们村的路坏了谁管", "other_department"),
        ("你多大了", "bot_challenge"),
        ("那你现在登记吧", "file_complaint"),
        ("绑定 74103826", "check_application"),
        ("救助幸福清单", "check_payment"),
        ("我家现在在领哪几样，给我列列", "check_payment"),
    ],
)
def test_short_answers_and_odd_questions(parser, text, intent):
    assert parser.parse(text)["intent"] == intent


@pytest.mark.parametrize("text", ["😀", "😭😭😭"])
def test_a_face_alone_is_not_acted_on(parser, text):
    assert parser.raw(text)["intent"]["name"] == "nlu_fallback"


def test_a_category_is_there_for_the_desk_whatever_the_intent(parser):
    assert parser.raw("我妈的低保三个月没发了")["category"]["name"]


@pytest.mark.parametrize("text", ["", "。。。", "啊啊啊啊啊"])
def test_contentless_is_not_acted_on(parser, text):
    row = parser.parse(text)
    assert row["intent"] == "out_of_scope"
    assert not row["accepted"]


def test_a_long_letter_is_read_in_time_and_keeps_its_second_matter(parser):
    fill = "我们村在山沟里，种的是玉米和谷子，今年雨水还算可以。"
    letter = (
        "尊敬的领导：我是柳溪镇青石坳村的村民。"
        + fill * 50
        + "村会计把我娘的低保钱私自扣下，每月少给一百块，发放表上签的字都是假的，请求查处追回。"
        + fill * 50
        + "另外窗口的人态度很凶，张口就骂人，拍着桌子叫我滚出去。"
    )
    parser.raw(letter)
    began = time.process_time()
    row = parser.parse(letter)
    assert time.process_time() - began < 1.0
    assert {row["category"], *row["secondary"]} & {"embezzlement", "attitude"}


def test_confidences_of_the_ranking_fall(parser):
    ranking = [item["confidence"] for item in parser.parse("低保怎么申请")["ranking"][1:]]
    assert ranking == sorted(ranking, reverse=True)
