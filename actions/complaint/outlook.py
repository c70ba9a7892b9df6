"""What is asked of a complaint itself, while it is told and once it is lodged: what comes of it, who looks into it and
who learns of it, what it takes of the teller, and how long. It fills nothing, and the talk goes on where it was.

What can be asked, the ways to ask it and the answers are in `outlook.yml`.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator
from rasa_sdk.events import FollowupAction

from actions.complaint import asking, facts, interruptions, phrases, secrecy, signing, yes_no
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.office import Office
from casework.petitions import clock_rules, clocks, progress, queries, routing
from casework.petitions.clock_rules import Matter
from casework.petitions.models import Petition
from understanding.examples import Examples, Reading, listed_once

FILE = Path(__file__).with_suffix(".yml")
LONGEST = 30
"""A longer message tells something of its own."""
LEAD = 0.15
"""So far a topic must be before all else that a message could mean; fitted by `python -m actions.complaint.tuning`."""
STEPS = frozenset({"lodged", "registered", "awaiting_more"})
"""States in which it has not been decided yet whether a petition is taken on."""
ASKED = re.compile(
    r"([不没么嘛呢啊呀吧呗有]|的话)[。.~]*$|要是|万一|是不是|能不|会不|怕|咋|怎么|啷|还是|谁|哪|行|能|可以|会(?!计)|别|莫|要不"
)
"""Ends or turns of a question or a fear that has no mark of one otherwise: 查了告诉我不, 千万莫让他晓得是我."""
SPARES = re.compile(r"低保|特困|五保|临时救助|补贴|养老金|医保")
"""What names an assistance asks of that."""


class Topic(BaseModel):
    """Something asked of a complaint, the ways to ask it, and the answer.

    `learns`: the answer hangs on how the teller signed; `dates`: the answer is the dates; `stands`: once it is lodged, how
    it stands is told too; `of_assistance`: it is asked of the complaint also where an assistance is named.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    asked: list[str] = Field(min_length=1)
    said: str = ""
    learns: bool = False
    dates: bool = False
    stands: bool = False
    of_assistance: bool = False

    @model_validator(mode="after")
    def _one_answer(self) -> "Topic":
        if bool(self.said) + self.learns + self.dates != 1:
            raise ValueError("每一类要么有 said，要么有 learns 或 dates")
        return self


class Book(BaseModel):
    """`outlook.yml`."""

    model_config = ConfigDict(extra="forbid")

    same: dict[str, list[str]]
    senses: dict[str, list[str]]
    topics: dict[str, Topic]
    beside: list[str]

    @model_validator(mode="after")
    def _one_place_each(self) -> "Book":
        listed_once([way for topic in self.topics.values() for way in topic.asked] + self.beside)
        return self


@cache
def book() -> Book:
    """What can be asked, read once."""
    return Book.model_validate(yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def learnt(asked: Mapping[str, Sequence[str]], beside: Sequence[str]) -> Examples:
    """What is learnt from these examples, read as the book says."""
    return Examples(asked, beside, Reading(book().same, book().senses))


@cache
def _learnt() -> Examples:
    return learnt({name: topic.asked for name, topic in book().topics.items()}, book().beside)


def prepare() -> None:
    """Learn from the examples before the first message, which would wait for it.

    Raises:
        pydantic.ValidationError: `outlook.yml` breaks its form, with the place.
    """
    _learnt()


def heard(said: str, examples: Examples | None = None) -> Topic | None:
    """The topic that words ask, whoever says them where; None where they are no question, or ask something else."""
    asks = phrases.asks(said) or ASKED.search(said) or HOW_LONG.search(said)
    if len(said) > LONGEST or not asks:
        return None
    likely = (examples or _learnt()).likely(said)
    found = book().topics[likely.asked]
    spared = SPARES.search(said) and not found.of_assistance
    dated = found.dates and OF_OTHER_DATES.search(said)
    return None if likely.lead < LEAD or spared or dated else found


UNNAMED = (
    "您是匿名的，登记里没有您的名字；留了电话的，只有办这件事的人看得到。您说的话不许转给被反映的人和单位（《信访工作条例》第三十条）。"
    "有人打击报复，马上告诉我。"
)
HOW_LONG = re.compile(
    r"多久|多长时间|好久(?!没|不|都|了)|几(天|个月|号)|多少(天|日子)|(什么|啥)时候|几时|哪(天|会儿?)|多咱|等到|久(不|吗)"
)
"""How long it takes."""
OF_OTHER_DATES = re.compile(r"钱|发|到账|打|批|申请|公示|上班|下班|下来")
ANSWERS = (yes_no.YES, yes_no.NO, yes_no.UNKNOWN, yes_no.HURRY, yes_no.ONLY_HURRIES)
"""What answers the form, though it may sound like a question: 不针对谁, 快点登记 别磨叽."""
TO_COME = "登记好，当场给您编号和查询码，也告诉您最迟哪天答复。这样的事，期限是："
OF_COMPLAINING = re.compile(r"投诉|反映|举报|告(?!诉)|说了")
BEGINS = re.compile(r"(我|俺)?(想|要|来)(投诉|反映|举报|告)")
NUMBER = re.compile(r"HY\d{2}-?\d{4}-?\d{4}", re.IGNORECASE)
WAITS = re.compile(
    r"^(那|好|行|嗯|中|要得|得|[,，\s])*(我|俺|额|咱)?们?(就|再|先)*(等|候)(着|你们?|您|的|消息|信儿?|结果|通知|回话|好消息)+(了|吧|啊|哈|嘞|呗)*[。!！~]*$"
)
"""Somebody says that they wait for what they were promised."""


def topic(turn: Turn) -> Topic | None:
    """What is asked of the complaint; None where something else is said, a fact of the matter is told, or a word of danger
    stands in it, which is for others to see."""
    if turn.pressed or turn.evidence or interruptions.leaves(turn, interruptions.AWAY):
        return None
    safety = turn.parsed.safety or {}
    if interruptions.URGENT.search(turn.said) or (safety.get("name") == "crisis" and safety.get("words")):
        return None
    if interruptions.only_waits(turn):
        return None
    without_number = NUMBER.sub("编号", turn.said)
    if without_number != turn.said and heard(without_number.strip()) is book().topics["both-needed"]:
        return book().topics["both-needed"]
    if interruptions.is_about_lodged(turn) or interruptions.takes_back(turn):
        return None
    if any(words.match(turn.said) for words in ANSWERS):
        return None
    if facts.told(turn).slots.keys() - {"complaint_accused"} or turn.entities("amount", "date"):
        return None
    found = heard(turn.said.strip())
    return found if found and (found.learns or not turn.entities("person")) else None


def answer(tools: Tools, turn: Turn, say: Say, signs: str | None) -> bool:
    """Whether something was asked of the complaint, and answered; `signs` is how its teller signed."""
    found = topic(turn)
    if found is None:
        return False
    if found.learns:
        asking.tell(say, signing.who_sees(turn, signs))
    elif found.dates:
        say.text(dates_to_come(tools, turn))
    else:
        say.text(found.said.format(**tools.local.model_dump()))
    return True


def _calms(turn: Turn, say: Say, signs: str) -> bool:
    """Whether it was asked or feared who learns of what is lodged: by then no sentence of it can be told anew."""
    found = topic(turn)
    feared = secrecy.FEARS.search(turn.said) or secrecy.WHO_SEES.search(turn.said)
    if len(turn.said) > LONGEST or not (feared or (found and found.learns)):
        return False
    if signs == "anonymous":
        say.text(UNNAMED)
    else:
        say.response(f"{signs}_promise")
    return True


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Answer what is asked of the petition that was just lodged or told of; None where none was, or else is asked."""
    number = turn.slot("last_told")
    if turn.pressed or turn.loop:
        return None
    if number not in (turn.slot("proven_petitions") or []):
        return _before_it_is_told(tools, turn, say)
    if WAITS.match(turn.said):
        say.text("好的，您安心等。有消息我就在这里告诉您；到日子没动静，回“催一下”。")
        return [FollowupAction(LISTENING)]
    sure = turn.parsed.confidence >= interruptions.SURE or turn.intent in interruptions.DANGER
    if sure and turn.intent in interruptions.AWAY | {"request_help"}:
        return None
    with tools.bureau.reading() as office:
        petition = queries.numbered(office, str(number))
        signs, dates = petition.identity, _dates(office, petition)
    if _asks_how_long(turn):
        say.text(dates, [("催一下", "/urge_petition"), ("补充情况", "/supplement_petition")])
    elif not (_calms(turn, say, signs) or answer(tools, turn, say, signs)):
        return None
    elif (found := topic(turn)) and found.stands:
        say.text(dates)
    return [FollowupAction(LISTENING)]


def _before_it_is_told(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Answer who asks what comes of complaining before they do; who begins in the same breath goes on."""
    contested = str((turn.slot("last_answer") or {}).get("answer", "")).startswith("appeal")
    if contested or not OF_COMPLAINING.search(turn.said) or not answer(tools, turn, say, None):
        return None
    if turn.intent == "file_complaint" and BEGINS.search(turn.said):
        return None
    say.text("要反映，直接说是什么事，我来记。", [("投诉反映", "/file_complaint")])
    return [FollowupAction(LISTENING)]


def _asks_how_long(turn: Turn) -> bool:
    """Whether it is asked how long it takes; once it is lodged, any such question without another subject means that."""
    if (found := topic(turn)) and found.dates:
        return True
    brief = len(turn.said) <= LONGEST and not turn.entities("program", "place", "amount")
    return brief and HOW_LONG.search(turn.said) is not None and not OF_OTHER_DATES.search(turn.said)


@dataclass(frozen=True)
class _Unlodged:
    """A matter that is still being told, as far as time limits look at it."""

    category: str
    identity: str
    matter_class: str
    path: int | None
    procedure: str = "ordinary"


def dates_to_come(tools: Tools, turn: Turn) -> str:
    """When there will be an answer to what is being told: the limits that will run, and that their dates will be told."""
    category = str(turn.slot("complaint_category") or turn.parsed.category or "other")
    with tools.bureau.reading() as office:
        route, rules = routing.decide(office, category), clock_rules.of(office)
    identity = str(turn.slot("complaint_identity") or "anonymous")
    matter = _Unlodged(category, identity, route.matter_class, route.path)
    limits = [one for move in ("lodge", "accept") for one in _limits(rules, move, matter)]
    return "\n".join([TO_COME, *(f"· {one}" for one in limits)])


def _dates(office: Office, petition: Petition) -> str:
    """The dates that run for this petition, and, where it is not taken on yet, how long the answer takes after that."""
    found = progress.of(office, petition)
    lines = [found.sentence]
    if len(found.promises) > 1:
        lines += [f"· {one}" for one in asking.promises(found.promises)]
    if petition.state in STEPS:
        lines += [f"· {rule}" for rule in _afterwards(office, petition)]
    return "\n".join(lines)


def _afterwards(office: Office, petition: Petition) -> list[str]:
    """The limits that begin when it is taken on."""
    running = {clock.stage for clock in clocks.running(petition)}
    return _limits(clock_rules.of(office), "accept", petition, running)


def _limits(
    book: clock_rules.Rulebook, move: str, matter: Matter, running: Collection[str] = ()
) -> list[str]:
    """The limits that begin with a move; one that the office only heard of is not told as the law's."""
    return [
        f"{rule.label}：{rule.event}以后 {rule.days} {'个工作日' if rule.count == 'working' else '日'}内"
        + (f"（{rule.basis}）" if rule.basis_kind == "law" else "")
        for rule in book.starting(move, matter)
        if rule.kind == "duty" and rule.stage not in running
    ]
