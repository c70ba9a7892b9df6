"""The HTTP API at `/api/v1`: the telephone system reports calls. Described by `/api/v1/openapi.json`."""

import hmac
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

import structlog
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr
from sqlalchemy.exc import IntegrityError
from starlette.responses import JSONResponse, Response

from casework.calls import calls, queries
from casework.calls.calls import Reported
from casework.calls.models import Call
from casework.office import Bureau, CaseworkError, NotFound
from casework.people import identity, staff
from console import api_assistance, api_figures
from console.security import Guard
from store.engine import AWAY
from store.settings import Settings

log = structlog.get_logger(__name__)

router = APIRouter()
bearer = HTTPBearer(
    auto_error=False, description="`HUIYIN_API_TOKENS`（统计接口为 `HUIYIN_FIGURES_TOKENS`）中的一个令牌"
)


class Unauthorized(CaseworkError):
    """No token, or one that is not known."""

    code = "unauthorized"


class CallEvent(BaseModel):
    """话务系统报告的一次通话事件。同一 `call_id` 可重复、可乱序报告。"""

    model_config = ConfigDict(extra="forbid")

    call_id: str = Field(
        min_length=1, max_length=80, pattern=r"^[\w.:@-]+$", description="话务系统内的通话编号"
    )
    event: Literal["ringing", "answered", "ended", "missed"] = Field(description="振铃、接听、结束、未接")
    phone: str = Field("", max_length=40, description="来电号码；隐藏号码留空")
    line: str = Field("", max_length=40, description="线路或坐席号")
    login: str | None = Field(None, max_length=40, description="接听坐席在本系统的登录名；填了会自动弹屏")
    at: AwareDatetime | None = Field(None, description="事件时间，含时区；不填为收到时刻")


class CallState(BaseModel):
    """一通电话现在的状态。"""

    call_id: str
    state: Literal["ringing", "talking", "ended", "missed"]
    began_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    screen: str = Field(description="坐席弹屏的页面地址")


class Problem(BaseModel):
    """没有办成的原因。"""

    code: str
    detail: str


PROBLEMS: dict[int | str, dict[str, object]] = {
    401: {"model": Problem, "description": "没有令牌或令牌不对"},
    404: {"model": Problem, "description": "没有找到"},
    409: {"model": Problem, "description": "现在不能这样做"},
    422: {"model": Problem, "description": "内容不合接口说明"},
}


def token(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> None:
    """Let in whoever shows one of the configured tokens."""
    settings: Settings = request.app.state.settings
    _let_in(given, settings.api_tokens, "HUIYIN_API_TOKENS")


def figures_token(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> None:
    """Figures have tokens of their own: a telephone system need not read the ledger."""
    settings: Settings = request.app.state.settings
    _let_in(given, settings.figures_tokens, "HUIYIN_FIGURES_TOKENS")


def _let_in(given: HTTPAuthorizationCredentials | None, tokens: Sequence[SecretStr], setting: str) -> None:
    shown = (given.credentials if given else "").encode()
    known = [one.get_secret_value().encode() for one in tokens]
    if not shown or not any(hmac.compare_digest(shown, one) for one in known if one):
        raise Unauthorized(f"令牌不对。请在请求头写 Authorization: Bearer 令牌，令牌见 {setting}。")


@router.post("/calls", summary="报告一次通话事件", responses=PROBLEMS, dependencies=[Depends(token)])
def report(request: Request, told: CallEvent) -> CallState:
    """振铃时来电出现在所有坐席的“来电”页；接听时写明坐席登录名，那位坐席的来电页会自动打开。"""
    bureau: Bureau = request.app.state.bureau
    try:
        return _report(bureau, told)
    except IntegrityError:
        return _report(bureau, told)


def _report(bureau: Bureau, told: CallEvent) -> CallState:
    with bureau.office() as office:
        person = staff.by_login(office, told.login) if told.login else None
        call = calls.report(
            office,
            Reported(
                external_id=told.call_id,
                event=told.event,
                phone=told.phone if identity.is_phone(told.phone) else "",
                line=told.line,
                staff_id=person.id if person else None,
                at=told.at,
            ),
        )
        return _state(call)


@router.get("/calls/{call_id}", summary="查一通电话", responses=PROBLEMS, dependencies=[Depends(token)])
def state(request: Request, call_id: str) -> CallState:
    bureau: Bureau = request.app.state.bureau
    with bureau.reading() as office:
        call = queries.by_external_id(office, call_id)
        if call is None:
            raise NotFound("没有这通电话。")
        return _state(call)


def _state(call: Call) -> CallState:
    return CallState(
        call_id=str(call.external_id),
        state=call.state,
        began_at=call.began_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        screen=f"/desk/calls/{call.id}",
    )


def create(bureau: Bureau, settings: Settings) -> FastAPI:
    """The API, to be mounted at `/api/v1`."""
    app = FastAPI(
        title="回音接口",
        version="1",
        description="县级社会救助热线“回音”的接口。话务系统用它报告来电，别的系统用它写入和查询救助登记、读取统计。所有时间含时区。",
        docs_url=None,
        redoc_url=None,
        servers=[{"url": "/api/v1"}],
        root_path_in_servers=False,
    )
    app.state.bureau, app.state.settings = bureau, settings
    app.include_router(router)
    app.include_router(api_assistance.router, responses=PROBLEMS, dependencies=[Depends(token)])
    app.include_router(api_figures.router, responses=PROBLEMS, dependencies=[Depends(figures_token)])
    app.add_middleware(Guard)
    app.add_exception_handler(CaseworkError, _problem)
    app.add_exception_handler(RequestValidationError, _unreadable)
    for error in AWAY:
        app.add_exception_handler(error, _away)
    return app


FIELD = re.compile(r"[a-z_]{1,40}", re.ASCII)
STATUS = {Unauthorized: 401, NotFound: 404}


async def _away(request: Request, error: Exception) -> Response:
    log.warning("database_away", path=request.url.path, error=type(error).__name__)
    said = {"code": "database_away", "detail": "数据库暂时连不上，这一次没有收下。请稍后原样重发。"}
    return JSONResponse(said, 503, {"Retry-After": "5"})


async def _unreadable(_: Request, error: Exception) -> Response:
    """Names the fields that are wrong, and repeats nothing of what was in them."""
    assert isinstance(error, RequestValidationError)
    wrong = {str(name) for one in error.errors() for name in one["loc"][1:]}
    fields = "、".join(sorted(name for name in wrong if FIELD.fullmatch(name)))
    said = (
        f"请求的内容不合接口说明{f'：{fields}' if fields else ''}。请对照 /api/v1/openapi.json 修改后再发。"
    )
    return JSONResponse({"code": "unreadable", "detail": said}, 422)


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, CaseworkError)
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 409)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse({"code": error.code, "detail": str(error)}, status, headers)
