"""Dialogues written as they are talked, run through gateway, Rasa, actions and database.

A file holds dialogues by name; a turn is:

    - 说: what the resident says, or [标题] to press a button; {编号} and {查询码} stand for what was given before
      带: [照片, 语音]            files sent with it
      有: [words, words]          what the answer must contain
      没有: [words]               what it must not
      有一样: [words, words]      of which the answer must contain one
    - 状态: waiting               the talk's state now
    - 办: [受理, 交办]            staff make these moves on what was lodged; the letters are checked as an answer
    - 案卷: {状态: 重新办理}      what the file says now: 状态, 身份, 评价, 替谁, 代为反映, 升级
    - 走开: true                  nothing is said for half an hour; what the house says then is checked as an answer
    - 换到: telegram              the same resident goes on on another channel, with {接续码} at hand
"""

from pathlib import Path
from typing import Any

import pytest

from tests.dialogues.stage import House, Talk, dialogues

pytestmark = [pytest.mark.rasa, pytest.mark.slow]
HERE = Path(__file__).parent
ENGLISH = ("Did you mean", "Sorry", "utter_", "I'm sorry", "rephrase")


@pytest.mark.parametrize("turns", [pytest.param(turns, id=name) for name, turns in dialogues(HERE)])
def test_dialogue(staged: House, turns: list[dict[str, Any]]) -> None:
    talk = Talk(staged)
    for turn in turns:
        if "状态" in turn:
            assert talk.state() == turn["状态"], f"\n{talk.transcript()}"
            continue
        if "案卷" in turn:
            found = talk.file()
            assert {name: found[name] for name in turn["案卷"]} == turn["案卷"], f"\n{talk.transcript()}"
            continue
        if "换到" in turn:
            talk = talk.move_to(turn["换到"])
            continue
        said = str(turn.get("说", ""))
        if turn.get("走开"):
            answer = talk.walk_away()
        elif "办" in turn:
            answer = talk.work(turn["办"])
        else:
            answer = talk.say(said, tuple(turn.get("带", ())))
        assert answer, f"没有回答\n{talk.transcript()}"
        for words in _list(turn.get("有")):
            assert words.format_map(talk.kept) in answer, f"回答里没有“{words}”\n{talk.transcript()}"
        either = _list(turn.get("有一样"))
        assert not either or any(words in answer for words in either), (
            f"回答里没有{either}\n{talk.transcript()}"
        )
        for words in [*_list(turn.get("没有")), *ENGLISH]:
            assert words.format_map(talk.kept) not in answer, f"回答里不该有“{words}”\n{talk.transcript()}"


def _list(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
