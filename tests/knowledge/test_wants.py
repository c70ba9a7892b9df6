"""What a question wants to be told, and that an answer nobody asks for that of is not given."""

import pytest

from knowledge.wants import wants


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("公益岗一个月工资多少", {"how_much"}),
        ("多少天能批下来", {"when"}),
        ("几个月发一次", {"when"}),
        ("残疾证去哪办", {"where"}),
        ("谁来批", {"who"}),
        ("帮我写个申请书", {"done"}),
        ("低保咋申请", {"how"}),
        ("公益岗的工资算收入吗", set()),
        ("家里几口人算一家", set()),
    ],
)
def test_wants(said: str, wanted: set[str]) -> None:
    assert wants(said) == wanted
