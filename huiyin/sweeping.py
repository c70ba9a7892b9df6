"""One sweep over everything that time changes; it may run twice, late, or side by side."""

from collections.abc import Iterator

from casework.office import Bureau
from casework.petitions import delivery


def sweep(bureau: Bureau) -> Iterator[tuple[str, str]]:
    """Run each part in its own unit of work.

    Yields:
        The part's name and what it did, in a sentence.
    """
    with bureau.office() as office:
        yield "送达结果", f"核对 {delivery.settle(office)} 件"
