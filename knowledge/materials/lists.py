"""The list of materials for a programme and a situation (57号 art. 10, 社会救助法 art. 62)."""

from base64 import b64encode
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader
from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.corpus import Corpus
from knowledge.estimate.rules import Facts
from knowledge.figures import Figures
from knowledge.saying import DOUBT, Source, grouped, source
from knowledge.schema import Reference

FOLDER = Path(__file__).parent
STYLE = (FOLDER / "list.css").read_text(encoding="utf-8")
POLICY = (
    "default-src 'none'; style-src 'sha256-"
    + b64encode(sha256(STYLE.encode()).digest()).decode()
    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The content security policy of the printable page."""
TOLD_ONCE = "材料不齐的，窗口应当一次把要补的都告诉您。"
ASK_ONCE = "材料不齐的，请窗口一次把要补的都告诉您。"
"""Where no clause obliges the window."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Paper(_Strict):
    """Something to bring, and what for."""

    what: str
    why: str
    source: Reference | None = None
    situation: str | None = None


class NotNeeded(_Strict):
    """Something that the office looks up itself."""

    what: str
    where: str


class Program(_Strict):
    program: str
    name: str
    where: str
    where_source: Reference
    rests_on: list[Reference] = Field(default_factory=list)
    told_once: Reference | None = None
    common: bool
    checked: bool = True
    bring: list[Paper] = Field(default_factory=list)
    situations: list[str] = Field(default_factory=list)


class _File(_Strict):
    situations: dict[str, str]
    common: list[Paper]
    situational: list[Paper]
    not_needed: list[NotNeeded]
    not_needed_source: Reference
    programs: list[Program]

    @model_validator(mode="after")
    def _situations_exist(self) -> "_File":
        named = {one for program in self.programs for one in program.situations}
        named |= {paper.situation for paper in self.situational if paper.situation}
        if named - self.situations.keys():
            raise ValueError(f"没有这种情况：{sorted(named - self.situations.keys())}")
        return self


@dataclass(frozen=True)
class Listing:
    """What to bring and what not, where to; `basis` names the clauses, `closing` what holds of papers that are missing."""

    program: str
    name: str
    where: str
    bring: tuple[Paper, ...]
    not_needed: tuple[NotNeeded, ...]
    basis: tuple[str, ...]
    closing: str
    could_apply: tuple[tuple[str, str], ...]
    doubtful: bool = False

    def text_for_chat(self) -> str:
        """The whole list in one message."""
        lines = [f"办{self.name}，要带这些："]
        lines += [f"{number}. {paper.what}" for number, paper in enumerate(self.bring, 1)]
        if self.not_needed:
            lines += ["", "不用您自己开证明，部门会去查：" + "、".join(one.what for one in self.not_needed)]
        lines += ["", f"交到哪里：{self.where}", self.closing]
        lines += ["", "依据：" + "；".join(self.basis) + "。"]
        lines += [DOUBT] if self.doubtful else []
        lines += ["各地窗口有格式的，以窗口给的为准。"]
        return "\n".join(lines)


def situations(facts: Facts) -> list[str]:
    """Which circumstances of the lists the facts of an estimate tell."""
    holds = {
        "disabled": facts.get("disability", "none") != "none",
        "ill": facts.get("severe_illness") is True,
        "student": bool(facts.get("dependent_children")),
        "worker": bool(facts.get("wage")) or bool(facts.get("business")),
        "supporter": bool(facts.get("support_received")) or facts.get("supporter") in ("able", "unable"),
        "spending": bool(facts.get("rigid_spending")),
    }
    return [name for name, applies in holds.items() if applies]


class Catalogue:
    """The lists of one corpus."""

    def __init__(self, content: _File, corpus: Corpus) -> None:
        self._content = content
        self._corpus = corpus

    @classmethod
    def load(cls, corpus: Corpus, path: Path = FOLDER / "materials.yml") -> "Catalogue":
        return cls(_File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))), corpus)

    @property
    def programs(self) -> tuple[tuple[str, str], ...]:
        """Code and name of each programme that has a list."""
        return tuple((one.program, one.name) for one in self._content.programs)

    def listing(self, program: str, situations: Collection[str] = ()) -> Listing | None:
        """The list for a programme and the situations that apply; None for a programme without one."""
        found = next((one for one in self._content.programs if one.program == program), None)
        if found is None:
            return None
        papers = [*(self._content.common if found.common else ()), *found.bring]
        if found.common:
            papers += [paper for paper in self._content.situational if paper.situation in found.situations]
        bring = tuple(paper for paper in papers if paper.situation is None or paper.situation in situations)
        sources = [*found.rests_on, found.where_source, *(paper.source for paper in bring if paper.source)]
        sources += [found.told_once] if found.told_once else []
        sources += [self._content.not_needed_source] if found.checked else []
        cited = [self._cited(reference) for reference in sources]
        return Listing(
            program=program,
            name=found.name,
            where=found.where,
            bring=bring,
            not_needed=tuple(self._content.not_needed) if found.checked else (),
            basis=tuple(grouped(cited)),
            doubtful=any(not one.verified for one in cited),
            closing=TOLD_ONCE if found.told_once else ASK_ONCE,
            could_apply=tuple(
                (key, self._content.situations[key]) for key in found.situations if key not in situations
            ),
        )

    def html(self, listing: Listing, figures: Figures, day: date) -> str:
        """A page to print or to open on a phone; `POLICY` lets its style through and nothing else."""
        page = Environment(loader=FileSystemLoader(FOLDER), autoescape=True).get_template("list.html")
        hotline = figures.find("phone.hotline", day)
        return page.render(
            listing=listing,
            doubt=DOUBT,
            style=STYLE,
            county=figures.county_name,
            day=day,
            hotline=hotline.said if hotline else None,
        )

    def sources(self) -> Iterator[str]:
        """Every clause that a list names."""
        content = self._content
        for paper in (
            *content.common,
            *content.situational,
            *(p for one in content.programs for p in one.bring),
        ):
            if paper.source:
                yield paper.source
        yield content.not_needed_source
        for program in content.programs:
            yield from (program.where_source, *program.rests_on)
            if program.told_once:
                yield program.told_once

    def _cited(self, reference: str) -> Source:
        clause = self._corpus.clauses[reference]
        return source(clause, self._corpus.documents[clause.document_id])
