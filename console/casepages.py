"""The page of one application or of one report, as the routes of both move it: found, shown, moved, or shown again with
what was wrong and what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import Response

from casework.assistance import applications, cases, signing, tasks
from casework.assistance.cases import Case
from casework.assistance.numbers import key
from casework.office import CaseworkError, NotFound, Office
from casework.people import units
from casework.supervision import matters, of_cases
from console import applying, intake, pages, tasking
from console.desk import Desk, Fields, House, Visitor, Who
from store.clock import local_date

Act = Callable[[Office, Any], str]
"""What is done with the case; gives the sentence to show afterwards."""


@dataclass(frozen=True)
class CasePage:
    """Where an application or a report stands on the desk: its number as it is in the address, and who is there."""

    request: Request
    house: Desk
    who: Visitor
    number: str = ""
    """Of an application; empty for a report."""
    id: str = ""

    @property
    def path(self) -> str:
        return f"/applications/{key(self.number)}" if self.number else f"/tasks/{self.id}"

    def find(self, office: Office) -> Any:
        """The application or the report. Raises NotFound: none, or none in the visitor's reach."""
        if self.number:
            return applications.find(office, self.number, self.who.actor)
        if not self.id.isdecimal():
            raise NotFound("没有找到这一件，或您无权查看。")
        return tasks.get(office, int(self.id), self.who.actor)

    def show(self, office: Office, status: int = 200, *, clear: bool = False, **also: Any) -> Response:
        """The page. With `clear` whom it is about is shown in full; the caller has put that on record."""
        case, room = self.find(office), applying if self.number else tasking
        context = room.show(office, self.who, case, clear=clear) | self._raised(office, case)
        context |= {"clear": clear, "fault": "", "opened": "", "typed": {}} | also
        template = "assistance/application.html" if self.number else "assistance/task.html"
        return pages.page(self.request, template, self.who, status, **context)

    def move(self, form: str, fields: Fields, act: Act, then: str = "") -> Response:
        """Do something to it that `form` asked for; where that cannot be, the page again with the reason."""
        try:
            with self.house.office() as office:
                found = self.find(office)
                office.db.refresh(found, with_for_update=True)
                said = act(office, found)
        except CaseworkError as fault:
            typed = {name: fields.text(name) for name in fields.names() if name not in ("csrf", "seen")}
            with self.house.reading() as office:
                return self.show(office, 409, fault=str(fault), opened=form, typed=typed)
        return pages.go(self.request, then or self.path, said)

    def _raised(self, office: Office, case: Case) -> dict[str, Any]:
        """What the card of 催办, 督办 and 约谈 shows, and where it may be given to."""
        return {
            "page_path": self.path,
            "today": local_date(office.clock.now()),
            "tree": units.tree(office),
            "unsigned": bool(signing.unsigned(office, [case])),
            "may_sign": signing.may_sign(office, case, self.who.actor),
            "matters": of_cases.of(office, case, self.who.actor),
            "matter_kinds": matters.KINDS,
            "may_put": self.who.may("supervision") and of_cases.may_put(office, case, self.who.actor),
            "lies_with": units.tree(office).name(cases.lies_with(office, case)),
            "places": intake.places(office, self.who)
            if cases.may_place(office, case, self.who.actor)
            else (),
        }


def _of(request: Request, house: House, who: Who) -> CasePage:
    return CasePage(
        request,
        house,
        who,
        **{name: str(part) for name, part in request.path_params.items() if name in ("number", "id")},
    )


At = Annotated[CasePage, Depends(_of)]
