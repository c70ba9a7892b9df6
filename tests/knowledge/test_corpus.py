"""The files of the corpus: read strictly, told apart, hanging together."""

from pathlib import Path

import pytest
import yaml

from knowledge.corpus import Corpus, CorpusError, label, numeral
from knowledge.figures import Figures
from knowledge.schema import Document, Entry
from store.county import County

GOOD = {
    "id": "one",
    "title": "题目",
    "intent": "ask_program",
    "programs": ["dibao"],
    "ask": [f"问法{number}" for number in range(6)],
    "short": "答案",
    "sources": ["law#1"],
    "reviewed": "2026-11-01",
    "review_by": "2027-01-01",
    "author": "甲",
}


class TestEntry:
    def test_good_one_is_taken(self) -> None:
        assert Entry.model_validate(GOOD).id == "one"

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"short": "长" * 121}, "120"),
            ({"ask": ["一种"]}, "问法少于"),
            ({"ask": ["重复"] * 6}, "重复"),
            ({"intent": "file_complaint"}, "ask_program"),
            ({"programs": []}, "1 item"),
            ({"sources": ["law"]}, "pattern"),
            ({"region": "山西省"}, "variant_of"),
            ({"review_by": "2026-10-01"}, "复核期限"),
            ({"short": "每月 {dibao.standard.urban}"}, "local"),
            ({"colour": "red"}, "colour"),
            ({"next": list("abcde")}, "四条"),
        ],
    )
    def test_slip_is_named(self, change: dict, said: str) -> None:
        with pytest.raises(ValueError, match=said):
            Entry.model_validate({**GOOD, **change})


class TestLoad:
    def test_misspelt_field_names_file_and_entry(self, corpus_folder: Path, tmp_path: Path) -> None:
        folder = _copy(corpus_folder, tmp_path)
        (folder / "answers" / "bad.yml").write_text(
            yaml.safe_dump({"answers": [{**GOOD, "shrot": "x"}]}), encoding="utf-8"
        )
        with pytest.raises(CorpusError, match=r"bad\.yml.*one.*shrot"):
            Corpus.load(folder)

    def test_same_id_twice(self, corpus_folder: Path, tmp_path: Path) -> None:
        folder = _copy(corpus_folder, tmp_path)
        for name in ("x.yml", "y.yml"):
            (folder / "answers" / name).write_text(yaml.safe_dump({"answers": [GOOD]}), encoding="utf-8")
        with pytest.raises(CorpusError, match="one 用了两次"):
            Corpus.load(folder)

    def test_unquoted_decimal_article_is_refused(self, corpus_folder: Path, tmp_path: Path) -> None:
        folder = _copy(corpus_folder, tmp_path)
        (folder / "clauses" / "law.yml").write_text(
            "document: law\nclauses:\n- {article: 7.10, text: 第七条第十款}\n", encoding="utf-8"
        )
        with pytest.raises(CorpusError, match="加引号"):
            Corpus.load(folder)

    def test_missing_documents_file(self, tmp_path: Path) -> None:
        with pytest.raises(CorpusError, match=r"documents\.yml"):
            Corpus.load(tmp_path)


@pytest.mark.parametrize(
    ("numbering", "article", "said"),
    [
        ("articles", "37.2", "第37条第2款"),
        ("articles", "13.2.1", "第13条第2款第1项"),
        ("articles", "11.0.12", "第11条第12项"),
        ("sections", "2.1", "二（一）"),
        ("sections", "4.2.3", "四（二）3"),
        ("points", "22", "第22点"),
    ],
)
def test_label(numbering: str, article: str, said: str) -> None:
    document = Document(id="x", title="x", issuer="x", verification="full_text", numbering=numbering)
    assert label(document, article) == said


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_numeral(number: int, said: str) -> None:
    assert numeral(number) == said


class TestShipped:
    """What ships must be sound, whatever editors do."""

    def test_every_reference_leads_somewhere(self, real: Corpus) -> None:
        lost = {
            reference
            for entry in real.entries.values()
            for reference in entry.sources
            if reference not in real.clauses
        }
        assert not lost

    def test_every_figure_is_known(self, real: Corpus, county: County) -> None:
        known = Figures(county).ids()
        lost = {key for entry in real.entries.values() for key in entry.local} - known
        assert not lost

    def test_readme_lists_every_document(self, real: Corpus) -> None:
        readme = (Path(__file__).parents[2] / "knowledge" / "corpus" / "README.md").read_text(
            encoding="utf-8"
        )
        assert [key for key in real.documents if f"`{key}`" not in readme] == []


def _copy(source: Path, target: Path) -> Path:
    for path in source.rglob("*.yml"):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return target
