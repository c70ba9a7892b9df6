"""One case in the whole talk: what a resident tells of the household outside every form is kept, read back in few words and
used for what they are after; the wish for the sum is met wherever it is said."""

import re
from typing import Any

from rasa_sdk.events import FollowupAction

from actions import allowances, call_back, calls, waiting
from actions.complaint import facts, gathering, openings, phrases, yes_no
from actions.complaint.interruptions import SURE
from actions.estimate import (
    beginning,
    home,
    neighbours,
    own_case,
    reading,
    sums,
    telling,
    verdict,
    wishes,
    wording,
)
from actions.estimate.beginning import OFFERED
from actions.estimate.progress import Progress
from actions.events import fill
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.people import units
from knowledge.answering import MAYBE, Library
from knowledge.saying import Answer, Unknown

SEVERAL = 2
"""So many facts told at once, or before, are an account of one's own case."""
ON_CONDITIONS = frozenset({"ask_eligibility", "ask_standard", "ask_program"})
"""Meanings of a question, and of an answer, that one's own facts go on from to the estimate."""
ESTIMATED = frozenset(
    {"dibao", "dibao_single", "dibao_marginal", "tekun", "temporary", "rigid_expenditure", "assistance"}
)
"""Programmes that the estimate knows."""
OF_A_PETITION = frozenset({"urge_petition", "reject_reply", "accept_reply", "withdraw_petition"})
"""Meanings that a plea for the verdict may be taken for: 给句实在话."""
OFFER = "要我照这些估一估够哪样救助，回“估一下”；想问别的，接着问。"
GOES_ON = "够不够由乡镇（街道）民政窗口照规定核定。我接着估，差的再问几样。不估了说“不估了”，想问别的直接问。"
HEARD = "这一点我记着，核实的时候也要看。"
CIRCUMSTANCE = "够不够、按哪一级给，由乡镇（街道）民政窗口照规定核定。"
"""Said of a circumstance of an allowance that the estimate does not know: no decision is made here (个人信息保护法 art. 24)."""
APPLIES = re.compile(r"^(那|你好|您好|我|俺|我们|就|[,，\s])*(想|要|来|打算)(申请|办|评|吃|领)(?!什么|啥)")
"""Somebody wants a programme for themselves."""
APPLIES_BY_NAME = re.compile(
    r"^(那|你好|您好|我|俺|我们|就)*(想|要|来|打算|准备)(着)?(问|申请|办|评|吃|领)(一下|问|个)?(低保|五保|特困)(的事)?$"
)
CHANGED = re.compile(r"去世|过世|病逝|死了?|走了|没了|不在了|又|刚|最近|前几天|昨天|上(个)?月|这(个)?月|今年")
"""Something became different lately, which the office is told of."""
ESTIMATES = re.compile(r"^(那|好|行|就)*(估|算)(一?下|一估|一算|估|算)(吧|嘛|呗)?[。!！~]*$")
BUTTONS = [
    ("帮我估一估", f"/ask_eligibility#{wishes.ESTIMATE}"),
    ("投诉反映", "/file_complaint"),
    telling.PERSON,
]


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Give the sum of the case where it is asked for, or note what is told of the household and go on from what is talked of;
    None where the message is about something else."""
    if tools.library is None or not _is_ours(turn):
        return None
    if facts.begun(turn) and facts.in_progress(turn):
        return None
    if _is_grievance(turn):
        return None
    waits = calls.waiting_kind(tools, turn)
    if waits == "help" and len(_known(turn)) >= SEVERAL and _wants_sum(tools, turn):
        return _sum(tools, turn, say)
    if waits in calls.PRESSING or call_back.asked_for(tools, turn) is not None:
        return None
    if turn.slot("estimate_talk") and wishes.LEAVES.match(turn.said.strip()):
        say.response("estimate_left")
        return [*fill(**waiting.ESTIMATE), FollowupAction(LISTENING)]
    if neighbours.asked(turn) or (neighbours.goes_on(turn) and _of_the_neighbour(tools, turn)):
        return neighbours.tell(tools, turn, say)
    if _wants_sum(tools, turn):
        return _sum(tools, turn, say)
    if _known(turn) and telling.WHERE_AND_WHAT.search(turn.said):
        return _how_to_apply(tools, turn, say)
    if _takes_up(turn) or (wishes.LOOK_AT_US.search(turn.said) and not own_case.complains(turn.said)):
        return beginning.begin(tools, turn, say)
    if _would_apply(tools, turn):
        return beginning.begin(tools, turn, say)
    if not _is_told(tools, turn):
        return None
    told = own_case.facts_told(turn)
    if not _of_policy(turn):
        plain = len(told) >= SEVERAL and _plain(turn) and turn.intent != "request_help"
        return _noted(tools, turn, say) if plain else None
    if _grieved(turn) and not (turn.slot("estimate_talk") or {}).get("begun"):
        return _noted(tools, turn, say)
    if not _of_the_estimate(tools.library, turn):
        return _beside_the_estimate(tools, turn, say)
    if turn.slot("estimate_talk"):
        return _go_on(tools, turn, say)
    if _of_conditions(tools.library, turn):
        return _go_on(tools, turn, say) if told else None
    return _noted(tools, turn, say)


def keep(tools: Tools, turn: Turn, events: Events) -> Events:
    """The events, with what the message tells of the household kept for the talk, whatever was done about it."""
    if tools.library is None or not _is_ours(turn):
        return events
    if any(event.get("event") == "slot" and event.get("name") == "estimate_talk" for event in events):
        return events
    if (
        own_case.complains(turn.said)
        or own_case.OF_OTHERS.search(turn.said)
        or own_case.SUPPOSES.search(turn.said)
    ):
        return events
    told = own_case.facts_told(turn)
    of_a_neighbour = neighbours.goes_on(turn) and _of_the_neighbour(tools, turn)
    if not told or of_a_neighbour:
        return events
    progress = beginning.of_the_talk(tools, turn, asked=False)
    if progress is None:
        return events
    progress.learn(turn.said, told)
    return [*events, *fill(estimate_talk=progress.slot())]


def _is_ours(turn: Turn) -> bool:
    """Whether typed words outside every form may tell of the household."""
    if turn.loop or turn.pressed or turn.offered:
        return False
    pleads = bool(_known(turn)) and verdict.asked(turn.said) and not turn.slot("proven_petitions")
    return turn.intent not in own_case.OTHERWISE or (pleads and turn.intent in OF_A_PETITION)


def _of_the_neighbour(tools: Tools, turn: Turn) -> bool:
    """Whether more is told of the neighbour whose case is kept, or it is asked again how it stands."""
    own = re.match(r"(那|可|但)?(我|俺|咱)", turn.said.strip())
    asks_again = sums.asked(turn.said) is not None or verdict.asked(turn.said)
    return not own and (asks_again or (own_case.tells_own_case(turn) and bool(own_case.facts_told(turn))))


def _wants_sum(tools: Tools, turn: Turn) -> bool:
    if _known(turn) and verdict.asked(turn.said):
        return True
    how = sums.asked(turn.said)
    if how is None:
        return False
    now = own_case.facts_told(turn)
    known = {**_known(turn), **now}
    if sums.of_one_thing(turn.said) and len(known) < SEVERAL:
        return False
    alone = len(phrases.CLAUSES.split(turn.said.strip())) == 1
    if how == "case":
        return bool(known) or alone
    return bool(known) and (alone or bool(now))


def _sum(tools: Tools, turn: Turn, say: Say) -> Events:
    """Tell what the case comes to so far, and go on asking; without a fact the questions begin with the open one."""
    progress = beginning.of_the_talk(tools, turn, asked=not _known(turn))
    now = own_case.facts_told(turn)
    if progress is None or not (progress.facts or now):
        return beginning.begin(tools, turn, say)
    progress.learn(turn.said, now) if now else None
    progress.unplaced = progress.unplaced or beginning.not_placed(turn, progress)
    if said := settle_place(tools, turn, progress):
        say.text(said)
    say.text(
        *telling.so_far(progress, beginning.talked_of(turn), ways=bool(wishes.OTHER_WAYS.search(turn.said)))
    )
    return beginning.unless_settled(tools, turn, progress)


def _how_to_apply(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Where one applies and with what, of the case that was told."""
    progress = Progress.of(tools, turn)
    if progress is None:
        return None
    say.text(telling.how_to_apply(progress), [*telling.lists(progress), telling.PERSON])
    return [FollowupAction(LISTENING)]


def _takes_up(turn: Turn) -> bool:
    """Whether the estimate was offered, and a yes or a bare age follows; a yes to what may have been meant is none to the offer."""
    context = turn.slot("last_answer") or {}
    said = turn.said.strip()
    return bool(context.get(OFFERED)) and bool(
        (yes_no.YES.match(said) and not context.get(MAYBE))
        or reading.AGE_ALONE.match(said)
        or wishes.WORK_OUT.search(said)
        or ESTIMATES.match(said)
    )


def _would_apply(tools: Tools, turn: Turn) -> bool:
    """Whether somebody who wants 低保 or 特困 says so with something of their own household, and asks nothing."""
    said = turn.said.strip()
    return (
        any(APPLIES_BY_NAME.search(one) for one in phrases.CLAUSES.split(said))
        and not own_case.asks(said)
        and not own_case.complains(said)
        and not own_case.SUPPOSES.search(said)
        and not own_case.OF_OTHERS.search(said)
        and bool(own_case.facts_told(turn))
        and not calls.waiting_kind(tools, turn)
    )


def _is_told(tools: Tools, turn: Turn) -> bool:
    """Whether the message tells of the household and is no matter of its own: a death reported, more of a complaint."""
    if only_place(tools, turn):
        return bool(turn.slot("estimate_talk"))
    if not own_case.tells_own_case(turn):
        return False
    told = own_case.facts_told(turn)
    asks = turn.intent.startswith("ask_") and turn.parsed.confidence >= SURE
    if asks and not told and turn.intent != "ask_capability":
        return False
    if turn.intent == "report_change" and CHANGED.search(turn.said) and len(told) < SEVERAL:
        return False
    return not (_grieved(turn) and gathering.goes_on(turn))


def _is_grievance(turn: Turn) -> bool:
    """Whether the words themselves complain of something done, and ask for no sum: 咋没人来我家 直接就说不合格; or what was
    to be complained of, as was said before, is told now."""
    complains = turn.intent == "file_complaint" and turn.parsed.confidence >= SURE
    if complains and gathering.announced(turn) and not phrases.asks(turn.said):
        return True
    if openings.is_private(turn.said):
        return False
    if complains and _tells_on_others(turn):
        return True
    done = openings.WRONGED.search(turn.said) or openings.REPROACHES.search(turn.said)
    return bool(complains and done and not phrases.asks(turn.said) and not turn.slot("estimate_talk"))


DOINGS = frozenset({"wrongly_covered", "favoritism", "embezzlement", "bribery", "card_withheld"})
"""Kinds of a complaint that are of what somebody else did or got, and never of one's own household."""


def _tells_on_others(turn: Turn) -> bool:
    """Whether it is plain that somebody is told on, whose circumstances are none of the household's: 他侄子月月去取五保的钱."""
    plain = turn.parsed.category in DOINGS and turn.parsed.category_confidence >= PLAIN
    return plain and turn.parsed.confidence >= PLAIN and not phrases.asks(turn.said)


PLAIN = 0.9
"""So sure is what cannot be mistaken."""


def _grieved(turn: Turn) -> bool:
    """Whether something done wrong was told before: then the estimate begins on request only."""
    return any(
        own_case.complains(one.parsed.text) or openings.REPROACHES.search(one.parsed.text)
        for one in turn.earlier
    )


def _plain(turn: Turn) -> bool:
    """Whether nothing else is meant for sure, where no policy is talked of: money that has not come, somebody in need."""
    sure = turn.parsed.confidence >= SURE
    return not (
        sure
        and turn.intent in ("report_person_in_need", "report_change", "check_payment", "check_application")
    )


def _of_policy(turn: Turn) -> bool:
    """Whether policy is what is talked of: a case was told, a question was answered, or one stands just before."""
    if turn.slot("last_told"):
        return False
    before = turn.earlier[-1].parsed if turn.earlier else None
    asked = before is not None and (before.intent.startswith("ask_") or own_case.asks(before.text))
    return bool(turn.slot("estimate_talk") or turn.slot("last_answer") or asked)


def _of_conditions(library: Library, turn: Turn) -> bool:
    """Whether eligibility, a standard or a programme was asked of or answered just before, or the estimate was offered."""
    context = turn.slot("last_answer") or {}
    entry = library.corpus.entries.get(str(context.get("answer")))
    if context.get(OFFERED) or (entry is not None and entry.intent in ON_CONDITIONS):
        return True
    before = turn.earlier[-1].parsed if turn.earlier else None
    if before is None:
        return False
    wants = APPLIES.search(before.text) is not None
    return wants or before.intent in ON_CONDITIONS or sums.asked(before.text) is not None


def _of_the_estimate(library: Library, turn: Turn) -> bool:
    """Whether what is talked of is a programme that the estimate knows, or none."""
    context: dict[str, Any] = turn.slot("last_answer") or {}
    if (turn.slot("estimate_talk") or {}).get("started"):
        return True
    entry = library.corpus.entries.get(str(context.get("answer")))
    programs = {str(context["program"])} if context.get("program") else set(entry.programs if entry else ())
    return not programs or bool(programs & ESTIMATED)


def _go_on(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Note what is told and go on as the guided estimate."""
    progress = beginning.of_the_talk(tools, turn, asked=False)
    if progress is None:
        return beginning.begin(tools, turn, say)
    first = not progress.started
    before = progress.so_far()
    said = _read_back(tools, turn, progress)
    if progress.answered and telling.is_clear(progress, beginning.talked_of(turn)):
        progress.unplaced = beginning.not_placed(turn, progress)
        if not progress.unplaced:
            say.text(said)
            say.text(
                telling.verdict_so_far(progress, beginning.talked_of(turn)), [telling.GO_ON, telling.PERSON]
            )
            return [*fill(estimate_talk=progress.slot(), times_unclear=0.0), FollowupAction(LISTENING)]
    progress.unplaced = beginning.not_placed(turn, progress)
    if not progress.unplaced or said != HEARD:
        say.text(said)
    if (reckoned := progress.so_far()) and reckoned != before:
        say.text(reckoned)
    if first:
        say.text(GOES_ON + beginning.assumed(progress))
    return beginning.under_way(tools, turn, progress)


def _noted(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Note what is told, and offer the estimate."""
    progress = beginning.of_the_talk(tools, turn, asked=False)
    if progress is None:
        return None
    say.text(_read_back(tools, turn, progress) + OFFER, BUTTONS)
    kept = {**(turn.slot("last_answer") or {}), OFFERED: turn.said}
    return [
        *fill(estimate_talk=progress.slot(), last_answer=kept, times_unclear=0.0),
        FollowupAction(LISTENING),
    ]


def _beside_the_estimate(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Note what is told where an allowance is talked of that the estimate does not know: what follows from it in a sentence,
    else answered with the allowance that the case is one of, else with who gets the one that was asked for; each once, then only what comes near is offered."""
    library, context = tools.library, turn.slot("last_answer") or {}
    progress = beginning.of_the_talk(tools, turn, asked=False)
    if progress is None or library is None:
        return None
    asked = str(context.get("program") or "")
    family = FAMILIES.get(asked, frozenset({asked}))
    said = _read_back(tools, turn, progress)
    kept = fill(estimate_talk=progress.slot(), times_unclear=0.0)
    if conclusion := allowances.concluded(asked, turn.said, own_case.facts_told(turn)):
        shown = [library.get(id, context=context) for id in conclusion.further]
        leads = [(one.title, f"/ask_program#{one.id}") for one in shown if one]
        say.text(f"{said}{conclusion.said}", [*leads, telling.PERSON])
        spoken = list(dict.fromkeys((conclusion.program, *context.get("spoken", ()))))
        talked = {**context, "program": conclusion.program, "spoken": spoken}
        return [*kept, *fill(last_answer=talked), FollowupAction(LISTENING)]
    found: Answer | Unknown | None = library.answer(
        f"{turn.said}{CAN_GET}", region=home.named(library, turn), context=home.asked(context)
    )
    if isinstance(found, Answer) and not family & set(library.corpus.entries[found.id].programs):
        found = None
    if not isinstance(found, Answer) and not (turn.slot("estimate_talk") or {}).get("facts"):
        found = library.get(DECIDING.get(asked, ""), context=context) or found
    if isinstance(found, Answer) and found.id != context.get("answer"):
        say.text(said)
        say.text(found.text_for_chat())
        return [*kept, *fill(last_answer={**context, **found.context}), FollowupAction(LISTENING)]
    near = found.nearest if isinstance(found, Unknown) else ()
    of_it = [one for one in near if family & set(library.corpus.entries[one.value].programs)]
    offers = [(one.title, f"/ask_eligibility#{one.value}") for one in of_it[:2]]
    say.text(f"{said}{CIRCUMSTANCE}", [*offers, *BUTTONS[:1], telling.PERSON])
    return [*kept, FollowupAction(LISTENING)]


CAN_GET = " 能领补贴吗"
"""What is asked for with facts told after a question about an allowance."""
FAMILIES = {one: frozenset({"orphan", "unsupported_child"}) for one in ("orphan", "unsupported_child")}
"""Allowances of which a case may be one or the other."""
DECIDING = {
    "disability_allowance": "disability-allowance-which",
    "elderly_allowance": "elderly-allowance-apply",
}
"""For each allowance the answer that says who gets it."""


def _read_back(tools: Tools, turn: Turn, progress: Progress) -> str:
    """What was understood, in few words; the case takes it."""
    told = own_case.facts_told(turn) if not progress.on_behalf else reading.facts_of(turn, progress.on_behalf)
    place = settle_place(tools, turn, progress)
    if place and not told and only_place(tools, turn):
        return place
    new = progress.learn(turn.said, told)
    said = wording.in_words(progress.interview, new or told)
    return f"记下了：{said}。{place}" if said else f"{HEARD}{place}"


PLACE = re.compile(r"[镇乡村]|街道|社区")


def settle_place(tools: Tools, turn: Turn, progress: Progress) -> str:
    """Take the township or village of this county that is named; the sentence that says so, empty where none is."""
    unit_place = _place(tools, turn)
    if not unit_place or unit_place == progress.place:
        return ""
    progress.place, progress.at_home = unit_place, True
    return f"住在{unit_place}，记下了，办就找那里的民政窗口。"


def _place(tools: Tools, turn: Turn) -> str:
    """The township of this county that the words name, or the one of the village that they name; empty where they name none."""
    if not (turn.entities("place", "organ") or PLACE.search(turn.said)):
        return ""
    with tools.bureau.reading() as office:
        tree = units.tree(office)
        township = tree.township_of(tree.find(turn.said))
        return (tree.get(township).place or "") if township else ""


def lives_elsewhere(tools: Tools, turn: Turn) -> bool:
    """Whether it is said in passing that the household is registered in another county."""
    return tools.library is not None and not turn.offered and home.left_us(turn.said)


def only_place(tools: Tools, turn: Turn) -> bool:
    """Whether nothing but a place of this county is said."""
    words = "".join(turn.words("place", "organ"))
    rest = turn.said
    for word in turn.words("place", "organ"):
        rest = rest.replace(word, "")
    return bool(words) and phrases.substance(rest) < 2 and bool(_place(tools, turn))


def _known(turn: Turn) -> dict[str, Any]:
    return dict((turn.slot("estimate_talk") or {}).get("facts") or {})
