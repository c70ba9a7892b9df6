"""How one message in the estimate's talk is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from actions.complaint import corrections, pauses, phrases
from actions.complaint.interruptions import (
    ELSEWHERE,
    KINDS,
    MANNERS,
    SIDE_QUESTIONS,
    SURE,
    URGENT,
    is_about_lodged,
    leaves,
)
from actions.estimate import apart, each, home, kin, relations, shares, wishes, wording
from actions.estimate.progress import HOME, Progress
from actions.turn import Turn
from knowledge.estimate import NotUnderstood, Question, amounts
from knowledge.estimate.rules import Value
from knowledge.estimate.telling import UNPAID, is_of_speaker, told
from knowledge.words import plain

AWAY = frozenset({"crisis", "collective_action", "request_human", "request_help", "file_complaint"})
PATIENCE = 2
"""After so many replies that could not be read a question is passed over."""
LONGEST_CANCEL = 12
LONGEST_ANSWER = 24
ACCUSES = re.compile(r"干部|书记|支书|主任|会计|村里|村上|镇里|乡里|政府|不给|不批|扣|骗|贪|欺|拖|凭什么")
"""Whom or what one complains of."""
FEW = 6
OF_MATTERS = re.compile(r"低保|五保|特困|补贴|救助|补助|停|没发|没到|少发|不发|收|占|贪|乱|打|骂|冒")
"""What a complaint of so few words may be of."""
AT_ONCE = "眼下就没吃的、没住的，不用等估完：说“转人工”，值班同志马上管。"
STILL_TO_DECIDE = "这只是估计：财产、子女的赡养能力由乡镇核实，县民政局确认；估着不像的，也可以申请。"
WHY_ASKED = (
    "问这些是因为低保、特困都是按全家收入、财产和谁该管来看的，少一样就说不准。"
    "答的只用来算这一次，不另外登记；不想说的，说“跳过”就行，算的时候那一样就先空着。"
)
AGE_ALONE = re.compile(r"^[1-9]\d$")
"""A number where none was asked for, as the first thing told of somebody: an age."""
NUMBERS = frozenset({"count", "money"})
ONES_OWN = frozenset({"age", "wage", "retirement"})
"""What is not the applicant's where who asks for them says it of themselves."""
WORKED_FOR = frozenset({"wage", "business"})
OF_OTHER_MONEY = re.compile(
    r"养老|退休|药|看病|学费|房租|租(的|了|着)?[^,，。]{0,3}房|房贷|贷款|月供|学期|[包转租]出去|存款|存折|欠|借|判|赔|(给|寄|打给)(我|俺|家|个|了)?(?=\d|[一二两三四五六七八九])"
)
"""Words of sums that nobody works for."""
OTHERS = frozenset({"minor_children", "dependent_children", "other_dependents", "excluded_members"})
"""Questions of how many others there are."""
OVERRULES = re.compile(
    r"^(哦|噢|呃|啊|诶|哎|唉|等等|等一下|[,，\s])*(不对|不是的|(说|记|讲|搞|弄)错了|差点忘了?|忘了(说|讲)?|想起来了?|其实)[,，。!！\s]*"
)
"""What follows is right, whatever was told before."""
_KINDS = {"肢体": "physical", "智力": "intellectual", "精神": "mental", "视力": "visual", "听力": "hearing",
          "言语": "hearing", "多重": "multiple"}  # fmt: skip


@dataclass
class Reading:
    """What a message did to the progress. `done` is `told` or `left` where the talk ends with it."""

    done: str | None = None
    elsewhere: bool = False
    sentences: list[str] = field(default_factory=list)


def facts_of(turn: Turn, on_behalf: bool = False) -> dict[str, Value]:
    """What the words and the entities found in them tell of the household; what is said of one that lives apart is not."""
    said, ours = turn.said, apart.own_words(turn.said)
    if ours != turn.said:
        turn = turn.with_said(ours)
    bound = relations.supporter(said)
    if not ours:
        return bound
    found = bound | told(turn.said, on_behalf)
    if not on_behalf:
        others = kin.not_the_applicants(turn.said)
        ours_told = relations.told(turn.said) | kin.told(turn.said)
        found = {key: value for key, value in {**ours_told, **found}.items() if key not in others}
        found |= {key: value for key, value in ours_told.items() if key == "age"}
    else:
        found = {**kin.their_age(turn.said), **_of_their_home(turn.said), **found}
    alone = ours != said or kin.no_child_is_told_of(said) or "老两口" in said
    two = relations.is_of_two(ours) or (alone and kin.is_just_a_couple(ours))
    if two and "heads" not in found and not on_behalf:
        found |= {"heads": 2, "spouse": True}
    if found.get("spouse") is False and kin.no_child_is_told_of(turn.said) and _is_old(found.get("age")):
        found["supporter"] = "none"
    for key, value in shares.told_now(turn).items():
        found[key] = value
        if key in GIVEN:
            found["other_incomes"] = True
    if (
        known_before(turn).get("supporter") == "able"
        and not {"support_received", "assets_income"} & found.keys()
    ):
        given = shares.given_by_children(turn.said)
        found |= {"support_received": given, "other_incomes": True} if given is not None else {}
    spoken = [one.parsed.text for one in (turn.talk or turn.earlier)]
    if for_each := each.told(turn.said, known_before(turn), spoken):
        found.pop(for_each.key, None)
        if for_each.total is not None:
            found |= {for_each.key: for_each.total, "other_incomes": True}
    for entity in turn.entities("disability"):
        graded = entity.normalised if isinstance(entity.normalised, dict) else {}
        if graded.get("grade"):
            found.setdefault("disability", str(graded["grade"]))
            if kind := _KINDS.get(str(graded.get("kind"))):
                found.setdefault("disability_kind", kind)
    return found if shares.MISTAKEN.search(turn.said) else _the_worst(found, known_before(turn))


WITHOUT_PARENTS = 70
"""Who is so old and tells of no parent is taken to have none left."""


def _is_old(age: Value | None) -> bool:
    return isinstance(age, int) and age >= WITHOUT_PARENTS


def known_before(turn: Turn) -> dict[str, Value]:
    """Of the facts told before, those that what is told now depends on: whether there is a couple, of how many, what grade."""
    kept = (turn.slot("estimate_talk") or {}).get("facts") or {}
    known: dict[str, Value] = {"spouse": kept.get("spouse") == "True"} if "spouse" in kept else {}
    known |= {"heads": int(kept["heads"])} if "heads" in kept else {}
    return known | {key: kept[key] for key in ("basic_pension", "disability", "supporter") if key in kept}


def _the_worst(found: dict[str, Value], before: Mapping[str, Value]) -> dict[str, Value]:
    """The grade asked for is that of the one who is worst: somebody else's milder one does not stand for it."""
    grades = ("1", "2", "3", "4")
    now, then = found.get("disability"), before.get("disability")
    if now in grades and then in grades and str(now) > str(then):
        return {key: value for key, value in found.items() if not key.startswith("disab")}
    return found


GIVEN = frozenset({"support_received", "other_transfers", "retirement", "basic_pension"})
"""Incomes beside work: who tells of one has answered whether there are any."""


def _of_their_home(said: str) -> dict[str, Value]:
    """What of a household told of for somebody else does not depend on who tells it: of how many it is, what care costs."""
    return {
        key: value for key, value in kin.told(said).items() if key in ("heads", "illness_cost", "supporter")
    }


def read(turn: Turn, progress: Progress) -> Reading:
    """Read the message as an answer to what is asked, or as a wish about the talk itself."""
    said = turn.said.strip()
    question = progress.asked()
    if question is None:
        return Reading(done="told")
    if wishes.GO_ON.match(said) and question.key != HOME and question.kind != "yes_no":
        return Reading()
    if not turn.offered and leaves(turn, AWAY) and not _only_tells(turn, progress, question):
        return Reading(elsewhere=True)
    if question.key == HOME and (home.AT_HOME.match(said) or home.NAMES_PLACE.match(said)):
        return _home(turn, progress)
    if progress.facts and not turn.offered and wishes.NO_MORE.search(said):
        return Reading(done="told")
    if pauses.STOP.match(said) or (
        turn.intent == "cancel" and turn.parsed.confidence >= SURE and len(said) <= LONGEST_CANCEL
    ):
        return Reading(done="left")
    if said and wishes.ENOUGH.match(said):
        return Reading(done="told")
    if question.key != HOME and (renamed := _renamed(said, progress)):
        return renamed
    if wishes.HOPES.search(said) and progress.facts and not turn.offered and not facts_of(turn):
        return Reading(sentences=[_standing(progress.standing()), STILL_TO_DECIDE])
    if wishes.WHY.search(said) and not turn.offered and not facts_of(turn):
        return Reading(sentences=[WHY_ASKED])
    if (
        not turn.offered
        and turn.intent in ELSEWHERE
        and turn.parsed.confidence >= SURE
        and _asks(said)
        and not wishes.UNKNOWN.search(said)
    ):
        return Reading(elsewhere=True)
    if is_about_lodged(turn) or _tells_of_others(turn, question, progress):
        return Reading(elsewhere=True)
    if question.key == HOME:
        return _home(turn, progress)
    if home.left_us(said):
        return Reading(done="elsewhere")
    if changed := _change(said, progress, question.kind):
        return changed
    if wishes.SKIP.match(said):
        progress.pass_over(question.key)
        return Reading()
    more = _beside(facts_of(turn, progress.on_behalf), question, said)
    try:
        value = _answer(question, said, more, progress)
    except NotUnderstood as slip:
        return _unread(turn, progress, question.key, more, str(slip))
    reckoned = progress.so_far()
    progress.take(question.key, value)
    understood = (
        []
        if _is_plain(question, said, value)
        else [f"好，{wording.in_words(progress.interview, {question.key: value})}。"]
    )
    if question.key == "emergency" and URGENT.search(said) and value != "none":
        understood.append(AT_ONCE)
    return Reading(
        sentences=[*understood, *noted(progress, progress.fill(more)), *_reckoned(progress, reckoned)]
    )


def _answer(question: Question, said: str, more: dict[str, Value], progress: Progress) -> Value:
    """What is asked, taken out of what the message tells or read from it; a number that tells something else is none.

    Raises:
        NotUnderstood: with a sentence that says how to reply.
    """
    if question.key in more:
        return more.pop(question.key)
    if question.key in WORKED_FOR and (UNPAID.search(said) or OF_OTHER_MONEY.search(said)):
        raise NotUnderstood(f"刚才那一问还没答：{question.name}。说不清可以说“跳过”。")
    if apart.told_of(said) or (question.kind == "money" and kin.tells_an_age(said)):
        raise NotUnderstood(f"刚才那一问还没答：{question.name}。说不清可以说“跳过”。")
    if _lacks_something_else(said):
        raise NotUnderstood("请先答这一问；说不清可以说“跳过”。")
    if progress.on_behalf and question.key in ONES_OWN and is_of_speaker(said):
        raise NotUnderstood(f"问的是申请人的，不是您的：{question.name}。说不清可以说“跳过”。")
    sums = any(told and progress.interview.question(key).kind in NUMBERS for key, told in more.items())
    if question.kind in NUMBERS and sums:
        if progress.interview.says_none(question.key, said):
            return 0 if question.kind == "count" else Decimal(0)
        raise NotUnderstood(f"刚才那一问还没答：{question.name}。说不清可以说“跳过”。")
    return progress.interview.read(question.key, said)


def _beside(told: dict[str, Value], question: Question, said: str) -> dict[str, Value]:
    """What is told, without what in an answer to how many there are is said of those: 两个人, 一个12岁的."""
    if question.key not in OTHERS or question.key in told:
        return told
    if not re.search(r"我|俺|申请人|全家|一家|口", said):
        return {key: value for key, value in told.items() if key not in ("age", "heads")}
    return told


def _is_plain(question: Question, said: str, value: Value) -> bool:
    """Whether an answer stands in the reply as it is taken, so that it need not be said back."""
    match question.kind:
        case "choice":
            label = dict(question.choices)[str(value)]
            return value == "none" or label in said or said in label
        case "yes_no":
            return True
    return not value or str(int(Decimal(str(value)))) in re.findall(r"\d+", said)


def _only_tells(turn: Turn, progress: Progress, question: Question) -> bool:
    """Whether what is taken for a complaint tells what is asked for, or ends the questions: 他自己种着两亩地."""
    if turn.intent != "file_complaint" or phrases.COMPLAINS.search(turn.said):
        return False
    if facts_of(turn, progress.on_behalf) or wishes.NO_MORE.search(turn.said):
        return True
    few = len(turn.said) <= FEW and not OF_MATTERS.search(turn.said)
    return question.key != HOME and (few or _can_be_read(turn.said, question, progress))


def _asks(said: str) -> bool:
    """Whether a question is put; 没多少 and 多少有点 ask nothing."""
    return phrases.asks(re.sub(r"没(有)?(多少|几个?|什么|啥)|多少(有|给|挣|能)(点|些)?", "", said))


def _can_be_read(said: str, question: Question, progress: Progress) -> bool:
    """Whether short words without a charge are an answer to what is asked."""
    if question.key == HOME or len(said) > LONGEST_ANSWER or ACCUSES.search(said):
        return False
    try:
        progress.interview.read(question.key, said)
    except NotUnderstood:
        return False
    return True


def _tells_of_others(turn: Turn, question: Question, progress: Progress) -> bool:
    """Whether plain words are no answer but thanks, a suggestion, or a report of somebody else."""
    if question.kind != "yes_no" and _can_be_read(turn.said, question, progress):
        return False
    manners = turn.intent in MANNERS and len(turn.said) <= LONGEST_CANCEL
    told_on = turn.intent in KINDS and question.key not in facts_of(turn)
    return not turn.offered and turn.parsed.confidence >= SURE and (manners or told_on)


def _lacks_something_else(said: str) -> bool:
    """Whether the no that a reply begins with is said of a thing named with it: 没有车, asked about an emergency."""
    first = re.split(r"[，,。；;！!\s]", said, maxsplit=1)[0]
    return first.startswith(("没", "无")) and bool(told(first))


def _home(turn: Turn, progress: Progress) -> Reading:
    said = turn.said.strip()
    before = progress.so_far()
    told_here = facts_of(turn, progress.on_behalf)
    if AGE_ALONE.match(said):
        told_here["age"] = int(said)
    more = progress.fill(told_here)
    reckoned = _reckoned(progress, before)
    here = None if wishes.SKIP.match(said) else home.registered_here(said, progress.library)
    if here is not None:
        progress.at_home, progress.tries = here, 0
        return Reading(sentences=[*noted(progress, more), *reckoned]) if here else Reading(done="elsewhere")
    asks_else = turn.intent in ELSEWHERE and turn.parsed.confidence >= SURE
    if not more and asks_else and not home.NAMES_PLACE.match(said):
        return Reading(elsewhere=True)
    progress.tries += 1
    if more or progress.tries >= PATIENCE:
        if home.names_another(said):
            return Reading(done="elsewhere")
        progress.at_home, progress.tries = True, 0
        taken = f"户口我先照在{progress.library.figures.county_name}算，在别的县请说一声。"
        return Reading(sentences=[*noted(progress, more), taken, *reckoned])
    how = f"只问是不是{progress.library.figures.county_name}的户口：是就说“在”，不是就说“在别的县”。"
    return Reading(sentences=[*noted(progress, more), *reckoned] or [how])


def _change(said: str, progress: Progress, kind: str) -> Reading | None:
    """“说错了”, “改一下年龄”, “不是66，是67”."""
    last = next(reversed(progress.facts), None)
    if wishes.BACK.match(said) and last and not (kind == "yes_no" and said.startswith("不对")):
        progress.ask_again(last)
        return Reading()
    if (over := OVERRULES.match(said)) and (right := told(said[over.end() :], progress.on_behalf)):
        looked = progress.standing()
        progress.facts.update(right)
        looks = {name: how for name, how in progress.standing().items() if looked.get(name) != how}
        told_now = [_standing(looks), STILL_TO_DECIDE] if looks else []
        return Reading(sentences=[_read_back(progress, right, "改成"), *told_now])
    if over and last and re.search(r"不对|错", over[0]) and over.end() < len(said):
        try:
            progress.facts[last] = progress.interview.read(
                last, re.sub(r"^(应该|应当)?是", "", said[over.end() :])
            )
        except NotUnderstood:
            progress.ask_again(last)
            return Reading()
        return Reading(sentences=[_read_back(progress, {last: progress.facts[last]}, "改成")])
    if swap := corrections.CORRECTION.search(said):
        right = told(said[swap.start("right") :])
        if right:
            progress.facts.update(right)
            return Reading(sentences=[_read_back(progress, right, "改成")])
        if last:
            try:
                progress.take(last, progress.interview.read(last, swap["right"]))
                return Reading(sentences=[_read_back(progress, {last: progress.facts[last]}, "改成")])
            except NotUnderstood:
                return None
    if (change := wishes.CHANGE.match(said)) and not change["what2"]:
        return Reading(sentences=["要改哪一样？比如“改一下年龄”“改一下存款”。"])
    return None


def put_right(turn: Turn, progress: Progress) -> dict[str, Value]:
    """What now stands for what was told before, where the message says that it was wrong, or what is left of a wage."""
    said = turn.said.strip()
    wrong = shares.MISTAKEN.search(said) is not None
    left = kin.taken_home(said)
    if turn.offered or not (wrong or OVERRULES.match(said) or left):
        return {}
    clauses = [one for one in phrases.CLAUSES.split(said) if one and not _asks(one)]
    stated = [one for one in clauses if not _DENIES.search(one)]
    told_now = facts_of(turn.with_said(" ".join(stated)), progress.on_behalf)
    right = {key: value for key, value in told_now.items() if progress.facts.get(key) != value}
    if right or not wrong or each.told(said, known_before(turn)):
        return right
    key = _meant(said, progress)
    for clause in reversed(stated):
        try:
            value = progress.interview.read(key, clause) if key else None
        except NotUnderstood:
            continue
        if value is not None and value != progress.facts.get(key or ""):
            return {str(key): value}
    return {}


_DENIES = re.compile(r"不是|虚岁|那时|算错")


def _meant(said: str, progress: Progress) -> str | None:
    """The fact that is put right: the one whose sum is said again, or that is named."""
    again = {one.value for one in amounts.numbers(amounts.tidied(plain(said)))}
    for key, value in reversed(progress.facts.items()):
        if progress.interview.question(key).kind in NUMBERS and Decimal(str(value)) in again:
            return key
    named = (progress.interview.called(clause, progress.facts) for clause in phrases.CLAUSES.split(said))
    return next(filter(None, named), None)


def _renamed(said: str, progress: Progress) -> Reading | None:
    """What is named to be changed, at once where the right value is said with it, else asked again. Never an answer."""
    change = wishes.CHANGE.match(said)
    if change is None:
        return None
    parts = change.groupdict()
    what = next(filter(None, (parts["what"], parts["what2"], parts["what3"]))).strip("的")
    key = progress.interview.named(what, progress.facts)
    if key is None:
        return None
    if right := parts["right"] or parts["right2"]:
        try:
            progress.facts[key] = progress.interview.read(key, right)
        except NotUnderstood as slip:
            progress.ask_again(key)
            return Reading(sentences=[str(slip)])
        return Reading(sentences=[_read_back(progress, {key: progress.facts[key]}, "改成")])
    progress.ask_again(key)
    return Reading()


def _unread(turn: Turn, progress: Progress, key: str, more: dict[str, Value], how: str) -> Reading:
    reckoned = progress.so_far()
    if new := progress.fill(more):
        asked = progress.asked()
        if asked is None or asked.key != key:
            progress.tries = 0
        elif progress.free or progress.tries + 1 >= PATIENCE:
            progress.put_off(key)
        else:
            progress.tries += 1
        return Reading(sentences=[*noted(progress, new), *_reckoned(progress, reckoned)])
    asks = _asks(turn.said)
    unknown = [one for one, words in wishes.NAMED if re.search(words, turn.said)]
    if unknown and wishes.UNKNOWN.search(turn.said):
        for one in unknown:
            if one not in progress.facts:
                progress.pass_over(one)
        return Reading(sentences=["不知道的先空着，不要紧。"])
    if turn.intent in SIDE_QUESTIONS:
        if asks:
            return Reading(elsewhere=True)
    elif turn.intent in ELSEWHERE and turn.parsed.confidence >= SURE:
        return Reading(elsewhere=True)
    progress.tries += 1
    if progress.tries >= PATIENCE:
        progress.pass_over(key)
        return Reading(sentences=["这一样先空着，不要紧。"])
    return Reading(sentences=[how])


def _reckoned(progress: Progress, before: str | None) -> list[str]:
    """What the incomes come to, where that is another sum than before."""
    now = progress.so_far()
    return [now] if now and now != before else []


def _standing(looks: Mapping[str, str]) -> str:
    return "照说到现在的看：" + "；".join(f"{name}——{how}" for name, how in looks.items()) + "。"


def noted(progress: Progress, new: dict[str, Value]) -> list[str]:
    return [_read_back(progress, new, "记下了")] if new else []


def _read_back(progress: Progress, facts: dict[str, Value], verb: str) -> str:
    return f"{verb}：{wording.in_words(progress.interview, facts)}。不对的话直接说，比如“不是66，是67”。"
