"""The whole way of a petition, as bot and console walk it."""

from casework.office import Office
from casework.outbox import claim, sent
from casework.people import staff, units
from casework.people.actors import Actor
from casework.petitions import delivery, history, lodging, progress, queries, workflow
from casework.petitions.lodging import Complainant, NewPetition


def lodge(office: Office, **what):
    new = NewPetition(
        category="payment_missing",
        narrative="我是柳溪镇老槐树村的，上个月低保没到账，电话13800138000",
        petitioners=[Complainant("王小明", "13800138000")],
        contact=("telegram", "42"),
        channel="telegram",
        place_unit_code="QH-102-02",
    )
    return lodging.lodge(office, NewPetition(**{**new.__dict__, **what}), Actor.resident(None, "telegram"))


def test_from_lodging_to_closing(office: Office) -> None:
    units.load(office)
    desk = Actor.of_staff(staff.add(office, "desk", "李坐席", "QH-MZ-XF", ["operator"]))
    worker = Actor.of_staff(staff.add(office, "worker", "周承办", "QH-MZ-JZ", ["handler", "unit_head"]))
    lodged = lodge(office, idempotency_key="k1")
    assert lodge(office, idempotency_key="k1").query_code == lodged.query_code
    petition = lodged.petition
    assert lodged.promises[0].due_on.isoformat() == "2026-12-07"
    workflow.move(office, petition, "accept", desk)
    workflow.move(office, petition, "assign", desk, unit="QH-MZ-JZ")
    assert [row.number for row in queries.worklist(office, worker, "unit").rows] == [lodged.number]
    workflow.move(office, petition, "start", worker)
    workflow.move(office, petition, "draft", worker, outcome="supported", text="已补发到卡上。")
    workflow.move(office, petition, "approve", worker)
    while letters := claim(office):
        for letter in letters:
            sent(office, letter)
    delivery.settle(office)
    assert petition.state == "answered"
    workflow.move(office, petition, "close", desk)
    assert not petition.is_open
    told = progress.look_up(office, lodged.number, lodged.query_code)
    assert told is not None
    assert told.answer == "已补发到卡上。"
    assert list(history.verify(office)) == []
