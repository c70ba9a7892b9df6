"""What a file of the policy corpus may hold: documents, restated clauses, answers.

Editors write YAML; a slip is told in a sentence that names the file and the entry.
"""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Reference = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+#[0-9]+(\.[0-9]+)*$")]
Program = Literal[
    "assistance",
    "dibao",
    "dibao_marginal",
    "tekun",
    "temporary",
    "rigid_expenditure",
    "medical",
    "education",
    "housing",
    "employment",
    "disaster",
    "vagrant",
    "orphan",
    "unsupported_child",
    "disability_allowance",
    "elderly_allowance",
    "price_subsidy",
    "care_allowance",
    "heating",
    "holiday_aid",
    "funeral",
]
Intent = Literal[
    "ask_program",
    "ask_eligibility",
    "ask_materials",
    "ask_procedure",
    "ask_processing_time",
    "ask_standard",
    "ask_payment_rule",
    "ask_review_rule",
    "ask_publicity",
    "ask_appeal",
    "ask_contact",
    "privacy_request",
    "other_department",
]
Verification = Literal["full_text", "secondary", "unverified"]
Disclosure = Literal["公开", "内部", "不公开"]
Audience = Literal["resident", "staff"]

PLACEHOLDER = re.compile(r"\{([a-z0-9_]+(?:\.[a-z0-9_]+)+)\}")
"""A local figure named in a text: `{phone.hotline}`."""

LONGEST_SHORT_ANSWER = 120
FEWEST_WAYS_TO_ASK = 6


class Strict(BaseModel):
    """Unknown fields are refused, so that a misspelt one is never silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Document(Strict):
    """A law, rule, notice or local document that answers rest on."""

    id: Slug
    title: str
    number: str | None = Field(None, description="文号；没有核实到的不写")
    issuer: str
    issued: date | None = None
    in_force: date | None = None
    out_of_force: date | None = Field(None, description="从这一天起不再有效")
    edition: str | None = Field(
        None, pattern=r"^\d{4}年(修正|修订)$", description="法律改过的，用的是哪一年的"
    )
    superseded_by: Slug | None = None
    region: str | None = Field(None, description="只在此地有效：省/市/县[/乡镇]；不写为全国")
    disclosure: Disclosure = "公开"
    verification: Verification
    numbering: Literal["articles", "sections", "points"] = "articles"
    note: str | None = None

    @model_validator(mode="after")
    def _dates_follow(self) -> "Document":
        if self.in_force and self.out_of_force and self.out_of_force <= self.in_force:
            raise ValueError(f"{self.id}：失效日期不能早于施行日期")
        return self

    @property
    def particulars(self) -> str | None:
        """What stands behind the title: `国务院令第649号，2019年修订`."""
        return "，".join(filter(None, (self.number, self.edition))) or None

    def valid_on(self, day: date) -> bool:
        """Whether it may be quoted as in force on that day."""
        return (self.in_force is None or self.in_force <= day) and (
            self.out_of_force is None or day < self.out_of_force
        )


class Clause(Strict):
    """One article, paragraph or section, restated in plain words."""

    id: Reference
    text: str = Field(min_length=4)
    verified: Verification
    overridden_by: Reference | None = Field(None, description="与它不一致而应从其规定的条款")
    note: str | None = None

    @property
    def document_id(self) -> str:
        return self.id.partition("#")[0]

    @property
    def article(self) -> str:
        return self.id.partition("#")[2]


class Entry(Strict):
    """One answer of the corpus, as an editor writes it."""

    id: Slug
    title: str = Field(max_length=40)
    intent: Intent
    programs: list[Program] = Field(min_length=1)
    ask: list[str] = Field(default_factory=list, description="人们会怎么问，至少六种")
    short: str = Field(max_length=LONGEST_SHORT_ANSWER)
    depends: list[str] = Field(default_factory=list, description="什么情况会改变答案")
    act: list[str] = Field(default_factory=list, description="到哪里、带什么、何时、打哪个电话")
    sources: list[Reference] = Field(default_factory=list)
    local: list[str] = Field(default_factory=list, description="要一并说出的本县数字的编号")
    county_decides: str | None = Field(None, description="各县不同而本县没有数字时说的话")
    region: str | None = Field(None, description="只对此地的人说")
    variant_of: Slug | None = Field(None, description="是哪条答案在此地的说法")
    audience: Audience = "resident"
    next: list[Slug] = Field(default_factory=list, description="接着可能问的，至多四条")
    reviewed: date
    review_by: date
    author: str
    second_reader: str | None = None

    @field_validator("ask")
    @classmethod
    def _no_repetition(cls, ask: list[str]) -> list[str]:
        if len(set(ask)) != len(ask):
            raise ValueError("问法有重复")
        return ask

    @field_validator("next")
    @classmethod
    def _few(cls, following: list[str]) -> list[str]:
        if len(following) > 4:
            raise ValueError("接着问的至多四条")
        return following

    @model_validator(mode="after")
    def _whole(self) -> "Entry":
        if self.variant_of is None and len(self.ask) < FEWEST_WAYS_TO_ASK:
            raise ValueError(f"{self.id}：问法少于 {FEWEST_WAYS_TO_ASK} 种")
        if self.variant_of is not None and self.region is None:
            raise ValueError(f"{self.id}：某地的说法要写明 region")
        if self.region is not None and self.variant_of is None:
            raise ValueError(f"{self.id}：只在一地说的答案，要写明是哪条答案在此地的说法（variant_of）")
        if self.review_by <= self.reviewed:
            raise ValueError(f"{self.id}：复核期限要晚于复核日期")
        named = PLACEHOLDER.findall(self.short)
        if any(not name.startswith("phone.") for name in named):
            raise ValueError(f"{self.id}：short 里不放本县数字，写进 local")
        return self


class DocumentsFile(Strict):
    documents: list[Document]


class ClausesFile(Strict):
    """The clauses of one document; `article` is written, the id is put together."""

    class Written(Strict):
        article: str = Field(pattern=r"^[0-9]+(\.[0-9]+)*$")
        text: str
        verified: Verification | None = None
        overridden_by: Reference | None = None
        note: str | None = None

        @field_validator("article", mode="before")
        @classmethod
        def _as_text(cls, article: object) -> object:
            if isinstance(article, float):
                raise ValueError("带小数点的条款号要加引号，如 '7.2'")
            return str(article) if isinstance(article, int) else article

    document: Slug
    verified: Verification = "full_text"
    clauses: list[Written]

    def restated(self) -> list[Clause]:
        return [
            Clause(
                id=f"{self.document}#{written.article}",
                text=written.text,
                verified=written.verified or self.verified,
                overridden_by=written.overridden_by,
                note=written.note,
            )
            for written in self.clauses
        ]


class AnswersFile(Strict):
    answers: list[Entry]
