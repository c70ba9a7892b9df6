"""The console's people and browsers, for tests that go through every door."""

import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

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
