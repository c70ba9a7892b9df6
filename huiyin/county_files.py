"""All of a county's files, checked against the schemas of the rooms that read them."""

from pathlib import Path

from casework.rules import rules
from store.county import County


def check(folder: Path) -> None:
    """Read every file.

    Raises:
        CountyFileError: one is missing, cannot be read, or says something that cannot be; the sentence names it.
    """
    rules.read_all(County(folder))
