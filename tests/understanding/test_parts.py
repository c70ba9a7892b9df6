"""The part that each named person plays, on lines by other writers than those it is learned from."""

from pathlib import Path

import pytest
import yaml

from understanding import Entity, Parsed, blamed, parts

UNSEEN = Path(__file__).with_name("parts.yml")
PLAIN = 0.3


def judged() -> list[tuple[str, parts.Played]]:
    """What part each person of the unseen lines plays, and what is heard."""
    found = []
    for line in yaml.safe_load(UNSEEN.read_text(encoding="utf-8"))["lines"]:
        text, said = parts.bare(line)
        named = [(start, end) for start, end, _ in said]
        heard = parts.learned().played(text, named)
        found += [(part, one) for (_, _, part), one in zip(said, heard, strict=True)]
    return found


def test_most_are_told_apart_and_nearly_all_where_it_is_plain() -> None:
    heard = judged()
    right = [one.part == part for part, one in heard]
    plain = [one.part == part for part, one in heard if one.lead >= PLAIN]
    assert sum(right) / len(right) >= 0.76
    assert sum(plain) / len(plain) >= 0.88
    assert len(plain) / len(right) >= 0.6


def test_no_two_speak() -> None:
    for line in yaml.safe_load(UNSEEN.read_text(encoding="utf-8"))["lines"]:
        text, said = parts.bare(line)
        heard = parts.learned().played(text, [(start, end) for start, end, _ in said])
        who = {
            text[start:end] for (start, end, _), one in zip(said, heard, strict=True) if one.part == "self"
        }
        assert len(who) <= 1


def named(text: str, *names: str) -> Parsed:
    people = tuple(Entity("person", one, text.find(one), text.find(one) + len(one)) for one in names)
    return Parsed(text, "file_complaint", 0.9, "embezzlement", 0.9, entities=people)


@pytest.mark.parametrize(
    ("text", "names", "blamed_for_it"),
    [
        ("登记就登我的名 田桂枝 钱是让仇老三给昧下了", ["田桂枝", "仇老三"], ["仇老三"]),
        ("替我婶子何秀莲问的 她那张卡在村里祁大同手上", ["何秀莲", "祁大同"], ["祁大同"]),
    ],
)
def test_who_speaks_and_theirs_are_not_complained_of(
    text: str, names: list[str], blamed_for_it: list[str]
) -> None:
    assert [one.value for one in blamed.people(named(text, *names))] == blamed_for_it


def test_signs_of_no_language_do_no_harm() -> None:
    assert set(parts.of(named("\ue000我叫李有田 \ue001孙大有扣的", "李有田", "孙大有"))) == {
        "李有田",
        "孙大有",
    }


def test_nothing_is_made_of_a_bare_name_or_of_a_letter() -> None:
    assert parts.of(named("李有田", "李有田")) == {}
    assert parts.of(named("我叫李有田，" + "说说我家的事。" * 40, "李有田")) == {}
