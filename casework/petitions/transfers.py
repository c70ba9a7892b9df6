"""Leads handed to the discipline inspection, and the receipts for them."""

from sqlalchemy import select

from casework.office import Office
from casework.people.actors import Actor
from casework.petitions.models import Petition, Transfer


def hand(
    office: Office, petition: Petition, by: Actor, to_unit: str, from_unit: str | None = None
) -> Transfer:
    transfer = Transfer(
        petition_id=petition.id,
        from_unit=from_unit or petition.handler_unit,
        to_unit=to_unit,
        handed_by=by.id if by.is_staff else None,
        handed_at=office.clock.now(),
    )
    office.db.add(transfer)
    office.db.flush()
    return transfer


def receive(office: Office, petition: Petition, by: Actor, receipt_no: str = "") -> None:
    """Sign for whatever was handed over and not yet signed for; the receipt's number is made where none is given."""
    for transfer in office.db.scalars(
        select(Transfer).where(Transfer.petition_id == petition.id, Transfer.received_at.is_(None))
    ):
        transfer.received_at = office.clock.now()
        transfer.received_by = by.id if by.is_staff else None
        transfer.receipt_no = receipt_no or f"{petition.number}-移{transfer.id}"


def of(office: Office, petition: Petition) -> list[Transfer]:
    return list(
        office.db.scalars(select(Transfer).where(Transfer.petition_id == petition.id).order_by(Transfer.id))
    )
