"""One reading of a message's spans where several finders disagree."""

import itertools
import re

from huiyin_nlu.gazetteer import VERB

Span = tuple[int, int, str]
FIGURES = re.compile(r"[0-9A-Za-z零〇一二三四五六七八九幺洞拐两](?:[ \-]{0,2}[0-9A-Za-z零〇一二三四五六七八九幺洞拐两*])*")
CHECKED = {"id_number", "phone", "bank_card", "petition_no", "application_no"}
NAMES = {"person", "role", "place", "organ", "relation"}
LEAST = 3
TIMED = re.compile(r"(.*[万千])([一二两三四五六七八九十几]{1,2}年)")


def _cuts(text: str, start: int, end: int) -> bool:
    """Return whether START or END stands between two figures of one number."""
    return any(0 < at < len(text) and f"{text[at - 1]}{text[at]}".isascii() and f"{text[at - 1]}{text[at]}".isdigit() for at in (start, end))


def _parted(text: str, tagged: list[Span], pauses: frozenset[int]) -> list[Span]:
    """Return TAGGED with every name ended where its speaker paused (姓周 周大明; 李家庄 村支书).

    A surname written apart from its given name stays with it (王 小明). Of a name that falls apart a single character
    is left only as a surname after 姓; a 村 goes to the post that follows.
    """
    spans: list[Span] = []
    for start, end, entity in tagged:
        if entity == "role" and start - 1 in pauses and text[start - 1] == "村" and (not spans or spans[-1][1] < start):
            start -= 1
        cuts = [at for at in sorted(pauses) if start < at < end] if entity in NAMES else []
        surnamed = start > 0 and text[start - 1] == "姓"
        if entity == "person" and cuts == [start + 1] and not surnamed:
            cuts = []
        for left, right in itertools.pairwise([start, *cuts, end]):
            if not cuts or right - left > 1 or (entity == "person" and left == start and surnamed):
                spans.append((left, right, entity))
    return spans


def _settled(text: str, tagged: list[Span], pauses: frozenset[int]) -> list[Span]:
    """Return TAGGED with the spans that their own form forbids mended.

    No span is half a number; a sum ends where its years begin (两万三年); a verb before a title is no surname (查副镇长);
    the 村 between a village's name and a post belongs to the village.
    """
    spans: list[Span] = []
    for start, end, entity in _parted(text, tagged, pauses):
        if entity not in CHECKED and _cuts(text, start, end):
            continue
        timed = TIMED.fullmatch(text[start:end]) if entity in ("amount", "duration") else None
        if timed:
            spans += [(start, start + len(timed[1]), "amount"), (start + len(timed[1]), end, "duration")]
            continue
        if entity == "role" and end - start > 2 and VERB.search(text[: start + 1]):
            start += 1
        if (
            entity == "role"
            and end - start > 2
            and text[start] == "村"
            and start not in pauses
            and spans
            and spans[-1][1:] == (start, "place")
            and text[start - 1] not in "村镇乡县"
        ):
            spans[-1] = (spans[-1][0], start + 1, "place")
            start += 1
        spans.append((start, end, entity))
    return spans


def merge(text: str, tagged: list[Span], numbered: list[Span], known: list[Span], pauses: frozenset[int] = frozenset()) -> list[tuple[int, int, str, str]]:
    """Return spans (start, end, entity, finder) without overlaps, in order; no name goes over one of PAUSES.

    Numbers found by form stand before what the tagger says, which is taken to name the whole run of figures that it
    touches; the gazetteer only confirms the tagger. What a span's own form forbids is mended first.
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
    for start, end, entity in _settled(text, tagged, pauses):
        if entity in CHECKED:
            run = next(((left, right) for left, right in runs if left < end and right > start), None)
            if run is None or run[1] - run[0] < LEAST:
                continue
            start, end = run
        finder = "GazetteerExtractor" if (start, end, entity) in confirmed else "SequenceTagger"
        add(start, end, entity, finder)
    return sorted(kept)
