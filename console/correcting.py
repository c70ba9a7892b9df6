"""What the desk suggested for the fields of a call, and where the operator put something else, without personal data.

A suggestion is remembered by its digest, to know whether what stands in the form was ever suggested.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from casework.office import Office
from casework.petitions import digests

FIELDS = ("place_text", "place_unit", "happened_text", "name", "accused_name", "accused_role")
NAMES = ("name", "accused_name")
PLACES = ("place_text",)
MOST = 20
"""Values remembered of one field, the last ones: a word typed on is suggested anew with every pause."""


def remember(
    office: Office, known: Mapping[str, Any], suggested: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """What is known of the suggestions of a call, with these: of each field its digests, and the last one redacted."""
    found = dict(known)
    for name, value in suggested:
        if name in FIELDS:
            marks = [
                mark for mark in found.get(name, {}).get("marks", ()) if mark != _mark(office, name, value)
            ]
            found[name] = {
                "last": _redacted(name, value),
                "marks": [*marks, _mark(office, name, value)][-MOST:],
            }
    return found


def corrected(office: Office, known: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, list[str]]:
    """The fields that hold something else than was ever suggested: `{field: [suggested, taken]}`, redacted."""
    return {
        name: [suggested["last"], _redacted(name, value)]
        for name, suggested in known.items()
        if (value := form.get(name, "")) and _mark(office, name, value) not in suggested["marks"]
    }


def _mark(office: Office, name: str, value: str) -> str:
    return office.vault.index(f"suggested {name}", value)


def _redacted(name: str, value: str) -> str:
    if name in NAMES:
        return value[:1] + "某"
    return digests.whereabouts(value) if name in PLACES else digests.redact(value)
