"""Registering what comes otherwise than by telephone: visits, letters, matters from above, and live chats."""

from dataclasses import replace
from datetime import date, datetime, time

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.conversations import desk as chat_desk
from casework.conversations import shield, talks
from casework.conversations.models import Conversation
from casework.office import CaseworkError, Office
from casework.people import units
from casework.petitions import lodging, numbers
from casework.petitions.categories import CATEGORIES, CHANNELS, IDENTITIES
from casework.petitions.lodging import Lodged, NewPetition
from console import caseform, pages
from console.desk import Desk, House, Opens, Posted, Visitor, Who
from console.keeping import BadEntry
from store.clock import SHANGHAI, local_date

router = APIRouter(dependencies=[Depends(Opens("take_calls"))])

CHANNELS_AT_THE_DESK = ("visit", "letter", "upper", "phone")


@router.get("/lodge")
def blank(request: Request, house: House, who: Who) -> Response:
    with house.reading() as office:
        return _form(request, office, who, {}, "", None, key=office.secrets.token())


@router.post("/lodge")
def lodge(request: Request, house: House, who: Who, fields: Posted) -> Response:
    text, form, key = fields.text("notes"), caseform.read(fields), fields.text("key", 60)
    channel, day = fields.text("channel", 10), fields.text("received", 10)
    try:
        with house.office() as office:
            if channel not in CHANNELS_AT_THE_DESK or not key:
                raise BadEntry("请选来源。")
            new = caseform.petition(text, form, channel, f"desk:{who.staff_id}:{key}")
            lodged = lodging.lodge(office, _received(office, new, day), who.actor)
            return _lodged(request, who, lodged)
    except CaseworkError as fault:
        with house.reading() as office:
            return _form(
                request, office, who, form, text, None, key, str(fault), channel=channel, received=day
            )


@router.get("/chats/{token}/lodge")
def from_chat(request: Request, house: House, who: Who, token: str) -> Response:
    with house.reading() as office:
        conversation = _held(office, who, token)
        seen = shield.get(office, token, who.actor)
        said = talks.history(office, conversation, after=seen.first - 1)
        text = "\n".join(one.text for one in said if one.direction == "resident")
        last = max((one.id for one in said), default=0)
        return _form(request, office, who, {}, text, conversation, key=str(last))


@router.post("/chats/{token}/lodge")
def lodge_chat(request: Request, house: House, who: Who, fields: Posted, token: str) -> Response:
    """Lodge what a talk is about; number, code and dates are told in the same talk."""
    text, form, key = fields.text("notes"), caseform.read(fields), fields.text("key", 60)
    try:
        with house.office() as office:
            conversation = _held(office, who, token)
            new = caseform.petition(text, form, conversation.channel, f"chat:{conversation.id}:{key}")
            contact = conversation.channel, talks.address(office, conversation)
            lodged = lodging.lodge(
                office, replace(new, contact=contact, conversation_id=conversation.id), who.actor
            )
            return _lodged(request, who, lodged, token)
    except CaseworkError as fault:
        return _chat_again(request, house, who, token, form, text, key, str(fault))


def _chat_again(
    request: Request,
    house: Desk,
    who: Visitor,
    token: str,
    form: dict[str, str],
    text: str,
    key: str,
    fault: str,
) -> Response:
    with house.reading() as office:
        return _form(request, office, who, form, text, _held(office, who, token), key, fault)


def _form(
    request: Request,
    office: Office,
    who: Visitor,
    form: dict[str, str],
    text: str,
    conversation: Conversation | None,
    key: str,
    fault: str = "",
    channel: str = "visit",
    received: str = "",
) -> Response:
    return pages.page(
        request,
        "petitions/new.html",
        who,
        409 if fault else 200,
        form=caseform.blank(form),
        notes=text,
        key=key,
        fault=fault,
        conversation=conversation,
        call=None,
        channel=channel,
        received=received,
        today=local_date(office.clock.now()),
        tree=units.tree(office),
        categories=CATEGORIES,
        identities=IDENTITIES,
        channels={code: CHANNELS[code] for code in CHANNELS_AT_THE_DESK},
    )


def _lodged(request: Request, who: Visitor, lodged: Lodged, token: str = "") -> Response:
    return pages.page(
        request,
        "calls/lodged.html",
        who,
        lodged=lodged,
        spoken=numbers.spoken(lodged.number),
        token=token,
        follows=False,
    )


def _held(office: Office, who: Visitor, token: str) -> Conversation:
    conversation = talks.get(office, token)
    if conversation.held_by != who.staff_id:
        raise chat_desk.NotHeld("这段对话不在您手上，请先点“接入”。")
    return conversation


def _received(office: Office, new: NewPetition, day: str) -> NewPetition:
    """The petition with the day on which it reached the office; today's arrives now."""
    try:
        came = date.fromisoformat(day) if day else local_date(office.clock.now())
    except ValueError:
        raise BadEntry("收到日期填得不对。") from None
    if came == local_date(office.clock.now()):
        return new
    return replace(new, received_at=datetime.combine(came, time(12), SHANGHAI))
