"""The console's people and browsers, for tests that go through every door."""

from tests.console.conftest import as_, listener, people, settings, site

__all__ = ["as_", "listener", "people", "settings", "site"]
