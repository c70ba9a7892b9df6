"""Which petition is meant, and what is wanted of it."""

import re
import unicodedata
from typing import Any

from actions.turn import LISTENING, Turn
from casework.petitions import numbers

CLEAN: dict[str, Any] = dict.fromkeys(
    ("petition_purpose", "petition_number", "petition_code", "petition_words")
)
BEGINS = frozenset({LISTENING, "action_begin_petition", "action_begin_record"})
PURPOSES = {
    "check_petition": "check",
    "urge_petition": "urge",
    "supplement_petition": "supplement",
    "withdraw_petition": "withdraw",
    "reject_reply": "reject",
    "accept_reply": "accept",
}
"""What each intent wants of a petition."""

WITH_WORDS = frozenset({"supplement", "reject", "withdraw"})
"""Purposes for which the resident is asked for words of their own."""

EXAMPLE = "HY26-0412-7389"
"""The number that the question for one gives as an example (`domain.yml`)."""
PROVEN = "proven"
"""Stands for a query code where the right to the petition was proven before in this talk."""

NUMBER = re.compile(r"(?<![A-GI-XZa-gi-xz])(?:HY)?[\s-]*\d{2}[\s-]*\d{4}[\s-]*\d{4}(?!\d)", re.IGNORECASE)
ASKS_WHEN = re.compile(r"什么时候|啥时候|几时|多久|哪天|多长时间|什么时间")
URGES = re.compile(
    r"催|快|抓紧|赶紧|还(没|不)|拖|再不|到底|究竟|[一两二三四五六七八九十几\d]+个?(月|星期|礼拜|年)了"
)
PRESSES = re.compile(
    r"(帮|给|替|请|麻烦|再|能|可以|要|就)[^,，。;；]{0,6}?(?<!不用)(?<!不要)(?<!别)(?<!莫)催(?!了)|^催(一?[下哈]|催|办)"
)
"""That somebody is pressed is asked for, among other words: 没得的话帮我催一哈."""
OBJECTS = re.compile(
    r"(?<!没)(?<!没有)有(很大|点|些|个)?意见|不(满意|服|认可|同意)|(?<!不)少(发|给|算)|没(解决|办好|到账|收到)"
)
"""Whoever says so has not accepted the answer, whatever it was taken for."""
CODE = re.compile(r"(?<!\d)(\d{6}|\d{4})(?!\d)")
CODE_ALONE = re.compile(r"^(查询码|码)?(是|[:：\s])*(?P<code>\d{6})[。.]?$")
"""A query code and nothing else."""
BARE = re.compile(
    r"^(我(要|想)?)?(给|把|对)?(我的|那个|那件|这个|之前的?|上次的?)?(投诉|诉求|信访件?|案子|件|事情|事)?(要|想)?(补充|催办?|撤回|撤诉|查询?|不满意|不服)(一下|一点|些?情况|材料|证据|内容|的?进度|一?催)*[。!！]*$"
)
NUMBER_SAID = re.compile(
    r"(?<!申请)(编号|单号|回执号?)(是|[:：\s])*(?P<said>(HY)?[\d-]{3,})(?![\d-])", re.IGNORECASE
)
"""Figures that are called a number."""
NO_NUMBER = re.compile(
    r"""
      (没有?|莫得|忘了?|找不[到着]|不记得|不知道|不晓得|丢了?).{0,6}(编号|单号|回执|受理单|通知单)
    | (编号|单号).{0,4}(没有?|莫得|忘|丢|找不[到着]|不记得|记不得|记不清)
    """,
    re.VERBOSE,
)
"""The number of the petition is lost or not known."""


def number_of(turn: Turn) -> str | None:
    """The petition's number in the message, if one is there and its check digit fits."""
    said = unicodedata.normalize("NFKC", turn.said)
    candidates = [entity.value for entity in turn.entities("petition_no")]
    candidates += [found.group() for found in NUMBER.finditer(said)]
    for candidate in candidates:
        try:
            return numbers.parse(candidate)
        except numbers.BadNumber:
            continue
    return None


def mistaken_number(turn: Turn) -> str | None:
    """Figures said to be the petition's number that can be none, as said; None where there are none, or a number fits."""
    found = NUMBER_SAID.search(unicodedata.normalize("NFKC", turn.said))
    return found["said"] if found and not turn.pressed and number_of(turn) is None else None


def looks_like_number(turn: Turn) -> bool:
    """Whether the message holds digits meant as a number, though they do not fit."""
    return bool(re.search(r"HY|\d{7,}", unicodedata.normalize("NFKC", turn.said).upper().replace("-", "")))


def code_of(turn: Turn) -> str | None:
    """The query code in the message, or the last four digits of a telephone, apart from the number itself."""
    said = NUMBER.sub(" ", unicodedata.normalize("NFKC", turn.said))
    found = [code for code in CODE.findall(said) if len(code) == 6 or turn.requested == "petition_code"]
    return max(found, key=len) if found else None


def words_of(turn: Turn) -> str | None:
    """What the resident adds, where the message is more than the wish to add something."""
    said = CODE.sub("", NUMBER.sub("", turn.said)).strip("，,。 ：:")
    return said if len(said) >= 6 and not BARE.match(said) else None


def told_about(turn: Turn) -> str | None:
    """The petition that a button under a letter belongs to; the letter went to its petitioner alone."""
    return turn.about if turn.about and turn.about.startswith("HY") else None


def opening(turn: Turn) -> dict[str, Any]:
    """The slots that the first message fills."""
    purpose = PURPOSES.get(turn.intent, "check")
    if purpose == "accept" and not turn.offered and OBJECTS.search(turn.said):
        purpose = "reject"
    if purpose == "urge" and not turn.pressed and ASKS_WHEN.search(turn.said) and not URGES.search(turn.said):
        purpose = "check"
    if purpose == "check" and not turn.pressed and PRESSES.search(turn.said):
        purpose = "urge"
    proven = list(turn.slot("proven_petitions") or [])
    number = told_about(turn) or number_of(turn)
    if number is None and len(proven) == 1:
        number = proven[0]
    code = PROVEN if number and (number in proven or told_about(turn)) else code_of(turn)
    return {
        "petition_purpose": purpose,
        "petition_number": number,
        "petition_code": code,
        "petition_words": _words(turn, purpose),
    }


def _words(turn: Turn, purpose: str) -> str | None:
    """Words that need not be asked for; None where they have to be. Taking back is always asked about."""
    if purpose not in WITH_WORDS or any(word in turn.said for word in ("复查", "复核", "不服")):
        return turn.said if purpose in WITH_WORDS else ""
    return None if turn.pressed or purpose == "withdraw" else words_of(turn)


def turned_away(turn: Turn) -> bool:
    """Whether something else was asked and answered, and neither a look-up begun nor its question put."""
    return turn.after not in BEGINS and not turn.after.startswith("action_ask_") and not number_of(turn)
