"""Each process killed in the middle of a talk, as `kill -9` does: nothing is lost, nothing lodged twice, the talk goes on."""

import sqlite3
import time
from collections.abc import Iterator

import pytest

from casework.conversations import desk, queries, talks
from casework.people import staff
from tests.e2e.house import COMPLAINT, House, Phone, opened, wait

pytestmark = [pytest.mark.rasa, pytest.mark.slow, pytest.mark.xdist_group("killed")]
AWAY = "没有丢"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("house")) as found:
        yield found


@pytest.mark.parametrize(
    "names", [("web",), ("actions",), ("worker",), ("rasa",), ("rasa", "worker")], ids="+".join
)
def test_killed_between_two_answers(house: House, names: tuple[str, ...]) -> None:
    """What was said before is remembered; what is said meanwhile is answered when the process is back."""
    phone = Phone(house)
    phone.say(COMPLAINT)
    phone.wait_for("留名字")
    house.kill(*names)
    meanwhile = phone.say_in_background("匿名")
    time.sleep(1)
    house.start(*names)
    meanwhile.join()
    phone.wait_for("念一遍")
    phone.say("对，提交")
    phone.wait_for("查询码")
    phone.check()


@pytest.mark.parametrize(
    ("name", "delay"), [("web", 0.05), ("web", 0.2), ("actions", 0.05), ("actions", 0.2), ("rasa", 0.1)]
)
def test_killed_while_lodging(house: House, name: str, delay: float) -> None:
    """The process dies somewhere between the yes and the receipt; the complaint is lodged once all the same."""
    phone = Phone(house)
    phone.say(COMPLAINT + "，匿名")
    phone.wait_for("念一遍")
    yes = phone.say_in_background("对，提交")
    time.sleep(delay)
    house.kill_and_restart(name)
    yes.join()

    def lodged() -> bool:
        return "查询码" in phone.told()

    wait(lambda: lodged() or AWAY in phone.told(), phone.transcript, 0.5)
    wait(lodged, phone.transcript, 0.5)
    phone.check()


def test_an_operators_talk_outlives_the_page(house: House) -> None:
    """While an operator holds the talk the web process, which carries both connections, is killed."""
    phone = Phone(house)
    phone.say("转人工")
    phone.wait_for("值班同志")
    with house.bureau.office() as office:
        person = staff.add(office, "op-killed", "赵敏", "QH-MZ-XF", ["operator"], "Sh4-Long-Enough!")
        staff_id = person.id
        token = talks.find_or_begin(office, "web", phone.cookie).token
        desk.take(office, token, staff_id, "赵敏")
    phone.wait_for("值班话务员")
    house.kill("web")
    meanwhile = phone.say_in_background("我妈的低保卡丢了")
    with house.bureau.office() as office:
        desk.answer(office, token, staff_id, "别急，我给您登记挂失")
    house.start("web")
    meanwhile.join()
    wait(lambda: "别急，我给您登记挂失" in phone.transcript(), phone.transcript, 0.5)
    with house.bureau.office() as office:
        talk = talks.get(office, token)
        heard = [office.vault.open(message.text_sealed) for message in queries.messages(office, talk.id)]
        assert heard.count("我妈的低保卡丢了") == 1
        assert talk.held_by == staff_id
        desk.give_back(office, token, staff_id)
    phone.say("你是真人吗")
    phone.wait_for("电脑程序")


def test_the_database_shut_for_a_while(house: House) -> None:
    """Nobody can write for longer than the house waits: the page keeps the words and sends them again."""
    phone = Phone(house)
    phone.say(COMPLAINT)
    phone.wait_for("留名字")
    shut = sqlite3.connect(house.settings.home / "huiyin.db", isolation_level=None)
    shut.execute("BEGIN EXCLUSIVE")
    meanwhile = phone.say_in_background("匿名")
    time.sleep(20)
    shut.execute("ROLLBACK")
    shut.close()
    meanwhile.join()
    phone.wait_for("念一遍")
    phone.say("对，提交")
    phone.wait_for("查询码")
    phone.check()


def test_everything_killed_at_once(house: House) -> None:
    phone = Phone(house)
    phone.say(COMPLAINT)
    phone.wait_for("留名字")
    house.kill("web", "actions", "worker", "rasa")
    meanwhile = phone.say_in_background("匿名")
    house.start("actions", "rasa", "web", "worker")
    meanwhile.join()
    phone.wait_for("念一遍")
    phone.say("对，提交")
    phone.wait_for("查询码")
    phone.check()
