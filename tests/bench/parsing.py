"""How long understanding takes: `PYTHONPATH=nlu nlu/.venv/bin/python -m tests.bench.parsing MODEL`, in Rasa's environment.

Messages of about thirty characters and letters of three thousand, put together from sentences of the training data of
which none comes twice: nothing that a component remembers of an earlier one helps. Prints JSON: for each kind the
milliseconds waited and those of the processor, a pair a text.
"""

import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from huiyin_nlu import corpus
from huiyin_nlu.parse import Parser

SHORT, SENTENCE = range(25, 36), 100
LONG = 3000
MESSAGES, LETTERS, WARMING = 400, 20, 20


def main() -> None:
    out, sys.stdout = sys.stdout, sys.stderr
    parser = Parser(Path(sys.argv[1]))
    said = corpus.training()
    random.Random(1).shuffle(said)
    short = [row.text for row in said if len(row.text) in SHORT][: WARMING + MESSAGES]
    told = "。".join(
        row.text
        for row in said
        if row.intent == "file_complaint" and len(row.text) <= SENTENCE and row.text not in short
    )
    letters = [told[at * LONG : (at + 1) * LONG] for at in range(LETTERS)]
    assert len(set(short)) == len(short)
    assert all(len(letter) == LONG for letter in letters)
    list(timed(parser, short[:WARMING]))
    json.dump(
        {"messages": list(timed(parser, short[WARMING:])), "letters": list(timed(parser, letters))}, out
    )


def timed(parser: Parser, texts: list[str]) -> Iterator[tuple[float, float]]:
    for text in texts:
        began, spent = time.perf_counter(), time.process_time()
        parser.parse(text)
        yield (time.perf_counter() - began) * 1000, (time.process_time() - spent) * 1000


main()
