"""Models of the understanding: one training at a time, a gate before going live, a step back, all on record."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from casework.office import NotAllowed, NotFound, Office
from casework.people import staff, units
from casework.people.actors import Actor
from casework.training import gate, live, runs
from casework.training.live import ModelFile, Refused
from tests.conftest import NOW


def figures(intent: float = 0.95, safety: float = 1.0, outside: float = 0.05) -> dict[str, Any]:
    return {
        "intent": {"accuracy": intent},
        "category": {"accuracy": 0.95},
        "entities": {"micro": {"f1": 0.85}},
        "scope": {"false_accepts_outside": outside, "in_scope_rejects": 0.02},
        "safety": {"both": {"recall": safety, "false_alarms": 0.01}},
    }


def enter(office: Office, name: str, tested_with: str = "set", **what: float) -> None:
    live.enter(office, ModelFile(name, "r1", NOW, "0" * 64, 1))
    live.keep_figures(office, name, figures(**what), tested_with)


@pytest.fixture
def editor(office: Office) -> Actor:
    units.load(office)
    return Actor.of_staff(staff.add(office, "editor", "许文", "QH-MZ-JZ", ["editor"]))


@pytest.fixture
def operator(office: Office, editor: Actor) -> Actor:
    return Actor.of_staff(staff.add(office, "operator", "王晓芸", "QH-MZ-XF", ["operator"]))


def test_whether_a_training_made_a_model_or_found_that_nothing_had_changed(
    office: Office, editor: Actor
) -> None:
    run = runs.ask(office, editor)
    made = {"found": NOW - timedelta(days=1), "made": NOW + timedelta(minutes=9)}
    for name, at in made.items():
        live.enter(office, ModelFile(name, "r1", at, "0" * 64, 1))
        runs.end(office, run.id, model=name)
        assert runs.brought_a_new_model(office, run) == (name == "made")


class TestGate:
    @pytest.mark.parametrize(
        ("worse", "held_back"),
        [
            ({"intent": 0.941}, ""),
            ({"intent": 0.939}, "意图正确率"),
            ({"safety": 0.999}, "安全事项召回"),
            ({"outside": 0.07}, ""),
            ({"outside": 0.071}, "范围外误当业务"),
        ],
    )
    def test_holds_back_what_is_worse_by_more_than_its_margin(
        self, office: Office, editor: Actor, worse: dict[str, float], held_back: str
    ) -> None:
        enter(office, "a")
        enter(office, "b", **worse)
        live.begin(office, "a")
        if held_back:
            with pytest.raises(Refused, match=held_back):
                live.put_live(office, editor, "b")
        else:
            assert live.put_live(office, editor, "b").before == "a"

    @given(new=some.floats(0, 1), live_one=some.floats(0, 1))
    def test_is_as_strict_as_it_says(self, new: float, live_one: float) -> None:
        for row in gate.compare(figures(intent=new), figures(intent=live_one)):
            if row.margin.label == "意图正确率":
                assert row.holds == (live_one - new <= row.margin.slack + gate.HAIR)

    def test_holds_back_what_cannot_be_compared(self, office: Office, editor: Actor) -> None:
        enter(office, "a")
        live.begin(office, "a")
        enter(office, "b", tested_with="another set", intent=1.0)
        live.enter(office, ModelFile("c", "r1", NOW, "0" * 64, 1))
        for name in "bc":
            with pytest.raises(Refused, match="评测"):
                live.put_live(office, editor, name)

    def test_a_missing_figure_is_no_way_round(self) -> None:
        assert not all(row.holds for row in gate.compare({}, figures()))
        assert len(gate.shortfalls({})) == len(gate.shortfalls(None)) == len(gate.MARGINS)

    @pytest.mark.parametrize(
        ("bad", "said"),
        [
            ({"intent": 0.899}, "意图正确率 89.9%，至少要 90.0%。"),
            ({"safety": 0.959}, "安全事项召回"),
            ({"outside": 0.121}, "范围外误当业务 12.1%，最多 12.0%。"),
        ],
    )
    def test_the_very_first_model_must_reach_the_floors_too(
        self, office: Office, editor: Actor, bad: dict[str, float], said: str
    ) -> None:
        enter(office, "bad", **bad)
        with pytest.raises(Refused, match=said):
            live.put_live(office, editor, "bad")
        enter(office, "good", intent=0.9, safety=0.96, outside=0.12)
        assert live.put_live(office, editor, "good").before is None

    def test_slowly_worse_by_each_margin_ends_at_the_floor(self, office: Office, editor: Actor) -> None:
        enter(office, "a", intent=0.905)
        live.begin(office, "a")
        enter(office, "b", intent=0.897)
        with pytest.raises(Refused, match="至少要"):
            live.put_live(office, editor, "b")


class TestLive:
    def test_back_leads_to_what_was_live_before_whatever_its_figures(
        self, office: Office, editor: Actor
    ) -> None:
        enter(office, "a", intent=0.7)
        enter(office, "b")
        live.begin(office, "a")
        live.put_live(office, editor, "b")
        live.go_back(office, editor, "a")
        assert [(row.model, row.staff_name, row.back) for row in live.switches(office)] == [
            ("a", "许文", True),
            ("b", "许文", False),
            ("a", "随版本安装", False),
        ]

    def test_nothing_to_go_back_to(self, office: Office, editor: Actor) -> None:
        with pytest.raises(NotFound):
            live.go_back(office, editor, "a")

    def test_two_who_press_back_go_back_once(self, office: Office, editor: Actor) -> None:
        enter(office, "a")
        enter(office, "b")
        live.begin(office, "a")
        live.put_live(office, editor, "b")
        live.go_back(office, editor, "a")
        with pytest.raises(Refused, match="同事刚换过"):
            live.go_back(office, editor, "a")
        present = live.current(office)
        assert present is not None
        assert present.name == "a"

    def test_others_may_not(self, office: Office, operator: Actor) -> None:
        enter(office, "a")
        with pytest.raises(NotAllowed):
            live.put_live(office, operator, "a")
        with pytest.raises(NotAllowed):
            runs.ask(office, operator)

    def test_models_of_another_release_are_not_offered(self, office: Office, editor: Actor) -> None:
        enter(office, "a")
        live.begin(office, "a")
        live.fit_to(office, "r2")
        assert live.current(office) is None
        with pytest.raises(NotFound):
            live.put_live(office, editor, "a")


class TestRuns:
    def test_one_at_a_time_and_taken_up_once(self, office: Office, editor: Actor) -> None:
        run = runs.ask(office, editor)
        with pytest.raises(runs.AlreadyTraining):
            runs.ask(office, editor)
        taken = runs.take_up(office, "one")
        assert taken is not None
        assert taken.id == run.id
        assert runs.take_up(office, "two") is None

    def test_one_that_went_silent_makes_way(self, office: Office, editor: Actor, clock: Any) -> None:
        runs.ask(office, editor)
        runs.take_up(office, "one")
        clock.move(minutes=6)
        assert runs.take_up(office, "two") is None
        assert runs.recent(office)[0].state == "failed"
        runs.ask(office, editor)
        assert runs.take_up(office, "two") is not None

    def test_keeps_the_last_lines_and_the_fault(self, office: Office, editor: Actor) -> None:
        run = runs.ask(office, editor)
        runs.tell(office, run.id, "training", [str(line) for line in range(100)])
        runs.end(office, run.id, fault="内存不够。")
        assert run.said.splitlines()[0] == "60"
        assert run.said.splitlines()[-1] == "内存不够。"
        assert run.state == "failed"
