"""Coming in: passwords, second factor, slow guessing, sessions, and where one lands."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from fastapi import FastAPI
from httpx import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from casework.office import Bureau
from casework.people import credentials, sessions, staff, units
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

    def test_cookies_are_for_encrypted_connections_where_this_one_is(
        self, site: FastAPI, password: Callable
    ) -> None:
        password("operator")
        browser = Browser(TestClient(site, base_url="https://desk.test"))
        coming = log_in(browser, "operator")
        browser.csrf = token_on(browser.get("/"))
        set_by = [coming, browser.post("/logout")]
        cookies = [cookie for answer in set_by for cookie in answer.headers.get_list("set-cookie")]
        given = [cookie for cookie in cookies if "Max-Age=0" not in cookie]
        assert len(given) == 2
        assert all("Secure" in cookie and "HttpOnly" in cookie and "SameSite" in cookie for cookie in given)

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

    def test_new_ones_that_are_too_easy_shut_nobody_out(
        self, visitor: Browser, password: Callable, bureau: Bureau
    ) -> None:
        password("operator")
        log_in(visitor, "operator")
        visitor.csrf = token_on(visitor.get("/login/password"))
        for new in (
            "duan",
            "1234567890",
            "aaaaaaaaaa",
            "qwertyuiop12",
            "operator-mima",
            "dibao12349",
            PASSWORD,
        ):
            answer = visitor.post("/login/password", {"old": PASSWORD, "new": new, "again": new})
            assert answer.status_code == 422
            assert "试错次数太多" not in answer.text, new
        with bureau.reading() as office:
            assert "failed" not in office.db.scalars(select(LoginAttempt.outcome)).all()
        new = "qingtian-lushui-88"
        assert visitor.post("/login/password", {"old": PASSWORD, "new": new, "again": new}).status_code == 303

    def test_the_old_one_is_guessed_there_no_faster(self, visitor: Browser, password: Callable) -> None:
        password("operator")
        log_in(visitor, "operator")
        visitor.csrf = token_on(visitor.get("/login/password"))
        for old in (f"cuo-{number}-mima" for number in range(5)):
            visitor.post("/login/password", {"old": old, "new": "1234567890", "again": "1234567890"})
        answer = visitor.post("/login/password", {"old": PASSWORD, "new": "duan", "again": "duan"})
        assert "试错次数太多" in answer.text

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

    def test_right_codes_of_other_steps_are_no_use(
        self, visitor: Browser, password: Callable, clock: FixedClock, bureau: Bureau
    ) -> None:
        """One step off is a slow clock; two are an old code, or one that somebody worked out ahead."""
        password("supervisor")
        with bureau.office() as office:
            person = staff.by_login(office, "supervisor")
            secret, _ = credentials.enrolment(office, person)
            credentials.of(office, person).totp_confirmed_at = office.clock.now()
        log_in(visitor, "supervisor")
        visitor.csrf = token_on(visitor.get("/login/code"))
        answers = {}
        for steps in (-2, 2, -1):
            code = pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=30 * steps))
            answers[steps] = visitor.post("/login/code", {"code": code}).status_code
        assert answers == {-2: 401, 2: 401, -1: 303}

    @pytest.mark.postgres
    def test_a_code_given_twice_at_the_same_moment_works_once(self, pg_bureau: Bureau) -> None:
        """On PostgreSQL, where two log-ins look at the same row before either has written."""
        with pg_bureau.office() as office:
            units.load(office)
            person = staff.add(office, "twice", "周正", "QH-MZ", ["supervisor"])
            secret, _ = credentials.enrolment(office, person)
            tokens = [sessions.begin(office, person, "factor").token for _ in range(2)]
        code = pyotp.TOTP(secret).at(pg_bureau.clock.now())

        def give(token: str) -> str:
            try:
                with pg_bureau.office() as office:
                    return credentials.second_factor(office, token, code).stage
            except credentials.WrongCode:
                return "refused"

        with ThreadPoolExecutor() as pool, pg_bureau.office() as office:
            credentials.second_factor(office, tokens[0], code)
            late = pool.submit(give, tokens[1])
            with pytest.raises(TimeoutError):
                late.result(1)
            office.db.commit()
            assert late.result(20) == "refused"

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

    def test_one_planted_before_the_log_in_opens_nothing(
        self, visitor: Browser, as_: Callable, password: Callable, bureau: Bureau
    ) -> None:
        """Neither an invented token nor the thief's own session becomes that of whoever logs in with it."""
        password("operator")
        thief = as_("editor")
        for planted in ("x" * 64, thief.client.cookies[COOKIE]):
            visitor.client.cookies.clear()
            visitor.client.cookies.set(COOKIE, planted, domain="desk.test", path="/desk")
            assert log_in(visitor, "operator").status_code == 303
            assert visitor.client.cookies[COOKIE] != planted
            with bureau.reading() as office:
                found = sessions.find(office, planted)
                assert found is None or found.staff.login == "editor"

    def test_one_that_owes_something_ends_when_it_is_paid(
        self, visitor: Browser, password: Callable, clock: FixedClock, bureau: Bureau
    ) -> None:
        """Whoever saw the cookie before the code was given has nothing."""
        password("supervisor")
        log_in(visitor, "supervisor")
        page = visitor.get("/login/enrol")
        visitor.csrf = token_on(page)
        seen = visitor.client.cookies[COOKIE]
        totp = pyotp.TOTP(page.text.split("<code>")[1].split("</code>")[0].replace(" ", ""))
        assert visitor.post("/login/enrol", {"code": totp.at(clock.now())}).status_code == 303
        with bureau.reading() as office:
            assert sessions.find(office, seen) is None

    def test_a_right_taken_away_is_gone_at_once(self, as_: Callable, people: dict) -> None:
        browser, admin = as_("supervisor"), as_("administrator")
        assert browser.get("/supervision").status_code == 200
        change = {"unit": "QH-MZ", "role": "handler"}
        assert admin.post(f"/staff/{people['supervisor'].id}", change).status_code == 303
        assert browser.get("/supervision").status_code == 403

    @pytest.mark.parametrize("role", sorted(credentials.SECOND_FACTOR_ROLES))
    def test_who_comes_to_need_a_second_factor_logs_in_with_it(
        self, as_: Callable, people: dict, visitor: Browser, password: Callable, role: str
    ) -> None:
        """A log-in by password alone does not grow into one with far-reaching rights."""
        password("operator")
        browser = as_("operator")
        change = {"unit": "QH-MZ-XF", "role": role}
        assert as_("administrator").post(f"/staff/{people['operator'].id}", change).status_code == 303
        assert browser.get("/").headers["location"].startswith("/desk/login")
        assert log_in(visitor, "operator").headers["location"] == "/desk/login/enrol"

    def test_an_ordinary_new_role_ends_nothing(self, as_: Callable, people: dict) -> None:
        browser = as_("operator")
        change = {"unit": "QH-MZ-XF", "role": ["operator", "handler"]}
        as_("administrator").post(f"/staff/{people['operator'].id}", change)
        assert browser.get("/").status_code == 200


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
