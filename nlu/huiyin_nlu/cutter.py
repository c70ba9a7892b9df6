"""Chinese text cut into words by a jieba of our own."""

import logging
import re
from functools import lru_cache

import jieba
import jieba.posseg

from huiyin_nlu.gazetteer import gazetteer

FREQUENCY = 3000
RUNS = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+|[^\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+")


class Cutter:
    """A `jieba.Tokenizer` whose dictionary is its own plus the surfaces of the entities."""

    def __init__(self, words) -> None:
        jieba.setLogLevel(logging.WARNING)
        self._jieba = jieba.Tokenizer()
        self._jieba.initialize()
        for word in sorted(words):
            if 1 < len(word) <= 8 and not word.isascii():
                self._jieba.add_word(word, max(FREQUENCY, self._jieba.FREQ.get(word) or 0))

        self._cut = lru_cache(maxsize=2048)(self._spans)
        self._sizes = lru_cache(maxsize=8192)(self._cut_run)
        self._kinds = jieba.posseg.POSTokenizer(self._jieba).word_tag_tab

    def kind(self, word: str) -> str:
        """Return the part of speech that jieba's dictionary gives WORD (`nr` a name, `ns` a place, `t` a time ...); `-` if unknown."""
        return self._kinds.get(word, "-")

    def cut(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of TEXT's words, white space left out; kept, because each component cuts the sentence again."""
        return self._cut(text)

    def _spans(self, text: str) -> list[tuple[int, int]]:
        spans = []
        end = 0
        for run in RUNS.findall(text):
            for size in self._sizes(run):
                start, end = end, end + size
                if not text[start:end].isspace():
                    spans.append((start, end))
        return spans

    def _cut_run(self, run: str) -> tuple[int, ...]:
        """Return how long the words of RUN are; kept, because jieba cuts each run by itself, in whatever sentence or letter it stands."""
        return tuple(map(len, self._jieba.cut(run, HMM=False)))


@lru_cache(maxsize=1)
def cutter() -> Cutter:
    """Return the cutter whose dictionary is the gazetteer."""
    return Cutter(gazetteer().words)
