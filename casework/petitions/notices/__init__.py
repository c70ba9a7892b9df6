"""Formal notices as Word files: `preview`, `issue`, `available`, `of`, `take_out`."""

from casework.petitions.notices.contents import NotYet
from casework.petitions.notices.issuing import available, issue, of, plain, preview, take_out
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
    "preview",
    "read_back",
    "take_out",
]
