"""Coming in and going out: password, second factor, new password, log-out."""

import io
from collections.abc import Callable
from datetime import timedelta

import segno
from fastapi import APIRouter, Depends, Request
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.office import CaseworkError, Office
from casework.people import credentials, passwords, sessions, throttle
from casework.people.sessions import Opened
from console import pages, security
from console.desk import COOKIE, STAGE_PAGES, Desk, Door, House, Posted, read_form

router = APIRouter()

FORM = Depends(read_form)


@router.get("/login")
def login_page(request: Request, house: House, next: str = "") -> Response:
    return pages.page(request, "entry/login.html", next=next, fault="", login="")


@router.post("/login")
def log_in(request: Request, house: House, form: FormData = FORM) -> Response:
    login, password = str(form.get("login", ""))[:80], str(form.get("password", ""))[:1000]
    target = str(form.get("next", ""))
    try:
        opened = _guarded(
            request,
            house,
            login,
            "password",
            lambda office: credentials.log_in(
                office,
                login,
                password,
                house.settings.second_factor,
                security.caller_address(request),
                request.headers.get("user-agent", ""),
            ),
        )
    except CaseworkError as fault:
        return pages.page(
            request, "entry/login.html", None, _status(fault), next=target, fault=str(fault), login=login
        )
    return _onward(request, house, opened, target)


@router.get("/login/code")
def code_page(request: Request, who: Door, next: str = "") -> Response:
    return pages.page(request, "entry/code.html", who, fault="", next=next)


@router.post("/login/code")
def give_code(request: Request, house: House, who: Door, fields: Posted) -> Response:
    try:
        opened = _guarded(
            request,
            house,
            who.login,
            "code",
            lambda office: credentials.second_factor(office, who.token, fields.text("code")),
        )
    except CaseworkError as fault:
        return pages.page(
            request, "entry/code.html", who, _status(fault), fault=str(fault), next=fields.text("next")
        )
    return _onward(request, house, opened, fields.text("next"))


@router.get("/login/enrol")
def enrol_page(request: Request, house: House, who: Door) -> Response:
    return _enrol(request, house, who, "", 200)


@router.post("/login/enrol")
def enrol(request: Request, house: House, who: Door, fields: Posted) -> Response:
    try:
        opened = _guarded(
            request,
            house,
            who.login,
            "code",
            lambda office: credentials.confirm_enrolment(
                office, who.token, fields.text("code"), fields.text("word"), house.settings.second_factor
            ),
        )
    except CaseworkError as fault:
        return _enrol(request, house, who, str(fault), _status(fault))
    return _onward(request, house, opened, "")


def _enrol(request: Request, house: Desk, who: Door, fault: str, status: int) -> Response:
    if who.stage != "enrol":
        return pages.go(request, STAGE_PAGES.get(who.stage, "/"))
    with house.office() as office:
        staff = credentials.by_login(office, who.login)
        assert staff is not None
        secret, address = credentials.enrolment(office, staff)
    return pages.page(
        request,
        "entry/enrol.html",
        who,
        status,
        fault=fault,
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        picture=_qr(address),
        strict=house.settings.second_factor == "strict",
    )


def _qr(text: str) -> Markup:
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, scale=5, border=2, title="二次验证二维码", svgclass="qr"
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - drawn by segno from our own text


@router.get("/login/password")
def password_page(request: Request, who: Door) -> Response:
    return pages.page(request, "entry/password.html", who, fault="")


@router.post("/login/password")
def change_password(request: Request, house: House, who: Door, fields: Posted) -> Response:
    if who.stage not in ("change", "full"):
        return pages.go(request, STAGE_PAGES[who.stage])
    fault, opened = "", None
    if fields.text("new") != fields.text("again"):
        fault = "两次输入的新密码不一样，请重新输入。"
    else:
        try:
            opened = _guarded(
                request,
                house,
                who.login,
                "password",
                lambda office: credentials.change_password(
                    office, who.token, fields.text("old", 1000), fields.text("new", 1000)
                ),
            )
        except CaseworkError as error:
            fault = str(error)
    if opened is None:
        return pages.page(request, "entry/password.html", who, 422, fault=fault)
    return _onward(request, house, opened, "", "密码已更换，其他地方的登录都已退出。")


@router.post("/logout")
def log_out(request: Request, house: House, who: Door, fields: Posted) -> Response:
    with house.office() as office:
        sessions.end(office, who.token)
    response = pages.go(request, "/login", "已退出。")
    response.delete_cookie(COOKIE, path=request.scope.get("root_path", "") or "/")
    return response


def _guarded(
    request: Request, house: Desk, login: str, factor: str, try_it: Callable[[Office], Opened]
) -> Opened:
    """Run a try that is recorded before its secret is looked at; a new password that is too easy is no wrong guess.

    Raises:
        CaseworkError: what the try raises, or `throttle.TooManyTries`.
    """
    with house.office() as office:
        attempt = throttle.knock(office, login, security.caller_address(request), factor)
    with house.office() as office:
        pause = throttle.wait(office, attempt)
    if pause > timedelta(0):
        raise throttle.TooManyTries(pause)
    try:
        with house.office() as office:
            opened = try_it(office)
            throttle.settle(office, attempt)
    except passwords.WeakPassword:
        with house.office() as office:
            throttle.settle(office, attempt)
        raise
    return opened


def _onward(request: Request, house: Desk, opened: Opened, target: str, said: str = "") -> Response:
    base = request.scope.get("root_path", "")
    inside = security.inside(target, base + "/")
    if opened.stage == "full":
        path = inside.removeprefix(base) if inside.startswith(base + "/") else "/"
    else:
        path = STAGE_PAGES[opened.stage]
    response = pages.go(request, path, said)
    response.set_cookie(
        COOKIE,
        opened.token,
        max_age=int(sessions.LONGEST.total_seconds()),
        httponly=True,
        secure=security.is_secure(request, house.settings),
        samesite="lax",
        path=base or "/",
    )
    return response


def _status(fault: CaseworkError) -> int:
    return 429 if isinstance(fault, throttle.TooManyTries) else 401
