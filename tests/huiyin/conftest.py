"""The console's people and browsers, for tests that go through every door."""

import logging
import sys
from collections.abc import Callable, Iterator

import pytest
import structlog

from huiyin import backup, cli, sealed_file
from store.settings import Settings
from tests.console.conftest import as_, listener, people, settings, site

__all__ = ["as_", "listener", "people", "settings", "site"]


@pytest.fixture(autouse=True)
def logs_left_as_found() -> Iterator[None]:
    """What a test makes of the logs, as a process does when it begins, ends with the test."""
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    yield
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def small_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that cost little, and pieces so small that a backup has many."""
    monkeypatch.setattr(backup, "COST", 2**4)
    monkeypatch.setattr(sealed_file, "PIECE", 4096)


PASSPHRASE = "一句很长的口令，写在信封里"

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def huiyin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Types a command as an administrator does; gives the exit status and what was said."""
    monkeypatch.setenv("COLUMNS", "1000")

    def type_in(settings: Settings, *words: object, passphrase: str | None = PASSPHRASE) -> tuple[int, str]:
        with monkeypatch.context() as patch:
            patch.setenv("HUIYIN_HOME", str(settings.home))
            patch.setenv("HUIYIN_DATABASE_URL", settings.database_url)
            patch.setattr(sys, "argv", ["huiyin", *map(str, words)])
            patch.delenv("HUIYIN_BACKUP_PASSPHRASE", raising=False)
            if passphrase is not None:
                patch.setenv("HUIYIN_BACKUP_PASSPHRASE", passphrase)
            with pytest.raises(SystemExit) as ended:
                cli.main()
        return int(ended.value.code or 0), capsys.readouterr().out.strip()

    return type_in
