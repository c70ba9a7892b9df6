"""The same business on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from casework.office import Bureau, CaseworkError, NotFound
from casework.people import calendars
from casework.people.actors import Actor
from casework.petitions import concluding, history, links, progress, queries, recomputing, workflow
from casework.petitions.lodging import Accused
from casework.petitions.models import Event, Petition
from casework.petitions.queries import WORKLISTS
from tests.casework.conftest import County, settle

pytestmark = pytest.mark.postgres


def test_the_whole_way_with_review(pg_county_office: County, clock) -> None:
    office = pg_county_office.office
    lodged = pg_county_office.lodge(idempotency_key="k")
    petition = pg_county_office.to(lodged.petition, "closed")
    pg_county_office.move(petition, "ask_review", Actor.holder(petition.id), reason="不服")
    pg_county_office.move(petition, "decide_review", "leader", outcome="not_supported", text="维持。")
    clock.move(days=40)
    assert concluding.conclude(office) == 1
    assert petition.state == "final"
    assert progress.look_up(office, lodged.number, lodged.query_code) is not None
    assert list(history.verify(office)) == []


def test_tampering_shows(pg_county_office: County) -> None:
    office, petition = pg_county_office.office, pg_county_office.lodge().petition
    office.db.execute(update(Event).where(Event.petition_id == petition.id).values(actor_name="别人"))
    office.db.expire_all()
    assert [fault.what for fault in history.verify(office)] == ["内容被改动"]


def test_every_list_keeps_the_shield(pg_county_office: County) -> None:
    office = pg_county_office.office
    petition = pg_county_office.lodge(
        category="attitude", accused=[Accused(role="民政助理", said="柳溪镇民政所")]
    ).petition
    for login, actor in pg_county_office.people.items():
        found = {row.number for name in WORKLISTS for row in queries.worklist(office, actor, name).rows}
        assert (petition.number in found) == (login in ("desk", "leader")), login
    with pytest.raises(NotFound):
        queries.get(office, petition.number, pg_county_office["mayor"])


def test_merged_split_and_recomputed(pg_bureau: Bureau) -> None:
    with pg_bureau.office() as office:
        calendars.load(office)
        county = settle(office)
        parent, child = county.lodge().petition, county.lodge().petition
        links.merge(office, child, parent, county["desk"], "同一事")
        links.split(office, parent, [{"category": "attitude", "narrative": "骂人"}], county["desk"], "两件事")
    assert recomputing.keep_current(pg_bureau) == 0, "nothing has changed since they were reckoned"
    with pg_bureau.reading() as office:
        assert list(history.verify(office)) == []


def test_two_people_cannot_make_the_same_move(pg_bureau: Bureau) -> None:
    with pg_bureau.office() as office:
        county = settle(office)
        id, desk = county.lodge().petition.id, county["desk"]

    def accept(_: int) -> str:
        try:
            with pg_bureau.office() as office:
                workflow.move(office, office.db.get_one(Petition, id), "accept", desk)
        except CaseworkError:
            return "refused"
        return "done"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(accept, range(4))) == ["done", "refused", "refused", "refused"]
    with pg_bureau.reading() as office:
        assert office.db.scalars(select(Event.move).where(Event.petition_id == id)).all() == [
            "lodge",
            "accept",
        ]
