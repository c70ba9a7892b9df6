"""Normal text and its way back."""

import itertools

import pytest
from huiyin_nlu.text import normalise, sentences
from hypothesis import given
from hypothesis import strategies as st

MIXED = st.text(
    st.one_of(
        st.sampled_from("低保怎麼申請１２３ＡＢ　 \u200b\u202e\ufeff\ufe0f😀é\u0301①㎡ﬁ\n\t"),
        st.characters(blacklist_categories=("Cs",)),
    ),
    max_size=60,
)


class TestNormalise:
    @pytest.mark.parametrize(
        ("typed", "normal"),
        [
            ("我想問下農村低保怎麼申請", "我想问下农村低保怎么申请"),
            ("電話１３８００００１２３４", "电话13800001234"),
            ("低\u200b保\u202e怎么\ufeff办", "低保怎么办"),
            ("  低 保　怎么\u3000办  ", "低保怎么办"),
            ("第一行\r\n\r\n第二行", "第一行\n第二行"),
            ("我妈 70 岁", "我妈 70 岁"),
            ("", ""),
            ("\u200b\u200d ", ""),
            ("／check_petition", "/check_petition"),
        ],
    )
    def test_folds(self, typed, normal):
        assert normalise(typed).text == normal

    @given(MIXED)
    def test_map_has_one_place_for_each_character(self, typed):
        normal = normalise(typed)
        assert len(normal.starts) == len(normal.ends) == len(normal.text)
        assert all(
            0 <= start < end <= len(typed) for start, end in zip(normal.starts, normal.ends, strict=False)
        )
        assert list(normal.starts) == sorted(normal.starts)
        assert list(normal.ends) == sorted(normal.ends)

    @given(MIXED, st.data())
    def test_a_span_goes_there_and_back(self, typed, data):
        normal = normalise(typed)
        if not normal.text:
            return
        start = data.draw(st.integers(0, len(normal.text) - 1))
        end = data.draw(st.integers(start + 1, len(normal.text)))
        left, right = normalise(typed).to_original(start, end)
        again = normal.from_original(left, right)
        assert again[0] <= start
        assert again[1] >= end

    @given(MIXED)
    def test_twice_is_once(self, typed):
        once = normalise(typed).text
        assert normalise(once).text == once

    def test_an_entity_keeps_its_surface(self):
        typed = "我 妈住在 柳溪鎮，電話１３８ ００００ １２３４"
        normal = normalise(typed)
        start = normal.text.index("柳溪镇")
        left, right = normal.to_original(start, start + 3)
        assert typed[left:right] == "柳溪鎮"


class TestSentences:
    def test_cover_everything_said(self):
        text = "第一件。第二件！第三件"
        assert [text[start:end] for start, end in sentences(text)] == ["第一件。", "第二件！", "第三件"]

    @given(st.text(st.sampled_from("低保，。！ \n的"), max_size=400))
    def test_are_in_order_and_not_too_long(self, text):
        spans = sentences(text)
        assert all(end - start <= 121 for start, end in spans)
        assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
