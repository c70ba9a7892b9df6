"""The plainest questions: one programme, one everyday matter, and no other word (低保怎么申请).

Their few words stand in every neighbouring answer as well, so that no search can tell which is meant; editors say it.
Where the programme is missing too (怎么申请), it is asked for.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.corpus import FOLDER, CorpusError
from knowledge.words import Reading

FILE = "plain-questions.yml"


class Rule(BaseModel):
    """Words of which one must stand there, words that may, words that must not; the answer for each programme."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    marks: frozenset[str] = Field(min_length=1)
    also: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    answers: dict[str, str]


class PlainQuestions(BaseModel):
    """The rules, the first that fits first, and the words that may stand in any plain question."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: list[Rule]
    may: frozenset[str] = frozenset()

    def answer(self, query: Reading, program: str) -> str | None:
        """The id of the answer to a plain question about a programme; None where it says anything more."""
        return next((rule.answers[program] for rule in self._fitting(query) if program in rule.answers), None)

    def answers(self, query: Reading) -> dict[str, str]:
        """The id of the answer for each programme that a plain question may be about; empty where it says more."""
        return next((rule.answers for rule in self._fitting(query)), {})

    def likewise(self, answer: str, program: str) -> str | None:
        """The answer to what an answer of the rules answers, about another programme; None where no rule names both."""
        known = (rule.answers for rule in self.rules if answer in rule.answers.values())
        return next((answers[program] for answers in known if program in answers), None)

    def _fitting(self, query: Reading) -> Iterator[Rule]:
        said = [set(piece) for piece in query.pieces]
        for rule in self.rules:
            allowed = rule.marks | rule.also | self.may
            if (
                any(piece & rule.marks for piece in said)
                and all(piece & allowed for piece in said)
                and not any(piece & rule.unless for piece in said)
            ):
                yield rule


def load(folder: Path = FOLDER) -> PlainQuestions:
    """The rules of a corpus folder; none where it has no such file.

    Raises:
        CorpusError: the file breaks its schema.
    """
    path = folder / FILE
    if not path.exists():
        return PlainQuestions(rules=[])
    try:
        return PlainQuestions.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise CorpusError(f"语料文件 {FILE} 有误：{error}") from None


def missing(known: PlainQuestions, entries: Collection[str]) -> list[str]:
    """Answers that the rules name and the corpus does not have."""
    return sorted({id for rule in known.rules for id in rule.answers.values()} - set(entries))
