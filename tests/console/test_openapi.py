"""The API as its own description says: whatever may be asked is answered without a fault of the server."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings

from tests.console.conftest import TOKEN

pytestmark = pytest.mark.slow

KINDLY = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(site: FastAPI) -> Any:
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", site)


def ask_all(described: Any, token: str, check: Callable[[Any], None]) -> int:
    """Send made-up requests to every operation that is described; how many operations there are."""
    asked = 0
    for found in described.get_all_operations():
        asked += 1

        @given(case=found.ok().as_strategy())
        @KINDLY
        def ask(case: Any) -> None:
            check(case.call(headers={"Authorization": f"Bearer {token}"}))

        ask()
    return asked


def test_no_request_breaks_the_server(described: Any) -> None:
    def check(answer: Any) -> None:
        assert answer.status_code < 500, f"{answer.request.method} {answer.request.url}"

    assert ask_all(described, TOKEN, check) >= 5


def test_nobody_gets_in_without_a_token(described: Any) -> None:
    def check(answer: Any) -> None:
        assert answer.status_code in (401, 404, 405, 422)

    assert ask_all(described, "none", check) >= 5
