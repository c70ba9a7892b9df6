"""The demo county is worth a visit: what it tells a visitor to try works."""

import re

from casework.assistance import asking
from casework.assistance.asking import Asker
from casework.office import Bureau
from casework.people import calendars, units
from huiyin.demo import assistance, staff


def test_an_applicant_of_the_demo_finds_what_was_granted_and_paid(bureau: Bureau) -> None:
    with bureau.office() as office:
        units.load(office)
        calendars.load(office)
        staff.hire(office)
    told = [line for line in assistance.load(bureau) if "幸福清单" in line]
    assert told
    for line in told:
        shown = re.search(r"编号 (\S+)，身份证后四位 (\S+)", line)
        assert shown is not None
        with bureau.office() as office:
            proof = asking.verify(office, shown[1], shown[2], Asker("web", line))
            assert proof is not None
            assert asking.benefits_list(office, proof).items
            assert "发放" in "".join(asking.payment_status(office, proof))
    assert assistance.load(bureau) == [], "loaded once"
