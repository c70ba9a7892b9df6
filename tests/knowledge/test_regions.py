"""Where somebody lives, told from their words."""

import pytest

from knowledge.regions import Regions


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("武汉今年低保一个月是多少", "武汉"),
        ("深圳那边特困给好多", "深圳"),
        ("俺是驻马店的 残补咋领", "驻马店"),
        ("我在武汉打工 低保能领不", None),
        ("保定村的低保名单贴了没", None),
        ("住南阳路，低保标准多少", None),
        ("低保标准多少", None),
    ],
)
def test_a_city_elsewhere_is_another_place(said: str, where: str | None) -> None:
    found = Regions(["湖南省/衡阳市/清河县"], "湖南省/衡阳市/清河县").named(said)
    assert (found.name if found else None) == where
