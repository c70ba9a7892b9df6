"""The hand-written pairs: what is linked by itself is right, and what belongs together is at least offered."""

import importlib.util
from pathlib import Path

import pytest

from casework.petitions.repeats import scoring

pytestmark = pytest.mark.slow

_SPEC = importlib.util.spec_from_file_location("measure", Path(__file__).with_name("measure.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
measure = importlib.util.module_from_spec(_SPEC)


@pytest.fixture(scope="module")
def found():
    import sys

    sys.modules["measure"] = measure
    _SPEC.loader.exec_module(measure)
    return list(measure.results())


def test_there_are_enough_pairs_of_both_kinds(found):
    assert len(found) >= 120
    assert sum(one.same for one in found) >= 50
    assert sum(not one.same for one in found) >= 50


@pytest.mark.parametrize("held", [False, True])
def test_what_is_linked_by_itself_is_right(found, held):
    rate = measure.rates([one for one in found if one.held == held], scoring.CERTAIN)
    assert rate.precision >= 0.95
    assert rate.recall >= 0.8


@pytest.mark.parametrize("held", [False, True])
def test_what_belongs_together_is_at_least_offered(found, held):
    rate = measure.rates([one for one in found if one.held == held], scoring.OFFERED)
    assert rate.recall >= 0.9
    assert rate.precision >= 0.85
