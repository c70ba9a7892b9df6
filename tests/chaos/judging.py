"""Whether, after all that was done to it, nothing is lost, doubled or wrong."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func, select

from bot.text import parts
from casework.conversations import queries
from casework.conversations.models import Message, Update
from casework.office import Bureau, Office
from casework.outbox import Letter
from casework.petitions import clocks, history
from casework.petitions.models import ClockRow, Event, Petition
from tests.chaos.crowd import MOVES, Tally
from tests.chaos.stand import Stand


def faults(stand: Stand, tally: Tally) -> Iterator[str]:
    """Each thing that is not as it must be, in a sentence."""
    bureau = Bureau.from_settings(stand.settings)
    with bureau.reading() as office:
        yield from _messages(office, tally)
        yield from _petitions(office, tally)
        yield from _letters(office, stand)
        yield from (f"办理记录：{fault}" for fault in history.verify(office))
        running = office.db.scalars(select(ClockRow).where(ClockRow.running))
        yield from (f"期限 {row.id} 与规则不符" for row in running if clocks.is_stale(office, row))
    bureau.engine.dispose()


def _messages(office: Office, tally: Tally) -> Iterator[str]:
    for address, update in sorted(set(tally.accepted)):
        channel = "telegram" if address.isdecimal() else "web"
        conversation = queries.by_address(office, channel, address)
        found = queries.by_update(office, conversation.id, update) if conversation else None
        if found is None:
            yield f"收下的话丢了：{channel} {update}"
        elif found.state != "done":
            yield f"收下的话没有答复：{channel} {update}（{found.state}）"
    left = office.db.scalar(select(func.count()).select_from(Update)) or 0
    if left:
        yield f"还有 {left} 个 Telegram 更新没有办完"


def _petitions(office: Office, tally: Tally) -> Iterator[str]:
    known = {petition.number: petition for petition in office.db.scalars(select(Petition))}
    for number in sorted({number for told in tally.numbers.values() for number in told} - set(known)):
        yield f"告诉了居民的编号不存在：{number}"
    keys = Counter(p.idempotency_key for p in known.values() if p.idempotency_key)
    yield from (f"重复登记：{key}" for key, count in keys.items() if count > 1)
    by_talk = Counter(petition.conversation_id for petition in known.values() if petition.conversation_id)
    for talk, count in by_talk.items():
        yeses = sum(
            office.vault.open(message.text_sealed) == "对"
            for message in office.db.scalars(
                select(Message).where(Message.conversation_id == talk, Message.direction == "resident")
            )
        )
        if count > yeses:
            yield f"对话 {talk} 确认了 {yeses} 次，登记了 {count} 件"
    told = {number for numbers in tally.numbers.values() for number in numbers}
    talks_told = {known[number].conversation_id for number in told if number in known}
    for petition in known.values():
        if petition.conversation_id and petition.conversation_id not in talks_told:
            answered = office.db.scalar(
                select(func.count())
                .select_from(Message)
                .where(Message.conversation_id == petition.conversation_id, Message.direction == "huiyin")
            )
            if not answered:
                yield f"登记了却没有告诉居民：{petition.number}"
    recorded: Counter[tuple[str, str]] = Counter()
    for number, move, times in office.db.execute(
        select(Petition.number, Event.move, func.count())
        .join(Petition, Petition.id == Event.petition_id)
        .where(Event.move.in_(MOVES))
        .group_by(Petition.number, Event.move)
    ):
        recorded[number, move] = times
    for step in sorted(set(recorded) | set(tally.moved)):
        if not (step in tally.moved) <= recorded[step] <= 1:
            yield f"{step[0]} 的“{step[1]}”记了 {recorded[step]} 次"


def _letters(office: Office, stand: Stand) -> Iterator[str]:
    sent: Counter[tuple[str, str]] = Counter()
    listed: Counter[tuple[str, str]] = Counter()
    for letter in office.db.scalars(select(Letter).where(Letter.channel == "telegram")):
        address = office.vault.open(letter.address_sealed)
        bins = {"sent": sent, "failed": listed}
        if letter.state not in bins:
            yield f"消息 {letter.id} 还在 {letter.state}"
            continue
        bins[letter.state].update((address, part) for part in parts(office.vault.open(letter.text_sealed)))
    arrived = Counter(
        (str(call.values["chat_id"]), call.values["text"]) for call in stand.api.sent if call.taken
    )
    for key in sorted(set(sent) | set(arrived)):
        if not sent[key] <= arrived[key] <= sent[key] + listed[key]:
            yield (
                f"给 {key[0]} 的“{key[1][:12]}…”：记为送达 {sent[key]} 次、未送达 {listed[key]} 次，"
                f"实际到了 {arrived[key]} 次"
            )


def counts(stand: Stand) -> dict[str, int]:
    """What there was to judge."""
    bureau = Bureau.from_settings(stand.settings)
    with bureau.reading() as office:
        states = dict(
            office.db.execute(
                select(Letter.state, func.count()).where(Letter.channel == "telegram").group_by(Letter.state)
            )
            .tuples()
            .all()
        )
        found = {
            "居民的话": office.db.scalar(
                select(func.count()).select_from(Message).where(Message.direction == "resident")
            )
            or 0,
            "信访件": office.db.scalar(select(func.count()).select_from(Petition)) or 0,
            "办理记录": office.db.scalar(select(func.count()).select_from(Event)) or 0,
            "发出的 Telegram 消息": states.get("sent", 0),
            "列为未送达的 Telegram 消息": states.get("failed", 0),
        }
    bureau.engine.dispose()
    return found
