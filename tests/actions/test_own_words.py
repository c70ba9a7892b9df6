"""What the resident says stands whole in the account; a slot is only copied out of it, and a doubtful one stays empty."""

from collections.abc import Sequence

import pytest

from actions.complaint import account, asking, facts, kinds
from actions.complaint.filing import Filing
from actions.turn import Turn
from tests.actions.conftest import Stage
from understanding import Entity, Parsed

Part = tuple[str, str]
TOLD = {
    "complaint_category": "embezzlement",
    "complaint_narrative": "每个月到账后队里都要扣我妈五十块",
    "complaint_representatives": "",
    "complaint_draft": {"key": "k"},
}


def turn(said: str, parts: Sequence[Part] = (), **slots: object) -> Turn:
    entities = tuple(
        Entity(kind, value, said.find(value), said.find(value) + len(value)) for kind, value in parts
    )
    parsed = Parsed(said, "inform", 0.9, entities=entities)
    return Turn(said, parsed, "t", slots=slots, loop="complaint_form", requested=str(slots.get("asked", "")))


@pytest.fixture
def telling(stage: Stage) -> Stage:
    stage.slots |= TOLD
    return stage


class TestKept:
    @pytest.mark.parametrize(
        ("slot", "said", "parts"),
        [
            ("complaint_place", "石桥乡杨柳村，我奶奶叫刘玉芬今年八十二", [("place", "石桥乡"), ("place", "杨柳村")]),
            ("complaint_place", "在双桥镇，车是黑的，去年冬天开走的", [("place", "双桥镇"), ("date", "去年冬天")]),
            ("complaint_accused", "会计孙有财，每月初五上门来收，从来不开票", [("role", "会计"), ("person", "孙有财")]),
            ("complaint_time", "从前年开始的，中间停过两个月", [("date", "前年"), ("duration", "两个月")]),
            ("complaint_identity", "我叫陈晓丽，13900002201，别打我奶奶那个电话，她耳朵聋", [("person", "陈晓丽"), ("phone", "13900002201")]),
            ("complaint_phone", "13900002201，白天在厂里接不了，晚上八点以后打", [("phone", "13900002201")]),
            ("complaint_phone", "13900002201 只发短信 不要打", [("phone", "13900002201")]),
            ("complaint_name", "陈晓丽，要求把钱退了，再不许收", [("person", "陈晓丽")]),
            ("complaint_identity", "实名 我叫赵大有 看见的人是开小卖部的老刘", [("person", "赵大有")]),
        ],
    )  # fmt: skip
    def test_what_is_said_beside_an_answer(
        self, telling: Stage, slot: str, said: str, parts: list[Part]
    ) -> None:
        done = telling.answers(slot, said, entities=parts)
        assert said in done.slots["complaint_narrative"]
        assert done.slots[slot] is not None

    @pytest.mark.parametrize(
        ("slot", "said", "parts"),
        [
            ("complaint_place", "石桥乡杨柳村的", [("place", "石桥乡"), ("place", "杨柳村")]),
            ("complaint_accused", "会计孙有财", [("role", "会计"), ("person", "孙有财")]),
            ("complaint_time", "去年三月", [("date", "去年三月")]),
            ("complaint_name", "我叫陈晓丽", [("person", "陈晓丽")]),
            ("complaint_phone", "我的电话是13900002201", [("phone", "13900002201")]),
            ("complaint_identity", "实名，陈晓丽，13900002201", [("person", "陈晓丽"), ("phone", "13900002201")]),
            ("complaint_identity", "匿名吧，谢谢", []),
        ],
    )  # fmt: skip
    def test_a_bare_answer_is_not_written_twice(
        self, telling: Stage, slot: str, said: str, parts: list[Part]
    ) -> None:
        done = telling.answers(slot, said, entities=parts)
        assert "complaint_narrative" not in done.slots

    @pytest.mark.parametrize(
        "said",
        [
            "对 就是这样 交",
            "没有了 谢谢同志",
            "好的 就这些",
            "对着呢 提交",
            "你好",
            "晓得了",
            "没别的了，交吧",
        ],
    )
    def test_yes_courtesies_and_lodging_tell_nothing(self, said: str) -> None:
        assert not account.tells_beside(turn(said))

    @pytest.mark.parametrize("said", ["要等几天", "这个合规定吗", "电话谁能看见", "那咋办"])
    def test_a_question_tells_nothing(self, said: str) -> None:
        assert not account.tells_beside(turn(said))

    @pytest.mark.parametrize(
        "said",
        [
            "要求查清楚材料在哪",
            "就想把钱要回来",
            "希望县里来人，别转给镇上",
            "六十八",
            "一家三口",
            "给我个说法",
        ],
    )
    def test_a_demand_or_who_they_are_does(self, said: str) -> None:
        assert account.tells_beside(turn(said))

    def test_a_demand_that_sounds_like_a_policy_question_is_not_led_away(self, telling: Stage) -> None:
        telling.slots |= {"complaint_place": "石桥乡", "complaint_accused": "", "complaint_time": ""}
        said = "要求给个书面的，白纸黑字写清楚怎么算的"
        done = telling.answers("complaint_identity", said, "ask_appeal")
        assert not done.rejected
        assert said in done.slots["complaint_narrative"]


class TestReadBack:
    SLOTS = TOLD | {
        "complaint_place": "石桥乡",
        "complaint_accused": "",
        "complaint_time": "去年",
        "complaint_identity": "anonymous",
        "complaint_name": "",
        "complaint_phone": "",
    }

    def test_after_a_change_only_what_changed_is_read(self, stage: Stage) -> None:
        stage.slots |= self.SLOTS
        first = stage.run("action_ask_complaint_form_complaint_confirmed")
        assert "① 什么事" in first.text
        stage.answers("complaint_confirmed", "他还扣了隔壁老刘家的取暖费", "file_complaint")
        again = stage.run("action_ask_complaint_form_complaint_confirmed")
        assert "取暖费" in again.text
        assert "① 什么事" not in again.text
        assert "其余没动" in again.text

    def test_all_is_read_again_when_that_is_asked_for(self, stage: Stage) -> None:
        stage.slots |= self.SLOTS
        stage.run("action_ask_complaint_form_complaint_confirmed")
        again = stage.run("action_ask_complaint_form_complaint_confirmed", "再念一遍")
        assert "① 什么事" in again.text

    def test_a_long_account_is_read_whole(self) -> None:
        told = "\n补充：".join(f"第{at}件：{'去问了又推' * 8}" for at in range(12))
        text = asking.read_back(self.SLOTS | {"complaint_narrative": told})
        assert "第11件" in text


class TestWho:
    @pytest.mark.parametrize(
        ("said", "parts", "who"),
        [
            ("收钱的是小组长，叫贺长顺，月月来", [("role", "小组长"), ("person", "贺长顺")], "小组长贺长顺"),
            ("管这事的是委员史红旗", [("person", "史红旗")], "委员史红旗"),
            ("村主任常有德", [("role", "村主任")], "村主任常有德"),
            ("村副主任 姓丁 大名丁守礼", [("role", "副主任"), ("person", "丁守礼")], "村副主任丁守礼"),
            ("经手的姓董", [("person", "董")], "经手的姓董"),
            ("包国民主任", [("person", "包国民"), ("role", "主任")], "包国民主任"),
        ],
    )  # fmt: skip
    def test_who_holds_a_post_is_named_with_it(self, said: str, parts: list[Part], who: str) -> None:
        assert facts.accused_of(turn(said, parts, asked="complaint_accused")) == who

    @pytest.mark.parametrize(
        ("said", "parts"),
        [
            ("看见的人是高秀莲她家老二", [("person", "高秀莲")]),
            ("有两个人听见了 一个龙三娃 一个王翠", [("person", "龙三娃"), ("person", "王翠")]),
            ("马小兵看见过他签字", [("person", "马小兵")]),
            ("当时陈老五在边上，他可以作证", [("person", "陈老五")]),
            ("村会计老赵也知道，账是他记的", [("role", "村会计"), ("person", "老赵")]),
            ("他是五保，叫石来福，八十一了", [("person", "石来福")]),
            ("我妈85 叫田桂英", [("relation", "我妈"), ("person", "田桂英")]),
            ("姓周 周大明 13800004321", [("person", "周 周大明"), ("phone", "13800004321")]),
            ("后来卸在村委会 又拉走了", [("organ", "村委会")]),
            ("话是在村委会门口说的", [("organ", "村委会")]),
            ("大家喊他 丁 大名不晓得", [("person", "丁 大")]),
        ],
    )  # fmt: skip
    def test_nobody_else_is_complained_of(self, said: str, parts: list[Part]) -> None:
        assert facts.accused_of(turn(said, parts, asked="complaint_identity")) is None

    def test_those_who_complain_together_are_not(self, stage: Stage) -> None:
        stage.slots |= TOLD | {"complaint_draft": {"key": "k", "headcount": 2}}
        said = "领头的我算一个 叫曹改花 13800001116 另外曹老五 高秀莲 其他三户不愿写名字"
        parts = [("person", "曹改花"), ("phone", "13800001116"), ("person", "曹老五 高秀莲")]
        done = stage.answers("complaint_identity", said, entities=parts)
        assert done.slots["complaint_identity"] == "real_name"
        assert done.slots["complaint_name"] == "曹改花"
        assert not done.slots.get("complaint_accused")
        people = [one["name"] for one in done.slots["complaint_draft"]["people"]]
        assert people == ["曹老五", "高秀莲"]

    def test_who_is_named_while_something_of_the_speaker_is_asked_is_complained_of(
        self, telling: Stage
    ) -> None:
        telling.slots["complaint_accused"] = ""
        said = "我叫史玉成，13800001119，两回都是委员史红旗说不够条件"
        parts = [("person", "史玉成"), ("phone", "13800001119"), ("person", "史红旗")]
        done = telling.answers("complaint_identity", said, entities=parts)
        assert done.slots["complaint_accused"] == "委员史红旗"
        assert done.slots["complaint_name"] == "史玉成"


class TestWhen:
    @pytest.mark.parametrize(
        ("said", "parts", "when"),
        [
            ("过年回来才知道的，从去年三月开始收的", [("date", "过年"), ("date", "去年三月")], "去年三月"),
            ("昨天晚上发的 她说超过两分钟撤不了", [("date", "昨天晚上"), ("duration", "两分钟")], "昨天晚上"),
            ("证没过期 到二零二九年呢", [("date", "二零二九年")], None),
            ("他儿子中秋还开车回来的", [("date", "中秋")], None),
            ("明天下午三点以后打给我", [("date", "明天下午")], None),
            ("前头四个月的 上沟村", [("duration", "四个月")], None),
            ("可以再申请一次不 还是要等一年", [("duration", "一年")], None),
            ("拖了四个月没发", [("duration", "四个月")], "四个月"),
            ("把闺女加上，从去年八月起补", [("date", "去年八月")], None),
            ("前天我去办残疾证年审", [("date", "前天")], "前天"),
        ],
    )  # fmt: skip
    def test_only_the_time_of_the_matter(self, said: str, parts: list[Part], when: str | None) -> None:
        assert facts.told(turn(said, parts)).slots.get("complaint_time") == when

    @pytest.mark.parametrize("said", ["没有收条 当时没给", "嗯 交 这个别跟前头写一起"])
    def test_what_is_no_time_fills_none(self, telling: Stage, said: str) -> None:
        assert not telling.answers("complaint_time", said).slots.get("complaint_time")

    @pytest.mark.parametrize("said", ["收麦那阵", "娃放假的时候"])
    def test_a_time_in_words_of_ones_own_does(self, telling: Stage, said: str) -> None:
        assert telling.answers("complaint_time", said).slots["complaint_time"] == said


class TestWhere:
    @pytest.mark.parametrize(
        ("said", "parts", "place"),
        [
            ("纺织厂社区 河湾街道", ["纺织厂社区", "河湾街道"], "河湾街道纺织厂社区"),
            ("南关村 杜金锁 县里有房子 金水花园", ["南关村", "金水花园"], "南关村"),
            ("白石镇李家庄的", ["白石镇", "李家庄"], "白石镇李家庄"),
            ("李家庄 村支书叫李宏图", ["李家庄 村"], "李家庄"),
        ],
    )  # fmt: skip
    def test_parts_of_one_place_are_joined_and_two_are_not(
        self, said: str, parts: list[str], place: str
    ) -> None:
        assert facts.place_of(turn(said, [("place", one) for one in parts])) == place

    def test_a_township_told_later_is_put_before_the_village(self, telling: Stage) -> None:
        telling.slots["complaint_place"] = "土门村"
        done = telling.answers("complaint_time", "大营乡 去年夏天", entities=[("place", "大营乡"), ("date", "去年夏天")])  # fmt: skip
        assert done.slots["complaint_place"] == "大营乡土门村"

    def test_where_somebody_lives_is_not_where_they_were_shouted_at(self, telling: Stage) -> None:
        telling.slots |= {"complaint_category": "attitude", "complaint_place": "城关镇"}
        parts = [("place", "东街社区"), ("person", "何玉兰"), ("phone", "13800001109")]
        done = telling.answers("complaint_identity", "东街社区 何玉兰 13800001109", entities=parts)
        assert done.slots.get("complaint_place", "城关镇") == "城关镇"


class TestReached:
    def test_no_name_does_not_drop_the_number_left(self, telling: Stage) -> None:
        said = "名字不留，电话留一个13800001104，有事发短信"
        done = telling.answers("complaint_identity", said, entities=[("phone", "13800001104")])
        assert done.slots["complaint_identity"] == "anonymous"
        assert done.slots["complaint_phone"] == "13800001104"
        assert done.slots["complaint_name"] == ""
        assert "没法找您" not in done.text
        assert "utter_anonymous_costs" not in done.responses
        text = asking.read_back(telling.slots)
        assert "匿名，留了电话" in text

    def test_who_asks_who_sees_the_number_is_told_of_the_number(self, telling: Stage) -> None:
        telling.slots |= {
            "complaint_identity": "anonymous",
            "complaint_name": "",
            "complaint_phone": "13800001104",
        }
        done = telling.answers("complaint_confirmed", "电话号码谁能看见")
        assert "电话只有办这件事的人看得到" in done.text

    def test_the_number_left_stands_in_what_is_lodged(self, telling: Stage) -> None:
        slots = TOLD | {"complaint_identity": "anonymous", "complaint_phone": "13800001104"}
        assert "联系电话：13800001104" in Filing.of(slots, "t")._narrative()
        slots |= {"complaint_phone": ""}
        assert "联系电话" not in Filing.of(slots, "t")._narrative()

    def test_a_childs_number_is_not_kept_without_a_name(self, telling: Stage) -> None:
        telling.slots["complaint_draft"] = {"key": "k", "age": 12}
        said = "名字不留，电话留一个13800001104"
        done = telling.answers("complaint_identity", said, entities=[("phone", "13800001104")])
        assert done.slots["complaint_phone"] == ""

    def test_neither_is_left_where_both_are_refused(self, telling: Stage) -> None:
        done = telling.answers("complaint_identity", "名字不留 电话也不留 一个村的")
        assert done.slots["complaint_phone"] == ""

    @pytest.mark.parametrize(
        "said",
        [
            "能不能别说是我反映的",
            "别跟他说是我",
            "不要把我的名字弄出去",
            "请不要跟他叔叔说是学校反映的",
            "别让他知道是我说的",
        ],
    )
    def test_not_to_be_named_is_confidential(self, telling: Stage, said: str) -> None:
        telling.slots |= {"complaint_identity": "real_name", "complaint_name": "武秀云", "complaint_phone": "13800001117"}  # fmt: skip
        done = telling.answers("complaint_confirmed", said)
        assert done.slots["complaint_identity"] == "confidential"
        assert "utter_confidential_promise" in done.responses

    def test_what_others_want_is_not_the_speakers_choice(self) -> None:
        assert facts.identity_of("其他三户不愿写名字") is None
        assert facts.identity_of("我不愿写名字") == "anonymous"


class TestPutRight:
    def test_a_name_by_itself(self, telling: Stage) -> None:
        telling.slots |= {
            "complaint_identity": "real_name",
            "complaint_name": "石秀云",
            "complaint_phone": None,
        }
        done = telling.answers("complaint_phone", "哦不对打错了，武秀云", entities=[("person", "武秀云")])
        assert done.slots["complaint_name"] == "武秀云"
        assert "武" in done.text

    def test_a_number_in_the_account(self, telling: Stage) -> None:
        telling.slots["complaint_narrative"] = "家里批的时候是四个人，发的钱少"
        done = telling.answers("complaint_identity", "不是四个人，是三个")
        assert "三个人" in done.slots["complaint_narrative"]
        assert "四个人" not in done.slots["complaint_narrative"]

    def test_a_sum_by_itself(self, telling: Stage) -> None:
        telling.slots |= {
            "complaint_narrative": "二月扣了四百",
            "complaint_draft": {"key": "k", "amount": "四百"},
        }
        done = telling.answers(
            "complaint_identity", "不对 是三百八 我记错了", entities=[("amount", "三百八")]
        )
        assert done.slots["complaint_narrative"] == "二月扣了三百八"
        assert done.slots["complaint_draft"]["amount"] == "三百八"

    def test_a_month_keeps_its_year(self, telling: Stage) -> None:
        telling.slots |= {"complaint_narrative": "今年二月扣的", "complaint_time": "今年二月"}
        parts = [("date", "二月"), ("date", "三月")]
        done = telling.answers("complaint_identity", "时间也不对，不是二月，三月扣的", entities=parts)
        assert done.slots["complaint_time"] == "今年三月"
        assert "今年三月" in done.slots["complaint_narrative"]

    def test_what_does_not_show_is_said_to_be_done(self, stage: Stage) -> None:
        stage.slots |= TestReadBack.SLOTS | {
            "complaint_identity": "real_name",
            "complaint_name": "朱小燕",
            "complaint_phone": "13900002215",
        }
        stage.run("action_ask_complaint_form_complaint_confirmed")
        stage.slots["complaint_name"] = "朱晓燕"
        assert "改好了" in stage.run("action_ask_complaint_form_complaint_confirmed").text

    def test_a_day_told_twice_is_not_doubled(self, telling: Stage) -> None:
        telling.slots |= {"complaint_narrative": "九月初六交的材料", "complaint_time": "九月初六"}
        parts = [("date", "九月"), ("date", "八月初六")]
        done = telling.answers("complaint_identity", "不对，不是九月，是八月初六", entities=parts)
        assert done.slots["complaint_narrative"].startswith("八月初六交的材料")
        assert done.slots["complaint_time"] == "八月初六"
        assert "八月初六" in done.text


class TestKinds:
    @pytest.mark.parametrize(
        ("category", "said", "kind"),
        [
            ("retaliation", "我投诉乡里把我的特困申请弄丢了 让我重新弄", "other"),
            ("retaliation", "我上回反映村长，今年就把我的低保停了", "retaliation"),
            ("hotline_failure", "电话留一个 不要打 只能发短信", "other"),
            ("hotline_failure", "热线打了一上午没人接", "hotline_failure"),
            ("embezzlement", "想问下县上给困难户的米面油是不是都发了", "other"),
            ("embezzlement", "我们没收到呀 别的村都领了", "payment_missing"),
            ("embezzlement", "会计把我的低保扣了一半", "embezzlement"),
            ("bribery", "公公中风偏瘫三年，有残疾证", "other"),
            ("bribery", "办个低保要两千块钱", "bribery"),
            ("delayed", "随便怎么说", "delayed"),
        ],
    )  # fmt: skip
    def test_a_kind_needs_facts_of_its_own(self, category: str, said: str, kind: str) -> None:
        assert kinds.of(category, said) == kind

    def test_no_charge_is_told_that_was_not_made(self) -> None:
        assert "贪占" not in kinds.in_words("embezzlement", "每个月到账后村上要收五十块管理费")
        assert "贪占" in kinds.in_words("embezzlement", "会计贪了我的钱")
        assert "报复" not in kinds.in_words("retaliation", "反映过以后低保停了")
