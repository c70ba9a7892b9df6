"""How well questions are answered: `python -m knowledge.evaluate FILE [--keys FILE] [--model FILE] [--selector EPOCHS]`.

FILE is YAML, a list of `{q, before?, region?, answer_ids: […]}` (`before`: what was asked before, or a list of it) or `{q, unanswerable: true}`; with `--keys` the ids that
answer a question are in a file of their own, `{q, before?, ids: […]}`. 试答 is what is told as what may be meant where nothing is answered outright. With `--model` the intent and the programme
come from that trained model, as in a talk; `--selector` trains Rasa's ResponseSelector, for so many epochs, to compare with.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bm25s
import jieba
import numpy as np
import yaml

from knowledge.answering import Library
from knowledge.encoder import Encoder
from knowledge.saying import Answer, Unknown
from store.county import County
from store.settings import ROOT

Ranker = Callable[[dict[str, Any]], list[str]]
NLU = ROOT / "nlu"
SELECTOR_THRESHOLD = 0.3
"""Below this confidence Rasa's own fallback says nothing."""
_RANKED = 5
"""So many of the best plain BM25 puts in order; sorting all would make it look slower than it is."""


@dataclass
class Score:
    """What a way of finding achieves on a set of questions."""

    name: str
    asked: int = 0
    first: int = 0
    in_three: int = 0
    reciprocal: float = 0.0
    given: int = 0
    given_right: int = 0
    maybe: int = 0
    maybe_right: int = 0
    unanswerable: int = 0
    answered_anyway: int = 0
    maybe_anyway: int = 0
    seconds: float = 0.0
    missed: list[tuple[str, str, str]] = field(default_factory=list)

    def line(self) -> str:
        """One row of the table."""
        asked, none = max(self.asked, 1), max(self.unanswerable, 1)
        return (
            f"{self.name:<22}{self.first / asked:>8.3f}{self.in_three / asked:>8.3f}{self.reciprocal / asked:>8.3f}"
            f"{self.given / asked:>8.3f}{self.given_right / max(self.given, 1):>8.3f}"
            f"{self.answered_anyway / none:>8.3f}{self.maybe / asked:>8.3f}{self.maybe_right / max(self.maybe, 1):>8.3f}"
            f"{self.maybe_anyway / none:>8.3f}{self.seconds / (asked + none) * 1000:>9.2f}"
        )


def read(path: Path, keys: Path | None = None) -> list[dict[str, Any]]:
    """The questions of a file with the ids that answer each; those labelled neither way are left out.

    One that nothing covers has no ids: it counts as asked and never as found. One that was written as unanswerable and
    is among the keys has an answer `since`.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if keys is None:
        return [one for one in content if one.get("unanswerable") or "answer_ids" in one]
    judged = {
        (one.get("before"), one["q"]): [
            *one["ids"],
            *(id for found in ("pooled", "written", "since") for id in one.get(found, ())),
        ]
        for one in yaml.safe_load(keys.read_text(encoding="utf-8"))
    }
    read = []
    for one in content:
        ids = judged.get((one.get("before"), one["q"]))
        if ids is None and not one.get("unanswerable"):
            raise KeyError(f"{keys} 里没有“{one['q']}”的判分")
        read.append(one if ids is None else {**one, "unanswerable": False, "answer_ids": ids})
    return read


def understood(questions: Sequence[dict[str, Any]], model: Path) -> list[dict[str, Any]]:
    """The questions with the intent and the programme that a trained model reads in them."""
    lines = "".join(
        json.dumps({"id": at, "text": one["q"]}, ensure_ascii=False) + "\n"
        for at, one in enumerate(questions)
    )
    done = _in_nlu("huiyin_nlu.parse", "--model", str(model.resolve()), given=lines)
    parsed = [json.loads(line) for line in done.splitlines()]
    return [{**one, **_meaning(said)} for one, said in zip(questions, parsed, strict=True)]


def _meaning(said: dict[str, Any]) -> dict[str, Any]:
    programs = [one for one in said["entities"] if one["entity"] == "program"]
    return {"intent": said["intent"], "program": programs[0]["normalised"] if programs else None}


def _in_nlu(module: str, *options: str, given: str) -> str:
    """What a module of the Rasa environment prints."""
    done = subprocess.run(
        [NLU / ".venv" / "bin" / "python", "-m", module, *options],
        input=given,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(NLU), "PYTHONUTF8": "1"},
    )
    return done.stdout


def measure(
    name: str,
    questions: Sequence[dict[str, Any]],
    rank: Ranker,
    give: Ranker,
    maybe: Ranker = lambda question: [],
) -> Score:
    """Rank every question; `give` says what would really be answered, `maybe` what is told as no more than what may have
    been meant: one id, or nothing."""
    score = Score(name)
    for question in questions:
        started = time.perf_counter()
        given = give(question)
        score.seconds += time.perf_counter() - started
        likely = [] if given else maybe(question)
        if question.get("unanswerable"):
            score.unanswerable += 1
            score.answered_anyway += bool(given)
            score.maybe_anyway += bool(likely)
            if given:
                score.missed.append((question["q"], "（不该答）", given[0]))
            continue
        wanted, ranked = set(question["answer_ids"]), rank(question)
        place = next((at for at, one in enumerate(ranked, 1) if one in wanted), None)
        score.asked += 1
        score.first += place == 1
        score.in_three += place is not None and place <= 3
        score.reciprocal += 1 / place if place else 0
        score.given += bool(given)
        score.given_right += bool(given) and given[0] in wanted
        score.maybe += bool(likely)
        score.maybe_right += bool(likely) and likely[0] in wanted
        if place != 1 or not given:
            score.missed.append(
                (question["q"], "/".join(sorted(wanted)), ranked[0] if given and ranked else "不知道")
            )
    return score


def ours(library: Library, *, hints: bool) -> tuple[Ranker, Ranker, Ranker]:
    """Huiyin's own finding: the order, the answer, and what is told as what may be meant; with or without the intent and programme that understanding would add."""

    def told(question: dict[str, Any]) -> dict[str, Any]:
        hinted = {key: question.get(key) for key in ("intent", "program")} if hints else {}
        return {**hinted, "context": talked_of(library, question.get("before"))}

    def rank(question: dict[str, Any]) -> list[str]:
        found = library.candidates(question["q"], **told(question))[2]
        return list(dict.fromkeys((*give(question), *(one.entry.id for one in found))))

    def answered(question: dict[str, Any]) -> Answer | Unknown:
        return library.answer(question["q"], **told(question), region=question.get("region"))

    def give(question: dict[str, Any]) -> list[str]:
        found = answered(question)
        return [found.context.get("answer", found.id)] if isinstance(found, Answer) else []

    def maybe(question: dict[str, Any]) -> list[str]:
        found = answered(question)
        return [found.closest.id] if isinstance(found, Unknown) and found.closest else []

    return rank, give, maybe


def talked_of(library: Library, before: str | Sequence[str] | None) -> dict[str, Any] | None:
    """The context after what was asked before: nothing, one question, or several."""
    context: dict[str, Any] | None = None
    for one in [before] if isinstance(before, str) else before or ():
        context = library.answer(one, context=context).context
    return context


def plain_bm25(library: Library) -> tuple[Ranker, Ranker]:
    """The usual baseline: BM25 over jieba words of the whole answer, always answering."""
    entries = library.index().entries
    texts = ["，".join((entry.title, *entry.ask, entry.short, *entry.depends)) for entry in entries]
    cutter = jieba.Tokenizer()
    index = bm25s.BM25()
    index.index([cutter.lcut_for_search(text) for text in texts], show_progress=False)

    def rank(question: dict[str, Any]) -> list[str]:
        tokens = [token for token in cutter.lcut_for_search(question["q"]) if token in index.vocab_dict]
        if not tokens:
            return []
        scores = index.get_scores(tokens)
        best = np.sort(np.argpartition(-scores, min(_RANKED, len(scores) - 1))[:_RANKED])
        best = best[np.argsort(-scores[best], kind="stable")]
        return [entries[at].id for at in best.tolist() if scores[at] > 0]

    return rank, lambda question: rank(question)[:1]


def selector(
    library: Library, questions: Sequence[dict[str, Any]], epochs: int
) -> tuple[Ranker, Ranker, float]:
    """Rasa's ResponseSelector trained on the same ways of asking; also the seconds that all questions took."""
    answers = {
        entry.id: {"ask": [entry.title, *entry.ask], "text": entry.short} for entry in library.index().entries
    }
    task = {"answers": answers, "questions": [one["q"] for one in questions], "epochs": epochs}
    done = json.loads(_in_nlu("response_selector", given=json.dumps(task, ensure_ascii=False)))
    ranked = {one["q"]: row for one, row in zip(questions, done["ranked"], strict=True)}

    def rank(question: dict[str, Any]) -> list[str]:
        return [key for key, _ in ranked[question["q"]]]

    def give(question: dict[str, Any]) -> list[str]:
        return [key for key, share in ranked[question["q"]][:1] if share >= SELECTOR_THRESHOLD]

    return rank, give, float(done["seconds"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and with `--missed` each question that went wrong."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.evaluate", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--keys", type=Path, help="每一问哪些答案算对")
    parser.add_argument("--model", type=Path, help="训练好的模型，用它给出意图和项目")
    parser.add_argument(
        "--selector",
        type=int,
        metavar="EPOCHS",
        help="也训练 Rasa 的 ResponseSelector 来比，看几遍；文档是 100",
    )
    parser.add_argument("--no-encoder", action="store_true", help="只看字词，不用学过的问法")
    parser.add_argument("--county", type=Path, default=ROOT / "county" / "qinghe")
    parser.add_argument("--missed", action="store_true", help="列出答错和没答的")
    chosen = parser.parse_args(arguments)
    questions = read(chosen.file, chosen.keys)
    if chosen.model:
        questions = understood(questions, chosen.model)
    encoder = None if chosen.no_encoder else Encoder.load()
    library = Library.load(county=County(chosen.county), encoder=encoder)
    library.index()
    scores = [
        measure("回音（带意图、项目）", questions, *ours(library, hints=True)),
        measure("回音（只有问句）", questions, *ours(library, hints=False)),
        measure("BM25（jieba）", questions, *plain_bm25(library)),
    ]
    if chosen.selector:
        rank, give, seconds = selector(library, questions, chosen.selector)
        scores.append(measure(f"ResponseSelector {chosen.selector} 遍", questions, rank, give))
        scores[-1].seconds = seconds
    out = [
        f"问题 {len(questions)} 个，其中不可答 {scores[0].unanswerable} 个；答案 {len(library.index().entries)} 条",
        f"{'':<22}{'hit@1':>8}{'hit@3':>8}{'MRR':>8}{'作答率':>6}{'答对率':>6}{'误答率':>6}{'试答率':>6}{'试答对':>6}{'误试率':>6}{'毫秒/问':>8}",
        *(score.line() for score in scores),
    ]
    if chosen.missed:
        out += [f"{q}\t应为 {wanted}\t答了 {got}" for q, wanted, got in scores[0].missed]
    sys.stdout.write("\n".join(out) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
