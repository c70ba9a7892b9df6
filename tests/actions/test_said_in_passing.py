"""What is said in passing while a complaint is told: where, who it was not, and that nothing has come."""

import pytest

from actions.complaint import account
from tests.actions.conftest import Stage

PLACE = "柳溪镇青石坳村"
TOLD = {
    "complaint_category": "attitude",
    "complaint_narrative": "民政所那个女的态度太差了",
    "complaint_place": PLACE,
    "complaint_accused": "民政所",
    "complaint_time": "昨天",
    "complaint_draft": {"key": "k"},
}


@pytest.fixture
def telling(stage: Stage) -> Stage:
    stage.slots |= TOLD
    return stage


class TestPlaces:
    @pytest.mark.parametrize(
        ("said", "parts", "place"),
        [
            ("俺是刘西镇青石凹的", ["刘西镇"], "刘西镇青石凹"),
            ("河口乡大湾，就那儿", ["河口乡"], "河口乡大湾"),
            ("河口乡政府后头的院子", ["河口乡"], "河口乡"),
        ],
    )
    def test_a_village_nobody_knows_stands_behind_its_township(
        self, telling: Stage, said: str, parts: list[str], place: str
    ) -> None:
        telling.slots["complaint_place"] = None
        done = telling.answers("complaint_place", said, entities=[("place", part) for part in parts])
        assert done.slots["complaint_place"] == place


@pytest.mark.parametrize("said", ["不认识她 不知道叫啥", "没见过那个人", "我也不认识他，不晓得姓啥"])
def test_a_stranger_has_no_name_whatever_is_asked(telling: Stage, said: str) -> None:
    done = telling.answers("complaint_identity", said)
    assert done.responses == ["utter_skipped"]
    assert done.slots["complaint_accused"] == "民政所"
    assert done.slots["complaint_identity"] is None


def test_the_post_and_the_surname_told_later_are_one_person(telling: Stage) -> None:
    telling.slots |= {"complaint_accused": "村会计", "complaint_time": None}
    done = telling.answers("complaint_time", "会计姓陈", entities=[("role", "会计")])
    assert done.slots["complaint_accused"] == "会计姓陈"


@pytest.mark.parametrize("said", ["木有了", "冇得了", "莫得了", "没有啥子了"])
def test_nothing_more_in_dialect_does_not_mean_that_the_money_has_come(telling: Stage, said: str) -> None:
    telling.slots |= {"complaint_category": "payment_missing", "complaint_identity": "anonymous"}
    done = telling.answers("complaint_confirmed", said, "deny")
    assert done.slots.get("complaint_narrative", TOLD["complaint_narrative"])
    assert "到账了就好" not in done.text
    assert done.responses == ["utter_nothing_to_change"]


@pytest.mark.parametrize("said", ["低保公示那张纸", "就是村委会墙上", "那个黑板上的名单"])
def test_a_thing_is_nobody_to_complain_of(telling: Stage, said: str) -> None:
    telling.slots |= {"complaint_category": "privacy_leak", "complaint_accused": None}
    done = telling.answers("complaint_accused", said)
    assert done.slots["complaint_accused"] == ""
    assert said in done.slots["complaint_narrative"]


class TestBelongsToTheAccount:
    @pytest.mark.parametrize(
        "said", ["能不能先让他们撕下来", "叫会计把折子还给我", "要他们赶紧把钱退了", "让村里先公开名单"]
    )
    @pytest.mark.parametrize("slot", ["complaint_identity", "complaint_confirmed"])
    def test_what_is_demanded(self, telling: Stage, slot: str, said: str) -> None:
        done = telling.answers(slot, said, "make_suggestion")
        assert said in done.slots["complaint_narrative"]
        assert done.slots[slot] is None

    def test_the_line_that_nobody_answered(self, telling: Stage) -> None:
        telling.slots["complaint_category"] = "hotline_failure"
        parts = [("organ", "县里"), ("organ", "12349")]
        done = telling.answers("complaint_identity", "县里的12349", entities=parts)
        assert done.responses == ["utter_added"]
        assert "12349" in done.slots["complaint_narrative"]

    @pytest.mark.parametrize("said", ["他们让我去村里", "叫他来了也没用", "请问要多久"])
    def test_other_words_demand_nothing(self, said: str) -> None:
        assert not account.DEMANDS.search(said)
