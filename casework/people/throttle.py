"""Guessing at the door is slow and is seen: every try is recorded, and failures make the next one wait."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from casework.office import CaseworkError, Office
from casework.people.access_models import LoginAttempt

WINDOW = timedelta(minutes=15)
FREE_PER_LOGIN = 5
FREE_PER_ADDRESS = 30
LONGEST_WAIT = timedelta(minutes=15)


class TooManyTries(CaseworkError):
    """The door stays shut for a while."""

    code = "too_many_tries"

    def __init__(self, wait: timedelta) -> None:
        self.seconds = max(1, int(wait.total_seconds()))
        minutes, seconds = divmod(self.seconds, 60)
        span = f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"
        super().__init__(f"试错次数太多，请过 {span}再试。忘了密码，请找管理员重设，不必反复尝试。")


def knock(office: Office, login: str, address: str, factor: str = "password") -> int:
    """Record a try and return its id. Commit it before the secret is looked at, so that parallel guesses count."""
    attempt = LoginAttempt(
        at=office.clock.now(), login_index=_index(office, factor, login), address=address, factor=factor
    )
    office.db.add(attempt)
    office.db.flush()
    return attempt.id


def wait(office: Office, attempt_id: int) -> timedelta:
    """How long a recorded try must wait; zero when it may go on.

    More than five failures for this login, or thirty from this address, within 15 minutes: the wait doubles from
    30 s with each further failure, up to 15 minutes. A try that must wait counts no further.
    """
    attempt = office.db.get_one(LoginAttempt, attempt_id)
    by_login = _shut_until(office, attempt, LoginAttempt.login_index == attempt.login_index, FREE_PER_LOGIN)
    by_address = _shut_until(office, attempt, LoginAttempt.address == attempt.address, FREE_PER_ADDRESS)
    until = max(by_login, by_address)
    if until > attempt.at:
        attempt.outcome = "throttled"
    return until - attempt.at


def settle(office: Office, attempt_id: int) -> None:
    """Mark a try as passed; earlier failures of this login from this address no longer count."""
    office.db.get_one(LoginAttempt, attempt_id).outcome = "passed"


def _shut_until(office: Office, attempt: LoginAttempt, whose: ColumnElement[bool], free: int) -> datetime:
    passed = select(func.max(LoginAttempt.id)).where(
        LoginAttempt.login_index == attempt.login_index,
        LoginAttempt.address == attempt.address,
        LoginAttempt.outcome == "passed",
        LoginAttempt.id < attempt.id,
    )
    failures = office.db.scalars(
        select(LoginAttempt.at)
        .where(
            whose,
            LoginAttempt.outcome == "failed",
            LoginAttempt.id < attempt.id,
            LoginAttempt.at > attempt.at - WINDOW,
            (LoginAttempt.login_index != attempt.login_index)
            | (LoginAttempt.address != attempt.address)
            | (LoginAttempt.id > (office.db.scalar(passed) or 0)),
        )
        .order_by(LoginAttempt.id.desc())
    ).all()
    if len(failures) < free:
        return attempt.at
    return failures[0] + min(LONGEST_WAIT, timedelta(seconds=30) * 2 ** (len(failures) - free))


def _index(office: Office, factor: str, login: str) -> str:
    return office.vault.index("login", f"{factor} {login.strip().casefold()}")
