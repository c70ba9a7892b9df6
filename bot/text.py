"""A resident's text made harmless before it reaches Rasa."""

import unicodedata

LONGEST = 5000
"""Characters of one message that are read; all of it is kept."""


CHINESE_MARKS = frozenset("，。！？；：（）【】《》、“”‘’…—～·")
"""Marks that stay as they were written; all else is put into its plain form."""


SIGNS = {"👍": "好的", "👌": "好的", "🆗": "好的", "🙏": "谢谢"}
"""Pictures that say what a word says."""


def in_words(text: str) -> str:
    """A message of nothing but pictures and marks as a word, or as nothing where no word says the same."""
    if any(unicodedata.category(character)[0] in "LN" for character in text):
        return text
    return next((word for sign, word in SIGNS.items() if sign in text), "")


def harmless(text: str) -> str:
    """The text in plain characters, without invisible ones, and never beginning with a slash.

    Rasa takes a text that begins with `/` for an intent with slots; NFKC turns `／` into `/`, so the text is
    normalised first and then stripped, until nothing before the first real character is left.
    """
    plain = "".join(
        character if character in CHINESE_MARKS else unicodedata.normalize("NFKC", character)
        for character in unicodedata.normalize("NFC", text)
    )
    visible = "".join(
        character for character in plain if character in "\n\t" or unicodedata.category(character)[0] != "C"
    )
    return visible.strip().lstrip("/\\ \t\n").strip()


def whole(text: str) -> str:
    """The text without halves of characters, which some keyboards send and nothing can store or show."""
    return "".join(character for character in text if not "\ud800" <= character <= "\udfff")


TELEGRAM_LONGEST = 4096


def parts(text: str, longest: int = TELEGRAM_LONGEST) -> list[str]:
    """The text in parts that fit a message, cut at line breaks or sentence ends where there are any.

    Length is counted in UTF-16 units, as Telegram does; nothing is lost but the white space at a cut.
    """
    found: list[str] = []
    rest = text.strip() or "…"
    while _units(rest) > longest:
        end = _fitting(rest, longest)
        cut = max(rest.rfind("\n", 0, end), rest.rfind("。", 0, end) + 1, rest.rfind("；", 0, end) + 1)
        cut = cut if cut > end // 2 else end
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _fitting(text: str, longest: int) -> int:
    """How many characters of the text fit into so many UTF-16 units."""
    units = 0
    for place, character in enumerate(text):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > longest:
            return place
    return len(text)
