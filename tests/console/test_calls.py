"""The call screen, the log, call-backs, and the API of the telephone system."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import permutations

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import one_of
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from casework.assistance import applications
from casework.assistance.applications import NewApplication
from casework.calls import calls, matters
from casework.calls import queries as call_queries
from casework.calls.calls import EventKind, Reported
from casework.calls.models import Call
from casework.labelling.models import Utterance
from casework.office import Bureau
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import lodging, queries
from casework.petitions.lodging import Accused, Complainant, NewPetition
from casework.petitions.models import Petition
from console import suggesting
from knowledge.answering import Library
from store.clock import FixedClock
from tests.casework.assistance.conftest import id_number
from tests.console.conftest import TOKEN, Browser, chip
from tests.console.listening import Listener
from tests.console.test_knowledge import give

Open = Callable[..., Browser]

NOTES = "柳溪镇青石坳村的王桂兰来电，低保8月起没有打到卡上"


@pytest.mark.parametrize(
    ("notes", "recognised", "filled"),
    [
        ("来电人姓名李演示，低保没发", "李", "李演示"),
        ("姓名：李演示 电话13800138000", "李", "李演示"),
        ("我叫李演示电话13800138000", "李", "李演示"),
        ("我叫李", "李", "李"),
        ("我叫李演示，低保8月没到账", "李演", "李演示"),
        ("我叫李明反映低保没发", "李明", "李明"),
        ("我叫李明住院没钱", "李明", "李明"),
        ("我叫李明要低保", "李明", "李明"),
        ("我叫欧阳演示，低保没发", "欧阳演示", "欧阳演示"),
        ("我叫李桂花，低保没发", "李桂花", "李桂花"),
        ("我叫李家里困难想申请低保", "李", "李"),
        ("我是李，镇里的", "李", "李"),
        ("我姓李 高龄补贴少发了", "李", "李"),
    ],
)
async def test_a_surname_alone_takes_the_name_behind_it(
    listener: Listener, notes: str, recognised: str, filled: str
) -> None:
    listener.parsed = {"entities": {"person": recognised}}
    fields = {
        one.field: one.value for one in suggesting.fill(units.UnitTree({}), await listener.parse(notes))
    }
    assert fields["name"] == filled


async def test_a_time_without_stops_around_it_is_quoted_alone(listener: Listener) -> None:
    listener.parsed = {"entities": {"date": "今年8月"}}
    notes = "我是柳溪镇青石坳村的 我们村支书从今年8月起扣我妈的低保 每个月少两百 说是管理费也没有条子"
    (when,) = [
        one
        for one in suggesting.fill(units.UnitTree({}), await listener.parse(notes))
        if one.field == "happened_text"
    ]
    assert (when.value, when.said) == ("今年8月起", "今年8月")


def begin(browser: Browser, phone: str = "13900001234") -> str:
    return browser.post("/calls", {"phone": phone}).headers["location"].removeprefix("/desk")


class TestScreen:
    def test_what_is_not_understood_is_said_in_chinese(self, as_: Open, listener: Listener) -> None:
        listener.parsed = {"intent": "nlu_fallback", "confidence": 0.05}
        browser = as_("operator")
        panel = browser.post(f"{begin(browser)}/suggest", {"notes": "俺娘那个本本"}).text
        assert "没听懂" in panel
        assert "nlu_fallback" not in panel

    def test_says_what_it_is_and_where_each_field_comes_from(self, as_: Open, listener: Listener) -> None:
        listener.parsed = {"entities": {"place": "青石坳村", "date": "8月", "person": "王桂兰"}}
        browser = as_("operator")
        panel = browser.post(f"{begin(browser)}/suggest", {"notes": NOTES}).text
        assert "投诉举报" in panel
        assert 'data-take="place_unit" data-value="QH-102-01"' in panel
        assert "取自“8月”" in panel
        assert "会交给" in panel
        assert "哪几个月" in panel

    def test_a_possible_repeat_by_the_same_person_is_shown_with_why(
        self, as_: Open, listener: Listener, lodge: Callable[..., str]
    ) -> None:
        of_caller, of_other = lodge(), lodge(petitioners=[Complainant("赵六", "13900005678")])
        elsewhere = lodge(category="attitude", place_unit_code="QH-203-01", place_text="", narrative="态度差")
        listener.parsed = {"entities": {"place": "老槐树村"}}
        browser, said = as_("operator"), {"notes": "老槐树村的低保没到账"}
        first = browser.post(f"{begin(browser)}/suggest", {**said, "phone": "13800138000"}).text
        shown = first.partition("可能是重复")[2].partition("</section>")[0]
        assert "电话相同、类别相同、乡镇相同" in shown
        assert [of_caller in shown, of_other in shown, elsewhere in shown] == [True, False, False]
        assert of_other in first, "the same kind from the same township, by somebody else"
        assert (
            "可能是重复" not in browser.post(f"{begin(browser)}/suggest", {**said, "phone": "1380013"}).text
        )

    def test_an_open_one_of_the_same_kind_is_shown_behind_many_that_are_closed(
        self, as_: Open, bureau: Bureau, listener: Listener, lodge: Callable[..., str]
    ) -> None:
        def of(person: int) -> str:
            return lodge(petitioners=[Complainant("赵六", f"1390000{5000 + person}")])

        still_open, *later = (of(person) for person in range(11))
        with bureau.office() as office:
            closed = update(Petition).where(Petition.number.in_(later)).values(is_open=False)
            office.db.execute(closed)
        listener.parsed = {"entities": {"place": "老槐树村"}}
        browser = as_("operator")
        panel = browser.post(f"{begin(browser)}/suggest", {"notes": "老槐树村的低保没到账"}).text
        assert still_open in panel.partition("同类未办结")[2]

    def test_a_sum_that_was_named_is_lodged_with_the_matter(
        self, as_: Open, bureau: Bureau, listener: Listener
    ) -> None:
        listener.parsed = {"entities": {"amount": "每月三百块"}}
        browser, notes = as_("operator"), "低保少了每月三百块"
        call = begin(browser)
        assert (
            'data-take="amount" data-value="每月三百块"'
            in browser.post(f"{call}/suggest", {"notes": notes}).text
        )
        form = {"notes": notes, "category": "payment_missing", "amount": "每月三百块", "name": "王桂兰"}
        number = browser.post(f"{call}/lodge", {**form, "identity": "real_name"}).text
        with bureau.reading() as office:
            (petition,) = office.db.scalars(select(Petition)).all()
            assert petition.number in number
            assert office.vault.open(petition.narrative_sealed) == "低保少了每月三百块\n数额：每月三百块"

    def test_shows_the_callers_applications_and_what_to_say_of_them(
        self, as_: Open, bureau: Bureau, people: dict[str, Actor], clock: FixedClock
    ) -> None:
        with bureau.office() as office:
            new = NewApplication("dibao", "王桂兰", id_number(), "13900001234", place_unit="QH-102-02")
            number = applications.receive(office, new, people["unit_head"]).number
            other = NewApplication("dibao", "赵六", id_number(2), "13900005678", place_unit="QH-102-02")
            strange = applications.receive(office, other, people["unit_head"]).number
        browser = as_("operator")
        page = browser.get(begin(browser)).text
        assert number in page
        assert strange not in page
        assert "您的申请已经收到" in page
        assert "王桂兰" not in page
        clock.move(days=30)
        later = as_("operator")
        assert f"救助申请 {number} 已超期" in later.get(begin(later)).text

    def test_a_number_typed_wrong_is_seen_and_put_right(self, as_: Open, lodge: Callable[..., str]) -> None:
        number, browser = lodge(), as_("operator")
        call = begin(browser, "1380013800")
        assert "号码不全" in browser.get(call).text
        browser.post(
            f"{call}/phone", {"caller_phone": "138 0013 8000", "phone": "1380013800", "notes": "在听"}
        )
        page = browser.get(call).text
        assert "号码不全" not in page
        assert number in page
        assert 'id="phone" value="13800138000"' in page

    def test_the_policy_is_read_aloud_with_its_source_and_kept_with_the_call(
        self, as_: Open, bureau: Bureau, site: FastAPI, listener: Listener
    ) -> None:
        give(site, Library.load(county=bureau.county))
        listener.parsed = {"intent": "ask_materials", "category": None, "entities": {"program": "低保"}}
        browser = as_("operator")
        call = begin(browser)
        panel = browser.post(f"{call}/suggest", {"notes": "办低保要什么材料"}).text
        shown = panel.partition("可以这样答")[2].partition("</section>")[0]
        assert "依据：" in shown
        answer_id = re.search(r'data-take="answer_id" data-value="([^"]+)" data-hot="F6"', shown)
        assert answer_id is not None
        browser.post(
            f"{call}/end", {"notes": "办低保要什么材料", "outcome": "answered", "answer_id": answer_id[1]}
        )
        with bureau.reading() as office:
            assert office.db.scalars(select(Call)).one().answer_id == answer_id[1]
        record = browser.get(call).text
        assert "申请低保要带什么材料" in record
        assert answer_id[1] not in record

    def test_a_question_among_other_notes_is_answered(
        self, as_: Open, bureau: Bureau, site: FastAPI, listener: Listener
    ) -> None:
        """The notes as a whole answer nothing; the clause that asks does."""
        give(site, Library.load(county=bureau.county))
        listener.parsed = {"intent": "ask_materials", "category": None, "entities": {"program": "低保"}}
        browser = as_("operator")
        for notes in (
            "想问一下低保都要交什么材料，我们家四口人，农村的",
            "我们家四口人。农村的 低保都要交什么材料",
        ):
            panel = browser.post(f"{begin(browser)}/suggest", {"notes": notes}).text
            assert 'data-value="dibao-materials" data-hot="F6"' in panel
        nothing = browser.post(f"{begin(browser)}/suggest", {"notes": "今天天气真好，我们家四口人"}).text
        assert "可以这样答" not in nothing

    @pytest.mark.parametrize(
        ("notes", "answer"),
        [
            ("来电人问低保咋办 老两口 种地 一年万把块 儿子外地打工 要啥材料", "dibao-"),
            ("反映邻居 儿子在城里买房 还吃低保 住河湾村", None),
        ],
    )
    def test_what_is_asked_goes_before_what_is_told(
        self,
        as_: Open,
        bureau: Bureau,
        site: FastAPI,
        listener: Listener,
        notes: str,
        answer: str | None,
    ) -> None:
        give(site, Library.load(county=bureau.county))
        intent = "nlu_fallback" if answer else "file_complaint"
        listener.parsed = {"intent": intent, "category": None, "entities": {"program": "低保"}}
        browser = as_("operator")
        panel = browser.post(f"{begin(browser)}/suggest", {"notes": notes}).text
        read = re.search(r'data-take="answer_id" data-value="([^"]+)"', panel)
        assert read is None if answer is None else read is not None and read[1].startswith(answer)
        assert "nlu_fallback" not in panel
        assert ("没听懂" in panel) == (answer is not None)

    @pytest.mark.parametrize(("place", "unit"), [("青石坳村", "柳溪镇人民政府"), ("路上", "社会救助股")])
    def test_a_call_for_help_is_a_report_not_a_complaint(
        self, as_: Open, listener: Listener, place: str, unit: str
    ) -> None:
        listener.parsed = {
            "intent": "request_help",
            "category": "wrongly_stopped",
            "entities": {"place": place},
        }
        browser = as_("operator")
        panel = browser.post(f"{begin(browser)}/suggest", {"notes": f"{place} 两天没吃饭了"}).text
        assert "按 F4 登记报告" in panel
        assert "无故停发" not in panel
        assert f"会交给</span> <b>{unit}</b>" in panel
        assert "什么时候停的" not in panel

    def test_in_danger_the_desk_asks_what_help_must_know(self, as_: Open, listener: Listener) -> None:
        listener.parsed = {"intent": "crisis", "category": None}
        browser = as_("operator")
        panel = browser.post(f"{begin(browser)}/suggest", {"notes": "不想活了"}).text
        assert "您现在在什么地方" in panel.partition("还要问")[2]

    def test_a_petition_named_by_its_number_is_shown(
        self, as_: Open, listener: Listener, lodge: Callable[..., str]
    ) -> None:
        number = lodge()
        listener.parsed = {
            "intent": "check_petition",
            "category": None,
            "entities": {"petition_no": number},
        }
        browser = as_("operator")
        panel = browser.post(f"{begin(browser)}/suggest", {"notes": f"问编号{number}"}).text
        assert number in panel.partition("说的可能是这件")[2]
        assert "可能是重复" not in panel
        sealed = lodge(category="bribery", accused=[Accused("村干部", "村支书")])
        listener.parsed |= {"entities": {"petition_no": sealed}}
        panel = browser.post(f"{begin(browser)}/suggest", {"notes": f"问编号{sealed}"}).text
        assert "说的可能是这件" not in panel

    @pytest.mark.parametrize(("township", "doubt"), [("松岭乡", True), ("柳溪镇", False)])
    def test_a_village_of_a_township_elsewhere_is_doubted(
        self, as_: Open, listener: Listener, township: str, doubt: bool
    ) -> None:
        listener.parsed = {"entities": {"place": township, "organ": "石桥村"}}
        browser = as_("operator")
        panel = browser.post(f"{begin(browser)}/suggest", {"notes": f"{township}石桥村会计"}).text
        assert 'data-take="place_unit" data-value="QH-102-04"' in panel
        assert ("乡镇没对上" in panel) is doubt

    def test_a_question_goes_to_no_unit(self, as_: Open, listener: Listener) -> None:
        listener.parsed = {"intent": "ask_materials", "category": "refused"}
        browser = as_("operator")
        call = begin(browser)
        assert "会交给" not in browser.post(f"{call}/suggest", {"notes": "办低保要什么材料"}).text
        chosen = {"notes": "办低保要什么材料", "category": "refused"}
        assert "会交给" in browser.post(f"{call}/suggest", chosen).text

    def test_every_result_and_every_suggestion_has_a_key_of_its_own(
        self, as_: Open, listener: Listener, lodge: Callable[..., str]
    ) -> None:
        lodge()
        lodge(petitioners=[Complainant("赵六", "13900005678")])
        listener.parsed = {"entities": {"place": "老槐树村"}, "confidence": 0.5}
        browser = as_("operator")
        call = begin(browser, "13800138000")
        page = browser.get(call).text
        panel = browser.post(f"{call}/suggest", {"notes": "老槐树村的低保没到账"}).text
        for code in calls.OUTCOMES.keys() - {"answered", "lodged", "reported"}:
            assert re.search(rf'name="outcome" value="{code}" data-pick="\d"', page), code
        assert 'data-hot="F10"' in page
        assert re.search(r'/applications/new\?call=\d+"[^>]* data-hot="F3"', page)
        keys = re.findall(r'data-(hot|alt)="([^"]+)"', page + panel)
        assert len(keys) == len(set(keys))
        named = re.findall(r'data-take="about_number"[^>]*', page + panel)
        assert len(named) == 3
        assert all("data-alt=" in one for one in named)

    def test_keeps_every_word_even_when_understanding_is_away(self, as_: Open, listener: Listener) -> None:
        listener.away = True
        browser = as_("operator")
        call = begin(browser)
        panel = browser.post(f"{call}/suggest", {"notes": NOTES, "wants": "补发"})
        assert panel.status_code == 200
        assert "记录照常保存" in panel.text
        again = browser.get(call).text
        assert NOTES in again
        assert 'value="补发"' in again

    def test_a_person_in_danger_is_seen_first(self, as_: Open, listener: Listener) -> None:
        listener.parsed = {"intent": "crisis", "confidence": 0.97, "category": None}
        browser = as_("operator")
        panel = browser.post(f"{begin(browser)}/suggest", {"notes": "我不想活了"}).text
        assert panel.index('role="alert"') < panel.index("识别")

    def test_lodges_once_however_often_the_key_is_pressed(
        self, as_: Open, bureau: Bureau, listener: Listener
    ) -> None:
        browser = as_("operator")
        call = begin(browser)
        form = {"notes": NOTES, "category": "payment_missing", "name": "王桂兰", "identity": "real_name"}
        browser.post(f"{call}/suggest", form)
        first = browser.post(f"{call}/lodge", form)
        assert "查询码" in first.text
        assert "最迟" in first.text
        browser.post(f"{call}/lodge", form)
        with bureau.reading() as office:
            assert office.db.scalar(select(func.count()).select_from(Petition)) == 1
            record = office.db.scalars(select(Call)).one()
            assert (record.outcome, record.state) == ("lodged", "ended")
            petition = queries.get(office, str(record.petition_number), Actor.system("test"))
            assert (petition.channel, petition.typed_by) == ("phone", record.staff_id)

    def test_who_is_in_danger_is_compared_with_no_complaint(
        self, as_: Open, listener: Listener, lodge: Callable[..., str]
    ) -> None:
        number = lodge(category="attitude", narrative="态度差")
        listener.parsed = {"intent": "crisis", "category": "attitude", "entities": {"place": "老槐树村"}}
        browser = as_("operator")
        assert number not in browser.post(f"{begin(browser)}/suggest", {"notes": "他在老槐树村要跳河"}).text

    def test_a_second_matter_of_the_same_call_is_lodged_without_typing_it_again(
        self, as_: Open, bureau: Bureau, listener: Listener
    ) -> None:
        listener.categories = {"存折": "card_withheld"}
        listener.parsed = {"entities": {"role": "村会计"}}
        browser = as_("operator")
        call = begin(browser)
        form = {
            "notes": "我叫王桂兰，低保没有打到卡上，还有村会计收着我的存折卡不给",
            "category": "payment_missing",
            "name": "王桂兰",
            "place_unit": "QH-102-01",
            "place_text": "青石坳村",
        }
        first = browser.post(f"{call}/lodge", form).text
        assert f"{call}/further" in first
        page = browser.get(f"{call}/further").text
        assert form["notes"] in page
        assert 'value="card_withheld" selected' in page
        assert 'value="QH-102-01" selected' in page
        for kept in ("王桂兰", "13900001234", "青石坳村", "村会计"):
            assert f'value="{kept}"' in page
        second = {**form, "category": "card_withheld", "accused_role": "村会计", "key": "2"}
        shown = browser.post(f"{call}/further", second).text
        assert "查询码" in shown
        again = browser.post(f"{call}/further", second)
        assert again.status_code == 409
        assert form["notes"] in again.text
        with bureau.reading() as office:
            record = office.db.scalars(select(Call)).one()
            numbers = [one.number for one in matters.lodged(office, record)]
            assert len(numbers) == office.db.scalar(select(func.count()).select_from(Petition)) == 2
            assert (record.outcome, record.petition_number) == ("lodged", numbers[0])
            assert record.gist == "未发、迟发、少发；扣押银行卡、存折"
            both = [queries.numbered(office, number) for number in numbers]
            assert [matters.call_of(office, one) for one in both] == [record, record]
            assert {one.channel for one in both} == {"phone"}
            assert {one.resident_id for one in both} == {both[0].resident_id}
        for page in (browser.get(call).text, browser.get("/calls").text):
            assert all(number in page for number in numbers)

    def test_a_call_in_which_a_sealed_matter_was_told_second_is_hidden_with_it(
        self, as_: Open, bureau: Bureau, listener: Listener
    ) -> None:
        browser = as_("operator")
        call = begin(browser)
        form = {"notes": "低保没发，镇里干部收钱", "category": "payment_missing", "name": "王桂兰"}
        browser.post(f"{call}/lodge", {**form, "place_unit": "QH-102-01"})
        supervisor = as_("supervisor")
        with bureau.reading() as office:
            first = str(office.db.scalars(select(Call)).one().petition_number)
        assert supervisor.get(call).status_code == 200
        assert "镇里干部收钱" in supervisor.get(f"/petitions/{first}").text
        browser.post(
            f"{call}/further", {**form, "category": "bribery", "accused_role": "镇里干部", "key": "2"}
        )
        with bureau.reading() as office:
            record = office.db.scalars(select(Call)).one()
            assert matters.lodged(office, record)[1].sealed
        assert supervisor.get(call).status_code == 404
        assert call not in supervisor.get("/calls").text
        assert browser.get(call).status_code == 200

    @pytest.mark.parametrize(("outcome", "minutes"), [("answered", 0), ("lodged", 130)])
    def test_nothing_further_is_lodged_from_a_call_without_a_matter_or_long_over(
        self, as_: Open, clock: FixedClock, outcome: str, minutes: int
    ) -> None:
        browser = as_("operator")
        call = begin(browser)
        form = {"notes": NOTES, "category": "payment_missing", "name": "王桂兰", "outcome": outcome}
        browser.post(f"{call}/{'lodge' if outcome == 'lodged' else 'end'}", form)
        for _ in range(0, minutes, 10):
            clock.move(minutes=10)
            browser.get("/calls")
        assert f"{call}/further" not in browser.get(call).text
        assert browser.get(f"{call}/further").status_code == 409
        refused = browser.post(f"{call}/further", {**form, "key": "2"})
        assert refused.status_code == 409
        assert NOTES in refused.text

    def test_what_is_missing_is_said_and_nothing_is_lost(self, as_: Open, bureau: Bureau) -> None:
        browser = as_("operator")
        call = begin(browser, "")
        answer = browser.post(
            f"{call}/lodge", {"notes": NOTES, "category": "payment_missing", "identity": "real_name"}
        )
        assert answer.status_code == 409
        assert "姓名" in answer.text
        assert NOTES in answer.text
        with bureau.reading() as office:
            assert office.db.scalar(select(func.count()).select_from(Petition)) == 0

    def test_what_the_operator_corrects_is_learned_from_without_names(
        self, as_: Open, bureau: Bureau, listener: Listener
    ) -> None:
        browser = as_("operator")
        call = begin(browser)
        form = {"notes": NOTES, "category": "delayed", "name": "王桂兰", "identity": "real_name"}
        browser.post(f"{call}/suggest", form)
        browser.post(f"{call}/lodge", form)
        with bureau.reading() as office:
            record = office.db.scalars(select(Call)).one()
            assert record.corrected == {"category": ["payment_missing", "delayed"]}
            learned = office.db.scalars(select(Utterance)).one()
            assert learned.source == "corrected"
            assert "王桂兰" not in learned.text

    @pytest.mark.parametrize(
        ("understood", "chosen", "corrected"),
        [
            ("request_help", "", {}),
            ("make_suggestion", "", {}),
            ("crisis", "", {}),
            ("request_help", "make_suggestion", {"intent": ["request_help", "make_suggestion"]}),
            ("ask_standard", "", {"intent": ["ask_standard", "file_complaint"]}),
        ],
    )
    def test_lodging_what_was_understood_corrects_nothing(
        self,
        as_: Open,
        bureau: Bureau,
        listener: Listener,
        understood: str,
        chosen: str,
        corrected: dict[str, list[str]],
    ) -> None:
        listener.parsed = {"intent": understood, "category": None}
        browser = as_("operator")
        call = begin(browser)
        form = {
            "notes": NOTES,
            "category": "other",
            "name": "王桂兰",
            "identity": "real_name",
            "intent": chosen,
        }
        browser.post(f"{call}/suggest", form)
        assert "查询码" in browser.post(f"{call}/lodge", form).text
        with bureau.reading() as office:
            record = office.db.scalars(select(Call)).one()
            assert record.corrected == corrected
            assert record.intent == (corrected["intent"][1] if corrected else understood)
            assert len(office.db.scalars(select(Utterance)).all()) == len(corrected)

    def test_a_field_that_the_operator_puts_right_is_kept_against_the_suggestion_without_names(
        self, as_: Open, bureau: Bureau, listener: Listener
    ) -> None:
        """A value that was suggested at any time, and one that nothing was suggested for, corrects nothing."""
        browser = as_("operator")
        call = begin(browser)
        said = {"notes": "我叫王桂兰，青石坳村的低保8月没到账", "category": "payment_missing"}
        listener.parsed = {"entities": {"place": "青石坳村", "date": "8月", "person": "王桂兰"}}
        browser.post(f"{call}/suggest", said)
        listener.parsed = {"entities": {"place": "青石坳村", "date": "没到", "person": "王桂兰"}}
        browser.post(f"{call}/suggest", said)
        form = said | {
            "place_text": "老槐树村3号院", "happened_text": "8月", "name": "李桂兰", "accused_name": "赵六",
            "identity": "real_name",
        }  # fmt: skip
        browser.post(f"{call}/lodge", form)
        with bureau.reading() as office:
            record = office.db.scalars(select(Call)).one()
            assert record.corrected == {"place_text": ["青石坳村", "老槐树村"], "name": ["王某", "李某"]}
            kept = f"{record.corrected} {record.understood}"
            assert not [name for name in ("王桂兰", "李桂兰", "3号院", "赵六") if name in kept]
            assert office.db.scalars(select(Utterance)).all() == []

    @pytest.mark.parametrize(
        "accusing", [{"accused_role": "民政助理"}, {"category": "embezzlement"}], ids=["somebody", "sealed"]
    )
    def test_what_is_said_against_somebody_is_not_kept_to_learn_from(
        self, as_: Open, bureau: Bureau, listener: Listener, accusing: dict[str, str]
    ) -> None:
        """Those who label it may be complained of in it."""
        browser = as_("operator")
        call = begin(browser)
        form = {"notes": NOTES, "category": "delayed", "name": "王桂兰", "identity": "real_name"} | accusing
        browser.post(f"{call}/suggest", form)
        browser.post(f"{call}/lodge", form)
        with bureau.reading() as office:
            assert office.db.scalars(select(Call)).one().outcome == "lodged"
            assert office.db.scalars(select(Utterance)).all() == []

    def test_answered_at_once_is_logged_as_such(self, as_: Open, clock: FixedClock, bureau: Bureau) -> None:
        browser = as_("operator")
        call = begin(browser)
        clock.move(seconds=95)
        browser.post(f"{call}/end", {"outcome": "answered", "notes": "问低保标准", "intent": "ask_standard"})
        text = browser.get("/calls").text
        assert "当场答复" in text
        assert "1 分 35 秒" in text
        assert "139****1234" in text
        assert "13900001234" not in text

    @pytest.mark.parametrize(
        ("outcome", "sentence"),
        [("transferred", "转到哪里"), ("promised", "来电号码"), ("", "通话结果"), ("nonsense", "通话结果")],
    )
    def test_cannot_end_without_what_the_outcome_needs(self, as_: Open, outcome: str, sentence: str) -> None:
        browser = as_("operator")
        answer = browser.post(f"{begin(browser, '')}/end", {"outcome": outcome, "notes": "甲乙丙"})
        assert answer.status_code == 409
        assert sentence in answer.text
        assert "甲乙丙" in answer.text

    def test_adds_to_a_petition_that_is_there(self, as_: Open, lodge: Callable[..., str]) -> None:
        number, browser = lodge(), as_("operator")
        call = begin(browser, "13800138000")
        assert number in browser.get(call).text
        done = browser.post(
            f"{call}/end", {"outcome": "added", "about_number": number, "notes": "又补充：卡号换过"}
        )
        assert done.status_code == 303
        assert "又补充：卡号换过" in browser.get(f"/petitions/{number}").text

    def test_belongs_to_whoever_answered(self, as_: Open) -> None:
        mine, other = as_("operator"), as_("second_operator")
        call = begin(mine)
        mine.post(f"{call}/keep", {"notes": "只有我看得到的记录"})
        assert "只有我看得到的记录" not in other.get(call).text
        for path in ("suggest", "keep", "lodge", "phone", "end"):
            answer = other.post(f"{call}/{path}", {"notes": "x", "outcome": "answered"})
            assert answer.status_code == 404, path
        assert "只有我看得到的记录" in mine.get(call).text

    def test_is_closed_for_good_once_it_has_an_outcome(self, as_: Open) -> None:
        browser = as_("operator")
        call = begin(browser)
        browser.post(f"{call}/end", {"outcome": "unrelated", "notes": "打错了"})
        assert browser.post(f"{call}/keep", {"notes": "再写"}).status_code == 409


def test_a_call_that_is_over_and_has_no_outcome_is_not_lost_sight_of(
    as_: Open, bureau: Bureau, people: dict[str, Actor], clock: FixedClock
) -> None:
    """The line drops, the next call comes: both stay in view until each has its outcome."""
    with bureau.office() as office:
        for id in ("c1", "c2"):
            told = Reported(id, "answered", "13700001111", staff_id=people["operator"].id)
            first = calls.report(office, told)
            calls.report(office, Reported(id, "ended"))
            clock.move(minutes=1)
        last = first.id
    operator = as_("operator")
    for path in ("/", "/calls"):
        assert operator.get(path).text.count("还没选结果") == 2
        assert "还没选结果" not in as_("second_operator").get(path).text
    assert chip(operator.get("/calls").text).count("没选结果") == 2
    operator.post(f"/calls/{last}/end", {"outcome": "silent", "notes": ""})
    assert operator.get("/").text.count("还没选结果") == 1


class TestCallBacks:
    def missed(self, bureau: Bureau, phone: str = "13700001111") -> int:
        with bureau.office() as office:
            for event in ("ringing", "missed"):
                call = calls.report(office, Reported("c1", event, phone))  # type: ignore[arg-type]
            return call.id

    def test_a_missed_caller_is_called_back(self, as_: Open, bureau: Bureau) -> None:
        missed, browser = self.missed(bureau), as_("operator")
        assert "137****1111" in browser.get("/calls").text
        back = browser.post(f"/calls/{missed}/back").headers["location"].removeprefix("/desk")
        browser.post(f"{back}/end", {"outcome": "answered", "notes": "已答复"})
        assert "没有欠着的回电" in browser.get("/calls").text

    def test_one_that_is_late_stands_out(self, as_: Open, bureau: Bureau, clock: FixedClock) -> None:
        self.missed(bureau)
        assert "chip late" not in as_("operator").get("/calls").text
        clock.move(hours=25)
        assert re.search(r'chip late">应在 [\d :-]+ 前回', as_("operator").get("/calls").text)

    def test_three_tries_in_vain_strike_it_off(self, as_: Open, bureau: Bureau) -> None:
        missed, browser = self.missed(bureau), as_("operator")
        for _ in range(3):
            assert "137****1111" in browser.get("/calls").text
            browser.post(f"/calls/{missed}/unreached", {"note": "关机"})
        with bureau.reading() as office:
            assert calls.get(office, missed).callback == "given_up"
        assert browser.post(f"/calls/{missed}/back").status_code == 409

    def test_who_was_spoken_to_is_owed_no_call_for_what_was_missed_before(
        self, as_: Open, bureau: Bureau, clock: FixedClock
    ) -> None:
        """Three rings of one caller are one call back, and none if the caller gets through; another's stays."""
        with bureau.office() as office:
            for number, phone in enumerate(("13700001111", "13700001111", "13700001111", "13700002222")):
                calls.report(office, Reported(f"m{number}", "ringing", phone))
                calls.report(office, Reported(f"m{number}", "missed", phone))
                clock.move(minutes=1)
        browser = as_("operator")
        again = browser.post("/calls", {"phone": "137 0000 1111"}).headers["location"].removeprefix("/desk")
        assert browser.get("/calls").text.count("没打通") == 4
        browser.post(f"{again}/end", {"outcome": "answered", "notes": "已答复"})
        assert browser.get("/calls").text.count("没打通") == 1
        with bureau.reading() as office:
            (left,) = call_queries.owed(office)
            assert left.external_id == "m3"

    def test_a_call_back_into_silence_settles_nothing(self, as_: Open, bureau: Bureau) -> None:
        missed, browser = self.missed(bureau), as_("operator")
        for left in (1, 1, 0):
            back = browser.post(f"/calls/{missed}/back").headers["location"].removeprefix("/desk")
            browser.post(f"{back}/end", {"outcome": "silent", "notes": ""})
            with bureau.reading() as office:
                assert call_queries.count_owed(office) == left
        with bureau.reading() as office:
            assert calls.get(office, missed).callback == "given_up"

    def test_what_rings_for_ever_was_missed(self, bureau: Bureau, clock: FixedClock) -> None:
        with bureau.office() as office:
            calls.report(office, Reported("c9", "ringing", "13700001111"))
        clock.move(minutes=4)
        with bureau.office() as office:
            assert [calls.hang_up_lost(office) for _ in range(2)] == [1, 0]
            assert call_queries.count_owed(office) == 1

    def test_an_unknown_number_owes_no_call_back(self, bureau: Bureau) -> None:
        self.missed(bureau, "")
        with bureau.reading() as office:
            assert call_queries.count_owed(office) == 0


@pytest.mark.parametrize("order", list(permutations(("ringing", "answered", "ended"))))
def test_events_in_any_order_and_twice_tell_the_same(
    bureau: Bureau, people: dict[str, Actor], clock: FixedClock, order: tuple[EventKind, ...]
) -> None:
    at: dict[EventKind, datetime] = {
        "ringing": clock.now(),
        "answered": clock.now() + timedelta(seconds=8),
        "ended": clock.now() + timedelta(seconds=70),
    }
    for event in (*order, *order):
        phone = "13700001111" if event == "ringing" else ""
        with bureau.office() as office:
            told = Reported("c1", event, phone, staff_id=people["operator"].id, at=at[event])
            calls.report(office, told)
    with bureau.reading() as office:
        call = call_queries.by_external_id(office, "c1")
        assert call is not None
        assert (call.state, call.callback) == ("ended", "none")
        assert (call.began_at, call.answered_at, call.ended_at) == tuple(at.values())
        assert call.staff_id == people["operator"].id
        assert office.vault.open_or_none(call.phone_sealed) == "13700001111"


class TestApi:
    @pytest.fixture
    def phone(self, site: FastAPI) -> TestClient:
        return TestClient(site, base_url="http://desk.test", headers={"Authorization": f"Bearer {TOKEN}"})

    @pytest.mark.parametrize(
        "header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}]
    )
    def test_needs_the_token(self, site: FastAPI, header: dict[str, str]) -> None:
        answer = TestClient(site).post(
            "/api/v1/calls", json={"call_id": "a", "event": "ringing"}, headers=header
        )
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")

    def test_opens_the_screen_of_whoever_answers(self, phone: TestClient, as_: Open) -> None:
        told = {"call_id": "a-1", "phone": "13700001111", "line": "2"}
        assert phone.post("/api/v1/calls", json={**told, "event": "ringing"}).json()["state"] == "ringing"
        assert "137****1111" in as_("operator").get("/calls/ringing").text
        answered = phone.post("/api/v1/calls", json={**told, "event": "answered", "login": "operator"}).json()
        page = as_("operator").get(answered["screen"].removeprefix("/desk"))
        assert "13700001111" in page.text
        assert phone.get("/api/v1/calls/a-1").json()["state"] == "talking"

    def test_learns_nothing_of_what_was_lodged_in_a_call(
        self, phone: TestClient, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        """Whoever holds the token may be whoever is complained of."""
        for id in ("a-1", "a-2"):
            phone.post("/api/v1/calls", json={"call_id": id, "event": "answered", "login": "operator"})
            phone.post("/api/v1/calls", json={"call_id": id, "event": "ended"})
        with bureau.office() as office:
            by, accused = people["operator"], [Accused(name="马有才", role="所长")]
            new = NewPetition("bribery", "收了钱才给办", accused=accused, identity="anonymous")
            made = lodging.lodge(office, new, by)
            assert queries.get(office, made.number, Actor.system("test")).sealed
            for id, outcome, number in (("a-1", "lodged", made.number), ("a-2", "answered", "")):
                call = call_queries.by_external_id(office, id)
                assert call is not None
                calls.end(office, by, call, outcome, gist="一句话", petition_number=number)
        told = [phone.get(f"/api/v1/calls/{id}") for id in ("a-1", "a-2")]
        told += [phone.post("/api/v1/calls", json={"call_id": id, "event": "ended"}) for id in ("a-1", "a-2")]
        assert not any(made.number in one.text for one in told)
        for first, second in (told[:2], told[2:]):
            assert {key for key, value in first.json().items() if value != second.json()[key]} == {
                "call_id",
                "screen",
            }

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"call_id": "", "event": "ringing"},
            {"call_id": "a", "event": "exploded"},
            {"call_id": "a b", "event": "ringing"},
            {"call_id": "a", "event": "ringing", "at": "2026-11-20T10:00:00"},
            {"call_id": "a", "event": "ringing", "more": 1},
        ],
    )
    def test_says_what_is_wrong_with_a_body(self, phone: TestClient, body: dict[str, str]) -> None:
        answer = phone.post("/api/v1/calls", json=body)
        assert answer.status_code == 422
        assert answer.json()["code"] == "unreadable"

    @pytest.mark.parametrize(
        "body",
        [
            rb'{"call_id": "a-1", "event": "ringing", "phone": "\ud83d"}',
            rb'{"call_id": "a-1", "event": "ringing", "phone": NaN}',
            rb'{"call_id": "a-1", "event": "ringing", "\ud83d": 1, "phone": 13800138000}',
            b'{"call_id": "a-1", "event": "ringing", "phone": "13800138000"',
        ],
    )
    def test_what_no_answer_can_repeat_is_refused_and_not_repeated(
        self, phone: TestClient, body: bytes
    ) -> None:
        answer = phone.post("/api/v1/calls", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422
        assert "openapi.json" in answer.json()["detail"]
        assert "13800138000" not in answer.text
        assert b"NaN" not in answer.content
        assert b"ud83d" not in answer.content

    def test_the_wrong_field_is_named(self, phone: TestClient) -> None:
        answer = phone.post("/api/v1/calls", json={"call_id": "a-1", "event": "exploded"})
        assert "：event。" in answer.json()["detail"]

    def test_an_unknown_call_or_seat(self, phone: TestClient) -> None:
        assert phone.get("/api/v1/calls/none").status_code == 404
        nobody = {"call_id": "a", "event": "answered", "login": "nobody"}
        assert phone.post("/api/v1/calls", json=nobody).status_code == 404

    @pytest.mark.slow
    def test_nothing_that_the_schema_allows_breaks_it(self, bureau: Bureau, site: FastAPI) -> None:
        mounted = next(route.app for route in site.routes if getattr(route, "path", "") == "/api/v1")  # type: ignore[attr-defined]
        schema = schemathesis.openapi.from_asgi("/openapi.json", mounted)

        operations = [result.ok() for result in schema.get_all_operations()]
        assert {operation.path for operation in operations} >= {"/calls", "/assistance/imports/{kind}"}

        @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=one_of([operation.as_strategy() for operation in operations]))
        def never_fails(case: schemathesis.Case) -> None:
            answer = case.call(headers={"Authorization": f"Bearer {TOKEN}"})
            assert answer.status_code < 500, answer.text

        never_fails()
