"""Who hears or types badly, is impatient or waits gets a kind word and a way on; who tells a matter is heard."""

import pytest

from actions import troubles
from casework.conversations import queries, talks
from tests.actions.conftest import Stage


@pytest.mark.parametrize(
    ("said", "intent"),
    [("我说你们管不管用啊 都两个月了", "file_complaint"), ("都两个月了还没个信", "file_complaint")],
)
def test_impatience_alone_opens_no_complaint(stage: Stage, said: str, intent: str) -> None:
    done = stage.run(
        "action_begin_complaint", said, intent, entities=[("duration", "两个月")], category="payment_missing"
    )
    assert "complaint_narrative" not in done.slots
    assert "找人工" in done.buttons
    assert done.events[-1]["name"] == "action_listen"


@pytest.mark.parametrize(
    ("said", "entities"),
    [
        ("三个月了钱还没个信", [("duration", "三个月")]),
        ("村主任拖了两个月不管", [("role", "村主任"), ("duration", "两个月")]),
        ("我要投诉，拖了两个月没人管", [("duration", "两个月")]),
    ],
)
def test_a_matter_told_in_anger_is_still_taken_down(
    stage: Stage, said: str, entities: list[tuple[str, str]]
) -> None:
    done = stage.run("action_begin_complaint", said, "file_complaint", entities=entities, category="refused")
    assert "complaint_draft" in done.slots


def test_a_name_in_place_of_a_lost_number_opens_nothing_and_is_no_dead_end(stage: Stage) -> None:
    lost = {"loop": "petition_form", "requested": "petition_number"}
    stage.run("validate_petition_form", "编号找不到了", "inform", **lost)
    assert stage.slots["last_told"] == troubles.LOST
    done = stage.run("action_inform", "我叫王桂花 你查查", "inform", entities=[("person", "王桂花")])
    assert "光凭姓名" in done.text
    assert done.buttons == ["找人工"]


@pytest.mark.parametrize("said", ["俺耳朵背 恁慢点说", "字太小看不清", "我不识字", "慢点讲"])
def test_who_hears_or_reads_badly_is_no_complainant(stage: Stage, said: str) -> None:
    done = stage.run("action_begin_complaint", said, "file_complaint", category="attitude")
    assert "一次只问一样" in done.text
    assert "complaint_draft" not in done.slots


def test_and_the_question_that_was_asked_stays(stage: Stage) -> None:
    stage.slots |= {"complaint_draft": {"key": "k"}, "complaint_narrative": "低保三个月没发"}
    asked = {"loop": "complaint_form", "requested": "complaint_place"}
    done = stage.run("validate_complaint_form", "慢点说", "inform", **asked)
    assert done.slots == {"complaint_place": None}


@pytest.mark.parametrize("said", ["在吗", "没人啊", "有人吗", "人呢"])
@pytest.mark.parametrize(("on_duty", "told"), [(True, "还在帮您接"), (False, "这会儿没有值班同志在线")])
def test_who_waits_for_a_person_is_told_so(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, said: str, on_duty: bool, told: str
) -> None:
    monkeypatch.setattr("casework.conversations.desk.anyone_on_duty", lambda office: on_duty)
    stage.run("action_hand_over", "找人工", "request_human")
    assert told in stage.run("action_deny", said, "deny").text


def test_nobody_is_told_to_wait_who_called_nobody(stage: Stage) -> None:
    assert "还在帮您接" not in stage.run("action_greet", "在吗", "greet").text


@pytest.mark.parametrize(("said", "told"), [("呜呜呜", True), ("hello my friend", True), ("……", False), ("嗯", False)])  # fmt: skip
def test_what_cannot_be_read_gets_a_kind_answer(stage: Stage, said: str, told: bool) -> None:
    done = stage.run("action_default_ask_affirmation", said, "nlu_fallback", ranking=[("inform", 0.3)])
    assert (done.buttons == ["找人工"]) is told


@pytest.mark.parametrize("said", ["5555", "555555"])
def test_a_code_of_fives_is_no_weeping(stage: Stage, said: str) -> None:
    assert "别急" not in stage.run("action_inform", said, "inform").text
    assert "别急" in stage.run("action_inform", "呜呜5555", "inform").text


def test_the_last_answer_to_a_form_is_served_whatever_it_looks_like(stage: Stage) -> None:
    stage.slots |= {"petition_purpose": "check", "petition_number": "HY26-0000-0011", "petition_code": "5555"}
    done = stage.run("action_serve_petition", "到底管不管，5555", "file_complaint")
    assert "编号和查询码对不上" in done.text
    assert done.slots["petition_code"] is None


@pytest.mark.parametrize("said", ["5555", "123456"])
def test_a_code_without_the_lost_number_opens_nothing_and_is_no_dead_end(stage: Stage, said: str) -> None:
    stage.slots["last_told"] = troubles.LOST
    done = stage.run("action_inform", said, "nlu_fallback")
    assert "光凭" in done.text
    assert done.buttons == ["找人工"]


@pytest.mark.parametrize("said", ["我要吃饭", "俺要去吃饭了", "我想吃点东西"])
@pytest.mark.parametrize("intent", ["file_complaint", "goodbye"])
def test_who_wants_to_eat_is_asked_whether_there_is_nothing(stage: Stage, said: str, intent: str) -> None:
    action = "action_begin_complaint" if intent == "file_complaint" else "action_goodbye"
    done = stage.run(action, said, intent, category="left_out")
    assert done.buttons == ["没吃的了，要人帮忙", "先去吃饭"]
    assert "complaint_draft" not in done.slots


@pytest.mark.parametrize("said", ["没饭吃了", "三天没吃饭了", "家里没米，我要吃饭"])
def test_and_who_has_nothing_is_helped_at_once(stage: Stage, said: str) -> None:
    assert stage.run("action_help_now", said, "request_help").responses[0] == "utter_help_now"


@pytest.mark.parametrize(
    ("said", "intent", "action"),
    [
        ("我一个人 没人说话 闷得慌", "request_human", "action_hand_over"),
        ("没啥困难 就是想说说话", "ask_program", "action_answer_policy"),
        ("屋里冷清得很", "nlu_fallback", "action_default_ask_affirmation"),
    ],
)
def test_who_is_lonely_is_listened_to_and_offered_company(
    stage: Stage, said: str, intent: str, action: str
) -> None:
    done = stage.run(action, said, intent)
    assert done.buttons == ["想有人来看看我", "找人工"]
    assert stage.tools.local.crisis_line in done.text
    with stage.bureau.reading() as office:
        assert queries.open_handover(office, talks.get(office, stage.token).id) is None


def test_money_that_nobody_speaks_of_is_no_loneliness(stage: Stage) -> None:
    done = stage.run("action_begin_complaint", "低保钱没人跟我说说", "file_complaint")
    assert "想有人来看看我" not in done.buttons


def test_who_chats_on_is_listened_to_and_offered_nothing_again(stage: Stage) -> None:
    before = [
        {"event": "user", "text": "没人说话 闷得慌", "parse_data": {"intent": {"name": "request_human"}}}
    ]
    for said in ("78了 儿子在外头", "你会讲笑话不", "就是想说说话"):
        done = stage.run("action_default_ask_affirmation", said, "nlu_fallback", before=before)
        assert "听着" in done.text
        assert ("不大会" in done.text) is said.startswith("你")
        assert not done.buttons
