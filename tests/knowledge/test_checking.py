"""`huiyin knowledge check`: every fault is named, a sound corpus is not blamed."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge import checking
from knowledge.corpus import Corpus
from knowledge.estimate import Rules
from knowledge.figures import Figures
from knowledge.materials import Catalogue
from knowledge.schema import Entry
from store.county import County

DAY = date(2026, 11, 20)


@pytest.fixture
def figures(county: County) -> Figures:
    return Figures(county)


def found(corpus: Corpus, figures: Figures, entry: Entry, day: date = DAY) -> list[str]:
    return [finding.text for finding in checking.examine_entry(entry, corpus, figures, day)]


def changed(corpus: Corpus, **change: object) -> Entry:
    return Entry.model_validate({**corpus.entries["howlong"].model_dump(), **change})


class TestEntry:
    def test_sound_one_is_not_blamed(self, corpus: Corpus, figures: Figures) -> None:
        assert found(corpus, figures, corpus.entries["howlong"]) == []

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"sources": ["law#1"]}, "“30工作日”在所列条款里没有"),
            ({"sources": ["told#1"]}, "只见转述"),
            ({"sources": ["law#7"]}, "没有条款"),
            ({"sources": ["secret#1"]}, "不公开"),
            ({"sources": ["wenshui#2.1"]}, "variant_of"),
            ({"sources": []}, "没有来源"),
            ({"review_by": date(2026, 11, 19)}, "就该复核"),
            ({"review_by": date(2026, 12, 1)}, "前要复核"),
            ({"next": ["nowhere"]}, "还没有写"),
            ({"local": ["no.such"]}, "本县数字里没有"),
            ({"act": ["打 {phone.nobody}"]}, "这一句不会显示"),
        ],
    )
    def test_fault_is_named(self, corpus: Corpus, figures: Figures, change: dict, said: str) -> None:
        assert any(said in text for text in found(corpus, figures, changed(corpus, **change)))

    def test_superseded_clause_marks_what_leans_on_it(self, corpus: Corpus, figures: Figures) -> None:
        clause = corpus.clauses["law#4"].model_copy(update={"overridden_by": "law#1"})
        aged = replace(corpus, clauses={**corpus.clauses, "law#4": clause})
        assert any("已被 law#1 改变" in text for text in found(aged, figures, aged.entries["howlong"]))

    def test_superseded_clause_marks_until_it_is_read_again(self, corpus: Corpus, figures: Figures) -> None:
        clause = corpus.clauses["law#4"].model_copy(update={"overridden_by": "law#1"})
        aged = replace(corpus, clauses={**corpus.clauses, "law#4": clause})
        both = changed(aged, sources=["law#4", "law#1"])
        before = both.model_copy(update={"reviewed": date(2026, 6, 30)})
        assert not any("改变" in text for text in found(aged, figures, both))
        assert any("请照新的再核对" in text for text in found(aged, figures, before))

    def test_a_clause_not_yet_in_force_changes_nothing_yet(self, corpus: Corpus, figures: Figures) -> None:
        clause = corpus.clauses["told#1"].model_copy(update={"overridden_by": "law#1"})
        aged = replace(corpus, clauses={**corpus.clauses, "told#1": clause})
        entry = changed(aged, sources=["told#1"])
        early = found(aged, figures, entry, date(2026, 6, 30))
        assert any("到时要改" in text for text in early)
        assert not any("已被" in text for text in early)
        assert any("已被 law#1 改变" in text for text in found(aged, figures, entry, date(2026, 7, 1)))

    def test_day_that_a_document_ends(self, corpus: Corpus, figures: Figures) -> None:
        entry = corpus.entries["expired"]
        assert not any("有效期" in text for text in found(corpus, figures, entry, date(2021, 6, 30)))
        assert any("有效期" in text for text in found(corpus, figures, entry, date(2021, 7, 1)))


class TestWhole:
    def test_same_question_in_two_answers(self, corpus: Corpus, figures: Figures) -> None:
        twin = changed(corpus, id="twin")
        texts = [one.text for one in checking.examine(corpus.with_entries([twin]), figures, DAY)]
        assert any("howlong、twin 里都有" in text for text in texts)

    def test_answers_that_only_their_author_has_read(self, corpus: Corpus, figures: Figures) -> None:
        alone = changed(corpus, id="alone", second_reader=None)
        texts = [one.text for one in checking.examine(corpus.with_entries([alone]), figures, DAY)]
        assert "1 条答案本单位还没有第二个人看过：alone。" in texts

    def test_lists_and_rules_cite_what_exists(self, real: Corpus) -> None:
        for sources in (Rules.load().sources(), Catalogue.load(real).sources()):
            assert list(checking.dangling(sources, real, "规则", DAY)) == []

    def test_dangling_reference_is_told(self, corpus: Corpus) -> None:
        assert [one.severe for one in checking.dangling(["law#1", "law#77"], corpus, "规则", DAY)] == [True]

    @pytest.mark.parametrize(
        ("reference", "said"),
        [("old#9", "不在有效期内"), ("secret#1", "不公开的文件"), ("law#4", "已被 law#1 改变")],
    )
    def test_rules_and_lists_may_not_lean_on(
        self, corpus: Corpus, figures: Figures, reference: str, said: str
    ) -> None:
        clause = corpus.clauses["law#4"].model_copy(update={"overridden_by": "law#1"})
        aged = replace(corpus, clauses={**corpus.clauses, "law#4": clause})
        texts = [one.text for one in checking.dangling([reference], aged, "规则", DAY) if one.severe]
        assert len(texts) == 1
        assert said in texts[0]

    def test_a_document_that_is_replaced_says_since_when(self, corpus: Corpus, figures: Figures) -> None:
        told = corpus.documents["told"].model_copy(update={"superseded_by": "law"})
        aged = replace(corpus, documents={**corpus.documents, "told": told})
        texts = [one.text for one in checking.examine(aged, figures, DAY) if one.severe]
        assert any("没写从哪天起失效" in text for text in texts)

    def test_what_ships_may_be_shown(self, real: Corpus, figures: Figures) -> None:
        assert [one.text for one in checking.examine(real, figures, DAY) if one.severe] == []
