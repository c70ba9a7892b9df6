"""Under one command: a process that hangs is ended, so that the supervisor starts it anew."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from huiyin import doctor, up
from store.beat import Beat
from store.clock import FixedClock, SystemClock
from store.settings import Settings


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
