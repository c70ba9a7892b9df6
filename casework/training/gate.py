"""What a new model must not be worse at than the live one, and by how much at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Margin:
    """One figure of the evaluation and how far it may fall behind; figures and slack are shares of 1."""

    label: str
    path: tuple[str, ...]
    good: Literal["up", "down"]
    slack: float


MARGINS = (
    Margin("意图正确率", ("intent", "accuracy"), "up", 0.01),
    Margin("投诉类别正确率", ("category", "accuracy"), "up", 0.02),
    Margin("实体 F1", ("entities", "micro", "f1"), "up", 0.01),
    Margin("范围外误当业务", ("scope", "false_accepts_outside"), "down", 0.02),
    Margin("业务误当范围外", ("scope", "in_scope_rejects"), "down", 0.01),
    Margin("安全事项召回", ("safety", "both", "recall"), "up", 0.0),
    Margin("安全事项误报", ("safety", "both", "false_alarms"), "down", 0.01),
)
"""A danger that the live model sees is never given up; the other slacks are about what a sentence or three weigh."""

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


def figure(figures: Mapping[str, Any] | None, margin: Margin) -> float | None:
    """The share that a margin speaks of; None where the evaluation had nothing to count."""
    found: Any = figures
    for step in margin.path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return float(found) if isinstance(found, int | float) else None


def compare(new: Mapping[str, Any] | None, live: Mapping[str, Any] | None) -> Sequence[Compared]:
    return [Compared(margin, figure(new, margin), figure(live, margin)) for margin in MARGINS]
