"""Letters: written once, in order for each address, retried, and safe under several deliverers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casework import outbox
from casework.office import Bureau, Office
from casework.outbox import Letter


def write(office: Office, key: str, address: str = "42", channel: str = "telegram") -> Letter:
    return outbox.write(office, channel, address, f"text {key}", key=key)


def keys(letters: list[Letter]) -> list[str]:
    return [letter.key for letter in letters]


def test_the_same_key_writes_once(office: Office) -> None:
    assert write(office, "a").id == write(office, "a").id
    assert office.db.scalar(select(func.count()).select_from(Letter)) == 1


def test_text_and_address_are_sealed(office: Office) -> None:
    address = "telegram:4217770042"
    letter = write(office, "a", address=address)
    assert office.vault.open(letter.text_sealed) == "text a"
    assert office.vault.open(letter.address_sealed) == address
    assert address.encode() not in letter.address_sealed + letter.address_index.encode()


def test_letters_to_an_address_leave_in_order(office: Office) -> None:
    for key in "abc":
        write(office, key)
    write(office, "x", address="7")
    (first, other) = outbox.claim(office)
    assert keys([first, other]) == ["a", "x"]
    assert outbox.claim(office) == [], "b waits behind a"
    outbox.sent(office, first)
    assert keys(outbox.claim(office)) == ["b"]


def test_a_failed_letter_holds_back_those_behind_it_and_comes_again(office: Office, clock) -> None:
    write(office, "a")
    write(office, "b")
    (letter,) = outbox.claim(office)
    outbox.failed(office, letter, "timeout")
    assert outbox.claim(office) == []
    clock.move(seconds=11)
    assert keys(outbox.claim(office)) == ["a"]


def test_the_channels_own_wait_is_kept(office: Office, clock) -> None:
    write(office, "a")
    (letter,) = outbox.claim(office)
    outbox.failed(office, letter, "flood", retry_after=timedelta(seconds=90))
    clock.move(seconds=60)
    assert outbox.claim(office) == []
    clock.move(seconds=31)
    assert keys(outbox.claim(office)) == ["a"]


def test_in_the_end_it_fails_and_the_rest_go_on(office: Office, clock) -> None:
    write(office, "a")
    write(office, "b")
    tries = 0
    while (letters := outbox.claim(office)) and letters[0].key == "a":
        outbox.failed(office, letters[0], "down")
        tries += 1
        clock.move(days=2)
    assert tries == len(outbox.BACKOFF) + 1
    assert keys(letters) == ["b"]


def test_a_blocked_address_is_given_up_at_once(office: Office) -> None:
    write(office, "a")
    (letter,) = outbox.claim(office)
    outbox.blocked(office, letter, "bot was blocked by the user")
    assert letter.state == "failed"
    assert outbox.waiting(office) == 0


def test_a_dead_deliverers_lease_runs_out(office: Office, clock) -> None:
    write(office, "a")
    assert keys(outbox.claim(office)) == ["a"]
    assert outbox.claim(office) == []
    clock.move(seconds=121)
    (again,) = outbox.claim(office)
    assert again.attempts == 2


def sending(office: Office, key: str, channel: str = "telegram") -> Letter:
    write(office, key, channel=channel)
    (letter,) = outbox.claim(office, channels=[channel])
    assert outbox.begin(office, letter.id, letter.attempts)
    office.db.refresh(letter)
    return letter


def test_who_dies_while_sending_leaves_a_letter_that_is_listed_and_not_sent_again(
    office: Office, clock
) -> None:
    letter = sending(office, "a")
    write(office, "b")
    assert outbox.interrupted(office) == []
    assert outbox.claim(office) == [], "b waits behind a"
    clock.move(seconds=121)
    assert outbox.claim(office) == []
    assert outbox.interrupted(office) == [letter]
    assert (letter.state, letter.error) == ("failed", outbox.UNCERTAIN)
    assert keys(outbox.claim(office)) == ["b"]


def test_an_alert_is_rather_given_twice_than_not_at_all(office: Office, clock) -> None:
    sending(office, "a", "alert")
    clock.move(seconds=121)
    assert outbox.interrupted(office, ["alert"]) == []
    assert keys(outbox.claim(office, channels=["alert"])) == ["a"]


def test_who_lost_the_lease_does_not_send(office: Office, clock) -> None:
    write(office, "a")
    (letter,) = outbox.claim(office)
    late = letter.attempts
    clock.move(seconds=121)
    (again,) = outbox.claim(office)
    assert not outbox.begin(office, letter.id, late)
    assert outbox.begin(office, again.id, again.attempts)
    assert not outbox.begin(office, again.id, again.attempts)


@pytest.mark.parametrize("leap", [{"days": 400}, {"days": -400}])
def test_a_clock_that_leaps_holds_nothing_back(office: Office, clock, leap: dict[str, int]) -> None:
    write(office, "waiting", address="1")
    for key in ("leased", "failed", "sent"):
        write(office, key, address=key)
    letters = {letter.key: letter for letter in outbox.claim(office)}
    outbox.failed(office, letters["failed"], "down")
    outbox.sent(office, letters["sent"])
    clock.move(**leap)
    clock.move(minutes=3)
    assert keys(outbox.claim(office)) == ["waiting", "leased", "failed"]


def test_a_letter_written_or_refused_while_the_clock_had_leaped_two_days_goes_out_soon(
    office: Office, clock
) -> None:
    clock.move(days=2)
    write(office, "written", address="1")
    write(office, "refused", address="2")
    (refused,) = outbox.claim(office, address="2")
    outbox.failed(office, refused, "Bad Gateway")
    clock.move(days=-2)
    assert keys(outbox.claim(office)) == ["written", "refused"]


def test_a_channel_that_asks_for_a_day_is_asked_again_after_an_hour(office: Office, clock) -> None:
    write(office, "a")
    (letter,) = outbox.claim(office)
    outbox.failed(office, letter, "Too Many Requests", timedelta(days=1))
    clock.move(minutes=59)
    assert outbox.claim(office) == []
    clock.move(minutes=1)
    assert keys(outbox.claim(office)) == ["a"]


def test_a_page_fetches_its_own_whole_queue(office: Office) -> None:
    for key in "ab":
        write(office, key, address="token", channel="web")
    write(office, "c", address="else", channel="web")
    assert keys(outbox.claim(office, channels=["web"], address="token", whole=True)) == ["a", "b"]


def test_calls_are_left_to_people(office: Office) -> None:
    write(office, "a", channel="phone")
    assert outbox.claim(office) == []
    assert keys(outbox.claim(office, channels=["phone"])) == ["a"]


def test_only_what_has_not_left_is_taken_back(office: Office) -> None:
    write(office, "a")
    write(office, "b", address="7")
    for letter in outbox.claim(office, limit=1):
        outbox.sent(office, letter)
    for key in "ab":
        outbox.cancel(office, key)
    office.db.flush()
    assert office.db.scalars(select(Letter.key)).all() == ["a"]


@pytest.mark.postgres
def test_two_deliverers_never_take_the_same_letter(pg_bureau: Bureau) -> None:
    with pg_bureau.office() as office:
        for number in range(60):
            write(office, f"k{number}", address=str(number % 12))

    def deliver(_: int) -> list[str]:
        taken = []
        for _ in range(30):
            with pg_bureau.office() as office:
                for letter in outbox.claim(office, limit=5):
                    taken.append(letter.key)
                    outbox.sent(office, letter)
        return taken

    with ThreadPoolExecutor(3) as pool:
        taken = [key for part in pool.map(deliver, range(3)) for key in part]
    assert sorted(taken) == sorted(f"k{number}" for number in range(60))
