"""Every page of the console on demo data: none is left out, none is heavy, none is slow."""

import time
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.console import touring
from tests.console.touring import ROLES, House, demo_house, open_as  # noqa: F401

pytestmark = pytest.mark.slow

MOST_BYTES = 300_000
MOST_SECONDS = 0.5
"""Of the processor, so that a busy machine does not matter."""


def test_every_page_is_light_and_quick(
    demo_house: House,  # noqa: F811
) -> None:
    wrong, reached = [], set()
    stops = touring.stops(demo_house.bureau)
    assert len(stops) > 35
    for role in ROLES:
        clients = {stage: demo_house.open_as(role, stage) for stage in {stop.stage for stop in stops}}
        for stop in stops:
            took = []
            for _ in range(3):
                began = time.process_time()
                answer = clients[stop.stage].get(f"/desk{stop.path}", follow_redirects=False)
                took.append(time.process_time() - began)
                if took[-1] < MOST_SECONDS:
                    break
            if answer.status_code == 200:
                reached.add(stop.path)
                if min(took) > MOST_SECONDS:
                    wrong.append(f"{role} {stop.path}: {min(took):.2f} s")
                if len(answer.content) > MOST_BYTES:
                    wrong.append(f"{role} {stop.path}: {len(answer.content)} bytes")
            elif answer.status_code >= 500:
                wrong.append(f"{role} {stop.path}: {answer.status_code}")
    assert wrong == []
    assert {stop.path for stop in stops} - reached == set(), "pages that nobody could open"


def test_the_worst_pages_say_what_to_do(open_as: Callable[..., TestClient]) -> None:  # noqa: F811
    client = open_as("handler")
    for path, status in (("/nowhere", 404), ("/staff", 403), ("/petitions/HY00-0000-0000", 404)):
        answer = client.get(f"/desk{path}")
        assert answer.status_code in (status, 409)
        assert "回到工作台" in answer.text
