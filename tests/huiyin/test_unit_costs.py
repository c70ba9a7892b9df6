"""The plan of growth rests on figures that were measured: each unit cost stands in the benchmarks, as it stands there."""

import re

import pytest

from store.settings import ROOT

PLAN = (ROOT / "docs" / "operations.md").read_text("utf-8").split("### 单位成本")[1].split("###")[0]
MEASURED = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PLAN.splitlines()
    if line.startswith("| ") and not line.startswith("| 一次")
]


def test_the_plan_names_costs() -> None:
    assert len(ROWS) >= 5


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_cost_is_the_one_that_was_measured(row: list[str]) -> None:
    """The last cell quotes the benchmark's own words, the cells before its values."""
    *costs, source = row[1:]
    found = [
        value
        for words in re.findall(r"“([^”]+)”", source)
        for line in MEASURED.splitlines()
        if line.startswith(f"| {words}")
        for value in [line.split("|")[2].strip()]
    ]
    assert found == [cost for cost in costs if cost]
