"""Finding by what is meant, with an encoder learnt from a handful of answers."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.office import Bureau
from knowledge import editing, learning
from knowledge.answering import Library
from knowledge.corpus import Corpus
from knowledge.encoder import Encoder
from knowledge.index import Index
from knowledge.live import LiveLibrary
from knowledge.saying import Answer
from knowledge.schema import Entry
from knowledge.words import Reading, Words, words
from store.clock import FixedClock
from store.county import County
from tests.knowledge.test_editing import AUTHOR, READER, written


@pytest.fixture(scope="module")
def cutter() -> Words:
    return words()


@pytest.fixture(scope="module")
def entries(corpus: Corpus) -> list[Entry]:
    return [entry for entry in corpus.entries.values() if entry.variant_of is None]


@pytest.fixture(scope="module")
def encoder(entries: list[Entry], cutter: Words) -> Encoder:
    return learning.learn(entries, cutter, "of these", rare=1)


def nearest(encoder: Encoder, question: Reading, ways: Sequence[Reading]) -> int:
    return int(np.argmax(encoder.vectors(ways) @ encoder.vector(question)))


class TestEncoder:
    def test_ways_of_one_answer_point_the_same_way(
        self, encoder: Encoder, entries: list[Entry], cutter: Words
    ) -> None:
        own: list[float] = []
        other: list[float] = []
        means = [encoder.vectors([*map(cutter.read, entry.ask)]) for entry in entries]
        for at, mine in enumerate(means):
            for beside, theirs in enumerate(means):
                (own if at == beside else other).append(float((mine @ theirs.T).mean()))
        assert np.mean(own) > np.mean(other) + 0.3

    @given(texts=st.lists(st.text("低保能不能养牛买车多少钱村里x，", max_size=12), max_size=6))
    def test_many_at_once_are_as_one_by_one(self, encoder: Encoder, cutter: Words, texts: list[str]) -> None:
        read = [cutter.read(text) for text in texts]
        together = encoder.vectors(read)
        assert together.shape == (len(texts), encoder.size)
        for row, text in zip(together, read, strict=True):
            assert np.allclose(row, encoder.vector(text), atol=1e-5)
            assert np.isclose(np.linalg.norm(row), 1, atol=1e-4) or not row.any()

    def test_of_unknown_words_it_knows_nothing(self, encoder: Encoder, cutter: Words) -> None:
        assert not encoder.vector(cutter.read("鹦鹉螺")).any()

    def test_it_is_the_same_each_time(self, encoder: Encoder, entries: list[Entry], cutter: Words) -> None:
        again = learning.learn(entries, cutter, rare=1)
        text = cutter.read("有车还能吃低保吗")
        assert np.array_equal(again.vector(text), encoder.vector(text))

    def test_what_is_kept_is_what_is_read(self, encoder: Encoder, cutter: Words, tmp_path: Path) -> None:
        encoder.save(tmp_path / "models" / "meaning.npz")
        read = Encoder.load(tmp_path / "models" / "meaning.npz")
        assert read is not None
        assert read.fingerprint == "of these"
        text = cutter.read("有车还能吃低保吗")
        assert np.array_equal(read.vector(text), encoder.vector(text))

    @pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04broken", "问".encode()])
    def test_without_a_file_that_can_be_read_there_is_none(
        self, tmp_path: Path, content: bytes | None
    ) -> None:
        path = tmp_path / "meaning.npz"
        if content is not None:
            path.write_bytes(content)
        assert Encoder.load(path) is None


class TestFinding:
    def test_without_an_encoder_meaning_counts_nothing(self, entries: list[Entry], cutter: Words) -> None:
        index = Index(entries, cutter)
        rows = index.evidence(index.query("有车还能吃低保吗"))
        assert not index.has_encoder
        assert not rows[:, -1].any()
        assert index.weights[-1] == 0

    def test_every_way_of_asking_means_its_own_answer(
        self, encoder: Encoder, entries: list[Entry], cutter: Words
    ) -> None:
        index = Index(entries, cutter, encoder)
        right = [
            int(np.argmax(index.evidence(index.query(way))[:, -1])) == at
            for at, entry in enumerate(entries)
            for way in entry.ask
        ]
        assert np.mean(right) > 0.95

    def test_by_words_it_finds_as_without_an_encoder(
        self, encoder: Encoder, entries: list[Entry], cutter: Words
    ) -> None:
        index, plain = Index(entries, cutter, encoder), Index(entries, cutter)
        query = index.query("有车还能吃低保吗")
        found, expected = index.by_words().search(query), plain.search(query)
        assert [(one.entry.id, one.score) for one in found] == [(one.entry.id, one.score) for one in expected]
        assert index.has_encoder
        assert not index.by_words().has_encoder

    def test_an_index_without_answers_finds_none(self, encoder: Encoder, cutter: Words) -> None:
        index = Index([], cutter, encoder)
        assert index.search(index.query("有车还能吃低保吗")) == []

    def test_an_edited_answer_is_found_with_nothing_learnt_again(
        self, bureau: Bureau, corpus_folder: Path, corpus: Corpus, encoder: Encoder, clock: FixedClock
    ) -> None:
        library = LiveLibrary(bureau, corpus_folder, encoder)
        question = "养了两头牛还能领低保吗"
        before = library.answer(question)
        assert not isinstance(before, Answer) or before.id != "cattle"
        ask = [
            "养牛能吃低保吗",
            "养了几头牛还能办低保不",
            "喂牛影响低保吗",
            "家里养牛的能领低保吗",
            "卖牛的钱算收入吗",
            "养羊养牛算不算",
        ]
        fresh = written(corpus, id="cattle", title="养牛能不能吃低保", short="养牛的净收入要算。", ask=ask)
        with bureau.office() as office:
            editing.publish(office, editing.write(office, corpus, fresh, AUTHOR, "有人问").id, READER)
        clock.move(seconds=3)
        library.refresh()
        library.taken_up()
        after = library.answer(question)
        assert isinstance(after, Answer)
        assert after.id == "cattle"

    def test_a_known_question_is_answered_and_an_alien_one_is_not(
        self, corpus: Corpus, county: County, clock: FixedClock, encoder: Encoder
    ) -> None:
        library = Library(corpus, county, clock, encoder=encoder)
        for entry in corpus.entries.values():
            if entry.variant_of is None and library.shows(entry, "resident"):
                found = library.candidates(entry.ask[0])[2]
                assert found[0].entry.id == entry.id
        assert not isinstance(library.answer("明天下不下雨"), Answer)


class TestRefreshing:
    def test_learns_once_for_the_same_answers(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        learnt: list[str] = []

        def learn(entries: Sequence[Entry], cutter: Words, mark: str) -> Encoder:
            learnt.append(mark)
            return Encoder.rounded(["词车"], np.ones((1, 4), dtype=np.float32), mark)

        def apart(command: Sequence[str], **_: object) -> None:
            learning.main(Path(command[-1]))

        monkeypatch.setattr(learning, "learn", learn)
        monkeypatch.setattr(learning.subprocess, "run", apart)
        path = tmp_path / "meaning.npz"
        assert learning.refresh(path)
        assert not learning.refresh(path)
        assert learning.refresh(path, force=True)
        assert learnt == [learning.fingerprint()] * 2

    def test_what_was_known_is_kept_where_nothing_is_learnt(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: Encoder
    ) -> None:
        path = tmp_path / "meaning.npz"
        encoder.save(path)
        monkeypatch.setattr(learning.sys, "executable", "/bin/false")
        with pytest.raises(subprocess.CalledProcessError):
            learning.refresh(path)
        kept = Encoder.load(path)
        assert kept is not None
        assert kept.fingerprint == encoder.fingerprint

    def test_the_mark_changes_with_the_answers(self, corpus_folder: Path, tmp_path: Path) -> None:
        answers = tmp_path / "answers"
        answers.mkdir()
        (answers / "all.yml").write_bytes((corpus_folder / "answers" / "all.yml").read_bytes())
        before = learning.fingerprint(tmp_path)
        (answers / "more.yml").write_text("answers: []\n", encoding="utf-8")
        assert learning.fingerprint(tmp_path) != before


class TestStories:
    def test_are_what_is_told_before_a_question(self, entries: list[Entry]) -> None:
        one = entries[0].model_copy(
            update={"ask": ["我老伴瘫在床上，儿子在外头打工，能不能办低保", "你说咋办，行不行"]}
        )
        assert learning.stories([one]) == ["儿子在外头打工", "我老伴瘫在床上"]
