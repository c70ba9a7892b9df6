"""What is told of a household other than the applicant's: a son who has split off, a daughter married away, a father who is
not on the same register. What they earn and how many they are is theirs (57号 art. 7); only what they give counts here."""

import re

from actions.complaint import phrases
from actions.estimate import shares

_KIN = re.compile(
    r"(?<![孙外])(老?[大二三四小幺])?(儿女|子女|儿子|女儿|闺女|姑娘|丫头|女婿|儿媳妇?)(?!们?(上|读|念|还?在?(读|念|上学)))"
    r"|老[大二三四幺](?!爷|妈|娘|远)|[大二三四小幺]儿(?![园媳子])"
    r"|[大二三小]?[哥姐弟妹](?![么儿])|爸|妈|爹|娘(?!家)|父亲|母亲|公公|婆婆|爷爷|奶奶"
)
_LIVES_APART = re.compile(
    r"分(了)?[家户]|分开(了|过|住)|另(外|立|起)?(过|住|户|开)|单(独)?(立户|过|住)|各(过|住)各?的?|成(了)?家|结(了)?婚|娶(了)?(亲|媳妇|老婆)|嫁|立(了)?户|不在(我|俺|咱)?(们)?家?(的)?(低保|户口|一起|一块)|不(跟|和)(我|俺)们?(一起|一块)?(过|住)"
)
_OFFSPRING = re.compile(r"儿|女|闺|姑娘|丫头|老[大二三四幺]")
_NOT_WITH_US = re.compile(
    r"不在(我|俺|咱)?(们)?家?(的)?(低保|户口|一起|一块)|不(跟|和)(我|俺)们?(一起|一块)?(过|住)"
)
"""Of others than children, who may be the applicant themselves, it is said in so many words."""
_NEVER_SO = re.compile(
    r"(没|未|不)(有)?(分|成家|结婚|嫁|另|单)|(跟|和|同)(我|俺|咱)们?[^,，。\s]{0,4}(一起|一块儿?)(过|住)"
)
_NOT_TOGETHER = re.compile(r"(不|没)(有|在|跟|和|同|我|俺|们|住)*(一起|一块儿?)(过|住|吃|生活)?")
_TOGETHER = re.compile(
    r"(一个|同一?个?)(家|屋|锅|灶)|(一起|一块儿?)(吃|住|过|生活)|回来住|住(在)?(一起|一块|(我|俺)们?(家|屋|这儿))|(跟|和)(我|俺)们?住"
)
"""Who lives with us for long may be of the household whatever the marriage or the register (57号 art. 7)."""
_OUR_OWN = re.compile(r"养老|退休|种|地租|低保|老两口|两个人|(家里|我家)(一共)?[一二两三四五六七八九\d]口")
"""What is told of the applicants' own household behind one who lives apart."""
_THEIR_HOME = re.compile(r"^(那|可|但)?(他|她)们?(自己|自个)?(家|屋头|屋里|两口子)")
_OURS = re.compile(
    rf"(?<![给跟和替帮])(我|俺|咱)(们)?(家|自己|俩|老两口)?(?!的?(大|小|老|二|三)?(儿|女|闺|姑娘|丫头|哥|姐|弟|妹|爸|妈|爹|娘|父|母|公|婆|爷|奶))|{shares._SPOUSES}|老两口"
)
_GIVES = re.compile(
    r"(给|寄|孝敬|贴补|补贴|打)(我|俺|咱|家|老|回|[\d一二两三四五六七八九])|给(钱|生活费|养老钱|赡养费)|(不|没)给|拿(给|回|来)"
)


def told_of(said: str) -> str:
    """Who the words say lives apart, by the name they give; empty where nobody does."""
    return _split(said)[1]


def own_words(said: str) -> str:
    """The words without the clauses of a household apart; what its people give stays."""
    return _split(said)[0]


def _split(said: str) -> tuple[str, str]:
    parts = [one for one in phrases.CLAUSES.split(said) if one]
    runs: list[tuple[str, list[str]]] = []
    for part in parts:
        if named := _names_kin(part):
            runs.append((named, [part]))
        elif runs and runs[-1][0] and _OUR_OWN.search(part) and not re.search(r"[他她给]", part):
            runs.append(("", [part]))
        elif runs and (
            not _OURS.search(part) or (runs[-1][0] and (_LIVES_APART.search(part) or _TOGETHER.search(part)))
        ):
            runs[-1][1].append(part)
        else:
            runs.append(("", [part]))
    apart = [
        bool(who) and any(_leaves(who, one) for one in run) and not any(_is_with_us(one) for one in run)
        for who, run in runs
    ]
    if not any(apart):
        return said, ""
    kept = [
        f"{who}{one}" if away and who not in one else one
        for (who, run), away in zip(runs, apart, strict=True)
        for one in run
        if not away or _GIVES.search(one)
    ]
    return " ".join(kept), next(who for (who, _), away in zip(runs, apart, strict=True) if away)


def _is_with_us(clause: str) -> bool:
    said = _NOT_TOGETHER.sub("", clause)
    return bool(_NEVER_SO.search(said) or _TOGETHER.search(said))


def _leaves(who: str, clause: str) -> bool:
    if not _OFFSPRING.search(who):
        return _NOT_WITH_US.search(clause) is not None
    return bool(_LIVES_APART.search(clause) or _THEIR_HOME.search(clause))


def _names_kin(clause: str) -> str:
    found = _KIN.search(clause)
    if found is None:
        return ""
    if _LIVES_APART.search(clause):
        return found[0]
    ours = any(one.start() < found.start() for one in _OURS.finditer(clause))
    with_us = re.search(r"(跟|和|同|靠)(着)?(我|俺|他|她)?[^,，。\s]{0,2}$", clause[: found.start()])
    return "" if ours or with_us else found[0]
