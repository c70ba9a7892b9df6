"""The policy corpus as it lies in files: documents, clauses, answers, and how they hang together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.schema import AnswersFile, Clause, ClausesFile, Document, DocumentsFile, Entry
from store.county import wrong

FOLDER = Path(__file__).parent / "corpus"

_File = TypeVar("_File", bound=BaseModel)


class CorpusError(Exception):
    """A file of the corpus that cannot be used, with a sentence that says which and why."""


@dataclass(frozen=True)
class Corpus:
    """Documents, clauses and answers by id."""

    documents: dict[str, Document] = field(default_factory=dict)
    clauses: dict[str, Clause] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Corpus":
        """The corpus of a folder with `documents.yml`, `clauses/*.yml` and `answers/*.yml`.

        Raises:
            CorpusError: a file is missing, malformed, or an id is used twice.
        """
        documents = _by_id(_parse(folder / "documents.yml", DocumentsFile).documents, "文件")
        clauses = _by_id(
            (
                clause
                for path in sorted((folder / "clauses").glob("*.yml"))
                for clause in _parse(path, ClausesFile).restated()
            ),
            "条款",
        )
        entries = _by_id(
            (
                entry
                for path in sorted((folder / "answers").glob("*.yml"))
                for entry in _parse(path, AnswersFile).answers
            ),
            "答案",
        )
        return cls(documents, clauses, entries)

    def with_entries(self, changed: Iterable[Entry], withdrawn: Iterable[str] = ()) -> "Corpus":
        """The same corpus with an editor's entries laid over it."""
        entries = {**self.entries, **{entry.id: entry for entry in changed}}
        return replace(
            self, entries={key: entry for key, entry in entries.items() if key not in set(withdrawn)}
        )

    def cited(self, entry: Entry) -> Iterator[tuple[Clause, Document]]:
        """The clauses an answer rests on, with their documents; unknown references are left out."""
        for reference in entry.sources:
            clause = self.clauses.get(reference)
            document = self.documents.get(reference.partition("#")[0])
            if clause is not None and document is not None:
                yield clause, document


def label(document: Document, article: str) -> str:
    """How an article is said: `第20条第2款`, `第11条第12项` (11.0.12), `一（三）`, `第22点`."""
    numbers = article.split(".")
    if document.numbering == "points":
        return f"第{article}点"
    if document.numbering == "sections":
        first, *rest = numbers
        said = numeral(int(first))
        if rest:
            said += f"（{numeral(int(rest[0]))}）"
        return said + ".".join(rest[1:])
    parts = zip(numbers, ("条", "款", "项"), strict=False)
    return "".join(f"第{number}{unit}" for number, unit in parts if number != "0")


def numeral(number: int) -> str:
    """一 … 九十九."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (
        digits[ones] if ones or not tens else ""
    )


def _parse(path: Path, shape: type[_File]) -> _File:
    try:
        content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return shape.model_validate(content)
    except FileNotFoundError:
        raise CorpusError(f"缺少语料文件 {path}。") from None
    except yaml.YAMLError as error:
        raise CorpusError(f"语料文件 {path.name} 不是正确的 YAML：{error}") from None
    except ValidationError as error:
        raise CorpusError(f"语料文件 {path.name} 有误：{_explain(error, content)}") from None


def _explain(error: ValidationError, content: Any) -> str:
    """The first few slips, each with the entry it is in."""
    said = []
    for slip in error.errors()[:5]:
        place, where = content, []
        for step in slip["loc"]:
            try:
                place = place[step]
            except (KeyError, IndexError, TypeError):
                where.append(str(step))
                continue
            identity = place.get("id") or place.get("article") if isinstance(place, dict) else None
            where.append(str(identity or step))
        said.append(f"{' › '.join(where)}：{wrong(slip)}")
    return "；".join(said)


def _by_id(items: Iterable[Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        if item.id in found:
            raise CorpusError(f"{kind}编号 {item.id} 用了两次。")
        found[item.id] = item
    return found
