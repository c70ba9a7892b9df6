"""Complaints as strangers tell them: in pieces, with a space for a comma, out of turn; nothing of it is lost or twisted."""

from dataclasses import replace

import pytest

from actions.complaint import other_matter, outlook, phrases
from casework.conversations import drafts, talks
from knowledge.answering import Library
from tests.actions.conftest import Stage

TOLD = {
    "complaint_category": "bribery",
    "complaint_narrative": "村里会计收了我家两条鱼才给办低保",
    "complaint_place": "柳溪镇青石坳村",
    "complaint_accused": "会计",
    "complaint_time": "去年",
    "complaint_representatives": "",
    "complaint_draft": {"key": "k"},
}


@pytest.fixture
def telling(stage: Stage) -> Stage:
    stage.slots |= TOLD
    return stage


class TestCorrection:
    @pytest.mark.parametrize("said", ["不是会计 是出纳 名字我也说不上来", "会计不是 是出纳 名字我也说不上来"])
    def test_a_space_ends_what_is_right_and_the_rest_is_more_of_the_account(
        self, telling: Stage, said: str
    ) -> None:
        telling.answers("complaint_identity", said, "deny", entities=[("role", "会计"), ("role", "出纳")])
        assert telling.slots["complaint_accused"] == "出纳"
        assert telling.slots["complaint_narrative"].startswith("村里出纳收了我家两条鱼才给办低保")
        assert telling.slots["complaint_narrative"].endswith("名字我也说不上来")

    def test_a_village_behind_its_township_belongs_to_what_is_right(self, telling: Stage) -> None:
        parts = [("place", "青石坳村"), ("place", "白石镇"), ("place", "高坎村")]
        telling.answers("complaint_identity", "不是青石坳村 是白石镇 高坎村", "deny", entities=parts)
        assert telling.slots["complaint_place"] == "白石镇高坎村"

    def test_what_is_wrong_is_never_nothing(self, telling: Stage) -> None:
        telling.answers("complaint_identity", "残疾补贴不是 是低保", "inform", entities=[("program", "低保")])
        assert telling.slots["complaint_narrative"].startswith(TOLD["complaint_narrative"])


class TestPlace:
    @pytest.mark.parametrize(
        ("said", "parts", "place"),
        [
            ("高坎村 白石镇的", ["高坎村", "白石镇"], "白石镇高坎村"),
            ("高坎 白石镇高坎", ["高坎", "白石镇"], "白石镇高坎"),
            ("白石镇高坎村3组28号", ["白石镇", "高坎村"], "白石镇高坎村3组28号"),
            ("白石镇 高坎村 下组", ["白石镇", "高坎村"], "白石镇高坎村下组"),
        ],
    )
    def test_it_stands_in_order_with_each_part_once(
        self, stage: Stage, said: str, parts: list[str], place: str
    ) -> None:
        stage.slots |= TOLD | {"complaint_place": None}
        stage.answers("complaint_place", said, entities=[("place", one) for one in parts])
        assert stage.slots["complaint_place"] == place

    def test_two_villages_are_told_apart(self, stage: Stage) -> None:
        stage.slots |= TOLD | {"complaint_place": None}
        parts = [("place", "高坎村"), ("place", "大湾村")]
        stage.answers("complaint_place", "高坎村的人占了大湾村的名额", entities=parts)
        assert stage.slots["complaint_place"] == "高坎村、大湾村"

    def test_the_committee_names_its_village(self, stage: Stage) -> None:
        stage.slots |= TOLD | {"complaint_place": None}
        stage.answers("complaint_place", "贴在高坎村委会墙上", entities=[("organ", "高坎村委会")])
        assert stage.slots["complaint_place"] == "高坎村"

    def test_the_county_town_is_a_place(self, stage: Stage) -> None:
        stage.slots |= TOLD | {"complaint_place": None}
        stage.answers("complaint_place", "我家就在县城里头", entities=[])
        assert stage.slots["complaint_place"] == "县城"

    @pytest.mark.parametrize(
        ("said", "parts"),
        [
            ("白石镇高坎村3组28号", [("place", "白石镇"), ("place", "高坎村"), ("date", "28号")]),
            ("地址是高坎村128号", [("place", "高坎村"), ("phone", "128")]),
            ("高坎村36号", [("place", "高坎村"), ("amount", "36")]),
        ],
    )
    def test_the_number_of_a_house_is_no_day_no_sum_and_no_telephone(
        self, stage: Stage, said: str, parts: list[tuple[str, str]]
    ) -> None:
        stage.slots |= TOLD | {"complaint_place": None, "complaint_time": None}
        stage.answers("complaint_place", said, entities=parts)
        assert "高坎村" in stage.slots["complaint_place"]
        assert not stage.slots.get("complaint_time")
        assert not stage.slots.get("complaint_phone")
        assert "amount" not in stage.slots["complaint_draft"]


class TestName:
    def test_it_is_heard_behind_where_one_comes_from(self, stage: Stage) -> None:
        said = "我是白石镇高坎村的吕长贵，我举报村会计收钱办低保，实名，电话13900005518"
        parts = [("place", "白石镇"), ("place", "高坎村"), ("person", "吕长贵"), ("role", "会计")]
        stage.run("action_begin_complaint", said, "file_complaint", entities=parts, category="bribery")
        assert stage.slots["complaint_name"] == "吕长贵"
        assert stage.slots["complaint_accused"] == "会计"

    def test_somebody_elses_is_not_the_speakers(self, telling: Stage) -> None:
        telling.slots |= {"complaint_identity": "real_name", "complaint_name": None}
        telling.answers("complaint_name", "他外甥叫吕长贵", entities=[("person", "吕长贵")])
        assert not telling.slots.get("complaint_name")

    @pytest.mark.parametrize("said", ["我叫司徒建国", "司徒建国 13812345678"])
    def test_a_surname_of_two_signs_does_not_end_it(self, telling: Stage, said: str) -> None:
        telling.slots |= {"complaint_identity": "real_name", "complaint_name": None}
        telling.answers("complaint_name", said, entities=[("person", "司徒")])
        assert telling.slots["complaint_name"] == "司徒建国"

    def test_the_one_introduced_stands_in_the_place_of_one_only_guessed(self, telling: Stage) -> None:
        telling.slots |= {"complaint_name": "申请过"}
        parts = [("person", "吕长贵"), ("person", "吕小梅"), ("phone", "13812345678")]
        telling.answers("complaint_identity", "他叫吕长贵 我叫吕小梅 13812345678 实名", entities=parts)
        assert telling.slots["complaint_name"] == "吕小梅"

    @pytest.mark.parametrize("said", ["对", "是的", "就这些人", "够了"])
    def test_a_yes_ends_the_naming_of_others(self, telling: Stage, said: str) -> None:
        people = [{"name": "吕小梅", "phone": ""}]
        telling.slots |= {
            "complaint_identity": "real_name",
            "complaint_representatives": None,
            "complaint_draft": {"key": "k", "headcount": 12, "people": people},
        }
        telling.answers("complaint_representatives", said, "affirm")
        assert telling.slots["complaint_representatives"] == "answered"


class TestMoreOfIt:
    @pytest.mark.parametrize(
        "said",
        [
            "也不贴榜 就他们几个人定的名额",
            "我不认得她叫什么 长头发戴口罩 三十来岁",
            "没有具体哪一个 整个村的名单都这样",
            "哪有啥协议 从来没签过 我舅舅字都不认得",
        ],
    )
    def test_it_is_kept_though_a_word_of_a_question_stands_in_it(self, telling: Stage, said: str) -> None:
        done = telling.answers("complaint_identity", said, "file_complaint")
        assert said in telling.slots["complaint_narrative"]
        assert "没听懂" not in done.text

    @pytest.mark.parametrize(
        "said", ["你们几点上班", "低保要几个月才批", "还要交什么材料", "我不知道要带啥材料"]
    )
    def test_a_question_stays_one(self, said: str) -> None:
        assert phrases.asks(said)

    def test_who_a_relative_is_is_kept_whatever_was_asked(self, telling: Stage) -> None:
        said = "我爸叫吕长贵 我是他小女儿"
        telling.answers("complaint_identity", said, entities=[("relation", "我爸"), ("person", "吕长贵")])
        assert telling.slots["complaint_draft"]["relation_name"] == "吕长贵"

    @pytest.mark.parametrize(
        ("known", "said", "part", "now"),
        [
            ("去年", "去年九月发的 就那一回", "去年九月", "去年九月"),
            ("这几天", "九月初就贴出来了 一直没撕", "九月初", "九月初"),
            ("三年", "我记着是22年冬天就吃上了", "22年冬天", "三年、22年冬天"),
            ("上个月", "上次投诉他是五月份打的热线", "五月份", "上个月"),
            ("八月", "九月我又去找了他一次", "九月", "八月"),
        ],
    )
    @pytest.mark.parametrize("slot", ["complaint_identity", "complaint_confirmed"])
    def test_a_day_told_more_exactly_in_passing_is_the_day(
        self, telling: Stage, slot: str, known: str, said: str, part: str, now: str
    ) -> None:
        telling.slots |= {"complaint_time": known}
        telling.answers(slot, said, entities=[("date", part)])
        assert telling.slots["complaint_time"] == now

    def test_a_village_said_again_keeps_its_township(self, telling: Stage) -> None:
        done = telling.answers("complaint_confirmed", "青石坳村的 说过了", entities=[("place", "青石坳村")])
        assert telling.slots["complaint_place"] == "柳溪镇青石坳村"
        assert "utter_corrected" not in done.responses

    def test_another_who_is_named_at_the_end_is_complained_of_too(self, telling: Stage) -> None:
        telling.slots |= {"complaint_identity": "anonymous"}
        said = "他外甥叫吕长贵 名额就是给他的"
        telling.answers("complaint_confirmed", said, "file_complaint", entities=[("person", "吕长贵")])
        assert telling.slots["complaint_accused"] == "会计、吕长贵"


class TestSigning:
    @pytest.mark.parametrize("said", ["不用写我的名字", "别登我名字", "不要记俺的姓名"])
    def test_no_name_to_be_written_is_anonymous(self, telling: Stage, said: str) -> None:
        telling.answers("complaint_identity", said, "deny")
        assert telling.slots["complaint_identity"] == "anonymous"

    @pytest.mark.parametrize("said", ["别把我说出去 都是一个村的", "不要传出去啊", "别说是我讲的"])
    def test_not_to_be_given_away_is_confidential(self, telling: Stage, said: str) -> None:
        telling.answers("complaint_identity", said, "file_complaint", confidence=0.6)
        assert telling.slots["complaint_identity"] == "confidential"

    @pytest.mark.parametrize(
        "said", ["他怎么知道是我告的？是不是你们漏的？", "是不是民政局泄露了", "村里咋晓得是我"]
    )
    def test_a_suspected_leak_is_a_point_of_the_matter_and_not_denied(
        self, telling: Stage, said: str
    ) -> None:
        done = telling.answers("complaint_identity", said, "file_complaint")
        assert "一起查" in done.text
        assert said in telling.slots["complaint_narrative"]
        assert telling.slots["complaint_draft"]["secondary"] == ["privacy_leak"]

    def test_who_asks_whether_it_is_kept_secret_begins_nothing(self, stage: Stage) -> None:
        done = stage.run("action_begin_complaint", "你们真的会保密吗", "file_complaint")
        assert done.responses == ["utter_fear_answered"]
        assert "complaint_draft" not in done.slots

    @pytest.mark.parametrize("said", ["那还是报上去 匿名", "想通了 还是投诉吧 不留名"])
    def test_what_was_broken_off_is_lodged_after_all(self, telling: Stage, said: str) -> None:
        with telling.bureau.office() as office:
            drafts.save(office, talks.get(office, telling.token), TOLD)
        telling.slots = {}
        done = telling.run("action_privacy", said, "privacy_request", confidence=0.4)
        assert done.slots["complaint_narrative"] == TOLD["complaint_narrative"]
        assert done.slots["complaint_identity"] == "anonymous"


def test_a_yes_to_keeping_files_is_no_yes_to_what_was_read_back(telling: Stage) -> None:
    telling.slots |= {"complaint_identity": "anonymous"}
    done = telling.answers("complaint_confirmed", "同意存", "affirm")
    assert done.slots.get("complaint_confirmed") is None
    assert "没有要存的材料" in done.text


class TestTwoMatters:
    @pytest.fixture
    def two(self, telling: Stage) -> Stage:
        second = {"complaint_narrative": "我的申请交了半年没动静", "complaint_category": "delayed"}
        told = {"said": "我的申请交了半年没动静", "slots": second, "draft": {}}
        telling.slots |= {
            "complaint_category": "attitude",
            "complaint_narrative": "窗口那个女的吼我",
            "complaint_time": None,
            "complaint_draft": {"key": "k", "next": [told]},
        }
        return telling

    def test_what_is_of_the_seconds_kind_is_told_of_the_second(self, two: Stage) -> None:
        said = "特困不是 是低保 五月底交上去的"
        two.answers(
            "complaint_identity",
            said,
            category="delayed",
            entities=[("program", "低保"), ("date", "五月底")],
        )
        assert two.slots["complaint_narrative"] == "窗口那个女的吼我"
        assert not two.slots["complaint_time"]
        (second,) = two.slots["complaint_draft"]["next"]
        assert second["slots"]["complaint_time"] == "五月底"
        assert said in second["slots"]["complaint_narrative"]
        assert second["draft"]["program"] == "低保"

    def test_an_answer_is_told_of_the_first(self, two: Stage) -> None:
        two.answers(
            "complaint_time", "大概五月底那几天的事", category="delayed", entities=[("date", "五月底")]
        )
        assert two.slots["complaint_time"] == "五月底"

    @pytest.mark.parametrize("said", ["两件都要投 分开行不行", "两个事都登记吧", "能不能分开登记 可以吗"])
    def test_both_are_lodged_where_that_is_asked(self, two: Stage, said: str) -> None:
        assert two.answers("complaint_identity", said).responses == ["utter_next_noted"]

    @pytest.mark.parametrize("said", ["第二件也对", "那件也要投诉", "另一件也登记吧"])
    def test_the_second_is_taken_up_by_a_word(self, said: str) -> None:
        assert other_matter.THE_OTHER.match(said)


class TestWho:
    def test_the_bank_where_one_went_for_money_is_not_complained_of(self, stage: Stage) -> None:
        said = "上个月去信用社取钱才晓得低保停了，谁也没通知"
        stage.run("action_begin_complaint", said, "file_complaint", category="wrongly_stopped", entities=[("organ", "信用社"), ("program", "低保")])  # fmt: skip
        assert not stage.slots.get("complaint_accused")

    def test_the_village_is_complained_of_by_its_level_where_the_account_says_that_it_did_it(
        self, stage: Stage
    ) -> None:
        stage.slots |= {
            "complaint_category": "card_withheld",
            "complaint_narrative": "我舅的折子村里头管着不给他",
            "complaint_draft": {"key": "k"},
        }
        stage.answers("complaint_accused", "高坎村", entities=[("place", "高坎村")])
        assert stage.slots["complaint_place"] == "高坎村"
        assert stage.slots["complaint_accused"] == "村里头"

    def test_a_county_village_is_known_though_it_was_not_heard(self, telling: Stage) -> None:
        telling.slots |= {"complaint_place": None}
        telling.answers("complaint_place", "不光我家 老槐树下组十好几户都这样", "file_complaint")
        assert telling.slots["complaint_place"] == "老槐树下组"

    def test_words_that_begin_like_a_surname_are_no_name(self, stage: Stage) -> None:
        stage.slots |= {"complaint_category": "left_out", "complaint_narrative": "我哥没人管", "complaint_draft": {"key": "k"}}  # fmt: skip
        stage.answers("complaint_place", "申请过 村里说他有三轮车", "file_complaint")
        assert not stage.slots.get("complaint_name")

    def test_whom_it_is_about_is_named_later(self, telling: Stage) -> None:
        telling.slots["complaint_draft"] = {"key": "k", "relation": "我哥"}
        parts = [("person", "吕长贵"), ("person", "吕小梅"), ("phone", "13812345678")]
        telling.answers("complaint_identity", "他叫吕长贵 我叫吕小梅 13812345678 实名", entities=parts)
        assert telling.slots["complaint_draft"]["relation_name"] == "吕长贵"
        assert telling.slots["complaint_name"] == "吕小梅"

    def test_the_village_that_was_wrong_is_not_kept_beside_the_right_one(self, telling: Stage) -> None:
        telling.slots |= {"complaint_place": "大湾村"}
        said = "不对 我嫁到大湾村 我哥在高坎村 白石镇高坎村"
        telling.answers("complaint_time", said, entities=[("place", "大湾村"), ("place", "高坎村"), ("place", "白石镇")])  # fmt: skip
        assert telling.slots["complaint_place"] == "白石镇高坎村"


class TestNotUnderstood:
    def test_it_is_said_that_the_question_stands(self, telling: Stage) -> None:
        done = telling.answers("complaint_identity", "呃 那啥", "nlu_fallback", confidence=0.1)
        assert "没听懂" in done.text
        assert "我问的是" in done.text

    @pytest.mark.parametrize("said", ["code是啥 干啥用的", "查询码有什么用"])
    @pytest.mark.parametrize("slot", ["complaint_identity", "complaint_confirmed"])
    def test_what_the_code_is_for_is_said(self, telling: Stage, slot: str, said: str) -> None:
        done = telling.answers(slot, said, "ask_capability")
        assert "凭编号和查询码" in done.text
        assert done.slots == {slot: None}

    def test_a_programme_said_with_a_grumble_is_told(self, telling: Stage) -> None:
        telling.slots |= {"complaint_place": None}
        done = telling.answers(
            "complaint_place", "低保啊还能是啥", "ask_capability", entities=[("program", "低保")]
        )
        assert not done.rejected
        assert telling.slots["complaint_draft"]["program"] == "低保"

    def test_what_is_still_so_is_no_question(self, telling: Stage) -> None:
        said = "到现在还在墙上挂着呢"
        telling.answers("complaint_identity", said, "ask_publicity", confidence=0.7)
        assert said in telling.slots["complaint_narrative"]

    def test_what_stands_beside_the_day_is_told_too(self, telling: Stage) -> None:
        telling.slots |= {"complaint_time": None}
        said = "村里说的 没给书面的东西 去年11月说的"
        telling.answers("complaint_time", said, entities=[("organ", "村里"), ("date", "去年11月")])
        assert telling.slots["complaint_time"] == "去年11月"
        assert "没给书面的东西" in telling.slots["complaint_narrative"]

    def test_the_account_names_who_did_it_by_level_and_who_is_asked_once(self, stage: Stage) -> None:
        stage.slots |= {
            "complaint_category": "card_withheld",
            "complaint_narrative": "我舅的折子村里头管着不给他",
            "complaint_draft": {"key": "k"},
        }
        stage.answers("complaint_accused", "我舅他字都不认得 从来没签过什么协议", "file_complaint")
        assert stage.slots["complaint_accused"] == "村里头"


class TestQuestionInBetween:
    @pytest.mark.parametrize(
        ("category", "said", "intent", "heard"),
        [
            ("not_public", "贴在哪儿呢", "ask_publicity", "公示"),
            ("card_withheld", "村里给人代管着合法吗", "ask_payment_rule", "协议"),
        ],
    )
    def test_it_is_about_what_is_complained_of(
        self, telling: Stage, corpus_library: Library, category: str, said: str, intent: str, heard: str
    ) -> None:
        telling.tools = replace(telling.tools, library=corpus_library)
        telling.slots |= {"complaint_category": category}
        done = telling.run("action_answer_policy", said, intent, loop="complaint_form", requested="complaint_place")  # fmt: skip
        assert heard in done.text
        assert "依据" in done.text

    def test_two_matters_of_one_opening_share_no_time(self, stage: Stage) -> None:
        said = "两件事 一件是窗口那个男的吼我 一件是我的申请交了半年没信"
        stage.run("action_begin_complaint", said, "file_complaint", category="attitude", entities=[("duration", "半年")])  # fmt: skip
        assert not stage.slots.get("complaint_time")

    def test_that_one_is_going_to_ask_is_no_part_of_the_question(
        self, telling: Stage, corpus_library: Library
    ) -> None:
        telling.tools = replace(telling.tools, library=corpus_library)
        telling.slots |= {"complaint_category": "not_public", "complaint_narrative": "低保从来不公示"}
        said = "等一下 我先问一下 公示一般要贴几天"
        done = telling.run("action_answer_policy", said, "ask_publicity", loop="complaint_form", requested="complaint_place")  # fmt: skip
        assert "依据" in done.text

    def test_the_programme_that_it_is_not_is_not_noted(self, telling: Stage) -> None:
        parts = [("program", "特困"), ("program", "低保")]
        telling.answers("complaint_identity", "特困不是 是低保 我报的是低保", entities=parts)
        assert telling.slots["complaint_draft"]["program"] == "低保"

    @pytest.mark.parametrize("said", ["材料到底要哪些 你给我说说", "办低保要带哪些材料"])
    def test_the_papers_of_an_application_are_no_evidence(self, said: str) -> None:
        assert outlook.heard(said) is None


def test_a_villages_short_name_answers_where_it_was(stage: Stage) -> None:
    stage.slots |= TOLD | {"complaint_place": None, "complaint_accused": None}
    stage.answers("complaint_place", "高坎", entities=[("person", "高坎")])
    assert stage.slots["complaint_place"] == "高坎"
    assert not stage.slots["complaint_accused"]


def test_a_name_written_without_a_telephone_signs(telling: Stage) -> None:
    telling.answers("complaint_identity", "名字写吕小梅 没手机", entities=[("person", "吕小梅")])
    assert telling.slots["complaint_identity"] == "real_name"
    assert telling.slots["complaint_name"] == "吕小梅"
    assert telling.slots["complaint_phone"] == ""
