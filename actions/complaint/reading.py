"""What one message does to the complaint being told."""

from dataclasses import dataclass, field
from typing import Any

SHORT = 14
"""A refusal to give something is no longer than this."""
BARE = 4
"""Fewer telling characters beside the facts make an answer of facts alone."""
ADDS = 6
"""So many telling characters that do not answer the question are added to the account."""
LONGEST_PLAIN = 24
"""A plain answer to a short question is no longer than this."""


@dataclass
class Reading:
    """What an answer does to the draft; `elsewhere` where the rules should react to it instead."""

    slots: dict[str, Any] = field(default_factory=dict)
    draft: dict[str, Any] = field(default_factory=dict)
    say: list[str] = field(default_factory=list)
    elsewhere: bool = False

    def with_slots(self, more: dict[str, Any]) -> "Reading":
        """The same with more slots filled."""
        return Reading({**self.slots, **more}, self.draft, self.say, self.elsewhere)

    @classmethod
    def of_other_things(cls) -> "Reading":
        return cls(elsewhere=True)
