"""Danger is heard beside words that are only borrowed: left alone, a call to come, not hungry, no telephone, thanks."""

import pytest

from actions import danger, help
from tests.actions.conftest import Stage
from understanding import Parsed


def sobered(said: str, intent: str, *, telling: bool = False) -> str:
    ranking = ((intent, 0.6), ("inform", 0.3))
    return danger.sobered(Parsed(said, intent, 0.6, ranking=ranking), said, telling=telling).intent


@pytest.mark.parametrize(
    "said",
    [
        "他拿刀砍我没人管",
        "他天天打我没人管",
        "他掐我脖子村里不管",
        "我儿子喝了农药没人管",
        "儿子把我锁在屋里没人管",
        "他打得我满脸是血没人管我",
        "儿子拿刀追我没人理",
        "他们把我妈锁在猪圈里不管",
        "我爹掉进井里没人管",
        "瘫在床上的老人没人管 水都喝不上",
        "家里没人管我 我上不来气",
        "儿子把我扔在雪地里不管",
        "老人中风了儿子不管",
        "我妈嘴歪了话都说不清儿子不理",
        "他拿皮带抽我村里不管",
        "儿媳妇虐待我没人问",
        "他用绳子捆我镇上不管",
    ],
)
def test_who_is_left_alone_in_danger_is_heard(said: str) -> None:
    assert sobered(said, "crisis") == "crisis"


@pytest.mark.parametrize("said", ["儿子女儿都不管我", "兄弟也不管我", "村里干部不管我们"])
def test_who_is_only_left_alone_is_calm(said: str) -> None:
    assert sobered(said, "crisis") == "inform"


def test_words_of_danger_count_where_they_stand_in_what_is_dropped() -> None:
    heard = Parsed("儿子三天没给吃的也不管我", "crisis", 0.6, safety={"words": ["没给吃的"]})
    assert danger.sobered(heard, heard.text).intent == "crisis"


@pytest.mark.parametrize(
    "said",
    [
        "他说再打，我不敢回家",
        "老公喝了酒晚上打，我怕",
        "爸爸晚上打 妈妈哭",
        "他再打 我就跑",
        "每天晚上打",
        "晚上打 疼得睡不着",
        "回来再打",
        "婆婆早上打，中午打",
        "他再打来我就喊",
    ],
)
def test_a_blow_is_no_call(said: str) -> None:
    assert sobered(said, "crisis") == "crisis"


@pytest.mark.parametrize("said", ["大后天下午打 我要去赶场", "你们十点打，我在屋头", "晚上打给我"])
def test_a_call_is_no_blow(said: str) -> None:
    assert sobered(said, "crisis") == "inform"


@pytest.mark.parametrize(
    "said",
    [
        "奶奶没饿着 就是儿媳天天虐待 身上有伤",
        "老人不缺吃 就是被关在柴房",
        "孩子没饿着 后妈天天打",
        "不饿 就是被打得下不了床",
        "饿倒是饿不着 就是房子塌了住桥洞",
        "孩子没饿着 可是家里着火了",
        "没饿过 今天我妈倒地上了",
        "老太太说不饿 瘦得皮包骨",
        "能不能先把钱要回来 娃发高烧没钱看病",
        "退给医院押金 今天就停针",
        "房东要把钱退给我叫我今晚搬走",
        "拿回去的药吃完了 人起不来床",
        "不缺吃的 就是病得下不了地",
        "把钱要回来 老娘住院等着交",
        "饿倒不着 儿子拿链子锁着他",
    ],
)
@pytest.mark.parametrize("intent", ["request_help", "report_person_in_need"])
def test_another_need_is_heard_beside_food_and_money(said: str, intent: str) -> None:
    assert sobered(said, intent, telling=True) == intent


@pytest.mark.parametrize(
    "said",
    [
        "我妈不能说话了 嘴歪",
        "他打不了电话 手断了",
        "手机欠费打不了电话 我妈昏倒了",
        "老伴没法说话 摔了",
        "我爸接不了电话 住院了",
        "奶奶说不出声了 没法开口",
    ],
)
def test_another_who_cannot_telephone_is_not_the_speaker(stage: Stage, said: str) -> None:
    done = stage.run("action_crisis", said, "crisis")
    assert done.responses


@pytest.mark.parametrize("said", ["我不想活了 打不了电话", "我摔断了腿 打不了电话", "喝了农药 没法说话"])
def test_who_cannot_speak_and_is_hurt_is_told_both(stage: Stage, said: str) -> None:
    done = stage.run("action_crisis", said, "crisis")
    assert done.responses
    assert "12110" in done.text


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("救命", "我爸在屋里 他要砍我"),
        ("我怕得很", "我爸在家里喝酒 拿皮带抽我"),
        ("我活不下去了", "儿子在屋里骂我 要我死"),
        ("我想死", "家里婆婆在家 就是她逼我"),
        ("我不想活了", "我女儿在屋里睡着 才三岁"),
        ("我不想活了", "药在屋里 儿子在广东"),
        ("我不想活了", "老伴瘫痪在床"),
        ("我不想活了", "老公在家 又揍我"),
        ("我想死", "我妈在家 她病得起不来"),
        ("我活不下去了", "哥哥在屋里 我怕他"),
    ],
)
def test_who_does_harm_or_cannot_come_is_not_called_over(stage: Stage, first: str, said: str) -> None:
    stage.run("action_crisis", first, "crisis")
    assert "过来，打电话" not in stage.run("action_crisis", said, "crisis").text


@pytest.mark.parametrize(
    "said",
    [
        "人找着了 没气了",
        "找到了 在河里",
        "找到了 在井里",
        "找着了 人不行了",
        "自己回来了 满身是血",
        "找到了 叫不答应",
        "找着了 在水塘边 不动",
        "人找到了 已经凉了",
    ],
)
def test_who_was_found_in_danger_is_not_well(stage: Stage, said: str) -> None:
    stage.run("action_help_now", "我妈走丢了 她痴呆", "request_help")
    assert "那就好" not in stage.run("action_inform", said, "inform").text


@pytest.mark.parametrize("said", ["谢谢 他睡着了", "谢谢 他走了", "谢谢 他走了一会儿"])
def test_the_moment_to_go_is_told_to_who_gives_thanks(stage: Stage, said: str) -> None:
    stage.run("action_crisis", "我家那个又拿扁担打我", "crisis")
    assert "那就好" not in stage.run("action_inform", said, "inform").text


@pytest.mark.parametrize(
    "said", ["谢谢你们 我走了 别找我", "谢谢 我先走了", "谢谢了 不用找我", "麻烦了 我走了", "多谢 再见"]
)
@pytest.mark.parametrize("intent", ["crisis", "thank", "goodbye"])
def test_a_farewell_in_despair_is_not_taken_for_safety(stage: Stage, said: str, intent: str) -> None:
    stage.run("action_crisis", "我不想活了 活着没意思", "crisis")
    assert "那就好" not in stage.run("action_inform", said, intent).text


@pytest.mark.parametrize("said", ["弟弟身上好烫", "妹妹一直咳嗽", "弟弟吐了好多", "妹妹不说话 一直睡"])
def test_a_sick_child_among_children_is_told_of_120(stage: Stage, said: str) -> None:
    stage.run("action_help_now", "我八岁 家里没有大人 爸爸不回来", "request_help")
    assert "120" in stage.run("action_inform", said, "inform").text


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("我儿子打我 村里镇上推来推去", "beaten"),
        ("村里踢皮球 他打我", "beaten"),
        ("火烧起来了 房子着火了 娃发烧", "house"),
        ("着火了 我发烧 跑不动", "house"),
        ("起火了 老人高烧", "house"),
        ("踢皮球 老公家暴我", "beaten"),
        ("娃发烧 烧起来了", "sick"),
    ],
)
def test_hard_words_outweigh_what_stands_beside_them(said: str, topic: str) -> None:
    assert help.heard(said, lead=help.FIRST_LEAD) == topic


@pytest.mark.parametrize("said", ["我爸在屋里", "老公就在家", "男人的哥哥在隔壁"])
def test_nobody_is_called_over_where_harm_was_told_of_before(stage: Stage, said: str) -> None:
    before = {
        "event": "user",
        "text": "救命 他要砍我",
        "parse_data": {"intent": {"name": "crisis"}, "entities": []},
    }
    stage.run("action_crisis", before["text"], "crisis")
    assert "过来，打电话" not in stage.run("action_inform", said, "inform", before=[before]).text


@pytest.mark.parametrize("said", ["妹妹拉肚子", "弟弟身上滚烫", "妹妹喊不答应"])
def test_other_signs_of_a_sick_child_are_heard(stage: Stage, said: str) -> None:
    stage.run("action_help_now", "我八岁 家里没有大人 爸爸不回来", "request_help")
    assert "120" in stage.run("action_inform", said, "inform").text
