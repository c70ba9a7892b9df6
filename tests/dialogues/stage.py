"""The stage for dialogue tests: real database, real actions, real Rasa, and a gateway in this process."""

import asyncio
import itertools
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from bot import upkeep
from bot.channels import Attachment, Incoming
from bot.gateway import Gateway
from casework.conversations import drafts, mail, queries, talks
from casework.conversations.talks import Reply
from casework.office import Bureau
from casework.people import calendars
from casework.people.actors import Actor
from casework.petitions import categories, escalation, workflow
from casework.petitions.moves import MOVES, label
from casework.petitions.queries import numbered
from huiyin.services import running
from huiyin.tables import metadata
from store.settings import Settings
from tests.casework.assistance.conftest import Registers
from tests.casework.conftest import settle
from tests.installation import free_port
from understanding import Rasa

NUMBER = re.compile(r"编号[：: ]*(HY\d{2}-\d{4}-\d{4})")
CODE = re.compile(r"查询码[：: ]*(\d{6})")
RESUME = re.compile(r"接着说 (\d{8})")
COUNTER = itertools.count(1)

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
VOICE = b"OggS" + b"\0" * 60
FILES = {"照片": PIXEL, "语音": VOICE}

STAFF: dict[str, tuple[str, dict[str, Any]]] = {
    "accept": ("desk", {}),
    "assign": ("desk", {"unit": "QH-MZ-JZ"}),
    "start": ("worker", {}),
    "draft": ("worker", {"outcome": "supported", "text": "两个月的低保金今天补发到卡上。"}),
    "approve": ("head", {}),
    "close": ("desk", {}),
    "decide_review": ("leader", {"outcome": "not_supported", "text": "查过发放记录，维持原来的答复。"}),
    "decide_recheck": ("leader", {"outcome": "not_supported", "text": "复核认为原答复正确。"}),
}
"""Who in the county makes each move, and with what."""
TOLD = ("complaint_", "note_", "estimate_")
"""Slots of the forms in which something is told, that is gone back to when another matter came in between."""
MARKS = {3: "满意", 2: "基本满意", 1: "不满意"}


@dataclass
class House:
    """A running installation as tests use it."""

    bureau: Bureau
    gateway: Gateway
    loop: asyncio.AbstractEventLoop
    staff: dict[str, Actor]

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)


@dataclass
class Talk:
    """One resident's talk, with everything said."""

    house: House
    channel: str = "web"
    address: str = ""
    said: list[tuple[str, str]] = field(default_factory=list)
    last: list[Reply] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.address = self.address or f"test-{os.getpid()}-{next(COUNTER)}"

    def say(self, text: str, files: tuple[str, ...] = ()) -> str:
        """Say something; `[标题]` presses that button of the last replies. Returns all that came back."""
        for name, value in self.kept.items():
            text = text.replace(f"{{{name}}}", value)
        pressed = re.fullmatch(r"\[(.+)\]", text)
        incoming = Incoming(
            self.channel,
            f"{self.address}-{next(COUNTER)}",
            self.address,
            "" if pressed else text,
            button_id=self._button(pressed.group(1)) if pressed else None,
            attachments=tuple(Attachment(FILES[name]) for name in files),
        )
        self.last = self.house.run(self.house.gateway.receive(incoming))
        self.said.append(("居民", text + "".join(f"［{name}］" for name in files)))
        return self._heard()

    def _heard(self) -> str:
        answer = "\n".join(self._shown(reply) for reply in self.last)
        self.said.append(("回音", answer))
        for pattern, name in ((NUMBER, "编号"), (CODE, "查询码"), (RESUME, "接续码")):
            if found := pattern.search(answer):
                self.kept[name] = found.group(1)
        return answer

    def move_to(self, channel: str) -> "Talk":
        """The same resident on another channel, knowing what was told on this one."""
        return Talk(self.house, channel, said=[*self.said, ("换到", channel)], kept=self.kept)

    def walk_away(self) -> str:
        """Say nothing for as long as it takes; returns what the house said of itself."""
        with self.house.bureau.office() as office:
            conversation = talks.find_or_begin(office, self.channel, self.address)
            before = max(message.id for message in queries.messages(office, conversation.id))
            long_ago = office.clock.now() - drafts.SILENT - timedelta(minutes=1)
            conversation.last_at = long_ago
            if draft := queries.draft_of(office, conversation.id):
                draft.saved_at = long_ago
            upkeep.keep_broken_off(office)
            self.last = talks.history(office, conversation, before)
        self.said.append(("居民", "（走开了）"))
        return self._heard()

    def work(self, labels: list[str]) -> str:
        """Staff make these moves, by their labels, on what was lodged here; returns the letters that come of it."""
        told: list[Reply] = []
        for name in labels:
            move = next(move.name for move in MOVES.values() if move.label == name)
            by, what = STAFF[move]
            with self.house.bureau.office() as office:
                petition = numbered(office, self.kept["编号"])
                workflow.move(office, petition, move, self.house.staff[by], **what)
            told += self.letters()
        self.last = told
        self.said.append(("工作人员", "、".join(labels)))
        return self._heard()

    def letters(self) -> list[Reply]:
        """What the page fetches of letters that have come."""
        with self.house.bureau.office() as office:
            conversation = talks.find_or_begin(office, self.channel, self.address)
            before = max((message.id for message in queries.messages(office, conversation.id)), default=0)
            mail.fetch(office, conversation)
            office.db.flush()
            return talks.history(office, conversation, before)

    def file(self) -> dict[str, str]:
        """What the petition's file says after the sweep has been round."""
        with self.house.bureau.office() as office:
            escalation.sweep(office)
            petition = numbered(office, self.kept["编号"])
            raised = escalation.chain(office, petition, self.house.staff["leader"])
            for_whom = [office.vault.open_or_none(one.on_behalf_of_sealed) for one in petition.petitioners]
            return {
                "状态": label(petition.state),
                "身份": categories.IDENTITIES[petition.identity],
                "评价": MARKS.get(petition.satisfaction or 0, ""),
                "替谁": "、".join(name for name in for_whom if name),
                "代为反映": "是" if petition.on_behalf else "否",
                "升级": "、".join(line.label for line in raised),
            }

    def transcript(self) -> str:
        return "\n".join(f"{who}：{what}" for who, what in self.said)

    def state(self) -> str:
        with self.house.bureau.reading() as office:
            return talks.find_or_begin(office, self.channel, self.address).state

    def _button(self, title: str) -> str:
        for reply in self.last:
            for button_id, shown in reply.buttons:
                if shown == title:
                    return button_id
        raise AssertionError(f"没有按钮“{title}”\n{self.transcript()}")

    @staticmethod
    def _shown(reply: Reply) -> str:
        return reply.text + "".join(f" [{title}]" for _, title in reply.buttons)


@contextmanager
def house(home: Path) -> Iterator[House]:
    """Start actions and Rasa on free ports over a fresh database in `home`, and stop them at the end."""
    wanted = {
        "HUIYIN_HOME": str(home),
        "HUIYIN_RASA_PORT": str(free_port()),
        "HUIYIN_ACTIONS_PORT": str(free_port()),
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        settings = Settings()
        bureau = Bureau.from_settings(settings)
        metadata.create_all(bureau.engine)
        with bureau.office() as office:
            calendars.load(office)
            county = settle(office)
            Registers(county).apply()
        with running(settings, ("actions", "rasa"), patience=300):
            loop = asyncio.new_event_loop()
            try:
                yield House(bureau, Gateway(bureau, Rasa(settings.rasa), settings), loop, county.people)
            finally:
                loop.close()
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)


def dialogues(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every dialogue of the folder's files: name and turns. In a file with 开头 and 打断 each opening meets each."""
    for file in sorted(folder.glob("*.yml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        pairs = _crossed(content) if "打断" in content else content.items()
        for name, turns in pairs:
            yield f"{file.stem}: {name}", turns


def _crossed(content: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Interruptions after which the same is asked again come one after another in one talk, so many in each as the opening
    says, two where the question is left open the third time; each other has its own."""
    for opening, before in content["开头"].items():
        *earlier, last = before["说"]
        begun = [*({"说": said} for said in earlier), {"说": last, "有": before["在问"]}]
        coming_back: list[dict[str, Any]] = []
        for name, interruption in content["打断"].items():
            ended = {"之后": "放下"} if name in before.get("放下", ()) else {}
            turns, comes_back = _interrupted(before, interruption | ended)
            if comes_back:
                coming_back.append(turns)
            else:
                yield f"{opening}时{name}", [*begun, *turns]
        if "留空" not in before:
            at_once = before.get("接连", len(coming_back))
            for start in range(0, len(coming_back), at_once):
                some = list(itertools.chain(*coming_back[start : start + at_once]))
                yield f"{opening}时接连打断（{some[0]['说']}）", [*begun, *some]
            continue
        for first, second in itertools.zip_longest(coming_back[::2], coming_back[1::2], fillvalue=[]):
            said = next(turn["说"] for turn in [*second, *first])
            yield f"{opening}时两次打断（{said}）", [*begun, *first, *_goes_on(second, before)]


def _goes_on(turns: list[dict[str, Any]], before: dict[str, Any]) -> list[dict[str, Any]]:
    """The same turns where the question was put twice before: it is brought back in short, or left open for what follows."""
    asked, then = before["再问"], before["留空"]
    further: list[dict[str, Any]] = []
    for turn in turns:
        expected = _listed(turn.get("有"))
        others = [words for words in expected if words != asked]
        further.append(turn | {"有": others, "有一样": [asked, then]} if asked in expected else turn)
    return further


def _interrupted(before: dict[str, Any], interruption: dict[str, Any]) -> tuple[list[dict[str, Any]], bool]:
    """The turns of an interruption, and whether the same is asked again after them."""
    turn = {key: value for key, value in interruption.items() if key not in ("之后", "意图", "再说", "登记")}
    asked, slot = before.get("再问", before["在问"]), before["槽"]
    match interruption["之后"]:
        case "接着问":
            return [{**turn, "有": [*_listed(turn.get("有")), asked]}], True
        case "放下":
            return [{**turn, "没有": [*_listed(turn.get("没有")), before["在问"], asked]}], False
        case "办完接着问" if slot.startswith(TOLD):
            return [turn, {"说": interruption["再说"], "有": asked}], True
        case "另起一件" if slot.startswith("complaint_") and slot != "complaint_narrative":
            return [{**turn, "有": [interruption["登记"], asked]}], True
        case "另起一件":
            back = [asked] if slot.startswith("note_") else []
            return [{**turn, "有": "念一遍"}, {"说": "对", "有": ["编号", *back]}], bool(back)
    return [turn], False


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
