"""All of a county's files, checked against the schemas of the rooms that read them."""

from pathlib import Path

from casework.assistance import payment_days, programs
from casework.people import units
from casework.petitions import clock_rules, routing
from casework.petitions.escalation import rules as escalation
from casework.petitions.notices import kinds as notices
from casework.supervision import checks
from store.county import County


def check(folder: Path) -> None:
    """Read every file.

    Raises:
        CountyFileError: one is missing, cannot be read, or says something that cannot be; the sentence names it.
    """
    county = County(folder)
    units.check(county)
    clock_rules.read(county)
    programs.read(county)
    payment_days.read(county)
    routing.read(county)
    escalation.read(county)
    notices.read(county)
    for subject in checks.CHECKED:
        checks.sheet(county, subject)
