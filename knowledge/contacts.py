"""Telephone numbers and places of offices, from the county's own tree of units."""

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.saying import Answer
from knowledge.words import plain
from store.county import County

_ASKS = (
    "电话",
    "号码",
    "联系",
    "怎么找",
    "在哪里",
    "在哪儿",
    "地址",
    "几点上班",
    "几点下班",
    "上班时间",
    "热线",
    "咋联系",
)
_OFFICES = (
    "民政所",
    "民政办",
    "民政窗口",
    "镇政府",
    "乡政府",
    "街道办",
    "民政局",
    "救助股",
    "低保股",
    "核对中心",
    "信访室",
)
_KINDS = frozenset({"office", "township", "section", "bureau", "discipline"})


class Contacts:
    """Who can be called where."""

    def __init__(self, county: County) -> None:
        content = county.read("units")
        self._chat = county.read("chat")
        self._units = [unit for unit in content["units"] if unit.get("phone") and unit["kind"] in _KINDS]
        self._names = sorted(
            (
                (plain(name), unit)
                for unit in self._units
                for name in {unit["name"], *unit.get("aliases", ())}
                if len(name) > 1
            ),
            key=lambda named: -len(named[0]),
        )

    def find(
        self, question: str, intent: str | None, entities: Iterable[Mapping[str, Any]] = ()
    ) -> Answer | None:
        """How to reach the office that a question names, if it asks for that."""
        text = plain(question)
        asked = any(word in text for word in _ASKS)
        if not asked or (
            intent not in (None, "ask_contact") and not text.endswith(("电话", "电话多少", "电话号码"))
        ):
            return None
        named = " ".join(
            str(one.get("value", "")) for one in entities if one.get("entity") in ("place", "organ")
        )
        unit = self._unit(text + named)
        if unit is None:
            return None
        office = self._office_of(unit) if unit["kind"] == "township" else unit
        hours = self._chat.get("visit_hours")
        return Answer(
            id=f"contact-{office['code'].lower()}",
            title=f"{office['name']}怎么联系",
            short=f"{office['name']}的电话是 {office['phone']}。",
            how=(f"接待时间：{hours}",) if hours else (),
            closing=None,
            intent="ask_contact",
            context={},
        )

    def _unit(self, text: str) -> dict[str, Any] | None:
        """The unit of the longest name said; a bare place name counts only beside a word for an office."""
        for name, unit in self._names:
            if name in text and (
                unit["kind"] != "township" or any(office in text for office in (*_OFFICES, name + "政府"))
            ):
                return unit
        return None

    def _office_of(self, township: dict[str, Any]) -> dict[str, Any]:
        return next(
            (
                unit
                for unit in self._units
                if unit["kind"] == "office" and unit.get("parent") == township["code"]
            ),
            township,
        )
