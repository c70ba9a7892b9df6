"""The page of a resident's own 救助幸福清单: an address that nobody can guess, for one person, for a short while."""

from datetime import timedelta

from sqlalchemy import delete, select

from casework.assistance import access, benefits
from casework.assistance.access import Asker
from casework.assistance.asking import Proof
from casework.assistance.benefits import BenefitList
from casework.assistance.models import ListPage
from casework.assistance.providers import Subject
from casework.office import Office

VALID = timedelta(minutes=15)
OF_A_DEVICE = "web"
"""The channel whose address is known to one device alone, so that a page handed on opens nowhere else."""


def lay_out(office: Office, proof: Proof) -> str:
    """The word that opens the page for `VALID`; only its digest is kept, and what has lapsed is thrown away."""
    now = office.clock.now()
    office.db.execute(delete(ListPage).where(ListPage.until <= now))
    word = office.secrets.token()
    office.db.add(
        ListPage(
            digest=_digest(office, word),
            device_index=access.person_index(office, proof.asker)
            if proof.asker.channel == OF_A_DEVICE
            else None,
            id_index=proof.subject.id_index,
            number_key=proof.subject.number_key,
            until=now + VALID,
        )
    )
    office.db.flush()
    return word


def find(office: Office, word: str, device: str | None) -> BenefitList | None:
    """The list behind the word, or None: no such word, no longer, or not on this device; the three look alike."""
    page = office.db.scalar(select(ListPage).where(ListPage.digest == _digest(office, word)))
    if page is None or page.until <= office.clock.now():
        return None
    if page.device_index is not None:
        here = access.person_index(office, Asker(OF_A_DEVICE, device)) if device else None
        if not access.same(page.device_index, here):
            return None
    return benefits.of(office, Subject(page.id_index, page.number_key))


def _digest(office: Office, word: str) -> str:
    return office.vault.index("list page", word)
