"""How fast worklists and searches are among a million petitions: `python -m tests.bench.worklists URL`.

The database is one that `tests.bench.million` has made.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date

from casework.office import Bureau
from casework.people import staff
from casework.people.actors import Actor
from casework.petitions import queries
from casework.petitions.queries import WORKLISTS, Filters
from tests.bench.million import bureau_at

RUNS = 5
POSTS = {"leader": "bench-boss", "desk": "bench0", "township": "h-QH-102-MZ", "section": "h-QH-MZ-JZ"}
SEARCHES = {
    "words": Filters(text="存折 残疾"),
    "a common word": Filters(text="低保"),
    "a telephone number": Filters(phone="13800138000"),
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
    for what, filters in SEARCHES.items():
        yield f"desk searches {what}", measure(house, actors["desk"], "all", filters)


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
    for what, milliseconds in run(bureau_at(sys.argv[1])):
        sys.stdout.write(f"{what:<44}{milliseconds:8.1f} ms\n")
