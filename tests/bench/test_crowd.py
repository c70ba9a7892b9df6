"""What the bench says of the processor: nothing is called used up while cores are idle."""

import pytest

from tests.bench.crowd import processor

BUSY = {"语言理解（Rasa）": 0.73, "网页（居民与工作台）": 0.4}


@pytest.mark.parametrize(
    ("machine", "said"),
    [
        (1.3, "没有占满（2 核用了 1.3 核），语言理解（Rasa）最多，0.7 核"),
        (1.96, "占满（2 核用了 2.0 核），语言理解（Rasa）最多，0.7 核"),
    ],
)
def test_full_is_said_of_all_cores_alone(machine: float, said: str) -> None:
    assert processor(BUSY, machine, 2) == said
