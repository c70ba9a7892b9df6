"""The console put together: `create` gives the app that the web process mounts."""

from typing import Any
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from casework.office import Bureau, CaseworkError, NotAllowed, NotFound
from console import pages
from console.desk import Desk, FormRefused, LoginNeeded
from console.routes import ROUTERS
from console.security import Guard
from store.engine import AWAY
from store.settings import Settings

log = structlog.get_logger(__name__)


def create(bureau: Bureau, understanding: Any, library: Any, settings: Settings) -> FastAPI:
    """The staff's console, to be mounted at a path of its own such as `/desk`.

    It keeps nothing in the process: sessions, drafts, presence and counts are in the database.
    """
    app = FastAPI(title="回音工作台", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk(bureau, understanding, library, settings)
    app.state.pages = pages.environment()
    app.mount("/static", GZipMiddleware(StaticFiles(directory=pages.HERE / "static")), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.add_middleware(Guard)
    app.add_exception_handler(LoginNeeded, _to_login)
    app.add_exception_handler(FormRefused, _form_refused)
    app.add_exception_handler(CaseworkError, _sentence)
    app.add_exception_handler(HTTPException, _plain_error)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(OverflowError, _unreadable)
    app.add_exception_handler(DataError, _unreadable)
    for error in AWAY:
        app.add_exception_handler(error, _away)
    app.add_exception_handler(Exception, _broken)
    return app


async def _to_login(request: Request, error: Exception) -> Response:
    base = request.scope.get("root_path", "")
    assert isinstance(error, LoginNeeded)
    target = base + error.path
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"HX-Redirect": target})
    if request.method == "GET" and error.path == "/login" and request.url.path not in (base, base + "/"):
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        target += "?" + urlencode({"next": wanted})
    return RedirectResponse(target, 303)


async def _form_refused(request: Request, _: Exception) -> Response:
    return _tell(
        request,
        403,
        "这张表单已经过期",
        "可能是重新登录过，或页面开得太久。请返回刷新页面后再提交；没交上的内容还在草稿里。",
    )


async def _sentence(request: Request, error: Exception) -> Response:
    if isinstance(error, NotFound):
        return _tell(request, 404, "没有找到", str(error))
    if isinstance(error, NotAllowed):
        return _tell(request, 403, "没有权限", str(error))
    return _tell(request, 409, "没有办成", str(error))


async def _plain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = {
        403: ("没有权限", "您的岗位不能打开这一页。需要时请联系系统管理员。"),
        404: ("没有找到", "没有这一页，或者它已经移走。请回到工作台，从菜单打开或按编号查找。"),
        405: ("不能这样打开", "这个地址要从页面上的按钮进入。请回到上一页再点一次。"),
        413: ("文件太大", "一次最多 20 MB。请压缩一下，或分几次上传。"),
        429: ("操作太快了", "请等半分钟再试。您填的内容没有丢。"),
    }
    title, sentence = words.get(error.status_code, ("没有办成", "请求有误，请返回重试。"))
    return _tell(request, error.status_code, title, sentence)


async def _unreadable(request: Request, _: Exception) -> Response:
    return _tell(request, 404, "没有找到", "地址或填写的内容不对，请从页面上的链接和按钮操作。")


async def _away(request: Request, error: Exception) -> Response:
    log.warning("database_away", path=request.url.path, error=type(error).__name__)
    return _tell(
        request,
        503,
        "数据库暂时连不上",
        "这一步没有办成，数据没有改动。请退回上一页，过一分钟再提交，填的内容还在；一直不行请告诉系统管理员。",
    )


async def _broken(request: Request, _: Exception) -> Response:
    return _tell(
        request, 500, "系统出了差错", "这一步没有办成，数据没有改动。请稍后再试；再不行请告诉系统管理员。"
    )


def _tell(request: Request, status: int, title: str, sentence: str) -> Response:
    template = "parts/problem.html" if pages.is_fragment(request) else "problem.html"
    return pages.page(request, template, None, status, title=title, sentence=sentence)
