"""Somebody in need told of while a complaint is being told: passed on at once, and the complaint goes on."""

import pytest

from actions import in_need
from casework.assistance.models import Task
from casework.conversations import queries, talks
from tests.actions.conftest import Reaction, Stage

OLD_MAN = "我们村还有个孤老头，腿烂了没人管"
PLACE = "柳溪镇青石坳村"
TOLD = {
    "complaint_category": "not_public",
    "complaint_narrative": "低保名单从来没有公示过",
    "complaint_place": PLACE,
    "complaint_draft": {"key": "k"},
}


def told(stage: Stage, said: str, *places: str) -> Reaction:
    return stage.run(
        "validate_complaint_form",
        said,
        "report_person_in_need",
        entities=[("place", one) for one in places],
        loop="complaint_form",
        requested="complaint_identity",
    )


def tasks(stage: Stage) -> list[Task]:
    with stage.bureau.reading() as office:
        return office.db.query(Task).all()


@pytest.mark.parametrize(
    ("said", "places", "where"),
    [
        (OLD_MAN, [], "青石坳村"),
        ("顺便说一下，白石镇高坎村有个娃娃爹妈都不在，没人管", ["白石镇", "高坎村"], "高坎村"),
    ],
)
def test_who_can_be_found_is_visited_whatever_becomes_of_the_complaint(
    stage: Stage, said: str, places: list[str], where: str
) -> None:
    stage.slots |= TOLD
    done = told(stage, said, *places)
    assert "上门看望" in done.text
    assert done.slots == {"complaint_identity": None}
    (task,) = tasks(stage)
    assert task.kind == "lead"
    assert where in task.place_text
    assert "next" not in stage.slots["complaint_draft"]
    assert stage.slots["complaint_narrative"] == TOLD["complaint_narrative"]


def test_told_twice_is_entered_once(stage: Stage) -> None:
    stage.slots |= TOLD
    told(stage, OLD_MAN)
    told(stage, OLD_MAN)
    assert len(tasks(stage)) == 1


def test_where_nobody_knows_where_it_is_asked_afterwards(stage: Stage) -> None:
    stage.slots |= {**TOLD, "complaint_place": ""}
    assert told(stage, OLD_MAN).responses == ["utter_next_noted"]
    assert tasks(stage) == []
    assert stage.slots["complaint_draft"]["next"] == [{"said": OLD_MAN}]


@pytest.mark.parametrize("place", [PLACE, ""])
def test_who_is_beaten_is_seen_by_a_person_at_once(stage: Stage, place: str) -> None:
    stage.slots |= {**TOLD, "complaint_place": place}
    assert "110" in told(stage, "隔壁还有个娃娃天天挨后爹打，身上都是伤").text
    with stage.bureau.reading() as office:
        called = queries.open_handover(office, talks.get(office, stage.token).id)
        assert called is not None
        assert called.kind == "help"


def test_more_of_somebody_passed_on_is_no_change_of_a_household(stage: Stage) -> None:
    stage.slots |= {
        "note_kind": "lead",
        "note_text": "邻居老两口没人管",
        "note_place": "柳溪镇",
        "note_phone": "",
    }
    stage.run("action_submit_note", "不留")
    done = stage.run("action_begin_note", "都八十多了 儿子不在了", "report_change")
    assert "转给去看望的同志" in done.text
    assert "note_kind" not in done.slots
    own = stage.run("action_begin_note", "我爸上个月去世了", "report_change", entities=[("relation", "我爸")])
    assert own.slots["note_kind"] == "change"


def test_what_is_told_on_while_the_telephone_is_asked_for_stays_with_the_lead(stage: Stage) -> None:
    stage.slots |= {"note_kind": "lead", "note_text": "邻居老两口没人管", "note_place": "柳溪镇"}
    done = stage.run(
        "validate_note_form",
        "都八十多了 儿子不在了",
        "report_change",
        loop="note_form",
        requested="note_phone",
    )
    assert not done.rejected
    assert "儿子不在了" in done.slots["note_text"]


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("路边有个流浪的老头 就在县城汽车站那块 睡了好几天了", "县城汽车站"),
        ("有人睡在桥洞里 穿得单薄", "桥洞里"),
        ("人民医院门口有个要饭的", None),
    ],
)
def test_a_public_place_is_not_asked_for_again(stage: Stage, said: str, where: str | None) -> None:
    done = stage.run("action_begin_note", said, "report_person_in_need")
    assert (where or "") in done.slots["urgent"]["told"]["where"]
    assert "救助站" in done.text
    assert "最迟" not in done.text


def test_a_public_place_answers_where(stage: Stage) -> None:
    stage.run("action_begin_note", "有个聋哑老头没人管", "report_person_in_need")
    done = stage.run("validate_note_form", "在火车站广场", requested="note_place", loop="note_form")
    assert done.slots["note_place"] == "火车站广场"


class TestWhoIsToldOfAfterSomethingElse:
    LEAD = "report_person_in_need"

    @pytest.fixture
    def passed_on(self, stage: Stage) -> Stage:
        stage.slots |= {
            "note_kind": "lead",
            "note_text": "邻居老头瘫在床上没人管",
            "note_place": "柳溪镇",
            "note_phone": "",
        }
        stage.run("action_submit_note", "不留")
        return stage

    @pytest.mark.parametrize("said", ["有个老人好几天没吃饭没人管", "村头老人没饭吃", "快去救救"])
    def test_what_was_passed_on_for_something_else_is_no_lead(self, stage: Stage, said: str) -> None:
        stage.run("action_privacy", "我的名字写错了，是王秀莲", "privacy_request")
        done = stage.run("action_begin_note", said, self.LEAD)
        assert "转给去看望" not in done.text
        assert done.slots["note_kind"] == "lead"

    def test_nor_is_a_change_reported(self, stage: Stage) -> None:
        stage.slots |= {
            "note_kind": "change",
            "note_text": "我儿子上班了",
            "note_place": "柳溪镇",
            "note_phone": "",
        }
        stage.run("action_submit_note", "不留")
        done = stage.run("action_begin_note", "一个娃娃没人管，饿得直哭", self.LEAD)
        assert done.slots["note_text"] == "一个娃娃没人管，饿得直哭"

    @pytest.mark.parametrize("said", ["他儿子天天打他，浑身是伤", "被关在猪圈旁边的屋里"])
    def test_danger_told_of_a_lead_is_seen_at_once_and_stays_with_it(
        self, passed_on: Stage, said: str
    ) -> None:
        done = passed_on.run("action_begin_note", said, self.LEAD)
        assert "110" in done.text
        with passed_on.bureau.reading() as office:
            called = queries.open_handover(office, talks.get(office, passed_on.token).id)
            assert called is not None
            assert called.kind == "help"
            (task,) = office.db.query(Task).all()
            assert said in office.vault.open(task.told_sealed)

    @pytest.mark.parametrize(
        ("slot", "said"), [("note_text", "隔壁娃娃天天挨打"), ("note_phone", "他媳妇还老是揍他，脸上全是伤")]
    )
    def test_so_is_danger_told_while_the_lead_is_taken_down(self, stage: Stage, slot: str, said: str) -> None:
        known = {"note_text": "邻居老头没人管", "note_place": "柳溪镇"} if slot == "note_phone" else {}
        stage.slots |= {"note_kind": "lead", **known}
        done = stage.run("validate_note_form", said, self.LEAD, loop="note_form", requested=slot)
        assert "110" in done.text
        assert said in done.slots["note_text"]

    def test_another_in_need_is_another_lead(self, passed_on: Stage) -> None:
        done = passed_on.run("action_begin_note", "村西头有个寡妇带着三个娃没人管", self.LEAD)
        assert done.slots["note_kind"] == "lead"

    @pytest.mark.parametrize("said", ["村头老人没饭吃呢", "要是没人管那老头就饿死了"])
    def test_who_is_in_need_is_no_case_only_thought_of(self, stage: Stage, said: str) -> None:
        stage.slots["last_answer"] = {"answer": "appeal-deadlines", "program": None, "spoken": []}
        done = stage.run("action_begin_note", said, self.LEAD)
        assert done.slots["note_text"] == said


@pytest.mark.parametrize(
    "said",
    [
        "隔壁老太太天天挨打",
        "他天天打她",
        "老人被儿子打到住院",
        "娃娃天天挨后爹打",
        "被打得浑身青紫",
        "被打了听不见了",
        "往死里打",
        "经常打老娘",
        "总是打孩子",
        "被打断了腿",
        "老公经常打我",
        "被他打了一顿",
        "被打成重伤",
        "两口子天天打架",
        "老是打骂老人",
        "被揍得下不了床",
        "被媳妇打了三巴掌",
        "天天被打",
        "经常用棍子打",
        "老人被关在猪圈旁的屋里",
        "儿子虐待老人",
        "被打住院了",
        "被人打的浑身是伤",
        "被打了还抢走钱",
        "头被打破了",
        "被打骂",
        "被人打死了",
        "挨了打",
        "挨揍",
        "被打了好几次",
        "她被打怕了",
        "腿被打折了",
        "天天打我卡着脖子",
        "被打个半死",
    ],
)
def test_blows_are_heard(said: str) -> None:
    assert in_need.VIOLENCE.search(said)


@pytest.mark.parametrize(
    "said",
    [
        "老人经常打针，没人照顾",
        "经常打点滴",
        "他天天打牌",
        "天天打麻将",
        "低保被打到别人卡上了",
        "钱老是打不到卡上",
        "钱被会计打给他弟弟了",
        "经常打零工",
        "天天打120",
        "申请老是被打回来",
        "申请被打回来三次",
        "被打发回来了",
        "老人经常打吊瓶",
        "总是打错卡",
        "天天打扫卫生",
        "庄稼被冰雹打了",
        "腿断了被打石膏",
        "被狗咬了打疫苗",
        "老是打官腔",
        "低保款总是打一半",
        "被骗了打了三千",
        "老是打我电话",
        "他经常打游戏",
        "被打击报复",
        "挨个打电话",
        "挨家打听",
        "疼得天天打滚",
        "经常打农药中毒",
        "工资总是打到折子上",
        "老是打白条",
        "天天打官司",
        "低保被停，天天打电话没人接",
        "名字被打上叉",
        "经常打几个电话",
    ],
)
def test_what_only_sounds_like_blows_is_none(said: str) -> None:
    assert not in_need.VIOLENCE.search(said)


@pytest.mark.parametrize("said", ["老人经常打针，没人照顾", "低保被打到别人卡上了"])
def test_nobody_is_called_for_it(stage: Stage, said: str) -> None:
    stage.slots |= TOLD
    assert "110" not in told(stage, said).text
    with stage.bureau.reading() as office:
        assert queries.open_handover(office, talks.get(office, stage.token).id) is None
