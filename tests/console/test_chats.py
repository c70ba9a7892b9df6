"""The live chat desk: waiting, taking over, answering, handing back, and what a watcher sees."""

import re
from collections.abc import Callable

import pytest

from casework import outbox
from casework.calls import calls
from casework.calls.calls import Reported
from casework.conversations import desk, queries, talks
from casework.office import Bureau
from casework.people import units
from casework.people.actors import Actor
from casework.petitions import queries as petitions
from console import live
from console.desk import COOKIE, Desk, Visitor
from console.routes import chats
from store.clock import FixedClock
from tests.console.conftest import Browser

Open = Callable[..., Browser]
WORDS = "我叫王小明，电话13800138000，要找人"


@pytest.fixture
def token(bureau: Bureau, people: dict[str, Actor]) -> str:
    """A talk on the web that waits for a person."""
    with bureau.office() as office:
        talk = talks.find_or_begin(office, "web", "visitor-1")
        talks.keep(office, talk, WORDS)
        desk.ask_for_person(office, talk, "request", "居民要求人工")
        return talk.token


def visitor_of(browser: Browser, actor: Actor, *roles: str) -> Visitor:
    return Visitor(
        actor.id or 0,
        actor.name,
        "",
        actor.unit_code,
        roles,
        actor,
        "full",
        browser.csrf,
        browser.client.cookies[COOKIE],
    )


class TestTalk:
    def test_only_whoever_holds_it_reads_personal_data(self, as_: Open, token: str) -> None:
        holder, watcher = as_("operator"), as_("supervisor")
        assert "13800138000" not in holder.get(f"/chats/{token}").text
        holder.post(f"/chats/{token}/take")
        assert WORDS in holder.get(f"/chats/{token}").text
        watched = watcher.get(f"/chats/{token}").text
        assert "13800138000" not in watched
        assert "王晓芸接着" in watched

    def test_the_offices_own_numbers_are_no_personal_data(
        self, as_: Open, token: str, bureau: Bureau
    ) -> None:
        with bureau.office() as office:
            lines, tree = office.county.read("chat"), units.tree(office)
            own = [lines["hotline"], lines["standby_phone"], lines["discipline_phone"], "110", "12388"]
            own.append(str(tree.get("QH-102-MZ").phone))
            talk = talks.get(office, token)
            talks.say(office, talk, f"打 {'、'.join(own)}，不是 0990-5559876，也不是 13800138000。")
            talks.keep(office, talk, f"我打过 {lines['hotline'].replace('-', '')} 没人接")
        for path in (f"/chats/{token}", "/chats"):
            watched = as_("supervisor").get(path).text
            assert "13800138000" not in watched
            assert "5559876" not in watched
            assert lines["hotline"].replace("-", "") in watched, path
        watched = as_("supervisor").get(f"/chats/{token}").text
        assert [number for number in own if number not in watched] == []

    def test_a_message_that_was_changed_is_known_as_such(self, as_: Open, token: str, bureau: Bureau) -> None:
        holder = as_("operator")
        holder.post(f"/chats/{token}/take")
        assert "改过" not in holder.get(f"/chats/{token}").text
        with bureau.office() as office:
            talks.keep(office, talks.get(office, token), "不是张家庄，是李家庄", edited=True)
        assert "改过" in holder.get(f"/chats/{token}").text

    def test_what_was_understood_is_shown(self, as_: Open, token: str, bureau: Bureau) -> None:
        heard = {"intent": "check_payment", "confidence": 0.8}
        with bureau.office() as office:
            asked = queries.open_handover(office, talks.get(office, token).id)
            assert asked is not None
            asked.understood = heard
        assert "回音听成" in as_("operator").get(f"/chats/{token}").text

    def test_is_taken_by_one(self, as_: Open, token: str) -> None:
        """Who was slower sees whose it is, and looks on."""
        as_("operator").post(f"/chats/{token}/take")
        slower = as_("second_operator")
        answer = slower.post(f"/chats/{token}/take")
        assert answer.headers["location"] == f"/desk/chats/{token}"
        page = slower.get(f"/chats/{token}").text
        assert "已经有同事接了" in page
        assert "王晓芸接着" in page
        assert "您在旁看" in page
        assert slower.post(f"/chats/{token}/say", {"text": "您好"}).status_code == 409

    def test_is_answered_by_whoever_holds_it(self, as_: Open, token: str, bureau: Bureau) -> None:
        holder = as_("operator")
        assert holder.post(f"/chats/{token}/say", {"text": "您好"}).status_code == 409
        holder.post(f"/chats/{token}/take")
        holder.post(f"/chats/{token}/say", {"text": "您好，低保补发今天已到账。"})
        assert holder.post(f"/chats/{token}/say", {"text": " "}).status_code == 409
        with bureau.reading() as office:
            said = talks.history(office, talks.get(office, token))
            assert (said[-1].direction, said[-1].text) == ("operator", "您好，低保补发今天已到账。")

    def test_goes_back_to_huiyin(self, as_: Open, token: str, bureau: Bureau) -> None:
        holder = as_("operator")
        holder.post(f"/chats/{token}/take")
        holder.post(f"/chats/{token}/back", {"outcome": "已解释"})
        with bureau.reading() as office:
            assert talks.get(office, token).state == "bot"

    def test_in_a_colleagues_hands_is_not_struck_off(self, as_: Open, token: str) -> None:
        as_("operator").post(f"/chats/{token}/take")
        answer = as_("second_operator").post(f"/chats/{token}/settle", {"outcome": "划去"})
        assert answer.status_code == 409

    def test_becomes_a_petition_that_is_answered_there(self, as_: Open, token: str, bureau: Bureau) -> None:
        holder = as_("operator")
        assert holder.get(f"/chats/{token}/lodge").status_code == 409
        holder.post(f"/chats/{token}/take")
        page = holder.get(f"/chats/{token}/lodge").text
        assert WORDS in page
        key = page.split('name="key" value="')[1].split('"')[0]
        form = {"notes": WORDS, "category": "payment_missing", "name": "王小明", "key": key}
        pages = [holder.post(f"/chats/{token}/lodge", form).text for _ in range(2)]
        number = pages[0].split('<p class="figure no">')[1].split("<")[0]
        assert number in pages[1]
        with bureau.reading() as office:
            petition = petitions.get(office, number, Actor.system("test"))
            assert (petition.channel, petition.conversation_id) == ("web", talks.get(office, token).id)
        assert number in holder.get(f"/chats/{token}").text

    def test_that_does_not_exist(self, as_: Open) -> None:
        assert as_("operator").get("/chats/none").status_code == 404

    def test_text_is_never_markup(self, as_: Open, bureau: Bureau, token: str) -> None:
        with bureau.office() as office:
            talks.keep(
                office, talks.get(office, token), "<script>alert(1)</script><img src=x onerror=alert(1)>"
            )
        holder = as_("operator")
        holder.post(f"/chats/{token}/take")
        text = holder.get(f"/chats/{token}").text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


class TestPush:
    @pytest.fixture
    def house(self, bureau: Bureau) -> Desk:
        return Desk(bureau, None, None, None)  # type: ignore[arg-type]

    def test_alerts_once_and_again_when_it_gets_more_pressing(
        self, as_: Open, bureau: Bureau, house: Desk, people: dict[str, Actor]
    ) -> None:
        who = visitor_of(as_("operator"), people["operator"], "operator")
        first = live.look(house, who, None, True)
        assert first is not None
        assert list(first.news(None)) == []
        with bureau.office() as office:
            talk = talks.find_or_begin(office, "web", "visitor-2")
            desk.ask_for_person(office, talk, "request", "要人工")
        second = live.look(house, who, first, False)
        assert second is not None
        assert [alert["urgent"] for alert in second.news(first)] == [False]
        assert dict(second.changed(first)) == {"waiting": 1}
        with bureau.office() as office:
            desk.ask_for_person(office, talks.get(office, talk.token), "crisis", "说不想活了")
        third = live.look(house, who, second, False)
        assert third is not None
        assert [alert["urgent"] for alert in third.news(second)] == [True]
        assert [alert["at"] for alert in third.news(second)] == [f"/chats/{talk.token}"]
        fourth = live.look(house, who, third, False)
        assert fourth is not None
        assert list(fourth.news(third)) == []

    def test_what_is_said_and_what_rings_is_pushed_to_the_lists(
        self, as_: Open, bureau: Bureau, house: Desk, people: dict[str, Actor], token: str, clock: FixedClock
    ) -> None:
        browser = as_("operator")
        who = visitor_of(browser, people["operator"], "operator")
        first = live.look(house, who, None, True)
        assert first is not None
        with bureau.office() as office:
            talks.keep(office, talks.get(office, token), "在吗")
            calls.report(office, Reported("c1", "ringing", "13700001111"))
        second = live.look(house, who, first, False)
        assert second is not None
        assert set(dict(second.changed(first))) == {"talks", "ringing"}
        with bureau.office() as office:
            calls.report(office, Reported("c1", "missed", "13700001111"))
        third = live.look(house, who, second, False)
        assert third is not None
        assert dict(third.changed(second))["ringing"] == 0
        pages = {path: browser.get(path).text for path in ("/chats", "/calls")}
        for path, name in {("/chats", "waiting"), ("/chats", "talks"), ("/calls", "ringing")}:
            assert f'sse-swap="{name}"' in pages[path]
            assert re.search(rf'data-pushed="[^"]*\b{name}\b', pages[path])
        assert f'id="wait-{token}"' in pages["/chats"], "the row that was chosen is known again"

    def test_what_is_pushed_to_a_watcher_stays_masked(
        self, as_: Open, bureau: Bureau, house: Desk, people: dict[str, Actor], token: str
    ) -> None:
        as_("operator").post(f"/chats/{token}/take")
        watcher = visitor_of(as_("supervisor"), people["supervisor"], "supervisor")
        holder = visitor_of(as_("operator"), people["operator"], "operator")
        with bureau.office() as office:
            talk = talks.get(office, token)
            before = talks.history(office, talk)[-1].id
            talks.keep(office, talk, WORDS)
        for who, clear in ((watcher, False), (holder, True)):
            news = chats._news(house, who, token, before)
            assert news is not None
            (said,) = news.said
            assert [said.text == WORDS, "13800138000" in said.text, bool(news.asked)] == [clear] * 3

    def test_a_browser_whose_line_dropped_is_told_what_it_missed_and_nothing_twice(
        self, as_: Open, bureau: Bureau, house: Desk, people: dict[str, Actor]
    ) -> None:
        who = visitor_of(as_("operator"), people["operator"], "operator")
        with bureau.office() as office:
            desk.ask_for_person(office, talks.find_or_begin(office, "web", "v-1"), "request", "要人工")
        before = live.look(house, who, None, True)
        assert before is not None
        with bureau.office() as office:
            desk.ask_for_person(office, talks.find_or_begin(office, "web", "v-2"), "crisis", "说不想活了")
        after = live.look(house, who, live.Picture.remembered(before.mark), True)
        assert after is not None
        assert [alert["urgent"] for alert in after.news(live.Picture.remembered(before.mark))] == [True]
        assert list(after.news(live.Picture.remembered(after.mark))) == []
        assert live.Picture.remembered("") is None
        assert [alert["urgent"] for alert in after.news(None)] == [True], (
            "who comes in hears of danger at once"
        )

    def test_danger_in_a_talk_in_hand_alerts_its_holder_once(
        self, as_: Open, bureau: Bureau, house: Desk, people: dict[str, Actor], token: str
    ) -> None:
        as_("operator").post(f"/chats/{token}/take")
        holder = visitor_of(as_("operator"), people["operator"], "operator")
        other = visitor_of(as_("second_operator"), people["second_operator"], "operator")
        before = live.look(house, holder, None, True)
        with bureau.office() as office:
            desk.ask_for_person(office, talks.get(office, token), "crisis", "说不想活了")
        after = live.look(house, holder, before, False)
        assert after is not None
        assert [alert["urgent"] for alert in after.news(before)] == [True]
        beside = live.look(house, other, None, False)
        assert beside is not None
        assert beside.alerts == {}

    def test_danger_that_was_heard_of_is_not_told_again_when_it_is_taken(
        self, as_: Open, bureau: Bureau, house: Desk, people: dict[str, Actor], token: str
    ) -> None:
        holder = visitor_of(as_("operator"), people["operator"], "operator")
        with bureau.office() as office:
            desk.ask_for_person(office, talks.get(office, token), "crisis", "说不想活了")
        before = live.look(house, holder, None, True)
        as_("operator").post(f"/chats/{token}/take")
        after = live.look(house, holder, before, False)
        assert after is not None
        assert list(after.news(before)) == []

    def test_ends_with_the_session(
        self, as_: Open, house: Desk, people: dict[str, Actor], clock: FixedClock
    ) -> None:
        browser = as_("operator")
        who = visitor_of(browser, people["operator"], "operator")
        browser.post("/logout")
        assert live.look(house, who, None, True) is None

    def test_tells_a_handler_nothing_of_calls_and_chats(
        self, as_: Open, house: Desk, people: dict[str, Actor], token: str
    ) -> None:
        picture = live.look(house, visitor_of(as_("handler"), people["handler"], "handler"), None, True)
        assert picture is not None
        assert set(picture.counts) == {"urgent"}
        assert picture.alerts == {}


def test_letters_that_did_not_arrive_are_listed(as_: Callable[..., Browser], bureau: Bureau) -> None:
    with bureau.office() as office:
        token = talks.find_or_begin(office, "telegram", "4711").token
        outbox.write(office, "telegram", "4711", "已经受理", key="k")
        (letter,) = outbox.claim(office)
        outbox.blocked(office, letter, outbox.UNCERTAIN)
    page = as_("operator").get("/chats").text
    assert outbox.UNCERTAIN in page
    assert f"/chats/{token}" in page
