"""What is kept of the talk: who reads it, for how long, what deleting it does; the wish to delete stays open meanwhile."""

from typing import Any

import pytest

from actions import deleting
from tests.actions.conftest import Reaction, Stage


class Talk:
    def __init__(self, stage: Stage) -> None:
        self.stage, self.before = stage, list[dict[str, Any]]()

    def says(
        self, said: str, action: str = "action_default_ask_affirmation", intent: str = "nlu_fallback"
    ) -> Reaction:
        done = self.stage.run(action, said, intent, before=self.before)
        self.before += [
            {"event": "user", "text": said, "parse_data": {"intent": {"name": intent}, "entities": []}},
            {"event": "action", "name": action},
        ]
        if done.followup == "action_privacy":
            return self.stage.run(
                "action_privacy",
                said,
                intent,
                before=self.before[:-2],
                after=[{"event": "action", "name": action}],
            )
        return done


@pytest.fixture
def talk(stage: Stage) -> Talk:
    return Talk(stage)


@pytest.fixture
def wished(talk: Talk) -> Talk:
    talk.says("我说的病能不能删掉", "action_privacy", "privacy_request")
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "昨天在这里说的病 能不能抹掉",
        "我发的那些话帮我清除了吧",
        "想把聊天记录全删了",
        "把我写的东西删掉行不行",
    ],
)
def test_the_wish_is_heard_whatever_it_was_taken_for(talk: Talk, said: str) -> None:
    assert talk.says(said).buttons == ["确定删除", "先不删"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("镇上的人看不看得到", "经办人员"),
        ("这些都有谁看得到啊", "经办人员"),
        ("会不会传到村里去", "不传到村里"),
        ("你们要留好久", "180 天"),
        ("一般存几个月还是保存多久", "180 天"),
        ("抹掉了影响我评低保不", "不影响"),
        ("删了以后会不会不给批", "不影响"),
        ("我没搞过投诉", "都能删"),
        ("就问了两句话", "都能删"),
    ],
)
def test_what_is_asked_is_answered_and_the_wish_stays(wished: Talk, said: str, told: str) -> None:
    done = wished.says(said)
    assert told in done.text
    assert done.buttons == ["确定删除", "先不删"]


@pytest.mark.parametrize("said", ["那就抹掉", "删吧", "嗯 删了它", "都删掉吧", "确认删除 删吧"])
def test_then_it_is_done(wished: Talk, said: str) -> None:
    wished.says("镇上看得到不")
    wished.says("要存多久")
    assert "utter_privacy_deleted" in wished.says(said, "action_deny", "deny").responses


@pytest.mark.parametrize(
    "said", ["删干净了给我说一声", "抹干净没有", "都清掉了吗", "删完跟我讲一声", "删好了没"]
)
def test_that_it_is_gone_is_told(wished: Talk, said: str) -> None:
    wished.says("确定删除", "action_privacy", "privacy_request")
    done = wished.says(said, "action_privacy", "privacy_request")
    assert "已经删干净了" in done.text
    assert not done.buttons


@pytest.mark.parametrize(
    "said",
    [
        "低保名单上谁能看到",
        "村里把我名单贴出来了 能不能删",
        "复核影响我领钱不",
        "材料要保存多久",
        "会不会传出去是我投诉的",
    ],
)
def test_other_questions_are_left_alone(talk: Talk, said: str) -> None:
    told = talk.says(said).text
    assert not any(one in told for one in ("经办人员和值班", "180 天", "不影响。删的"))


def test_who_keeps_it_is_not_asked_again(wished: Talk) -> None:
    wished.says("先不删了", "action_privacy", "privacy_request")
    assert "经办人员和值班" not in wished.says("谁看得到").text


def test_the_wish_is_heard_in_any_word_for_it(talk: Talk) -> None:
    assert talk.says("刚才讲的病能抹去不", "action_privacy", "privacy_request").buttons == [
        "确定删除",
        "先不删",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "村干部把我的低保记录删了",
        "镇上说把我的信息注销了",
        "民政所把我的记录清空了",
        "会计把我们家的资料抹掉了",
    ],
)
def test_what_others_have_deleted_is_no_wish_to_delete_the_talk(said: str) -> None:
    assert not deleting.wants_deletion(said)


@pytest.mark.parametrize("said", ["我说的这些话帮我删了", "把我发的聊天记录删掉吧", "想把刚才说的都删了"])
def test_the_wish_itself_is_heard(said: str) -> None:
    assert deleting.wants_deletion(said)
