"""What is read from citizens' letters: who writes, who is complained of, when it began. No Rasa: `heard.json` holds what
it found in each."""

import json
from pathlib import Path

import pytest
import yaml

from casework.people import units
from console import suggesting
from understanding import Entity, Parsed, blamed, times, writers

HERE = Path(__file__).parent
LETTERS = {one["id"]: one for one in yaml.safe_load((HERE / "letters.yml").read_text("utf-8"))}
HEARD = json.loads((HERE / "heard.json").read_text("utf-8"))


def heard(name: str) -> Parsed:
    text, found = LETTERS[name]["text"], HEARD[name]
    entities = tuple(Entity(kind, text[a:b], a, b) for kind, a, b in found["entities"])
    return Parsed(text, found["intent"], 0.9, found["category"], 0.9, entities=entities)


def plain(text: str, **entities: str) -> Parsed:
    found = [
        Entity(kind, words, text.index(words), text.index(words) + len(words))
        for kind, words in entities.items()
    ]
    return Parsed(text, "file_complaint", 0.9, entities=tuple(found))


def filled(parsed: Parsed) -> dict[str, suggesting.Filled]:
    return {one.field: one for one in suggesting.fill(units.UnitTree({}), parsed)}


@pytest.mark.parametrize("name", LETTERS)
class TestLetters:
    def test_the_writer_is_read_and_nobody_told_of_is_taken_for_them(self, name: str) -> None:
        own = writers.writer(heard(name))
        assert (own.name if own else None) == LETTERS[name]["name"]

    def test_who_is_complained_of_is_shown(self, name: str) -> None:
        fields = filled(heard(name))
        shown = [fields[field].value for field in ("accused_name", "accused_role") if field in fields]
        wanted = LETTERS[name].get("accused", [])
        assert not wanted or any(one in said or said in one for one in wanted for said in shown)
        assert LETTERS[name]["name"] not in shown

    def test_the_first_time_is_that_of_its_beginning(self, name: str) -> None:
        if since := LETTERS[name].get("since"):
            shown = filled(heard(name))["happened_text"]
            firsts = [since] if isinstance(since, str) else since
            assert shown.value.startswith(tuple(firsts))
            assert any(one in shown.said for one in firsts)


def read(text: str, **entities: str) -> str | None:
    own = writers.writer(plain(text, **entities))
    return own.name if own else None


@pytest.mark.parametrize(
    "text",
    [
        "李玉芬，女，62岁，住青石镇桥头村二组，电话13900000099。反映村里把她的低保评掉了，理由是有儿子，要求恢复。",
        "青石镇桥头村村民李玉芬来电：村会计把低保卡收走，说统一保管，已经一年，要求归还并核对流水。",
        "我，李玉芬，今年六十二，老伴走得早。去年房子漏雨申请救助，到今天没人来看，想问问到底管不管。",
        "您好，我姓李，叫玉芬，家住桥头村。低保停了，没人说为什么。请帮我查一查到底是怎么回事。",
        "村里的补贴名单年年都是那几个人，会计说我家不够格，我不服，请领导给个说法 李玉芬 2026年11月",
        "村里的补贴名单年年都是那几个人，会计说我家不够格，我不服，望查清，李玉芬，13900000099",
        "村里的补贴名单年年都是那几个人，会计说我家不够格，我不服。回复请打13900000099（李玉芬）",
        "我不服村里的评议，此事望上级调查核实，还我公道。\n一个走投无路的母亲：李玉芬\n青石镇桥头村\n2026年冬",
        "反映人（实名）：青石镇桥头村村民 李玉芬\n反映：低保金每月少发60元，问了没人说得清楚，请核查。",
        "【姓名】李玉芬\n【电话】13900000099\n【内容】低保金每月少发60元，问了没人说得清楚。",
        "请帮我爸查一下补贴，他叫李大山，从七月就没有了，他急得睡不着，饭也吃不下。李大山之女李玉芬",
        "我眼睛看不见，低保去年被村里取消了，说我儿子有钱，可他不管我。\n李玉芬口述，孙女李小燕代笔",
        "要求：一、退钱；二、道歉；三、把经办的人换掉，给大家一个交代。\n石门乡水井湾村民小组 李玉芬等7户\n2026.9.30",
        "我是大柳树村二组的李玉芬我眼神不好请人写的我家低保从八月起就没打到卡上你们帮忙看看怎么回事",
        "喂，我姓李叫李玉芬就是那个特困的事，村里说送材料，送了三回了，回回都说还差一样，到底要什么",
        "我是石门乡坳上村的，叫李玉芬。前年我公公去世，丧葬费只给了一半，会计说先给一半，剩下的一直没影。",
        "我是五保老人陶老四的侄女，名叫李玉芬，在外地上班，替他问一下照料护理的钱为什么没有了。",
        "房子塌了一面墙，五口人住在学校里。坳上村三组李玉芬13900000099 求镇上先给几床被子，粮食也没有了",
        "建议把公示贴到小卖部门口，现在贴在村部里面谁也看不见，字也小，老人更看不清。坳上村三组组长 李玉芬",
        "我不懂政策，反正从来没有人上门来看过我，请你们来看一眼。\n坳上村三组　李玉芬（请人代笔）",
        "以上说的都是真话，我愿意当面对质，你们随时可以来找我。\n此致\n敬礼！\n李玉芬\n2026年11月1日",
        "您好，我是柳溪镇杨树沟村五组低保户李玉芬，我家低保从上个月起就没有了。",
        "低保名额都给了亲戚，问也不给说法。被举报人：\n王建国，男，52岁，青石坳村支书，横行霸道。\n请查处。\n李玉芬",
        "反映人：李玉芬\n被反映人：王建国，村支书\n反映事项：低保名额都给了亲戚，问也不给说法。",
        "被反映人信息：\n姓名：王建国\n职务：村支书\n反映人信息：\n姓名：李玉芬\n电话：13900000099",
        "村支书王建国把低保给了他弟弟，请查处。\n姓名：李玉芬\n电话：13900000099",
        "姓名李玉芬，电话13900000099，我要反映村支书王建国把低保给了他弟弟",
        "我是反映人李玉芬，问一下我的事",
        "村支书王建国把低保给了他弟弟，请查处。\n签名：李玉芬",
    ],
)
def test_other_ways_to_say_who_writes(text: str) -> None:
    assert read(text) == "李玉芬"


@pytest.mark.parametrize(
    "name", ["赵凤岭", "张振汉", "李凤坡", "张万里", "陈秀湾", "孙志坝", "吴行者", "周家沟", "王石岭"]
)
def test_a_name_that_ends_like_a_place_or_a_kind_of_people_is_one(name: str) -> None:
    assert read(f"我叫{name}") == name
    assert read(f"姓名：{name}，电话13900000099，低保停了") == name


@pytest.mark.parametrize("name", ["赵凤岭", "张振汉", "李凤坡", "张万里", "孙志坝"])
def test_it_is_one_in_a_signature_too(name: str) -> None:
    account = "村里的补贴名单年年都是那几个人，会计说我家不够格，我不服，请领导给个说法。"
    assert read(f"{account}\n{name}\n2026年11月") == name
    assert read(f"我是柳溪镇杨树沟村的{name}，我家低保从上个月起就没有了。") == name
    assert read(f"反映人：{name}\n{account}") == name


@pytest.mark.parametrize(
    "text",
    [
        "我是马家沟的，低保停了",
        "我是马家沟，低保停了",
        "村里的补贴名单年年都是那几个人，会计说我家不够格，我不服，请领导给个说法。\n黄土岭\n2026年11月",
        "村里的补贴名单年年都是那几个人，会计说我家不够格，我不服，请领导给个说法。\n一个庄稼汉\n2026年11月",
        "我叫庄稼汉，没文化",
        "我们祖祖辈辈住在大山沟里，路也不通，低保也没有，请上级来人看看。\n石沟里\n2026年11月",
        "石家坡13900000099，请给这户老人看看低保怎么停了，他一个人过，眼睛也看不见了，可怜得很。",
    ],
)
def test_a_place_and_a_kind_of_people_are_none(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "柳溪镇石桥村的支书换人了，低保被停。他说不服去告。被举报人：李大有，石桥村支书，望严查",
        "我叫李大有来给我盖章，他不肯，说还没到时候，我都跑了四趟了，请你们给我解决一下，谢谢",
        "我们村吃低保的名单如下，大家都有意见，请核查一下到底够不够条件：\n单老六\n李大有\n王小丫",
        "我是李桂花的儿子，她今年八十了，高龄补贴三个月没发，麻烦你们看一下怎么回事，我电话13900000099。",
        "我是村里的老党员，看不惯支书陈有德的做法。陈有德把低保给了他小舅子。请上级来查。知情人",
        "我举报支书。他们天天在村部打牌，我去办事总是叫我明天来，跑了多少趟。石桥村全体村民",
        "此信请转王局长亲阅。我们镇上的民政所长孔德明，收钱办事，五百块一个名额，好多人都知道。孔德明",
        "他们三个都吃了低保还有车，我不服气，要求重新评，不然我还要告。这三个人是：陈有德、刘三、王五",
        "村里的补贴名单年年都是那几个人，会计说我家不够格，我不服。可打我儿子李强13900000099",
        "我找过人大代表王大有，他也说这个低保该给，可是镇上就是不给办，一拖就是半年多，求求你们了",
        "诉求人王先生来电反映，其父亲王大有的低保钱一直未到账，希望核实处理，给予答复。",
        "被举报人情况：\n姓名：王建国\n职务：村支书\n问题：他把低保给了自己的弟弟，弟弟在县城开店，有两层楼。",
        "我要举报村里的人，低保都给了亲戚。被举报人：\n王建国，男，52岁，青石坳村支书，在村里横行霸道。",
        "收条上签字是王建国。",
        "支书打击报复举报人李大山。",
        "支书在大会上骂反映人赵铁柱，还说谁再去告就停谁家的低保。",
        "举报对象\n姓名：周大海\n单位：柳溪镇桥头村\n职务：会计\n事由：冒领了三户人家的低保金，一共一万多块。",
        "收条写的是这样：\n今收到办低保的钱两千元整\n签字：王建国",
        "村里收了我的钱，有收条，签字是王建国。",
        "低保名额都给了亲戚，下面是他们家的人：\n王建国，男，52岁，有两层楼\n王小二，男，30岁，有车\n请上级查一查。",
        "王建国，男，52岁，住青石坳村，他把低保都给了亲戚，请上级派人来查一查，别走漏了风声，怕他打击报复。",
        "支书到处问投诉人：李大山家住哪，还把他家的低保停了，请上级来查一查这件事情。",
        "举报：姓名：王建国，把我家的低保卡拿走了",
        "申请人：我母亲顾桂兰，今年八十一，低保申请交上去五个月了还没有消息，请问到底批不批。",
    ],
)
def test_nobody_told_of_is_the_writer(text: str) -> None:
    assert read(text) is None


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        "我是" + "村" * 1500,
        "王" * 1500,
        "投诉人：" + "村民" * 700,
        "王李，" * 400,
        "我家低保停了，" * 200,
        "13912345678\n" * 400,
    ],
)
def test_long_words_come_to_an_end(text: str) -> None:
    writers.writer(plain(text))


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        "我家低保停了" + "\n" * 5000 + "请查一查",
        "姓名" + "\n \n\t" * 1500 + "我家低保停了",
        "\n，" * 1500 + "李玉芬说",
        "我家的低保停了，" * 375 + "请给个说法，谢谢",
        "，王李" * 1000,
        "姓名：一\n" * 700,
        "今年" + "  " * 1500 + "五月 " * 300,
    ],
)
def test_long_rows_of_blanks_commas_and_fields_come_to_an_end(text: str) -> None:
    writers._read.cache_clear()
    assert writers.writer(plain(text)) is None


def test_a_signature_behind_many_blank_lines_is_read() -> None:
    assert (
        read(
            "我家低保停了半年，问了三回，村里和镇上都说再等一等，请给个说法。"
            + "\n" * 3000
            + "石桥村 李玉芬\n"
        )
        == "李玉芬"
    )
    assert read("低保三个月没到账。" + " " * 400 + "姓名：" + " " * 400 + "李玉芬") == "李玉芬"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("去办低保，3号窗口那个戴眼镜的女的说材料不齐就不理我了", "3号窗口那个戴眼镜的女的"),
        ("村里管救助的那个男的收了我两条烟", "管救助的那个男的"),
        ("你们接电话的小姑娘直接挂我电话", "接电话的小姑娘"),
        ("找了两回，姓罗的办事员让我回去等", "姓罗的办事员"),
    ],
)
def test_somebody_without_name_or_post_is_described(text: str, said: str) -> None:
    assert blamed.described(plain(text)) == [said]


def test_who_is_greeted_related_or_a_witness_is_not_complained_of() -> None:
    text = "尊敬的宋局长：我老伴赵玉兰病了，会计孙有财不给申请表，齐红兵可以作证。请您管管，不能这么欺负人。"
    parsed = Parsed(
        text,
        "file_complaint",
        0.9,
        entities=tuple(
            Entity(kind, words, text.index(words), text.index(words) + len(words))
            for kind, words in (
                ("role", "宋局长"),
                ("person", "赵玉兰"),
                ("role", "会计"),
                ("person", "孙有财"),
                ("person", "齐红兵"),
            )
        ),
    )
    assert [one.value for one in blamed.posts_and_people(parsed)] == ["会计", "孙有财"]


def test_the_day_of_the_letter_is_no_time_of_the_matter() -> None:
    text = "我的低保从今年5月起没有到账，问了村里也不知道，希望查清楚，把钱补给我们。\n李玉芬\n2026年11月3日"
    parsed = Parsed(
        text,
        "file_complaint",
        0.9,
        entities=tuple(
            Entity("date", words, text.index(words), text.index(words) + len(words))
            for words in ("今年5月", "2026年11月3日")
        ),
    )
    assert [one.value for one in times.of_matter(parsed)] == ["今年5月"]


def test_the_authority_that_is_complained_of_stands_before_posts_told_of_later() -> None:
    parsed = plain(
        "我要投诉青石镇民政所，去了四趟都不收材料，中间还叫我回村里找文书盖章，文书说不用盖。",
        place="青石镇",
        organ="民政所",
        role="文书",
    )
    assert filled(parsed)["accused_role"].value == "青石镇民政所"


def test_a_while_that_was_waited_is_no_time_of_the_matter() -> None:
    text = (
        "上周三下午我去镇上办低保年审，窗口的人一边打电话一边收材料，我们等了四十分钟，最后说下班了明天来。"
    )
    parsed = Parsed(
        text,
        "file_complaint",
        0.9,
        entities=tuple(
            Entity(kind, words, text.index(words), text.index(words) + len(words))
            for kind, words in (("date", "上周三下午"), ("duration", "四十分钟"), ("date", "明天"))
        ),
    )
    assert [one.value for one in times.of_matter(parsed)] == ["上周三下午"]


def test_who_is_praised_is_not_complained_of() -> None:
    assert "accused_name" not in filled(heard("praise-letter"))


def named(text: str, name: str, category: str) -> Parsed:
    start = text.index(name)
    person = Entity("person", name, start, start + len(name))
    return Parsed(text, "file_complaint", 0.9, category, 0.9, entities=(person,))


@pytest.mark.parametrize(
    ("text", "name", "category"),
    [
        ("我要举报邻居王建国，他有三套房还吃低保", "王建国", "wrongly_covered"),
        ("举报户主王建国有车有房吃低保", "王建国", "wrongly_covered"),
        ("低保户王建国有轿车", "王建国", "wrongly_covered"),
        ("我哥李强冒领我妈的低保", "李强", "wrongly_covered"),
        ("我哥李强冒领我妈的低保", "李强", "embezzlement"),
        ("我弟弟李强拿着我妈的低保卡不给", "李强", "card_withheld"),
        ("村民王建国有车", "王建国", "wrongly_covered"),
        ("特困户王建国家里有楼房", "王建国", "favoritism"),
        ("检举我大伯李大山，有三辆车还领低保", "李大山", "wrongly_covered"),
        ("我儿子李强不给我钱", "李强", "other"),
    ],
)
def test_whose_household_should_not_be_paid_and_who_did_it_is_complained_of(
    text: str, name: str, category: str
) -> None:
    parsed = named(text, name, category)
    assert [one.value for one in blamed.people(parsed)] == [name]
    if category in blamed.UNDESERVING:
        assert filled(parsed)["accused_name"].value == name


@pytest.mark.parametrize(
    ("text", "name", "category"),
    [
        ("我妈李桂花的低保停了", "李桂花", "wrongly_stopped"),
        ("邻居王建国的低保也被停了", "王建国", "wrongly_stopped"),
        ("我妈李桂花被会计冒领了低保", "李桂花", "embezzlement"),
        ("我妈李桂花的卡被会计拿走", "李桂花", "card_withheld"),
        ("村支书把低保给亲戚，我邻居王建国穷得揭不开锅都没有", "王建国", "favoritism"),
        ("低保户王建国瘫在床上没人管", "王建国", "left_out"),
        ("反映我爸李大山的低保没发", "李大山", "payment_missing"),
        ("举报支书，他把低保给小舅子，五保户王建国评不上", "王建国", "favoritism"),
        ("尊敬的王建国", "王建国", "wrongly_covered"),
    ],
)
def test_who_is_named_beside_the_matter_is_not(text: str, name: str, category: str) -> None:
    parsed = named(text, name, category)
    assert blamed.people(parsed) == []
    assert "accused_name" not in filled(parsed)
