"""Remarks of staff, and what a petitioner adds later."""

from sqlalchemy import select

from casework.office import Office
from casework.people.actors import Actor
from casework.petitions.models import Note, Petition


def add(office: Office, petition: Petition, by: Actor, text: str, kind: str = "note") -> Note:
    note = Note(
        petition_id=petition.id,
        kind=kind,
        text_sealed=office.vault.seal(text),
        by_name=by.name,
        by_staff=by.id if by.is_staff else None,
        at=office.clock.now(),
    )
    office.db.add(note)
    return note


def of(office: Office, petition: Petition) -> list[Note]:
    return list(office.db.scalars(select(Note).where(Note.petition_id == petition.id).order_by(Note.id)))


def text(office: Office, note: Note) -> str:
    return office.vault.open(note.text_sealed)
