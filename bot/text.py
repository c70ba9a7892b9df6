"""A resident's text made harmless before it reaches Rasa."""

import unicodedata

LONGEST = 5000
"""Characters of one message that are read; all of it is kept."""


def harmless(text: str) -> str:
    """The text in NFKC, without invisible characters, and never beginning with a slash.

    Rasa takes a text that begins with `/` for an intent with slots; NFKC turns `／` into `/`, so the text is
    normalised first and then stripped, until nothing before the first real character is left.
    """
    normal = unicodedata.normalize("NFKC", text)
    visible = "".join(
        character for character in normal if character in "\n\t" or unicodedata.category(character)[0] != "C"
    )
    return visible.strip().lstrip("/\\ \t\n").strip()
