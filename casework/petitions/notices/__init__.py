"""Formal notices as Word files: `issue`, `available`, `of`, `take_out`."""

from casework.petitions.notices.contents import NotYet
from casework.petitions.notices.issuing import available, issue, of, plain, take_out
from casework.petitions.notices.kinds import KINDS, Kind
from casework.petitions.notices.rendering import BadTemplate, read_back

__all__ = [
    "KINDS",
    "BadTemplate",
    "Kind",
    "NotYet",
    "available",
    "issue",
    "of",
    "plain",
    "read_back",
    "take_out",
]
