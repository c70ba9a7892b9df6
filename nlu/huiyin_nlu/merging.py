"""One reading of a message's spans where several finders disagree."""

import re

Span = tuple[int, int, str]
FIGURES = re.compile(r"[0-9A-Za-z零〇一二三四五六七八九幺洞拐两](?:[ \-]{0,2}[0-9A-Za-z零〇一二三四五六七八九幺洞拐两*])*")
CHECKED = {"id_number", "phone", "bank_card", "petition_no", "application_no"}
LEAST = 3


def merge(text: str, tagged: list[Span], numbered: list[Span], known: list[Span]) -> list[tuple[int, int, str, str]]:
    """Return spans (start, end, entity, finder) without overlaps, in order.

    Numbers found by form stand before what the tagger says, which is taken to name the whole run of figures that it
    touches; the gazetteer only confirms the tagger.
    """
    taken = bytearray(len(text))
    kept: list[tuple[int, int, str, str]] = []

    def add(start: int, end: int, entity: str, finder: str) -> None:
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append((start, end, entity, finder))

    for start, end, entity in numbered:
        add(start, end, entity, "PatternExtractor")
    confirmed = set(known)
    runs = [match.span() for match in FIGURES.finditer(text)] if any(entity in CHECKED for _, _, entity in tagged) else []
    for start, end, entity in tagged:
        if entity in CHECKED:
            run = next(((left, right) for left, right in runs if left < end and right > start), None)
            if run is None or run[1] - run[0] < LEAST:
                continue
            start, end = run
        finder = "GazetteerExtractor" if (start, end, entity) in confirmed else "SequenceTagger"
        add(start, end, entity, finder)
    return sorted(kept)
