"""What is said behind a petition that was just lodged or told of: each word belongs to it, unless it says otherwise."""

import pytest
from sqlalchemy import select, text

from actions.base import BEFORE_ACTING, FIRST
from actions.petition import service
from casework.conversations import consents, evidence, talks
from casework.people.actors import Actor
from casework.petitions import lodging, notes, progress, queries
from casework.petitions.models import Petition
from store.clock import FixedClock
from tests.actions.conftest import Stage
from tests.dialogues.stage import PIXEL


def lodge(stage: Stage, category: str, key: str = "k") -> lodging.Lodged:
    with stage.bureau.office() as office:
        new = lodging.NewPetition(category=category, narrative="低保金两个月没到", identity="anonymous", contact=("web", "resident-1"), channel="web", idempotency_key=key)  # fmt: skip
        return lodging.lodge(office, new, Actor.resident(None, "web"))


@pytest.fixture
def unpaid(stage: Stage) -> lodging.Lodged:
    lodged = lodge(stage, "payment_missing")
    stage.slots |= {"proven_petitions": [lodged.number], "last_told": lodged.number}
    return lodged


def added(stage: Stage, lodged: lodging.Lodged) -> list[str]:
    with stage.bureau.reading() as office:
        found = notes.of(office, queries.numbered(office, lodged.number))
        return [notes.text(office, one) for one in found if one.kind == "supplement"]


def agree_to_files(stage: Stage) -> None:
    with stage.bureau.office() as office:
        consents.answer_files(office, talks.get(office, stage.token), yes=True)


def photo(stage: Stage) -> dict[str, object]:
    """A photo, which the door keeps before anything reacts to it."""
    with stage.bureau.office() as office:
        kept = evidence.accept(office, talks.get(office, stage.token), PIXEL)
        office.db.flush()
        return {"id": kept.file_id, "kind": kept.kind}


def attached(stage: Stage, lodged: lodging.Lodged) -> list[int]:
    with stage.bureau.reading() as office:
        return [one.id for one in queries.numbered(office, lodged.number).evidence]


def petitions(stage: Stage) -> int:
    with stage.bureau.reading() as office:
        return len(office.db.scalars(select(Petition)).all())


class TestMoneyThatHasCome:
    @pytest.mark.parametrize(
        "said", ["钱到了 我儿子刚查的", "刚去信用社看 已经打到新卡上了", "补发了", "不用查了 钱来了"]
    )
    def test_taking_it_back_is_offered(self, stage: Stage, unpaid: lodging.Lodged, said: str) -> None:
        done = stage.run("action_begin_record", said, "check_payment")
        assert done.buttons == ["撤回这件", "接着办"]
        assert unpaid.number in done.text

    @pytest.mark.parametrize(
        "said",
        [
            "钱还没到",
            "钱到了没",
            "只到了一个月的 别的还没打到卡上",
            "打到会计卡上了",
            "别人家钱都发了",
            "证据都有了",
        ],
    )
    def test_where_it_has_not_all_come_nothing_is(
        self, stage: Stage, unpaid: lodging.Lodged, said: str
    ) -> None:
        assert "撤回这件" not in stage.run("action_begin_record", said, "check_payment").buttons

    def test_a_petition_about_something_else_is_no_question_of_money(self, stage: Stage) -> None:
        lodged = lodge(stage, "attitude")
        stage.slots |= {"proven_petitions": [lodged.number], "last_told": lodged.number}
        assert "撤回这件" not in stage.run("action_inform", "钱到了", "inform").buttons


class TestAQueryCodeByItself:
    @pytest.mark.parametrize("intent", ["inform", "goodbye", "nlu_fallback"])
    def test_shows_the_petition_just_told_of(self, stage: Stage, unpaid: lodging.Lodged, intent: str) -> None:
        action = {"goodbye": "action_goodbye", "inform": "action_inform"}.get(
            intent, "action_default_ask_affirmation"
        )
        done = stage.run(action, unpaid.query_code, intent)
        assert done.events[-1]["name"] == "petition_form"
        assert (done.slots["petition_number"], done.slots["petition_purpose"]) == (unpaid.number, "check")

    def test_proves_the_number_said_just_before(self, stage: Stage) -> None:
        lodged = lodge(stage, "delayed")
        before = [{"event": "user", "text": lodged.number, "parse_data": {}}]
        done = stage.run("action_inform", f"查询码是{lodged.query_code}", "inform", before=before)
        assert done.slots["petition_code"] == lodged.query_code
        assert "最迟" in stage.run("action_serve_petition", "…").text

    def test_means_nothing_where_no_petition_was_spoken_of(self, stage: Stage) -> None:
        assert "petition_number" not in stage.run("action_inform", "551666", "inform").slots

    @pytest.mark.parametrize("code", ["888598", "991188", "348856", "008866"])
    def test_is_no_farewell_though_it_sounds_like_one(self, stage: Stage, code: str) -> None:
        done = stage.run(
            "validate_petition_form",
            code,
            "goodbye",
            confidence=0.58,
            requested="petition_code",
            loop="petition_form",
        )
        assert done.slots == {"petition_code": code}
        assert not done.responses

    def test_but_88_is(self, stage: Stage) -> None:
        said = stage.run(
            "validate_petition_form", "88", "goodbye", requested="petition_code", loop="petition_form"
        )
        assert said.responses == ["utter_goodbye"]

    def test_is_no_reason_for_taking_back(self, stage: Stage, unpaid: lodging.Lodged) -> None:
        stage.slots |= {"petition_purpose": "withdraw", "petition_code": "proven"}
        done = stage.run(
            "validate_petition_form", unpaid.query_code, requested="petition_words", loop="petition_form"
        )
        assert done.slots == {"petition_words": ""}


class TestMoreOfIt:
    def test_what_goes_on_behind_an_addition_is_added_too(self, stage: Stage, unpaid: lodging.Lodged) -> None:
        stage.slots |= {
            "petition_purpose": "supplement",
            "petition_number": unpaid.number,
            "petition_code": "proven",
            "petition_words": "他弟弟还有台车",
        }
        stage.run("action_serve_petition", "…")
        done = stage.run("action_default_ask_affirmation", "铺子在车站对面 卖五金的", "nlu_fallback")
        assert unpaid.number in done.text
        assert added(stage, unpaid) == ["他弟弟还有台车", "铺子在车站对面 卖五金的"]
        assert petitions(stage) == 1

    def test_what_was_added_is_read_back_without_names_and_numbers(
        self, stage: Stage, unpaid: lodging.Lodged
    ) -> None:
        stage.run(
            "action_inform", "张大山 13800138000", entities=[("person", "张大山"), ("phone", "13800138000")]
        )
        for said in ("改好没 念给我听听", f"写到{unpaid.number}里去", "补上了吗"):
            done = stage.run("action_privacy", said, "privacy_request")
            assert "已经添上了" in done.text
            assert "13800138000" not in done.text

    @pytest.mark.parametrize("said", ["好了就这些", "没别的了 谢谢", "行了 就这样吧"])
    def test_the_end_of_it_is_not_added(self, stage: Stage, unpaid: lodging.Lodged, said: str) -> None:
        stage.run("action_inform", "上周二", entities=[("date", "上周二")])
        done = stage.run("action_inform", said, "inform")
        assert added(stage, unpaid) == ["上周二"]
        assert "都记在" in done.text

    @pytest.mark.parametrize("said", ["", "这是公示的那张", "还有这张 也是那天拍的", "好了就这些"])
    def test_a_photo_behind_it_is_added_too(self, stage: Stage, unpaid: lodging.Lodged, said: str) -> None:
        stage.run("action_inform", "上周二", entities=[("date", "上周二")])
        agree_to_files(stage)
        file = photo(stage)
        done = stage.run("action_inform", said, "inform", evidence=[file])
        assert attached(stage, unpaid) == [file["id"]]
        assert unpaid.number in done.text
        assert "都记在" not in done.text

    @pytest.mark.parametrize("said", ["", "好了就这些"])
    def test_where_it_was_not_agreed_that_files_are_kept_it_is_asked_what_a_photo_is_for(
        self, stage: Stage, unpaid: lodging.Lodged, said: str
    ) -> None:
        stage.run("action_inform", "上周二", entities=[("date", "上周二")])
        done = stage.run("action_inform", said, "inform", evidence=[photo(stage)])
        assert attached(stage, unpaid) == []
        assert "补充情况" in done.buttons
        assert consents.FILES.wording in done.text

    @pytest.mark.parametrize(
        ("said", "intent"), [("这样的照片够不够", "inform"), ("另外举报我邻居有车还吃低保", "file_complaint")]
    )
    def test_a_photo_with_something_else_is_not(
        self, stage: Stage, unpaid: lodging.Lodged, said: str, intent: str
    ) -> None:
        stage.run("action_inform", "上周二", entities=[("date", "上周二")])
        agree_to_files(stage)
        stage.run("action_inform", said, intent, evidence=[photo(stage)])
        assert attached(stage, unpaid) == []

    def test_a_photo_long_behind_it_is_asked_about(
        self, stage: Stage, unpaid: lodging.Lodged, clock: FixedClock
    ) -> None:
        stage.run("action_inform", "上周二", entities=[("date", "上周二")])
        agree_to_files(stage)
        clock.move(minutes=11)
        done = stage.run("action_inform", "", "inform", evidence=[photo(stage)])
        assert attached(stage, unpaid) == []
        assert "补充情况" in done.buttons

    @pytest.mark.parametrize(
        "said", ["还有别的 他家的地也是多报的", "他还说过要停我的水", "还有 那天的账也对不上"]
    )
    def test_more_of_the_same_people_is(self, stage: Stage, unpaid: lodging.Lodged, said: str) -> None:
        stage.run("action_inform", "上周二", entities=[("date", "上周二")])
        stage.run("action_begin_complaint", said, "file_complaint", category="wrongly_covered")
        assert added(stage, unpaid) == ["上周二", said]

    @pytest.mark.parametrize(
        ("said", "entities"),
        [
            ("还有一件事 名单从来不贴", []),
            ("另外我还要投诉他们不发钱", []),
            ("还有 李家庄会计也吃低保", [("place", "李家庄"), ("role", "会计")]),
        ],
    )
    def test_another_matter_is_not(
        self, stage: Stage, unpaid: lodging.Lodged, said: str, entities: list[tuple[str, str]]
    ) -> None:
        stage.run("action_inform", "上周二", entities=[("date", "上周二")])
        stage.run("action_begin_complaint", said, "file_complaint", category="not_public", entities=entities)
        assert added(stage, unpaid) == ["上周二"]

    def test_a_question_is_not_added(self, stage: Stage, unpaid: lodging.Lodged) -> None:
        stage.run("action_inform", "上周二", entities=[("date", "上周二")])
        stage.run("action_default_ask_affirmation", "低保要什么材料", "nlu_fallback")
        assert added(stage, unpaid) == ["上周二"]


class TestQuestionsAboutIt:
    @pytest.mark.parametrize(
        "said", ["也就是说还没人看？", "那是不是没人管这事", "这么久咋还没动静呢", "上头看不看 等着呢"]
    )
    def test_how_it_stands_is_said_and_no_other_matter_begun(
        self, stage: Stage, unpaid: lodging.Lodged, said: str
    ) -> None:
        done = stage.run("action_begin_complaint", said, "file_complaint", category="delayed")
        assert unpaid.number in done.text
        assert "complaint_draft" not in done.slots

    @pytest.mark.parametrize(
        ("said", "entities"),
        [
            ("我还要投诉他们态度差行不行", []),
            ("李家庄的路灯钱谁吞了", [("place", "李家庄")]),
            ("另外 名单怎么从来不贴", []),
        ],
    )
    def test_another_matter_is_one(
        self, stage: Stage, unpaid: lodging.Lodged, said: str, entities: list[tuple[str, str]]
    ) -> None:
        done = stage.run(
            "action_begin_complaint", said, "file_complaint", category="attitude", entities=entities
        )
        assert done.slots["complaint_draft"]


@pytest.mark.parametrize("said", ["编号 12345 催办", "单号是 88012 催一下"])
def test_a_number_that_is_none_is_said_to_be_none(stage: Stage, unpaid: lodging.Lodged, said: str) -> None:
    done = stage.run("action_begin_petition", said, "urge_petition")
    assert "不是诉求编号" in done.text
    assert unpaid.number in done.text


def test_who_presses_for_somebody_bedridden_is_asked_whether_they_are_cared_for(
    stage: Stage, unpaid: lodging.Lodged
) -> None:
    stage.slots |= {
        "petition_purpose": "urge",
        "petition_number": unpaid.number,
        "petition_code": "proven",
        "petition_words": "",
    }
    done = stage.run("action_serve_petition", "快点啊 我大伯在床上躺着呢")
    assert "现在要人帮" in done.buttons


def test_danger_is_heard_before_everything_else() -> None:
    assert next(one.__module__ for one in (*FIRST, *BEFORE_ACTING)) == "actions.calls"


class TestAnEarlierOne:
    SAID = "我之前6月份也投诉过他一次 你们回复说查无此事 我不服"

    def test_is_not_the_one_lodged_today(self, stage: Stage, unpaid: lodging.Lodged) -> None:
        done = stage.run("action_begin_petition", self.SAID, "reject_reply")
        assert done.slots["petition_number"] is None
        assert "以前那件" in done.text

    def test_its_number_that_is_lost_is_looked_up_by_a_person(
        self, stage: Stage, unpaid: lodging.Lodged
    ) -> None:
        done = stage.run("action_inform", "不记得编号了", "inform")
        assert done.responses == ["utter_number_lost"]
        assert unpaid.number in done.text

    def test_who_speaks_of_this_one_means_it(self, stage: Stage, unpaid: lodging.Lodged) -> None:
        done = stage.run("action_begin_petition", "这个答复我不服", "reject_reply")
        assert done.slots["petition_number"] == unpaid.number


def test_looking_for_what_was_lodged_from_here_writes_nothing(stage: Stage, unpaid: lodging.Lodged) -> None:
    """A unit that only reads must not wait for a lock, nor fail where somebody else writes."""
    with stage.bureau.office() as writing:
        writing.db.execute(text("UPDATE petition SET category = category"))
        with stage.bureau.reading() as office:
            assert service.own_numbers(office, stage.token) == [unpaid.number]
        with stage.bureau.reading() as office:
            assert progress.for_contact(office, "web", "somebody-else") == []
