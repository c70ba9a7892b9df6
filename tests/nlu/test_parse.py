"""The parser's report, line by line."""

import io
import json

import pytest
from huiyin_nlu import parse
from huiyin_nlu.parse import ParseError, newest, reported, run
from hypothesis import given
from hypothesis import strategies as st

DATA = {
    "intent": {"name": "nlu_fallback", "confidence": 0.2},
    "intent_ranking": [
        {"name": "nlu_fallback", "confidence": 0.2},
        {"name": "file_complaint", "confidence": 0.2},
        {"name": "urge_petition", "confidence": 0.1},
    ],
    "category": {"name": "delayed", "confidence": 0.7, "secondary": ["attitude"]},
    "entities": [
        {"entity": "program", "start": 0, "end": 2, "value": "低保", "normalised": "dibao"},
        {"entity": "program", "start": 3, "end": 5, "value": "低保", "normalised": "dibao"},
        {"entity": "phone", "start": 5, "end": 8, "value": "123", "normalised": "123", "valid": False},
    ],
    "safety": {"name": None},
    "accepted": False,
}


class FakeParser:
    def parse(self, text):
        if text == "坏":
            raise RuntimeError("坏了")
        return {"text": text, "intent": "greet"}


class TestReported:
    def test_fallback_gives_way_to_the_intent_behind_it(self):
        row = reported("低保，低保123", DATA)
        assert row["intent"] == "file_complaint"
        assert row["accepted"] is False
        assert [item["intent"] for item in row["ranking"]] == ["file_complaint", "urge_petition"]

    def test_each_entity_and_surface_once(self):
        row = reported("低保，低保123", DATA)
        assert [(e["entity"], e["value"], e["valid"]) for e in row["entities"]] == [
            ("program", "低保", None),
            ("phone", "123", False),
        ]

    def test_a_category_only_for_complaints(self):
        assert reported("低保，低保123", DATA)["category"] == "delayed"
        other = {**DATA, "intent_ranking": [{"name": "greet", "confidence": 0.9}]}
        assert reported("低保，低保123", other)["category"] is None

    def test_contentless_is_out_of_scope(self):
        assert reported("。。", {**DATA, "entities": [], "doubt": "contentless"})["intent"] == "out_of_scope"


class TestRun:
    def test_a_bad_line_gives_an_error_and_work_goes_on(self):
        out = io.StringIO()
        lines = [
            '{"id": 1, "text": "你好"}',
            "不是 JSON",
            "[1]",
            '{"id": 2}',
            "",
            '{"id": 3, "text": "坏"}',
            '{"id": 4, "text": "在吗"}',
        ]
        failed = run(FakeParser(), io.StringIO("\n".join(lines)), out)
        rows = [json.loads(line) for line in out.getvalue().splitlines()]
        assert failed == 4
        assert [row["id"] for row in rows] == [1, None, None, 2, 3, 4]
        assert ["error" in row for row in rows] == [False, True, True, True, True, False]


class TestNewest:
    def test_says_so_if_there_is_no_model(self, tmp_path):
        with pytest.raises(ParseError, match="没有找到模型"):
            newest(tmp_path)

    def test_takes_the_file_named(self, tmp_path):
        file = tmp_path / "a.tar.gz"
        file.write_bytes(b"")
        assert newest(file) == newest(tmp_path) == file


def test_nothing_is_loaded_at_import():
    assert not hasattr(parse, "Agent")

    @given(
        st.lists(
            st.one_of(
                st.text(max_size=40),
                st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
            ),
            max_size=8,
        )
    )
    def test_whatever_comes_in_each_line_gets_a_line_out(self, lines):
        text = [line.replace("\n", " ").replace("\r", " ") for line in lines]
        out = io.StringIO()
        run(FakeParser(), io.StringIO("\n".join(text)), out)
        rows = [json.loads(line) for line in out.getvalue().splitlines()]
        assert len(rows) == sum(bool(line.strip()) for line in io.StringIO("\n".join(text)))
