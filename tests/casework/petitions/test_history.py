"""The history: every way to change something behind its back is found, and the row is named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update

from casework.office import Office
from casework.petitions import evidence, history
from casework.petitions.lodging import Accused as Complained
from casework.petitions.models import (
    Accused,
    Answer,
    ClockRow,
    Delivery,
    Event,
    EvidenceFile,
    Note,
    Petition,
    Petitioner,
    Shield,
)
from store.vault import Keys, Vault
from tests.casework.conftest import County

Tamper = Callable[[Office, Petition], None]


def run(office: Office, statement) -> None:
    office.db.execute(statement)
    office.db.expire_all()


TAMPERINGS: dict[str, tuple[Tamper, str]] = {
    "an entry's state": (
        lambda office, p: run(
            office, update(Event).where(Event.petition_id == p.id, Event.seq == 2).values(to_state="closed")
        ),
        "（第2条）：内容被改动",
    ),
    "an entry's time": (
        lambda office, p: run(
            office,
            update(Event)
            .where(Event.petition_id == p.id, Event.seq == 3)
            .values(at=p.lodged_at + timedelta(hours=1)),
        ),
        "（第3条）：内容被改动",
    ),
    "an entry's actor": (
        lambda office, p: run(
            office, update(Event).where(Event.petition_id == p.id, Event.seq == 1).values(actor_name="别人")
        ),
        "（第1条）：内容被改动",
    ),
    "an entry in the middle deleted": (
        lambda office, p: run(office, delete(Event).where(Event.petition_id == p.id, Event.seq == 3)),
        "缺少第3条记录",
    ),
    "the last entry deleted": (
        lambda office, p: run(
            office, delete(Event).where(Event.petition_id == p.id, Event.seq == p.history_count)
        ),
        "末尾的办理记录被删除或添加",
    ),
    "the state": (
        lambda office, p: run(
            office, update(Petition).where(Petition.id == p.id).values(state="final", is_open=False)
        ),
        "案卷内容",
    ),
    "the handler": (
        lambda office, p: run(
            office, update(Petition).where(Petition.id == p.id).values(handler_unit="QH-102")
        ),
        "案卷内容",
    ),
    "the narrative": (
        lambda office, p: run(
            office,
            update(Petition).where(Petition.id == p.id).values(narrative_sealed=office.vault.seal("没事")),
        ),
        "案卷内容",
    ),
    "a seal broken": (
        lambda office, p: run(
            office, update(Petition).where(Petition.id == p.id).values(narrative_sealed=b"x")
        ),
        "案卷内容",
    ),
    "a due date": (
        lambda office, p: run(
            office, update(ClockRow).where(ClockRow.petition_id == p.id).values(days=ClockRow.days + 10)
        ),
        "案卷内容",
    ),
    "a petitioner": (
        lambda office, p: run(
            office,
            update(Petitioner)
            .where(Petitioner.petition_id == p.id)
            .values(name_sealed=office.vault.seal("李四")),
        ),
        "案卷内容",
    ),
    "whom it accuses": (
        lambda office, p: run(
            office, update(Accused).where(Accused.petition_id == p.id).values(unit_code="QH-103")
        ),
        "案卷内容",
    ),
    "an accused struck": (
        lambda office, p: run(
            office, update(Accused).where(Accused.petition_id == p.id).values(struck_on=p.lodged_on)
        ),
        "案卷内容",
    ),
    "a representative": (
        lambda office, p: run(
            office,
            update(Petitioner).where(Petitioner.petition_id == p.id).values(representative=True),
        ),
        "案卷内容",
    ),
    "a remark": (
        lambda office, p: run(office, delete(Note).where(Note.petition_id == p.id)),
        "案卷内容",
    ),
    "an answer": (
        lambda office, p: run(
            office,
            update(Answer).where(Answer.petition_id == p.id).values(plain_sealed=office.vault.seal("改了")),
        ),
        "案卷内容",
    ),
    "a delivery": (lambda office, p: run(office, update(Delivery).values(reached=False)), "案卷内容"),
    "the shield": (
        lambda office, p: run(office, delete(Shield).where(Shield.petition_id == p.id)),
        "案卷内容",
    ),
    "evidence": (
        lambda office, p: run(office, delete(EvidenceFile).where(EvidenceFile.petition_id == p.id)),
        "案卷内容",
    ),
    "a whole petition": (lambda office, p: _burn(office, p), "编号已发出，但案卷不在了"),
}


def _burn(office: Office, petition: Petition) -> None:
    office.db.execute(text("PRAGMA defer_foreign_keys=ON"))
    for table in (Note, Event, ClockRow, Petitioner, Shield, EvidenceFile):
        office.db.execute(delete(table).where(table.petition_id == petition.id))
    for name in ("accused", "repeat_member", "repeat_offer", "staff_alert", "escalation_event", "escalation"):
        office.db.execute(text(f"DELETE FROM {name}"))
    office.db.execute(text("DELETE FROM answer_delivery"))
    office.db.execute(delete(Answer).where(Answer.petition_id == petition.id))
    office.db.execute(delete(Petition).where(Petition.id == petition.id))
    office.db.expunge_all()


@pytest.fixture
def answered(county_office: County) -> Petition:

    file = evidence.keep(county_office.office, b"%PDF-1", "a.pdf")
    petition = county_office.lodge(accused=[Complained(unit_code="QH-102-02")], evidence=[file.id]).petition
    county_office.move(petition, "note", "desk", text="已电话核实")
    return county_office.to(petition, "answered")


def test_an_honest_history_verifies(county_office: County, answered: Petition) -> None:
    assert list(history.verify(county_office.office)) == []
    assert list(history.verify(county_office.office, answered.number)) == []


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_found_and_named(county_office: County, answered: Petition, what: str) -> None:
    tamper, said = TAMPERINGS[what]
    number, office = answered.number, county_office.office
    untouched = county_office.lodge().number
    tamper(office, answered)
    faults = [str(fault) for fault in history.verify(office)]
    assert faults
    assert any(said in fault for fault in faults), faults
    assert all(fault.startswith(number) for fault in faults)
    assert untouched not in str(faults)


def test_verifying_one_petition_leaves_the_session_as_it_was(
    county_office: County, answered: Petition
) -> None:
    assert next(history.verify(county_office.office, answered.number), None) is None
    assert answered in county_office.office.db
    assert answered.petitioners


def test_a_forger_without_the_key_cannot_mend_the_chain(
    county_office: County, answered: Petition, keys
) -> None:

    office = county_office.office
    forger = replace(office, vault=Vault(Keys(keys.sealing, "00" * 32)))
    event = history.of(office, answered)[-1]
    event.actor_name = "别人"
    event.digest = history.seal(forger, event)
    answered.history_head = event.digest
    office.db.flush()
    assert [fault.what for fault in history.verify(office, answered.number)] == ["内容被改动"]


def test_a_history_begun_by_the_first_edition_still_verifies_and_goes_on(
    county_office: County, answered: Petition
) -> None:
    office = county_office.office
    last = history.of(office, answered)[-1]
    last.dossier = history.dossier(office, answered, "1")
    last.digest = answered.history_head = history.seal(office, last)
    office.db.flush()
    assert list(history.verify(office, answered.number)) == []
    county_office.move(answered, "close", "desk")
    assert history.of(office, answered)[-1].dossier.startswith("2:")
    assert list(history.verify(office, answered.number)) == []
