"""What was found by reading over the answers and the encoder: each was once wrong."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from huiyin import cli
from knowledge import trust
from knowledge.answering import Library
from knowledge.carrying import Standing
from knowledge.encoder import Encoder
from knowledge.regions import Regions
from knowledge.saying import Answer, Unknown
from store.county import County
from store.settings import ROOT

HOME = "湖南省/衡阳市/清河县"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(county=County(ROOT / "county" / "qinghe"))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    chance = np.random.default_rng(1)
    weights = chance.normal(size=(6, 4)).astype(np.float32)
    return Encoder.rounded([f"词{number}" for number in range(6)], weights, "of these")


def test_an_allowance_is_not_answered_by_another(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """However near the other one is: an encoder once found 高龄津贴 surely."""
    monkeypatch.setattr(trust, "confidence", lambda *_: 1.0)
    monkeypatch.setattr(trust, "likely", lambda *_: True)
    question = "领残疾补贴的老人去世了怎么办"
    nearest = [one for one in library.candidates(question)[2] if one.entry.programs == ["elderly_allowance"]]
    monkeypatch.setattr(
        library, "candidates", lambda *_: (library.words.read(question), ["disability_allowance"], nearest)
    )
    found = library.answer(question)
    assert nearest
    assert isinstance(found, Unknown)
    assert found.closest is None


def test_its_own_holders_are_answered(library: Library) -> None:
    found = library.answer("领高龄津贴的老人去世了怎么办")
    assert isinstance(found, Answer)
    assert found.id == "elderly-allowance-death"


def test_an_orphan_may_be_told_of_the_other_allowance_for_children(library: Library) -> None:
    found = library.answer("爸死妈跑了 孩子算孤儿不")
    meant = found if isinstance(found, Answer) else found.closest
    assert meant is not None


@pytest.mark.parametrize(
    ("first", "then", "answer"),
    [
        ("孤儿补贴怎么申请", "吃低保还能领不", "compare-orphan-unsupported-tekun"),
        ("临时救助是什么", "领低保的能领不", "compare-dibao-temporary"),
        ("高龄津贴怎么申请", "吃低保能不能领", "compare-dibao-elderly-allowance"),
    ],
)
def test_what_a_household_lives_on_is_told_of_not_asked_about(
    library: Library, first: str, then: str, answer: str
) -> None:
    context = library.answer(first).context
    found = library.answer(then, context=context)
    assert isinstance(found, Answer)
    assert found.id == answer
    assert found.context["program"] == context["program"]


@pytest.mark.parametrize(
    "said",
    ["吃低保要什么条件", "想吃低保能领不", "能领低保不", "吃低保能领多少", "领低保要带什么", "怎么领低保"],
)
def test_an_assistance_asked_about_is_not_taken_for_one_that_is_had(library: Library, said: str) -> None:
    standing = Standing(library.words.named)
    assert standing.held(said) == ""
    assert standing.without(said) == said


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("儿子在苏州，低保标准多少", None),
        ("女儿嫁到苏州了，低保标准多少", None),
        ("我女儿在深圳成家了 农村低保标准是多少", None),
        ("我哥住武汉。特困一个月多少", None),
        ("儿子在苏州，苏州低保标准多少", "苏州"),
        ("儿子在苏州，那边低保标准多少", "苏州"),
        ("儿子在苏州，他的低保是多少", "苏州"),
        ("儿子在苏州，我在武汉，低保标准多少", "武汉"),
        ("我在苏州，低保标准多少", "苏州"),
        ("苏州的低保标准多少", "苏州"),
    ],
)
def test_where_a_child_lives_is_not_where_the_asker_does(said: str, where: str | None) -> None:
    found = Regions([HOME], HOME).named(said)
    assert (found.name if found else None) == where


def test_many_may_keep_an_encoder_at_once(encoder: Encoder, tmp_path: Path) -> None:
    path = tmp_path / "meaning.npz"
    with ThreadPoolExecutor(8) as several:
        for done in [several.submit(encoder.save, path) for _ in range(80)]:
            done.result()
    assert Encoder.load(path) is not None
    assert [one.name for one in tmp_path.iterdir()] == ["meaning.npz"]


def test_a_damaged_encoder_is_none(encoder: Encoder, tmp_path: Path) -> None:
    path, damaged = tmp_path / "meaning.npz", tmp_path / "damaged.npz"
    encoder.save(path)
    content = path.read_bytes()
    for at in range(len(content)):
        damaged.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        read = Encoder.load(damaged)
        assert read is None or read.vectors([]).shape == (0, encoder.size)


@pytest.mark.parametrize("rows", [np.zeros(6, dtype=np.int8), np.zeros((5, 4), dtype=np.int8)])
def test_an_encoder_with_rows_of_another_shape_is_none(rows: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "meaning.npz"
    Encoder([str(number) for number in range(6)], rows, np.ones((6, 1), dtype=np.float32)).save(path)
    assert Encoder.load(path) is None


def test_an_array_alone_is_no_encoder(tmp_path: Path) -> None:
    np.save(tmp_path / "meaning.npy", np.zeros(3))
    assert Encoder.load(tmp_path / "meaning.npy") is None


def test_understanding_is_trained_though_nothing_was_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: object) -> bool:
        raise subprocess.CalledProcessError(1, ["learning"])

    trained: list[bool] = []

    def train(**_: object) -> int:
        trained.append(True)
        return 0

    monkeypatch.setattr(cli.learning, "refresh", fails)
    monkeypatch.setattr(cli.understandings, "train", train)
    done = CliRunner().invoke(cli.app, ["train"])
    assert done.exit_code == 0
    assert trained
    assert "没有学成" in done.output
