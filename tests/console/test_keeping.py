"""The desk's own records on either database: calls, drafts, presence, templates, attempts, and their end."""

import pytest

from casework.calls import calls
from casework.calls import queries as call_queries
from casework.calls.calls import Reported
from casework.labelling import labelling
from casework.office import Bureau
from casework.people import reveals, sessions, staff, throttle, units
from casework.people.actors import Actor
from console import keeping
from console.desk import Visitor
from store.clock import FixedClock, local_date


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest) -> Bureau:
    return request.getfixturevalue("bureau" if request.param == "sqlite" else "pg_bureau")


@pytest.fixture
def who(either: Bureau) -> Visitor:
    with either.office() as office:
        units.load(office)
        person = staff.add(office, "operator", "王晓芸", "QH-MZ-XF", ["operator"])
        token = sessions.begin(office, person, "full").token
        actor = Actor.of_staff(person)
    return Visitor(
        actor.id or 0, actor.name, "operator", actor.unit_code, ("operator",), actor, "full", "", token
    )


def test_the_desks_records_come_and_go(either: Bureau, who: Visitor, clock: FixedClock) -> None:
    with either.office() as office:
        for event in ("ringing", "missed", "missed"):
            calls.report(office, Reported("c1", event, "13700001111"))  # type: ignore[arg-type]
        call = calls.begin(office, who.actor, "13700002222")
        calls.end(office, who.actor, call, "answered", gist="问标准")
        keeping.keep_draft(office, who, "petition/1/note", {"text": "写了一半"})
        keeping.keep_draft(office, who, "petition/1/note", {"text": "写了大半"})
        keeping.appear(office, who, "1", writing=True)
        keeping.save_view(office, who, "我的", "list=open")
        code = keeping.save_template(office, who, "", "问候", "chat", "", "您好", withdrawn=False)
        keeping.save_template(office, who, code, "问候", "chat", "", "您好，请讲", withdrawn=False)
        reveals.record(office, who.actor, "1", "身份", "核对情况")
        labelling.collect(office, "听不懂的话", "unsure", "m1", confidence=0.2)
        throttle.wait(office, throttle.knock(office, "operator", "192.0.2.1"))
    with either.reading() as office:
        day = call_queries.day(office, who.actor, local_date(clock.now()))
        assert (day.incoming, day.answered, day.answered_at_once) == (2, 1, 1)
        assert call_queries.count_owed(office) == 1
        assert len(call_queries.log(office, who.actor, day=local_date(clock.now())).calls) == 2
        assert keeping.drafts(office, who, "petition/1/") == {"note": {"text": "写了大半"}}
        assert [view.name for view in keeping.views(office, who)] == ["我的"]
        assert [one.text for one in keeping.templates(office, "chat")] == ["您好，请讲"]
        assert [one.reason for one in reveals.log(office)] == ["核对情况"]
        assert labelling.counts(office) == {"new": 1}
        assert len(reveals.attempts(office)) == 1
    clock.move(days=15)
    with either.office() as office:
        assert [keeping.sweep(office) for _ in range(2)] == [2, 0]
        assert sessions.forget_old(office) == 0
    clock.move(days=200)
    with either.office() as office:
        assert [sessions.forget_old(office) for _ in range(2)] == [2, 0]
