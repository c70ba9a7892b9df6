"""Every shipped answer as it is said: on a phone and aloud, at home, elsewhere, and where the place is not known."""

import re
from dataclasses import replace

import pytest

from knowledge.answering import Library
from knowledge.estimate.telling import told
from knowledge.regions import within
from knowledge.saying import DOUBT, Answer
from store.county import County
from store.settings import ROOT

LIBRARY = Library.load(county=County(ROOT / "county" / "qinghe"))
WENSHUI = "山西省/吕梁市/文水县"
SHOWN = [key for key, entry in LIBRARY.corpus.entries.items() if entry.audience == "resident"]


def said(key: str, region: str | None = None) -> Answer:
    found = LIBRARY.get(key, region)
    assert found is not None, key
    return found


@pytest.mark.parametrize("region", [None, "青禾县", "文水县", "某某县"])
def test_short_first_then_basis_with_date_then_who_decides(region: str | None) -> None:
    for key in SHOWN:
        answer = said(key, region)
        text = answer.text_for_chat()
        assert text.startswith(answer.short)
        assert len(answer.short) <= 120, key
        for source in answer.sources:
            assert f"《{source.document.removeprefix('中华人民共和国')}》" in text
            assert source.in_force_since is None or "起施行" in source.said, key
        assert text.count("以县民政局审核确认为准") == (answer.closing is not None)
        assert (DOUBT in text) == any(not source.verified for source in answer.sources)
        assert {"human", "complaint"} <= {button.kind for button in answer.buttons}
        assert "{" not in text, key


def test_nothing_closed_and_nothing_local_from_elsewhere() -> None:
    documents = LIBRARY.corpus.documents
    for key in SHOWN:
        for region in (None, "青禾县", "文水县"):
            answer = said(key, region)
            if LIBRARY.corpus.entries[key].region:
                continue
            for source in answer.sources:
                document = documents[source.document_id]
                assert document.disclosure == "公开", key
                home = WENSHUI if region == "文水县" else None
                assert document.region is None or within(home, document.region), key


def test_what_is_closed_is_for_staff_alone() -> None:
    entries = LIBRARY.corpus.entries
    closed = {key for key, one in LIBRARY.corpus.documents.items() if one.disclosure != "公开"}
    leaning = [one for one in entries.values() if closed & {ref.partition("#")[0] for ref in one.sources}]
    assert leaning
    for entry in leaning:
        assert entry.audience == "staff"
        assert LIBRARY.get(entry.id) is None
        told = said(entry.variant_of or entry.id, "包头市")
        assert told.id != entry.id
        assert "包民发" not in told.text_for_chat()
        shown = LIBRARY.get(entry.variant_of or entry.id, "包头市", "staff")
        assert shown is not None
        assert shown.id == entry.id
        assert "包民发" in shown.text_for_chat()


def test_a_county_is_not_asked_for_because_of_what_staff_alone_may_read() -> None:
    assert not said("village-refuses").asks_region
    assert said("village-refuses").text_for_chat().count("哪个县") == 0


def test_figures_are_this_countys_dated_and_marked_as_demo() -> None:
    standard = said("standard-how-much", "青禾县").text_for_chat()
    assert "600 元/人·月（2026年7月起，示例）" in standard
    assert "元/人·月" not in said("standard-how-much", "文水县").text_for_chat()
    assert "请问当地民政部门" in said("standard-how-much", "浙江").text_for_chat()
    assert (
        "哪个县" in said("standard-how-much").text_for_chat()
        or "您是在" in said("standard-how-much").text_for_chat()
    )


def test_another_province_is_not_answered_with_our_figures() -> None:
    found = LIBRARY.answer("浙江低保多少钱一个月", intent="ask_standard")
    assert isinstance(found, Answer)
    assert "600 元" not in found.text_for_chat()
    assert LIBRARY.where("我在浙江打工，老家低保怎么办") is None


def test_programme_carries_over() -> None:
    first = LIBRARY.answer("五保的钱几号到")
    following = LIBRARY.answer("多久能批下来呢", context=first.context)
    assert isinstance(following, Answer)
    assert following.id == "tekun-how-long"


def test_community_is_not_a_county() -> None:
    found = LIBRARY.answer("我们小区的低保几号发")
    assert isinstance(found, Answer)
    assert found.local_of == "青禾县"


def test_reads_well_aloud() -> None:
    for key in SHOWN:
        aloud = said(key, "青禾县").text_for_voice()
        assert not re.search(r"[（）《》·\n]", aloud), key
        assert aloud.endswith(("。", "？", "！")), key


def test_aloud_is_for_somebody_who_has_rung_the_hotline() -> None:
    for key in SHOWN:
        answer = said(key, "青禾县")
        aloud = answer.text_for_voice()
        assert "回复“" not in aloud, key
        assert answer.intent == "ask_contact" or f"打 {answer.hotline}" not in aloud, key
    assert "青禾县的城市低保标准，每人每月760元" in said("standard-how-much", "青禾县").text_for_voice()
    assert "14:30到17:30" in said("contact-visit", "青禾县").text_for_voice()
    assert "的通知第一部分第一点" in said("single-adult-disabled-jobless", "青禾县").text_for_voice()


def test_a_telephone_is_said_to_be_this_countys_and_elsewhere_ones_own_is_named() -> None:
    asking = said("complaint-about-cadre")
    assert "上面说的是青禾县的。您是在青禾县吗？" in asking.text_for_chat()
    assert "region" in {button.kind for button in asking.buttons}
    for key in SHOWN:
        text = said(key, "某某县").text_for_chat()
        assert "0990-" not in text, key
        assert "打 各县不同" not in text, key
    elsewhere = said("contact-which-number", "某某县").text_for_chat()
    assert "打当地民政部门的救助热线" in elsewhere
    assert "12388" in elsewhere


def test_a_law_is_cited_with_its_edition_and_its_date() -> None:
    basis = said("appeal-lawsuit").text_for_chat()
    assert "《行政诉讼法》（2017年修正）第46条、第45条，1990年10月1日起施行" in basis
    assert (
        "《关于改革完善社会救助制度的意见》第22点，2020年8月25日公布"
        in said("contact-hotline").text_for_chat()
    )


def test_what_is_known_at_second_hand_is_said_aloud_as_well() -> None:
    doubtful = [key for key in SHOWN if said(key, "青禾县").doubtful]
    assert doubtful
    for key in doubtful:
        aloud = said(key, "青禾县").text_for_voice()
        assert DOUBT in aloud or "这是转述" in aloud, key


def test_every_answer_leads_on_to_a_question() -> None:
    for key in SHOWN:
        assert any(button.kind == "answer" for button in said(key, "青禾县").buttons), key


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("我今年66岁，一个人过，农村户口", {"age": 66, "household": "alone", "area": "rural"}),
        ("女儿每月给我300块", {"support_received": 300, "other_incomes": True}),
        ("儿子在外打工一个月挣5000", {}),
        ("我妈82岁", {"age": 82}),
        ("孩子8岁", {}),
        ("六十岁以下能不能吃五保", {}),
        ("打工一年挣两万四", {"wage": 2000}),
        ("二级肢体残疾", {"disability": "2", "disability_kind": "physical"}),
        ("没房，一套房", {}),
    ],
)
def test_only_plain_facts_are_taken_from_free_words(text: str, facts: dict) -> None:
    assert told(text) == facts


def test_the_county_next_door_has_figures_of_its_own() -> None:
    for question in ("隔壁县低保多少钱", "隔壁柏川县的低保标准是多少"):
        place = LIBRARY.where(question)
        assert place is not None
        assert not LIBRARY.at_home(place)
    assert LIBRARY.where("隔壁县里的人也吃低保") is None


def test_what_is_asked_of_the_county_goes_by_what_is_printed() -> None:
    """Only the short answer is said again or beside another; what stands in the rest is not above it."""
    rest = replace(said("complaint-about-cadre"), again=True, asks_region=True, short_of_here=False)
    assert "上面说的是" not in rest.text_for_chat()
    assert "请告诉我您在哪个县" in rest.text_for_chat()
    assert "上面说的是青禾县的" in replace(rest, short_of_here=True).text_for_chat()
    figures = replace(said("standard-how-much"), again=True, asks_region=True)
    assert "这是青禾县的" in replace(figures, wanted_figures=figures.local_figures).text_for_chat()
    assert "这是青禾县的" not in figures.text_for_chat()
    two = replace(rest, again=False, second=replace(rest, again=False))
    assert "上面说的是" not in two.text_for_chat()


@pytest.mark.parametrize("hotline", ["(0990)12345", "+86.12345"])
def test_a_hotline_written_with_signs_is_heard_as_this_line(hotline: str) -> None:
    answer = replace(said("complaint-about-cadre", "青禾县"), short=f"请打 {hotline} 问", hotline=hotline)
    assert "请打 这个热线问" in answer.text_for_voice() or "请打这个热线问" in answer.text_for_voice()
