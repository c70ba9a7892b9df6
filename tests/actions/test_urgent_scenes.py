"""Each line of an urgent talk is answered by what it tells now: injury, money, a child, despair, who is near."""

from typing import Any

import pytest

from actions import danger
from tests.actions.conftest import Stage


def says(stage: Stage, said: str, intent: str = "inform") -> str:
    return stage.run("action_inform", said, intent).text


def earlier(text: str, intent: str = "inform") -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}, "entities": []}}


@pytest.fixture
def beaten(stage: Stage) -> Stage:
    stage.run("action_crisis", "我家那个又拿扁担打我", "crisis")
    return stage


@pytest.fixture
def in_despair(stage: Stage) -> Stage:
    stage.run("action_crisis", "我不想活了 活着没意思", "crisis")
    return stage


@pytest.fixture
def burnt_down(stage: Stage) -> Stage:
    stage.run("action_help_now", "家里起火 房子烧没了", "request_help")
    return stage


class TestBeatenAtHome:
    @pytest.mark.parametrize(
        "said",
        [
            "我跟娃躲进厕所 门反锁了",
            "他就在门口守着",
            "打电话他听得到",
            "不敢出声 娃在我怀里",
            "他在外头砸门",
        ],
    )
    def test_who_cannot_speak_is_told_to_write(self, beaten: Stage, said: str) -> None:
        told = says(beaten, said)
        assert "12110" in told
        assert "跟家里人" not in told

    @pytest.mark.parametrize("said", ["他醉了 睡着了", "他出去打麻将了", "这会儿他不在家"])
    def test_the_moment_to_go_is_told(self, beaten: Stage, said: str) -> None:
        assert "走" in says(beaten, said)

    @pytest.mark.parametrize("said", ["身上只有五块钱 走不了", "钱都在他手里", "娘家远得很 没车费"])
    def test_who_has_no_money_is_told_what_costs_nothing(self, beaten: Stage, said: str) -> None:
        assert "吃住不要钱" in says(beaten, said)

    @pytest.mark.parametrize("said", ["嘴角在流血", "胳膊肿得抬不起来", "头上打破了个口子"])
    def test_a_wound_is_seen_to(self, beaten: Stage, said: str) -> None:
        told = says(beaten, said)
        assert "120" in told
        assert "别搬" not in told

    @pytest.mark.parametrize("said", ["离婚了娃归谁", "那以后孩子怎么办呢", "我走了 娃在哪里上学"])
    def test_the_child_goes_along(self, beaten: Stage, said: str) -> None:
        told = says(beaten, said)
        assert "第二十九条" in told
        assert "探访" not in told

    @pytest.mark.parametrize(
        "said",
        ["不敢打电话 他在旁边", "我悄悄问一句 他就在屋里", "他在客厅 我不敢出声", "小声跟你说 我男人在隔壁"],
    )
    def test_who_may_not_be_heard_is_told_how_to_write(self, stage: Stage, said: str) -> None:
        done = stage.run("action_greet", said, "greet")
        assert "12110" in done.text
        assert done.followup == "action_listen"

    @pytest.mark.parametrize(
        "said", ["上班不方便接电话", "他在外面打工", "我不敢投诉 怕他报复", "电话打不通"]
    )
    def test_others_are_not(self, said: str) -> None:
        assert not danger.AFRAID_TO_SPEAK.search(said)


class TestDespair:
    @pytest.mark.parametrize(
        ("said", "who"),
        [
            ("隔壁住着我表哥 叫周长安", "周长安"),
            ("我嫂子就在对门", "嫂子"),
            ("我妹在家 睡了", "妹"),
            ("楼下是我二叔家", "二叔"),
        ],
    )
    def test_who_is_near_is_to_be_called(self, in_despair: Stage, said: str, who: str) -> None:
        assert f"喊{who}过来" in says(in_despair, said)

    @pytest.mark.parametrize("said", ["隔壁没人住", "家里儿子在外省打工", "邻居婆婆耳朵聋 听不见"])
    def test_who_is_not_there_is_not(self, in_despair: Stage, said: str) -> None:
        assert "过来，打电话" not in says(in_despair, said)

    @pytest.mark.parametrize("said", ["屋里就我一个人", "身边一个人都没得", "老伴没了 就我一个"])
    def test_who_is_alone_is_told_where_to_go(self, in_despair: Stage, said: str) -> None:
        told = says(in_despair, said)
        assert "有人的地方" in told
        assert "请过来陪" not in told

    @pytest.mark.parametrize(
        "said", ["哪个在乎我嘛", "你们会管我这种老头子？", "莫哄我了", "我还有啥用", "那我怎么办呢"]
    )
    def test_no_word_of_despair_is_put_off(self, in_despair: Stage, said: str) -> None:
        done = in_despair.run("action_answer_policy", said, "ask_eligibility")
        assert done.text
        assert "答不准" not in done.text

    def test_who_is_near_does_not_make_it_anothers_danger(self, stage: Stage) -> None:
        stage.run("action_crisis", "肾坏了四年 不想连累家里了", "crisis")
        says(stage, "屋里就我一个人")
        assert "喊大嫂过来" in says(stage, "对门是我大嫂")
        assert "守着" not in says(stage, "枣林乡那边")

    def test_a_farewell_is_not_taken_for_safety(self, in_despair: Stage) -> None:
        assert "再陪我说几句" in in_despair.run("action_goodbye", "再见了", "goodbye").text


class TestHouseBurnt:
    @pytest.mark.parametrize(
        "said", ["我爸胳膊烫脱了皮", "人都在 就娃脚烫了个泡", "手上烧伤了一块", "没啥大事 就是脸烫红了"]
    )
    def test_a_burn_is_cooled(self, burnt_down: Stage, said: str) -> None:
        assert "凉水冲" in says(burnt_down, said)

    @pytest.mark.parametrize(
        "said", ["往后修房子找谁", "盖新房国家给补助不", "房子重建归哪个单位", "谢谢了 那重新盖房有钱补吗"]
    )
    def test_who_sees_to_the_house_is_told_by_name(self, burnt_down: Stage, said: str) -> None:
        told = burnt_down.run("action_other_department", said, "other_department").text
        assert "应急管理局" in told
        assert "住房和城乡建设局" in told

    def test_the_place_is_noted_without_the_family(self, burnt_down: Stage) -> None:
        assert "记下了：枣树坪村村委会" in says(burnt_down, "一家七口挤在枣树坪村村委会")

    def test_a_whole_family_is_no_crowd(self, burnt_down: Stage) -> None:
        done = burnt_down.run("action_collective_action", "一家七口挤在亲戚家打地铺", "collective_action")
        assert "utter_collective_action" not in done.responses


class TestChild:
    @pytest.mark.parametrize(
        ("before", "said"),
        [
            (["爸爸两天没有回来"], "我八岁 妹妹三岁"),
            ([], "我十岁了 家里没有大人"),
            (["你好"], "我读三年级 就我一个人在家"),
            (["奶奶不动了"], "我今年七岁"),
        ],
    )
    def test_a_child_without_grown_ups_is_called_for(
        self, stage: Stage, before: list[str], said: str
    ) -> None:
        done = stage.run("action_inform", said, "inform", before=[earlier(one) for one in before])
        assert done.followup == "action_help_now"

    @pytest.mark.parametrize(
        "said", ["我儿八岁", "我六岁的娃没人带", "两个娃 大的九岁 小的四岁", "我三十八岁 一个人"]
    )
    def test_who_tells_of_a_child_is_not(self, stage: Stage, said: str) -> None:
        assert stage.run("action_inform", said, "inform").followup != "action_help_now"

    @pytest.mark.parametrize(
        ("said", "told"),
        [("我好害怕", "别怕"), ("妹妹发烧了 身上烫", "家里没有大人"), ("只剩面条 我不会煮", "别自己开火")],
    )
    def test_a_child_is_spoken_to_as_one(self, stage: Stage, said: str, told: str) -> None:
        stage.run("action_help_now", "我八岁 家里没有大人 爸爸不回来", "request_help")
        answer = says(stage, said)
        assert told in answer
        assert "酒别喝" not in answer


class TestCalledForAnyhow:
    @pytest.mark.parametrize(
        "said",
        [
            "我爹不见了 他脑子糊涂",
            "奶奶走丢了 找了一上午",
            "俺哥从房顶掉下来 腿断了",
            "老汉摔在坡下面 起不来",
        ],
    )
    def test_whatever_it_was_taken_for(self, stage: Stage, said: str) -> None:
        done = stage.run("action_default_ask_affirmation", said, "nlu_fallback")
        assert done.followup == "action_help_now"

    @pytest.mark.parametrize("said", ["我的编号找不到了", "存折丢了怎么补", "今年收成跌了", "会计找不到人"])
    def test_other_losses_are_none(self, stage: Stage, said: str) -> None:
        done = stage.run("action_inform", said, "inform")
        assert done.followup != "action_help_now"

    def test_need_without_a_word_of_danger_is_no_crisis(self, stage: Stage) -> None:
        done = stage.run("action_crisis", "灶台两天没生过火", "crisis", ranking=[("crisis", 0.4)])
        assert done.responses == ["utter_help_now"]

    def test_who_was_found_is_well(self, stage: Stage) -> None:
        stage.run("action_help_now", "我妈走丢了 她痴呆", "request_help")
        assert "那就好" in says(stage, "找着了 在我姨家 吓死人")

    @pytest.mark.parametrize("said", ["村里说等下一批", "镇上让我等通知"])
    def test_need_does_not_wait(self, stage: Stage, said: str) -> None:
        stage.run("action_help_now", "家里断粮三天了", "request_help")
        assert "不用等" in says(stage, said)

    def test_what_is_kicked_about_is_no_blow(self, stage: Stage) -> None:
        stage.run("action_help_now", "我婆婆住院 医院催费 说不缴就停药", "request_help")
        assert "正在家里打人" not in says(stage, "两边踢皮球 没一个管事的", "abuse")
