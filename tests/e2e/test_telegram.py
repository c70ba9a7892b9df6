"""The real Telegram process with the real Rasa behind it, over HTTP against a double of the Bot API; killed in a talk."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from casework.conversations import talks
from casework.petitions.models import Petition
from tests.bot.telegram_double import TOKEN, BotApi
from tests.e2e.house import COMPLAINT, House, opened, wait

pytestmark = [pytest.mark.rasa, pytest.mark.slow, pytest.mark.xdist_group("telegram")]


@dataclass
class Line:
    """A resident's chat with the bot."""

    house: House
    api: BotApi
    chat: int

    def say(self, text: str, answer: str) -> dict[str, Any]:
        """Say it, and wait until the answer has come; the message as Telegram knows it."""
        before = len(self.told())
        message: dict[str, Any] = self.api.say(self.chat, text)["message"]
        self.wait_for(answer, before)
        return message

    def press(self, title: str, answer: str) -> None:
        button = next(one for one in self.api.buttons(self.chat) if one["text"] == title)
        before = len(self.told())
        self.api.press(self.chat, button["callback_data"])
        self.wait_for(answer, before)

    def wait_for(self, answer: str, before: int) -> None:
        wait(
            lambda: any(answer in text for text in self.told()[before:]),
            lambda: f"没有等到“{answer}”\n" + "\n".join(self.told()),
        )

    def told(self) -> list[str]:
        return self.api.texts(self.chat)

    def heard(self) -> list[tuple[str, bool]]:
        """What the house has kept of the resident's words, and whether each was a change."""
        with self.house.bureau.reading() as office:
            talk = talks.find_or_begin(office, "telegram", str(self.chat))
            said = talks.history(office, talk)
        return [(one.text, one.edited) for one in said if one.direction == "resident"]

    def lodged(self) -> int:
        with self.house.bureau.reading() as office:
            talk = talks.find_or_begin(office, "telegram", str(self.chat))
            return office.db.query(Petition).filter_by(conversation_id=talk.id).count()


@pytest.fixture(scope="module")
def api() -> Iterator[BotApi]:
    double = BotApi()
    yield double
    double.close()


@pytest.fixture(scope="module")
def house(api: BotApi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    telegram = {"TELEGRAM_BOT_TOKEN": TOKEN, "HUIYIN_TELEGRAM_BASE_URL": api.url}
    with opened(tmp_path_factory.mktemp("house"), **telegram) as found:
        found.start("telegram")
        yield found


def test_a_complaint_with_a_change_and_a_button(house: House, api: BotApi) -> None:
    """The changed message is understood in its new words, and the house knows that it is a change."""
    line = Line(house, api, 5001)
    line.say(COMPLAINT, "留名字")
    line.say("匿名", "念一遍")
    message = line.say("地点是张家庄", "张家庄")
    before = len(line.told())
    api.update("edited_message", {**message, "text": "地点是李家庄", "edit_date": message["date"]})
    line.wait_for("李家庄", before)
    line.press("对，提交", "查询码")
    assert line.lodged() == 1
    assert ("地点是李家庄", True) in line.heard()
    assert not any("改为" in text for text in line.told())


def test_killed_in_the_middle_of_a_talk(house: House, api: BotApi) -> None:
    """What was sent meanwhile is answered when the process is back, once; the talk goes on where it was."""
    line = Line(house, api, 5002)
    line.say(COMPLAINT, "留名字")
    before = len(line.told())
    house.kill("telegram")
    api.say(line.chat, "匿名")
    time.sleep(2)
    assert len(line.told()) == before, "nobody was there to answer"
    house.start("telegram")
    line.wait_for("念一遍", before)
    line.say("对，提交", "查询码")
    assert line.lodged() == 1
    assert [text for text, _ in line.heard()] == [COMPLAINT, "匿名", "对，提交"]
    assert sum("查询码：" in text for text in line.told()) == 1
