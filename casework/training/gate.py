"""What a new model must reach in any case, and by how much at most it may be worse than the live one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Margin:
    """One figure of the evaluation, how far it may fall behind, and the worst that ever goes live; all shares of 1."""

    label: str
    path: tuple[str, ...]
    good: Literal["up", "down"]
    slack: float
    worst: float


MARGINS = (
    Margin("意图正确率", ("intent", "accuracy"), "up", 0.01, 0.90),
    Margin("投诉类别正确率", ("category", "accuracy"), "up", 0.02, 0.90),
    Margin("实体 F1", ("entities", "micro", "f1"), "up", 0.01, 0.80),
    Margin("范围外误当业务", ("scope", "false_accepts_outside"), "down", 0.02, 0.12),
    Margin("业务误当范围外", ("scope", "in_scope_rejects"), "down", 0.01, 0.05),
    Margin("安全事项召回", ("safety", "both", "recall"), "up", 0.0, 0.96),
    Margin("安全事项误报", ("safety", "both", "false_alarms"), "down", 0.01, 0.08),
)
"""A danger that the live model sees is never given up; the other slacks are about what a sentence or three weigh.

The worst that ever goes live leaves room for another county's place names, which the set does not speak of; of its 25
dangers one may be missed.
"""

HAIR = 1e-9


@dataclass(frozen=True)
class Compared:
    """A figure of the new model beside the live one's."""

    margin: Margin
    new: float | None
    live: float | None

    @property
    def holds(self) -> bool:
        if self.live is None:
            return True
        if self.new is None:
            return False
        behind = self.live - self.new if self.margin.good == "up" else self.new - self.live
        return behind <= self.margin.slack + HAIR


def shortfalls(figures: Mapping[str, Any] | None) -> list[str]:
    """In which figures a model is below what every model must reach, as sentences; a missing figure is below."""
    return [
        f"{margin.label}{percent(found)}，{'至少要' if margin.good == 'up' else '最多'}{percent(margin.worst)}。"
        for margin in MARGINS
        if not _reaches(margin, found := figure(figures, margin))
    ]


def _reaches(margin: Margin, found: float | None) -> bool:
    if found is None:
        return False
    return found >= margin.worst - HAIR if margin.good == "up" else found <= margin.worst + HAIR


def figure(figures: Mapping[str, Any] | None, margin: Margin) -> float | None:
    """The share that a margin speaks of; None where the evaluation had nothing to count."""
    found: Any = figures
    for step in margin.path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return float(found) if isinstance(found, int | float) else None


def compare(new: Mapping[str, Any] | None, live: Mapping[str, Any] | None) -> Sequence[Compared]:
    return [Compared(margin, figure(new, margin), figure(live, margin)) for margin in MARGINS]


def percent(share: float | None) -> str:
    return "没有数" if share is None else f" {share * 100:.1f}%"
