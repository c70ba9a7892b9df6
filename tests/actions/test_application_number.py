"""The number of an application said in a complaint: kept with it, and neither a proof nor a key to anything."""

from typing import Any

import pytest
from sqlalchemy import func, select

from actions.complaint import asking
from actions.complaint.filing import Filing
from casework.assistance.models import AccessGrant, AccessTry
from casework.petitions.models import Petition
from tests.actions.conftest import Answering, Stage
from tests.casework.assistance.conftest import Registers
from tests.casework.conftest import settle

NUMBER = "SQ26-0000-0011"
HEARD: dict[str, Any] = {"entities": [("application_no", NUMBER)]}
STORY = {
    "complaint_category": "delayed",
    "complaint_narrative": "低保申请拖了三个月没有结果",
    "complaint_place": "柳溪镇青石坳村",
    "complaint_accused": "",
    "complaint_time": "三个月",
}


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (f"我的申请编号是{NUMBER}", HEARD),
        (NUMBER, HEARD),
        ("申请编号：2600000011", {}),
        ("受理号是SQ２６－００００－００１１", {}),
    ],
)
@pytest.mark.parametrize("intent", ["inform", "check_application", "nlu_fallback"])
@pytest.mark.parametrize(
    "slot",
    ["complaint_narrative", "complaint_place", "complaint_time", "complaint_name", "complaint_confirmed"],
)
def test_it_is_taken_down_and_the_question_stays(
    stage: Stage, answer: Answering, said: str, heard: dict[str, Any], intent: str, slot: str
) -> None:
    stage.slots |= {name: value for name, value in STORY.items() if name != slot}
    done = answer(slot, said, intent, **heard)
    assert done.slots["complaint_draft"]["application_key"] == "SQ2600000011"
    assert done.slots[slot] is None
    assert done.responses == ["utter_added"]
    assert not done.rejected


def test_beside_an_answer_it_is_taken_down_too(stage: Stage, answer: Answering) -> None:
    done = answer(
        "complaint_place",
        f"柳溪镇青石坳村，申请编号{NUMBER}",
        entities=[("place", "柳溪镇"), ("place", "青石坳村"), *HEARD["entities"]],
    )
    assert done.slots["complaint_place"] == "柳溪镇青石坳村"
    assert done.slots["complaint_draft"]["application_key"] == "SQ2600000011"


def test_in_the_opening_it_is_taken_down(stage: Stage) -> None:
    said = f"我要投诉，低保申请拖了三个月没有结果，申请编号{NUMBER}"
    begun = stage.run("action_begin_complaint", said, "file_complaint", category="delayed", **HEARD)
    assert begun.slots["complaint_draft"]["application_key"] == "SQ2600000011"


def test_a_question_about_it_is_still_looked_up(answer: Answering) -> None:
    assert answer("complaint_place", f"帮我查一下{NUMBER}办到哪了", "check_application", **HEARD).rejected


def test_its_digits_are_no_telephone(stage: Stage, answer: Answering) -> None:
    done = answer("complaint_place", "申请编号是2026001")
    assert "complaint_phone" not in done.slots
    assert done.slots["complaint_draft"]["application_key"] == "2026001"


@pytest.mark.parametrize("number", [NUMBER, "SQ26-9999-9999"])
def test_it_proves_nothing_and_tells_nothing(stage: Stage, answer: Answering, number: str) -> None:
    """Known and unknown numbers meet the same words; nobody is let in, and nothing of the application is filled in."""
    with stage.bureau.office() as office:
        assert Registers(settle(office)).apply().number == NUMBER
    stage.slots |= {name: value for name, value in STORY.items() if name != "complaint_place"}
    done = answer("complaint_place", f"申请编号是{number}", entities=[("application_no", number)])
    assert done.responses == ["utter_added"]
    assert set(done.slots) == {"complaint_place", "complaint_draft"}
    assert "王小明" not in str(stage.slots)
    assert (
        stage.run("action_begin_record", "我的申请办到哪一步了", "check_application").slots[
            "record_last_four"
        ]
        is None
    )
    with stage.bureau.reading() as office:
        for table in (AccessGrant, AccessTry):
            assert office.db.scalar(select(func.count()).select_from(table)) == 0


def lodged(stage: Stage, identity: str) -> tuple[str, str | None]:
    """The read-back, and the number that is kept with the petition."""
    stage.slots |= STORY | {
        "complaint_identity": identity,
        "complaint_name": "王小明",
        "complaint_phone": "13800138000",
        "complaint_draft": {"key": "k", "application_key": "SQ2600000011"},
    }
    with stage.bureau.office() as office:
        found = office.db.get_one(Petition, Filing.of(stage.slots, stage.token).lodge(office).petition.id)
        return asking.read_back(stage.slots), office.vault.open_or_none(found.application_sealed)


@pytest.mark.parametrize("identity", ["real_name", "confidential"])
def test_it_is_read_back_by_its_end_and_lodged_under_seal(stage: Stage, identity: str) -> None:
    said, kept = lodged(stage, identity)
    assert "关于的申请：编号尾号 0011" in said
    assert kept == "SQ2600000011"


def test_who_stays_anonymous_is_not_given_away_by_it(stage: Stage) -> None:
    said, kept = lodged(stage, "anonymous")
    assert "编号尾号" not in said
    assert kept is None
