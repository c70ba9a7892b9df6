"""One reading of a message's spans where several finders disagree."""

Span = tuple[int, int, str]
CHECKED = {"id_number", "phone", "bank_card", "petition_no", "application_no"}


def merge(text: str, tagged: list[Span], numbered: list[Span], known: list[Span]) -> list[tuple[int, int, str, str]]:
    """Return spans (start, end, entity, finder) without overlaps, in order.

    Numbers found by form stand before what the tagger says; the gazetteer only confirms the tagger.
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
    for start, end, entity in tagged:
        if entity in CHECKED and not any(character.isalnum() for character in text[start:end]):
            continue
        finder = "GazetteerExtractor" if (start, end, entity) in confirmed else "SequenceTagger"
        add(start, end, entity, finder)
    return sorted(kept)
