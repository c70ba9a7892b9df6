"""How an answer is said: on a phone, by an operator on the line, and as buttons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from knowledge.corpus import label
from knowledge.schema import Clause, Document

DISCLAIMER = "能不能享受、享受多少，以县民政局审核确认为准。"
HANDLING = "具体怎么办，以县民政局审核确认为准。"
DOUBT = "其中有的内容只见于转述，没有核对到文件全文，以县里解释为准。"

ButtonKind = Literal["answer", "human", "complaint", "help", "region"]


_BRACKETS = re.compile(r"（[^（）]*）")
_SECTION = re.compile(r"([一二三四五六七八九十]+)(?:（([一二三四五六七八九十]+)）)?(\d+)?")


@dataclass(frozen=True)
class Button:
    """What a resident may press next. `value` is an answer's id, a region's path, or empty."""

    title: str
    kind: ButtonKind
    value: str = ""


TITLE_ON_BUTTON = 20
WHOLE = "说全一点"
"""On the button for the whole of an answer that was cut short."""
NOT_THIS = "问的不是这个，换个说法，或者看看下面这些，也可以找人工。"
GUESSED = "是这个就点“说全一点”，不是就换个说法，或者看看下面这些。"
"""After a guess told in few words."""
HUMAN = Button("转人工", "human")
COMPLAINT = Button("提交诉求", "complaint")


@dataclass(frozen=True)
class Source:
    """Where an answer stands: the document, its number and edition, its place in it, since when it is in force; when it
    was made public, where it names no such day."""

    document_id: str
    document: str
    particulars: str | None
    article: str
    in_force_since: date | None
    verified: bool
    clause: str
    issued: date | None = None

    @property
    def title(self) -> str:
        return self.document.removeprefix("中华人民共和国")

    @property
    def said(self) -> str:
        """`《社会救助法》第37条第2款，2026年7月1日起施行`."""
        particulars = f"（{self.particulars}）" if self.particulars else ""
        since = _dated(self.in_force_since, "起施行") or _dated(self.issued, "公布")
        doubt = "" if self.verified else "，据转述"
        return f"《{self.title}》{particulars}{self.article}{since}{doubt}"

    @property
    def spoken(self) -> str:
        """Its title and its place in it, to be heard: `…的通知第一部分第三点`."""
        section = _SECTION.fullmatch(self.article)
        if section is None:
            return self.title + self.article
        part, point, line = section.groups()
        return (
            f"{self.title}第{part}部分"
            + (f"第{point}点" if point else "")
            + (f"第{line}小点" if line else "")
        )


@dataclass(frozen=True)
class Answer:
    """An answer, for one person in one place on one day.

    `again`: it was given before in the talk, for the same place, and `just` before; `wanted_figures`: those of the local
    figures that the question names by what tells them apart (那农村的呢); `wanted_lines`: those of the conditions that speak of
    what the question speaks of (有退休金还能领不); `simple`: who asks wishes few and plain words; `short_of_here`: the short
    answer names a telephone, a place or hours of this county.
    """

    id: str
    title: str
    short: str
    conditions: tuple[str, ...] = ()
    how: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    local_figures: tuple[str, ...] = ()
    local_of: str | None = None
    county_decides: str | None = None
    asks_region: bool = False
    short_of_here: bool = False
    again: bool = False
    just: bool = False
    simple: bool = False
    wanted_figures: tuple[str, ...] = ()
    wanted_lines: tuple[str, ...] = ()
    closing: str | None = DISCLAIMER
    intent: str = ""
    program: str | None = None
    region: str | None = None
    home: str | None = None
    score: float = 1.0
    next: tuple[Button, ...] = ()
    alternatives: tuple[Button, ...] = ()
    context: dict[str, Any] = field(default_factory=dict)
    hotline: str | None = None
    second: "Answer | None" = None
    """The answer to the other one of two questions asked at once; both are told in few words."""

    @property
    def doubtful(self) -> bool:
        return any(not source.verified for source in self.sources)

    def text_for_chat(self) -> str:
        """The short answer first, then conditions, what to do, local figures, the basis, who decides; of an answer that was
        given before only what is wanted of it; the short answer alone where few words are wished for."""
        if self.simple:
            return "\n\n".join(one._simply() for one in (self, self.second) if one)
        if self.second:
            return self._with(self.second)
        if self.again:
            return self._again()
        parts = [self.short]
        if self.conditions:
            parts.append("要看：\n" + _listed(self.conditions))
        if self.local_figures:
            parts.append(f"{self.local_of}：\n" + _listed(self.local_figures))
        elif self.county_decides:
            parts.append(self.county_decides)
        if self.how:
            parts.append("怎么办：\n" + _listed(self.how))
        if self.sources:
            parts.append("依据：" + "；".join(grouped(self.sources)) + "。")
        closing = [DOUBT] if self.doubtful else []
        if self.closing:
            closing.append(self.closing)
        if self.asks_region:
            closing.append(self._question_of_region(bool(self.local_figures)))
        if closing:
            parts.append("\n".join(closing))
        return "\n\n".join(parts)

    def _with(self, second: "Answer") -> str:
        parts = [f"{one.title}：{one.short}" for one in (self, second)]
        figures = list(dict.fromkeys((*self.wanted_figures, *second.wanted_figures)))
        if figures:
            parts.append(f"{self.local_of or second.local_of}：\n" + _listed(tuple(figures)))
        if sources := (*self.sources, *second.sources):
            parts.append("依据：" + "；".join(grouped(sources)) + "。")
        closing = [DOUBT] if self.doubtful or second.doubtful else []
        closing += [self.closing or second.closing or ""]
        if self.asks_region or second.asks_region:
            named = self.short_of_here or second.short_of_here
            closing.append((self if self.local_of else second)._question_of_region(bool(figures), named))
        parts.append("\n".join(filter(None, closing)))
        return "\n\n".join(filter(None, parts))

    def _again(self) -> str:
        if self.wanted_figures:
            parts = [f"{self.local_of}：\n{_listed(self.wanted_figures)}", "别的和刚才说的一样。"]
        else:
            parts = [
                f"{self.said_before}{self.short}",
                *([_listed(self.wanted_lines)] if self.wanted_lines else []),
                "要看什么、怎么办，上面都有。问的不是这个，换个说法告诉我。",
            ]
        if self.sources:
            parts.append("依据：" + "；".join(grouped(self.sources)) + "。")
        if self.asks_region:
            parts.append(self._question_of_region(bool(self.wanted_figures), self.short_of_here))
        return "\n\n".join(parts)

    @property
    def said_before(self) -> str:
        """What comes before an answer that is said a second time; empty at the first."""
        if not self.again:
            return ""
        return "还是刚才那一条：" if self.just else "前面说过的那一条："

    def _simply(self) -> str:
        """The short answer without what stands in brackets, and the figures where it has none and they were asked for."""
        said = _BRACKETS.sub("", self.short)
        if self.intent == "ask_standard" and self.local_figures and not re.search(r"\d", said):
            figures = "；".join(_BRACKETS.sub("", one) for one in self.wanted_figures or self.local_figures)
            said = f"{said}\n{self.local_of}：{figures}。"
        return said

    def text_for_voice(self) -> str:
        """What an operator reads aloud: whole sentences, no brackets, no lists, one basis by its name."""
        if self.second:
            return "".join(_sentence(self._on_the_line(one.short)) for one in (self, self.second))
        said = [self.short, *self.conditions]
        if self.local_figures:
            said.append(f"{self.local_of}的" + "；".join(map(aloud, self.local_figures)))
        elif self.county_decides:
            said.append(self.county_decides)
        said += self.how
        if self.sources:
            first = self.sources[0]
            said.append(f"依据的是{first.spoken}" + ("" if first.verified else "，这是转述，以县里解释为准"))
            if self.doubtful and first.verified:
                said.append(DOUBT)
        if self.closing:
            said.append(self.closing)
        if self.asks_region:
            said.append(self._question_of_region(bool(self.local_figures)))
        return "".join(_sentence(self._on_the_line(text)) for text in said)

    def _on_the_line(self, text: str) -> str:
        """What is said to somebody who has rung the hotline: it is here, and there is nothing to type."""
        if self.hotline and self.intent != "ask_contact":
            text = re.sub(
                rf"(?<!服务)(?<!服务热线)(?<!服务热线 )(救助热线|热线)? ?{re.escape(self.hotline)} ?",
                "这个热线",
                text,
            )
        return aloud(text.replace("回复“", "说“"))

    def _question_of_region(self, figures: bool, named: bool = True) -> str:
        """Where somebody lives; `figures` of this county are told, or it is `named` otherwise in what is told."""
        if not self.local_of or not (figures or named):
            return "各地不一样，请告诉我您在哪个县。"
        which = "这" if figures else "上面说的"
        return f"{which}是{self.local_of}的。您是在{self.local_of}吗？在别的县，请告诉我县名。"

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The likely next questions, what else may have been meant, a person, a complaint."""
        if self.simple and not self.second:
            return (Button(WHOLE, "answer", self.id), HUMAN)
        if self.second:
            each = (Button(cut(one.title), "answer", one.id) for one in (self, self.second))
            return (*each, HUMAN, COMPLAINT)
        whole = (Button(WHOLE, "answer", self.id),) if self.again and not self.wanted_figures else ()
        here = (Button(f"我在{self.local_of}", "region", self.home or ""),) if self._asks_home else ()
        return (*here, *whole, *self.next, *self.alternatives, HUMAN, COMPLAINT)

    @property
    def _asks_home(self) -> bool:
        return self.asks_region and bool(self.local_of and self.home)


@dataclass(frozen=True)
class Unknown:
    """An honest "I do not know", with what comes nearest."""

    question: str
    reason: Literal["not_found", "unclear", "which_program", "other_region", "not_in_force"] = "not_found"
    score: float = 0.0
    nearest: tuple[Button, ...] = ()
    context: dict[str, Any] = field(default_factory=dict)
    closest: Answer | None = None
    """What the question may well mean, said as no more than that."""
    plainly: bool = False
    """Whether it is about the very assistance that is talked of or named: told under its heading, without doubts."""
    guess: bool = False
    """Whether it is no more than a guess: told in few words."""

    def text_for_chat(self) -> str:
        first = {
            "not_found": "这个问题我没有把握，不乱答。",
            "unclear": "我没太听明白您问的是哪件事。",
            "other_region": "您问的那个地方的规定，我这里没有，不乱答。请问当地的民政部门。",
            "which_program": "您问的是哪一项？点一下，或者直接说名字。",
            "not_in_force": "这件事的规定正在变动，我这里没有现行有效的依据，不乱答。",
        }[self.reason]
        if self.reason == "which_program":
            return first
        if self.closest:
            if self.guess:
                return f"您问的要是“{self.closest.title}”：{self.closest.short}\n\n{GUESSED}"
            if self.plainly:
                return f"关于“{self.closest.title}”：\n\n{self.closest.text_for_chat()}"
            return self._maybe(self.closest)
        if self.nearest:
            return f"{first}您是不是想问下面这些？都不是的话，要不要我请同事来答？"
        return f"{first}要不要我请同事来答？"

    @staticmethod
    def _maybe(closest: Answer) -> str:
        """The whole answer, if that is what was meant, and how to say that it was not."""
        return f"拿不准您问的是不是这个：{closest.title}\n\n{closest.text_for_chat()}\n\n{NOT_THIS}"

    def text_for_voice(self) -> str:
        if self.closest:
            return f"您问的要是“{self.closest.title}”：{aloud(self.closest.short)}"
        return self.text_for_chat()

    @property
    def buttons(self) -> tuple[Button, ...]:
        if self.closest is None:
            return (*self.nearest, HUMAN, COMPLAINT)
        others = [one for one in self.nearest if one.value != self.closest.id]
        if self.guess:
            return (Button(WHOLE, "answer", self.closest.id), *others[:2], HUMAN, COMPLAINT)
        return (*others[:3], HUMAN, COMPLAINT)


def source(clause: Clause, document: Document) -> Source:
    """A clause as a basis to be cited."""
    return Source(
        document.id,
        document.title,
        document.particulars,
        label(document, clause.article),
        document.in_force,
        clause.verified == "full_text",
        clause.text,
        document.issued,
    )


def cut(title: str) -> str:
    """As much of a title as a button holds."""
    return title if len(title) <= TITLE_ON_BUTTON else title[: TITLE_ON_BUTTON - 1] + "…"


def _dated(day: date | None, what: str) -> str:
    return f"，{day.year}年{day.month}月{day.day}日{what}" if day else ""


def _listed(lines: tuple[str, ...]) -> str:
    return "\n".join(f"· {line}" for line in lines)


def grouped(sources: Sequence[Source]) -> list[str]:
    """One entry a document, its articles together."""
    grouped: dict[str, list[Source]] = {}
    for source in sources:
        grouped.setdefault(source.document_id, []).append(source)
    said = []
    for group in grouped.values():
        articles = "、".join(dict.fromkeys(source.article for source in group))
        first = group[0]
        said.append(replace(first, article=articles, verified=all(source.verified for source in group)).said)
    return said


def aloud(text: str) -> str:
    """Brackets and slashes turned into pauses; digits stay, they are read well."""
    text = text.replace("乡镇（街道）", "乡镇或者街道").replace("村（居）", "村居")
    text = re.sub(r"（([^（）]*)）", r"，\1，", text)
    text = re.sub(r"([\d.]+) 元/人·月", r"每人每月\1元", text)
    text = re.sub(r"([\d.]+) 元/年", r"一年\1元", text)
    text = re.sub(r"(\d)[—-](?=\d{1,2}:\d)", r"\1到", text)
    text = re.sub(r"(?<=\d) (?=[元倍套个])", "", text).replace("·", "").replace("：", "，")
    text = re.sub(r"，+", "，", text)
    return re.sub(r"，([。；])", r"\1", text)


def _sentence(text: str) -> str:
    text = text.strip("，； ")
    return text if text.endswith(("。", "？", "！")) else f"{text}。"
