"""Urgent talks of who has the children with them, cannot speak, or tells by a landmark where they are."""

from typing import Any

import pytest

from actions import danger, meanwhile
from tests.actions.conftest import Stage

ALONE = "身边没有大人"


def earlier(text: str, intent: str = "inform") -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}, "entities": []}}


@pytest.fixture
def starving(stage: Stage) -> Stage:
    stage.run("action_help_now", "米缸空了 一家人断顿了", "request_help")
    return stage


class TestGrownUp:
    @pytest.mark.parametrize(
        "said",
        [
            "俺自己拉扯仨娃 都饿着",
            "我跟我家孩子在屋里头 没大人帮",
            "就我带着两个小孩 娃他爸跑了",
            "我抱着奶娃 家里没别的大人",
            "我是孩子他妈 娃饿得哭",
            "孩子在我怀里 一直哭 没人管",
        ],
    )
    def test_who_has_the_children_with_them_is_not_told_that_they_are_alone(
        self, starving: Stage, said: str
    ) -> None:
        told = starving.run("action_inform", said).text
        assert ALONE not in told
        assert "没有大人" not in told
        assert "临时照看" not in told

    @pytest.mark.parametrize("said", ["弟弟妹妹都在家 大人跑了", "小的身上滚烫", "细娃发烧了", "娃没奶吃"])
    def test_nor_later_in_the_talk(self, starving: Stage, said: str) -> None:
        told = starving.run("action_inform", said, before=[earlier("我一个人带着两个孩子")]).text
        assert "没有大人" not in told

    @pytest.mark.parametrize(
        "said", ["小的发高烧了", "娃烧得烫手", "孩子又吐又拉肚子", "老二咳得喘", "细伢子抽筋了"]
    )
    def test_who_starves_and_is_ill_is_sent_to_a_doctor_now(self, starving: Stage, said: str) -> None:
        told = starving.run("action_inform", said, before=[earlier("我一个人带着两个孩子")]).text
        assert "120" in told
        assert "卫生院" in told

    @pytest.mark.parametrize(
        "said",
        ["家里就我一个小孩 没大人", "隔壁娃一个人在家两天了", "我十岁 我带着弟弟 家里没有大人"],
    )
    def test_children_who_are_alone_are_still_seen_to(self, stage: Stage, said: str) -> None:
        assert ALONE in stage.run("action_help_now", said, "request_help").text

    @pytest.mark.parametrize(
        "said",
        [
            "过了这阵 后面的日子咋过 能办啥",
            "往后长期没钱 有啥能申请的",
            "以后靠啥吃饭 能申请什么",
            "熬过这几天 接下来怎么办",
            "这几天过了 往后一家人咋活 能申请点什么",
        ],
    )
    def test_what_there_is_for_later_is_told(self, starving: Stage, said: str) -> None:
        told = starving.run("action_inform", said).text
        assert "低保" in told
        assert "临时救助" in told


class TestSilent:
    @pytest.mark.parametrize(
        "said",
        [
            "我是聋哑人 男人打我",
            "他打我 我不敢出声",
            "俺说不了话 他拿刀砍我",
            "又打我 没法打电话",
            "他要打死我 打不了电话",
        ],
    )
    def test_who_cannot_speak_is_not_told_to_telephone(self, stage: Stage, said: str) -> None:
        done = stage.run("action_crisis", said, "crisis")
        assert "utter_crisis" not in done.responses
        assert "请马上打" not in done.text
        assert "12110" in done.text

    @pytest.mark.parametrize(
        "said",
        [
            "隔壁老人说不出话了",
            "我爸突然说不了话",
            "他不说话 叫不醒",
            "我妈不会说话了",
            "我不敢相信 他跳楼了",
        ],
    )
    def test_whose_relative_cannot_is(self, said: str) -> None:
        assert not danger.cannot_speak(said)


class TestWhere:
    @pytest.mark.parametrize(
        ("said", "mark"),
        [
            ("祠堂斜对面那家", "祠堂斜对面"),
            ("卫生室往南第二家", "卫生室往南第二家"),
            ("过桥 村西头大树底下", "村西头大树底下"),
            ("就在水塘边上 红铁门", "水塘边"),
            ("两个大人三个娃挤在加油站后头", "加油站后头"),
        ],
    )
    def test_a_landmark_is_said_back(self, starving: Stage, said: str, mark: str) -> None:
        told = starving.run("action_inform", said).text
        assert mark in told
        assert "三个娃" not in told

    @pytest.mark.parametrize("said", ["我在门口守着", "守在她门口呢"])
    def test_who_stands_at_the_door_has_told_no_place(self, starving: Stage, said: str) -> None:
        assert "记下了：" not in starving.run("action_inform", said).text


class TestCalling:
    @pytest.fixture
    def lying(self, stage: Stage) -> Stage:
        stage.run("action_crisis", "对门阿婆敲门没人应 灯亮着", "crisis")
        return stage

    @pytest.mark.parametrize(
        "said",
        ["那我先打120 你们快来", "我这就打120", "正在打120", "我去叫救护车 你们也来人", "马上打120去"],
    )
    def test_who_calls_the_ambulance_is_told_that_it_is_right(self, lying: Stage, said: str) -> None:
        told = lying.run("action_inform", said).text
        assert "对，先打 120" in told
        assert "请马上打" not in told

    @pytest.mark.parametrize("said", ["要不要打120", "我不敢打120", "打了120没人接", "没钱打120"])
    def test_who_does_not_is_not(self, lying: Stage, said: str) -> None:
        assert "对，先打" not in lying.run("action_inform", said).text

    def test_who_was_told_is_said_in_full_once(self, lying: Stage) -> None:
        for said in ("你们啥时候来人", "快点派人来", "有没有人来啊"):
            assert meanwhile.NOBODY[:10] not in lying.run("action_inform", said).text
