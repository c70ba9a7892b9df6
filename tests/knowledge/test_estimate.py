"""资格预估: tables of cases, and what must hold for every household."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.corpus import Corpus
from knowledge.estimate import Estimator, Facts, Interview, NotUnderstood, Rules
from knowledge.estimate.logic import Span, evaluate
from knowledge.figures import Figures
from store.county import County
from store.settings import ROOT

DAY = date(2026, 11, 20)
RULES = Rules.load()
CORPUS = Corpus.load()
FIGURES = Figures(County(ROOT / "county" / "qinghe"))
ESTIMATOR = Estimator(RULES, FIGURES, CORPUS)
INTERVIEW = Interview(ESTIMATOR)

POOR: dict = {
    "emergency": "none",
    "already": "none",
    "area": "rural",
    "age": 45,
    "spouse": True,
    "minor_children": 1,
    "dependent_children": 0,
    "other_dependents": 0,
    "excluded_members": 0,
    "wage": Decimal(1000),
    "business": Decimal(0),
    "assets_income": Decimal(0),
    "retirement": Decimal(0),
    "support_received": Decimal(0),
    "other_transfers": Decimal(0),
    "basic_pension": Decimal(0),
    "savings": Decimal(3000),
    "homes": 1,
    "vehicle": "none",
    "disability": "none",
    "severe_illness": False,
    "rigid_spending": Decimal(0),
}
"""Three people in the country, standard 600 yuan a head."""

ELDER = {**POOR, "age": 66, "spouse": False, "minor_children": 0, "wage": Decimal(0), "supporter": "none"}


def verdicts(facts: Facts) -> dict[str, str]:
    return {one.program: one.verdict for one in ESTIMATOR.estimate(facts, DAY)}


def reasons(facts: Facts, program: str) -> str:
    return next(one.text() for one in ESTIMATOR.estimate(facts, DAY) if one.program == program)


class TestCases:
    @pytest.mark.parametrize(
        ("change", "program", "verdict"),
        [
            ({}, "dibao", "likely"),
            ({"wage": Decimal(2250)}, "dibao", "unlikely"),
            ({"wage": Decimal(2249)}, "dibao", "cannot_say"),
            ({"wage": Decimal(1799)}, "dibao", "likely"),
            ({"wage": Decimal(2500)}, "dibao", "unlikely"),
            ({"retirement": Decimal(800)}, "dibao", "cannot_say"),
            ({"retirement": Decimal(1000)}, "dibao", "unlikely"),
            ({"basic_pension": Decimal(900)}, "dibao", "cannot_say"),
            ({"savings": Decimal(43200)}, "dibao", "likely"),
            ({"savings": Decimal(43201)}, "dibao", "unlikely"),
            ({"homes": 2}, "dibao", "unlikely"),
            ({"vehicle": "car"}, "dibao", "unlikely"),
            ({"vehicle": "light"}, "dibao", "likely"),
            ({"vehicle": "work", "vehicle_value": Decimal(20000)}, "dibao", "likely"),
            ({"vehicle": "work", "vehicle_value": Decimal(20001)}, "dibao", "unlikely"),
            ({"already": "dibao"}, "dibao", "unlikely"),
            ({"excluded_members": 1, "wage": Decimal(1400)}, "dibao", "cannot_say"),
            ({"excluded_members": 1, "wage": Decimal(1500)}, "dibao", "unlikely"),
            ({"wage": Decimal(2600)}, "dibao_marginal", "likely"),
            ({"wage": Decimal(3000)}, "dibao_marginal", "cannot_say"),
            ({"wage": Decimal(3600)}, "dibao_marginal", "unlikely"),
            ({"wage": Decimal(4000), "rigid_spending": Decimal(40000)}, "rigid_expenditure", "likely"),
            ({"wage": Decimal(4000), "rigid_spending": Decimal(10000)}, "rigid_expenditure", "unlikely"),
            ({"emergency": "accident"}, "temporary", "likely"),
            ({"already": "dibao", "recent_job": True}, "step_down", "likely"),
        ],
    )
    def test_household(self, change: dict, program: str, verdict: str) -> None:
        assert verdicts({**POOR, **change})[program] == verdict

    @pytest.mark.parametrize(
        ("change", "verdict"),
        [
            ({}, "likely"),
            ({"age": 59}, "unlikely"),
            ({"age": 15}, "likely"),
            ({"supporter": "able"}, "unlikely"),
            ({"supporter": "unable", "supporter_why": "old_dibao"}, "likely"),
            ({"supporter": "unable", "supporter_why": "other"}, "unlikely"),
            ({"basic_pension": Decimal(900)}, "likely"),
            ({"retirement": Decimal(900)}, "unlikely"),
            (
                {
                    "age": 40,
                    "disability": "2",
                    "disability_kind": "physical",
                    "disabled_is_applicant": True,
                    "disabled_adult_jobless": True,
                    "illness_cost": Decimal(0),
                },
                "likely",
            ),
            (
                {
                    "age": 40,
                    "disability": "3",
                    "disability_kind": "physical",
                    "disabled_is_applicant": True,
                    "illness_cost": Decimal(0),
                },
                "unlikely",
            ),
            (
                {
                    "age": 40,
                    "disability": "3",
                    "disability_kind": "mental",
                    "disabled_is_applicant": True,
                    "illness_cost": Decimal(0),
                },
                "likely",
            ),
            (
                {
                    "age": 40,
                    "disability": "2",
                    "disability_kind": "visual",
                    "disabled_is_applicant": True,
                    "disabled_adult_jobless": True,
                    "illness_cost": Decimal(0),
                },
                "unlikely",
            ),
        ],
    )
    def test_tekun(self, change: dict, verdict: str) -> None:
        assert verdicts({**ELDER, **change})["tekun"] == verdict

    @pytest.mark.parametrize(
        ("grade", "kind", "verdict"),
        [
            ("1", "physical", "likely"),
            ("2", "hearing", "likely"),
            ("3", "intellectual", "likely"),
            ("3", "physical", "unlikely"),
            ("4", "mental", "unlikely"),
        ],
    )
    def test_single_cover_by_grade_and_kind(self, grade: str, kind: str, verdict: str) -> None:
        marginal = {
            **POOR,
            "wage": Decimal(2600),
            "disability": grade,
            "disability_kind": kind,
            "disabled_is_applicant": True,
            "disabled_adult_jobless": False,
            "illness_cost": Decimal(0),
        }
        assert verdicts(marginal)["dibao_single"] == verdict

    def test_jobless_severely_disabled_adult_counts_alone(self) -> None:
        rich = {
            **POOR,
            "wage": Decimal(9000),
            "disability": "1",
            "disability_kind": "physical",
            "disabled_is_applicant": True,
            "disabled_adult_jobless": True,
            "illness_cost": Decimal(0),
        }
        assert verdicts(rich)["dibao_single"] == "likely"

    def test_better_programme_hides_the_lesser(self) -> None:
        assert {"dibao_marginal", "dibao_single", "rigid_expenditure"}.isdisjoint(verdicts(POOR))

    def test_reasons_name_their_articles(self) -> None:
        text = reasons({**POOR, "homes": 2}, "dibao")
        assert "住房超过" in text
        assert "《最低生活保障审核确认办法》第14条第1款" in text
        assert "县民政局确认" in reasons(POOR, "dibao")

    def test_amount_is_the_gap(self) -> None:
        dibao = next(one for one in ESTIMATOR.estimate(POOR, DAY) if one.program == "dibao")
        assert (dibao.amount.low, dibao.amount.high) == (Decimal(800), Decimal(1000))

    def test_county_without_a_figure_cannot_be_estimated(
        self, county: County, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        figures = Figures(county)
        monkeypatch.setattr(figures, "find", lambda key, day: None)
        made = Estimator(RULES, figures, CORPUS).estimate(POOR, DAY)
        dibao = next(one for one in made if one.program == "dibao")
        assert dibao.verdict == "cannot_say"
        assert any("要看县里怎么核定" in weighed for weighed in dibao.county_weighs)


MONEY = st.decimals(0, 5000, places=0)
COUNTED = ("wage", "business", "assets_income", "retirement", "support_received", "other_transfers")
EXCLUDED = ("veterans", "family_planning", "scholarship", "bravery", "assistance_received")
RANK = {"unlikely": 0, "cannot_say": 1, "likely": 2}
HOUSEHOLDS = st.fixed_dictionaries(
    {
        "area": st.sampled_from(["urban", "rural"]),
        "age": st.integers(1, 95),
        "spouse": st.booleans(),
        "minor_children": st.integers(0, 3),
        "other_dependents": st.integers(0, 3),
        "savings": st.decimals(0, 60000, places=0),
        "vehicle": st.sampled_from(["none", "light", "car"]),
        "severe_illness": st.booleans(),
        "illness_cost": MONEY,
        "supporter": st.sampled_from(["none", "able"]),
        "rigid_spending": st.decimals(0, 90000, places=0),
    }
    | dict.fromkeys(COUNTED, MONEY),
    optional={"basic_pension": MONEY},
)


def best(facts: Facts) -> dict[str, int]:
    """Each programme's rank; one that is not named because a better one seems likely counts as likely."""
    made = {one.program: RANK[one.verdict] for one in ESTIMATOR.estimate(facts, DAY)}
    return {one.program: made.get(one.program, 2) for one in RULES.programs if not one.quiet}


class TestProperties:
    @settings(max_examples=60, deadline=None)
    @given(household=HOUSEHOLDS, kind=st.sampled_from(COUNTED), more=st.decimals(1, 3000, places=0))
    def test_more_income_never_helps(self, household: dict, kind: str, more: Decimal) -> None:
        before = {**POOR, **household}
        after = {**before, kind: before[kind] + more}
        assert all(best(after)[program] <= rank for program, rank in best(before).items())

    @settings(max_examples=60, deadline=None)
    @given(household=HOUSEHOLDS, kind=st.sampled_from(EXCLUDED), sum_=st.decimals(1, 9000, places=0))
    def test_excluded_income_changes_nothing(self, household: dict, kind: str, sum_: Decimal) -> None:
        facts = {**POOR, **household}
        assert ESTIMATOR.estimate({**facts, kind: sum_}, DAY) == ESTIMATOR.estimate(facts, DAY)

    @settings(max_examples=40, deadline=None)
    @given(household=HOUSEHOLDS, more=st.decimals(1, 30000, places=0))
    def test_more_savings_never_help(self, household: dict, more: Decimal) -> None:
        before = {**POOR, **household}
        after = {**before, "savings": before["savings"] + more}
        assert all(best(after)[program] <= rank for program, rank in best(before).items())

    @settings(max_examples=40, deadline=None)
    @given(household=HOUSEHOLDS, known=st.integers(0, 22))
    def test_a_verdict_stands_when_more_becomes_known(self, household: dict, known: int) -> None:
        """Saying "likely" or "unlikely" early must never turn out to have been rash."""
        whole = {**POOR, **household}
        part = dict(list(whole.items())[:known])
        after = {one.program: one.verdict for one in ESTIMATOR.estimate(whole, DAY)}
        for one in ESTIMATOR.estimate(part, DAY):
            if one.verdict != "cannot_say" and one.program in after:
                assert after[one.program] == one.verdict, one.program


class TestSoFar:
    ALONE: ClassVar[dict] = {"area": "rural", "household": "alone"}

    def test_the_whole_is_not_added_to_its_parts(self) -> None:
        facts = {**self.ALONE, "wage": Decimal(300), "whole_income": Decimal(500)}
        assert "一共 500 元，1 口人平均 500 元" in INTERVIEW.so_far(facts, DAY)

    def test_says_what_the_county_weighs(self) -> None:
        facts = {**self.ALONE, "wage": Decimal(300), "basic_pension": Decimal(150)}
        so_far = INTERVIEW.so_far(facts, DAY)
        assert "一共 450 元（其中城乡居民基础养老金 150 元算不算，看县里怎么定）" in so_far
        assert "看县里" not in INTERVIEW.so_far({**self.ALONE, "wage": Decimal(300)}, DAY)

    @settings(max_examples=40, deadline=None)
    @given(parts=st.dictionaries(st.sampled_from(COUNTED), MONEY), whole=MONEY)
    def test_is_the_sum_that_is_judged_by(self, parts: dict, whole: Decimal) -> None:
        facts = {**self.ALONE, **parts, "whole_income": whole}
        assert INTERVIEW.so_far(facts, DAY) == INTERVIEW.so_far({**self.ALONE, "whole_income": whole}, DAY)


class TestInterview:
    def test_asks_until_settled_and_no_more(self) -> None:
        facts: dict = {}
        asked = []
        while (question := INTERVIEW.next_question(facts, DAY)) is not None:
            assert question.key not in asked
            asked.append(question.key)
            facts[question.key] = {**ELDER, "household": "alone", "other_incomes": False}[question.key]
        assert asked[0] == "emergency"
        assert all(one.verdict != "cannot_say" for one in ESTIMATOR.estimate(facts, DAY))

    def test_does_not_ask_what_does_not_matter(self) -> None:
        assert INTERVIEW.next_question({**POOR}, DAY) is None
        asked = INTERVIEW.next_question({key: POOR[key] for key in ("emergency",)}, DAY)
        assert asked is not None
        assert asked.key == "already"

    @pytest.mark.parametrize(
        ("key", "reply", "value"),
        [
            ("wage", "一年两万四", Decimal("2000.00")),
            ("wage", "每月一千二", Decimal("1200.00")),
            ("wage", "1,500块", Decimal("1500.00")),
            ("wage", "没有收入", Decimal(0)),
            ("savings", "三万五", Decimal("35000.00")),
            ("savings", "2.5万", Decimal("25000.00")),
            ("savings", "两万三千多", Decimal("23000.00")),
            ("rigid_spending", "十二万", Decimal("120000.00")),
            ("minor_children", "俩", 2),
            ("minor_children", "没有", 0),
            ("age", "六十七", 67),
            ("spouse", "没有", False),
            ("spouse", "有的", True),
            ("area", "农村的", "rural"),
            ("vehicle", "没有车", "none"),
            ("disability", "二级", "2"),
            ("already", "在领低保", "dibao"),
        ],
    )
    def test_reads_plain_replies(self, key: str, reply: str, value: object) -> None:
        assert INTERVIEW.read(key, reply) == value

    @pytest.mark.parametrize(
        ("key", "reply"),
        [
            ("wage", "不好说"),
            ("wage", "看情况"),
            ("age", "很老"),
            ("area", "火星"),
            ("spouse", "看情况"),
            ("spouse", "不知道"),
        ],
    )
    def test_says_how_to_reply(self, key: str, reply: str) -> None:
        with pytest.raises(NotUnderstood, match="请"):
            INTERVIEW.read(key, reply)

    def test_what_is_passed_over_is_not_asked_again(self) -> None:
        facts = {key: value for key, value in POOR.items() if key != "savings"}
        assert INTERVIEW.next_question(facts, DAY).key == "savings"
        assert INTERVIEW.next_question(facts, DAY, passed_over={"savings"}) is None

    def test_facts_survive_being_written_down(self) -> None:
        facts = {**POOR, "age": 7, "wage": Decimal("0.5"), "homes": 30}
        assert INTERVIEW.kept({key: str(value) for key, value in facts.items()}) == facts
        with pytest.raises(NotUnderstood):
            INTERVIEW.kept({"area": "火星"})


class TestRules:
    def test_every_source_is_in_the_corpus(self) -> None:
        assert [source for source in RULES.sources() if source not in CORPUS.clauses] == []

    def test_every_tested_name_is_a_fact_or_a_measure(self) -> None:
        known = {fact.key for fact in RULES.facts}

        def look_up(name: str) -> object:
            assert name in known or isinstance(MEASURES.look_up(name), Span), name
            return MEASURES.look_up(name)

        from knowledge.estimate.measures import Measures

        MEASURES = Measures({}, RULES, FIGURES, DAY)
        for program in RULES.programs:
            for test in program.tests:
                evaluate(test.test, look_up)

    @pytest.mark.parametrize("test", [{}, {"is": ["a", 1], "not": {}}, {"resembles": ["a", "b"]}])
    def test_bad_rule_is_refused(self, test: dict) -> None:
        with pytest.raises(ValueError, match="判断"):
            evaluate(test, {}.get)
