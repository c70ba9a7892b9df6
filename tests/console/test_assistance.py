"""The registers at the desk: applications taken step by step, reports answered, codes handed out, locks opened."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from casework.assistance import access, applications, binding, sweeping, tasks
from casework.assistance.access import Asker
from casework.assistance.applications import NewApplication
from casework.assistance.models import Application, Task
from casework.assistance.tasks import NewTask
from casework.calls import calls
from casework.calls.models import Call
from casework.office import Bureau
from casework.outbox import Letter
from casework.people import residents
from casework.people.access_models import Reveal
from casework.people.actors import Actor
from casework.people.residents import Person
from casework.petitions import lodging
from casework.petitions.lodging import Accused, Complainant, NewPetition
from store.clock import FixedClock
from tests.casework.assistance.conftest import Registers, id_number
from tests.casework.assistance.test_registers import relative
from tests.casework.conftest import County
from tests.console.conftest import Browser
from tests.console.listening import Listener

Open = Callable[..., Browser]
Apply = Callable[..., str]

CHECKED = {"name": "王小明", "id_number": id_number(), "how": "in_person", "checked": "1"}


@pytest.fixture
def apply(bureau: Bureau, people: dict[str, Actor]) -> Apply:
    """Take in an application at the township; gives its number as it stands in addresses."""

    def enter(**what: Any) -> str:
        plain: dict[str, Any] = {
            "program": "dibao",
            "name": "王小明",
            "id_number": id_number(),
            "phone": "13800138000",
            "place_unit": "QH-102-02",
        }
        with bureau.office() as office:
            new = NewApplication(**plain | what)
            return applications.receive(office, new, people["unit_head"]).number_key

    return enter


@pytest.fixture
def report(bureau: Bureau) -> Callable[..., int]:
    """Enter what a resident reports; gives its number."""

    def enter(kind: str, text: str, **what: Any) -> int:
        with bureau.office() as office:
            new = NewTask(kind, text, **{"place_unit": "QH-102-02"} | what)
            return tasks.report(office, new, Actor.system("web")).id

    return enter


class TestLateApplications:
    @pytest.fixture
    def late(self, bureau: Bureau, apply: Apply, clock: FixedClock) -> str:
        number = apply()
        clock.move(days=8)
        sweeping.sweep(bureau)
        return number

    def test_the_township_signs_where_it_stands_and_on_the_first_page_it_waits(
        self, as_: Open, late: str
    ) -> None:
        head = as_("unit_head")
        assert "救助申请催办待签收" in head.get("/").text
        assert "未签收" in head.get("/applications").text
        page = f"/applications/{late}"
        assert "还没有签收" in head.get(page).text
        assert f"{page}/sign" not in as_("supervisor").get(page).text
        refused = head.post(f"{page}/sign", {"note": ""})
        assert (refused.status_code, "打算怎么办" in refused.text) == (409, True)
        assert head.post(f"{page}/sign", {"note": "周四入户"}).status_code == 303
        after = head.get(page).text
        assert "签收催办" in after
        assert "周四入户" in after
        assert "还没有签收" not in after
        assert "未签收" not in head.get("/applications").text

    def test_others_sign_nothing(self, as_: Open, late: str) -> None:
        assert as_("supervisor").post(f"/applications/{late}/sign", {"note": "代签"}).status_code == 409
        assert as_("stranger").post(f"/applications/{late}/sign", {"note": "代签"}).status_code == 404

    def test_a_talk_is_on_record_with_the_application_and_is_answered_by_the_township(
        self, as_: Open, late: str
    ) -> None:
        page, supervisor = f"/applications/{late}", as_("supervisor")
        told = {"kind": "talk", "due_on": "2026-12-04", "demand": "为什么还没入户", "present": "周正、赵秀英"}
        wrong = supervisor.post(f"{page}/supervise", told | {"due_on": "12月"})
        assert (wrong.status_code, "日期不对" in wrong.text, "为什么还没入户" in wrong.text) == (
            409,
            True,
            True,
        )
        assert supervisor.post(f"{page}/supervise", told).status_code == 303
        handler = as_("handler")
        assert "约谈" in handler.get(page).text
        matters = handler.get("/supervision/matters").text
        assert "救助申请 SQ26-0000-0011" in matters
        assert f"/applications/{late}" in matters
        id = re.findall(r"/supervision/matters/(\d+)/acknowledge", matters)[0]
        handler.post(f"/supervision/matters/{id}/acknowledge")
        handler.post(f"/supervision/matters/{id}/answer", {"text": "今天已入户。"})
        shown = supervisor.get(page).text
        assert "李建国" in shown
        assert "还没有回复" not in shown
        assert as_("handler").post(f"{page}/supervise", told).status_code == 403


class TestApplications:
    def test_count_down_with_the_most_pressing_first(
        self, as_: Open, apply: Apply, clock: FixedClock
    ) -> None:
        first = apply()
        clock.move(days=20)
        second = apply(id_number=id_number(2))
        text = as_("handler").get("/applications").text
        assert text.index(first) < text.index(second)
        assert "逾期" in text
        assert second not in as_("handler").get("/applications?overdue=true").text

    def test_are_marked_when_the_register_of_relatives_comes_in_later(
        self, as_: Open, apply: Apply, bureau: Bureau
    ) -> None:
        apply()
        assert "近亲属备案" not in as_("handler").get("/applications").text
        with bureau.office() as office:
            relative(office)
        assert "近亲属备案" in as_("handler").get("/applications").text

    def test_show_no_identity_and_only_ones_own_township(self, as_: Open, apply: Apply) -> None:
        number = apply()
        for path in ("/applications", f"/applications/{number}"):
            text = as_("handler").get(path).text
            assert number in text
            assert not any(secret in text for secret in ("王小明", "13800138000", id_number()))
        assert number not in as_("stranger").get("/applications").text
        assert as_("stranger").get(f"/applications/{number}").status_code == 404

    def test_show_no_trace_of_a_complaint_to_the_township_that_is_complained_of(
        self, as_: Open, bureau: Bureau, apply: Apply
    ) -> None:
        number = apply()
        with bureau.office() as office:
            found = office.db.scalars(select(Application)).one()
            who = Accused(name=office.vault.open(found.name_sealed))
            lodging.lodge(
                office,
                NewPetition(
                    category="wrongly_covered",
                    narrative="他有楼有车吃低保，民政所收了他的东西",
                    accused=[who, Accused(unit_code="QH-102-MZ")],
                    petitioners=[Complainant("赵大", "13900139000")],
                    place_unit_code="QH-102-02",
                    channel="phone",
                ),
                Actor.system("import"),
            )
            assert sweeping.note_complaints(office) == 1
        for login, told in (("handler", False), ("unit_head", False), ("supervisor", True)):
            for path in ("/applications", f"/applications/{number}"):
                page = as_(login).get(path).text
                assert ("投诉" in page.split("<main")[1]) is told, (login, path)
                assert ("须县级入户" in page) is told, (login, path)

    def test_are_opened_by_number_however_typed(self, as_: Open, apply: Apply) -> None:
        number = apply()
        browser = as_("handler")
        typed = browser.get("/applications", params={"q": f" {number[2:6]}-{number[6:]} "})
        assert typed.headers["location"] == f"/desk/applications/{number}"
        assert "没有找到" in browser.get("/applications?q=SQ26-9999-9999").text
        anywhere = browser.get("/petitions", params={"q": f"sq{number[2:6]}-{number[6:]}"})
        assert anywhere.headers["location"] == f"/desk/applications/{number}"
        assert "没有查到" in browser.get("/petitions?q=SQ26-9999-9999").text

    def test_reveal_only_with_a_reason_on_record(self, as_: Open, bureau: Bureau, apply: Apply) -> None:
        browser, path = as_("handler"), f"/applications/{apply()}/reveal"
        assert browser.post(path, {"reason": "看"}).status_code == 409
        assert id_number() in browser.post(path, {"reason": "打电话约入户时间"}).text
        with bureau.reading() as office:
            assert [one.reason for one in office.db.scalars(select(Reveal))] == ["打电话约入户时间"]

    def test_take_steps_explain_clocks_and_say_why_not(self, as_: Open, apply: Apply) -> None:
        number = apply()
        browser = as_("handler")
        assert browser.post(f"/applications/{number}/steps/accepted", {"seen": "1"}).status_code == 303
        text = browser.get(f"/applications/{number}").text
        assert "民发〔2021〕57号第十五条" in text
        assert "已受理" in text
        jumped = browser.post(f"/applications/{number}/steps/approved", {"seen": "2", "amount": "760"})
        assert jumped.status_code == 409
        assert "不能直接到" in jumped.text

    def test_ask_for_all_missing_papers_at_once(self, as_: Open, apply: Apply) -> None:
        number = apply()
        browser, path = as_("handler"), f"/applications/{number}/steps/asked_more"
        assert "一次写全" in browser.post(path, {"missing": "\n"}).text
        browser.post(path, {"missing": "户口本\n\n银行流水"})
        assert "户口本、银行流水" in browser.get(f"/applications/{number}").text

    def test_keep_what_was_typed_when_somebody_was_faster(self, as_: Open, apply: Apply) -> None:
        number = apply()
        as_("unit_head").post(f"/applications/{number}/steps/asked_more", {"missing": "户口本"})
        late = as_("handler").post(
            f"/applications/{number}/steps/accepted", {"seen": "1", "note": "材料齐了"}
        )
        assert late.status_code == 409
        assert "同事又办了一步" in late.text
        assert "材料齐了" in late.text

    def test_flag_a_relative_of_staff_until_the_county_has_visited(self, as_: Open, apply: Apply) -> None:
        number = apply(relative_of=True)
        path = f"/applications/{number}"
        assert "县民政局应当先入户调查" in as_("handler").get(path).text
        township = as_("handler").post(f"{path}/visit", {"found": "家里三间土房"})
        assert "应由县民政局进行" in township.text
        assert "家里三间土房" in township.text
        assert as_("supervisor").post(f"{path}/visit", {"found": "家里三间土房"}).status_code == 303
        assert "县民政局应当先入户调查" not in as_("handler").get(path).text

    def test_a_refusal_is_handed_over_in_writing_with_the_ways_to_contest_it(
        self, as_: Open, bureau: Bureau, apply: Apply
    ) -> None:
        number = apply()
        head, path = as_("unit_head"), f"/applications/{number}"
        assert "不能出通知书" in head.post(f"{path}/refusal").text
        for seen, (step, typed) in enumerate(
            [("accepted", {}), ("visiting", {}), ("refused", {"reason": "收入超标"})], 1
        ):
            assert head.post(f"{path}/steps/{step}", {"seen": str(seen), **typed}).status_code == 303
        assert "打印不予同意通知书" in head.get(path).text
        notice = head.post(f"{path}/refusal").text
        for part in ("不予同意通知书", "王小明", "收入超标", "行政复议"):
            assert part in notice
        with bureau.reading() as office:
            assert [one.reason for one in office.db.scalars(select(Reveal))] == ["出文书送达"]
        assert as_("stranger").post(f"{path}/refusal").status_code == 404

    def test_prolong_with_a_reason(self, as_: Open, bureau: Bureau, apply: Apply) -> None:
        number = apply()
        path = f"/applications/{number}/prolong"
        assert as_("unit_head").post(path).status_code == 409
        assert as_("unit_head").post(path, {"reason": "人户分离，要外地协查"}).status_code == 303
        assert "特殊情形，已延长" in as_("handler").get(f"/applications/{number}").text


FORM = {
    "key": "a",
    "program": "dibao",
    "name": "王小明",
    "id_number": id_number(),
    "phone": "13800138000",
    "place_unit": "QH-102-02",
    "applied_on": "2026-11-18",
    "headcount": "3",
}


class TestIntake:
    def test_an_application_is_taken_in_once_sealed_and_its_number_told(
        self, as_: Open, bureau: Bureau
    ) -> None:
        browser = as_("handler")
        first = browser.post("/applications", FORM)
        (number,) = re.findall(r"SQ\d\d-\d{4}-\d{4}", first.text)
        assert number in browser.post("/applications", FORM).text
        with bureau.reading() as office:
            (taken,) = office.db.scalars(select(Application))
            assert (taken.number, taken.program, taken.headcount) == (number, "dibao", 3)
            assert (taken.place_unit, taken.township) == ("QH-102-02", "QH-102")
            assert str(taken.applied_on) == "2026-11-18"
            assert office.vault.open(taken.id_number_sealed) == id_number()
            assert "王小明".encode() not in taken.name_sealed
        assert number in browser.get("/applications").text

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"id_number": "110101199003070000"}, "身份证号对不上"),
            ({"program": ""}, "请选申请哪一项"),
            ({"program": "medical"}, "不在民政窗口申请"),
            ({"place_unit": ""}, "哪个乡镇"),
            ({"place_unit": "QH-999"}, "没有代码为 QH-999 的机构"),
            ({"headcount": "三"}, "要写数字"),
            ({"applied_on": "2027-01-01"}, "今天之后"),
            ({"applied_on": "0001-01-01"}, "太早"),
            ({"applied_on": "昨天"}, "日期填得不对"),
            ({"key": ""}, "重新打开"),
        ],
    )
    def test_what_was_filled_in_stays_when_something_is_wrong(
        self, as_: Open, bureau: Bureau, wrong: dict[str, str], sentence: str
    ) -> None:
        page = as_("operator").post("/applications", FORM | wrong)
        assert page.status_code == 409
        assert sentence in page.text
        assert 'value="王小明"' in page.text
        with bureau.reading() as office:
            assert office.db.scalars(select(Application)).all() == []

    def test_a_township_takes_in_its_own_people_alone(self, as_: Open, bureau: Bureau) -> None:
        stranger = as_("stranger")
        assert "QH-102-02" not in stranger.get("/applications/new").text
        assert "QH-203" in stranger.get("/applications/new").text
        refused = stranger.post("/applications", FORM)
        assert refused.status_code == 409
        assert "不归您的单位受理" in refused.text
        with bureau.reading() as office:
            assert office.db.scalars(select(Application)).all() == []

    def test_urgent_aid_goes_by_its_own_procedure(self, as_: Open, bureau: Bureau) -> None:
        assert as_("operator").post("/applications", FORM | {"program": "temporary", "urgent": "1"})
        with bureau.reading() as office:
            assert office.db.scalars(select(Application.procedure)).one() == "temporary_quick"

    def test_what_a_caller_said_is_carried_over_and_by_no_address(
        self, as_: Open, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        with bureau.office() as office:
            call = calls.begin(office, people["operator"], "13800138000").id
            noted = {"name": "王小明", "id_number": id_number(), "place_unit": "QH-102-02"}
            calls.keep(office, calls.get(office, call), "想申请低保", noted)
        browser = as_("operator")
        address = f"/applications/new?call={call}"
        assert f'href="/desk{address}"' in browser.get(f"/calls/{call}").text
        page = browser.get(address).text
        for part in ("王小明", id_number(), "13800138000", 'value="QH-102-02" selected'):
            assert part in page
        received = browser.post("/applications", FORM | {"call": str(call)}).text
        assert f'href="/desk/calls/{call}"' in received
        for other in ("second_operator", "handler"):
            answer = as_(other).get(address)
            assert answer.status_code in (403, 404, 409)
            assert "13800138000" not in answer.text


class TestTasks:
    def test_show_the_urgent_first_and_no_identity(self, as_: Open, report: Callable[..., int]) -> None:
        change = report("change", "我爹王大山上月去世了，电话13800138000", about_name="王大山")
        call = report("help", "断粮两天了")
        browser = as_("handler")
        text = browser.get("/tasks").text
        assert text.index(f"/tasks/{call}") < text.index(f"/tasks/{change}")
        assert f"/tasks/{call}" not in browser.get("/tasks?kind=change").text
        page = browser.get(f"/tasks/{change}").text
        assert "王大山" not in page
        assert "13800138000" not in page
        assert as_("stranger").get(f"/tasks/{change}").status_code == 404
        revealed = browser.post(f"/tasks/{change}/reveal", {"reason": "上门前电话联系"}).text
        assert "13800138000" in revealed

    def test_are_counted_by_kind(self, as_: Open, report: Callable[..., int]) -> None:
        report("lead", "村口那户老人没人管")
        report("change", "家里老人去世了")
        answered = report("change", "孩子去城里打工了")
        browser = as_("handler")
        done = {"outcome": "unchanged", "text": "核实过了，不影响。", "told_by": "phone"}
        assert browser.post(f"/tasks/{answered}/answer", done).status_code == 303
        cells = re.findall(r'<td class="num">(\d+)</td>', browser.get("/tasks").text)
        assert [int(count) for count in cells] == [2, 1, 1, 1, 1, 0, 0, 1]

    def test_a_lead_is_visited_before_it_is_answered(
        self, as_: Open, bureau: Bureau, report: Callable[..., int]
    ) -> None:
        lead = report("lead", "邻居老人没人管")
        browser, words = as_("handler"), {"outcome": "applied", "text": "已帮他申请低保", "told_by": "phone"}
        early = browser.post(f"/tasks/{lead}/answer", words)
        assert early.status_code == 409
        assert "要先上门看过" in early.text
        assert "已帮他申请低保" in early.text
        assert browser.post(f"/tasks/{lead}/visit", {"note": "让李建国去"}).status_code == 409
        browser.post(f"/tasks/{lead}/visit", {"note": "让李建国明天去", "made": "no"})
        assert browser.post(f"/tasks/{lead}/answer", words).status_code == 409
        browser.post(f"/tasks/{lead}/visit", {"note": "11月21日李建国上门，一人独居", "made": "yes"})
        untold = browser.post(f"/tasks/{lead}/answer", words | {"told_by": ""})
        assert untold.status_code == 409
        assert "怎么告诉报告人的" in untold.text
        assert browser.post(f"/tasks/{lead}/answer", words).status_code == 303
        assert f"/tasks/{lead}" not in browser.get("/tasks").text
        assert "已协助申请" in browser.get(f"/tasks/{lead}").text

    def test_a_change_runs_from_the_day_that_is_found_out(
        self, as_: Open, report: Callable[..., int]
    ) -> None:
        change = report("change", "家里老人去世了")
        browser, path = as_("handler"), f"/tasks/{change}/day"
        wrong = browser.post(path, {"happened_on": "上个月"})
        assert (wrong.status_code, "日期不对" in wrong.text) == (409, True)
        empty = browser.post(path, {"happened_on": ""})
        assert (empty.status_code, "请填变化发生的日子" in empty.text) == (409, True)
        assert browser.post(path, {"happened_on": "2026-10-08"}).status_code == 303
        page = browser.get(f"/tasks/{change}").text
        assert "自2026-10-08发生起3个月" in page
        assert "记下变化的日子" in page
        assert path not in browser.get(f"/tasks/{report('change', '我老伴中风了')}").text

    def test_aid_goes_first_and_its_papers_follow(
        self, as_: Open, bureau: Bureau, report: Callable[..., int]
    ) -> None:
        call = report("help", "家里失火，没地方住")
        given = {"name": "王小明", "id_number": id_number(), "amount": "2000"}
        wrong = as_("unit_head").post(f"/tasks/{call}/aid", {**given, "amount": "两千"})
        assert wrong.status_code == 409
        assert "不是数字" in wrong.text
        assert as_("handler").post(f"/tasks/{call}/aid", given).status_code == 409
        assert as_("unit_head").post(f"/tasks/{call}/aid", given).status_code == 303
        with bureau.reading() as office:
            made = tasks.get(office, call, Actor.system("test")).application_id
            assert made is not None
        assert "已先行救助" in as_("handler").get(f"/tasks/{call}").text
        assert as_("handler").get("/applications").text.count('class="row"') == 1


REPORT = {
    "key": "a",
    "kind": "lead",
    "channel": "visit",
    "words": "邻居老人没人管",
    "place_unit": "QH-102-02",
}


class TestLateReports:
    @pytest.fixture
    def late(self, bureau: Bureau, report: Callable[..., int], clock: FixedClock) -> int:
        id = report("lead", "老槐树村有位老人没人管")
        clock.move(days=8)
        sweeping.sweep(bureau)
        return id

    def test_the_township_signs_where_it_stands_and_on_the_first_page_it_waits(
        self, as_: Open, late: int
    ) -> None:
        head, page = as_("unit_head"), f"/tasks/{late}"
        assert "报告和线索催办待签收" in head.get("/").text
        assert "未签收" in head.get("/tasks").text
        assert f"{page}/sign" in head.get(page).text
        assert f"{page}/sign" not in as_("supervisor").get(page).text
        refused = head.post(f"{page}/sign", {"note": ""})
        assert (refused.status_code, "打算怎么办" in refused.text) == (409, True)
        assert as_("supervisor").post(f"{page}/sign", {"note": "代签"}).status_code == 409
        assert as_("stranger").post(f"{page}/sign", {"note": "代签"}).status_code == 404
        assert head.post(f"{page}/sign", {"note": "周四上门"}).status_code == 303
        after = head.get(page).text
        assert "签收催办" in after
        assert "周四上门" in after
        assert "还没有签收" not in after
        assert "未签收" not in head.get("/tasks").text

    def test_it_is_supervised_and_the_township_answers_in_writing(self, as_: Open, late: int) -> None:
        page, supervisor = f"/tasks/{late}", as_("supervisor")
        told = {"kind": "supervision", "due_on": "2026-12-04", "demand": "为什么还没上门"}
        wrong = supervisor.post(f"{page}/supervise", told | {"due_on": "12月"})
        assert (wrong.status_code, "日期不对" in wrong.text) == (409, True)
        assert supervisor.post(f"{page}/supervise", told).status_code == 303
        handler = as_("handler")
        assert "为什么还没上门" in handler.get(page).text
        matters = handler.get("/supervision/matters").text
        assert f"困难线索第 {late} 号" in matters
        id = re.findall(r"/supervision/matters/(\d+)/acknowledge", matters)[0]
        handler.post(f"/supervision/matters/{id}/acknowledge")
        handler.post(f"/supervision/matters/{id}/answer", {"text": "今天已上门。"})
        assert "今天已上门" in supervisor.get("/supervision/matters").text
        assert handler.post(f"{page}/supervise", told).status_code == 403


class TestReporting:
    def test_what_a_caller_reports_is_entered_once_told_and_ends_the_call(
        self, as_: Open, bureau: Bureau, listener: Listener
    ) -> None:
        """Every word typed is carried over, also those of the last second."""
        listener.parsed = {"intent": "request_help", "category": None}
        browser = as_("operator")
        call = browser.post("/calls", {"phone": "13800138000"}).headers["location"].removeprefix("/desk")
        said = {
            "notes": "王小明说断粮两天了",
            "name": "王小明",
            "id_number": id_number(),
            "place_text": "老槐树村",
        }
        browser.post(f"{call}/suggest", said)
        assert f'formaction="/desk{call}/report"' in browser.get(call).text
        on = browser.post(f"{call}/report", said | {"notes": "王小明说断粮两天了，孩子饿哭了"})
        page = browser.get(on.headers["location"].removeprefix("/desk")).text
        for part in ("孩子饿哭了", "老槐树村", "13800138000", id_number(), 'value="help" required checked'):
            assert part in page
        form = {
            "key": "a", "call": call.rpartition("/")[2], "kind": "help", "channel": "phone", "phone": "13800138000",
            "words": "王小明说断粮两天了，孩子饿哭了", "place_text": "老槐树村", "reporter": "王小明",
        }  # fmt: skip
        for _ in range(2):
            told = browser.post("/tasks", form)
            with bureau.reading() as office:
                (task,) = office.db.scalars(select(Task))
                assert tasks.promise(office, task) in told.text
                assert (task.kind, task.channel, task.place_unit) == ("help", "phone", "QH-102-02")
                assert "王小明" not in task.digest
                assert "王小明" in tasks.told(office, task)
                assert office.vault.open_or_none(task.phone_sealed) == "13800138000"
                (ended,) = office.db.scalars(select(Call))
                assert (ended.outcome, ended.intent, ended.corrected) == ("reported", "request_help", {})
                assert ended.gist == f"急难求助第 {task.id} 号"
        assert "登记报告" in browser.get("/calls").text

    def test_a_call_ends_so_with_a_report_alone_and_by_whoever_took_it(
        self, as_: Open, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        with bureau.office() as office:
            call = calls.begin(office, people["operator"], "13800138000").id
        assert as_("operator").post(f"/calls/{call}/end", {"outcome": "reported"}).status_code == 409
        for other in ("second_operator", "handler"):
            browser = as_(other)
            assert "13800138000" not in browser.get(f"/tasks/new?call={call}").text
            assert browser.post("/tasks", REPORT | {"call": str(call)}).status_code == 409
        with bureau.reading() as office:
            assert calls.get(office, call).outcome is None
            assert office.db.scalars(select(Task)).all() == []

    def test_who_was_told_at_the_window_is_asked_and_kept_under_seal(self, as_: Open, bureau: Bureau) -> None:
        words = REPORT | {"about_name": "王大山", "reporter": "李二妹", "words": "李二妹说王大山没人管"}
        entered = as_("handler").post("/tasks", words)
        assert "上门看望" in entered.text
        with bureau.reading() as office:
            (task,) = office.db.scalars(select(Task))
            assert f"/tasks/{task.id}" in entered.text
            assert (task.kind, task.channel, task.digest) == ("lead", "visit", "李某说王某没人管")

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"kind": ""}, "请选是变化报告"),
            ({"kind": "praise"}, "请选是变化报告"),
            ({"channel": "web"}, "怎么来的"),
            ({"words": ""}, "说一说是什么情况"),
            ({"happened_on": "昨天"}, "日子填得不对"),
            ({"happened_on": "2027-01-01"}, "今天之后"),
            ({"place_unit": "QH-999"}, "没有代码为 QH-999 的机构"),
            ({"key": ""}, "重新打开"),
        ],
    )
    def test_what_was_filled_in_stays_when_something_is_wrong(
        self, as_: Open, bureau: Bureau, wrong: dict[str, str], sentence: str
    ) -> None:
        page = as_("operator").post("/tasks", REPORT | {"reporter": "李二妹"} | wrong)
        assert page.status_code == 409
        assert sentence in page.text
        assert 'value="李二妹"' in page.text
        with bureau.reading() as office:
            assert office.db.scalars(select(Task)).all() == []


class TestLookups:
    def test_a_code_is_shown_once_and_binds(self, as_: Open, bureau: Bureau) -> None:
        page = as_("operator").post("/lookups/codes", CHECKED)
        (code,) = re.findall(r"<b class=\"figure\">(\d{4}) (\d{4})</b>", page.text)
        assert id_number() not in page.text
        with bureau.office() as office:
            assert binding.redeem(office, "".join(code), Asker("web", "talk-1"))
        assert "".join(code) not in as_("operator").get("/lookups").text

    def test_a_code_that_a_message_takes_is_not_shown(self, as_: Open, bureau: Bureau) -> None:
        browser, by_message = as_("operator"), {**CHECKED, "how": "message"}
        assert "没有绑定过账号" in browser.post("/lookups/codes", by_message).text
        with bureau.office() as office:
            resident = residents.enter(office, Person("王小明", "", id_number()))
            residents.bind(office, "telegram", "4711", resident, "test")
        page = browser.post("/lookups/codes", by_message).text
        assert "已发到本人绑定的账号" in page
        with bureau.reading() as office:
            letter = office.db.scalars(select(Letter).where(Letter.key.like("binding:%"))).one()
            (code,) = re.findall(r"绑定 (\d{8})", office.vault.open(letter.text_sealed))
        assert code not in page
        assert f"{code[:4]} {code[4:]}" not in page

    @pytest.mark.parametrize("lacking", ["checked", "name", "id_number", "how"])
    def test_no_code_without_the_persons_card(self, as_: Open, lacking: str) -> None:
        answer = as_("operator").post("/lookups/codes", {**CHECKED, lacking: ""})
        assert answer.status_code == 409
        assert 'class="fault"' in answer.text
        assert 'class="figure"' not in answer.text

    def test_a_lock_is_seen_and_opened_by_those_who_may(
        self, as_: Open, bureau: Bureau, clock: FixedClock
    ) -> None:
        for serial in range(access.PER_NUMBER):
            with bureau.office() as office:
                access.knock(office, Asker("web", f"visitor-{serial}"), "number", "SQ2600000011")
            clock.move(hours=1)
        text = as_("operator").get("/lookups/locks").text
        assert "…0011" in text
        assert "解锁" not in text
        browser = as_("supervisor")
        (index,) = re.findall(r'name="index" value="([^"]+)"', browser.get("/lookups/locks").text)
        assert browser.post("/lookups/unlock", {"index": index}).status_code == 303
        assert "…0011" not in browser.get("/lookups/locks").text.split("没有成功的查询")[0]


def test_the_list_of_benefits_is_a_sheet_to_print_for_whoever_may_see_the_case(
    as_: Open, apply: Apply
) -> None:
    number = apply()
    page = as_("handler").get(f"/applications/{number}/benefits")
    assert page.status_code == 200
    assert "救助幸福清单" in page.text
    assert "王小明" not in page.text
    assert "script" not in page.headers["content-security-policy"]
    assert as_("stranger").get(f"/applications/{number}/benefits").status_code == 404
    assert f"/applications/{number}/benefits" in as_("handler").get(f"/applications/{number}").text


def test_what_was_paid_what_is_late_and_what_has_stopped_is_seen_by_whoever_may_see_the_case(
    as_: Open, bureau: Bureau, apply: Apply
) -> None:
    number = apply()
    with bureau.office() as office:
        registers = Registers(County(office))
        registers.support()
        registers.support("heating", ended_on=date(2026, 10, 31), ended_why="moved")
        registers.pay("2026-10")
    page = as_("operator").get(f"/applications/{number}/payments")
    assert page.status_code == 200
    for part in ("2026-10-09 发放", "尾号 6688", "晚了", "还没有", "从 2026-10-31 起停发", "户口或住处迁出"):
        assert part in page.text
    assert "王小明" not in page.text
    assert id_number() not in page.text
    assert as_("stranger").get(f"/applications/{number}/payments").status_code == 404
    assert f"/applications/{number}/payments" in as_("operator").get(f"/applications/{number}").text


def test_how_far_up_it_has_gone_is_seen_in_the_lists_and_on_its_page(
    as_: Open, bureau: Bureau, apply: Apply, report: Callable[..., int]
) -> None:
    number, task = apply(), report("lead", "邻居老人没人管")
    pages = ("/applications", f"/applications/{number}", "/tasks", f"/tasks/{task}")
    for level, said in ((1, "已提醒"), (2, "催办"), (3, "督办")):
        with bureau.office() as office:
            for table in (Application, Task):
                office.db.execute(update(table).values(escalation_level=level))
        for page in pages:
            assert f">{said}</span>" in as_("handler").get(page).text


class TestTheSameForReports:
    @pytest.fixture
    def late(self, bureau: Bureau, report: Callable[..., int], clock: FixedClock) -> int:
        task = report("lead", "邻居老人没人管")
        clock.move(days=8)
        sweeping.sweep(bureau)
        return task

    def test_a_report_is_supervised_signed_for_and_answered_on_its_own_page(
        self, as_: Open, late: int
    ) -> None:
        page, supervisor, handler = f"/tasks/{late}", as_("supervisor"), as_("handler")
        told = {"kind": "supervision", "due_on": "2026-12-04", "demand": "为什么还没上门", "present": ""}
        assert supervisor.post(f"{page}/supervise", told).status_code == 303
        shown = handler.get(page).text
        assert "为什么还没上门" in shown
        id = re.findall(r"/supervision/matters/(\d+)/acknowledge", shown)[0]
        for way, what in (("acknowledge", {}), ("answer", {"text": "今天已上门。"})):
            moved = handler.post(f"/supervision/matters/{id}/{way}", {"of_case": "1", **what})
            assert (moved.status_code, moved.headers["location"]) == (303, f"/desk{page}")
        shown = supervisor.get(page).text
        assert "今天已上门。" in shown
        assert f"/supervision/matters/{id}/close" in shown
        assert f'href="/desk{page}"' in supervisor.get("/supervision/matters").text
        closed = supervisor.post(f"/supervision/matters/{id}/close", {"of_case": "1", "text": "属实"})
        assert closed.headers["location"] == f"/desk{page}"
        assert "结束。属实" in supervisor.get(page).text

    def test_on_the_list_of_matters_one_stays_on_the_list(self, as_: Open, late: int) -> None:
        told = {"kind": "talk", "due_on": "2026-12-04", "demand": "为什么还没上门"}
        as_("supervisor").post(f"/tasks/{late}/supervise", told)
        handler = as_("handler")
        id = re.findall(r"/supervision/matters/(\d+)/answer", handler.get("/supervision/matters").text)[0]
        moved = handler.post(f"/supervision/matters/{id}/answer", {"text": "今天已上门。"})
        assert moved.headers["location"] == "/desk/supervision/matters"

    def test_the_operator_reads_the_report_but_not_what_was_put_to_the_unit(
        self, as_: Open, late: int
    ) -> None:
        told = {"kind": "talk", "due_on": "2026-12-04", "demand": "说明"}
        as_("supervisor").post(f"/tasks/{late}/supervise", told)
        assert "/supervision/matters/" not in as_("operator").get(f"/tasks/{late}").text

    def test_the_county_gives_what_lies_nowhere_to_a_township(
        self, as_: Open, report: Callable[..., int]
    ) -> None:
        path = f"/tasks/{report('lead', '车站后面有位老人没人管', place_unit=None)}"
        assert as_("handler").get(path).status_code == 404
        operator = as_("operator")
        assert "分到乡镇" in operator.get(path).text
        wrong = operator.post(f"{path}/place", {"place_unit": ""})
        assert wrong.status_code == 409
        assert operator.post(f"{path}/place", {"place_unit": "QH-102-02"}).status_code == 303
        assert "没有分到乡镇 → 老槐树村委会" in as_("handler").get(path).text
        assert f"{path}/place" not in as_("handler").get(path).text
        assert as_("handler").post(f"{path}/place", {"place_unit": "QH-103"}).status_code == 409
