"""Changes by editors: two pairs of eyes, a day, every version; live from the next question on."""

from datetime import date
from pathlib import Path
from threading import Event

import pytest

from casework.office import Bureau, NotAllowed, NotFound, Office
from casework.people.actors import Actor
from knowledge import editing, live, queries, questions
from knowledge.corpus import Corpus
from knowledge.live import LiveLibrary
from knowledge.saying import Answer, Unknown
from store.clock import FixedClock

AUTHOR = Actor("staff", 1, "甲", "QH-MZ-JZ", "QH-MZ/QH-MZ-JZ/", frozenset({"editor"}))
READER = Actor("staff", 2, "乙", "QH-MZ-JZ", "QH-MZ/QH-MZ-JZ/", frozenset({"editor"}))
OPERATOR = Actor("staff", 3, "丙", "QH-MZ-XF", "QH-MZ/QH-MZ-XF/", frozenset({"operator"}))


def written(corpus: Corpus, key: str = "car", **change: object) -> dict:
    return {**corpus.entries[key].model_dump(mode="json"), **change}


class TestWriting:
    def test_author_and_version_are_kept(self, office: Office, corpus: Corpus) -> None:
        first = editing.write(office, corpus, written(corpus, short="新的说法。"), AUTHOR, "更清楚")
        second = editing.write(office, corpus, written(corpus, short="又一种。"), AUTHOR, "再改")
        assert (first.version, second.version) == (1, 2)
        assert first.content["author"] == "甲"
        assert first.content["second_reader"] is None

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"sources": ["law#99"]}, "没有条款 law#99"),
            ({"sources": ["secret#1"]}, "不得给居民看"),
            ({"sources": ["old#9"]}, "不在有效期内"),
            ({"sources": ["wenshui#2.1"]}, "只管"),
            ({"sources": [], "county_decides": None, "local": []}, "没有来源"),
            ({"short": "长" * 121}, "不能超过 120 个字"),
            ({"local": ["no.such"], "county_decides": None}, "没有 no.such"),
        ],
    )
    def test_bad_answer_is_refused_with_the_reason(
        self, office: Office, corpus: Corpus, change: dict, said: str
    ) -> None:
        with pytest.raises(editing.BadAnswer, match=said):
            editing.write(office, corpus, written(corpus, **change), AUTHOR, "试")
        assert queries.last_version(office, "car") == 0

    def test_only_those_who_keep_the_knowledge(self, office: Office, corpus: Corpus) -> None:
        with pytest.raises(NotAllowed, match="角色"):
            editing.write(office, corpus, written(corpus), OPERATOR, "试")
        with pytest.raises(NotAllowed):
            editing.withdraw(office, "car", Actor.resident(5), "试")


class TestPublishing:
    def test_needs_another_person(self, office: Office, corpus: Corpus) -> None:
        draft = editing.write(office, corpus, written(corpus, short="新的。"), AUTHOR, "改")
        with pytest.raises(NotAllowed, match="另一位"):
            editing.publish(office, draft.id, AUTHOR)
        assert editing.overlay(office, corpus).entries["car"].short != "新的。"
        editing.publish(office, draft.id, READER)
        after = editing.overlay(office, corpus).entries["car"]
        assert (after.short, after.second_reader) == ("新的。", "乙")

    def test_waits_for_its_day(self, office: Office, corpus: Corpus, clock: FixedClock) -> None:
        draft = editing.write(
            office, corpus, written(corpus, short="明年的。"), AUTHOR, "改", date(2027, 1, 1)
        )
        editing.publish(office, draft.id, READER)
        assert editing.overlay(office, corpus).entries["car"].short != "明年的。"
        clock.move(days=60)
        assert editing.overlay(office, corpus).entries["car"].short == "明年的。"

    def test_a_correction_meanwhile_does_not_undo_what_waits_for_its_day(
        self, office: Office, corpus: Corpus, clock: FixedClock
    ) -> None:
        later = editing.write(
            office, corpus, written(corpus, short="明年的。"), AUTHOR, "改标准", date(2027, 1, 1)
        )
        editing.publish(office, later.id, READER)
        now = editing.write(office, corpus, written(corpus, short="现在的。"), AUTHOR, "改错字")
        editing.publish(office, now.id, READER)
        assert editing.overlay(office, corpus).entries["car"].short == "现在的。"
        clock.move(days=60)
        assert editing.overlay(office, corpus).entries["car"].short == "明年的。"

    def test_a_correction_dated_back_counts_from_its_publishing(self, office: Office, corpus: Corpus) -> None:
        first = editing.write(office, corpus, written(corpus, short="一。"), AUTHOR, "改")
        editing.publish(office, first.id, READER)
        back = editing.write(office, corpus, written(corpus, short="二。"), AUTHOR, "改", date(2026, 1, 1))
        editing.publish(office, back.id, READER)
        assert editing.overlay(office, corpus).entries["car"].short == "二。"

    def test_withdrawn_answer_is_gone(self, office: Office, corpus: Corpus) -> None:
        editing.publish(office, editing.withdraw(office, "car", AUTHOR, "过时").id, READER)
        assert "car" not in editing.overlay(office, corpus).entries

    def test_twice_or_out_of_order_is_refused(self, office: Office, corpus: Corpus) -> None:
        first = editing.write(office, corpus, written(corpus, short="一。"), AUTHOR, "改")
        second = editing.write(office, corpus, written(corpus, short="二。"), AUTHOR, "改")
        editing.publish(office, second.id, READER)
        for revision in (first, second):
            with pytest.raises(editing.BadAnswer):
                editing.publish(office, revision.id, READER)
        with pytest.raises(NotFound):
            editing.publish(office, 999, READER)

    def test_drafts_wait_in_a_list(self, office: Office, corpus: Corpus) -> None:
        draft = editing.write(office, corpus, written(corpus, short="新的。"), AUTHOR, "改")
        assert [one.id for one in queries.drafts(office)] == [draft.id]
        editing.publish(office, draft.id, READER)
        assert not queries.drafts(office)
        assert [one.version for one in queries.history(office, "car")] == [1]


class TestReadingOver:
    @pytest.fixture
    def unread(self, corpus: Corpus) -> Corpus:
        return corpus.with_entries([corpus.entries["car"].model_copy(update={"second_reader": None})])

    def test_the_second_reader_is_named_and_nothing_else_changes(
        self, office: Office, unread: Corpus
    ) -> None:
        version = editing.read_over(office, unread, "car", READER)
        after = editing.overlay(office, unread).entries["car"]
        assert after == unread.entries["car"].model_copy(update={"second_reader": "乙"})
        assert (version.author, version.second_reader) == (unread.entries["car"].author, "乙")

    def test_once_is_enough(self, office: Office, unread: Corpus) -> None:
        editing.read_over(office, unread, "car", READER)
        with pytest.raises(editing.BadAnswer, match="乙已经看过"):
            editing.read_over(office, editing.overlay(office, unread), "car", AUTHOR)

    def test_not_by_whoever_wrote_it_nor_by_others(self, office: Office, unread: Corpus) -> None:
        own = unread.with_entries([unread.entries["car"].model_copy(update={"author": "甲"})])
        with pytest.raises(NotAllowed, match="另一位"):
            editing.read_over(office, own, "car", AUTHOR)
        with pytest.raises(NotAllowed, match="角色"):
            editing.read_over(office, unread, "car", OPERATOR)
        with pytest.raises(NotFound):
            editing.read_over(office, unread, "no-such", READER)

    def test_not_past_a_draft_or_a_fault(self, office: Office, unread: Corpus) -> None:
        expired = unread.with_entries([unread.entries["expired"].model_copy(update={"second_reader": None})])
        with pytest.raises(editing.BadAnswer, match="有效期"):
            editing.read_over(office, expired, "expired", READER)
        editing.write(office, unread, written(unread, short="新的。"), AUTHOR, "改")
        with pytest.raises(editing.BadAnswer, match="等复核"):
            editing.read_over(office, unread, "car", READER)


class TestLive:
    def test_published_answer_is_given_without_a_restart(
        self, bureau: Bureau, corpus_folder: Path, corpus: Corpus, clock: FixedClock
    ) -> None:
        library = LiveLibrary(bureau, corpus_folder)
        question = "养了两头牛还能领低保吗"
        assert not isinstance(library.answer(question), Answer) or library.answer(question).id != "cattle"
        fresh = written(
            corpus,
            id="cattle",
            title="养牛能不能吃低保",
            short="养牛的净收入要算，牛算不算财产看当地。",
            ask=[
                "养牛能吃低保吗",
                "养了几头牛还能办低保不",
                "喂牛影响低保吗",
                "家里养牛的能领低保吗",
                "卖牛的钱算收入吗",
                "养羊养牛算不算",
            ],
        )
        with bureau.office() as office:
            editing.publish(office, editing.write(office, corpus, fresh, AUTHOR, "有人问").id, READER)
        clock.move(seconds=3)
        library.refresh()
        library.taken_up()
        found = library.answer(question)
        assert isinstance(found, Answer)
        assert found.id == "cattle"

    def test_nobody_waits_while_a_published_answer_is_made_ready(
        self,
        bureau: Bureau,
        corpus_folder: Path,
        corpus: Corpus,
        clock: FixedClock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        library = LiveLibrary(bureau, corpus_folder)
        library.index()
        ready = Event()
        make = live.Library.index
        monkeypatch.setattr(live.Library, "index", lambda fresh, of: ready.wait(5) and make(fresh, of))
        with bureau.office() as office:
            changed = written(corpus, short="有车不一定就不行，新的说法。")
            editing.publish(office, editing.write(office, corpus, changed, AUTHOR, "改").id, READER)
        clock.move(seconds=3)
        before = library.answer("家里有车还能吃低保吗")
        assert isinstance(before, Answer)
        assert "新的说法" not in before.short
        ready.set()
        library.taken_up()
        after = library.answer("家里有车还能吃低保吗")
        assert isinstance(after, Answer)
        assert "新的说法" in after.short

    def test_looks_at_the_database_seldom(
        self, bureau: Bureau, corpus_folder: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library = LiveLibrary(bureau, corpus_folder)
        looks = []
        count = queries.published_count
        monkeypatch.setattr(queries, "published_count", lambda office: looks.append(1) or count(office))
        for _ in range(5):
            library.get("car")
        assert len(looks) == 1
        clock.move(seconds=3)
        library.get("car")
        assert len(looks) == 2

    def test_what_is_searched_is_made_anew_only_where_other_answers_are_shown(
        self, bureau: Bureau, corpus_folder: Path, corpus: Corpus, clock: FixedClock
    ) -> None:
        library = LiveLibrary(bureau, corpus_folder)
        at_start = library.index()
        library.refresh()
        assert library.index() is at_start
        clock.move(days=1)
        library.refresh()
        library.taken_up()
        assert library.index() is at_start
        with bureau.office() as office:
            draft = editing.write(office, corpus, written(corpus, short="新的。"), AUTHOR, "改")
            editing.publish(office, draft.id, READER)
        clock.move(seconds=3)
        library.refresh()
        library.taken_up()
        assert library.index() is not at_start
        assert "新的。" in [entry.short for entry in library.index().entries]

    @pytest.mark.postgres
    def test_works_on_postgres(self, corpus_folder: Path, corpus: Corpus, pg_bureau: Bureau) -> None:
        with pg_bureau.office() as office:
            draft = editing.write(office, corpus, written(corpus, short="新的。"), AUTHOR, "改")
            editing.publish(office, draft.id, READER)
            questions.note_unanswered(office, "没人知道的事")
        assert LiveLibrary(pg_bureau, corpus_folder).get("car").short == "新的。"


class TestOpenQuestions:
    def test_same_question_said_otherwise_is_counted_together(self, office: Office) -> None:
        questions.note_unanswered(office, "请问养蜂算收入吗？")
        again = questions.note_unanswered(office, "养蜂算不算收入呀")
        assert again.times == 2
        assert [one.sample for one in queries.open_questions(office)] == ["请问养蜂算收入吗？"]

    def test_nothing_that_points_to_a_person_is_kept(self, office: Office) -> None:
        noted = questions.note_unanswered(office, "我电话13812345678，身份证11010519491231002X，养蜂算收入吗")
        assert "138" not in noted.sample
        assert "1949" not in noted.sample

    def test_most_asked_first_and_settled_ones_gone(self, office: Office) -> None:
        questions.note_unanswered(office, "养蜂算收入吗")
        often = [questions.note_unanswered(office, "租的鱼塘算财产吗") for _ in range(3)][-1]
        assert queries.open_questions(office)[0].id == often.id
        questions.settle(office, often.id, "car")
        assert often.id not in [one.id for one in queries.open_questions(office)]
        questions.note_unanswered(office, "租的鱼塘算财产吗")
        assert queries.open_questions(office)[0].id == often.id

    def test_set_aside_stays_aside(self, office: Office) -> None:
        noted = questions.note_unanswered(office, "明天下雨吗")
        questions.set_aside(office, noted.id, "不归我们管")
        questions.note_unanswered(office, "明天下雨吗")
        assert not queries.open_questions(office)

    def test_bad_mark_puts_the_question_on_the_list(self, office: Office) -> None:
        questions.note_given(office, "car")
        questions.note_rating(office, "car", "家里有车能吃低保吗", helpful=True)
        questions.note_rating(office, "car", "家里有车能吃低保吗", helpful=False)
        assert queries.uses(office, date(2026, 11, 1)) == [("car", 1, 1, 1)]
        assert [one.kind for one in queries.open_questions(office)] == ["badly_rated"]

    def test_nothing_said_is_nothing_noted(self, office: Office) -> None:
        assert questions.note_unanswered(office, "？？") is None

    def test_unknown_offers_a_person(self) -> None:
        assert "同事" in Unknown("x").text_for_chat()
