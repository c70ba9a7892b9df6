"""The web chat: its page, its calls, and what it refuses."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select

from actions import registers
from bot import web, wording
from bot.gateway import Gateway
from casework import outbox
from casework.assistance import access, asking
from casework.conversations import desk, forgetting, talks
from casework.conversations.models import Conversation
from casework.office import Bureau
from store import signs
from store.engine import AWAY
from store.settings import Settings
from tests.bot.conftest import FakeRasa
from tests.dialogues.stage import PIXEL
from understanding import Answer

FROM_PAGE = {"X-Huiyin": "1"}


@pytest.fixture
def app(bureau: Bureau, gateway: Gateway) -> FastAPI:
    app = FastAPI()
    app.include_router(web.router(bureau, gateway, Settings()))
    web.when_away(app, bureau)
    web.when_unreadable(app)
    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        client.get("/")
        yield client


def say(client: TestClient, text: str, update: str = "w001", after: int = 0, **more: object) -> list[dict]:
    body = {"update": update, "text": text, **more}
    answer = client.post(f"/chat/say?after={after}", json=body, headers=FROM_PAGE)
    assert answer.status_code == 200, answer.text
    return answer.json()["messages"]


class TestDatabaseAway:
    @pytest.fixture(params=[*AWAY])
    def away(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
        """The database cannot be had, in each of the ways in which that shows."""

        def refuse(_: Bureau) -> None:
            raise request.param("SELECT 1", {}, Exception("server closed the connection"))

        for work in ("office", "reading"):
            monkeypatch.setattr(Bureau, work, refuse)
        return monkeypatch

    def test_a_sentence_and_not_a_bare_error(self, client: TestClient, away: pytest.MonkeyPatch) -> None:
        for answer in (
            client.post("/chat/say", json={"update": "w-away", "text": "你好"}, headers=FROM_PAGE),
            client.get("/chat/messages"),
            client.get("/chat/wait"),
        ):
            assert answer.status_code == 503
            assert "恢复后自动发出" in answer.json()["detail"]
            assert "110" in answer.json()["detail"]
            assert answer.headers["retry-after"] == "5"
            assert "server closed" not in answer.text

    def test_the_page_itself_opens(self, client: TestClient, away: pytest.MonkeyPatch) -> None:
        assert client.get("/").status_code == 200

    def test_sent_again_it_is_said_once(self, client: TestClient, away: pytest.MonkeyPatch) -> None:
        body = {"update": "w-away", "text": "你好"}
        client.post("/chat/say", json=body, headers=FROM_PAGE)
        away.undo()
        said = say(client, "你好", "w-away") + say(client, "你好", "w-away")
        assert {message["id"] for message in said if message["text"] == "你好"} == {said[0]["id"]}


class TestPage:
    def test_nothing_from_elsewhere_and_no_script_in_it(self, client: TestClient) -> None:
        answer = client.get("/")
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert not re.search(r"<script(?![^>]*src=)|style=|\son\w+=|https?://", answer.text)

    def test_what_is_stored_can_be_read_before_a_word_is_said(self, client: TestClient) -> None:
        page = client.get("/").text
        wanted = (
            "青禾县民政局",
            "180 天",
            "敏感信息",
            "不满 14 岁",
            "监护人",
            "更正或删除",
            "有疑问打 0990-5512349",
        )
        assert [word for word in wanted if word not in page] == []

    def test_cookie_is_out_of_reach_of_scripts(self, client: TestClient) -> None:
        client.cookies.clear()
        cookie = client.get("/").headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie

    def test_cookie_is_for_encrypted_connections_where_this_one_is(self, app: FastAPI) -> None:
        with TestClient(app, base_url="https://chat.test") as client:
            assert "Secure" in client.get("/").headers["set-cookie"]
            assert "Secure" in client.post("/chat/leave", headers=FROM_PAGE).headers["set-cookie"]

    def test_same_device_keeps_its_talk(self, client: TestClient) -> None:
        before = client.cookies[web.COOKIE]
        client.get("/")
        assert client.cookies[web.COOKIE] == before

    def test_script_is_es5(self, client: TestClient) -> None:
        script = client.get("/chat/static/chat.js").text
        assert not re.search(r"=>|\blet\b|\bconst\b|`|\basync\b|\bfetch\(", script)

    @pytest.mark.parametrize("name", ["../web.py", "..%2fweb.py", "chat.py"])
    def test_no_other_file_is_given(self, client: TestClient, name: str) -> None:
        assert client.get(f"/chat/static/{name}").status_code == 404

    def test_poster_has_the_code_and_the_hotline(self, client: TestClient) -> None:
        assert "0990-5512349" in client.get("/poster").text
        assert client.get("/qr.svg").text.startswith("<?xml")


class TestTalk:
    def test_said_and_answered(self, client: TestClient) -> None:
        messages = say(client, "低保多少钱")
        assert [(message["who"], message["text"]) for message in messages] == [
            ("resident", "低保多少钱"),
            ("huiyin", "听到：低保多少钱"),
        ]

    def test_sent_twice_is_said_once(self, client: TestClient, rasa: FakeRasa) -> None:
        say(client, "低保多少钱")
        assert len(say(client, "低保多少钱")) == 2
        assert rasa.heard == ["低保多少钱"]

    def test_only_what_is_new_comes(self, client: TestClient) -> None:
        last = say(client, "一")[-1]["id"]
        assert [message["text"] for message in say(client, "二", "w002", last)] == ["二", "听到：二"]

    def test_history_is_there_after_a_reload(self, client: TestClient) -> None:
        say(client, "一")
        client.get("/")
        assert len(client.get("/chat/messages").json()["messages"]) == 2

    def test_buttons(self, client: TestClient, rasa: FakeRasa) -> None:
        rasa.answers = [Answer("对吗", (("对，提交", "/affirm"),))]
        (button,) = say(client, "念")[-1]["buttons"]
        say(client, "", "w002", button=button["id"])
        assert rasa.heard == ["念", "/affirm"]

    def test_another_device_sees_nothing(self, client: TestClient, app: FastAPI) -> None:
        say(client, "我的事")
        with TestClient(app) as other:
            other.get("/")
            assert other.get("/chat/messages").json()["messages"] == []

    def test_leaving_a_shared_phone(self, client: TestClient) -> None:
        say(client, "我的事")
        client.post("/chat/leave", headers=FROM_PAGE)
        assert client.get("/chat/messages").json()["messages"] == []

    def test_other_sites_cannot_speak_for_a_resident(self, client: TestClient, rasa: FakeRasa) -> None:
        answer = client.post("/chat/say", json={"update": "w001", "text": "撤回我的投诉"})
        assert answer.status_code == 403
        assert rasa.heard == []

    def test_without_a_cookie_a_sentence(self, app: FastAPI) -> None:
        with TestClient(app) as bare:
            answer = bare.post("/chat/say", json={"update": "w001", "text": "喂"}, headers=FROM_PAGE)
        assert answer.status_code == 401
        assert "刷新" in answer.json()["detail"]

    @pytest.mark.parametrize(
        "body", [{}, {"update": "w001"}, {"update": "w001", "text": "  "}, {"update": "x", "text": "喂"}]
    )
    def test_bad_calls_are_refused(self, client: TestClient, body: dict[str, str]) -> None:
        assert client.post("/chat/say", json=body, headers=FROM_PAGE).status_code == 422


class TestPoison:
    """Nothing that a page may hold in its queue is answered with a fault: it would be sent again for ever."""

    def send(self, client: TestClient, body: bytes) -> Response:
        headers = {**FROM_PAGE, "Content-Type": "application/json"}
        return client.post("/chat/say", content=body, headers=headers)

    @pytest.mark.parametrize(
        "body",
        [
            rb'{"update": "w\ud83d01", "text": "a"}',
            rb'{"update": "w001", "text": NaN}',
            rb'{"update": "w001", "text": Infinity}',
            rb'{"update": "w001", "text": ["13800138000", "\ud83d"]}',
            rb'{"update": "w001", "text": "a", "button": "\udc00"}',
            rb'{"update": "w\u0000001", "text": "a"}',
            b'{"update": "w001", "text": "' + b"a" * 20_001 + b'"}',
            b"{",
        ],
    )
    def test_refused_in_a_sentence_that_repeats_nothing(
        self, client: TestClient, body: bytes, rasa: FakeRasa
    ) -> None:
        answer = self.send(client, body)
        assert answer.status_code == 422
        assert answer.json() == {"detail": wording.UNREADABLE}
        assert rasa.heard == []

    def test_no_text_but_bytes(self, client: TestClient) -> None:
        assert self.send(client, b'{"update": "w001", "text": "\xff"}').status_code in (400, 422)

    @pytest.mark.parametrize(
        ("text", "kept"), [(rb"\u6211\ud83d", "我"), (rb"\udc00\u6211\ud83d\ude00", "我😀")]
    )
    def test_half_a_character_is_left_out_and_the_rest_is_heard(
        self, client: TestClient, text: bytes, kept: str
    ) -> None:
        answer = self.send(client, b'{"update": "w001", "text": "%b"}' % text)
        assert answer.status_code == 200
        assert answer.json()["messages"][0]["text"] == kept

    def test_nothing_but_half_a_character_is_nothing(self, client: TestClient) -> None:
        answer = self.send(client, rb'{"update": "w001", "text": "\ud83d"}')
        assert answer.status_code == 422
        assert isinstance(answer.json()["detail"], str)


class TestLetters:
    def test_a_letter_appears_in_the_talk_once_and_in_order(self, client: TestClient, bureau: Bureau) -> None:
        token = client.cookies[web.COOKIE]
        with bureau.office() as office:
            for text in ("受理了", "交办了"):
                outbox.write(office, "web", token, text, key=text)
        for _ in range(2):
            texts = [message["text"] for message in client.get("/chat/messages").json()["messages"]]
            assert texts == ["受理了", "交办了"]
        with bureau.reading() as office:
            assert outbox.waiting(office) == 0

    def test_rating_buttons_stand_for_their_petition(
        self, client: TestClient, bureau: Bureau, rasa: FakeRasa
    ) -> None:
        buttons = [
            {"title": title, "payload": f"rate:HY26-0000-0011:{value}"}
            for title, value in (("满意", "3"), ("不满意", "1"))
        ]
        with bureau.office() as office:
            outbox.write(office, "web", client.cookies[web.COOKIE], "答复", buttons, key="a")
        (message,) = client.get("/chat/messages").json()["messages"]
        say(client, "", button=message["buttons"][1]["id"])
        assert rasa.turns[0][1] == "/reject_reply"
        assert rasa.turns[0][2] == rasa.turns[0][2] | {"title": "不满意", "about": "HY26-0000-0011"}

    def test_the_wait_ends_when_a_person_speaks(self, client: TestClient, bureau: Bureau) -> None:
        last = say(client, "转人工")[-1]["id"]
        with bureau.office() as office:
            token = talks.find_or_begin(office, "web", client.cookies[web.COOKIE]).token
            desk.take(office, token, 7, "赵敏")
        answer = client.get(f"/chat/wait?after={last}").json()
        assert answer["state"] == "operator"
        assert answer["messages"][0]["who"] == "operator"

    @pytest.mark.parametrize("on_duty", [True, False])
    def test_who_waits_is_told_whether_anybody_is_there(
        self, client: TestClient, bureau: Bureau, monkeypatch: pytest.MonkeyPatch, on_duty: bool
    ) -> None:
        monkeypatch.setattr("casework.conversations.desk.anyone_on_duty", lambda office: on_duty)
        say(client, "转人工")
        with bureau.office() as office:
            talk = talks.find_or_begin(office, "web", client.cookies[web.COOKIE])
            desk.ask_for_person(office, talk, "request", "要人工")
        answer = client.get("/chat/messages").json()
        assert (answer["state"], answer["ahead"], answer["staffed"]) == ("waiting", 0, on_duty)

    def test_who_types_is_told_to_the_other_side_only_while_a_person_holds_the_talk(
        self, client: TestClient, bureau: Bureau
    ) -> None:
        last = say(client, "转人工")[-1]["id"]
        with bureau.office() as office:
            token = talks.find_or_begin(office, "web", client.cookies[web.COOKIE]).token
        here = signs.of("")
        client.post("/chat/typing", headers=FROM_PAGE)
        assert not here.is_up(f"resident:{token}")
        with bureau.office() as office:
            desk.take(office, token, 7, "赵敏")
        last = client.get(f"/chat/wait?after={last}").json()["messages"][-1]["id"]
        client.post("/chat/typing", headers=FROM_PAGE)
        assert here.is_up(f"resident:{token}")
        here.give(f"operator:{token}", 5)
        assert client.get(f"/chat/wait?after={last}").json()["typing"] is True
        say(client, "卡号没变过")
        assert not here.is_up(f"resident:{token}"), "what was typed has been said"


class TestFiles:
    def send(self, client: TestClient, data: bytes, name: str = "a.png") -> list[dict]:
        answer = client.post(
            "/chat/file",
            data={"update": "f001", "text": ""},
            files={"files": (name, data)},
            headers=FROM_PAGE,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()["messages"]

    def test_a_photo_is_shown_as_a_picture_drawn_anew(self, client: TestClient) -> None:
        (file,) = self.send(client, PIXEL, "../../x.html")[0]["files"]
        assert file["name"] == "照片1.png"
        picture = client.get(f"/chat/picture/{file['id']}")
        assert picture.headers["content-type"] == "image/jpeg"
        assert picture.content[:2] == b"\xff\xd8"

    def test_somebody_elses_photo_is_not_given(self, client: TestClient, app: FastAPI) -> None:
        (file,) = self.send(client, PIXEL)[0]["files"]
        with TestClient(app) as other:
            other.get("/")
            assert other.get(f"/chat/picture/{file['id']}").status_code == 404

    def test_a_program_is_refused_with_a_sentence(self, client: TestClient, rasa: FakeRasa) -> None:
        assert "收不了" in self.send(client, b"MZ\x90\x00", "photo.png")[-1]["text"]
        assert rasa.heard == []


class TestWhoMayAsk:
    """Tries at numbers of applications are counted by the caller's address, whatever cookie comes with them."""

    def visitors(
        self, app: FastAPI, bureau: Bureau, rasa: FakeRasa, host: str, tries: int, first: int = 1
    ) -> int:
        """How many visitors, each on a device of its own, try one number each before one is held back."""
        held = []

        def guess() -> None:
            serial = len(rasa.turns) + first
            try:
                with bureau.office() as office:
                    asker = registers.asker_of(office, rasa.turns[-1][0])
                    asking.verify(office, f"SQ26-0000-{serial:04d}", "0000", asker)
            except asking.TooManyTries as refused:
                held.append(refused)

        rasa.during = guess
        for visitor in range(tries):
            with TestClient(app, client=(host, 50000)) as client:
                client.get("/")
                say(client, "我的申请办到哪了")
            if held:
                return visitor
        return tries

    def test_fresh_cookies_do_not_let_one_address_walk_along_the_numbers(
        self, app: FastAPI, bureau: Bureau, rasa: FakeRasa
    ) -> None:
        assert self.visitors(app, bureau, rasa, "203.0.113.9", 45) <= access.PER_NETWORK
        assert self.visitors(app, bureau, rasa, "198.51.100.7", 3) == 3

    def test_neighbours_in_the_network_of_one_household_are_one_address(
        self, app: FastAPI, bureau: Bureau, rasa: FakeRasa
    ) -> None:
        assert self.visitors(app, bureau, rasa, "2001:db8:1:2::a", 45) <= access.PER_NETWORK
        assert self.visitors(app, bureau, rasa, "2001:db8:1:2::b", 1) == 0
        assert self.visitors(app, bureau, rasa, "2001:db8:1:3::a", 1) == 1

    def test_the_address_is_not_kept_in_clear_and_goes_with_the_talk(
        self, app: FastAPI, bureau: Bureau
    ) -> None:
        with TestClient(app, client=("203.0.113.9", 50000)) as client:
            client.get("/")
            say(client, "你好")
        with bureau.office() as office:
            (talk,) = office.db.scalars(select(Conversation))
            assert talk.network_index
            assert "203.0.113.9" not in str(vars(talk))
            forgetting.forget(office, talk)
            assert talk.network_index is None
