"""A second matter told before the first is lodged is a complaint of its own; more of the first stays in it."""

from collections.abc import Sequence

import pytest

from casework.conversations import drafts, talks
from casework.petitions.models import Petition
from tests.actions.conftest import Reaction, Stage

FIRST = "白石镇高坎村会计扣了我家低保三个月没发"
TOLD = {
    "complaint_category": "payment_missing",
    "complaint_narrative": FIRST,
    "complaint_place": "白石镇高坎村",
    "complaint_accused": "会计",
    "complaint_time": "三个月",
    "complaint_draft": {"key": "first"},
}
NEIGHBOUR = "还有我家邻居有车有房还吃低保 也管管"
LODGED = {
    "complaint_identity": "real_name",
    "complaint_name": "王桂花",
    "complaint_phone": "13800138000",
    "complaint_representatives": "",
}
Part = tuple[str, str]


def told(stage: Stage, said: str, category: str, *parts: Part, slot: str = "complaint_identity") -> Reaction:
    stage.slots = {**TOLD, **stage.slots}
    return stage.run(
        "validate_complaint_form",
        said,
        "file_complaint",
        category=category,
        entities=parts,
        loop="complaint_form",
        requested=slot,
    )


@pytest.mark.parametrize(
    ("said", "category", "parts"),
    [
        (NEIGHBOUR, "wrongly_covered", [("relation", "邻居")]),
        ("对了还有个事，村会计扣着我妈的卡", "card_withheld", [("role", "村会计")]),
        ("另外村里的低保名单从来没公示过", "not_public", []),
        ("再一个，民政所的小李收了我两条烟才给办", "bribery", [("person", "小李")]),
        ("顺便反映一下隔壁老王家开着宝马还吃低保", "wrongly_covered", []),
        ("对了，村主任把他侄子也报了低保", "favoritism", [("role", "村主任")]),
        ("第二件事，乡里办事员骂人", "attitude", [("role", "办事员")]),
        ("除了这个，我还想告村支书吃拿卡要", "bribery", [("role", "村支书")]),
        ("再说一个事，村里把我的身份证号贴墙上了", "privacy_leak", []),
        ("俺还要告村主任，他贪污五保户的钱", "embezzlement", [("role", "村主任")]),
        ("这个先不说，还有我侄子在外面打工还领着低保", "wrongly_covered", [("relation", "我侄子")]),
        ("还有镇民政所的小张态度恶劣得很", "attitude", [("person", "小张")]),
        ("还有一件事，我家残疾补贴也没发", "payment_missing", []),
    ],
)
@pytest.mark.parametrize("slot", ["complaint_place", "complaint_identity", "complaint_confirmed"])
def test_another_matter_is_kept_for_afterwards(
    stage: Stage, said: str, category: str, parts: Sequence[Part], slot: str
) -> None:
    done = told(stage, said, category, *parts, slot=slot)
    assert done.responses == ["utter_next_noted"]
    (kept,) = done.slots["complaint_draft"]["next"]
    assert kept["slots"]["complaint_narrative"] == said
    assert stage.slots["complaint_narrative"] == FIRST


@pytest.mark.parametrize(
    ("said", "category", "parts"),
    [
        ("还有上个月的也没发", "payment_missing", [("date", "上个月")]),
        ("还有我去问了三次都没人理", "petition_unanswered", []),
        ("另外我打电话他们也不接", "hotline_failure", []),
        ("还有他还骂了我一顿", "attitude", []),
        ("再一个他儿子开宝马", "wrongly_covered", []),
        ("还有会计还收了我三百块钱", "bribery", [("role", "会计")]),
        ("另外残疾补贴也被停了没人说", "wrongly_stopped", []),
        ("还有我忘了说，村里没公示过", "not_public", []),
    ],
)
def test_more_of_the_same_stays_in_it(stage: Stage, said: str, category: str, parts: Sequence[Part]) -> None:
    done = told(stage, said, category, *parts)
    assert "utter_next_noted" not in done.responses
    assert not (stage.slots["complaint_draft"] or {}).get("next")
    assert said in stage.slots["complaint_narrative"]


def test_an_answer_and_the_second_matter_come_in_one_message(stage: Stage) -> None:
    done = told(stage, "匿名，还有我家邻居开着小车还吃低保", "wrongly_covered", ("relation", "邻居"))
    assert done.slots["complaint_identity"] == "anonymous"
    assert done.responses == ["utter_anonymous_costs", "utter_next_noted"]
    assert done.slots["complaint_draft"]["next"][0]["said"] == "还有我家邻居开着小车还吃低保"


def test_one_that_is_only_announced_is_asked_about_afterwards(stage: Stage) -> None:
    assert "utter_next_noted" in told(stage, "还有一件事我要投诉", "other").responses
    lodge(stage)
    assert "utter_complaint_begun_empty" in take_up(stage, "要").responses
    assert stage.slots["complaint_narrative"] is None


LAST = [{"event": "user", "text": "对"}]


def take_up(stage: Stage, said: str) -> Reaction:
    after = [{"event": "action", "name": "action_affirm"}]
    return stage.run("action_begin_complaint", said, "affirm", before=LAST, after=after)


def lodge(stage: Stage) -> Reaction:
    stage.slots |= {**LODGED, "complaint_confirmed": True}
    return stage.run("action_lodge_complaint", "对", "affirm")


def test_after_the_first_is_lodged_the_second_is_offered_and_kept(stage: Stage) -> None:
    told(stage, NEIGHBOUR, "wrongly_covered", ("relation", "邻居"))
    done = lodge(stage)
    assert "另一件事" in done.text
    assert "接着说另一件" in done.buttons
    with stage.bureau.reading() as office:
        assert office.db.query(Petition).count() == 1
        kept = drafts.find(office, talks.get(office, stage.token))
    assert kept is not None
    assert kept["complaint_narrative"] == NEIGHBOUR


@pytest.mark.parametrize("said", ["要", "好", "接着说", "说另一件", "那就说那件事吧"])
def test_a_yes_takes_it_up_and_asks_nothing_twice(stage: Stage, said: str) -> None:
    told(stage, NEIGHBOUR, "wrongly_covered", ("relation", "邻居"))
    lodge(stage)
    first = stage.run("action_affirm", said, "affirm", before=LAST)
    assert first.events[-1]["name"] == "action_begin_complaint"
    take_up(stage, said)
    assert stage.slots["complaint_narrative"] == NEIGHBOUR
    assert stage.slots["complaint_category"] == "wrongly_covered"
    assert stage.slots["complaint_name"] == "王桂花"
    assert stage.slots["complaint_place"] == "白石镇高坎村"
    assert stage.slots["complaint_confirmed"] is None
    assert stage.slots["complaint_draft"]["key"] != "first"


def test_a_yes_to_something_later_takes_up_nothing(stage: Stage) -> None:
    told(stage, NEIGHBOUR, "wrongly_covered", ("relation", "邻居"))
    lodge(stage)
    later = [*LAST, {"event": "user", "text": "低保多久办好"}]
    done = stage.run("action_affirm", "好", "affirm", before=later)
    assert "complaint_narrative" not in done.slots
    assert [event for event in done.events if event["event"] == "followup"] == []


def test_a_third_matter_comes_after_the_second(stage: Stage) -> None:
    told(stage, NEIGHBOUR, "wrongly_covered", ("relation", "邻居"))
    third = "再说一个事，村里把我的身份证号贴墙上了"
    told(stage, third, "privacy_leak")
    lodge(stage)
    take_up(stage, "要")
    assert [one["said"] for one in stage.slots["complaint_draft"]["next"]] == [third]
    assert third[:20] in lodge(stage).text
