"""Staff are called: by every kind of channel that a bureau has, and outside duty hours with the stand-by's name."""

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import apprise
import pytest

from bot import delivery
from casework.conversations import alerts, desk, talks
from casework.office import Bureau
from casework.people import duty, staff, units
from store.clock import FixedClock


class Receiver:
    """Takes what is posted, as an alert service would; refuses as often as told."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.refuse = 0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if receiver.refuse:
                    receiver.refuse -= 1
                    self.send_response(503)
                else:
                    receiver.got.append(body["message"])
                    self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"json://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def desk_phone() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def standby_phone() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


def call(bureau: Bureau, kind: str, address: str = "a") -> None:
    with bureau.office() as office:
        conversation = talks.find_or_begin(office, "web", address)
        alerts.raise_alert(
            office, conversation, desk.ask_for_person(office, conversation, kind, "我不想活了")
        )


def roster(bureau: Bureau, clock: FixedClock, post: str, hours_from: int, hours_until: int) -> None:
    with bureau.office() as office:
        units.load(office)
        person = staff.add(
            office, f"s{post}{hours_from}", f"值{post}", "QH-MZ-XF", ["operator"], "Sh4-Long-Enough!"
        )
        now = clock.now()
        duty.enter(
            office, person, now + timedelta(hours=hours_from), now + timedelta(hours=hours_until), post
        )


def deliver(bureau: Bureau, desk_phone: Receiver, standby_phone: Receiver) -> int:
    senders = [
        delivery.StaffAlerts(alerts.ALERT_CHANNEL, [desk_phone.url]),
        delivery.StaffAlerts(alerts.STANDBY_CHANNEL, [standby_phone.url]),
    ]
    return asyncio.run(delivery.deliver_due(bureau, senders))


@pytest.mark.parametrize(
    "url",
    [
        "wecombot://693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa",
        "dingtalk://token1234567890abcdef1234567890abcdef1234567890abcdef1234567890ab",
        "feishu://abcdefgh1234567890",
        "mailtos://user:password@example.gov.cn",
        "tgram://123456789:abcdefg_hijklmnop/12315544/",
    ],
)
def test_the_channels_that_bureaus_have_are_known(url: str) -> None:
    assert apprise.Apprise().add(url)


def test_an_alert_arrives_once_and_names_no_resident(
    bureau: Bureau, desk_phone: Receiver, standby_phone: Receiver
) -> None:
    call(bureau, "crisis")
    call(bureau, "crisis")
    assert deliver(bureau, desk_phone, standby_phone) == 1
    assert deliver(bureau, desk_phone, standby_phone) == 0
    (text,) = desk_phone.got
    assert "可能有人身危险" in text
    assert "不想活" not in text
    assert standby_phone.got == []


def test_a_refused_alert_is_tried_again(
    bureau: Bureau, clock: FixedClock, desk_phone: Receiver, standby_phone: Receiver
) -> None:
    desk_phone.refuse = 1
    call(bureau, "help")
    assert deliver(bureau, desk_phone, standby_phone) == 0
    clock.move(minutes=1)
    assert deliver(bureau, desk_phone, standby_phone) == 1
    assert len(desk_phone.got) == 1


def test_outside_duty_hours_the_stand_by_is_called_by_name(
    bureau: Bureau, clock: FixedClock, desk_phone: Receiver, standby_phone: Receiver
) -> None:
    roster(bureau, clock, "热线值班", 10, 12)
    roster(bureau, clock, duty.STANDBY, -2, 6)
    call(bureau, "crisis")
    assert deliver(bureau, desk_phone, standby_phone) == 2
    assert "请备勤的值备勤处理" in standby_phone.got[0]
    assert "请备勤的值备勤处理" in desk_phone.got[0]


def test_what_can_wait_does_not_wake_the_stand_by(
    bureau: Bureau, clock: FixedClock, desk_phone: Receiver, standby_phone: Receiver
) -> None:
    roster(bureau, clock, "热线值班", 10, 12)
    call(bureau, "request")
    assert deliver(bureau, desk_phone, standby_phone) == 1
    assert standby_phone.got == []


def test_who_is_on_stand_by_does_not_sit_at_the_desk(bureau: Bureau, clock: FixedClock) -> None:
    roster(bureau, clock, "热线值班", 10, 12)
    roster(bureau, clock, duty.STANDBY, -2, 6)
    with bureau.reading() as office:
        assert not desk.anyone_on_duty(office)


def test_on_duty_the_stand_by_is_left_in_peace(
    bureau: Bureau, clock: FixedClock, desk_phone: Receiver, standby_phone: Receiver
) -> None:
    roster(bureau, clock, "热线值班", -1, 2)
    call(bureau, "crisis")
    deliver(bureau, desk_phone, standby_phone)
    assert standby_phone.got == []
