"""One turn of the talk as an action sees it: what was said, what it means, and where the talk stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk import Tracker

from actions import danger
from actions.complaint import names
from understanding import Entity, Parsed, parsed

LISTENING = "action_listen"
SAID_BEFORE = "said"
"""What a button is about that gives a meaning to the words said before it."""


@dataclass(frozen=True)
class Earlier:
    """Words said before in the same stretch of the talk, as they were understood then, and the action they were met with."""

    parsed: Parsed
    reaction: str


@dataclass(frozen=True)
class Turn:
    """The resident's latest message in its place.

    `said` is in the resident's words also where a button was pressed: then it is the button's title.
    """

    said: str
    parsed: Parsed
    token: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    pressed: bool = False
    """Whether a button with a meaning was pressed rather than words said."""
    offered: bool = False
    """Whether the words, or the meaning, came from a button at all."""
    about: str | None = None
    """The record that a pressed button is about: a petition's number, told to its petitioner alone, or an answer's id."""
    evidence: tuple[Mapping[str, Any], ...] = ()
    edited: bool = False
    """Whether the message changes one that was sent before."""
    requested: str | None = None
    times_asked: int = 0
    """How often the question that is open was put since its form began."""
    loop: str | None = None
    before: Parsed | None = None
    """What the resident said in words before this message, as it was understood then."""
    earlier: tuple[Earlier, ...] = ()
    """What was said in words before this message and has not been settled since, the oldest first."""
    talk: tuple[Earlier, ...] = ()
    """The same across a look-up or an estimate that was begun and left in between."""
    after: str = LISTENING
    """The last action that reacted to the message; `action_listen` where none has yet."""

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        message = tracker.latest_message or {}
        metadata = message.get("metadata") or {}
        text = str(message.get("text") or "")
        about = metadata.get("about")
        pressed = "title" in metadata and text.startswith("/")
        said = text if not text.startswith("/") else str(metadata.get("title") or "")
        understood = parsed(message)
        before = _words_before(tracker)
        if about == SAID_BEFORE and before is not None:
            understood = replace(before, intent=understood.intent, confidence=understood.confidence)
            said, about, pressed = before.text, None, False
        understood = _with_whole_names(understood, said)
        telling = tracker.active_loop_name == "complaint_form"
        return cls(
            said=said,
            parsed=understood if "title" in metadata else danger.sobered(understood, said, telling=telling),
            token=tracker.sender_id,
            slots=tracker.current_slot_values(),
            pressed=pressed,
            offered="title" in metadata,
            about=about if pressed else None,
            evidence=tuple(metadata.get("evidence") or ()),
            edited=bool(metadata.get("edited")),
            requested=tracker.get_slot("requested_slot"),
            times_asked=_times_asked(tracker),
            loop=tracker.active_loop_name,
            before=before,
            earlier=_unsettled(tracker),
            talk=_unsettled(tracker, across_forms=True),
            after=_reaction(tracker),
        )

    @property
    def intent(self) -> str:
        return self.parsed.intent

    @property
    def words_parsed(self) -> Parsed:
        """What was understood, with the resident's words also where a button was pressed."""
        return replace(self.parsed, text=self.said)

    @property
    def latest(self) -> str:
        """The resident's latest words, before a button where one was pressed."""
        pressed = self.parsed.text.startswith("/")
        return (self.before.text if self.before else "") if pressed else self.parsed.text

    @property
    def fresh(self) -> bool:
        """Whether nothing has reacted to the message yet."""
        return self.after == LISTENING

    @property
    def with_words_before(self) -> "Turn":
        """This turn with the words before it put in front, where they say more."""
        before = self.before
        if before is None or before.text in self.said:
            return self
        shift = len(before.text) + 1
        later = [replace(one, start=one.start + shift, end=one.end + shift) for one in self.parsed.entities]
        said = f"{before.text}。{self.said}"
        return replace(
            self, said=said, parsed=replace(self.parsed, text=said, entities=(*before.entities, *later))
        )

    def with_said(self, said: str) -> "Turn":
        """This turn with only a part of its words, and the entities that stand in it."""
        kept = tuple(one for one in self.parsed.entities if one.value in said)
        return replace(self, said=said, parsed=replace(self.parsed, text=said, entities=kept))

    def slot(self, name: str) -> Any:
        return self.slots.get(name)

    def entities(self, *kinds: str) -> list[Entity]:
        """The entities of these kinds in the order in which they were said, each surface once."""
        seen: dict[tuple[str, str], Entity] = {}
        for entity in sorted(self.parsed.entities, key=lambda found: found.start):
            if entity.entity in kinds:
                seen.setdefault((entity.entity, entity.value), entity)
        return list(seen.values())

    def words(self, *kinds: str) -> list[str]:
        """The surfaces of these entities."""
        return [entity.value for entity in self.entities(*kinds)]


def _with_whole_names(understood: Parsed, said: str) -> Parsed:
    """What was understood, with names whole that were cut off behind a surname of two signs: 欧阳｜葳蕤."""
    mended = tuple(
        replace(one, value=whole, end=one.start + len(whole))
        if one.entity == "person" and (whole := names.whole(one.value, said)) != one.value
        else one
        for one in understood.entities
    )
    return replace(understood, entities=_with_whole_townships(mended))


def _with_whole_townships(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """The entities, with the sign of a township in its name and not in that of the house behind it: 南庄｜镇敬老院."""
    houses = {one.start: one for one in entities if one.entity == "organ" and one.value[0] in "镇乡"}
    places = {one.end: one for one in entities if one.entity == "place" and one.end in houses}
    return tuple(
        replace(one, value=one.value + houses[one.end].value[0], end=one.end + 1)
        if places.get(one.end) is one
        else replace(one, value=places[one.start].value + one.value, start=places[one.start].start)
        if houses.get(one.start) is one and one.start in places
        else one
        for one in entities
    )


def _reaction(tracker: Tracker) -> str:
    """The last action since the message, forms aside: Rasa enters a form's name before the form has run."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        name = str(event.get("name") or "")
        if event.get("event") == "action" and name != LISTENING and not name.endswith("_form"):
            return name
    return LISTENING


def _times_asked(tracker: Tracker) -> int:
    """After how many messages before this one the open question was put in the form under way: Rasa runs the action that asks
    within the form and leaves no event of it, but names the slot each time, and where an answer was turned away twice."""
    asks = ("slot", "requested_slot", tracker.get_slot("requested_slot"))
    times, asked, before = 0, False, False
    for event in reversed(tracker.events):
        kind = event.get("event")
        asked = asked or (before and (kind, event.get("name"), event.get("value")) == asks)
        if kind in ("active_loop", "user"):
            times, asked, before = times + asked, False, True
        if kind == "active_loop":
            break
    return times


def _words_before(tracker: Tracker) -> Parsed | None:
    """What the resident said last before this message, in words and not by a button, as it was understood then."""
    users = [event for event in tracker.events if event.get("event") == "user"]
    for event in reversed(users[:-1]):
        if not str(event.get("text") or "").startswith("/"):
            return parsed({"text": event.get("text"), **(event.get("parse_data") or {})})
    return None


SETTLING = frozenset(
    {
        "action_lodge_complaint",
        "action_submit_note",
        "action_cancel",
        "action_goodbye",
        "action_session_start",
    }
)
"""Actions after which what was said before is done with."""
TELLING = frozenset({"complaint_form", "note_form"})
"""Forms that take down what is said."""
STRETCH = 30 * 60
"""Seconds after which words belong to another talk."""


def _unsettled(tracker: Tracker, *, across_forms: bool = False) -> tuple[Earlier, ...]:
    """The words before the latest message back to whatever settled those before them; `across_forms` also beyond a form
    that was left and took down nothing of a matter."""
    found: list[Earlier] = []
    reaction, latest = LISTENING, None
    forms = [event for event in tracker.events if event.get("event") == "active_loop"]
    for event in reversed(tracker.events):
        name = str(event.get("name") or "")
        if event.get("event") == "action" and name in SETTLING:
            break
        if event.get("event") == "active_loop":
            forms.pop()
            left = str(forms[-1].get("name") or "") if forms else ""
            if name in TELLING or (not name and (not across_forms or left in TELLING)):
                break
        if event.get("event") == "action" and name != LISTENING and not name.endswith("_form"):
            reaction = name
        if event.get("event") != "user":
            continue
        at = float(event.get("timestamp") or 0)
        if latest is None:
            latest = at
        elif at and latest - at > STRETCH:
            break
        else:
            told = parsed({"text": event.get("text"), **(event.get("parse_data") or {})})
            found.append(Earlier(told, reaction))
        reaction = LISTENING
    return tuple(reversed(found))
