"""The services a page reads, given to the app once, and the visitor of a request."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData

from casework.office import Bureau, NotAllowed, Office
from casework.people import sessions
from casework.people.actors import Actor
from casework.people.rights import holds
from console import rights, security
from store import signs
from store.settings import Settings
from store.signs import Signs

COOKIE = "huiyin_desk"


class LoginNeeded(Exception):
    """Nobody is logged in, or something is still owed before the desk opens."""

    def __init__(self, path: str) -> None:
        self.path = path


class FormRefused(Exception):
    """A form without the token of the session that it was shown to."""


@dataclass(frozen=True)
class Desk:
    """The long-lived services behind the console."""

    bureau: Bureau
    understanding: Any
    library: Any
    settings: Settings

    @property
    def signs(self) -> Signs:
        """Who is typing just now."""
        return signs.of(self.settings.redis_url)

    def office(self) -> AbstractContextManager[Office]:
        return self.bureau.office()

    def reading(self) -> AbstractContextManager[Office]:
        return self.bureau.reading()


@dataclass(frozen=True)
class Visitor:
    """A logged-in staff member, as far as a page needs to know."""

    staff_id: int
    name: str
    login: str
    unit_code: str
    roles: tuple[str, ...]
    actor: Actor
    stage: str
    csrf: str
    token: str

    def may(self, page: str) -> bool:
        return rights.may_open(self.roles, page)

    def holds(self, action: str) -> bool:
        """Whether the table of rights gives an action to one of their roles, so that it is worth offering."""
        return holds(self.actor, action)

    @property
    def role_names(self) -> str:
        return rights.named(self.roles)


def desk(request: Request) -> Desk:
    services: Desk = request.app.state.desk
    return services


def visitor_at_door(request: Request) -> Visitor:
    """Whoever holds a living session, at whatever stage.

    Raises:
        LoginNeeded: nobody does.
    """
    token = request.cookies.get(COOKIE)
    services = desk(request)
    with services.reading() as office:
        found = sessions.find(office, token)
        stale = found is not None and sessions.is_stale(office, found.session)
        who = _visitor(found, token or "") if found else None
        digest = found.session.digest if found else ""
    if who is None:
        raise LoginNeeded("/login")
    if stale and request.headers.get("accept") != "text/event-stream":
        with services.office() as office:
            sessions.touch(office, digest)
    return who


def _visitor(found: sessions.Found, token: str) -> Visitor:
    staff = found.staff
    return Visitor(
        staff_id=staff.id,
        name=staff.name,
        login=staff.login,
        unit_code=staff.unit_code,
        roles=tuple(staff.roles),
        actor=Actor.of_staff(staff),
        stage=found.session.stage,
        csrf=found.session.csrf,
        token=token,
    )


STAGE_PAGES = {"factor": "/login/code", "enrol": "/login/enrol", "change": "/login/password"}


def visitor(who: Annotated[Visitor, Depends(visitor_at_door)]) -> Visitor:
    """Whoever is fully logged in."""
    if who.stage != "full":
        raise LoginNeeded(STAGE_PAGES.get(who.stage, "/login"))
    return who


@dataclass(frozen=True)
class Opens:
    """A dependency that lets in only those whose role opens the page."""

    page: str

    def __call__(self, who: Annotated[Visitor, Depends(visitor)]) -> Visitor:
        """Raises NotAllowed for anybody else."""
        if not who.may(self.page):
            raise NotAllowed(f"您的岗位（{who.role_names}）没有打开这一页的权限。需要时请联系系统管理员。")
        return who


async def read_form(request: Request) -> FormData:
    return await request.form(max_files=10, max_fields=200)


def posted(
    request: Request,
    form: Annotated[FormData, Depends(read_form)],
    who: Annotated[Visitor, Depends(visitor_at_door)],
) -> "Fields":
    """The fields of a form that this log-in was shown.

    Raises:
        FormRefused: the token is missing or belongs to another session.
    """
    given = request.headers.get("x-csrf") or form.get("csrf")
    if not isinstance(given, str) or not security.same(given, who.csrf):
        raise FormRefused
    return Fields(form)


class Fields:
    """Text fields of a form, stripped; files stay with the raw form."""

    def __init__(self, form: FormData) -> None:
        self.raw = form

    def text(self, name: str, longest: int = 20_000) -> str:
        value = self.raw.get(name)
        return value.strip()[:longest].replace("\r\n", "\n") if isinstance(value, str) else ""

    def all(self, name: str) -> list[str]:
        return [value.strip() for value in self.raw.getlist(name) if isinstance(value, str) and value.strip()]

    def __contains__(self, name: str) -> bool:
        return bool(self.text(name))

    def names(self) -> Iterator[str]:
        return iter(dict.fromkeys(self.raw.keys()))


Who = Annotated[Visitor, Depends(visitor)]
Door = Annotated[Visitor, Depends(visitor_at_door)]
House = Annotated[Desk, Depends(desk)]
Posted = Annotated[Fields, Depends(posted)]
