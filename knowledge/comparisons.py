"""Two programmes asked about side by side: which is worth more (哪个钱多), whether one may hold both (能一起领吗).

Such a question says neither programme where both were talked of before, so that no search can find its answer;
editors say which answer compares which programmes.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.corpus import FOLDER, CorpusError
from knowledge.schema import Program
from knowledge.words import Reading

FILE = "comparisons.yml"


class Comparison(BaseModel):
    """The answer about some programmes side by side."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    programs: frozenset[Program] = Field(min_length=2)
    answer: str


class Comparisons(BaseModel):
    """The words that ask for a comparison, those that may stand beside them, and the answers.

    `differ` asks for the difference, `together` whether both may be held; `several` answers the latter where no
    comparison is about just these programmes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    differ: frozenset[str] = frozenset()
    together: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    answers: list[Comparison] = []
    several: str | None = None

    def asked_for(self, query: Reading) -> bool:
        """Whether a word of a message asks for a comparison."""
        return not (self.differ | self.together).isdisjoint(query.words)

    def answer(self, query: Reading, programs: Sequence[str]) -> str | None:
        """The id of the answer that compares the first two of the programmes; None where no comparison is asked for, or of fewer."""
        said = [set(piece) for piece in query.pieces]
        marks = self.differ | self.together
        if not any(piece & marks for piece in said) or not all(piece & (marks | self.may) for piece in said):
            return None
        pair = set(programs[:2])
        if len(pair) < 2:
            return None
        found = next((one.answer for one in self.answers if pair <= one.programs), None)
        if found is None and any(piece & self.together for piece in said):
            return self.several
        return found


def load(folder: Path = FOLDER) -> Comparisons:
    """The comparisons of a corpus folder; none where it has no such file.

    Raises:
        CorpusError: the file breaks its schema.
    """
    path = folder / FILE
    if not path.exists():
        return Comparisons()
    try:
        return Comparisons.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise CorpusError(f"语料文件 {FILE} 有误：{error}") from None


def missing(known: Comparisons, entries: Collection[str]) -> list[str]:
    """Answers that the comparisons name and the corpus does not have."""
    named = {one.answer for one in known.answers} | ({known.several} if known.several else set())
    return sorted(named - set(entries))
