"""The domain, the rules and the actions agree."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import words
from actions.catalogue import every
from actions.complaint import facts
from actions.tools import Tools
from casework.office import Bureau
from casework.petitions.categories import CATEGORIES
from store.settings import ROOT

DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
LABELS: dict[str, Any] = yaml.safe_load((ROOT / "nlu" / "labels.yml").read_text(encoding="utf-8"))
RULES = [
    rule
    for file in sorted((ROOT / "nlu" / "dialogue").glob("*.yml"))
    for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]
]
SOURCES = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "actions").rglob("*.py"))


def intents_of(rule: dict[str, Any]) -> list[str]:
    steps = [choice for step in rule["steps"] for choice in step.get("or", [step])]
    return [step["intent"] for step in steps if "intent" in step]


def test_the_domain_knows_every_intent_and_no_other() -> None:
    assert set(DOMAIN["intents"]) == set(LABELS["intents"])
    assert len(DOMAIN["intents"]) == 41


def test_the_domain_knows_every_entity() -> None:
    assert set(DOMAIN["entities"]) == set(LABELS["entities"])


def test_the_categories_are_the_same_everywhere() -> None:
    values = DOMAIN["slots"]["complaint_category"]["values"]
    assert set(values) == set(LABELS["complaint_categories"]) == set(CATEGORIES)


def test_every_intent_has_a_rule_outside_of_any_form() -> None:
    handled = {intent for rule in RULES if "condition" not in rule for intent in intents_of(rule)}
    assert handled == set(DOMAIN["intents"]) | {"nlu_fallback"}


@pytest.mark.parametrize("form", DOMAIN["forms"])
@pytest.mark.parametrize("intent", ["cancel", "crisis", "request_help", "collective_action", "request_human"])
def test_every_form_can_be_left(form: str, intent: str) -> None:
    assert any(
        {"active_loop": form} in rule.get("condition", []) and intent in intents_of(rule) for rule in RULES
    )


def test_the_server_has_every_action_of_the_domain(bureau: Bureau) -> None:
    names = [action.name() for action in every(Tools(bureau))]
    assert sorted(names) == sorted(DOMAIN["actions"])


def test_every_slot_of_a_form_can_be_asked_for(bureau: Bureau) -> None:
    names = {action.name() for action in every(Tools(bureau))}
    for form, content in DOMAIN["forms"].items():
        for slot in content["required_slots"]:
            assert f"action_ask_{form}_{slot}" in names
    assert DOMAIN["forms"]["complaint_form"]["required_slots"] == list(facts.SLOTS)


def test_every_meaning_can_be_said_in_words() -> None:
    for intent in DOMAIN["intents"]:
        assert words.meaning(intent)
        assert words.button(intent)
    for category in CATEGORIES:
        assert words.category(category)


def test_no_response_is_unknown_and_none_unused() -> None:
    named = set(re.findall(r'\.response\(\s*"(\w+)"', SOURCES)) | set(re.findall(r'"(\w+)"\),?\n', SOURCES))
    spoken = {name.removeprefix("utter_") for name in DOMAIN["responses"]}
    said_directly = set(re.findall(r'\.response\(\s*"(\w+)"', SOURCES))
    assert said_directly <= spoken, said_directly - spoken
    patterns = [
        re.sub(r"\{[^}]*\}", ".*", found) for found in re.findall(r'response\(\s*f"([^"]+)"', SOURCES)
    ]
    literals = set(re.findall(r'"(\w+)"', SOURCES)) | named
    for name in spoken:
        made = any(re.fullmatch(pattern, name) for pattern in patterns)
        assert name in literals or made or name.endswith("_promise"), f"utter_{name} is never said"


def test_responses_are_chinese_and_short_enough_to_read() -> None:
    for name, variants in DOMAIN["responses"].items():
        for variant in variants:
            text = variant["text"]
            letters = re.sub(r"\{\w+\}|HY26|SQ26|HY|SQ26|JPG|PNG|PDF|Word|X", "", text)
            assert not re.search(r"[A-Za-z]{2,}", letters), (name, text)
            assert len(text) <= 400, name


def test_no_blank_in_a_response_is_left_unfilled(bureau: Bureau) -> None:
    known = set(Tools(bureau).local.model_dump())
    for name, variants in DOMAIN["responses"].items():
        short = name.removeprefix("utter_")
        for variant in variants:
            for blank in re.findall(r"\{(\w+)\}", variant["text"]):
                assert blank in known or re.search(rf"\b{blank}=", SOURCES), (short, blank)


def test_aliases_are_not_used(tmp_path: Path) -> None:
    """Rasa takes slot definitions apart, so that shared ones would lose their type."""
    assert not re.search(r"^\s*\w+: [&*]\w+", (ROOT / "domain.yml").read_text(encoding="utf-8"), re.M)
