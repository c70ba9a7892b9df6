"""Logging in: password, then a second factor for those whose rights reach far."""

from typing import Literal

import pyotp
from sqlalchemy import func, select, update

from casework.office import CaseworkError, NotFound, Office
from casework.people import passwords, sessions
from casework.people.access_models import Credential
from casework.people.models import Staff
from casework.people.sessions import Opened

SECOND_FACTOR_ROLES = frozenset({"supervisor", "inspector", "administrator"})
STEP = 30

Policy = Literal["enrol", "strict", "off"]
"""`enrol`: set up at first log-in; `strict`: only with a word from an administrator; `off`: demonstrations only."""


class WrongLogin(CaseworkError):
    """Login or password is wrong; never says which."""

    code = "wrong_login"

    def __init__(self) -> None:
        super().__init__("登录名或密码不对。请检查大小写和输入法后再试；忘了密码请找管理员重设。")


class WrongCode(CaseworkError):
    """The second factor does not fit."""

    code = "wrong_code"


def log_in(office: Office, login: str, password: str, policy: Policy, address: str, agent: str) -> Opened:
    """A session for the right password, at the stage of what is still owed.

    The caller has recorded the try with `throttle.knock` and waited as `throttle.wait` says.

    Raises:
        WrongLogin: unknown, disabled, or another password.
    """
    staff = by_login(office, login)
    fits = passwords.matches(staff.password_hash if staff else None, password)
    if staff is None or not fits or not staff.active:
        raise WrongLogin
    if staff.password_hash and passwords.is_dated(staff.password_hash):
        staff.password_hash = passwords.hashed(password)
    return sessions.begin(office, staff, _owed(office, staff, policy), address, agent)


def by_login(office: Office, login: str) -> Staff | None:
    return office.db.scalar(select(Staff).where(func.lower(Staff.login) == login.strip().lower()))


def of(office: Office, staff: Staff) -> Credential:
    """The credential of a person; made at first use, with a new password owed."""
    credential = office.db.get(Credential, staff.id)
    if credential is None:
        credential = Credential(staff_id=staff.id, must_change=True, totp_last_step=0)
        office.db.add(credential)
        office.db.flush()
    return credential


def needs_second_factor(staff: Staff) -> bool:
    return bool(SECOND_FACTOR_ROLES & set(staff.roles))


def _owed(office: Office, staff: Staff, policy: Policy) -> str:
    credential = of(office, staff)
    if credential.totp_confirmed_at and policy != "off":
        return "factor"
    if needs_second_factor(staff) and policy != "off":
        return "enrol"
    return _last_stage(credential)


def _last_stage(credential: Credential) -> str:
    return "change" if credential.must_change else "full"


def enrolment(office: Office, staff: Staff) -> tuple[str, str]:
    """The secret to type and the `otpauth://` address to scan; the same until it is confirmed."""
    credential = of(office, staff)
    if credential.totp_confirmed_at:
        raise WrongCode("二次验证已经设好。换手机请找管理员重置。")
    if credential.totp_sealed is None:
        credential.totp_sealed = office.vault.seal(pyotp.random_base32())
    secret = office.vault.open(credential.totp_sealed)
    issuer = f"回音 {office.county.name}"
    return secret, pyotp.TOTP(secret).provisioning_uri(name=staff.login, issuer_name=issuer)


def confirm_enrolment(office: Office, token: str, code: str, word: str, policy: Policy) -> Opened:
    """Take the first code as proof that the authenticator works.

    Raises:
        WrongCode: the code, or under `strict` the administrator's word, does not fit.
    """
    found = _found(office, token)
    credential = of(office, found)
    if policy == "strict" and credential.enrolment_digest != office.vault.index("enrolment", word.strip()):
        raise WrongCode("开通口令不对。请向管理员当面索取开通口令。")
    _take(office, credential, code)
    credential.totp_confirmed_at = office.clock.now()
    credential.enrolment_digest = None
    return sessions.renew(office, token, _last_stage(credential))


def second_factor(office: Office, token: str, code: str) -> Opened:
    """Exchange a session that owes the second factor for the next one.

    Raises:
        WrongCode: wrong, too old, or used before.
    """
    staff = _found(office, token)
    credential = of(office, staff)
    _take(office, credential, code)
    return sessions.renew(office, token, _last_stage(credential))


def _take(office: Office, credential: Credential, code: str) -> None:
    if credential.totp_sealed is None:
        raise WrongCode("还没有设置二次验证，请先扫码。")
    totp = pyotp.TOTP(office.vault.open(credential.totp_sealed))
    digits = "".join(sign for sign in code if sign.isdecimal())
    now = int(office.clock.now().timestamp()) // STEP
    for step in (now, now - 1, now + 1):
        if pyotp.utils.strings_equal(totp.at(step * STEP), digits) and _is_first(office, credential, step):
            return
    raise WrongCode("验证码不对或已用过。请等手机上换出下一个六位数再输；手机时间不准也会这样。")


def _is_first(office: Office, credential: Credential, step: int) -> bool:
    """Note that the code of this step is used up; False where it was already, by somebody at the same moment too."""
    taken = office.db.scalar(
        update(Credential)
        .where(Credential.staff_id == credential.staff_id, Credential.totp_last_step < step)
        .values(totp_last_step=step)
        .returning(Credential.staff_id)
    )
    return taken is not None


def change_password(office: Office, token: str, old: str, new: str) -> Opened:
    """Set a new password and log out everywhere else.

    Raises:
        WrongLogin: the old one is wrong.
        passwords.WeakPassword: the new one is too easy, with what to change.
    """
    found = sessions.find(office, token)
    if found is None or not passwords.matches(found.staff.password_hash, old):
        raise WrongLogin
    if old == new:
        raise passwords.WeakPassword("新密码和旧密码一样，请换一个。")
    set_password(office, found.staff, new)
    of(office, found.staff).must_change = False
    sessions.end_all(office, found.staff.id)
    return sessions.begin(office, found.staff, "full", found.session.address, found.session.agent)


def set_password(office: Office, staff: Staff, password: str) -> None:
    """Give a person a password; one set by somebody else must be changed at the next log-in."""
    passwords.check(password, about=(staff.login, staff.name))
    staff.password_hash = passwords.hashed(password)
    credential = of(office, staff)
    credential.changed_at = office.clock.now()
    credential.must_change = True


def reset_second_factor(office: Office, staff: Staff) -> str:
    """Forget a lost authenticator, log the person out everywhere, and return the word to enrol a new one with."""
    credential = of(office, staff)
    credential.totp_sealed = None
    credential.totp_confirmed_at = None
    credential.totp_last_step = 0
    word = office.secrets.digits(8)
    credential.enrolment_digest = office.vault.index("enrolment", word)
    sessions.end_all(office, staff.id)
    return word


def word_to_enrol(office: Office, staff: Staff, policy: Policy) -> str:
    """The word without which this person cannot set up a second factor; empty where the policy or the roles ask for
    none, where it was given before, or the second factor is set up."""
    if policy != "strict" or not needs_second_factor(staff):
        return ""
    credential = of(office, staff)
    known = credential.totp_confirmed_at or credential.enrolment_digest
    return "" if known else reset_second_factor(office, staff)


def _found(office: Office, token: str) -> Staff:
    found = sessions.find(office, token)
    if found is None:
        raise NotFound("登录已过期，请重新登录。")
    return found.staff
