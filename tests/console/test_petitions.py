"""Lists and the page of a petition: what shows, what is masked, who gets in, and moves that are made once."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select, text

from casework.assistance import applications
from casework.assistance.applications import NewApplication
from casework.office import Bureau
from casework.people import reveals, staff
from casework.people.access_models import Reveal
from casework.people.actors import Actor
from casework.petitions import evidence, numbers, queries, workflow
from casework.petitions.lodging import Accused, Complainant
from casework.petitions.moves import STATES
from console.models import DeskDraft, SavedView
from store.clock import FixedClock
from tests.casework.assistance.conftest import id_number
from tests.casework.assistance.test_registers import relative
from tests.console.conftest import Browser, chip
from tests.papers import paper

Open = Callable[..., Browser]
Lodge = Callable[..., str]

NAME, PHONE = "王小明", "13800138000"


def state(bureau: Bureau, number: str) -> str:
    with bureau.reading() as office:
        return queries.get(office, number, Actor.system("test")).state


def seen(bureau: Bureau, number: str) -> str:
    with bureau.reading() as office:
        return str(queries.get(office, number, Actor.system("test")).history_count)


def walk(bureau: Bureau, number: str, *steps: tuple[Browser, str, dict[str, str], str]) -> None:
    """Make each move in the browser that it names, where the page offers it."""
    for browser, move, what, after in steps:
        assert f'action="/desk/petitions/{number}/moves/{move}"' in browser.get(f"/petitions/{number}").text
        answer = browser.post(f"/petitions/{number}/moves/{move}", what)
        assert answer.status_code == 303, answer.text
        assert state(bureau, number) == after


class TestList:
    def test_most_urgent_first(self, as_: Open, lodge: Lodge, clock: FixedClock) -> None:
        later = lodge()
        clock.move(days=-10)
        sooner = lodge()
        clock.move(days=10)
        text = as_("operator").get("/petitions").text
        assert text.index(sooner) < text.index(later)

    def test_tells_overdue_in_words(self, as_: Open, lodge: Lodge, clock: FixedClock) -> None:
        lodge()
        clock.move(days=20)
        assert "逾期" in as_("operator").get("/petitions?list=overdue").text
        assert "没有待办的件" in as_("operator").get("/petitions?list=due_today").text

    @pytest.mark.parametrize("sought", [PHONE, NAME, "低保没到账", "138 0013 8000"])
    def test_finds_by_phone_name_and_words(self, as_: Open, lodge: Lodge, sought: str) -> None:
        number = lodge()
        lodge(narrative="窗口态度很差", petitioners=[Complainant("赵六", "13900000001")])
        text = as_("operator").get("/petitions", params={"q": sought}).text
        assert number in text
        assert text.count('class="row"') == 1

    @pytest.mark.parametrize("sought", ["上沟村", "上沟村委会", "柳溪镇", "王大贵"])
    def test_finds_by_place_and_by_whom_it_complains_of(self, as_: Open, lodge: Lodge, sought: str) -> None:
        """The words of a digest are cut and redacted: neither 上沟村 in 柳溪镇上沟村 nor a name is among them."""
        accused = [Accused("王大贵", "村支书")]
        number = lodge(
            narrative="柳溪镇上沟村 王大贵 不给办",
            place_unit_code="QH-102-05",
            place_text="",
            accused=accused,
        )
        elsewhere = lodge(place_unit_code="QH-203-01", place_text="", narrative="窗口态度很差")
        text = as_("supervisor").get("/petitions", params={"q": sought}).text
        assert [number in text, elsewhere in text] == [True, False]

    def test_whose_name_is_complained_of_is_found_only_by_who_may_see_it(
        self, as_: Open, lodge: Lodge
    ) -> None:
        number = lodge(category="bribery", accused=[Accused("王大贵", "村支书")])
        assert number in as_("inspector").get("/petitions", params={"q": "王大贵"}).text
        assert number not in as_("operator").get("/petitions", params={"q": "王大贵"}).text

    def test_opens_a_number_however_it_is_typed(self, as_: Open, lodge: Lodge) -> None:
        number = lodge()
        answer = as_("operator").get("/petitions", params={"q": number.removeprefix("HY").replace("-", "")})
        assert answer.headers["location"] == f"/desk/petitions/{number}"

    def test_never_shows_personal_data(self, as_: Open, lodge: Lodge) -> None:
        lodge()
        text = as_("operator").get("/petitions").text
        assert NAME not in text
        assert PHONE not in text

    def test_filters_can_be_kept_under_a_name(self, as_: Open, lodge: Lodge) -> None:
        browser = as_("operator")
        browser.post("/petitions/views", {"name": "柳溪的", "query": "list=open&township=QH-102"})
        text = browser.get("/petitions?list=open&township=QH-102").text
        assert "★ 柳溪的" in text
        assert "★ 柳溪的" not in as_("second_operator").get("/petitions").text

    def test_what_was_searched_for_is_not_kept(self, as_: Open, lodge: Lodge, bureau: Bureau) -> None:
        lodge()
        browser = as_("operator")
        refused = browser.post("/petitions/views", {"name": "常找的", "query": f"list=open&q={PHONE}"})
        assert (refused.status_code, "不能存为常用" in refused.text) == (409, True)
        assert "存为常用</button>" not in browser.get("/petitions", params={"q": PHONE}).text
        with bureau.reading() as office:
            assert office.db.scalars(select(SavedView)).all() == []

    @pytest.mark.parametrize(
        "name", ["赵六", "欧阳建国", "买买提·吐尔逊", "阿卜杜热合曼·阿卜杜克里木", "买买提•吐尔逊"]
    )
    def test_a_long_name_is_searched_as_well_as_a_short_one(self, as_: Open, lodge: Lodge, name: str) -> None:
        number, other = lodge(petitioners=[Complainant(name, "13900005678")]), lodge()
        found = as_("operator").get("/petitions", params={"q": name}).text
        assert [number in found, other in found] == [True, False]

    def test_a_search_for_nonsense_harms_nothing(self, as_: Open, lodge: Lodge) -> None:
        lodge()
        for sought in ("'", '" OR 1=1 --', "*", "NEAR(", "%", "🙂", "a" * 500):
            assert as_("operator").get("/petitions", params={"q": sought}).status_code == 200

    def test_what_somebody_typed_in_and_what_waits_for_the_resident_are_lists_of_their_own(
        self, as_: Open, lodge: Lodge, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        mine, handed = lodge(), lodge()
        with bureau.office() as office:
            workflow.move(
                office,
                queries.get(office, mine, people["operator"]),
                "ask_more",
                people["operator"],
                text="请补流水",
                missing=["银行流水"],
            )
            petition = queries.get(office, handed, people["operator"])
            petition.typed_by, petition.handler_staff_id = people["second_operator"].id, people["operator"].id
        operator = as_("operator")
        shown = {name: operator.get(f"/petitions?list={name}").text for name in ("typed", "mine")}
        assert [mine in shown["typed"], handed in shown["typed"]] == [True, False]
        assert [mine in shown["mine"], handed in shown["mine"]] == [False, True]
        assert mine not in as_("supervisor").get("/petitions?list=typed").text
        waiting = as_("supervisor").get("/petitions?list=awaiting").text
        assert [mine in waiting, handed in waiting] == [True, False]

    @pytest.mark.parametrize("role", ["operator", "supervisor", "unit_head", "handler", "inspector"])
    def test_everybody_who_works_on_petitions_has_the_same_lists(self, as_: Open, role: str) -> None:
        page = as_(role).get("/petitions").text
        expected = {"mine", "unit", "due_today", "overdue", "unanswered", "awaiting", "sensitive"}
        assert expected <= set(re.findall(r'[?&;]list=(\w+)"', page))

    def test_what_somebody_typed_in_is_found_along_its_own_index(self, bureau: Bureau) -> None:
        with bureau.reading() as office:
            plan = office.db.execute(
                text(
                    "EXPLAIN QUERY PLAN SELECT id FROM petition WHERE is_open = 1 AND typed_by = 1"
                    " ORDER BY next_due_on NULLS LAST, id"
                )
            ).all()
            assert "ix_petition_typed_queue" in str(plan)


class TestPage:
    def test_masks_people_and_narrative(self, as_: Open, lodge: Lodge) -> None:
        text = as_("operator").get(f"/petitions/{lodge()}").text
        assert "王**" in text
        assert "138****8000" in text
        assert NAME not in text
        assert PHONE not in text

    def test_nothing_written_elsewhere_makes_a_page_read_backwards(self, as_: Open, lodge: Lodge) -> None:
        number, browser = (
            lodge(narrative="会计张\u202e福贵\u2066不给办<b>低保", place_text="老槐\u202e树村"),
            as_("operator"),
        )
        for page in (browser.get(f"/petitions/{number}"), browser.get("/petitions")):
            assert "老槐树村" in page.text
            assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.text)
        shown = browser.post(f"/petitions/{number}/reveal", {"reason": "回电核实情况"}).text
        assert "会计张福贵不给办&lt;b&gt;低保" in shown

    def test_reveals_only_with_a_reason_and_on_record(self, as_: Open, lodge: Lodge, bureau: Bureau) -> None:
        number, browser = lodge(), as_("operator")
        refused = browser.post(f"/petitions/{number}/reveal", {"reason": "看"})
        assert refused.status_code == 409
        assert NAME not in refused.text
        shown = browser.post(f"/petitions/{number}/reveal", {"reason": "回电核实情况"})
        assert NAME in shown.text
        assert PHONE in shown.text
        assert NAME not in browser.get(f"/petitions/{number}").text
        with bureau.reading() as office:
            record = office.db.scalars(select(Reveal)).one()
            assert (record.about, record.staff_name, record.reason) == (number, "王晓芸", "回电核实情况")
        assert number in as_("administrator").get("/logs").text

    def test_confidential_identity_is_closed_to_the_handler(
        self, as_: Open, lodge: Lodge, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        number = lodge(identity="confidential")
        with bureau.office() as office:
            petition = queries.get(office, number, people["operator"])
            workflow.move(office, petition, "accept", people["operator"])
            workflow.move(office, petition, "assign", people["operator"], unit="QH-102-MZ")
        handler = as_("handler")
        assert handler.get(f"/petitions/{number}").status_code == 200
        answer = handler.post(f"/petitions/{number}/reveal", {"reason": "上门调查核实"})
        assert answer.status_code == 403
        assert NAME not in answer.text

    def test_what_was_added_and_answered_is_masked_as_the_narrative_is(
        self, as_: Open, lodge: Lodge, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        number = lodge(identity="confidential")
        with bureau.office() as office:
            petition = queries.get(office, number, people["operator"])
            workflow.move(office, petition, "accept", people["operator"])
            workflow.move(office, petition, "assign", people["operator"], unit="QH-102-MZ")
            more = f"{NAME}又来电，电话{PHONE}，补充了流水"
            workflow.move(office, petition, "add_more", people["operator"], text=more)
            workflow.move(office, petition, "note", people["operator"], text=f"回{NAME}的电话{PHONE}")
            workflow.move(office, petition, "start", people["handler"])
            said = f"{NAME}同志，已打{PHONE}说明"
            workflow.move(
                office,
                petition,
                "draft",
                people["handler"],
                outcome="supported",
                text=said,
                findings=f"{NAME}（{PHONE}）反映属实",
            )
        page = as_("handler").get(f"/petitions/{number}").text
        assert [NAME in page, PHONE in page] == [False, False]
        for part in ("补充了流水", "同志，已打〔电话〕说明", "反映属实"):
            assert part in page
        shown = as_("operator").post(f"/petitions/{number}/reveal", {"reason": "回电核实情况"}).text
        for one in (more, f"回{NAME}的电话{PHONE}", said, f"{NAME}（{PHONE}）反映属实"):
            assert one in shown

    def test_what_touches_the_registers_is_flagged_with_why(
        self, as_: Open, bureau: Bureau, lodge: Lodge
    ) -> None:
        with bureau.office() as office:
            relative(office)
        enter = {"category": "wrongly_covered", "petitioners": [Complainant("赵六", "13900000001")]}
        touched = lodge(**enter, accused=[Accused("王小明")])
        page = as_("operator").get(f"/petitions/{touched}").text
        assert "近亲属备案" in chip(page)
        assert "与备案登记中李某的亲属（父亲）相符" in page
        assert "李演示" not in page
        withheld = lodge(category="card_withheld", petitioners=[Complainant("赵六", "13900000001")])
        assert "没有代管备案" in chip(as_("operator").get(f"/petitions/{withheld}").text)
        plain = lodge(category="attitude", petitioners=[Complainant("赵六", "13900000001")])
        rows = as_("operator").get("/petitions").text.split("data-row")
        (row,) = [row for row in rows if touched in row]
        assert "近亲属备案" in row
        (row,) = [row for row in rows if plain in row]
        assert "近亲属备案" not in row
        assert "先看这里" not in as_("operator").get(f"/petitions/{plain}").text

    def test_the_history_is_told_in_words(self, as_: Open, lodge: Lodge) -> None:
        lodge()
        page = as_("operator").get(f"/petitions/{lodge()}").text
        told = page.partition("办理经过")[2].partition("</section>")[0]
        assert re.findall(r"<b>(.*?)</b> <small>([^<（]*)", told)[0] == ("列为重复", "系统查重")

    def test_history_that_was_altered_is_said_aloud(self, as_: Open, lodge: Lodge, bureau: Bureau) -> None:
        number = lodge()
        assert "校验相符" in as_("operator").get(f"/petitions/{number}").text
        with bureau.office() as office:
            queries.get(office, number, Actor.system("test")).category = "other"
        assert "校验不符" in as_("operator").get(f"/petitions/{number}").text


class TestReach:
    """Nobody reaches a petition that is not theirs, by any address."""

    PATHS = ("", "/presence", "/evidence/1", "/evidence/1/pages/1", "/evidence/1/pages/1/picture")
    POSTS = ("/reveal", "/moves/accept", "/moves/note", "/links")

    @pytest.mark.parametrize("login", ["handler", "stranger", "inspector"])
    def test_of_another_unit(self, as_: Open, lodge: Lodge, bureau: Bureau, login: str) -> None:
        number, browser = lodge(), as_(login)
        assert {browser.get(f"/petitions/{number}{path}").status_code for path in self.PATHS} == {404}
        posts = {
            browser.post(f"/petitions/{number}{path}", {"reason": "随便看看", "text": "x"}).status_code
            for path in self.POSTS
        }
        assert posts == {404}
        assert browser.post(f"/drafts/petition/{number}/note", {"text": "x"}).status_code == 404
        assert number not in browser.get("/petitions?list=all").text
        assert number not in browser.get("/petitions", params={"q": PHONE}).text
        assert browser.get("/petitions", params={"q": number}).status_code == 200
        assert state(bureau, number) == "lodged"

    def test_unknown_and_forbidden_look_the_same(self, as_: Open, lodge: Lodge) -> None:
        number, browser = lodge(), as_("stranger")
        forbidden = browser.get(f"/petitions/{number}")
        unknown = browser.get(f"/petitions/{numbers.compose(26, 9_999_999)}")
        assert (forbidden.status_code, unknown.status_code) == (404, 404)
        assert forbidden.text == unknown.text

    def test_a_sealed_report_shows_only_to_the_inspection(self, as_: Open, lodge: Lodge) -> None:
        accused = [Accused(name="李建国", role="民政助理", unit_code="QH-102-MZ", said="民政助理李建国")]
        number = lodge(category="bribery", accused=accused, narrative="民政助理收了三百块才给办")
        for login in ("operator", "handler", "unit_head", "supervisor", "stranger"):
            browser = as_(login)
            assert browser.get(f"/petitions/{number}").status_code == 404, login
            assert number not in browser.get("/petitions?list=all").text
            assert number not in browser.get("/petitions", params={"q": "三百块"}).text
        assert as_("inspector").get(f"/petitions/{number}").status_code == 200

    def test_evidence_belongs_to_its_petition(
        self, as_: Open, lodge: Lodge, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        mine, other = lodge(), lodge()
        with bureau.office() as office:
            petition = queries.get(office, mine, people["operator"])
            file = evidence.keep(office, PIXEL, "票据.png", "image/png", by="operator")
            evidence.attach(office, petition, [file.id])
            file_id = file.id
        shown = as_("operator").get(f"/petitions/{mine}/evidence/{file_id}")
        assert shown.content[:4] == b"\x89PNG"
        assert "sandbox" in shown.headers["content-security-policy"]
        assert as_("operator").get(f"/petitions/{other}/evidence/{file_id}").status_code == 404
        with bureau.reading() as office:
            opened = [(seen.staff_id, seen.what) for seen in reveals.log(office, mine)]
            assert opened == [(people["operator"].id, f"附件 {file_id}")]
            assert not reveals.log(office, other)

    def test_a_pdf_is_looked_at_page_by_page_and_each_look_is_on_record(
        self, as_: Open, lodge: Lodge, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        number, other = lodge(), lodge()
        with bureau.office() as office:
            petition = queries.get(office, number, people["operator"])
            kept = [
                evidence.keep(office, data, name, kind, by="operator").id
                for data, name, kind in (
                    (paper("white", "beige"), "通知.pdf", "application/pdf"),
                    (paper("white", password="x"), "密.pdf", "application/pdf"),
                    (PIXEL, "票据.png", "image/png"),
                )
            ]
            evidence.attach(office, petition, kept)
        browser = as_("operator")
        place, locked, picture = (f"/petitions/{number}/evidence/{id}" for id in kept)
        page = browser.get(f"/petitions/{number}").text
        assert f'hx-get="/desk{place}/pages/1"' in page
        first, last = (browser.get(f"{place}/pages/{sheet}").text for sheet in (1, 2))
        assert "第 1 页，共 2 页" in first
        assert [word in first for word in ("上一页", "下一页")] == [False, True]
        assert [word in last for word in ("上一页", "下一页")] == [True, False]
        with bureau.reading() as office:
            assert not reveals.log(office, number)
        drawn = browser.get(f"{place}/pages/2/picture")
        assert drawn.headers["content-type"] == "image/jpeg"
        assert "sandbox" in drawn.headers["content-security-policy"]
        assert drawn.content[:3] == b"\xff\xd8\xff"
        with bureau.reading() as office:
            (opened,) = reveals.log(office, number)
            assert (opened.staff_id, opened.what) == (people["operator"].id, f"附件 {kept[0]} 第 2 页")
        assert "密码" in browser.get(f"{locked}/pages/1").text
        assert browser.get(f"{locked}/pages/1/picture").status_code == 409
        assert browser.get(f"{picture}/pages/1").status_code == 404
        assert browser.get(f"{picture}/pages/1/picture").status_code == 404
        for path in ("/pages/1", "/pages/1/picture"):
            assert browser.get(f"/petitions/{other}/evidence/{kept[0]}{path}").status_code == 404

    def test_pictures_and_voice_notes_are_on_the_page_but_come_only_when_somebody_looks(
        self, as_: Open, lodge: Lodge, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        number = lodge()
        with bureau.office() as office:
            petition = queries.get(office, number, people["operator"])
            kept = [
                evidence.keep(office, data, name, kind, by="operator").id
                for data, name, kind in (
                    (PIXEL, "票据.png", "image/png"),
                    (b"OggS-voice", "录音.ogg", "audio/ogg"),
                    (b"%PDF-1.4", "通知.pdf", "application/pdf"),
                    (b"\0\0\0\x18ftypmp42", "录像.mp4", "video/mp4"),
                )
            ]
            evidence.attach(office, petition, kept)
        browser = as_("operator")
        page = browser.get(f"/petitions/{number}")
        assert "media-src 'self'" in page.headers["content-security-policy"]
        picture, voice, notice, film = (f"/desk/petitions/{number}/evidence/{id}" for id in kept)
        assert f'<img data-src="{picture}"' in page.text
        assert f'<audio controls preload="none" src="{voice}"' in page.text
        assert "有录音：群众有的话只在语音里，请先听完" in page.text
        assert f'<video controls preload="none" src="{film}"' in page.text
        assert f'href="{notice}"' in page.text
        assert not re.search(r'<img[^>]* src="[^"]*evidence', page.text)
        with bureau.reading() as office:
            assert not reveals.log(office, number)
        heard = browser.get(voice.removeprefix("/desk"))
        assert heard.headers["content-type"] == "audio/ogg"
        assert heard.headers["content-disposition"].startswith("inline")
        assert "sandbox" in heard.headers["content-security-policy"]
        assert (
            browser.get(notice.removeprefix("/desk")).headers["content-disposition"].startswith("attachment")
        )


class TestDesk:
    def test_a_letter_counts_from_the_day_it_came(self, as_: Open, bureau: Bureau) -> None:
        browser = as_("operator")
        key = browser.get("/lodge").text.split('name="key" value="')[1].split('"')[0]
        form = {"channel": "letter", "received": "2026-11-16", "key": key, "notes": "低保没发", "name": NAME}
        form |= {"phone": PHONE, "category": "payment_missing"}
        page = browser.post("/lodge", form).text
        number = page.split('<p class="figure no">')[1].split("<")[0]
        assert number in browser.post("/lodge", form).text, "pressed twice, lodged once"
        with bureau.reading() as office:
            petition = queries.get(office, number, Actor.system("test"))
            assert (petition.channel, petition.lodged_on) == ("letter", date(2026, 11, 16))

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"received": "2026-12-24"}, "之后"),
            ({"received": "腊月"}, "日期"),
            ({"channel": "rumour"}, "来源"),
            ({"name": ""}, "姓名"),
        ],
    )
    def test_a_bad_one_keeps_what_was_typed(self, as_: Open, change: dict[str, str], sentence: str) -> None:
        form = {"channel": "visit", "key": "k", "notes": "低保没发", "name": NAME, "phone": PHONE}
        answer = as_("operator").post("/lodge", {**form, "category": "payment_missing", **change})
        assert answer.status_code == 409
        assert sentence in answer.text
        assert "低保没发" in answer.text


class TestMoves:
    def test_from_lodging_to_closing(self, as_: Open, lodge: Lodge, bureau: Bureau) -> None:
        number = lodge()
        desk, worker, head = as_("operator"), as_("handler"), as_("unit_head")
        steps = [
            (desk, "accept", {"procedure": "ordinary"}, "accepted"),
            (desk, "assign", {"unit": "QH-102-MZ", "due": "2026-12-01"}, "assigned"),
            (worker, "start", {}, "investigating"),
            (worker, "draft", {"outcome": "supported", "text": "已补发到您的卡上。"}, "drafted"),
            (head, "approve", {}, "approved"),
            (desk, "answer", {"method": "phone", "reached": "1"}, "answered"),
            (desk, "close", {}, "closed"),
        ]
        walk(bureau, number, *steps)
        for who, path in (
            (desk, "/petitions?list=all"),
            (desk, "/petitions?list=all&q=低保"),
            (as_("supervisor"), "/supervision/cases?figure=received"),
        ):
            page = who.get(path).text
            assert number in page
            assert [mark for mark in chip(page) if "结" in mark] == [STATES["closed"].label], (
                "its state stands in one column alone"
            )

    def test_the_unit_delivers_its_own_answer(self, as_: Open, lodge: Lodge, bureau: Bureau) -> None:
        number = lodge()
        desk, worker, head = as_("operator"), as_("handler"), as_("unit_head")
        desk.post(f"/petitions/{number}/moves/accept", {"procedure": "ordinary"})
        desk.post(f"/petitions/{number}/moves/assign", {"unit": "QH-102-MZ"})
        walk(
            bureau,
            number,
            (worker, "start", {}, "investigating"),
            (worker, "draft", {"outcome": "supported", "text": "已补发到您的卡上。"}, "drafted"),
            (head, "approve", {}, "approved"),
            (worker, "answer", {"method": "visit", "reached": "1"}, "answered"),
        )
        assert "已补发到您的卡上。" in worker.get(f"/petitions/{number}").text

    def test_inspectors_receive_investigate_and_answer(
        self, as_: Open, lodge: Lodge, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        number, desk, inspector = lodge(), as_("operator"), as_("inspector")
        with bureau.office() as office:
            second = staff.add(office, "second_inspector", "严明", "QH-JJ", ["inspector"])
            people["second_inspector"] = Actor.of_staff(second)
        desk.post(f"/petitions/{number}/moves/accept", {"procedure": "ordinary"})
        desk.post(f"/petitions/{number}/moves/assign", {"unit": "QH-102-MZ"})
        handed = as_("unit_head").post(f"/petitions/{number}/moves/hand_over", {"reason": "会计截留发放款"})
        assert handed.status_code == 303
        walk(
            bureau,
            number,
            (inspector, "acknowledge", {"receipt_no": "纪收〔2026〕7号"}, "accepted"),
            (inspector, "start", {}, "investigating"),
            (inspector, "draft", {"outcome": "supported", "text": "已查实，款已退还。"}, "drafted"),
            (as_("second_inspector"), "approve", {}, "approved"),
            (inspector, "answer", {"method": "phone", "reached": "1"}, "answered"),
        )
        assert as_("handler").get(f"/petitions/{number}").status_code == 404

    def test_a_refused_one_says_why_and_keeps_what_was_typed(
        self, as_: Open, lodge: Lodge, bureau: Bureau
    ) -> None:
        number = lodge()
        answer = as_("operator").post(
            f"/petitions/{number}/moves/not_accept", {"reason": "不归我们管，归医保", "way": ""}
        )
        assert answer.status_code == 409
        assert "告知正确的途径" in answer.text
        assert "不归我们管，归医保" in answer.text
        assert state(bureau, number) == "lodged"

    def test_one_that_a_colleague_outran_is_not_made(self, as_: Open, lodge: Lodge, bureau: Bureau) -> None:
        number = lodge()
        before = seen(bureau, number)
        as_("operator").post(f"/petitions/{number}/moves/accept", {"seen": before})
        answer = as_("second_operator").post(
            f"/petitions/{number}/moves/note", {"seen": before, "text": "我来记一笔"}
        )
        assert answer.status_code == 409
        assert "我来记一笔" in answer.text

    def test_what_was_typed_for_a_step_that_a_colleague_closed_can_still_be_read(
        self, as_: Open, lodge: Lodge, bureau: Bureau
    ) -> None:
        number, late = lodge(), as_("second_operator")
        before = seen(bureau, number)
        as_("operator").post(f"/petitions/{number}/moves/accept", {"seen": before, "procedure": "ordinary"})
        assert state(bureau, number) == "accepted"
        answer = late.post(
            f"/petitions/{number}/moves/not_accept", {"seen": before, "reason": "归医保局", "way": "到二楼"}
        )
        assert answer.status_code == 409
        shown = re.findall("<p>(.*?)</p>", answer.text)
        assert {"归医保局", "到二楼"} <= set(shown)
        late.post(f"/drafts/petition/{number}/not_accept", {"reason": "归医保局", "way": ""})
        assert "没交上的“不予受理”" in late.get(f"/petitions/{number}").text
        assert "没交上的" not in as_("operator").get(f"/petitions/{number}").text

    def test_a_refused_link_keeps_what_was_typed(self, as_: Open, lodge: Lodge) -> None:
        number = lodge()
        what = {"how": "bundle", "other": "HY26-1234-5678", "reason": "两户是同一笔钱"}
        answer = as_("operator").post(f"/petitions/{number}/links", what)
        assert answer.status_code == 409
        form = answer.text[answer.text.index(f"/petitions/{number}/links") :]
        assert 'name="other" value="HY26-1234-5678"' in form
        assert 'name="reason" value="两户是同一笔钱"' in form
        assert re.search(r'value="bundle"[^>]* checked>', form)

    def test_one_that_does_not_exist(self, as_: Open, lodge: Lodge) -> None:
        assert as_("operator").post(f"/petitions/{lodge()}/moves/destroy").status_code == 404

    @pytest.mark.parametrize("due", ["明天", "2026-13-45", "1; drop"])
    def test_a_date_that_is_none(self, as_: Open, lodge: Lodge, due: str) -> None:
        number, browser = lodge(), as_("operator")
        browser.post(f"/petitions/{number}/moves/accept")
        answer = browser.post(f"/petitions/{number}/moves/assign", {"unit": "QH-102-MZ", "due": due})
        assert answer.status_code == 409
        assert "要求反馈日期" in answer.text

    def test_drafts_are_kept_as_typed_and_sealed(self, as_: Open, lodge: Lodge, bureau: Bureau) -> None:
        number, browser = lodge(), as_("operator")
        saved = browser.post(f"/drafts/petition/{number}/not_accept", {"reason": "归医保局管，正在写"})
        assert saved.status_code == 204
        assert "归医保局管，正在写" in browser.get(f"/petitions/{number}").text
        assert "归医保局管" not in as_("second_operator").get(f"/petitions/{number}").text
        with bureau.reading() as office:
            assert "医保" not in repr(office.db.scalars(select(DeskDraft.content_sealed)).one())

    def test_two_who_have_it_open_are_told(self, as_: Open, lodge: Lodge, clock: FixedClock) -> None:
        number = lodge()
        first, second = as_("operator"), as_("second_operator")
        first.get(f"/petitions/{number}/presence")
        assert "王晓芸 也开着这一件" in second.get(f"/petitions/{number}/presence").text
        clock.move(seconds=50)
        assert "王晓芸" not in second.get(f"/petitions/{number}/presence").text

    def test_linked_and_taken_apart(self, as_: Open, lodge: Lodge) -> None:
        head, child, browser = lodge(), lodge(), as_("operator")
        made = browser.post(
            f"/petitions/{child}/links", {"how": "bundle", "other": head, "reason": "同一个村同一件事"}
        )
        assert made.status_code == 303
        assert "归集到本件" in browser.get(f"/petitions/{head}").text
        undone = browser.post(f"/petitions/{child}/links", {"how": "unlink", "reason": "不是一回事"})
        assert undone.status_code == 303
        assert "归集到本件" not in browser.get(f"/petitions/{head}").text

    def test_tied_without_a_head_and_untied(self, as_: Open, lodge: Lodge, bureau: Bureau) -> None:
        one, other, browser = lodge(), lodge(), as_("operator")
        what = {"how": "tie", "other": other, "reason": "同一笔钱的两头"}
        assert browser.post(f"/petitions/{one}/links", what).status_code == 303
        for here, there in ((one, other), (other, one)):
            page = browser.get(f"/petitions/{here}").text
            assert "与本件关联" in page
            assert f'href="/desk/petitions/{there}"' in page
            assert "同一笔钱的两头" in page
            assert "校验相符" in page
        assert [state(bureau, one), state(bureau, other)] == ["lodged", "lodged"]
        assert browser.post(f"/petitions/{one}/links", what).status_code == 409
        assert browser.post(f"/petitions/{one}/links", {**what, "other": one}).status_code == 409
        undone = browser.post(f"/petitions/{other}/links", {"how": "untie", "other": one, "reason": "弄错了"})
        assert undone.status_code == 303
        assert "与本件关联" not in browser.get(f"/petitions/{one}").text
        again = {"how": "untie", "other": one, "reason": "弄错了"}
        assert browser.post(f"/petitions/{other}/links", again).status_code == 409

    def test_one_that_may_not_be_read_is_not_shown_as_tied(
        self, as_: Open, lodge: Lodge, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        one, other, browser = lodge(), lodge(), as_("operator")
        with bureau.office() as office:
            petition = queries.get(office, one, people["operator"])
            workflow.move(office, petition, "accept", people["operator"])
            workflow.move(office, petition, "assign", people["operator"], unit="QH-102-MZ")
        browser.post(f"/petitions/{one}/links", {"how": "tie", "other": other, "reason": "同一笔钱的两头"})
        assert other not in as_("handler").get(f"/petitions/{one}").text


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def test_a_childs_identity_is_for_heads_alone(as_: Callable[..., Browser], lodge: Callable[..., str]) -> None:
    number = lodge(petitioners=[Complainant("童小明", "13800138001", id_number="990123201605010018")])
    page = as_("operator").post(f"/petitions/{number}/reveal", {"reason": "回电核实办理情况"})
    assert page.status_code == 403
    assert "童小明" not in page.text
    assert (
        "童小明" in as_("supervisor").post(f"/petitions/{number}/reveal", {"reason": "回电核实办理情况"}).text
    )


class TestApplicationSaid:
    KEY = "SQ2600000011"

    def test_it_leads_to_the_application_where_there_is_one_to_see(
        self, bureau: Bureau, people: dict[str, Actor], as_: Open, lodge: Lodge
    ) -> None:
        number = lodge(category="delayed", application_key=self.KEY)
        page = as_("operator").get(f"/petitions/{number}").text
        assert "编号尾号" in page
        assert "没有核对过" in page
        with bureau.office() as office:
            new = NewApplication("dibao", NAME, id_number(), place_unit="QH-102-02")
            assert applications.receive(office, new, people["unit_head"]).number_key == self.KEY
        assert f"/desk/applications/{self.KEY}" in as_("operator").get(f"/petitions/{number}").text

    def test_who_must_not_see_who_complains_does_not_see_it(
        self, as_: Open, lodge: Lodge, bureau: Bureau, people: dict[str, Actor]
    ) -> None:
        number = lodge(identity="confidential", application_key=self.KEY)
        with bureau.office() as office:
            petition = queries.get(office, number, people["operator"])
            workflow.move(office, petition, "accept", people["operator"])
            workflow.move(office, petition, "assign", people["operator"], unit="QH-102-MZ")
        assert "关于的申请" not in as_("handler").get(f"/petitions/{number}").text
        assert "关于的申请" in as_("operator").get(f"/petitions/{number}").text
