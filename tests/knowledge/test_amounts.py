"""Amounts and counts in residents' words, by themselves and as replies to the estimate's questions."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.estimate import Estimator, Interview, NotUnderstood, Rules, amounts, telling
from knowledge.words import plain
from tests.knowledge.test_estimate import CORPUS, FIGURES

INTERVIEW = Interview(Estimator(Rules.load(), FIGURES, CORPUS))
KEYS = [fact.key for fact in Rules.load().facts]


def in_chinese(value: int) -> str:
    """A number below a hundred million as it is written out: 12005 as 一万二千零五."""
    if value >= 10_000:
        head, rest = divmod(value, 10_000)
        return f"{in_chinese(head)}万{'零' if 0 < rest < 1000 else ''}{in_chinese(rest) if rest else ''}"
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + name
        gap = digit == 0
    return words or "零"


class TestMoney:
    @pytest.mark.parametrize(
        ("said", "a_month"),
        [
            ("一个月800", 800),
            ("一个月八百", 800),
            ("一个月大概三百", 300),
            ("一个月一百二", 120),
            ("今年每月800", 800),
            ("收入一共就八百", 800),
            ("全家收入一共一千二", 1200),
            ("工资一般三千", 3000),
            ("嗯……大概两千", 2000),
            ("嗯…2千", 2000),
            ("1千5", 1500),
            ("2w4一年", 2000),
            ("一万二一年", 1000),
            ("一百二一个月", 120),
            ("1.2万一年", 1000),
            ("三点六万一年", 3000),
            ("1，500块", 1500),
            ("8、900", 850),
            ("八百到一千", 900),
            ("两三千", 2500),
            ("2-3千", 2500),
            ("半年三千", 500),
            ("三个月挣了六千", 2000),
            ("一个月200，一年2400", 200),
            ("以前一个月三千，现在八百", 800),
            ("我两千，老伴一千五，一共三千五", 3500),
            ("每人给一百，一共三百", 300),
            ("今年66了打工挣800", 800),
            ("种了5亩地一年剩两千四", 200),
            ("一年到头也就两千四", 200),
            ("八百来块钱", 800),
            ("一千多点", 1000),
            ("800块/月", 800),
            ("不到八百", 800),
            ("1万2000一年", 1000),
        ],
    )
    def test_is_read_whatever_else_is_counted_beside_it(self, said: str, a_month: int) -> None:
        assert amounts.money(plain(amounts.joined(said)), months=amounts.MONTH) == a_month

    @pytest.mark.parametrize(
        "said",
        [
            "1.2.3",
            "存款" + "9" * 30,
            "13912345678",
            "几百块",
            "十几块",
            "好几千",
            "一共",
            "一起过",
            "一块过",
            "等一下",
            "三",
            "一天八十",
            "干20天，一天100",
            "一亩剩三百",
            "两个儿子每人给100",
            "各给一百",
            "我两千，老伴一千五",
            "去年挣了两万",
            "今年两万",
            "以前一个月三千",
            "一年干三个月，一个月三千",
            "2023年就不干了",
            "三年前",
            "二级",
            "1951年生",
        ],
    )
    def test_is_none_where_it_could_be_meant_otherwise(self, said: str) -> None:
        assert amounts.money(plain(said), months=amounts.MONTH) is None

    @pytest.mark.parametrize(
        ("said", "yuan"),
        [
            ("一个月千把块", 1000),
            ("百把块钱", 100),
            ("万来块", 10_000),
            ("百十来块", 110),
            ("两千把块", 2000),
            ("千儿八百的", 900),
            ("五千八百", 5800),
            ("两千出头", 2000),
            ("七八百", 750),
        ],
    )
    def test_about_how_much_is_a_sum(self, said: str, yuan: int) -> None:
        assert amounts.money(plain(said), months=amounts.MONTH) == yuan

    def test_of_a_year_and_of_no_time(self) -> None:
        assert amounts.money("一个月一千五", months=amounts.YEAR) == 18_000
        assert amounts.money("一年两万", months=amounts.YEAR) == 20_000
        assert amounts.money("去年一共花了两万", months=amounts.YEAR) == 20_000
        assert amounts.money("存款一共五万", months=None) == 50_000
        assert amounts.money("一年存两万", months=None) is None

    @pytest.mark.parametrize(
        ("said", "yuan"), [("一千四五", 1450), ("两千六七", 2650), ("三百五六", 355), ("一万二三", 12_500)]
    )
    def test_a_sum_with_two_last_figures_is_between_them(self, said: str, yuan: int) -> None:
        assert amounts.money(f"一个月{said}", months=amounts.MONTH) == yuan

    @given(
        value=st.integers(10, 19_999),
        frame=st.sampled_from(
            ["{}", "一个月{}", "每月{}", "一共{}", "大概{}", "一个月大概{}", "嗯……{}", "也就{}吧", "一般{}左右", "{}一个月", "我打工一个月{}"]
        ),
        unit=st.sampled_from(["", "元", "块", "块钱"]),
        chinese=st.booleans(),
    )  # fmt: skip
    @example(value=11, frame="{}一个月", unit="", chinese=True)
    def test_a_sum_written_out_is_read_as_it_is(
        self, value: int, frame: str, unit: str, chinese: bool
    ) -> None:
        written = in_chinese(value) if chinese else str(value)
        said = plain(frame.format(f"{written}{unit}"))
        read = amounts.money(said, months=amounts.MONTH)
        if unit or not chinese or not frame.startswith("{}一"):
            assert read == value, said
        else:
            assert read in (value, None), said

    @given(
        tens=st.integers(1, 999), unit=st.sampled_from(["万", "千"]), frame=st.sampled_from(["{}", "一共{}", "有{}吧"])
    )  # fmt: skip
    def test_digits_with_a_unit(self, tens: int, unit: str, frame: str) -> None:
        many = {"万": 10_000, "千": 1000}[unit]
        number = Decimal(tens) / 10
        assert amounts.money(frame.format(f"{number.normalize():f}{unit}"), months=None) == number * many

    @given(value=st.integers(0, 99_999_999))
    def test_numerals(self, value: int) -> None:
        assert amounts.number(in_chinese(value)) == value

    @given(
        text=st.text(alphabet="一二两三十百千万零半几多来元块钱个月年每岁口亩天没有不收入存款打工0123456789.,，。…到、 -wk", max_size=30)
        | st.text(max_size=40)
    )  # fmt: skip
    def test_no_words_are_beyond_it(self, text: str) -> None:
        for months in (None, amounts.MONTH, amounts.YEAR):
            read = amounts.money(plain(amounts.joined(text)), months=months)
            assert read is None or 0 <= read <= 10**11
        telling.told(text)
        for key in KEYS:
            try:
                value = INTERVIEW.read(key, text)
            except NotUnderstood:
                continue
            assert INTERVIEW.kept({key: str(value)}) == {key: value}
            INTERVIEW.said(key, value)


class TestReplies:
    @pytest.mark.parametrize(
        ("key", "said", "value"),
        [
            ("wage", "一分钱都没有", 0),
            ("wage", "没有，2023年就不干了", 0),
            ("wage", "没有打工", 0),
            ("wage", "打不动工了", 0),
            ("wage", "她哪还能挣钱", 0),
            ("wage", "以前一个月三千，现在没活干", 0),
            ("wage", "没有固定的，一个月大概800", 800),
            ("wage", "没错，八百", 800),
            ("savings", "没有，都花光了，三年前就没了", 0),
            ("savings", "存款没有，欠了五万", 0),
            ("savings", "哪有存款", 0),
            ("savings", "一分没有", 0),
            ("business", "没有，地都荒了好几年", 0),
            ("business", "不种地", 0),
            ("illness_cost", "一个月大概三百", 300),
            ("illness_cost", "一个月花了三百", 300),
            ("basic_pension", "一个月一百二", 120),
            ("rigid_spending", "一年两万", 20_000),
            ("rigid_spending", "一个月两千", 24_000),
            ("minor_children", "一个都没有", 0),
            ("minor_children", "一个也没有", 0),
            ("minor_children", "没有，两个都成家了", 0),
            ("minor_children", "三个，两个大的一个小的", 3),
            ("minor_children", "嗯…3个", 3),
            ("minor_children", "就一个孩子", 1),
            ("minor_children", "有俩", 2),
            ("other_dependents", "没有，就我一个", 0),
            ("other_dependents", "一个孙子", 1),
            ("homes", "一套都没有", 0),
            ("homes", "我没有，住我兄弟家一间", 0),
            ("homes", "老家有一套", 1),
            ("homes", "两处，一处在县里", 2),
            ("age", "我儿子四十了，我七十三", 73),
            ("age", "六十六岁半", 66),
            ("age", "我今年都七十一了", 71),
            ("age", "他9岁", 9),
            ("age", "六十多了", 60),
        ],
    )
    def test_number(self, key: str, said: str, value: int) -> None:
        assert INTERVIEW.read(key, said) == value

    @pytest.mark.parametrize(
        ("key", "said"),
        [
            ("age", "我打工一个月挣1000"),
            ("age", "我和老伴两个人过"),
            ("age", "属兔的，一九五一年生"),
            ("age", "快六十了"),
            ("age", "差两岁六十"),
            ("age", "虚岁六十"),
            ("age", "5"),
            ("minor_children", "等一下"),
            ("minor_children", "我老伴六十三了"),
            ("minor_children", "两个都工作了"),
            ("minor_children", "没有儿子，有两个女儿"),
            ("minor_children", "两三个"),
            ("minor_children", "我一个月800"),
            ("dependent_children", "改一下一起过的人"),
            ("homes", "改一下一起过的人"),
            ("homes", "我看一下"),
            ("homes", "50"),
            ("savings", "改一下全家收入"),
            ("savings", "欠了五万"),
            ("savings", "没有，有五万"),
            ("savings", "不多"),
            ("savings", "没几个钱"),
            ("wage", "不固定"),
            ("wage", "没多少"),
            ("wage", "等一会儿"),
            ("wage", "两万"),
            ("wage", "一个月八百，现在没有了"),
            ("wage", "我两千他三千"),
        ],
    )
    def test_what_is_no_answer_is_asked_again(self, key: str, said: str) -> None:
        with pytest.raises(NotUnderstood, match="请"):
            INTERVIEW.read(key, said)

    @pytest.mark.parametrize(
        ("key", "said", "value"),
        [
            ("emergency", "没有", "none"),
            ("emergency", "都没有，就是日子紧", "none"),
            ("emergency", "没有出事", "none"),
            ("emergency", "没有没有", "none"),
            ("already", "没有啊就是想吃低保", "none"),
            ("household", "就我自己过", "alone"),
            ("household", "跟我弟过", "family"),
            ("household", "有", "family"),
            ("vehicle", "啥车也没有", "none"),
            ("disability", "腿有点瘸，没办证", "none"),
            ("supporter", "我和我弟都能管", "able"),
            ("emergency", "没病没灾", "none"),
            ("emergency", "没有吃的了", "other"),
            ("emergency", "没有地方住", "other"),
            ("emergency", "家里断粮两天了", "other"),
            ("emergency", "饭都吃不上", "other"),
            ("emergency", "房子着火了", "accident"),
            ("already", "没有，不是低保户", "none"),
            ("already", "我不是低保户", "none"),
            ("already", "我不是五保户", "none"),
            ("already", "没在吃低保", "none"),
            ("already", "以前是低保户，去年停了", "none"),
            ("already", "去年已经领低保被停了", "none"),
            ("already", "还没领过", "none"),
            ("already", "吃着低保呢", "dibao"),
            ("already", "低保", "dibao"),
            ("area", "不是农村的", "urban"),
            ("area", "不是农村户口", "urban"),
            ("area", "不是城镇户口", "rural"),
            ("area", "不是农村的，是居民户口", "urban"),
            ("area", "乡下的", "rural"),
            ("household", "不是一个人", "family"),
            ("household", "一个人", "alone"),
            ("household", "和老伴一起", "family"),
            ("vehicle", "没有小汽车", "none"),
            ("vehicle", "没有，只有个电动车", "light"),
            ("vehicle", "没买车", "none"),
            ("disability", "不是残疾", "none"),
            ("disability", "没办证", "none"),
            ("supporter", "没能力管", "unable"),
            ("supporter", "有儿子，他自己都吃不饱", "unable"),
            ("supporter", "没儿没女", "none"),
            ("supporter", "都不在了", "none"),
            ("supporter", "一个都没有", "none"),
            ("disabled_adult_jobless", "没有工作", True),
            ("disabled_adult_jobless", "没工作，四十了", True),
            ("disabled_adult_jobless", "四十了，没上班", True),
            ("disabled_adult_jobless", "有工作", False),
            ("disabled_adult_jobless", "没成年", False),
            ("disabled_adult_jobless", "不是", False),
            ("other_incomes", "就养老金", True),
            ("other_incomes", "没有，就有点养老金", True),
            ("other_incomes", "没有养老金", False),
            ("other_incomes", "没有了", False),
            ("spouse", "走了", False),
            ("spouse", "有过，去世了", False),
            ("severe_illness", "没有得过", False),
            ("disabled_is_applicant", "不是，是我老伴", False),
        ],
    )
    def test_choice(self, key: str, said: str, value: object) -> None:
        assert INTERVIEW.read(key, said) == value

    @pytest.mark.parametrize(
        ("key", "said"),
        [
            ("supporter", "不管我"),
            ("supporter", "没人管，两个儿子都在外头打工"),
            ("supporter", "没有，儿子都不管"),
            ("supporter", "没有子女，有老伴"),
            ("supporter", "有儿子"),
            ("emergency", "没有车"),
            ("emergency", "没有粮食直补"),
            ("emergency", "十年前出过车祸"),
            ("already", "想领低保"),
            ("already", "低保停了现在又领上了"),
            ("vehicle", "没有货车"),
            ("vehicle", "没有电动车"),
            ("vehicle", "我弟有辆小车"),
            ("area", "不在农村也不在城镇"),
            ("disabled_adult_jobless", "没有"),
            ("disabled_is_applicant", "是我儿子"),
            ("other_incomes", "没有别的，有一点"),
        ],
    )
    def test_a_no_of_something_else_is_no_choice(self, key: str, said: str) -> None:
        with pytest.raises(NotUnderstood, match="请"):
            INTERVIEW.read(key, said)

    def test_whoever_does_not_care_is_asked_whether_they_could(self) -> None:
        with pytest.raises(NotUnderstood, match="有没有能力"):
            INTERVIEW.read("supporter", "儿子都不管我")
