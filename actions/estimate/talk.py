"""The actions of the estimate's talk: read a reply, ask the next, tell what came of it, forget."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rasa_sdk.events import ActionExecutionRejected, ActiveLoop

from actions import waiting
from actions.base import HuiyinAction
from actions.complaint import interruptions, phrases
from actions.estimate import (
    apart,
    beginning,
    continuing,
    home,
    own_case,
    questions,
    reading,
    relations,
    shares,
    sums,
    telling,
    unplaced,
    verdict,
    wishes,
    wording,
)
from actions.estimate.progress import HOME, Progress
from actions.estimate.telling import Said
from actions.events import fill
from actions.tools import Events, Say
from actions.turn import LISTENING, Turn
from knowledge.estimate import Question
from knowledge.estimate.rules import Value
from knowledge.estimate.telling import UNPAID
from knowledge.saying import Answer, Unknown

CLEAN = waiting.ESTIMATE
SKIP, ENOUGH = "跳过", "够了，看结果"
FEW = 4
"""From so many answers on the result so far is offered."""
NUMBERS = {"count": ("没有", "1", "2", "3"), "money": ("没有",)}
NOT_ZERO = frozenset({"age"})
ANSWERED_HERE = frozenset({"inform", "supplement_petition", "affirm", "deny", "nlu_fallback", "out_of_scope"})
"""Meanings under which a question comes that the rules would not answer as one of policy."""
LIST = re.compile(r"材料|手续|清单|证件|资料")
NOT_HAD = (
    "判了、说好了给的，一般要算（《最低生活保障审核确认办法》第13条第1款第4项）；您说没拿到手，我先不算进收入。"
    "确实拿不到的，把判决书、没给的情况说清楚，由乡镇（街道）核实。"
)
"""Said where money is told of that was adjudged or promised and does not come."""
OF_SUPPORT = re.compile(r"[抚赡扶]养|生活费|前夫|前妻|爸|妈|爹|娘|儿|女|孩|娃|闺|离婚|判|协议|调解")
"""What was promised by one of the family, not by an employer or an office."""
LIVES_APART = (
    "{who}分开过的话，一般不跟您算一户，挣的钱、那边几口人都不算进您家；"
    "长期跟您住在一起的，要看算不算一家人（同一办法第7条第1款），请说一声。给您的钱才算收入；"
    "该给多少赡养费，由乡镇（街道）看那家的情况核定（《最低生活保障审核确认办法》第13条第1款第4项）。"
)
PARKED, ANSWERED = "parked", "answered"
"""What `estimate_done` says where the questions are laid aside, and what was told stays: in so many words, or because the
verdict that was asked for says all."""
MOST_STRAYS = 3
"""After so many messages in a row that answer nothing asked no more is asked."""
PASSED = "这一样先空着，不要紧。"
THANKED = "不客气，这是我该做的。"
LAID_ASIDE = "估算先放在这儿，说过的都留着，要接着估点下面，或者说“接着估”。"
NO_ANSWER = "这一问我这里没有现成的答案，不乱答。可以看看下面的，或者找人工。"
WAITS = "好，您先忙，说过的都留着，回来接着说。"
WHERE_WE_WERE = re.compile(
    r"(刚才|刚刚|前面|上面|我们?|咱们?)?(说|问|讲|估|算)(到|在)(哪|什么地方|啥子?地方)|(刚才|前面)(我)?(都)?(说|讲)(了)?(些)?(啥|什么|哪些)|(记|说)(到|下)(了)?(啥|什么|哪些)"
)
"""What was told, or asked last, is asked."""


class ValidateEstimate(HuiyinAction):
    """Read a reply; hand the turn to the rules where it is about something else."""

    title = "validate_estimate_form"

    def act(self, turn: Turn, say: Say) -> Events:
        if not turn.fresh or not turn.requested:
            return []
        progress = Progress.of(self.tools, turn)
        if progress is None:
            return fill(estimate_done="left")
        if wishes.LEAVES.match(turn.said.strip()):
            return fill(estimate_done="left")
        if continuing.lives_elsewhere(self.tools, turn):
            return fill(estimate_done="elsewhere")
        if said := self.beside(turn, progress):
            say.text(*said)
            done = ANSWERED if self._settles(turn, progress) else None
            return fill(estimate_talk=progress.slot(), estimate_done=done)
        if progress.unplaced and (placed := self._placed(turn, progress)):
            for sentence in placed:
                say.text(sentence)
            return fill(estimate_talk=progress.slot(), estimate_done=None)
        of_household = own_case.tells_own_case(turn)
        if of_household:
            turn = replace(turn, parsed=replace(turn.parsed, intent="inform"))
        question, was_open = progress.asked(), not progress.at_home
        charges = turn.intent == "file_complaint" and phrases.COMPLAINS.search(turn.said)
        place = "" if charges else continuing.settle_place(self.tools, turn, progress)
        before = dict(progress.facts)
        if place and (was_open or continuing.only_place(self.tools, turn)) and not phrases.asks(turn.said):
            read = reading.Reading(sentences=reading.noted(progress, progress.fill(reading.facts_of(turn))))
        elif not charges and (right := reading.put_right(turn, progress)):
            progress.facts.update(right)
            told = wording.in_words(progress.interview, right)
            reckoned = progress.so_far()
            read = reading.Reading(sentences=[f"改成：{told}。", *([reckoned] if reckoned else [])])
        elif not phrases.asks(turn.said) and UNPAID.search(turn.said) and OF_SUPPORT.search(turn.said):
            progress.learn(turn.said, reading.facts_of(turn, progress.on_behalf))
            read = reading.Reading(sentences=[NOT_HAD])
        elif _only_asks(turn):
            read = reading.Reading(elsewhere=True)
        elif _asks_by_the_way(turn, question) and self._is_ours(turn):
            for text, buttons in self._answered(turn):
                say.text(text, buttons)
            return self._strayed(progress, say)
        else:
            read = reading.read(turn, progress)
        if read.elsewhere and turn.intent in ("thank", "goodbye"):
            say.text(THANKED)
            return fill(estimate_talk=progress.slot(), estimate_done=PARKED)
        if read.elsewhere:
            progress.strays += 1
            if not own_case.SUPPOSES.search(turn.said) and not own_case.complains(turn.said):
                progress.fill(own_case.facts_told(turn))
            return [*fill(estimate_talk=progress.slot()), ActionExecutionRejected("estimate_form")]
        sentences = read.sentences
        told_nothing = progress.facts == before and not place
        if of_household and told_nothing and _finds_no_answer(question, turn.said, read):
            progress.learn(turn.said, {})
            sentences = [relations.SIBLINGS if relations.names_side_kin(turn.said) else continuing.HEARD]
        if who := apart.told_of(turn.said):
            sentences = [
                *(one for one in sentences if not one.startswith((continuing.HEARD, "刚才那一问"))),
                LIVES_APART.format(who=who),
            ]
        slip = told_nothing and not of_household
        words = "" if read.done or turn.offered or slip else beginning.not_placed(turn, progress)
        if words:
            progress.unplaced = words
            sentences = [one for one in sentences if not _is_of_the_sum(one)]
        for sentence in [*sentences, *filter(None, [place])]:
            say.text(sentence)
        done = read.done or (None if progress.asked() or progress.unplaced else "told")
        fits = not told_nothing or progress.asked() != question or bool(words)
        progress.strays = 0 if fits and sentences != [PASSED] else progress.strays + 1
        if done is None and not was_open and progress.strays >= MOST_STRAYS:
            done = PARKED
        return fill(estimate_talk=progress.slot(), estimate_done=done)

    def _is_ours(self, turn: Turn) -> bool:
        """Whether a question is one of assistance, or its answer is here."""
        library = self.tools.library
        if turn.intent != "out_of_scope" or library is None:
            return True
        return isinstance(library.answer(turn.said, context=turn.slot("last_answer") or {}), Answer)

    def _answered(self, turn: Turn) -> Iterator[Said]:
        """The answer to a question that came in between, or that there is none here."""
        library = self.tools.library
        context = turn.slot("last_answer") or {}
        found = (
            library.answer(turn.said, turn.intent, region=home.named(library, turn), context=context)
            if library
            else None
        )
        if isinstance(found, Answer):
            yield found.text_for_chat(), []
            return
        near = found.nearest[:2] if isinstance(found, Unknown) else ()
        if isinstance(found, Unknown) and found.closest:
            others = [
                (one.title, f"/ask_eligibility#{one.value}") for one in near if one.value != found.closest.id
            ]
            yield f"您问的要是“{found.closest.title}”：{found.closest.short}", [*others, telling.PERSON]
            return
        yield NO_ANSWER, [*((one.title, f"/ask_eligibility#{one.value}") for one in near), telling.PERSON]

    def _strayed(self, progress: Progress, say: Say) -> Events:
        """One more message that answers nothing asked: after so many the questions are laid aside."""
        progress.strays += 1
        done = PARKED if progress.strays >= MOST_STRAYS else None
        return fill(estimate_talk=progress.slot(), estimate_done=done)

    def _placed(self, turn: Turn, progress: Progress) -> list[str]:
        """What is said to a reply to whose or what a sum is; nothing where the reply is about something else."""
        words = progress.unplaced
        if turn.intent in reading.AWAY or own_case.asks(turn.said):
            progress.place_sum("")
            return []
        new = progress.place_sum(turn.said)
        if new is None:
            return []
        said = reading.noted(progress, new) or [f"好，“{words}”不算进收入。"]
        return [*said, *filter(None, [progress.so_far()])]

    def beside(self, turn: Turn, progress: Progress) -> Said | None:
        """What is said to who asks for the sum so far, where the questions stand, or to wait; None for everything else."""
        if turn.offered:
            return None
        how, told = sums.asked(turn.said), own_case.facts_told(turn)
        if answered := self._of_the_reckoning(turn, progress, told):
            return answered
        if verdict.wanted(turn.said):
            progress.take_what_matters_first()
            progress.learn(turn.said, told) if told else None
            progress.ask_first(telling.waits_for(progress, beginning.talked_of(turn)))
        if apart.told_of(turn.said) and not told:
            return None
        if progress.facts and wishes.SINGLE.search(turn.said) and own_case.asks(turn.said):
            _take(turn, progress, told)
            return telling.so_far(progress, "dibao_single")
        if progress.facts and verdict.asked(turn.said):
            _take(turn, progress, told)
            return telling.so_far(
                progress, beginning.talked_of(turn), ways=bool(wishes.OTHER_WAYS.search(turn.said))
            )
        if how == "case" or (how and (told or progress.facts)):
            _take(turn, progress, told)
            return telling.so_far(progress, beginning.talked_of(turn))
        if telling.WHERE_AND_WHAT.search(turn.said):
            return telling.how_to_apply(progress), telling.lists(progress)
        if interruptions.only_waits(turn):
            return WAITS, []
        if WHERE_WE_WERE.search(turn.said):
            return telling.told_so_far(progress), []
        return None

    def _settles(self, turn: Turn, progress: Progress) -> bool:
        """Whether the verdict was asked for, and is a yes or a no: then nothing is asked that nobody wanted to be asked."""
        wants = verdict.wanted(turn.said) or wishes.SINGLE.search(turn.said)
        return bool(wants) and telling.is_clear(progress, beginning.talked_of(turn))

    def _of_the_reckoning(self, turn: Turn, progress: Progress, told: dict[str, Value]) -> Said | None:
        """The answer to who is counted or what is deducted, with what that does to the sum; None for any other question."""
        entry = questions.answered_by(turn)
        library = self.tools.library
        answer = library.get(entry, context=turn.slot("last_answer") or {}) if entry and library else None
        if answer is None:
            return None
        progress.fill(told)
        who = (
            shares.subject(turn.said, [one.parsed.text for one in turn.earlier[-2:]])
            if questions.is_who_counts(turn.said)
            else None
        )
        without = progress.without(who) if who else None
        parts = [answer.text_for_chat(), f"不算进来的话：{without}" if without else progress.so_far()]
        return "\n\n".join(filter(None, parts)), []


class AskEstimate(HuiyinAction):
    """Ask the one thing that can change the estimate most, with buttons for the usual answers."""

    title = "action_ask_estimate_form_estimate_done"

    def act(self, turn: Turn, say: Say) -> Events:
        progress = Progress.of(self.tools, turn)
        began = progress is not None and progress.started
        if progress is not None and progress.unplaced:
            say.text(*unplaced.question(progress.unplaced))
            progress.started = True
            return fill(estimate_talk=progress.slot())
        question = progress.put_now() if progress else None
        if progress is None or question is None:
            return fill(estimate_done="told")
        if progress.strays >= MOST_STRAYS and turn.after != LISTENING:
            progress.put[question.key] -= 1
            return [*fill(estimate_talk=progress.slot(), estimate_done=PARKED), ActiveLoop(None)]
        if began and turn.after != LISTENING:
            say.response("back_to_estimate")
        say.text(question.text, _buttons(question, len(progress.facts)))
        return fill(estimate_talk=progress.slot())


class TellEstimate(HuiyinAction):
    """For each programme what may be expected, why, how much, what to bring, who decides. What was told stays with the talk, to
    be put right or asked of; who wants no estimate any more is told that it is gone, and it is."""

    title = "action_tell_estimate"

    def act(self, turn: Turn, say: Say) -> Events:
        progress = Progress.of(self.tools, turn)
        match turn.slot("estimate_done"):
            case "told" if progress is not None:
                for text, buttons in telling.tell(progress):
                    say.text(text, buttons)
                progress.begun, progress.told = False, True
                kept = fill(estimate_talk=progress.slot(), estimate_done=None)
                return kept + waiting.back(turn, "estimate_form")
            case "parked" if progress is not None:
                say.text(LAID_ASIDE, [telling.GO_ON])
                return self._laid_aside(turn, progress)
            case "answered" if progress is not None:
                progress.answered = True
                return self._laid_aside(turn, progress)
            case "elsewhere":
                say.response("estimate_elsewhere", county=self.tools.bureau.county.name)
            case _:
                say.response("estimate_left")
        return fill(**CLEAN) + waiting.back(turn, "estimate_form")

    def _laid_aside(self, turn: Turn, progress: Progress) -> Events:
        progress.begun = False
        kept = fill(estimate_talk=progress.slot(), estimate_done=None)
        return kept + waiting.back(turn, "estimate_form")


class ForgetEstimate(HuiyinAction):
    """Drop what was told, where the talk is left for something that cannot wait."""

    title = "action_forget_estimate"

    def act(self, turn: Turn, say: Say) -> Events:
        return fill(**CLEAN)


def _finds_no_answer(question: Question | None, said: str, read: reading.Reading) -> bool:
    """Whether the words of the household are none that could answer the question, so that it is not put to them again how
    to answer it."""
    if read.done or question is None or not own_case.CIRCUMSTANCES.search(said):
        return False
    figure = {"money": r"\d{2,}|[百千万]|块|元", "count": r"[\d一二两三四五六七八九十]"}.get(question.kind)
    own = " ".join(
        one
        for one in phrases.CLAUSES.split(said)
        if not reading.OF_OTHER_MONEY.search(one) and "花" not in one
    )
    could = figure is not None and re.search(figure, own)
    return not could and all(sentence.startswith(("请", "这一样先空着")) for sentence in read.sentences)


def _asks_by_the_way(turn: Turn, question: Question | None) -> bool:
    """Whether typed words ask something and are no answer to what is asked, whatever they are taken for."""
    return (
        question is not None
        and question.key != HOME
        and not turn.offered
        and turn.intent not in reading.AWAY
        and own_case.asks(turn.said)
        and not turn.intent.startswith("ask_")
        and not turn.entities(*own_case.OF_A_RECORD)
        and turn.intent in ANSWERED_HERE
        and not reading.facts_of(turn)
        and not any(words.search(turn.said) for words in (wishes.WHY, wishes.UNKNOWN, wishes.HOPES))
    )


def _take(turn: Turn, progress: Progress, told: dict[str, Value]) -> None:
    """Note what is told with a wish for the sum: of the household, and of a sum whose kind was asked for."""
    progress.learn(turn.said, told) if told else None
    stated = "，".join(one for one in phrases.CLAUSES.split(turn.said) if one and not own_case.asks(one))
    if not progress.unplaced:
        progress.unplaced = beginning.not_placed(turn, progress)
    elif stated and unplaced.settled(progress.unplaced, stated) is not None:
        progress.place_sum(stated)


def _is_of_the_sum(sentence: str) -> bool:
    return sentence == continuing.HEARD or sentence.startswith(
        ("请", "刚才那一问", "说到现在的收入", "这一样先空着")
    )


def _only_asks(turn: Turn) -> bool:
    """Whether typed words ask something of policy and tell nothing of the household."""
    wants_list = turn.intent == "ask_materials" and LIST.search(turn.said) is not None
    asked = own_case.asks(turn.said) or wants_list
    asks = not turn.offered and turn.intent.startswith("ask_") and asked
    return (
        asks
        and not reading.facts_of(turn)
        and not any(words.search(turn.said) for words in (wishes.WHY, wishes.UNKNOWN, wishes.HOPES))
    )


def _buttons(question: Question, answered: int) -> list[tuple[str, str]]:
    if question.choices:
        made = [(label, label) for _, label in question.choices]
    elif question.key in NOT_ZERO:
        made = []
    else:
        made = [(said, said) for said in NUMBERS.get(question.kind, ())]
    if question.key != HOME:
        made.append((SKIP, SKIP))
        if answered >= FEW:
            made.append((ENOUGH, ENOUGH))
    return made
