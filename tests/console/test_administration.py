"""Accounts, roster, calendar, rules, templates, and the understanding desk."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime, time

import openpyxl
import pytest
import yaml
from sqlalchemy import select

from casework.labelling import labelling
from casework.office import Bureau, NotFound
from casework.outbox import Letter
from casework.people import calendars, credentials, reveals, staff
from casework.people.actors import Actor
from casework.petitions import history, lodging, queries, workflow
from casework.petitions.lodging import Accused, Complainant, NewPetition
from casework.rules import rules
from console.keeping import BadEntry
from console.routes.calendar import read_lines
from store.clock import FixedClock
from store.county import County
from store.settings import Settings
from tests.casework.petitions.test_clocks import NOTICE_2027
from tests.console.conftest import Browser

Open = Callable[..., Browser]


def version_shown(page: str) -> str:
    """The version upon which the form of a page changes a file."""
    found = re.search(r'name="upon" value="(\d+)"', page)
    assert found is not None
    return found[1]


class TestStaff:
    def test_what_somebody_who_left_had_in_hand_says_so(
        self, as_: Open, people: dict[str, Actor], lodge: Callable[..., str]
    ) -> None:
        number, desk = lodge(), as_("operator")
        desk.post(f"/petitions/{number}/moves/accept", {"procedure": "ordinary"})
        handler = people["handler"]
        given = {"unit": handler.unit_code, "staff": str(handler.id)}
        assert desk.post(f"/petitions/{number}/moves/assign", given).status_code == 303
        page = desk.get(f"/petitions/{number}").text
        assert f"<dt>承办人</dt><dd>{handler.name}" in page
        assert "另派人办理" not in page
        admin = as_("administrator")
        admin.post(f"/staff/{handler.id}/leave")
        assert "手上还有 1 件信访件在办" in admin.get("/staff").text
        assert "已停用，请另派人办理" in desk.get(f"/petitions/{number}").text

    def test_is_added_with_a_password_shown_once(self, as_: Open, bureau: Bureau) -> None:
        browser = as_("administrator")
        shown = browser.post(
            "/staff",
            {"name": "孙丽", "login": "sunli", "unit": "QH-103-MZ", "role": ["handler", "unit_head"]},
        )
        password = shown.text.split('<p class="figure no">')[1].split("<")[0]
        with bureau.reading() as office:
            person = staff.by_login(office, "sunli")
            assert person.roles == ["handler", "unit_head"]
            assert credentials.passwords.matches(person.password_hash, password)
            assert credentials.of(office, person).must_change

    def test_under_strict_comes_with_the_word_for_the_second_factor_once(
        self, as_: Open, settings: Settings, people: dict[str, Actor]
    ) -> None:
        settings.second_factor = "strict"
        browser = as_("administrator")
        new = {"name": "孙丽", "login": "sunli", "unit": "QH-MZ", "role": "supervisor"}
        assert "二次验证开通口令" in browser.post("/staff", new).text
        plain = {"name": "郑强", "login": "zhengq", "unit": "QH-MZ", "role": "handler"}
        assert "二次验证开通口令" not in browser.post("/staff", plain).text
        raised = {"unit": "QH-102-MZ", "role": ["handler", "supervisor"]}
        path = f"/staff/{people['handler'].id}"
        assert "二次验证开通口令" in browser.post(path, raised).text
        assert browser.post(path, raised).status_code == 303, "the word that was given stays good"

    @pytest.mark.parametrize(
        ("what", "sentence"),
        [
            ({"login": "operator", "name": "甲", "unit": "QH-MZ", "role": "handler"}, "已有人使用"),
            ({"login": "new", "name": "甲", "unit": "QH-MZ", "role": "king"}, "没有这样的角色"),
        ],
    )
    def test_bad_ones_are_refused(self, as_: Open, what: dict[str, str], sentence: str) -> None:
        answer = as_("administrator").post("/staff", what)
        assert answer.status_code == 409
        assert sentence in answer.text

    def test_moving_unit_changes_what_they_see_at_once(
        self, as_: Open, bureau: Bureau, people: dict[str, Actor], lodge: Callable[..., str]
    ) -> None:
        number, browser = lodge(), as_("stranger")
        with bureau.office() as office:
            petition = queries.get(office, number, people["operator"])
            workflow.move(office, petition, "accept", people["operator"])
            workflow.move(office, petition, "assign", people["operator"], unit="QH-102-MZ")
        assert browser.get(f"/petitions/{number}").status_code == 404
        as_("administrator").post(f"/staff/{people['stranger'].id}", {"unit": "QH-102-MZ", "role": "handler"})
        assert browser.get(f"/petitions/{number}").status_code == 200

    def test_nobody_gives_themselves_roles_or_a_unit(
        self, as_: Open, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        own = f"/staff/{people['administrator'].id}"
        answer = as_("administrator").post(own, {"unit": "QH-JJ", "role": ["administrator", "inspector"]})
        assert answer.status_code == 403
        with bureau.reading() as office:
            assert staff.get(office, people["administrator"].id or 0).roles == ["administrator"]

    def test_inspectors_learn_at_once_who_touches_an_inspectors_account(
        self, as_: Open, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        """New ones, new roles, new passwords, a second factor that is reset: all on record."""
        keeper, inspector = as_("administrator"), f"/staff/{people['inspector'].id}"
        handler = f"/staff/{people['handler'].id}"
        keeper.post("/staff", {"name": "孙丽", "login": "sunli", "unit": "QH-JJ", "role": "inspector"})
        keeper.post(handler, {"unit": "QH-102-MZ", "role": ["handler", "inspector"]})
        keeper.post(handler, {"unit": "QH-102-MZ", "role": "handler"})
        told = f"staff:{people['inspector'].id}"
        with bureau.reading() as office:
            letters = [office.vault.open(one.address_sealed) for one in office.db.scalars(select(Letter))]
            assert letters.count(told) == 3
        for what in ("password", "factor"):
            keeper.post(f"{inspector}/{what}")
        with bureau.reading() as office:
            newcomer = f"staff:{staff.by_login(office, 'sunli').id}"
            letters = [office.vault.open(one.address_sealed) for one in office.db.scalars(select(Letter))]
            assert (letters.count(told), letters.count(newcomer)) == (3, 4)
            assert len(reveals.log(office, "账号 inspector")) == 2
            assert [one.what[:6] for one in reveals.log(office, "账号 handler")] == ["改岗位或单位"] * 2

    def test_who_moves_away_is_still_kept_from_what_accuses_their_old_unit(
        self, as_: Open, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        with bureau.office() as office:
            new = NewPetition(
                category="attitude", narrative="民政所的人骂人", accused=[Accused(unit_code="QH-102-MZ")],
                petitioners=[Complainant("赵大", "13900139000")], channel="phone",
            )  # fmt: skip
            number = lodging.lodge(office, new, people["operator"]).number
        as_("administrator").post(
            f"/staff/{people['handler'].id}", {"unit": "QH-MZ", "role": ["handler", "supervisor"]}
        )
        with bureau.office() as office:
            moved = Actor.of_staff(staff.get(office, people["handler"].id or 0))
            with pytest.raises(NotFound):
                queries.get(office, number, moved)
            petition = queries.get(office, number, people["supervisor"])
            workflow.move(
                office, petition, "amend", people["supervisor"], reason="类别选错了", category="delayed"
            )
            with pytest.raises(NotFound):
                queries.get(office, number, moved)
            assert list(history.verify(office, number)) == []

    def test_leaving_ends_every_session(self, as_: Open, people: dict[str, Actor]) -> None:
        browser = as_("handler")
        as_("administrator").post(f"/staff/{people['handler'].id}/leave")
        assert browser.get("/").status_code == 303

    def test_an_account_closed_by_mistake_is_opened_again_with_another_password(
        self, as_: Open, people: dict[str, Actor], bureau: Bureau
    ) -> None:
        admin, id = as_("administrator"), people["handler"].id or 0
        admin.post(f"/staff/{id}/return")
        assert "没有停用" in admin.get(f"/staff/{id}").text
        admin.post(f"/staff/{id}/leave")
        page = admin.get(f"/staff/{id}").text
        assert "恢复账号" in page
        assert "重设密码" not in page
        password = admin.post(f"/staff/{id}/return").text.split('<p class="figure no">')[1].split("<")[0]
        with bureau.reading() as office:
            person = staff.get(office, id)
            assert person.active
            assert person.left_at is None
            assert credentials.passwords.matches(person.password_hash, password)
            assert "恢复账号" in reveals.log(office)[0].what

    def test_nobody_shuts_themselves_out(self, as_: Open, people: dict[str, Actor]) -> None:
        browser = as_("administrator")
        browser.post(f"/staff/{people['administrator'].id}/leave")
        assert browser.get("/staff").status_code == 200


class TestRoster:
    def test_a_night_shift_ends_the_next_day(self, as_: Open, people: dict[str, Actor]) -> None:
        browser = as_("supervisor")
        shift = {"staff": str(people["operator"].id), "day": "2026-11-20", "from": "20:00", "until": "08:00"}
        assert browser.post("/roster", shift).status_code == 303
        assert "20:00–08:00" in browser.get("/roster?unit=QH-MZ-XF&day=2026-11-20").text
        shift |= {"unit": "QH-MZ-XF", "note": "替小周", "from": "21:15"}
        refused = browser.post("/roster", shift)
        assert refused.status_code == 409, "the same person twice"
        page = refused.text
        assert "在这段时间已有值班" in page.partition("<h2>排班</h2>")[2]
        for typed in ("替小周", "21:15", "2026-11-20"):
            assert f'value="{typed}"' in page
        assert f'value="{shift["staff"]}" selected' in page
        assert "20:00–08:00" in page, "the week of the shift"

    def test_the_page_says_whom_no_channel_outside_reaches(self, as_: Open, settings: Settings) -> None:
        browser = as_("supervisor")
        assert "值班的、备勤的同志没有接通" in browser.get("/roster").text
        settings.alert_urls = ["wecombot://key"]
        assert "备勤的同志没有接通" in browser.get("/roster").text
        settings.standby_urls = ["mailtos://user:password@example.gov.cn"]
        assert "没有外部提醒" not in browser.get("/roster").text

    def test_only_for_ones_own_branch(self, as_: Open, people: dict[str, Actor]) -> None:
        shift = {"staff": str(people["inspector"].id), "day": "2026-11-20", "from": "08:00", "until": "18:00"}
        assert as_("supervisor").post("/roster", shift).status_code == 403

    @pytest.mark.parametrize("day", ["", "昨天", "2026-02-30"])
    def test_a_day_that_is_none(self, as_: Open, people: dict[str, Actor], day: str) -> None:
        shift = {"staff": str(people["operator"].id), "day": day, "from": "08:00", "until": "18:00"}
        assert as_("supervisor").post("/roster", shift).status_code == 409


NOTICE = """2027-01-01 休 元旦
2027-02-05 休 春节
2027-02-08 休 春节
2027年2月9日 休 春节
2027/2/10，休，春节
2027-02-11 休 春节
2027-02-12 休 春节
2027-02-14 班 春节调休
2027-05-01 休 劳动节
"""


class TestCalendar:
    def test_reads_a_notice_in_the_ways_people_write_it(self) -> None:
        year, days = read_lines(NOTICE)
        assert year == 2027
        assert days[date(2027, 2, 10)] == (False, "春节")
        assert days[date(2027, 2, 14)] == (True, "春节调休")
        assert date(2027, 5, 1) not in days, "a Saturday off is no exception"

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            (NOTICE + "2028-01-01 休 元旦", "一个年份"),
            ("2027-01-01 休", "没有录全"),
            (NOTICE + "二月十日放假", "第 10 行"),
            (NOTICE + "2027-02-30 休 春节", "第 10 行"),
            ("", "一个年份"),
        ],
    )
    def test_says_which_line_is_wrong(self, text: str, sentence: str) -> None:
        with pytest.raises(BadEntry, match=sentence):
            read_lines(text)

    def test_taking_one_in_moves_open_dates_on_record(
        self, as_: Open, bureau: Bureau, clock: FixedClock, lodge: Callable[..., str]
    ) -> None:
        clock.move(days=75)
        number, browser = lodge(), as_("administrator")
        as_("operator").post(f"/petitions/{number}/moves/accept")
        text = browser.get("/calendar?year=2027").text
        assert "通知未录入" in text
        done = browser.post("/calendar", {"text": NOTICE, "source": "国务院办公厅通知"})
        assert done.status_code == 303
        assert "通知未录入" not in browser.get("/calendar?year=2027").text
        with bureau.reading() as office:
            assert calendars.of(office).is_working(date(2027, 2, 14))

    def test_the_notice_itself_is_pasted_as_it_was_published(self, as_: Open, bureau: Bureau) -> None:
        browser = as_("administrator")
        done = browser.post("/calendar", {"text": NOTICE_2027, "source": "国务院办公厅通知"})
        assert done.status_code == 303, done.text
        assert "通知未录入" not in browser.get("/calendar?year=2027").text
        with bureau.reading() as office:
            calendar = calendars.of(office)
            assert calendar.is_working(date(2027, 1, 3)), "a Sunday worked for the day after New Year"
            assert not calendar.is_working(date(2027, 10, 7))

    def test_a_notice_that_contradicts_itself_is_refused(self, as_: Open) -> None:
        browser = as_("administrator")
        wrong = NOTICE_2027.replace("共7天", "共8天")
        answer = browser.post("/calendar", {"text": wrong, "source": "国务院办公厅通知"})
        assert answer.status_code == 422
        assert "写共8天" in answer.text
        assert "2027年工作日历" in answer.text
        assert "通知未录入" in browser.get("/calendar?year=2027").text

    def test_a_table_is_taken_in(self, as_: Open, bureau: Bureau) -> None:
        book = openpyxl.Workbook()
        book.active.append(["日期", "休/班", "说明"])
        for day, (working, name) in read_lines(NOTICE)[1].items():
            book.active.append([datetime.combine(day, time()), "班" if working else "休", name])
        file = io.BytesIO()
        book.save(file)
        browser = as_("administrator")
        done = browser.post(
            "/calendar",
            {"text": "", "source": "国务院办公厅通知"},
            files={"file": ("2027.xlsx", file.getvalue())},
        )
        assert done.status_code == 303, done.text
        with bureau.reading() as office:
            assert calendars.of(office).is_working(date(2027, 2, 14))

    def test_every_bad_row_of_a_table_is_named_and_none_taken(self, as_: Open) -> None:
        browser = as_("administrator")
        table = "日期,休班,说明\n" + "\n".join(",".join(line.split()) for line in NOTICE.splitlines())
        table += "\n2027-02-30,休,没有这一天\n2027-03-01,也许,\n"
        answer = browser.post(
            "/calendar", {"text": "", "source": "通知"}, files={"file": ("2027.csv", table.encode("gb18030"))}
        )
        assert answer.status_code == 422
        assert "2027-02-30" in answer.text
        assert "“2027-03-01 也许”" in answer.text
        assert "没有这一天</textarea>" not in answer.text
        assert "2027年工作日历" in answer.text
        assert "通知未录入" in browser.get("/calendar?year=2027").text

    def test_what_is_no_table_is_said_so(self, as_: Open) -> None:
        answer = as_("administrator").post(
            "/calendar", {"text": "", "source": "通知"}, files={"file": ("a.xlsx", b"\xd0\xcf\x11\xe0 old")}
        )
        assert answer.status_code == 422
        assert ".xls" in answer.text

    def test_a_bad_one_changes_nothing(self, as_: Open) -> None:
        browser = as_("administrator")
        answer = browser.post("/calendar", {"text": "乱写", "source": "x"})
        assert answer.status_code == 422
        assert "乱写" in answer.text
        assert "通知未录入" in browser.get("/calendar?year=2027").text


class TestRules:
    def test_a_change_takes_force_and_the_old_one_stays(self, as_: Open, county: County) -> None:
        before = (county.folder / "units.yml").read_text(encoding="utf-8")
        browser = as_("administrator")
        after = before.replace("name: 信访室", "name: 信访和热线室")
        assert after != before
        preview = browser.post("/rules/units", {"text": after, "preview": "1"})
        assert "检查通过" in preview.text
        assert (county.folder / "units.yml").read_text(encoding="utf-8") == before
        done = browser.post("/rules/units", {"text": after, "reason": "科室更名"})
        assert done.status_code == 303
        assert "信访和热线室" in browser.get("/units").text
        assert "第 1 版" in browser.get("/rules/units").text
        back = browser.post("/rules/units", {"text": before, "reason": "改回原名"})
        assert back.status_code == 303
        assert "信访和热线室" not in browser.get("/units").text

    @pytest.mark.parametrize(
        ("name", "change", "sentence"),
        [
            ("units", lambda text: text.replace("parent: QH-MZ,", "parent: QH-NO,", 1), "QH-NO"),
            ("units", lambda text: text + "\n  - {code: [", "格式不对"),
            ("clocks", lambda text: text.replace("days: 15", "days: soon", 1), "days：要写整数"),
            ("figures", lambda text: text.replace("value: 720", "value: 七百二", 1), "value 要写数"),
            ("figures", lambda text: text.replace("value: 720", "value: -720", 1), "不能小于 0"),
            ("figures", lambda text: text.replace("from: 2025-07-01", "from: 2026-07-01", 1), "只能有一行"),
            ("figures", lambda text: text.replace("from: 2025-07-01", "from: 七月", 1), "from：要写日期"),
            ("routing", lambda text: "categories: {}\n", "少了"),
            ("units", lambda text: text, "没有改动"),
        ],
    )
    def test_a_bad_one_is_refused_whole(
        self, as_: Open, county: County, name: str, change: Callable[[str], str], sentence: str
    ) -> None:
        before = (county.folder / f"{name}.yml").read_text(encoding="utf-8")
        answer = as_("administrator").post(
            f"/rules/{name}", {"text": change(before), "reason": "试一试改坏它"}
        )
        assert answer.status_code == 422
        assert sentence in answer.text
        assert (county.folder / f"{name}.yml").read_text(encoding="utf-8") == before

    def test_what_a_colleague_changed_meanwhile_is_not_overwritten_unseen(
        self, as_: Open, county: County
    ) -> None:
        first, path = as_("administrator"), county.folder / "units.yml"
        before = path.read_text(encoding="utf-8")
        upon = version_shown(first.get("/rules/units").text)
        mine, theirs = before + "# 核对过\n", before.replace("name: 信访室", "name: 信访和热线室")
        for text, status in ((theirs, 303), (mine, 422)):
            answer = first.post("/rules/units", {"text": text, "reason": "科室更名", "upon": upon})
            assert answer.status_code == status
        assert "又改过（第 2 版）" in answer.text
        assert '<span class="minus">' in answer.text, "what the colleague changed is in the difference"
        assert "核对过" in answer.text
        assert path.read_text(encoding="utf-8") == theirs
        again = {"text": mine, "reason": "核对过了", "upon": version_shown(answer.text)}
        answer = first.post("/rules/units", again)
        assert answer.status_code == 303

    @pytest.mark.parametrize("name", ["nothing", "..%2Funits", "units.yml"])
    def test_no_other_file_is_reached(self, as_: Open, name: str) -> None:
        assert as_("administrator").get(f"/rules/{name}").status_code == 404

    def test_services_check_the_right_themselves(self, bureau: Bureau, people: dict[str, Actor]) -> None:
        with bureau.office() as office, pytest.raises(rules.NotAllowed):
            rules.put_in_force(office, people["supervisor"], "units", "x", "不该能改")


class TestTemplates:
    def test_each_change_is_a_version(self, as_: Open) -> None:
        browser = as_("editor")
        browser.post("/answers", {"title": "问候", "use": "chat", "text": "您好，请讲。"})
        code = browser.get("/answers").text.split('href="/desk/answers/')[-1].split('"')[0]
        browser.post("/answers", {"code": code, "title": "问候", "use": "chat", "text": "您好，我在听。"})
        text = browser.get(f"/answers/{code}").text
        assert "第 2 版" in text
        assert "您好，请讲。" in text
        assert "您好，请讲。" not in browser.get("/answers").text

    def test_an_empty_one_is_refused_with_what_was_typed(self, as_: Open) -> None:
        answer = as_("editor").post("/answers", {"title": "", "use": "chat", "text": "写了半天"})
        assert answer.status_code == 422
        assert "写了半天" in answer.text

    def test_one_that_was_refused_stays_the_template_that_it_was(self, as_: Open) -> None:
        browser = as_("editor")
        browser.post("/answers", {"title": "问候", "use": "chat", "text": "您好，请讲。"})
        code = browser.get("/answers").text.split('href="/desk/answers/')[-1].split('"')[0]
        entered = {"code": code, "title": "", "use": "phone", "category": "delayed", "text": "您好"}
        refused = browser.post("/answers", entered).text
        for kept in (
            f'name="code" value="{code}"',
            "第 1 版",
            'value="phone" selected',
            'value="delayed" selected',
        ):
            assert kept in refused
        browser.post("/answers", {**entered, "title": "问候"})
        assert browser.get("/answers").text.count(f'href="/desk/answers/{code}"') == 1
        assert "第 2 版" in browser.get(f"/answers/{code}").text


def test_of_two_who_ask_for_a_training_the_second_sees_the_one_that_goes_on(as_: Open) -> None:
    first, second = as_("editor"), as_("second_editor")
    first.post("/models/train")
    assert second.post("/models/train").headers["location"].endswith("/models")
    page = second.get("/models").text
    assert "没有另起一次" in page
    assert "排队" in page


class TestUnderstandingDesk:
    @pytest.fixture
    def utterance(self, bureau: Bureau, people: dict[str, Actor]) -> int:
        with bureau.office() as office:
            kept = labelling.collect(
                office,
                "我叫王小明，13800138000，俺那个钱咋还没给",
                "unsure",
                "message 1",
                intent="inform",
                confidence=0.3,
                ranking=[("inform", 0.3), ("check_payment", 0.28)],
                names=["王小明"],
            )
            again = labelling.collect(office, "不同的话", "unsure", "message 1")
            assert kept is not None
            assert again is not None
            assert again.id == kept.id
            return kept.id

    def test_a_long_backlog_is_no_heavy_page(self, as_: Open, bureau: Bureau) -> None:
        with bureau.office() as office:
            for number in range(60):
                labelling.collect(office, f"听不懂的话{number}" * 20, "unsure", f"m{number}", confidence=0.1)
        page = as_("editor").get("/understanding")
        assert "<b>60</b>" in page.text
        assert page.text.count("<textarea") > 10
        assert len(page.content) < 300_000

    def test_from_label_to_training_data(self, as_: Open, utterance: int, bureau: Bureau) -> None:
        first, second = as_("editor"), as_("second_editor")
        page = first.get("/understanding").text
        assert "俺那个钱咋还没给" in page
        assert "13800138000" not in page
        assert "王小明" not in page
        first.post(f"/understanding/{utterance}", {"label": "file_complaint/payment_missing"})
        assert first.post(f"/understanding/{utterance}/approve").status_code == 409, (
            "a second look is another's"
        )
        assert second.post(f"/understanding/{utterance}/approve").status_code == 303
        out = yaml.safe_load(second.post("/understanding/export").text)
        assert out["nlu"][0]["intent"] == "file_complaint"
        assert out["nlu"][0]["metadata"]["category"] == "payment_missing"
        assert out["nlu"][0]["examples"].startswith("- ")
        with bureau.reading() as office:
            assert [row.what for row in reveals.log(office)] == ["校对过的话（已遮盖）"]

    def test_what_was_exported_can_be_downloaded_again(
        self, as_: Open, utterance: int, bureau: Bureau
    ) -> None:
        first, second = as_("editor"), as_("second_editor")
        first.post(f"/understanding/{utterance}", {"label": "check_payment"})
        second.post(f"/understanding/{utterance}/approve")
        file = second.post("/understanding/export")
        assert "2026" in file.headers["content-disposition"]
        once_more = second.post("/understanding/export")
        assert once_more.headers["location"].endswith("/understanding?state=exported"), "no empty file"
        page = second.get("/understanding?state=exported").text
        at = page.split('name="at" value="')[1].split('"')[0]
        assert second.post("/understanding/export", {"at": at}).text == file.text
        assert second.post("/understanding/export", {"at": "2026-01-01"}).status_code == 404
        with bureau.reading() as office:
            assert len(reveals.log(office)) == 2, "each download is on record"
        second.post(f"/understanding/{utterance}/approve", {"back": "1", "state": "exported"})
        assert second.post("/understanding/export", {"at": at}).status_code == 404, "sent back since"
        with bureau.reading() as office:
            assert labelling.lessons(office) == [], "and is learnt no more"
            assert labelling.counts(office) == {"new": 1}

    def test_a_wrong_key_is_taken_back_by_who_pressed_it(
        self, as_: Open, utterance: int, bureau: Bureau
    ) -> None:
        first, second = as_("editor"), as_("second_editor")
        first.post(f"/understanding/{utterance}", {"drop": "1"})
        first.post(f"/understanding/{utterance}/again", {"state": "dropped"})
        first.post(f"/understanding/{utterance}", {"label": "greet"})
        assert second.post(f"/understanding/{utterance}/again").status_code == 409, "not their own"
        assert "撤回重标" in first.get("/understanding?state=labelled").text
        first.post(f"/understanding/{utterance}/again")
        with bureau.reading() as office:
            assert labelling.counts(office) == {"new": 1}

    def test_of_two_who_label_the_same_the_second_is_told(
        self, as_: Open, utterance: int, bureau: Bureau
    ) -> None:
        first, second = as_("editor"), as_("second_editor")
        first.post(f"/understanding/{utterance}", {"label": "check_payment"})
        for late in ({"label": "greet"}, {"drop": "1"}):
            answer = second.post(f"/understanding/{utterance}", late)
            assert answer.status_code == 303
            assert "同事刚办过" in second.get("/understanding").text
        with bureau.reading() as office:
            assert labelling.get(office, utterance).intent == "check_payment"

    def test_what_was_not_understood_is_said_in_chinese(self, as_: Open, bureau: Bureau) -> None:
        with bureau.office() as office:
            labelling.collect(office, "那个啥", "corrected", "call 9", intent="nlu_fallback", confidence=0.1)
        page = as_("editor").get("/understanding").text
        assert "nlu_fallback" not in page
        assert "当时认作 没听懂" in page

    @pytest.mark.parametrize("label", ["", "file_complaint", "nonsense", "file_complaint/nonsense"])
    def test_a_label_that_is_none(self, as_: Open, utterance: int, label: str) -> None:
        assert as_("editor").post(f"/understanding/{utterance}", {"label": label}).status_code == 409
