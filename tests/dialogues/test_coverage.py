"""That the dialogues leave nothing out: every intent, and every question of every form met by every interruption."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.complaint.reading import AWAY
from store.settings import ROOT

HERE = Path(__file__).parent
DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
CROSSED: dict[str, Any] = yaml.safe_load((HERE / "interruptions.yml").read_text(encoding="utf-8"))
LEAVING: dict[str, Any] = yaml.safe_load((ROOT / "nlu/dialogue/leaving.yml").read_text(encoding="utf-8"))


ELSEWHERE = {"estimate_form"}
"""Asks twenty things by one slot; what interrupts it is talked in estimate.yml."""


@pytest.mark.parametrize("form", sorted(set(DOMAIN["forms"]) - ELSEWHERE))
def test_every_question_of_every_form_is_interrupted(form: str) -> None:
    asked = {opening["槽"] for opening in CROSSED["开头"].values()}
    assert set(DOMAIN["forms"][form]["required_slots"]) <= asked


def test_every_way_of_leaving_a_form_interrupts() -> None:
    ways = {step["intent"] for rule in LEAVING["rules"] for step in rule["steps"] if "intent" in step}
    covered = {interruption["意图"] for interruption in CROSSED["打断"].values()}
    assert AWAY | ways - {"request_help"} <= covered


def test_every_intent_is_talked() -> None:
    every = yaml.safe_load((HERE / "every_intent.yml").read_text(encoding="utf-8"))
    assert len(every) >= len(DOMAIN["intents"])
