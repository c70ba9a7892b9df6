"""How fast worklists and searches are among a million petitions: `python -m tests.bench.worklists URL`.

The database is one that `tests.bench.million` has made.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from sqlalchemy import select

from casework.office import Bureau
from casework.people import staff
from casework.people.actors import Actor
from casework.petitions import numbers, queries
from casework.petitions.models import Petition
from casework.petitions.queries import WORKLISTS, Filters
from tests.bench.million import bureau_at

RUNS = 5
POSTS = {"leader": "bench-boss", "desk": "bench0", "township": "h-QH-102-MZ", "section": "h-QH-MZ-JZ"}
SEARCHES = {
    "words": Filters(text="存折 残疾"),
    "a common word": Filters(text="低保"),
    "a telephone number": Filters(phone="13800138000"),
    "a name": Filters(name="赵建建"),
    "township and category": Filters(township="QH-102", category="delayed"),
    "a category in a month": Filters(
        category="attitude", lodged_from=date(2026, 10, 1), lodged_until=date(2026, 10, 31)
    ),
}


def run(house: Bureau, posts: dict[str, str] = POSTS) -> Iterator[tuple[str, float]]:
    """Every list for every post, then the searches of the desk: what, and median milliseconds of a page."""
    with house.reading() as office:
        actors = {post: Actor.of_staff(staff.by_login(office, login)) for post, login in posts.items()}
    for post, actor in actors.items():
        for name in WORKLISTS:
            yield f"{post}: {name}", measure(house, actor, name, Filters())
    for what, filters in {**SEARCHES, "a number": Filters(text=_number(house))}.items():
        yield f"desk searches {what}", measure(house, actors["desk"], "all", filters)


def _number(house: Bureau) -> str:
    """One of the numbers there are; those of the bench count on, so that few of them are well formed."""
    with house.reading() as office:
        for number in office.db.scalars(select(Petition.number).order_by(Petition.id.desc()).limit(1000)):
            with suppress(numbers.BadNumber):
                return numbers.parse(number)
    raise LookupError("no well-formed number among the last thousand")


def measure(house: Bureau, actor: Actor, name: str, filters: Filters) -> float:
    """Median milliseconds of one page with its count, each in a fresh unit of work."""
    times = []
    for _ in range(RUNS):
        with house.reading() as office:
            began = time.perf_counter()
            queries.worklist(office, actor, name, filters)
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    found = list(run(bureau_at(sys.argv[1])))
    slowest = max(found, key=lambda row: row[1])
    for what, milliseconds in (*found, (f"slowest: {slowest[0]}", slowest[1])):
        sys.stdout.write(f"{what:<44}{milliseconds:8.1f} ms\n")
