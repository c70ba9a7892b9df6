"""Answers written and read by a second person, questions collected, an estimate for a caller, lists to print."""

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot import materials
from casework.office import Bureau
from knowledge import queries, questions
from knowledge.answering import Library
from knowledge.live import LiveLibrary
from knowledge.saying import Answer
from store.county import County
from store.settings import ROOT
from tests.console.conftest import Browser

ENTRY = """
id: bees-and-dibao
title: 养蜜蜂的收入算不算
intent: ask_eligibility
programs: [dibao]
ask: [养了几箱蜜蜂算收入吗, 卖蜂蜜的钱算不算低保收入, 养蜂能不能吃低保, 俺家有十箱蜂还能办低保不, 蜂蜜卖了两千块要报吗, 养蜂挣的咋算]
short: 算，按净收入算：卖蜂蜜的钱减去买糖、蜂箱这些本钱，再和全家收入加起来按人平均。
depends: [卖了多少要如实说，拿不出凭据的由乡镇核实。]
sources: [dibao-2021#13.1.2]
reviewed: 2026-11-21
review_by: 2027-05-31
author: 由系统填写
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(county=County(ROOT / "county" / "qinghe"))


@pytest.fixture
def live(site: FastAPI, bureau: Bureau) -> LiveLibrary:
    found = LiveLibrary(bureau)
    give(site, found)
    return found


def give(site: FastAPI, library: Library) -> None:
    """Put a library into the console as the web process does."""
    (inner,) = (route.app for route in site.routes if getattr(route, "path", "") == "/desk")
    inner.state.desk = replace(inner.state.desk, library=library)


class TestEditing:
    def test_live_only_after_a_second_reader(
        self, as_: Callable[..., Browser], live: LiveLibrary, bureau: Bureau
    ) -> None:
        author, second = as_("editor"), as_("second_editor")
        kept = author.post("/knowledge/entries", {"content": ENTRY, "reason": "常有人问"})
        assert kept.status_code == 303, kept.text
        with bureau.reading() as office:
            (draft,) = queries.drafts(office)
        assert live.get("bees-and-dibao") is None
        refused = author.post(f"/knowledge/drafts/{draft.id}/publish")
        assert "不能自己复核" in refused.text
        assert "养蜜蜂" in second.get(f"/knowledge/drafts/{draft.id}").text
        assert second.post(f"/knowledge/drafts/{draft.id}/publish").status_code == 303
        live._looked = None
        found = live.answer("俺家养了十箱蜂还能办低保不")
        assert isinstance(found, Answer)
        assert found.id == "bees-and-dibao"

    def test_the_second_reader_sees_what_changes(
        self, as_: Callable[..., Browser], live: LiveLibrary, bureau: Bureau
    ) -> None:
        author = as_("editor")
        present = author.get("/knowledge/entries/appeal-reconsideration").text
        content = html.unescape(re.findall(r'name="content"[^>]*>(.*?)</textarea>', present, re.DOTALL)[0])
        changed = re.sub(r"(?m)^title: .*$", "title: 不服决定怎么申请复议", content)
        kept = author.post("/knowledge/entries", {"content": changed, "reason": "改短标题"})
        assert kept.status_code == 303, kept.text
        with bureau.reading() as office:
            (draft,) = queries.drafts(office)
        page = as_("second_editor").get(f"/knowledge/drafts/{draft.id}").text
        assert "+title: 不服决定怎么申请复议" in re.findall(r'class="plus">(.*?)<', page)

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("id: [", "写法不对"),
            ("只是一句话", "一项一项"),
            (ENTRY.replace("dibao-2021#13.1.2", "dibao-2021#99"), "没有条款"),
            (ENTRY.replace("dibao-2021#13.1.2", "baotou-2023#2.1.1"), "不得给居民看"),
        ],
    )
    def test_a_slip_is_told_and_nothing_is_lost(
        self, as_: Callable[..., Browser], live: LiveLibrary, content: str, said: str
    ) -> None:
        answer = as_("editor").post("/knowledge/entries", {"content": content, "reason": "试"})
        assert answer.status_code == 422
        assert said in answer.text
        assert content.strip()[:8] in answer.text

    def test_a_collected_question_becomes_an_answer(
        self, as_: Callable[..., Browser], live: LiveLibrary, bureau: Bureau
    ) -> None:
        with bureau.office() as office:
            for _ in range(3):
                questions.note_unanswered(office, "养蜜蜂的算不算收入", "ask_eligibility")
        editor = as_("editor")
        assert "3 次" in editor.get("/knowledge/questions").text
        with bureau.reading() as office:
            (asked,) = queries.open_questions(office)
        assert "养蜜蜂的算不算收入" in editor.get(f"/knowledge/entries/new?question={asked.id}").text
        assert editor.post(f"/knowledge/questions/{asked.id}", {"answer": "no-such"}).status_code == 404
        editor.post(f"/knowledge/questions/{asked.id}", {"answer": "income-farming"})
        assert "都答上了" in editor.get("/knowledge/questions").text

    def test_the_present_answer_is_shown_to_be_changed(
        self, as_: Callable[..., Browser], live: LiveLibrary
    ) -> None:
        page = as_("editor").get("/knowledge/entries/car-and-dibao").text
        assert "家里有车能不能吃低保" in page
        assert "second_reader" not in page
        assert "还没有第二个人看过" in as_("editor").get("/knowledge?q=面包车").text

    def test_an_answer_is_read_over_by_a_second_person(
        self, as_: Callable[..., Browser], live: LiveLibrary
    ) -> None:
        reader = as_("second_editor")
        assert "我看过了，没有要改的" in reader.get("/knowledge/entries/car-and-dibao").text
        assert reader.post("/knowledge/entries/car-and-dibao/read").status_code == 303
        live._looked = None
        assert live.get("car-and-dibao") is not None
        assert live.corpus.entries["car-and-dibao"].second_reader
        assert "我看过了，没有要改的" not in reader.get("/knowledge/entries/car-and-dibao").text
        assert (
            "家里有车能不能吃低保"
            not in reader.get("/knowledge?q=car-and-dibao&unread=1").text.split("data-list")[1]
        )

    def test_a_superseded_clause_marks_the_answers_that_lean_on_it(
        self, as_: Callable[..., Browser], site: FastAPI, library: Library
    ) -> None:
        clause = library.corpus.clauses["dibao-2021#14.1"].model_copy(update={"overridden_by": "act-2026#18"})
        aged = Library.load(county=County(ROOT / "county" / "qinghe"))
        aged.take(replace(aged.corpus, clauses={**aged.corpus.clauses, clause.id: clause}))
        entry = next(
            one
            for one in aged.corpus.entries.values()
            if clause.id in one.sources and "act-2026#18" not in one.sources
        )
        give(site, aged)
        for page in (f"/knowledge/entries/{entry.id}", f"/knowledge?q={entry.id}"):
            assert "已被 act-2026#18 改变" in as_("editor").get(page).text


class TestEstimate:
    def test_by_one_form(self, as_: Callable[..., Browser], site: FastAPI, library: Library) -> None:
        give(site, library)
        page = (
            as_("operator")
            .post(
                "/estimate",
                {
                    "emergency": "none",
                    "already": "none",
                    "area": "rural",
                    "age": "六十六",
                    "household": "alone",
                    "wage": "没有",
                    "business": "一年一千二",
                    "other_incomes": "no",
                    "savings": "2千",
                    "homes": "1",
                    "vehicle": "none",
                    "supporter": "none",
                },
            )
            .text
        )
        assert "特困供养（五保）：可能符合" in page
        assert "《特困人员认定办法》第5条" in page
        assert "念给来电人" in page
        assert "以县民政局审核确认为准" in page
        assert "/estimate/materials/tekun?with=worker" in page

    def test_says_what_is_missing_and_what_to_ask_next(
        self, as_: Callable[..., Browser], site: FastAPI, library: Library
    ) -> None:
        give(site, library)
        page = as_("operator").post("/estimate", {"emergency": "none", "age": "很老"})
        assert page.status_code == 422
        assert "周岁" in page.text
        assert "接着问这一样" in page.text
        assert "还差：" in page.text

    def test_sums_are_read_as_in_the_chat_and_what_could_be_another_is_marked(
        self, as_: Callable[..., Browser], site: FastAPI, library: Library
    ) -> None:
        give(site, library)
        page = as_("operator").post("/estimate", {"wage": "一个月八百", "savings": "一共五万"})
        assert "打工上班收入：800 元/月；存款理财：50000 元" in page.text
        page = as_("operator").post("/estimate", {"wage": "一天八十", "savings": "9" * 40, "age": "属兔的"})
        assert page.status_code == 422
        assert page.text.count('class="fault"') == 3

    def test_list_to_print(self, as_: Callable[..., Browser], site: FastAPI, library: Library) -> None:
        give(site, library)
        page = as_("operator").get("/estimate/materials/dibao?with=disabled")
        assert "残疾人证" in page.text
        assert "style-src 'sha256-" in page.headers["content-security-policy"]
        assert as_("operator").get("/estimate/materials/nothing").status_code == 404


def test_residents_open_the_same_list_without_logging_in(library: Library) -> None:
    app = FastAPI()
    app.include_router(materials.router(library))
    door = TestClient(app)
    page = door.get("/materials/tekun?with=disabled,agent")
    assert "残疾人证" in page.text
    assert "委托书" in page.text
    assert "不用您开证明" in page.text
    assert door.get("/materials/unknown").status_code == 404
