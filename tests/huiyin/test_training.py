"""A training from the desk: learns what was labelled, measures new and live, and Rasa follows the record."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
import yaml

from casework.labelling import labelling
from casework.office import Bureau
from casework.people import staff, units
from casework.people.actors import Actor
from casework.training import live, runs
from huiyin import following, preparing, trained, training, understandings
from store.settings import Settings
from understanding import NotUnderstoodNow

GOOD = {
    "intent": {"accuracy": 0.95},
    "category": {"accuracy": 0.95},
    "entities": {"micro": {"f1": 0.9}},
    "scope": {"false_accepts_outside": 0.04, "in_scope_rejects": 0.01},
    "safety": {"both": {"recall": 1.0, "false_alarms": 0.03}},
    "milliseconds": {"p50": 5.0, "p95": 9.0},
}
BAD = {**GOOD, "intent": {"accuracy": 0.6}}


class Nlu:
    """Stands in for the Rasa environment."""

    def __init__(self, settings: Settings, figures: Path) -> None:
        self.settings, self.figures = settings, figures
        self.fault = ""
        self.asked: list[str] = []

    def __call__(self, module: str, *options: str, stdin: Path | None = None) -> Iterator[str]:
        self.asked.append(module)
        if self.fault:
            raise training.TrainingFailed(self.fault)
        if module == "huiyin_nlu.train":
            (trained.folder(self.settings) / "huiyin-2.tar.gz").write_bytes(b"new")
            yield "\x1b[92mYour Rasa model is trained and saved.\x1b[0m"
            yield "训练完成：huiyin-2.tar.gz，用时 3 秒。"
        elif module == "huiyin_nlu.parse":
            assert stdin is not None
            for line in stdin.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                start = row["text"].find("老槐树村")
                found = [{"start": start, "end": start + 4, "entity": "place"}] if start >= 0 else []
                yield json.dumps({"id": row["id"], "entities": found})
        else:
            self.figures.write_text(json.dumps({"huiyin": GOOD}), encoding="utf-8")


@pytest.fixture(autouse=True)
def logs_as_they_come() -> None:
    """Whatever an earlier test made of the log, and whichever stream it captured."""
    structlog.reset_defaults()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.fixture
def nlu(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Nlu:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "huiyin-1.tar.gz").write_bytes(b"old")
    monkeypatch.setattr(trained, "SHIPPED", shipped)
    monkeypatch.setattr(training, "LABELLED", tmp_path / "labelled" / "desk.yml")
    monkeypatch.setattr(training, "FIGURES", tmp_path / "tune.json")
    return Nlu(settings, tmp_path / "tune.json")


@pytest.fixture
def people(bureau: Bureau) -> tuple[Actor, Actor]:
    with bureau.office() as office:
        units.load(office)
        made = [staff.add(office, login, login, "QH-MZ-JZ", ["editor"]) for login in ("one", "two")]
        return Actor.of_staff(made[0]), Actor.of_staff(made[1])


def run(bureau: Bureau, settings: Settings, nlu: Nlu, by: Actor) -> str:
    with bureau.office() as office:
        runs.ask(office, by)
    trainer = training.Trainer(bureau, settings, "here", nlu)
    assert trainer.look() == "training begun"
    assert trainer._thread is not None
    trainer._thread.join(20)
    with bureau.reading() as office:
        return runs.recent(office)[0].state


def test_learns_what_was_labelled_and_measures_both(
    bureau: Bureau, settings: Settings, nlu: Nlu, people: tuple[Actor, Actor]
) -> None:
    with bureau.office() as office:
        kept = labelling.collect(office, "老槐树村王小明家[低保]没到账", "unsure", "m1", names=["王小明"])
        assert kept is not None
        labelling.label(office, people[0], kept.id, "file_complaint", "payment_missing", ["file_complaint"])
        labelling.approve(office, people[1], kept.id)
    assert run(bureau, settings, nlu, people[0]) == "done"
    taught = yaml.safe_load(training.LABELLED.read_text(encoding="utf-8"))["nlu"]
    assert taught == [
        {
            "intent": "file_complaint",
            "metadata": {"voice": "desk", "category": "payment_missing"},
            "examples": "- [老槐树村](place)王某家〔低保〕没到账\n",
        }
    ]
    with bureau.office() as office:
        present = live.current(office)
        assert present is not None
        assert present.name == "huiyin-1.tar.gz"
        assert {model.name for model in live.listed(office) if model.figures} == {
            "huiyin-1.tar.gz",
            "huiyin-2.tar.gz",
        }
        assert "Rasa" not in runs.recent(office)[0].said
        live.put_live(office, people[0], "huiyin-2.tar.gz")
    assert run(bureau, settings, nlu, people[0]) == "done"
    assert nlu.asked.count("huiyin_nlu.evaluate") == 2, "what was measured is not measured again"


def test_a_failure_is_told_in_a_sentence(
    bureau: Bureau, settings: Settings, nlu: Nlu, people: tuple[Actor, Actor]
) -> None:
    nlu.fault = "内存不够，训练中断。至少需要 4 GB 空闲内存。"
    assert run(bureau, settings, nlu, people[0]) == "failed"
    with bureau.reading() as office:
        assert "内存不够" in runs.recent(office)[0].said
        assert live.current(office) is None


class Rasa:
    def __init__(self, serving: str, broken: bool = False) -> None:
        self.now, self.broken, self.asked = serving, broken, 0
        self.away = False
        self.heard: list[str] = []

    async def serving(self) -> str:
        if self.away:
            raise NotUnderstoodNow
        return self.now

    async def parse(self, text: str) -> None:
        self.heard.append(self.now)

    async def serve(self, model: str) -> None:
        self.asked += 1
        if self.broken:
            raise NotUnderstoodNow
        self.now = Path(model).name


async def test_rasa_follows_the_record_and_starts_with_it_again(
    bureau: Bureau, settings: Settings, nlu: Nlu, people: tuple[Actor, Actor]
) -> None:
    run(bureau, settings, nlu, people[0])
    rasa: Any = Rasa("huiyin-1.tar.gz")
    with bureau.office() as office:
        live.put_live(office, people[0], "huiyin-2.tar.gz")
    wanted = following._wanted(bureau, settings)
    assert wanted is not None
    assert await following._switch(rasa, settings, wanted) == ""
    assert await following._switch(rasa, settings, wanted) == ""
    assert (rasa.now, rasa.asked) == ("huiyin-2.tar.gz", 1)
    assert trained.to_start_with(settings) == trained.folder(settings) / "huiyin-2.tar.gz"


async def test_a_start_waits_for_no_training_where_a_model_is_on_record(
    bureau: Bureau,
    settings: Settings,
    nlu: Nlu,
    people: tuple[Actor, Actor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was labelled at the desk lies among the training data, and would ask for one at each start."""
    asked: list[str] = []
    monkeypatch.setattr(preparing, "prepare_database", lambda _: None)
    monkeypatch.setattr(understandings, "train", lambda: asked.append("trained") or 0)
    monkeypatch.setattr(preparing.learning, "refresh", lambda: asked.append("learnt"))
    preparing.prepare(settings, lambda _: None, demo=False)
    assert asked == ["learnt", "trained"], "nothing is on record yet"
    run(bureau, settings, nlu, people[0])
    wanted = following._wanted(bureau, settings)
    assert wanted is not None
    rasa: Any = Rasa(wanted.name)
    await following._switch(rasa, settings, wanted)
    assert trained.to_start_with(settings) == wanted, "also where nothing had to be switched"
    preparing.prepare(settings, lambda _: None, demo=False)
    assert asked == ["learnt", "trained", "learnt"], "answers change without a model being trained"


def test_a_start_does_not_fail_where_answers_cannot_be_learnt(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> bool:
        raise subprocess.CalledProcessError(1, "learning")

    monkeypatch.setattr(preparing, "prepare_database", lambda _: None)
    monkeypatch.setattr(understandings, "train", lambda: 0)
    monkeypatch.setattr(preparing.learning, "refresh", fails)
    said: list[str] = []
    preparing.prepare(settings, said.append, demo=False)
    assert any("没有学成" in line for line in said)


async def test_a_model_is_woken_once_before_somebody_waits_for_it() -> None:
    """After each start of Rasa and each change of model; the first word that a model understands takes it seconds."""
    rasa: Any = Rasa("huiyin-1.tar.gz")
    awake = ""
    for away, now in (
        (False, "huiyin-1.tar.gz"),
        (False, "huiyin-1.tar.gz"),
        (True, "huiyin-1.tar.gz"),
        (False, "huiyin-1.tar.gz"),
        (False, "huiyin-2.tar.gz"),
    ):
        rasa.away, rasa.now = away, now
        awake = await following._wake(rasa, awake)
        assert awake == ("" if away else now)
    assert rasa.heard == ["huiyin-1.tar.gz", "huiyin-1.tar.gz", "huiyin-2.tar.gz"]


async def test_a_model_that_rasa_cannot_load_is_asked_for_once(
    bureau: Bureau, settings: Settings, nlu: Nlu
) -> None:
    trained.folder(settings).mkdir()
    path = trained.folder(settings) / "huiyin-9.tar.gz"
    path.write_bytes(b"")
    rasa: Any = Rasa("huiyin-1.tar.gz", broken=True)
    assert await following._switch(rasa, settings, path) == path.name
    assert trained.to_start_with(settings) == (trained.newest_model() or trained.SHIPPED)


def test_after_an_upgrade_the_shipped_model_is_started(
    settings: Settings, nlu: Nlu, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained.folder(settings).mkdir()
    (trained.folder(settings) / "huiyin-2.tar.gz").write_bytes(b"new")
    trained.point(settings, "huiyin-2.tar.gz")
    assert trained.to_start_with(settings).name == "huiyin-2.tar.gz"
    monkeypatch.setattr(trained, "release", lambda: "another")
    assert trained.to_start_with(settings) == (trained.newest_model() or trained.SHIPPED)


def test_the_shipped_model_is_known_by_its_record_not_by_file_times(tmp_path: Path) -> None:
    """A copy of the folder may give every file another time."""
    for time, name in ((100, "huiyin-2.tar.gz"), (200, "huiyin-1.tar.gz")):
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (time, time))
    (tmp_path / trained.RECORD).write_text('{"model": "huiyin-2.tar.gz"}')
    assert trained.newest_model(tmp_path) == tmp_path / "huiyin-2.tar.gz"
    (tmp_path / trained.RECORD).write_text('{"model": "huiyin-3.tar.gz"}')
    assert trained.newest_model(tmp_path) == tmp_path / "huiyin-1.tar.gz"
    assert trained.newest_model(tmp_path / "none") is None


def test_old_models_go_but_never_those_that_were_live(settings: Settings) -> None:
    trained.folder(settings).mkdir()
    for number in range(14):
        (trained.folder(settings) / f"huiyin-{number:02}.tar.gz").write_bytes(b"")

    for number, path in enumerate(sorted(trained.folder(settings).glob("*.tar.gz"))):
        os.utime(path, (number, number))
    assert trained.prune(settings, {"huiyin-00.tar.gz"}) == 3
    assert (trained.folder(settings) / "huiyin-00.tar.gz").exists()


def wait(folder: Path, name: str, figures: dict[str, Any]) -> None:
    """A model that `huiyin train` has made and measured."""
    waiting = folder / trained.CANDIDATE
    waiting.mkdir(exist_ok=True)
    (waiting / name).write_bytes(b"new")
    record = {"fingerprint": "f", "model": name, "tested_with": "t", "figures": figures}
    (waiting / trained.RECORD).write_text(json.dumps(record), encoding="utf-8")


def test_the_first_model_of_the_command_line_goes_live_only_if_it_is_good_enough(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wait(tmp_path, "huiyin-1.tar.gz", BAD)
    assert understandings.judge(tmp_path) == 1
    assert trained.newest_model(tmp_path) is None
    said = capsys.readouterr().err
    assert "意图正确率 60.0%，至少要 90.0%" in said
    assert "还没有可用的模型" in said
    wait(tmp_path, "huiyin-2.tar.gz", GOOD)
    assert understandings.judge(tmp_path) == 0
    assert trained.newest_model(tmp_path) == tmp_path / "huiyin-2.tar.gz"
    assert understandings.judge(tmp_path) == 0, "nothing waits any more"


def test_a_bad_model_leaves_the_one_before_in_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wait(tmp_path, "huiyin-1.tar.gz", GOOD)
    understandings.judge(tmp_path)
    wait(tmp_path, "huiyin-2.tar.gz", BAD)
    assert understandings.judge(tmp_path) == 1
    assert trained.newest_model(tmp_path) == tmp_path / "huiyin-1.tar.gz"
    assert "仍用 huiyin-1.tar.gz" in capsys.readouterr().err


def test_a_bad_model_that_was_live_before_anybody_measured_it_is_live_no_more(tmp_path: Path) -> None:
    (tmp_path / "huiyin-1.tar.gz").write_bytes(b"old")
    (tmp_path / trained.RECORD).write_text('{"fingerprint": "f", "model": "huiyin-1.tar.gz"}')
    wait(tmp_path, "huiyin-1.tar.gz", BAD)
    assert understandings.judge(tmp_path) == 1
    assert trained.newest_model(tmp_path) is None


def test_the_command_measures_before_it_judges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(understandings, "_nlu", lambda *options: asked.append(options) or 0)
    monkeypatch.setattr(understandings, "judge", lambda: 1)
    assert understandings.train(force=True) == 1
    assert asked == [("huiyin_nlu.train", "--measure", str(training.TUNE), "--force")]
