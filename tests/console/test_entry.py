"""Coming in: passwords, second factor, slow guessing, sessions, and where one lands."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from httpx import Response
from sqlalchemy import select

from casework.office import Bureau
from casework.people import credentials, sessions, staff
from casework.people.access_models import LoginAttempt, StaffSession
from console.desk import COOKIE
from console.security import inside
from store.clock import FixedClock
from store.settings import Settings
from tests.console.conftest import PASSWORD, Browser


@pytest.fixture
def password(bureau: Bureau, people: object) -> Callable[[str], None]:
    def give(login: str) -> None:
        with bureau.office() as office:
            person = staff.by_login(office, login)
            credentials.set_password(office, person, PASSWORD)
            credentials.of(office, person).must_change = False

    return give


def log_in(visitor: Browser, login: str, password: str = PASSWORD, **more: str) -> Response:
    return visitor.post("/login", {"login": login, "password": password, **more})


def token_on(response: Response) -> str:
    return response.text.split('name="csrf" value="')[1].split('"')[0]


class TestPassword:
    def test_right_one_opens_the_desk(self, visitor: Browser, password: Callable) -> None:
        password("operator")
        answer = log_in(visitor, "Operator ")
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/")
        assert visitor.get("/").status_code == 200

    def test_cookie_is_kept_from_scripts_and_other_sites(
        self, visitor: Browser, password: Callable, settings: Settings
    ) -> None:
        password("operator")
        settings.secure_cookies = True
        cookie = log_in(visitor, "operator").headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "Secure" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/desk" in cookie

    @pytest.mark.parametrize("login", ["operator", "nobody"])
    def test_wrong_one_never_says_which_part(self, visitor: Browser, password: Callable, login: str) -> None:
        password("operator")
        answer = log_in(visitor, login, "lingwai-yiju-hua")
        assert answer.status_code == 401
        assert "登录名或密码不对" in answer.text

    def test_account_without_password_stays_shut(self, visitor: Browser, people: object) -> None:
        assert log_in(visitor, "operator", "").status_code == 401

    def test_disabled_account_stays_shut(self, visitor: Browser, password: Callable, bureau: Bureau) -> None:
        password("operator")
        with bureau.office() as office:
            staff.leave(office, staff.by_login(office, "operator"))
        assert log_in(visitor, "operator").status_code == 401

    def test_given_one_must_be_changed_first(
        self, visitor: Browser, password: Callable, bureau: Bureau
    ) -> None:
        password("operator")
        with bureau.office() as office:
            credentials.of(office, staff.by_login(office, "operator")).must_change = True
        assert log_in(visitor, "operator").headers["location"] == "/desk/login/password"
        assert visitor.get("/petitions").headers["location"] == "/desk/login/password"
        visitor.csrf = token_on(visitor.get("/login/password"))
        new = "beipo-qike-baiyang"
        weak = visitor.post("/login/password", {"old": PASSWORD, "new": "1234567890", "again": "1234567890"})
        assert "很常见的密码" in weak.text
        done = visitor.post("/login/password", {"old": PASSWORD, "new": new, "again": new})
        assert done.headers["location"] == "/desk/"
        assert visitor.get("/petitions").status_code == 200

    def test_changing_it_ends_other_sessions(
        self, as_: Callable, visitor: Browser, password: Callable
    ) -> None:
        password("operator")
        elsewhere = as_("operator")
        here = as_("operator")
        new = "beipo-qike-baiyang"
        here.post("/login/password", {"old": PASSWORD, "new": new, "again": new})
        assert here.get("/").status_code == 200
        assert elsewhere.get("/").headers["location"].startswith("/desk/login")


class TestGuessing:
    def test_sixth_try_waits_even_with_the_right_password(
        self, visitor: Browser, password: Callable, clock: FixedClock
    ) -> None:
        password("operator")
        for _ in range(5):
            assert log_in(visitor, "operator", "caiyige-mima-shishi").status_code == 401
        shut = log_in(visitor, "operator")
        assert shut.status_code == 429
        assert "30 秒" in shut.text
        clock.move(seconds=31)
        assert log_in(visitor, "operator").status_code == 303

    def test_waiting_does_not_make_it_longer(
        self, visitor: Browser, password: Callable, clock: FixedClock
    ) -> None:
        password("operator")
        for _ in range(15):
            log_in(visitor, "operator", "caiyige-mima-shishi")
        clock.move(seconds=31)
        assert log_in(visitor, "operator").status_code == 303

    def test_wait_doubles(self, visitor: Browser, password: Callable, clock: FixedClock) -> None:
        password("operator")
        for _ in range(5):
            log_in(visitor, "operator", "caiyige-mima-shishi")
        clock.move(seconds=31)
        log_in(visitor, "operator", "caiyige-mima-shishi")
        assert "1 分 0 秒" in log_in(visitor, "operator").text

    def test_right_password_does_not_free_guessing_of_codes(
        self, visitor: Browser, password: Callable, bureau: Bureau
    ) -> None:
        password("supervisor")
        with bureau.office() as office:
            person = staff.by_login(office, "supervisor")
            credentials.enrolment(office, person)
            credentials.of(office, person).totp_confirmed_at = office.clock.now()
        answers = []
        for _ in range(7):
            log_in(visitor, "supervisor")
            visitor.csrf = token_on(visitor.get("/login/code"))
            answers.append(visitor.post("/login/code", {"code": "000000"}).status_code)
        assert answers[:5] == [401] * 5
        assert answers[5:] == [429] * 2

    def test_every_try_is_on_record_without_the_name(
        self, visitor: Browser, password: Callable, bureau: Bureau
    ) -> None:
        password("operator")
        log_in(visitor, "operator", "caiyige-mima-shishi")
        log_in(visitor, "operator")
        with bureau.reading() as office:
            tries = office.db.scalars(select(LoginAttempt).order_by(LoginAttempt.id)).all()
            assert [one.outcome for one in tries] == ["failed", "passed"]
            assert all("operator" not in one.login_index for one in tries)


class TestSecondFactor:
    def test_is_set_up_at_first_log_in_and_asked_for_after(
        self, visitor: Browser, password: Callable, clock: FixedClock
    ) -> None:
        password("supervisor")
        assert log_in(visitor, "supervisor").headers["location"] == "/desk/login/enrol"
        assert visitor.get("/petitions").headers["location"] == "/desk/login/enrol"
        page = visitor.get("/login/enrol")
        visitor.csrf = token_on(page)
        totp = pyotp.TOTP(page.text.split("<code>")[1].split("</code>")[0].replace(" ", ""))
        before = visitor.client.cookies[COOKIE]
        assert visitor.post("/login/enrol", {"code": "123"}).status_code == 401
        done = visitor.post("/login/enrol", {"code": totp.at(clock.now())})
        assert done.headers["location"] == "/desk/"
        assert visitor.client.cookies[COOKIE] != before
        visitor.csrf = token_on(visitor.get("/"))
        visitor.post("/logout")
        assert log_in(visitor, "supervisor").headers["location"] == "/desk/login/code"
        visitor.csrf = token_on(visitor.get("/login/code"))
        used = visitor.post("/login/code", {"code": totp.at(clock.now())})
        assert used.status_code == 401, "a code works once"
        clock.move(seconds=30)
        assert visitor.post("/login/code", {"code": totp.at(clock.now())}).headers["location"] == "/desk/"

    def test_under_strict_needs_the_administrators_word(
        self, visitor: Browser, password: Callable, clock: FixedClock, settings: Settings, bureau: Bureau
    ) -> None:
        settings.second_factor = "strict"
        password("inspector")
        with bureau.office() as office:
            word = credentials.reset_second_factor(office, staff.by_login(office, "inspector"))
        log_in(visitor, "inspector")
        page = visitor.get("/login/enrol")
        visitor.csrf = token_on(page)
        totp = pyotp.TOTP(page.text.split("<code>")[1].split("</code>")[0].replace(" ", ""))
        code = totp.at(clock.now())
        assert visitor.post("/login/enrol", {"code": code, "word": "00000000"}).status_code == 401
        assert visitor.post("/login/enrol", {"code": code, "word": word}).status_code == 303

    def test_can_be_off_for_demonstrations_only(
        self, visitor: Browser, password: Callable, settings: Settings
    ) -> None:
        settings.second_factor = "off"
        password("supervisor")
        assert log_in(visitor, "supervisor").headers["location"] == "/desk/"
        assert "演示环境" in visitor.get("/login").text


class TestSession:
    def test_log_out_ends_it_on_the_server(self, as_: Callable) -> None:
        browser = as_("operator")
        kept = browser.client.cookies[COOKIE]
        browser.post("/logout")
        browser.client.cookies.set(COOKIE, kept, path="/desk")
        assert browser.get("/").headers["location"].startswith("/desk/login")

    def test_ends_when_idle_and_when_old(self, as_: Callable, clock: FixedClock) -> None:
        browser = as_("operator")
        for _ in range(7):
            clock.move(minutes=100)
            assert browser.get("/help").status_code == 200
        clock.move(minutes=100)
        assert browser.get("/help").status_code == 303, "twelve hours are over"
        other = as_("operator")
        clock.move(minutes=121)
        assert other.get("/help").status_code == 303, "two hours without a request"

    def test_ends_at_once_when_the_account_is_closed(self, as_: Callable, bureau: Bureau) -> None:
        browser = as_("operator")
        with bureau.office() as office:
            staff.leave(office, staff.by_login(office, "operator"))
        assert browser.get("/").status_code == 303

    def test_token_is_kept_nowhere_in_clear(self, as_: Callable, bureau: Bureau) -> None:
        token = as_("operator").client.cookies[COOKIE]
        with bureau.reading() as office:
            session = office.db.scalars(select(StaffSession)).one()
            assert token not in session.digest
            assert sessions.find(office, token) is not None


class TestWhereOneLands:
    def test_where_one_wanted_to_go(self, visitor: Browser, password: Callable) -> None:
        password("operator")
        sent = urlsplit(visitor.get("/petitions?list=overdue").headers["location"])
        assert sent.path == "/desk/login"
        assert parse_qs(sent.query) == {"next": ["/desk/petitions?list=overdue"]}
        assert log_in(visitor, "operator", next="/desk/petitions?list=overdue").headers["location"] == (
            "/desk/petitions?list=overdue"
        )

    @pytest.mark.parametrize(
        "target",
        [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "/desk/\nx",
            "",
        ],
    )
    def test_never_outside(self, target: str) -> None:
        assert inside(target, "/desk/") == "/desk/"
