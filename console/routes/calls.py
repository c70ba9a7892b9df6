"""The call screen: from the number to the outcome, with one key for what is done most."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

import anyio
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.assistance import telling
from casework.calls import callers, calls, matters, queries
from casework.calls.models import Call
from casework.labelling import labelling
from casework.office import CaseworkError, NotFound, Office
from casework.people import identity, reveals, units
from casework.petitions import lodging, numbers, workflow
from casework.petitions import notes as petition_notes
from casework.petitions import queries as petitions
from casework.petitions.categories import CATEGORIES, IDENTITIES
from casework.petitions.lodging import NewPetition
from casework.petitions.moves import STATES
from console import caseform, ending, keeping, pages, suggesting
from console.desk import Desk, Fields, House, Opens, Posted, Visitor, Who, posted
from console.labels import INTENTS
from store.clock import local_date

router = APIRouter(prefix="/calls", dependencies=[Depends(Opens("calls"))])
TAKES = Depends(Opens("take_calls"))


@router.get("")
def board(
    request: Request, house: House, who: Who, day: date | None = None, outcome: str = "", page: int = 1
) -> Response:
    with house.reading() as office:
        today = local_date(office.clock.now())
        shown = day or today
        return pages.page(
            request,
            "calls/board.html",
            who,
            ringing=_ringing(office),
            unfinished=queries.unfinished(office, who.staff_id),
            owed=[(call, _phone(office, call)) for call in queries.owed(office)],
            log=(log := queries.log(office, who.actor, day=shown, outcome=outcome, page=page)),
            besides=matters.of(office, log.calls),
            phone=lambda call: _phone(office, call),
            figures=queries.day(office, who.actor, shown),
            outcomes=calls.OUTCOMES,
            outcome=outcome,
            day=shown,
            today=today,
            page=page,
        )


@router.get("/ringing")
def ringing(request: Request, house: House, who: Who) -> Response:
    with house.reading() as office:
        return pages.page(request, "calls/ringing.html", who, ringing=_ringing(office))


def _ringing(office: Office) -> list[tuple[Call, str]]:
    since = office.clock.now() - calls.RINGS_AT_MOST
    return [(call, _phone(office, call)) for call in queries.ringing(office, since)]


@router.post("", dependencies=[TAKES])
def begin(request: Request, house: House, who: Who, fields: Posted) -> Response:
    with house.office() as office:
        call = calls.begin(office, who.actor, fields.text("phone", 40))
    return pages.go(request, f"/calls/{call.id}")


@router.post("/{call_id}/answer", dependencies=[TAKES])
def answer(request: Request, house: House, who: Who, fields: Posted, call_id: int) -> Response:
    with house.office() as office:
        calls.answer(office, who.actor, call_id)
    return pages.go(request, f"/calls/{call_id}")


@router.post("/{call_id}/back", dependencies=[TAKES])
def call_back(request: Request, house: House, who: Who, fields: Posted, call_id: int) -> Response:
    with house.office() as office:
        call = calls.call_back(office, who.actor, call_id)
        reveals.record(office, who.actor, f"call {call_id}", "来电号码", "回拨未接来电")
    return pages.go(request, f"/calls/{call.id}")


@router.post("/{call_id}/unreached", dependencies=[TAKES])
def unreached(request: Request, house: House, who: Who, fields: Posted, call_id: int) -> Response:
    with house.office() as office:
        calls.not_reached(office, who.actor, call_id, fields.text("note", 200) or "无人接听")
    return pages.go(request, "/calls", "已记下没有打通，满三次会从待回电里划去。")


@router.get("/{call_id}")
def screen(request: Request, house: House, who: Who, call_id: int) -> Response:
    with house.reading() as office:
        call = calls.shown(office, who.actor, call_id)
        if call.outcome is not None or call.staff_id != who.staff_id:
            return _closed(request, house, office, who, call)
        return _screen(request, office, who, call)


def _screen(
    request: Request, office: Office, who: Visitor, call: Call, fault: str = "", status: int = 200
) -> Response:
    text, form = calls.kept(office, call)
    phone = _clear(office, call)
    caller = callers.known(office, who.actor, call)
    return pages.page(
        request,
        "calls/screen.html",
        who,
        status,
        call=call,
        fault=fault,
        phone=phone,
        whole=identity.is_phone(phone),
        notes=text,
        form=caseform.blank({"phone": phone, **form}),
        caller=caller,
        standings=[(one, telling.standing(office, one)) for one in caller.applications],
        tree=units.tree(office),
        categories=CATEGORIES,
        identities=IDENTITIES,
        intents=INTENTS,
        outcomes=calls.OUTCOMES,
        states=STATES,
        templates=keeping.templates(office, "phone"),
        s=suggesting.Suggestion(),
    )


def _closed(request: Request, house: Desk, office: Office, who: Visitor, call: Call) -> Response:
    """The record of a call that is over, without what was typed: that is shown with the petition."""
    return pages.page(
        request,
        "calls/closed.html",
        who,
        call=call,
        phone=_phone(office, call),
        besides=matters.of(office, [call]).get(call.id, []),
        follows=call.staff_id == who.staff_id and who.may("take_calls") and matters.may_follow(office, call),
        outcomes=calls.OUTCOMES,
        read_out=_title(house, call.answer_id),
    )


def _title(house: Desk, answer_id: str | None) -> str:
    """The title of the policy that was read out; its code where the answer is there no more."""
    entry = house.library.corpus.entries.get(answer_id) if house.library is not None else None
    return entry.title if entry else answer_id or ""


@router.post("/{call_id}/suggest", dependencies=[TAKES])
async def suggest(
    request: Request, house: House, who: Who, call_id: int, fields: Annotated[Fields, Depends(posted)]
) -> Response:
    found = await suggesting.suggest(house, who, call_id, fields.text("notes"), caseform.read(fields))
    return pages.page(
        request, "calls/suggestion.html", who, s=found, states=STATES, intents=INTENTS, call_id=call_id
    )


@router.post("/{call_id}/keep", dependencies=[TAKES])
def keep(request: Request, house: House, who: Who, fields: Posted, call_id: int) -> Response:
    with house.office() as office:
        calls.keep(
            office, calls.mine(office, who.actor, call_id), fields.text("notes"), caseform.read(fields)
        )
    return Response(status_code=204)


@router.post("/{call_id}/report", dependencies=[TAKES])
def report(request: Request, house: House, who: Who, fields: Posted, call_id: int) -> Response:
    """On to the form for a change, a lead or a call for help, with every word kept."""
    with house.office() as office:
        call = calls.mine(office, who.actor, call_id)
        calls.keep(office, call, fields.text("notes"), caseform.read(fields))
    return pages.go(request, f"/tasks/new?call={call_id}")


@router.post("/{call_id}/phone", dependencies=[TAKES])
def identify(request: Request, house: House, who: Who, fields: Posted, call_id: int) -> Response:
    with house.office() as office:
        call = calls.mine(office, who.actor, call_id)
        form, before = caseform.read(fields), _clear(office, call)
        calls.identify(office, call, identity.phone(fields.text("caller_phone", 40)) or before)
        if form.get("phone") == before:
            form["phone"] = _clear(office, call)
        calls.keep(office, call, fields.text("notes"), form)
    return pages.go(request, f"/calls/{call_id}")


@router.post("/{call_id}/lodge", dependencies=[TAKES])
def lodge(request: Request, house: House, who: Who, fields: Posted, call_id: int) -> Response:
    text, form = fields.text("notes"), caseform.read(fields)
    try:
        with house.office() as office:
            call = calls.mine(office, who.actor, call_id)
            calls.keep(office, call, text, form)
            lodged = lodging.lodge(office, _petition(office, call, text, form), who.actor)
            ending.end(office, who, call, "lodged", text, form, petition_number=lodged.number)
            return _told(request, who, lodged, call, follows=True)
    except CaseworkError as fault:
        return _again(request, house, who, call_id, text, form, str(fault))


@router.get("/{call_id}/further", dependencies=[TAKES])
async def further(request: Request, house: House, who: Who, call_id: int) -> Response:
    """The form for another matter told in a call, with what was noted and what it suggests besides."""
    text, form, told = await anyio.to_thread.run_sync(_noted, house, who, call_id)
    guess = await suggesting.besides(house, text, told)
    form |= {one.field: one.value for one in guess if one.field not in form}
    return await anyio.to_thread.run_sync(_further, request, house, who, call_id, text, form, guess)


@router.post("/{call_id}/further", dependencies=[TAKES])
def lodge_further(request: Request, house: House, who: Who, fields: Posted, call_id: int) -> Response:
    """Lodge another matter of the same call; it stays one call with one outcome."""
    text, form, place = fields.text("notes"), caseform.read(fields), fields.text("key", 1)
    try:
        with house.office() as office:
            call = _answered(office, who, call_id)
            matters.check(office, call)
            if place != str(matters.next_place(office, call)):
                raise matters.NoFurther(
                    "这一件刚才已经登记过了，见上面的编号；要登记的确是另一件，请再按一次。"
                )
            new = caseform.petition(text, form, "phone", matters.key(call, int(place)), _clear(office, call))
            lodged = lodging.lodge(office, new, who.actor)
            matters.note(office, call, CATEGORIES[lodged.petition.category])
            if caseform.accused(form) or lodged.petition.sealed:
                labelling.forget(office, f"call {call.id}")
            return _told(request, who, lodged, call, follows=matters.may_follow(office, call))
    except CaseworkError as fault:
        return _further(request, house, who, call_id, text, form, (), str(fault))


def _told(request: Request, who: Visitor, lodged: lodging.Lodged, call: Call, *, follows: bool) -> Response:
    """The number to read out; `follows` where another matter of the call may be lodged."""
    spoken = numbers.spoken(lodged.number)
    context = {"lodged": lodged, "spoken": spoken, "token": "", "call": call, "follows": follows}
    return pages.page(request, "calls/lodged.html", who, **context)


def _answered(office: Office, who: Visitor, call_id: int) -> Call:
    """A call that the visitor took. Raises NotFound: it is somebody else's."""
    call = calls.get(office, call_id)
    if call.staff_id != who.staff_id:
        raise NotFound("没有这通电话的记录。")
    return call


def _noted(house: Desk, who: Visitor, call_id: int) -> tuple[str, dict[str, str], list[str]]:
    """The notes, who and where the caller is, and the categories of what has been lodged."""
    with house.reading() as office:
        call = _answered(office, who, call_id)
        text, form = calls.kept(office, call)
        return text, matters.caller_of(form), [one.category for one in matters.lodged(office, call)]


def _further(
    request: Request,
    house: Desk,
    who: Visitor,
    call_id: int,
    text: str,
    form: dict[str, str],
    guess: Sequence[suggesting.Filled],
    fault: str = "",
) -> Response:
    with house.reading() as office:
        call = _answered(office, who, call_id)
        if not fault:
            matters.check(office, call)
        return pages.page(
            request,
            "petitions/new.html",
            who,
            409 if fault else 200,
            form=caseform.blank({"phone": _clear(office, call), **form}),
            notes=text,
            key=str(matters.next_place(office, call)),
            fault=fault,
            conversation=None,
            call=call,
            told=matters.lodged(office, call),
            guess=guess,
            tree=units.tree(office),
            categories=CATEGORIES,
            identities=IDENTITIES,
        )


def _clear(office: Office, call: Call) -> str:
    return office.vault.open_or_none(call.phone_sealed) or ""


@router.post("/{call_id}/end", dependencies=[TAKES])
def end(request: Request, house: House, who: Who, fields: Posted, call_id: int) -> Response:
    text, form = fields.text("notes"), caseform.read(fields)
    outcome = fields.text("outcome", 20)
    try:
        with house.office() as office:
            call = calls.mine(office, who.actor, call_id)
            calls.keep(office, call, text, form)
            number = ""
            if outcome == "added":
                number = _add_to(office, who, form.get("about_number", ""), text)
            ending.end(office, who, call, outcome, text, form, petition_number=number)
    except CaseworkError as fault:
        return _again(request, house, who, call_id, text, form, str(fault))
    return pages.go(request, "/calls", f"通话已记录：{calls.OUTCOMES[outcome]}。")


def _again(
    request: Request, house: Desk, who: Visitor, call_id: int, text: str, form: dict[str, str], fault: str
) -> Response:
    """The screen again with the sentence; what was typed is kept first."""
    with house.office() as office:
        call = calls.get(office, call_id)
        if call.staff_id != who.staff_id:
            raise NotFound("没有这通电话的记录。")
        if call.outcome is not None:
            return _closed(request, house, office, who, call)
        calls.keep(office, call, text, form)
        return _screen(request, office, who, call, fault, 409)


def _add_to(office: Office, who: Visitor, number: str, text: str) -> str:
    """Add what was said to a petition that exists already."""
    petition = petitions.get(office, number, who.actor)
    move = "supplement" if petition.state == "awaiting_more" else "add_more"
    try:
        workflow.move(office, petition, move, who.actor, text=text)
    except workflow.NotNow:
        petition_notes.add(office, petition, who.actor, text, "supplement")
    return petition.number


def _petition(office: Office, call: Call, text: str, form: dict[str, str]) -> NewPetition:
    new = caseform.petition(text, form, "phone", matters.key(call), _clear(office, call))
    grave = {"crisis": "crisis", "collective_action": "collective"}.get(
        str((call.understood or {}).get("intent"))
    )
    return replace(new, sensitivity=grave) if grave else new


def _phone(office: Office, call: Call) -> str:
    return identity.mask_phone(office.vault.open_or_none(call.phone_sealed))
