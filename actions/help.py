"""What is told or asked while a person called because of danger or need has not come: the topics, the ways to say each,
and what helps (`help.yml`)."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from actions import danger
from actions.complaint import outlook
from understanding.examples import Examples, Reading, listed_once

FILE = Path(__file__).with_suffix(".yml")
LONGEST = 60
"""A longer message is about more than one thing."""
LEAD = 0.12
"""So far a topic must be before all else that a message could mean; fitted by `python -m actions.complaint.tuning --help-topics`."""
FIRST_LEAD = 0.0
"""The same for the message with which help is called for: something is said to it in any case."""
OF_THE_TALK = 0.1
"""So much nearer is what the talk has been about before."""


SURGERY = re.compile(r"开刀|挨(一)?刀(?=子?[,，。\s]|$)|刀口")
"""A surgeon's knife, of which nobody has to be kept."""
FIGURES = re.compile(r"(吓|急|气|烦|累|忙|羞|笑)死(我|个?人|俺)?了?")
"""Manners of speaking in which nobody dies."""
ANSWERS = re.compile(
    r"^(嗯+|哦+|噢|啊|好的?|行|中|要得|可以|是的?|对的?|不是|不对|没有|没得|有|在的?|不知道|不晓得|记不得了?|说不清)?[了啊呀嘛吧哈,，。!！~ ]*$"
)
"""Nothing but a yes, a no or what is not known."""


OF_VIOLENCE = frozenset(
    {"beaten", "police", "refuge", "wounds", "hiding", "leave_now", "penniless", "after_beaten"}
)
"""Topics of who is beaten at home."""
OF_DESPAIR = frozenset({"despair", "ready", "alone", "reproach", "debts"})
"""Topics of who sees no point in living."""
OF_NEED = frozenset(
    {"hungry", "hospital", "shelter", "house", "street", "advance", "papers", "wages", "sick", "put_off"}
)
"""Topics of need in which nobody is in danger by another's hand or their own."""

OF_CHILDREN_ALONE = {"child": "", "child_afraid": "", "child_sick": "sick", "child_hungry": "hungry"}
"""Topics of children without a grown-up, each with the one that fits where a grown-up is with them."""


HARD = {
    "house": re.compile(
        r"^(?!.*(昨|前天|天前|上(周|个?月|星期|礼拜)|去年)).*((着|起|失)了?火|火(烧|着)|[房屋][^,，。\s]{0,3}烧起来)"
    ),
    "beaten": re.compile(r"(打|揍|踢|掐|抽)(了|得)?(我|俺|额|娃|孩子)(?!电话|手机)|家暴|挨打"),
}
"""Words that are a topic's own, whatever else stands beside them."""


OF_ONE_LYING = frozenset({"fallen", "wounds"})
IN_CARE = re.compile(
    rf"({danger.LONG_AGO.pattern})[^。;；]{{0,14}}(摔|跌|撞|砸|压|轧|伤)|(躺|住|在|进)(了|着|在)?[^,，。;；]{{0,4}}(医院|病房|病床)(?!门|外|的?路|附近|对面)|住(着|了)?院|做了手术"
)
"""Who fell long ago, or is with the doctors: nobody has to fetch them."""
LIES = re.compile(
    r"今天|今早|今晚|昨(天|晚)|这(次|回|会儿)|又(从|被)|爬不|压(在|着)|裂开|现在(?!还?(躺|住|在)[^,，。]{0,3}(医院|病房))|刚(才|刚)|又(摔|跌|倒|晕|昏)|(喊|叫)不(应|醒)|没反应|昏|晕|起不来|动不了|流血"
)
"""Who lies there now, whatever happened before."""


class Topic(BaseModel):
    """Something told or asked, the ways to say it, and what is said; `again` where it was said before, `of_another` where
    danger is told of somebody else; `instead` names the topic that speaks where another one was talked of before.

    `amid`: only where one of these was talked of before; `needs`: the senses of which one must stand in the words, unless the talk has been about this before; `unless`: those of
    which none may; `lead`: so far it must be before all else, where that is more than for others.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    asked: list[str] = Field(min_length=1)
    needs: list[str] = []
    unless: list[str] = []
    amid: list[str] = []
    lead: float = -1
    said: str
    again: str
    of_another: str = ""
    instead: dict[str, str] = {}


class Book(BaseModel):
    """`help.yml`. `hearing`: what is said, in turn, to what needs no advice: to `help`, to who is in danger
    themselves (`self`), is `beaten` or is `leaving` so, to who tells of `another`, and to what was `asked` and is not known."""

    model_config = ConfigDict(extra="forbid")

    senses: dict[str, list[str]]
    topics: dict[str, Topic]
    hearing: dict[str, list[str]]
    beside: list[str]

    @model_validator(mode="after")
    def _one_place_each(self) -> "Book":
        listed_once([way for topic in self.topics.values() for way in topic.asked] + self.beside)
        named = {
            other
            for topic in self.topics.values()
            for other in (*topic.amid, *topic.instead, *topic.instead.values())
        }
        if unknown := named - set(self.topics):
            raise ValueError(f"help.yml 里没有这一类：{'、'.join(sorted(unknown))}")
        return self


@cache
def book() -> Book:
    """What can be told, read once."""
    return Book.model_validate(yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def learnt(asked: Mapping[str, Sequence[str]], beside: Sequence[str]) -> Examples:
    """What is learnt from these examples, read as the book says; ways to write the same are those of `outlook.yml`."""
    return Examples(asked, beside, Reading(outlook.book().same, book().senses))


@cache
def _learnt() -> Examples:
    return learnt({name: topic.asked for name, topic in book().topics.items()}, book().beside)


def prepare() -> None:
    """Learn from the examples before the first message, which would wait for it.

    Raises:
        pydantic.ValidationError: `help.yml` breaks its form, with the place.
    """
    _learnt()


@cache
def _senses() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(map(re.escape, words))) for name, words in book().senses.items()}


def heard(
    said: str, examples: Examples | None = None, lead: float = LEAD, talked_of: Collection[str] = ()
) -> str | None:
    """The name of the topic that words are about, `talked_of` before or not; None where they are about none. Topics in whose
    place the same one speaks are no rivals of each other."""
    if len(said) > LONGEST or ANSWERS.match(said):
        return None
    said = SURGERY.sub("手术", FIGURES.sub("", said))
    scores, none = (examples or _learnt()).scores(said)
    meant: dict[str, float] = {}
    for name, score in scores.items():
        if _may_be(name, said, talked_of):
            speaks = in_place(name, talked_of)
            score += OF_THE_TALK if name in talked_of else 0
            meant[speaks] = max(score, meant.get(speaks, score))
    (score, best), *others = [
        *sorted(((score, name) for name, score in meant.items()), reverse=True),
        (none, ""),
    ]
    if not best or score - max(none, *(other for other, _ in others), -1) < max(
        lead, book().topics[best].lead
    ):
        return None
    return best


def in_place(topic: str, talked_of: Collection[str]) -> str:
    """The topic that speaks where these were talked of before."""
    instead = book().topics[topic].instead
    return next((other for before, other in instead.items() if before in talked_of), topic)


def _may_be(name: str, said: str, talked_of: Collection[str]) -> bool:
    topic, known = book().topics[name], name in talked_of
    if name in OF_CHILDREN_ALONE and danger.grown_up_there([said]):
        return False
    if topic.amid and not (known or set(topic.amid) & set(talked_of)):
        return False
    if (
        name in OF_ONE_LYING
        and (danger.OVER_IT.search(said) or IN_CARE.search(said))
        and not LIES.search(said)
    ):
        return False
    if name == "sick" and HARD["house"].search(said):
        return False
    hard = name in HARD and HARD[name].search(said) is not None
    if not hard and any(_senses()[sense].search(said) for sense in topic.unless):
        return False
    needed = [] if known else topic.needs
    return not needed or any(_senses()[sense].search(said) for sense in needed)
