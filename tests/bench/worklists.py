"""How fast lists, counts and searches are among a million petitions: `python -m tests.bench.worklists URL`."""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

from sqlalchemy import func, select

from casework.office import Bureau
from casework.people import staff
from casework.people.actors import Actor
from casework.petitions import queries
from casework.petitions.models import Petition
from casework.petitions.queries import WORKLISTS, Filters
from tests.bench.million import bureau

RUNS = 5


def measure(house: Bureau, what: str, work: Callable[..., object]) -> float:
    """Median milliseconds of `work(office)` in a fresh unit of work."""
    times = []
    for _ in range(RUNS):
        with house.reading() as office:
            began = time.perf_counter()
            work(office)
            times.append((time.perf_counter() - began) * 1000)
    sys.stdout.write(f"{what:<44}{statistics.median(times):8.1f} ms\n")
    return statistics.median(times)


def run(url: str) -> list[tuple[str, float]]:
    """Every list for every kind of staff, and the searches of the desk."""
    house = bureau(url)
    with house.reading() as office:
        actors = {
            login: Actor.of_staff(staff.by_login(office, login))
            for login in ("leader", "desk", "town", "section", "inspector")
        }
    found = []
    for login, actor in actors.items():
        for name in WORKLISTS:
            what = f"{login}: {name}"
            found.append(
                (what, measure(house, what, lambda office, a=actor, n=name: queries.worklist(office, a, n)))
            )
    desk = actors["desk"]
    for what, filters in {
        "words": Filters(text="存折 残疾"),
        "common word": Filters(text="低保"),
        "telephone": Filters(phone="13800138000"),
        "township and category": Filters(township="QH-102", category="delayed"),
        "category, a month": Filters(
            category="attitude", lodged_from=date(2026, 10, 1), lodged_until=date(2026, 10, 31)
        ),
    }.items():
        work = lambda office, f=filters: queries.worklist(office, desk, "all", f)  # noqa: E731
        found.append((what, measure(house, f"desk searches: {what}", work)))
    months = (
        select(Petition.category, func.count())
        .where(Petition.lodged_on >= date(2026, 1, 1))
        .group_by(Petition.category)
    )
    for login, actor in actors.items():
        work = lambda office, a=actor: office.db.execute(months.where(queries.visible(office, a))).all()  # noqa: E731
        found.append((login, measure(house, f"{login}: this year by category", work)))
    return found


if __name__ == "__main__":
    run(sys.argv[1])
