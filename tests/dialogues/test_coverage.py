"""That the dialogues leave nothing out: every intent, and every question of every form met by every interruption."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.complaint.interruptions import AWAY, KINDS, OWN_MATTERS
from knowledge.estimate.rules import rules
from store.settings import ROOT

HERE = Path(__file__).parent
DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
CROSSED: dict[str, Any] = yaml.safe_load((HERE / "interruptions.yml").read_text(encoding="utf-8"))
LEAVING: dict[str, Any] = yaml.safe_load((ROOT / "nlu/dialogue/leaving.yml").read_text(encoding="utf-8"))


OTHER_MATTERS = OWN_MATTERS | {"supplement_petition", "file_complaint", *KINDS}
"""What a resident turns to in the middle of something else: what they have lodged or applied for, or something to tell."""


@pytest.mark.parametrize("form", sorted(DOMAIN["forms"]))
def test_every_question_of_every_form_is_interrupted(form: str) -> None:
    asked = {opening["槽"] for opening in CROSSED["开头"].values()}
    assert set(DOMAIN["forms"][form]["required_slots"]) <= asked


def test_each_kind_of_question_of_the_estimate_is_interrupted() -> None:
    """One slot asks for all of them, and how an answer is read goes by the kind."""
    asked = [opening["在问"] for opening in CROSSED["开头"].values() if opening["槽"] == "estimate_done"]
    kinds = {fact.kind for fact in rules().facts if any(words in fact.ask for words in asked)}
    assert kinds == {fact.kind for fact in rules().facts}


def test_every_way_of_leaving_a_form_interrupts() -> None:
    ways = {step["intent"] for rule in LEAVING["rules"] for step in rule["steps"] if "intent" in step}
    assert AWAY | ways | OTHER_MATTERS <= {one["意图"] for one in CROSSED["打断"].values()}


def test_every_intent_is_talked() -> None:
    every = yaml.safe_load((HERE / "every_intent.yml").read_text(encoding="utf-8"))
    assert set(every) == set(DOMAIN["intents"])
