"""What the understanding desk learns from residents' talks, and what it does not."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from casework.labelling.models import Utterance
from tests.actions.conftest import Stage


def kept(stage: Stage) -> list[tuple[str, str, str | None]]:
    with stage.bureau.reading() as office:
        found: Sequence[Utterance] = office.db.scalars(select(Utterance).order_by(Utterance.id)).all()
        return [(one.source, one.text, one.intent_before) for one in found]


def said(text: str, intent: str, confidence: float = 0.9) -> dict[str, Any]:
    parse = {"text": text, "intent": {"name": intent, "confidence": confidence}}
    return {"event": "user", "text": text, "parse_data": parse}


def test_what_was_not_understood_is_kept_once_with_its_likeliest_meanings(stage: Stage) -> None:
    ranking = [("check_payment", 0.3), ("ask_payment_rule", 0.2)]
    for _ in range(2):
        stage.run(
            "action_default_ask_affirmation", "俺那个咋还没给，13800138000", "nlu_fallback", ranking=ranking
        )
    assert [(source, intent) for source, _, intent in kept(stage)] == [("fallback", "check_payment")]
    assert "13800138000" not in kept(stage)[0][1]
    with stage.bureau.reading() as office:
        (one,) = office.db.scalars(select(Utterance))
        assert one.ranking == [["check_payment", 0.3], ["ask_payment_rule", 0.2]]


def test_what_was_understood_unsurely_is_kept(stage: Stage) -> None:
    stage.run("action_thank", "中嘞老乡", "thank", confidence=0.4)
    stage.run("action_thank", "谢谢", "thank", confidence=0.9)
    assert kept(stage) == [("unsure", "中嘞老乡", "thank")]


@pytest.mark.parametrize("words", ["你答非所问", "我不是问这个", "没听懂我的话，你听不懂啊"])
def test_what_was_answered_to_a_residents_dislike_is_kept(stage: Stage, words: str) -> None:
    stage.run("action_thank", words, "abuse", before=[said("残疾补贴和护理补贴能不能一起拿", "ask_standard")])
    assert kept(stage) == [("disliked", "残疾补贴和护理补贴能不能一起拿", "ask_standard")]


def test_buttons_and_answers_to_a_forms_question_teach_nothing(stage: Stage) -> None:
    stage.run("action_thank", "/thank", "thank", confidence=0.3, title="谢谢")
    stage.run(
        "validate_complaint_form",
        "就那天",
        "inform",
        confidence=0.2,
        requested="complaint_time",
        loop="complaint_form",
    )
    assert kept(stage) == []


def test_words_that_name_somebody_are_not_laid_before_those_who_label(stage: Stage) -> None:
    stage.run(
        "action_default_ask_affirmation", "村支书李有财干的啥事", "nlu_fallback",
        entities=[("role", "村支书"), ("person", "李有财")], ranking=[("file_complaint", 0.4)],
    )  # fmt: skip
    assert kept(stage) == []
