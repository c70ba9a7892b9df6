"""What stands in a history is told in words: every entry and every process that the code puts on record has one."""

import ast
from collections.abc import Iterator
from pathlib import Path

from casework.petitions.moves import ENTRIES
from casework.supervision.of_cases import MOVES
from console import applying, labels, tasking
from store.settings import ROOT

STEPS = {"received"}
"""Entries of an application that its procedure names."""


def calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in (ROOT / "casework").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield path.relative_to(ROOT / "casework"), node


def entries() -> Iterator[tuple[str, str]]:
    """(whose history, entry) of every call that puts an entry on record by its name."""
    for path, call in calls():
        wanted = ast.unparse(call.func)
        if len(call.args) < 3 or not isinstance(call.args[2], ast.Constant):
            continue
        entry = call.args[2].value
        if wanted == "tasks.record" or (wanted == "record" and path.name == "tasks.py"):
            yield "task", entry
        elif wanted == "cases.record" or (wanted == "record" and path.name == "cases.py"):
            yield from (("application", entry), ("task", entry))
        elif wanted == "history.record":
            yield "application" if path.parts[0] == "assistance" else "petition", entry


def test_every_entry_has_a_word() -> None:
    found = set(entries())
    assert {whose for whose, _ in found} == {"petition", "application", "task"}
    found |= {(whose, move) for whose in ("application", "task") for move in MOVES.values()}
    words = {"petition": ENTRIES, "application": applying.WORDS, "task": tasking.EVENTS}
    assert {one for one in found if one[1] not in words[one[0]]} == {("application", step) for step in STEPS}


def test_every_process_has_a_name_for_staff() -> None:
    names = {
        call.args[0].value
        for _, call in calls()
        if ast.unparse(call.func) == "Actor.system" and isinstance(call.args[0], ast.Constant)
    }
    assert "sweep" in names
    assert names - {"seed"} <= set(labels.ACTORS)
