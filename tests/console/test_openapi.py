"""The API as its own description says: whatever may be asked is answered without a fault of the server."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from starlette.testclient import TestClient

from store.settings import Settings
from tests.console.conftest import TOKEN

pytestmark = pytest.mark.slow

KINDLY = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


YEARS = st.one_of(st.integers(0, 9999), st.integers(1890, 1910), st.integers(2190, 2210))
DAYS = st.one_of(st.dates(), st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1)))
PERIODS = st.one_of(
    YEARS.map("{:04d}".format),
    st.builds("{:04d}Q{}".format, YEARS, st.integers(0, 5)),
    st.builds("{:04d}-{:02d}".format, YEARS, st.integers(0, 13)),
    st.builds("{}..{}".format, DAYS, DAYS),
)


@pytest.fixture
def described(site: FastAPI, settings: Settings) -> Any:
    """The description, with one token that opens the telephone system's part and the figures alike."""
    settings.figures_tokens = [SecretStr(TOKEN)]
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


def test_figures_are_asked_with_a_token_that_opens_them(described: Any) -> None:
    seen: dict[str, set[int]] = {}

    def check(answer: Any) -> None:
        path = answer.request.url.split("?")[0].partition("/api/v1")[2]
        seen.setdefault(path, set()).add(answer.status_code)

    ask_all(described, TOKEN, check)
    assert {"/figures", "/figures/cross", "/figures/petitions"} <= set(seen)
    assert not any(401 in codes for path, codes in seen.items() if path.startswith("/figures"))


@pytest.mark.parametrize(
    "path", ["/figures", "/figures/cross?figure=received&rows=class&columns=channel", "/figures/petitions"]
)
def test_no_period_breaks_the_figures(described: Any, site: FastAPI, path: str) -> None:
    client = TestClient(site, headers={"Authorization": f"Bearer {TOKEN}"}, raise_server_exceptions=False)

    @given(period=PERIODS)
    @settings(KINDLY, max_examples=20)
    @example(period="9999")
    @example(period="0001-02-02..0001-02-03")
    @example(period="2199-01-01..2200-12-31")
    def ask(period: str) -> None:
        answer = client.get(f"/api/v1{path}{'&' if '?' in path else '?'}period={period}")
        assert answer.status_code in (200, 409), period

    ask()


def test_nobody_gets_in_without_a_token(described: Any) -> None:
    def check(answer: Any) -> None:
        assert answer.status_code in (401, 404, 405, 422)

    assert ask_all(described, "none", check) >= 5
