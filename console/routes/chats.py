"""The live chat desk: talks that wait, talks in hand, talks watched; taking over, answering, handing back."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace

import anyio
from fastapi import APIRouter, Depends, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from casework.conversations import desk as chat_desk
from casework.conversations import evidence, local, mail, queries, shield, talks
from casework.conversations.alerts import NAMES
from casework.conversations.mail import Undelivered
from casework.conversations.models import Conversation
from casework.conversations.shield import Shown
from casework.conversations.talks import Reply
from casework.office import NotFound, Office
from casework.people import identity, reveals, sessions, staff
from casework.petitions import digests
from casework.petitions import queries as petitions
from casework.petitions.models import Petition
from casework.petitions.moves import STATES
from console import keeping, pages
from console.desk import Desk, House, Opens, Posted, Visitor, Who

router = APIRouter(prefix="/chats", dependencies=[Depends(Opens("chats"))])
ANSWERS = Depends(Opens("answer_chats"))

EVERY = 1.0
"""Seconds between two looks for new messages."""
TYPING = 5.0
"""Seconds for which a keystroke counts as typing."""


@router.get("")
def board(request: Request, house: House, who: Who) -> Response:
    with house.reading() as office:
        return pages.page(request, "chats/board.html", who, **_lists(office, who))


@router.get("/lists")
def lists(request: Request, house: House, who: Who) -> Response:
    with house.reading() as office:
        return pages.page(request, "chats/lists.html", who, **_lists(office, who))


def _lists(office: Office, who: Visitor) -> dict[str, object]:
    mine = shield.of(office, chat_desk.held(office, who.staff_id), who.actor)
    watched = shield.of(office, queries.lively(office, office.clock.now()), who.actor)
    held = {person.id: person.name for person in staff.of_unit(office, who.unit_code)}
    return {
        "waiting": [
            (one, local.masked(office, one.reason), identity.mask_phone(one.callback_phone))
            for one in chat_desk.queue(office)
        ],
        "mine": [one.conversation for one in mine],
        "undelivered": _undelivered(office, who),
        "watched": [one.conversation for one in watched],
        "words": _last_words(office, [*mine, *watched]),
        "holders": held,
        "kinds": NAMES,
    }


def _undelivered(office: Office, who: Visitor) -> list[Undelivered]:
    found = mail.undelivered(office)
    shown = shield.of(office, [one.conversation for one in found], who.actor)
    known = {one.conversation.id for one in shown}
    return [one for one in found if one.conversation.id in known]


def _last_words(office: Office, found: Iterable[Shown]) -> dict[int, str]:
    """What was said last in each of these talks, as far as it may be shown, without personal data."""
    shown = {one.conversation.id: one for one in found}
    words = talks.last_words(office, [one.conversation for one in shown.values()])
    return {
        talk: local.masked(office, said.text) for talk, said in words.items() if shown[talk].holds(said.id)
    }


@router.get("/{token}")
def talk(request: Request, house: House, who: Who, token: str) -> Response:
    with house.reading() as office:
        seen = shield.get(office, token, who.actor)
        conversation = seen.conversation
        clear = conversation.held_by == who.staff_id
        said = talks.history(office, conversation, after=seen.first - 1, limit=200)
        shown = [_shown(office, one, clear) for one in said]
        handover = queries.open_handover(office, conversation.id)
        asked = _asked(said)
        known = (
            office.db.scalars(
                petitions.readable(office, who.actor)
                .where(Petition.conversation_id == conversation.id)
                .order_by(Petition.id.desc())
                .limit(5)
            ).all()
            if who.may("petitions")
            else []
        )
        return pages.page(
            request,
            "chats/talk.html",
            who,
            conversation=conversation,
            messages=shown,
            last=said[-1].id if said else 0,
            clear=clear,
            handover=handover,
            reason=local.masked(office, office.vault.open(handover.reason_sealed)) if handover else "",
            holder=_holder(office, conversation),
            kinds=NAMES,
            templates=keeping.templates(office, "chat"),
            answer=_answer(house, asked) if clear and asked else None,
            petitions=known,
            states=STATES,
            draft=keeping.draft(office, who, f"chat/{token}").get("text", ""),
        )


@router.post("/{token}/take", dependencies=[ANSWERS])
def take(request: Request, house: House, who: Who, fields: Posted, token: str) -> Response:
    try:
        with house.office() as office:
            shield.get(office, token, who.actor)
            chat_desk.take(office, token, who.staff_id, who.name)
    except chat_desk.AlreadyTaken as fault:
        return pages.go(request, f"/chats/{token}", str(fault))
    return pages.go(request, f"/chats/{token}")


@router.post("/{token}/say", dependencies=[ANSWERS])
def say(request: Request, house: House, who: Who, fields: Posted, token: str) -> Response:
    text = fields.text("text", 4000)
    if not text:
        raise keeping.BadEntry("还没有写内容。")
    with house.office() as office:
        chat_desk.answer(office, token, who.staff_id, text)
        keeping.drop_draft(office, who, f"chat/{token}")
    house.signs.drop(f"operator:{token}")
    if pages.is_fragment(request):
        return pages.page(request, "chats/composer.html", who, token=token, draft="")
    return pages.go(request, f"/chats/{token}")


@router.post("/{token}/draft", dependencies=[ANSWERS])
def draft(request: Request, house: House, who: Who, fields: Posted, token: str) -> Response:
    with house.office() as office:
        shield.get(office, token, who.actor)
        keeping.keep_draft(office, who, f"chat/{token}", {"text": fields.text("text", 4000)})
    return Response(status_code=204)


@router.post("/{token}/typing", dependencies=[ANSWERS])
def typing(house: House, who: Who, fields: Posted, token: str) -> Response:
    """The resident sees that an answer is being written; nothing is stored."""
    with house.reading() as office:
        if talks.get(office, token).held_by == who.staff_id:
            house.signs.give(f"operator:{token}", TYPING)
    return Response(status_code=204)


@router.post("/{token}/back", dependencies=[ANSWERS])
def give_back(request: Request, house: House, who: Who, fields: Posted, token: str) -> Response:
    with house.office() as office:
        chat_desk.give_back(office, token, who.staff_id, fields.text("outcome", 200))
    return pages.go(request, "/chats", "对话已交还回音，接着由它应答。")


@router.post("/{token}/settle", dependencies=[ANSWERS])
def settle(request: Request, house: House, who: Who, fields: Posted, token: str) -> Response:
    with house.office() as office:
        if shield.get(office, token, who.actor).conversation.held_by not in (None, who.staff_id):
            raise chat_desk.NotHeld("这段对话在同事手上，请他来办。")
        chat_desk.settle(office, token, fields.text("outcome", 200))
    return pages.go(request, "/chats", "已从等待中划去。")


@router.get("/{token}/files/{file_id}")
def file(request: Request, house: House, who: Who, token: str, file_id: int) -> Response:
    """A file of the talk, for whoever holds it; that it was opened goes on the record of what was seen in clear."""
    with house.office() as office:
        seen = shield.get(office, token, who.actor)
        conversation = seen.conversation
        if conversation.held_by != who.staff_id:
            raise NotFound("接入这段对话后才能看附件。")
        found = next((one for one in queries.evidence_of(office, conversation.id) if one.id == file_id), None)
        if found is None or not seen.holds(found.message_id):
            raise NotFound("没有这个附件。")
        data, media_type = evidence.content(office, found)
        reveals.record(office, who.actor, f"对话 {conversation.id}", f"附件 {file_id}", "在线办理中打开附件")
    return pages.attachment(data, media_type, f"chat-{file_id}")


@router.get("/{token}/events")
async def events(
    request: Request, house: House, who: Who, token: str, after: int = 0, held: int = 0
) -> Response:
    """New messages as they come, and that the talk went into other hands than the page knows. A dropped line goes on from
    the last one the browser saw."""
    resumed = request.headers.get("last-event-id", "")
    start = max(after, int(resumed)) if resumed.isdecimal() else after

    base, templates = request.scope.get("root_path", ""), request.app.state.pages

    async def stream() -> AsyncIterator[ServerSentEvent]:
        last, typed = start, False
        while not await request.is_disconnected():
            news = await anyio.to_thread.run_sync(_news, house, who, token, last)
            if news is None:
                return
            if news.held != held:
                yield ServerSentEvent(event="moved", data="moved")
                return
            for one in news.said:
                last = one.id
                html = templates.get_template("chats/said.html").render(
                    one=one, base=base, token=token, clear=True
                )
                yield ServerSentEvent(event="message", id=str(one.id), data=html.replace("\n", ""))
            if news.asked:
                answer = await anyio.to_thread.run_sync(_answer, house, news.asked)
                card = templates.get_template("chats/known.html").render(answer=answer)
                yield ServerSentEvent(event="known", data=card)
            types = await anyio.to_thread.run_sync(house.signs.is_up, f"resident:{token}")
            if types != typed or news.said:
                typed = types and not news.said
                yield ServerSentEvent(event="typing", data="对方正在输入……" if typed else "")
            await anyio.sleep(EVERY)

    return EventSourceResponse(stream(), ping=15, headers={"X-Accel-Buffering": "no"})


@dataclass(frozen=True)
class News:
    """What was said since the last look; `asked` is what the resident says last, for whoever holds the talk; `held` is
    whose it is, 0 for nobody's."""

    said: list[Reply]
    asked: str
    held: int


def _news(house: Desk, who: Visitor, token: str, after: int) -> News | None:
    with house.reading() as office:
        if sessions.find(office, who.token) is None:
            return None
        try:
            seen = shield.get(office, token, who.actor)
        except NotFound:
            return None
        clear = seen.conversation.held_by == who.staff_id
        after = max(after, seen.first - 1)
        said = [_shown(office, one, clear) for one in talks.history(office, seen.conversation, after)]
        return News(said, _asked(said) if clear else "", seen.conversation.held_by or 0)


def _asked(said: Iterable[Reply]) -> str:
    """The newest words of the resident; a mark on an answer is none."""
    words = [one.text for one in said if one.direction == "resident" and not one.aside]
    return words[-1] if words else ""


def _shown(office: Office, one: Reply, clear: bool) -> Reply:
    """A message as staff see it: only whoever holds the talk reads personal data."""
    if clear:
        return one
    return replace(one, text=local.masked(office, one.text))


def _holder(office: Office, conversation: Conversation) -> str:
    return staff.get(office, conversation.held_by).name if conversation.held_by else ""


def _answer(house: Desk, asked: str) -> object:
    if house.library is None:
        return None
    found = house.library.answer(digests.redact(asked), region=house.bureau.county.name)
    return found if getattr(found, "id", None) else None
