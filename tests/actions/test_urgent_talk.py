"""A talk in which a person was called because of danger or need: every message gets an answer that fits, what was told is
said back and not asked again, and other business ends the haste."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from actions import danger, help, whereabouts
from actions.turn import Turn
from casework.assistance.models import Task
from casework.outbox import Letter
from casework.people import duty, staff
from tests.actions.conftest import Stage
from understanding import Parsed


def earlier(text: str, intent: str = "inform") -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}, "entities": []}}


@pytest.fixture
def at_hospital(stage: Stage) -> Stage:
    stage.run("action_help_now", "老父亲住院欠费 医院讲后天停针", "request_help")
    return stage


@pytest.fixture
def beaten(stage: Stage) -> Stage:
    stage.run("action_crisis", "当家的又动手打我 脸都肿了", "crisis")
    return stage


@pytest.fixture
def found_lying(stage: Stage) -> Stage:
    stage.run("action_crisis", "对门阿婆摔在屋里头 喊她没反应", "crisis")
    return stage


class TestFirstAnswer:
    def test_who_cannot_pay_the_hospital_is_told_whom_to_ask_there_and_promised_no_sum(
        self, stage: Stage
    ) -> None:
        done = stage.run("action_help_now", "我婆婆住院 医院催费 说不缴就停药", "request_help")
        assert "医保办" in done.text
        assert "先救助、后补手续" in done.text
        assert "我不先许" in done.text

    def test_who_is_beaten_is_told_of_the_police_and_not_of_water_and_heights(self, stage: Stage) -> None:
        done = stage.run("action_crisis", "男人喝醉了拿板凳砸我 我带着娃躲着", "crisis")
        assert "110" in done.text
        assert "告诫书" in done.text
        assert "水边" not in done.text

    def test_a_fallen_woman_is_not_to_be_lifted(self, found_lying: Stage) -> None:
        done = found_lying.run("action_inform", "她说冷 要不要抱到床上去", "inform")
        assert "别扶、别搬" in done.text
        assert "挪到" not in done.text

    @pytest.mark.parametrize(
        "said", ["家里米缸空了 两个娃饿着", "昨天到今天没吃一口饭", "断粮了 老娘饿得发慌"]
    )
    def test_who_has_no_food_need_write_nothing(self, stage: Stage, said: str) -> None:
        done = stage.run("action_help_now", said, "request_help")
        assert "口头说就行" in done.text


class TestTopics:
    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("能不能今天先给几千块救急", "我不能替他们答应"),
            ("啥时候有人过来呀", "几点能到我说不准"),
            ("我不识字 填不来表", "口头说"),
            ("要是药停了出人命谁负责", "医务科"),
            ("别跟我儿子讲", "不该告诉的不去告诉"),
            ("救护车的钱谁出", "先救人"),
        ],
    )
    def test_what_is_asked_is_answered(self, at_hospital: Stage, said: str, told: str) -> None:
        assert told in at_hospital.run("action_default_ask_affirmation", said, "nlu_fallback").text

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("有没有地方能收留我们娘俩两天", "庇护"),
            ("我先跑出去 去哪里等", "派出所"),
            ("派出所来过 说是两口子的事", "第十五条"),
            ("不要给他打电话", "不该告诉的不去告诉"),
        ],
    )
    def test_who_is_beaten_is_answered_too(self, beaten: Stage, said: str, told: str) -> None:
        assert told in beaten.run("action_crisis", said, "crisis").text

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("门锁着 我能不能撞开", "119"),
            ("救护车到了 人醒过来了 谢谢", "那就好"),
            ("往后她一个人住 民政能不能常派人来看看", "探访"),
        ],
    )
    def test_who_found_somebody_is_answered_too(self, found_lying: Stage, said: str, told: str) -> None:
        assert told in found_lying.run("action_inform", said, "inform").text

    def test_the_same_line_is_not_said_twice(self, at_hospital: Stage) -> None:
        said = ["我家四口人", "大哥在外省", "我种地的", "没别的亲戚"]
        told = [at_hospital.run("action_inform", one, "inform").text for one in said]
        assert all(first != second for first, second in pairwise(told))

    def test_what_needs_a_library_is_left_to_it(self, at_hospital: Stage) -> None:
        done = at_hospital.run("action_other_department", "那养老保险在哪办", "other_department")
        assert done.responses


class TestWhatWasTold:
    def test_it_is_said_back_and_not_asked_again(self, at_hospital: Stage) -> None:
        done = at_hospital.run("action_inform", "县医院骨科 6床 我叫韦福生 电话13800006611")
        assert "县医院骨科 6床" in done.text
        assert "韦**" in done.text
        assert "138****6611" in done.text
        again = at_hospital.run("action_default_ask_affirmation", "到底啥时候来人", "nlu_fallback")
        assert "请告诉我" not in again.text

    def test_it_stands_in_the_call_for_staff(self, at_hospital: Stage) -> None:
        at_hospital.run("action_inform", "县医院骨科 6床")
        with at_hospital.bureau.reading() as office:
            task = office.db.scalars(select(Task)).one()
            assert "骨科 6床" in office.vault.open(task.told_sealed)

    def test_what_is_put_right_takes_the_place_of_what_was_wrong(self, at_hospital: Stage) -> None:
        done = at_hospital.run("action_inform", "我娘是五保 不对 是低保 说岔了")
        assert "改过来了：低保" in done.text

    def test_who_leaves_no_name_is_asked_for_none(self, stage: Stage) -> None:
        stage.run("action_help_now", "桥底下有个要饭的快冻僵了", "request_help")
        done = stage.run("action_inform", "柳溪镇大桥桥洞底下 我就是路过 不留名", "inform")
        assert "怎么称呼" not in done.text

    @pytest.mark.parametrize(
        ("said", "where"),
        [
            ("白石镇高坎村 五组", "白石镇高坎村 五组"),
            ("我住河湾街道 纺织小区 3栋 2单元 502", "河湾街道 纺织小区 3栋 2单元"),
            ("在县人民医院 内二科 8床", "县人民医院 内二科 8床"),
            ("没地方去 娘家远", ""),
            ("没钱去县医院", ""),
            ("不敢去人民医院 怕花钱", ""),
            ("他喝了酒就打人", ""),
        ],
    )
    def test_where(self, said: str, where: str) -> None:
        found = whereabouts.told(Turn(said, Parsed(said, "inform", 0.9), "t")).where
        assert found.startswith(where) if where else found == ""

    @pytest.mark.parametrize(
        ("said", "who"),
        [("我叫了救护车", ""), ("我叫过医生了", ""), ("我叫儿子去喊人", ""), ("我叫韦福生", "韦福生")],
    )
    def test_who(self, said: str, who: str) -> None:
        assert whereabouts.told(Turn(said, Parsed(said, "inform", 0.9), "t")).who == who

    def test_a_wish_put_as_a_question_stands_in_the_call_too(self, at_hospital: Stage) -> None:
        assert "记下了" in at_hospital.run("action_inform", "能不能别告诉我儿子").text
        with at_hospital.bureau.reading() as office:
            task = office.db.scalars(select(Task)).one()
            assert "别告诉我儿子" in office.vault.open(task.told_sealed)


class TestNobodyOnDuty:
    @pytest.fixture
    def at_night(self, stage: Stage) -> Stage:
        with stage.bureau.office() as office:
            person = staff.add(office, "op", "赵敏", "QH-MZ-XF", ["operator"], "Sh4-Long-Enough!")
            begin = office.clock.now() + timedelta(days=1)
            duty.enter(office, person, begin, begin + timedelta(hours=8))
        return stage

    @pytest.mark.parametrize(
        ("action", "intent", "said"),
        [("action_crisis", "crisis", "我不想活了"), ("action_help_now", "request_help", "断粮三天了")],
    )
    def test_nobody_is_promised_and_the_number_that_answers_is_told(
        self, at_night: Stage, action: str, intent: str, said: str
    ) -> None:
        done = at_night.run(action, said, intent)
        told = done.messages[0]["alerted"]
        assert "不在线" in told
        assert at_night.tools.local.standby_phone in told
        assert "马上有人" not in f"{told}{done.text}"

    @pytest.mark.parametrize("said", ["那你们喊个人来吧 说说话", "行 派人来也可以", "转人工"])
    def test_a_yes_to_the_call_is_no_wish_for_office_hours(self, at_night: Stage, said: str) -> None:
        at_night.run("action_crisis", "药都攒好了 不想活了", "crisis")
        done = at_night.run("action_hand_over", said, "request_human")
        assert "utter_nobody_on_duty" not in done.responses
        assert at_night.tools.local.standby_phone in done.text


class TestAlarm:
    @pytest.mark.parametrize(
        "said",
        [
            "给老娘办后事花了两万 有丧葬补助没",
            "你们打电话来我没接到咋办 地里听不见",
            "没打过孩子 饭也有得吃 就是钱不给他用",
            "大姐嫁到广东 好些年不联系了 也不管老人",
            "村里镇上来回踢皮球 跑了五趟没个准话",
            "大后天下午打 我明天要去镇上赶场",
            "我们这种人就是没人管嘛",
            "镇上推村里 村里推镇上 真是急死人",
        ],
    )
    def test_words_that_are_only_borrowed_raise_none(self, stage: Stage, said: str) -> None:
        ranking = [("crisis", 0.5), ("inform", 0.2)]
        done = stage.run(
            "action_crisis", said, "crisis", ranking=ranking, safety={"name": "crisis", "override": True}
        )
        assert not done.responses
        assert done.followup in ("action_answer_policy", "action_inform")

    @pytest.mark.parametrize(
        "said",
        [
            "没打孩子 他是要把我打死",
            "后事我都交代了 不想活了",
            "没得人管我 我就抱起煤气罐去你们那里",
            "我站在水边 就想问问有没有人管过我",
            "后事我跟大儿都交代清楚了",
            "等我的死亡证明开出来你们就省事了",
            "存折密码都写纸上了 往后用不着打电话给我",
            "吃多少片药能睡过去",
            "低保没了 我是不是该走了",
        ],
    )
    def test_danger_stays_danger(self, stage: Stage, said: str) -> None:
        done = stage.run("action_crisis", said, "crisis", ranking=[("crisis", 0.5), ("inform", 0.2)])
        assert done.responses

    @pytest.mark.parametrize(
        ("said", "of_another"),
        [
            ("腿没了 婆娘也走了 我还拖累我妈", False),
            ("半夜一个人坐在河边 就想着下去清净", False),
            ("天天伺候我妈 我真的撑不住了", False),
            ("我妈一个人坐在井沿上 说活着拖累人", True),
            ("我家男人喝了药 叫不醒", True),
        ],
    )
    def test_whose_danger_it_is(self, said: str, of_another: bool) -> None:
        assert danger.of_another(said) is of_another

    @pytest.mark.parametrize(
        "said", ["前年发大水领过一次 今年看病还能申请临时救助不", "娃考上大学 学费不够 民政有补助没有"]
    )
    def test_a_question_on_aid_is_no_call_for_help(self, stage: Stage, said: str) -> None:
        done = stage.run("action_help_now", said, "request_help", ranking=[("request_help", 0.6)])
        assert done.followup == "action_answer_policy"

    @pytest.mark.parametrize("said", ["断粮两天了 能不能申请救助", "今晚没地方住 有没有补助"])
    def test_a_question_in_need_is(self, stage: Stage, said: str) -> None:
        assert "utter_help_now" in stage.run("action_help_now", said, "request_help").responses

    @pytest.mark.parametrize(
        ("before", "said"),
        [
            ([], "活着图个啥 都没人管"),
            ([], "一身病 还活个啥"),
            (["低保给不给都没意思了"], "婆娘跑了 欠了七八万"),
        ],
    )
    def test_no_point_in_living_is_danger_whatever_it_was_taken_for(
        self, stage: Stage, before: list[str], said: str
    ) -> None:
        events = [earlier(one, "deny") for one in before]
        done = stage.run("action_default_ask_affirmation", said, "nlu_fallback", before=events)
        assert done.followup == "action_crisis"

    def test_who_is_weary_is_listened_to(self, stage: Stage) -> None:
        done = stage.run("action_deny", "办不办都没意思了", "deny")
        assert stage.tools.local.crisis_line in done.text
        assert "先不办" not in done.text

    def test_other_business_ends_the_haste(self, stage: Stage) -> None:
        stage.run("action_help_now", "屋头困难得很 帮帮忙", "request_help")
        stage.slots["last_answer"] = {"answer": "temporary-how-much"}
        done = stage.run("action_default_ask_affirmation", "我家三口人", "nlu_fallback")
        assert "转过去" not in done.text

    def test_but_not_danger(self, stage: Stage) -> None:
        stage.run("action_crisis", "我不想活了", "crisis")
        stage.slots["last_answer"] = {"answer": "temporary-how-much"}
        done = stage.run("action_deny", "算了 没啥好说的", "deny")
        assert "先不办" not in done.text

    @pytest.mark.parametrize(
        "said",
        [
            "活着没意思，没有其他路了",
            "活着没有意思 没有人管",
            "妈妈没了 活着还有啥意思",
            "不如死了 没有人管我",
        ],
    )
    def test_who_sees_no_point_in_living_speaks_of_themselves(self, stage: Stage, said: str) -> None:
        done = stage.run("action_crisis", said, "crisis")
        assert done.responses[0] == "utter_crisis"
        assert "：\n" not in done.text

    @pytest.mark.parametrize("said", ["他说活着没意思", "老太太讲活着有啥意思 不吃饭了", "隔壁老人喊不应"])
    def test_what_another_says_of_living_is_anothers(self, stage: Stage, said: str) -> None:
        done = stage.run("action_crisis", said, "crisis")
        assert done.responses[0] == "utter_crisis_of_another"


class TestOutInTheStreet:
    def test_somebody_in_the_street_is_seen_to_now(self, stage: Stage) -> None:
        done = stage.run("action_begin_note", "菜市场门口睡着个老汉 好几天没动", "report_person_in_need")
        assert "救助站" in done.text
        assert "上门看望" not in done.text
        more = stage.run("action_inform", "脚烂得流脓 夜里这么冷", "inform")
        assert "120" in more.text
        with stage.bureau.reading() as office:
            task = office.db.scalars(select(Task)).one()
            assert task.kind == "help"
            assert "流脓" in office.vault.open(task.told_sealed)

    def test_what_is_told_after_a_lead_is_added_to_it(self, stage: Stage) -> None:
        stage.slots |= {
            "note_kind": "lead",
            "note_text": "后院老头没人管",
            "note_place": "柳溪镇",
            "note_phone": "",
        }
        stage.run("action_submit_note", "不留")
        done = stage.run("action_inform", "他眼睛也看不见 走路要扶墙", "inform")
        assert "转给去看望" in done.text
        done = stage.run("action_begin_petition", "那你们快些去", "urge_petition")
        assert "最迟" in done.text


class TestHardshipInAComplaint:
    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("我这降压药停了 没钱抓药", "药和病不能拖"),
            ("老人背上褥疮烂了 没人给上药", "褥疮不能拖"),
            ("娃的资料费交不起 这个月真紧", "不用等投诉办完"),
            ("名单还在群里挂着 今天能不能先叫他们删了", "不能等"),
        ],
    )
    def test_a_line_is_said_staff_are_asked_and_it_goes_on(self, stage: Stage, said: str, told: str) -> None:
        stage.slots |= {"complaint_narrative": "低保停了没人说", "complaint_draft": {"key": "k"}}
        done = stage.answers("complaint_identity", said, "file_complaint")
        assert told in done.text
        assert not done.rejected
        with stage.bureau.reading() as office:
            alerts = [one for one in office.db.scalars(select(Letter)) if one.channel == "alert"]
            assert any("请看一眼" in office.vault.open(one.text_sealed) for one in alerts)
        again = stage.answers("complaint_identity", said, "file_complaint")
        assert told not in again.text

    def test_another_hardship_beside_one_that_was_heard_is_heard(self, stage: Stage) -> None:
        stage.slots |= {"complaint_narrative": "低保停了没人说", "complaint_draft": {"key": "k"}}
        stage.answers("complaint_identity", "没钱买药了", "file_complaint")
        done = stage.answers(
            "complaint_identity", "没钱买药，名单还在群里挂着，今天能不能先叫他们删了", "file_complaint"
        )
        assert "不能等" in done.text

    def test_nothing_of_it_is_said_of_an_ordinary_matter(self, stage: Stage) -> None:
        stage.slots |= {"complaint_narrative": "低保停了没人说", "complaint_draft": {"key": "k"}}
        done = stage.answers("complaint_identity", "村会计让我先交两百块手续费", "file_complaint")
        assert "不能拖" not in done.text


def test_each_topic_has_an_answer_that_can_be_filled_in(stage: Stage) -> None:
    words = {**stage.tools.local.model_dump(), "alerted": "", "reach": ""}
    for topic in help.book().topics.values():
        assert topic.said.format(**words)
        assert topic.again.format(**words)


def test_a_greeting_is_greeted_with_who_was_told_and_is_not_written_down(at_hospital: Stage) -> None:
    assert "值班同志" in at_hospital.run("action_greet", "你好", "greet").text
    with at_hospital.bureau.reading() as office:
        task = office.db.scalars(select(Task)).one()
        assert "你好" not in office.vault.open(task.told_sealed)


def test_who_is_beaten_and_greets_is_still_listened_to(beaten: Stage) -> None:
    assert "您接着说" in beaten.run("action_greet", "你好", "greet").text
