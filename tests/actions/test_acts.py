"""What a resident does with a message, learnt from examples."""

from pathlib import Path

import pytest
import yaml

from actions.complaint import acts, tuning

HELD_OUT = Path(__file__).with_name("acts.yml")


def test_no_example_stands_twice_and_every_act_has_some() -> None:
    assert all(acts.book().acts.values())


def test_most_of_what_nobody_learnt_from_is_recognised() -> None:
    found = tuning.measure_acts(yaml.safe_load(HELD_OUT.read_text(encoding="utf-8")))
    assert found.recognised / found.asked >= 0.85
    assert found.mistaken / found.asked <= 0.06
    assert len(found.false_answers) <= 2


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("没啥说头了，往上送吧", "submit"),
        ("能不能给个准日子", "ask"),
        ("他们村去年也发过一回", "tell"),
        ("把克扣的钱一分不少退回来", "demand"),
        ("我在工地上，天黑了再打", "contact"),
        ("可不敢叫队长晓得是我", "hide"),
        ("不对不对，月份说岔了，是三月", "correct"),
        ("娃放学了我得去接，不说了", "leave"),
    ],
)
def test_words_of_other_people(said: str, act: str) -> None:
    assert act in {acts.whole(said), *(one.act for one in acts.clauses(said))}
