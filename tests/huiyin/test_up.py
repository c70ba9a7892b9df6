"""Under one command: a process that hangs is ended, so that the supervisor starts it anew; systemd watches over all."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from huiyin import cli, doctor, preflight, trained, up
from huiyin.systemd import Systemd
from knowledge.encoder import Encoder
from store.beat import Beat
from store.clock import FixedClock, SystemClock
from store.engine import connect
from store.settings import Settings
from store.vault import Keys


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HUIYIN_HOME", str(tmp_path))
    monkeypatch.setenv("HUIYIN_BEATS", str(tmp_path))
    return Settings(_env_file=None)


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "60"], start_new_session=True)
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def house(
    settings: Settings, worker: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> tuple[up.House, list[str]]:
    """A house whose supervisor says that the worker runs."""
    told: list[str] = []
    found = up.House(settings, told.append)
    state = {"name": "worker", "statename": "RUNNING", "pid": worker.pid, "stdout_logfile": "worker.log"}
    monkeypatch.setattr(found, "_states", lambda: [state])
    monkeypatch.setattr(up, "HUNG", 0.0)
    return found, told


def sign(settings: Settings, ago: timedelta) -> None:
    Beat(settings.beat("worker"), FixedClock(SystemClock().now() - ago)).give()


def test_a_process_that_hangs_is_ended(
    house: tuple[up.House, list[str]], settings: Settings, worker: subprocess.Popen[bytes]
) -> None:
    sign(settings, timedelta(minutes=10))
    found, told = house
    found._look()
    assert worker.wait(5) == -9
    assert any("没有动静，正在重新启动" in line for line in told)


def test_one_that_gives_signs_is_left_alone(
    house: tuple[up.House, list[str]], settings: Settings, worker: subprocess.Popen[bytes]
) -> None:
    sign(settings, timedelta(seconds=10))
    house[0]._look()
    assert worker.poll() is None


def test_silence_is_borne_for_a_while(
    house: tuple[up.House, list[str]],
    settings: Settings,
    worker: subprocess.Popen[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It may just have been started, or the clock been set."""
    monkeypatch.setattr(up, "HUNG", 60.0)
    sign(settings, timedelta(minutes=10))
    house[0]._look()
    house[0]._look()
    assert worker.poll() is None


def test_on_a_full_disk_where_no_sign_can_be_given_none_is_missed(
    house: tuple[up.House, list[str]],
    settings: Settings,
    worker: subprocess.Popen[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign(settings, timedelta(minutes=10))
    monkeypatch.setattr(up, "_has_room", lambda _: False)
    house[0]._look()
    assert worker.poll() is None


def test_the_home_is_for_its_owner_alone_whoever_makes_it_first(tmp_path: Path) -> None:
    """An account of another on the same machine reads neither the database's digests nor the logs."""
    homes = [tmp_path / name / "home" for name in ("up", "database", "keys")]
    preflight.check_writable(homes[0])
    connect(f"sqlite:///{homes[1] / 'huiyin.db'}").dispose()
    Keys.load_or_create(homes[2] / "keys.json")
    assert [home.stat().st_mode & 0o777 for home in homes] == [0o700] * 3


def test_the_doctor_says_whom_no_alert_reaches(settings: Settings) -> None:
    assert [(one.what, one.well) for one in doctor._alerts(settings)] == [
        ("值班提醒渠道", False),
        ("备勤提醒渠道", False),
    ]
    advice = [one.advice for one in doctor._alerts(settings)]
    assert "HUIYIN_ALERT_URLS" in advice[0]
    assert "HUIYIN_STANDBY_URLS" in advice[1]
    settings.alert_urls, settings.standby_urls = (
        ["wecombot://key"],
        ["mailtos://user:password@example.gov.cn"],
    )
    assert all(one.well for one in doctor._alerts(settings))


def test_the_doctor_says_where_answers_were_not_learnt(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    known = Encoder.rounded(["低保"], np.ones((1, 4), dtype=np.float32), doctor.learning.fingerprint())
    found = []
    for encoder in (None, Encoder.rounded(["低保"], np.ones((1, 4), dtype=np.float32), "before"), known):
        monkeypatch.setattr(doctor.Encoder, "load", lambda encoder=encoder: encoder)
        found.append(doctor._answers())
    assert [(one.well, one.state) for one in found[:2]] == [(False, "没有学"), (False, "答案改过，没有重学")]
    assert "huiyin train" in found[0].advice
    assert found[2].well


def test_the_doctors_advice_is_told_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    advice = "设置企业微信、钉钉、飞书、邮箱或别的渠道的地址，没设时只有工作台响铃，值班的人离开就听不到了"
    monkeypatch.setattr(doctor, "examine", lambda _: [doctor.Finding("提醒", False, "没有设置", advice)])
    told = CliRunner().invoke(cli.app, ["doctor"], terminal_width=80)
    assert told.exit_code == 1
    assert "…" not in told.output
    assert told.output.rstrip().splitlines()[-2].split("│")[-2].strip().endswith("听不到了")


class Listening:
    """What systemd hears on its socket."""

    def __init__(self, path: Path) -> None:
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.line.bind(str(path))
        self.line.setblocking(False)

    def heard(self) -> list[str]:
        words = []
        while True:
            try:
                words += self.line.recv(4096).decode().splitlines()
            except BlockingIOError:
                return words


@pytest.fixture
def listening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listening]:
    found = Listening(tmp_path / "notify")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    yield found
    found.line.close()


def rounds(house: up.House, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Let the house watch for so many rounds."""
    left = iter(range(most - 1))

    def sleep(_: float) -> None:
        if next(left, None) is None:
            raise up.Stopped

    monkeypatch.setattr(time, "sleep", sleep)
    with pytest.raises(up.Stopped):
        house.watch()


def test_systemd_hears_that_all_is_ready_and_a_sign_each_round(
    house: tuple[up.House, list[str]], listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _ = house
    found.systemd = Systemd.of_surroundings()
    found.every = [process for process in found.every if process.name == "worker"]
    rounds(found, monkeypatch, 3)
    heard = listening.heard()
    assert heard.count("WATCHDOG=1") == 3
    assert heard.count("READY=1") == 1
    assert "STATUS=全部就绪" in heard
    assert "NOTIFY_SOCKET" not in os.environ, "what it starts does not speak for the house"


def test_systemd_hears_nothing_while_the_supervisor_does_not_answer(
    house: tuple[up.House, list[str]], listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _ = house
    found.systemd = Systemd.of_surroundings()
    monkeypatch.setattr(found, "_states", list)
    rounds(found, monkeypatch, 3)
    assert "WATCHDOG=1" not in listening.heard()


def test_systemd_hears_what_is_late_and_then_watches_too(
    house: tuple[up.House, list[str]], listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Rasa that does not come up is no reason to end the web, which goes on taking in what residents say."""
    found, _ = house
    found.systemd = Systemd.of_surroundings()
    monkeypatch.setattr(up, "PATIENCE", -1.0)
    monkeypatch.setattr(up, "healthy", lambda process: process.name != "rasa")
    rounds(found, monkeypatch, 2)
    heard = listening.heard()
    assert "READY=1" in heard
    assert any(word.startswith("STATUS=") and "Rasa" in word and "迟迟没有就绪" in word for word in heard)


def test_without_systemd_nothing_is_told() -> None:
    Systemd().tell("READY=1")
    Systemd("/nowhere/at/all").tell("READY=1")


def test_the_model_that_was_trained_on_the_way_up_is_the_one_that_is_served(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade trains between the checks and the start of the processes; the model from before lies there too."""
    newest = [tmp_path / "before.tar.gz"]
    monkeypatch.setattr(trained, "newest_model", lambda: newest[-1])
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: None)
    found = up.House(settings, lambda _: None)
    newest.append(tmp_path / "after.tar.gz")
    (tmp_path / "run").mkdir()
    (tmp_path / "log").mkdir()
    found.start()
    written = (tmp_path / "run" / "supervisor.conf").read_text(encoding="utf-8")
    assert "after.tar.gz" in written
    assert "before.tar.gz" not in written
