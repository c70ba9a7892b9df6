"""The shield: for every role and every way to rows, over generated accusations, no leak."""

from collections.abc import Iterator
from itertools import product

import pytest
from sqlalchemy import func, select

from casework.office import CaseworkError, NotAllowed, NotFound
from casework.people import rights, units
from casework.people.actors import Actor
from casework.petitions import evidence, links, queries, shield, workflow
from casework.petitions.lodging import Accused, Complainant, Lodged
from casework.petitions.models import Petition
from casework.petitions.moves import MOVES
from casework.petitions.queries import WORKLISTS, Filters
from tests.casework.conftest import County

pytestmark = pytest.mark.slow

MARK = "冒充贫困户"
"""A word that stands in every narrative, to search by."""

CATEGORIES = ("payment_missing", "embezzlement", "wrongly_covered", "left_out", "not_public")
"""Of each class and each way: bureau, township, discipline."""

ACCUSED = {
    "village by post": (Accused(role="村支书", said="我们村支书"), "QH-102-02"),
    "village by name": (Accused(name="褚支书", role="村支书", unit_code="QH-102-02"), "QH-102-02"),
    "office by post": (Accused(role="民政助理", said="镇上的民政助理"), "QH-102"),
    "office by unit": (Accused(unit_code="QH-102-MZ"), "QH-102"),
    "township by alias": (Accused(said="柳溪镇政府的人"), "QH-102"),
    "section by name": (Accused(name="吴股长", said="县局的股长"), "QH-MZ"),
    "bureau": (Accused(said="县民政局"), "QH-MZ"),
    "bureau leader": (Accused(name="高局长", role="局长", unit_code="QH-MZ"), "QH-MZ"),
    "hotline": (Accused(name="李坐席", unit_code="QH-MZ-XF"), "QH-MZ"),
    "staff named without unit": (Accused(name="郑助理"), "QH-102"),
    "namesake elsewhere": (Accused(name="陈助理", unit_code="QH-102-02"), "QH-102-02"),
    "unknown official": (Accused(said="那个管事的"), "QH-102"),
    "other township": (Accused(unit_code="QH-103", role="镇长"), "QH-103"),
    "discipline": (Accused(unit_code="QH-JJ", name="卫组长"), "QH-JJ"),
}


@pytest.fixture
def staffed(county_office: County) -> County:
    county_office.hire(
        "town_desk", "韩坐席", "QH-102", "operator", "handler", "supervisor", "unit_head", "inspector"
    )
    county_office.hire("everything", "杨全能", "QH-MZ", *rights.ROLES)
    county_office.hire("section_all", "朱全能", "QH-MZ-JZ", *rights.ROLES)
    county_office.hire("village_all", "秦全能", "QH-102-02", *rights.ROLES)
    county_office.hire("city", "尤处长", "CITY-MZ", "supervisor", "inspector")
    return county_office


def accusations(county: County) -> Iterator[tuple[Lodged, str, Accused]]:
    for (accused, root), category in product(ACCUSED.values(), CATEGORIES):
        yield (
            county.lodge(
                category=category,
                narrative=f"{MARK}，请查",
                accused=[accused],
                petitioners=[Complainant("王小明", "13800138000")],
                evidence=[
                    evidence.keep(county.office, b"\x89PNG" + category.encode(), "a.png", "image/png").id
                ],
            ),
            root,
            accused,
        )


def must_not_know(county: County, actor: Actor, root: str, accused: Accused) -> bool:
    """The oracle: the accused's name, or a unit in the branch of the accused unit's body."""
    return actor.name == accused.name or f"/{root}/" in actor.unit_path


def test_no_way_to_rows_leads_past_the_shield(staffed: County) -> None:
    office = staffed.office
    made = list(accusations(staffed))
    for login, actor in staffed.people.items():
        hidden = {
            lodged.number for lodged, root, accused in made if must_not_know(staffed, actor, root, accused)
        }
        seen: set[str] = set()
        asked = [(name, Filters()) for name in WORKLISTS]
        asked += [
            ("all", filters)
            for filters in (Filters(text=MARK), Filters(phone="13800138000"), Filters(name="王小明"))
        ]
        for name, filters in asked:
            page = queries.worklist(office, actor, name, filters, size=500)
            seen |= {row.number for row in page.rows}
            assert page.total == len(page.rows), (login, name)
        assert queries.count(office, actor, "open") == queries.worklist(office, actor, "open", size=500).total
        seen |= {row.number for row in queries.of_person(office, actor, phone="13800138000", limit=500)}
        figures = select(func.count()).select_from(Petition).where(queries.visible(office, actor))
        assert office.db.scalar(figures) == len(seen & {lodged.number for lodged, _, _ in made}), login
        assert not seen & hidden, login
        for lodged, _, _ in made:
            if lodged.number in hidden:
                assert workflow.options(office, lodged.petition, actor) == []
                with pytest.raises(NotFound):
                    queries.get(office, lodged.number, actor)
                with pytest.raises(NotFound):
                    queries.by_id(office, lodged.petition.id, actor)


def test_no_move_is_open_to_those_shielded_out(staffed: County) -> None:
    office = staffed.office
    petition = staffed.lodge(
        category="attitude", accused=[Accused(role="民政助理", said="柳溪镇民政所")]
    ).petition
    for login in ("town", "mayor", "village", "village_all", "town_desk"):
        for move in MOVES.values():
            with pytest.raises(NotAllowed):
                workflow.move(
                    office, petition, move.name, staffed[login], text="x", reason="x", unit="QH-102-MZ"
                )


def test_it_is_routed_and_assigned_past_them(staffed: County) -> None:
    office, tree = staffed.office, units.tree(staffed.office)
    for lodged, root, _ in accusations(staffed):
        petition = lodged.petition
        for unit in (petition.handler_unit, petition.suggested_unit, petition.desk_unit):
            assert f"/{root}/" not in tree.path(unit), petition.routing
        for unit in tree.branch(root):
            assert shield.reaches(office, petition, unit)


def test_seeing_agrees_with_the_table_of_rights(staffed: County) -> None:
    """What a query gives is what role, relation, seal and shield allow, one petition at a time."""
    office = staffed.office
    made = [lodged.petition for lodged, _, _ in accusations(staffed)]
    plain = staffed.to(staffed.lodge().petition, "assigned")
    for actor in staffed.people.values():
        given = set(office.db.scalars(queries.readable(office, actor).with_only_columns(Petition.id)))
        allowed = {
            petition.id
            for petition in (*made, plain)
            if rights.may(actor, "read", petition) and not shield.hides(office, petition, actor)
        }
        assert given == allowed, actor.name


def test_sealed_petitions_are_known_to_their_inspectors_alone(staffed: County) -> None:
    number = staffed.lodge(category="embezzlement", accused=[Accused(role="村会计")]).number
    able = []
    for login, actor in staffed.people.items():
        try:
            queries.get(staffed.office, number, actor)
        except NotFound:
            continue
        able.append(login)
    assert able == ["inspector"]


def test_somebody_hired_or_moved_later_is_shielded_too(staffed: County) -> None:
    petition = staffed.lodge(
        category="attitude", accused=[Accused(name="许办事", unit_code="QH-102-MZ")]
    ).petition
    later = staffed.hire("later", "许办事", "QH-MZ", "supervisor")
    with pytest.raises(NotFound):
        queries.get(staffed.office, petition.number, later)


def test_a_link_brings_nobody_near_what_accuses_them(staffed: County) -> None:
    village = staffed.to(staffed.lodge(category="not_public").petition, "accepted")
    staffed.move(village, "assign", "desk", unit="QH-102-MZ")
    accusing = staffed.lodge(category="attitude", accused=[Accused(unit_code="QH-102-MZ")]).petition
    for join in (
        lambda: links.merge(staffed.office, accusing, village, staffed["desk"], "同一件事"),
        lambda: links.bundle(staffed.office, [accusing], village, staffed["desk"], "同因"),
    ):
        with pytest.raises(CaseworkError, match="回避"):
            join()
    other = staffed.to(staffed.lodge(category="not_public").petition, "accepted")
    links.bundle(staffed.office, [accusing], other, staffed["desk"], "同因")
    with pytest.raises(CaseworkError, match="回避"):
        staffed.move(other, "assign", "desk", unit="QH-102-MZ")


def test_striking_an_accused_on_record_lifts_the_shield(staffed: County) -> None:
    petition = staffed.lodge(category="payment_missing", accused=[Accused(said="县民政局")]).petition
    assert petition.sealed
    (accused,) = petition.accused
    staffed.move(
        petition, "amend", "inspector", reason="只是问发放，没有反映人", strike=[accused.id], unseal=True
    )
    assert not petition.shielded
    assert queries.get(staffed.office, petition.number, staffed["desk"]).handler_unit == "QH-MZ-XF"
