"""How a petition stands: only for those who show a right to it, and guessing is slow and seen."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from casework.office import Bureau
from casework.outbox import Letter
from casework.people import residents
from casework.petitions import clocks, guessing, letters, progress
from casework.petitions.guessing import TooManyTries
from casework.petitions.models import WrongCode
from casework.petitions.numbers import BadNumber
from tests.casework.conftest import County


def other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_number_and_code_open_it_in_any_spelling(county_office: County) -> None:
    lodged = county_office.lodge()
    found = progress.look_up(
        county_office.office, lodged.number.lower().replace("-", " "), f" {lodged.query_code} "
    )
    assert found is not None
    assert "最迟 2026年12月7日 告诉您受理不受理" in found.sentence
    assert found.answer is None


def test_wrong_code_and_unknown_number_look_the_same(county_office: County) -> None:
    lodged = county_office.lodge()
    assert progress.look_up(county_office.office, lodged.number, other(lodged.query_code)) is None
    assert progress.look_up(county_office.office, "HY26-0412-7389", "123456") is None
    with pytest.raises(BadNumber):
        progress.look_up(county_office.office, "HY26-0412-7380", "123456")


def test_after_five_wrong_codes_the_number_rests_for_an_hour(county_office: County, clock) -> None:
    office, lodged = county_office.office, county_office.lodge()
    for _ in range(5):
        assert progress.look_up(office, lodged.number, other(lodged.query_code)) is None
    with pytest.raises(TooManyTries):
        progress.look_up(office, lodged.number, lodged.query_code)
    assert office.db.scalar(select(func.count()).select_from(WrongCode)) == 5
    clock.move(minutes=61)
    assert progress.look_up(office, lodged.number, lodged.query_code) is not None


def test_one_asker_cannot_go_through_all_numbers(county_office: County) -> None:
    office = county_office.office
    numbers = [county_office.lodge() for _ in range(21)]
    for lodged in numbers[:20]:
        progress.look_up(office, lodged.number, other(lodged.query_code), asker="telegram:666")
    with pytest.raises(TooManyTries):
        progress.look_up(office, numbers[20].number, numbers[20].query_code, asker="telegram:666")
    assert (
        progress.look_up(office, numbers[20].number, numbers[20].query_code, asker="telegram:1") is not None
    )


def test_many_visitors_of_one_address_cannot_go_through_all_numbers(county_office: County) -> None:
    """A browser without a cookie is somebody else each time; staff are told once, of no petition in particular."""
    office = county_office.office
    numbers = [county_office.lodge() for _ in range(41)]
    for at, lodged in enumerate(numbers[:40]):
        progress.look_up(office, lodged.number, other(lodged.query_code), f"web:{at}", "network")
    with pytest.raises(TooManyTries):
        progress.look_up(office, numbers[40].number, numbers[40].query_code, "web:40", "network")
    assert (
        progress.look_up(office, numbers[40].number, numbers[40].query_code, "web:41", "another") is not None
    )
    (told,) = office.db.scalars(select(Letter).where(Letter.key.startswith("guessing:"))).all()
    assert "HY" not in office.vault.open(told.text_sealed)


@pytest.mark.postgres
def test_many_tries_at_once_are_as_many_as_one_after_another(pg_bureau: Bureau) -> None:
    """The code goes out in as many calls as there are processes; each sees those before it."""
    gate = threading.Barrier(12)

    def guess(at: int) -> bool:
        gate.wait()
        try:
            with pg_bureau.office() as office:
                progress.look_up(office, "HY26-0412-7389", f"{at:06d}", f"web:{at}")
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(guess, range(12))) == progress.TRIES


def test_old_tries_are_erased(county_office: County, clock) -> None:
    progress.look_up(county_office.office, "HY26-0412-7389", "0")
    assert guessing.due(county_office.office) == 0
    clock.move(days=201)
    assert guessing.due(county_office.office) == 1
    guessing.forget_old(county_office.office)
    assert guessing.due(county_office.office) == 0


def test_an_answer_is_told_with_the_way_to_contest_it(county_office: County) -> None:
    lodged = county_office.lodge()
    county_office.to(lodged.petition, "drafted")
    before = progress.look_up(county_office.office, lodged.number, lodged.query_code)
    assert before is not None
    assert before.answer is None, "a draft is not an answer"
    for step in ("approved", "answered"):
        county_office._step(lodged.petition, step)
    told = progress.look_up(county_office.office, lodged.number, lodged.query_code)
    assert told is not None
    assert told.answer == "已补发到您的卡上。"
    assert told.contest is not None
    assert "复查" in told.contest


def test_until_when_it_can_be_contested_does_not_move(county_office: County, clock) -> None:
    petition = county_office.lodge().petition
    county_office.to(petition, "answered")
    until = clocks.running(petition, "review_window")[0].due_on
    for days, said in ((0, True), (20, True), (40, False)):
        clock.move(days=days)
        told = progress.of(county_office.office, petition).contest
        assert (letters.day(until) in told if told else False) is said
        assert said or told is None


def test_what_comes_after_review_is_recheck_and_then_nothing(county_office: County) -> None:
    petition = county_office.lodge().petition
    county_office.to(petition, "answered")
    told: dict[str, str | None] = {}
    for step, what in (
        ("ask_review", {"reason": "不服"}),
        ("decide_review", {"outcome": "not_supported", "text": "维持。"}),
        ("ask_recheck", {"reason": "不服"}),
        ("decide_recheck", {"outcome": "not_supported", "text": "维持。"}),
    ):
        by = "leader" if step.startswith("decide") else "desk"
        county_office.move(petition, step, by, **what)
        told[petition.state] = progress.of(county_office.office, petition).contest
    assert told["under_review"] is told["under_recheck"] is told["final"] is None
    assert "复核" in (told["reviewed"] or "")
    assert "复查" not in (told["reviewed"] or "")


def test_by_the_talk_it_came_from(county_office: County) -> None:
    lodged = county_office.lodge(contact=("web", "tok"), channel="web")
    county_office.lodge(contact=("web", "other"), channel="web")
    assert [one.number for one in progress.for_contact(county_office.office, "web", "tok")] == [lodged.number]
    assert progress.for_contact(county_office.office, "web", "never seen") == []


def test_by_a_proven_resident(county_office: County) -> None:
    office, lodged = county_office.office, county_office.lodge()
    resident = residents.find(office, phone="138-0013-8000", name="王小明")
    assert resident is not None
    residents.bind(office, "telegram", "42", resident, "短信验证码")
    assert residents.for_contact(office, "telegram", "42") is resident
    assert [one.number for one in progress.for_resident(office, resident.id)] == [lodged.number]


def test_holding_number_and_code_gives_a_right_to_that_petition_alone(county_office: County) -> None:
    mine, yours = county_office.lodge(), county_office.lodge()
    actor = progress.holder(county_office.office, mine.number, mine.query_code)
    assert actor is not None
    county_office.move(mine.petition, "urge", actor)
    with pytest.raises(Exception, match="不是您本人"):
        county_office.move(yours.petition, "urge", actor)
