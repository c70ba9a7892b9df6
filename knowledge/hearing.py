"""Listed words that were heard or typed as others of the same sound (特捆, 户理补贴, 脑摊), put right before a text is cut."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from pypinyin import Style, lazy_pinyin

_SHORTEST, _LONGEST = 2, 7
_TELLING = 4
"""So many characters of one sound are no chance; fewer must be alike in tone as well, and be no words of their own."""

Sound = tuple[str, ...]


class Hearing:
    """The listed words by their sound; of words that sound alike and mean different things none."""

    def __init__(self, meanings: Mapping[str, str], small: frozenset[str], sure: frozenset[str]) -> None:
        """`meanings`: what each listed word stands for, the usual way to write it first; `small`: words that carry no
        meaning; `sure`: words that are recognised in other tones too, where one of their characters is there."""
        self._listed = frozenset(meanings)
        self._small = small
        self._sure = sure
        found: dict[Sound, list[str]] = {}
        for word in meanings:
            if len(word) >= _SHORTEST:
                found.setdefault(_sound(word), []).append(word)
        self._by_sound = {
            sound: words[0] for sound, words in found.items() if len({meanings[word] for word in words}) == 1
        }
        self._beginnings = {sound[:_SHORTEST] for sound in self._by_sound}

    def corrected(self, pieces: Sequence[str]) -> str:
        """The text of these pieces, with listed words in the place of what only sounds like them."""
        text = "".join(pieces)
        starts = dict.fromkeys(accumulate(map(len, pieces), initial=0))
        sound = _sound(text)
        single = {at for at, piece in zip(starts, pieces, strict=False) if len(piece) == 1}
        out, done = [], 0
        for start in starts:
            if start < done or sound[start : start + _SHORTEST] not in self._beginnings:
                continue
            end, word = next(self._meant(text, sound, start, starts, single), (start, ""))
            out += [text[done:start], word]
            done = end
        return "".join([*out, text[done:]])

    def _meant(
        self, text: str, sound: Sound, start: int, ends: Mapping[int, None], single: set[int]
    ) -> Iterator[tuple[int, str]]:
        """Where a misheard word that starts here ends, and the word; the longest first."""
        for end in range(min(start + _LONGEST, len(text)), start + _SHORTEST - 1, -1):
            word = self._by_sound.get(sound[start:end]) if end in ends else None
            said = text[start:end]
            if word is None or said in self._listed:
                continue
            if end - start < _TELLING:
                apart = all(at in single for at in range(start, end))
                small = not self._small.isdisjoint({*said, *word})
                alike = _tones(said) == _tones(word) or (word in self._sure and not {*said}.isdisjoint(word))
                if not apart or small or not alike:
                    continue
            yield end, word


def _sound(text: str) -> Sound:
    return tuple(map(_syllable, text))


@lru_cache(maxsize=16384)
def _syllable(character: str) -> str:
    """How a character sounds, without tone and without the differences of zh and z, ang and an."""
    if character < "\u3400":
        return character
    said = lazy_pinyin(character)[0]
    if said[:2] in {"zh", "ch", "sh"}:
        said = said[0] + said[2:]
    return said.removesuffix("g") if said.endswith("ng") else said


def _tones(text: str) -> str:
    return "".join(map(_tone, text))


@lru_cache(maxsize=16384)
def _tone(character: str) -> str:
    return lazy_pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)[0][-1]
