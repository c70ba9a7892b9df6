"""What the bench says saturates first: a process on its one core, the machine, or nothing."""

import pytest

from tests.bench.crowd import processor

RASA, WEB = "语言理解（Rasa）", "网页（居民与工作台）"


@pytest.mark.parametrize(
    ("rasa", "machine", "said"),
    [
        (0.73, 1.3, "没有到头（2 核用了 1.3 核），最多的是语言理解（Rasa），用了一核的 73%"),
        (0.92, 1.3, "先到头的是语言理解（Rasa），用了一核的 92%（2 核用了 1.3 核）"),
        (0.73, 1.96, "整机到头（2 核用了 2.0 核），最多的是语言理解（Rasa），用了一核的 73%"),
    ],
)
def test_a_process_is_used_up_with_its_one_core_and_the_machine_with_all(
    rasa: float, machine: float, said: str
) -> None:
    assert processor({RASA: rasa, WEB: 0.4}, machine, 2) == said
