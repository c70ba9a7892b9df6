"""From the resident's words to the answer and the rating, with staff in between; and what a crash in the middle does."""

import asyncio

import pytest

from bot.channels import Incoming
from bot.gateway import Gateway
from casework.conversations import desk, talks
from casework.people import staff
from casework.people.actors import Actor
from casework.petitions import queries as petitions
from casework.petitions import workflow
from casework.petitions.models import Petition
from store.settings import Settings
from tests.dialogues.stage import NUMBER, House, Talk
from understanding import Answer, NotUnderstoodNow

pytestmark = [pytest.mark.rasa, pytest.mark.slow, pytest.mark.xdist_group("whole-way")]
COMPLAINT = "我要投诉白石镇高坎村的低保钱两个月没发了，匿名"
STEPS = (
    ("register", {}),
    ("accept", {}),
    ("assign", {"unit": "QH-MZ-JZ"}),
    ("start", {}),
    ("draft", {"outcome": "supported", "text": "两个月的低保金已于今天补发。"}),
    ("approve", {}),
)


def move(house: House, number: str, name: str, by: Actor, **what: object) -> None:
    with house.bureau.office() as office:
        petition = office.db.query(Petition).filter_by(number=number).one()
        workflow.move(office, petition, name, by, **what)


@pytest.fixture(scope="module")
def people(staged: House) -> dict[str, Actor]:
    with staged.bureau.office() as office:
        made = {}
        for login, unit, roles in (
            ("op-test", "QH-MZ-XF", ["operator"]),
            ("sup-test", "QH-MZ", ["supervisor"]),
            ("jz-test", "QH-MZ-JZ", ["handler"]),
            ("jz-head-test", "QH-MZ-JZ", ["unit_head"]),
        ):
            made[login] = Actor.of_staff(
                staff.add(office, login, f"试{login}", unit, roles, "Sh4-Long-Enough!")
            )
    return made


def test_each_step_is_told_and_the_answer_can_be_rated(staged: House, people: dict[str, Actor]) -> None:
    talk = Talk(staged)
    talk.say(COMPLAINT)
    talk.say("对")
    number = talk.kept["编号"]
    told = []
    hands = ("op-test", "op-test", "op-test", "jz-test", "jz-test", "jz-head-test")
    for (name, what), who in zip(STEPS, hands, strict=True):
        move(staged, number, name, people[who], **what)
        told += talk.letters()
    texts = "\n".join(letter.text for letter in told)
    assert "已经受理" in texts
    assert "已经补发" in texts or "补发" in texts
    talk.last = told[-1:]
    assert [title for _, title in talk.last[0].buttons] == ["满意", "基本满意", "不满意"]
    assert "评价" in talk.say("[满意]"), talk.transcript()
    with staged.bureau.reading() as office:
        petition = petitions.get(office, number, Actor.system("test"))
        assert petition.satisfaction == 3


def test_a_bad_mark_asks_why_and_is_passed_on(staged: House, people: dict[str, Actor]) -> None:
    talk = Talk(staged)
    talk.say(COMPLAINT)
    talk.say("对")
    number = talk.kept["编号"]
    hands = ("op-test", "op-test", "op-test", "jz-test", "jz-test", "jz-head-test")
    for (name, what), who in zip(STEPS, hands, strict=True):
        move(staged, number, name, people[who], **what)
    talk.last = talk.letters()[-1:]
    assert "哪里没办好" in talk.say("[不满意]"), talk.transcript()
    assert "对不起" in talk.say("钱只补了一个月，还差一个月"), talk.transcript()
    with staged.bureau.reading() as office:
        assert petitions.get(office, number, Actor.system("test")).satisfaction == 1


def test_a_person_takes_over_and_gives_back(staged: House, people: dict[str, Actor]) -> None:
    talk = Talk(staged)
    talk.say("转人工")
    with staged.bureau.office() as office:
        conversation = talks.find_or_begin(office, "web", talk.address)
        assert "转人工" in talks.transcript(talks.history(office, conversation))
        desk.take(office, conversation.token, people["op-test"].id or 0, "赵敏")
    assert talk.say("我就想问问我妈的低保") == ""
    with staged.bureau.office() as office:
        desk.give_back(office, conversation.token, people["op-test"].id or 0, "已解答")
    assert "电脑程序" in talk.say("你是真人吗")


class Dying:
    """Rasa whose answer is lost on the way back after it did its work, as when a process dies."""

    def __init__(self, rasa: object) -> None:
        self.rasa = rasa
        self.dies = True

    async def talk(self, *turn: object) -> list[Answer]:
        answers = await self.rasa.talk(*turn)  # type: ignore[attr-defined]
        if self.dies:
            self.dies = False
            raise NotUnderstoodNow
        return answers  # type: ignore[no-any-return]

    async def recall(self, *message: object) -> list[Answer]:
        return await self.rasa.recall(*message)  # type: ignore[attr-defined,no-any-return]


def test_dying_while_lodging_lodges_once(staged: House) -> None:
    talk = Talk(staged)
    talk.say(COMPLAINT)
    dying = Gateway(staged.bureau, Dying(staged.gateway.understanding), Settings())
    lost = staged.run(dying.receive(Incoming("web", f"{talk.address}-dying", talk.address, "对，提交")))
    assert "没有丢" in lost[0].text
    staged.run(dying.replay())
    with staged.bureau.reading() as office:
        conversation = talks.find_or_begin(office, "web", talk.address)
        late = talks.history(office, conversation)[-1].text
    assert NUMBER.search(late), f"the number reaches the resident late, but reaches them: {late}"
    talk.say("对，提交")
    with staged.bureau.reading() as office:
        conversation = talks.find_or_begin(office, "web", talk.address)
        assert office.db.query(Petition).filter_by(conversation_id=conversation.id).count() == 1


def test_the_same_yes_ten_times_at_once_lodges_once(staged: House) -> None:
    talk = Talk(staged)
    talk.say(COMPLAINT)

    async def all_at_once() -> None:
        await asyncio.gather(
            *(
                staged.gateway.receive(Incoming("web", f"{talk.address}-yes-{n}", talk.address, "对，提交"))
                for n in range(10)
            )
        )

    staged.run(all_at_once())
    with staged.bureau.reading() as office:
        conversation = talks.find_or_begin(office, "web", talk.address)
        assert office.db.query(Petition).filter_by(conversation_id=conversation.id).count() == 1
