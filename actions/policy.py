"""Policy questions, answered from the library with their source, or honestly not."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from rasa_sdk.events import FollowupAction

from actions import lessons, materials, record, stopped
from actions.base import HuiyinAction, fill, leave
from actions.calls import still_called, waiting_kind
from actions.complaint import phrases
from actions.estimate import beginning as estimate
from actions.estimate.wishes import ESTIMATE, wanted
from actions.petition.reading import opening
from actions.record import PERSON
from actions.tools import Events, Say
from actions.turn import Turn
from casework.conversations import marks
from knowledge import questions
from knowledge.saying import Answer, Button, Unknown

ESTIMATE_OFFER = ("帮我估一估", f"/ask_eligibility#{ESTIMATE}")
ONE_BY_ONE = (
    "够不够条件，要看家里几口人、收入、财产和有没有老人、病人、残疾人，一两句话说不准。"
    "我可以一样一样问您，帮您估一估，不留记录；也可能您想问的是下面这些。"
)
"""Said where it is asked whether somebody can get something and no answer is near enough to be given."""
MOST_BUTTONS = 6
CONTESTS = "appeal-deadlines"
"""The answer on all ways to contest a decision, with their limits."""
DEATH = "change-death"
"""The answer on what follows when somebody who was supported has died."""
REGION = "region:"
REVIEW = re.compile(r"(我|俺|咱们?)?(要|想|来)(再)?(申请)?(一次)?(复查|复核)")
PROPOSES = re.compile(
    r"^(你|您|民政局?|政府|村里|镇上)(们)?(能不能|可不可以|能否|可以不可以|是不是可以|是不是该|最好|应该|应当|要是能)"
    r"(都|也|再|就|多|给)*把[^,，。?？]{1,12}(贴|公布|公开|公示|放到|挂|念|发到|写到)"
)
"""The office is asked to do something for everybody: a proposal, and no question how it is done."""
INTRODUCES = re.compile(
    r"^((你|您)们?好|喂|[,，。!！\s])*(我|俺)是[^,，。;；]{0,14}(助理|干部|专干|主任|书记|会计|工作人员|社工|网格员|协理员)(的)?[,，。;；\s]+(请问|想问|问一?下)*"
)
"""Somebody at work says who they are before asking for a rule: no part of the question."""
SUPPOSES = re.compile(
    r"^(那|但是?|可是?|不过|[,，\s])*(要是|如果|假如|假设|万一|比如|换成|若是)|^[^,，。我俺]{2,14}呢[?？]?$"
)
"""What comes is a case that is only thought of."""
OWN = re.compile(r"我|俺|咱")
OF_PETITIONS = re.compile(r"投诉|诉求|信访|反映")


class AnswerPolicy(HuiyinAction):
    """Look the question up; what the library does not know is said to be unknown, never made up."""

    title = "action_answer_policy"

    def act(self, turn: Turn, say: Say) -> Events:
        if turn.pressed and not turn.about:
            say.response("ask_policy")
            return []
        if record.tell_own_list(self.tools, turn, say):
            return []
        if record.OWN_APPLICATION.match(turn.said) and not turn.loop:
            return [*record.BeginRecord(self.tools).act(turn, say), FollowupAction("record_form")]
        if wanted(turn.said, turn.about) and not (turn.loop and turn.about is None):
            return estimate.begin(self.tools, turn, say)
        if materials.tell(self.tools, turn, say) or materials.tell_with(self.tools, turn, say):
            return []
        if PROPOSES.search(turn.said) and not turn.loop and not turn.offered:
            return [FollowupAction("action_begin_note")]
        if OWN.search(turn.said) and (told := stopped.answered(self.tools, turn, say)) is not None:
            return told
        if wants_review(turn):
            slots = opening(turn) | {"petition_purpose": "reject", "petition_words": turn.said}
            return [*leave(turn), *fill(**slots), FollowupAction("petition_form")]
        found = self.look_up(turn)
        self.count(turn, found)
        if isinstance(found, Answer):
            return self.give(turn, found, turn.intent, say)
        if still_called(self.tools, turn, say):
            return []
        if found is None:
            say.response("policy_unknown")
            return []
        buttons = offers(turn.intent, found.buttons)
        at_it = turn.loop == "estimate_form"
        if turn.intent == "ask_eligibility" and found.reason != "which_program" and not at_it:
            say.text(ONE_BY_ONE, [ESTIMATE_OFFER, *buttons][:MOST_BUTTONS])
            return fill(last_answer={**(found.context or {}), estimate.OFFERED: turn.said})
        else:
            say.text(found.text_for_chat(), buttons)
        return fill(last_answer=found.context) if found.context else []

    def goes_on(self, turn: Turn, say: Say) -> Events | None:
        """Answer a question whose meaning stayed open between two, or that follows an answer, where the library is
        sure of it all the same; None where it is not."""
        likeliest = turn.parsed.ranking[0][0] if turn.parsed.ranking else ""
        asks = phrases.asks(turn.said) and likeliest.startswith("ask_")
        if not asks and not self.may_follow(turn):
            return None
        found = self.look_up(turn)
        if isinstance(found, Unknown) and found.closest:
            self.count(turn, found)
            say.text(found.text_for_chat(), offers("ask_program", found.buttons))
            return fill(last_answer=found.context)
        if not isinstance(found, Answer):
            return None
        self.count(turn, found)
        return self.give(turn, found, found.intent, say)

    def may_follow(self, turn: Turn) -> bool:
        """Whether the words, a question or not (是农村的那种), may go on from the answer before."""
        library, context = self.tools.library, turn.slot("last_answer")
        if library is None or not context or turn.pressed:
            return False
        return phrases.asks(turn.said) or library.goes_on(turn.said, context)

    def supposes(self, turn: Turn) -> bool:
        """Whether something is only supposed, after an answer (要是他分出去单过了): it is asked, and not told or complained of."""
        return (
            bool(turn.slot("last_answer"))
            and not (turn.pressed or turn.loop)
            and SUPPOSES.search(turn.said) is not None
            and not phrases.COMPLAINS.search(turn.said)
        )

    def follows(self, turn: Turn, say: Say) -> Events | None:
        """Answer what goes on from an answer though by itself it sounds like something else (那养老金呢); None where
        the library is not sure of it."""
        context, library = turn.slot("last_answer"), self.tools.library
        if library is None or not context or turn.pressed or turn.loop or not phrases.asks(turn.said):
            return None
        if not library.goes_on(turn.said, context):
            return None
        found = library.answer(turn.said, context=context)
        if not isinstance(found, Answer):
            return None
        self.count(turn, found)
        return self.give(turn, found, found.intent, say)

    def ways_to_contest(self, turn: Turn, say: Say) -> Events | None:
        """Say how the decision that the words, or those before, tell of is contested, and offer to lodge a complaint about
        it; None, and nothing said, where there is no library."""
        library = self.tools.library
        whole = turn.with_words_before
        found = self.look_up(replace(whole, parsed=replace(whole.parsed, intent="ask_appeal")))
        if library is not None and not isinstance(found, Answer):
            found = library.get(CONTESTS)
        if not isinstance(found, Answer):
            return None
        self.count(turn, found)
        return self.give(turn, found, "ask_appeal", say)

    def answer_beside(self, turn: Turn, intent: str, say: Say) -> bool:
        """Answer the question in a message that tells something as well, taken for `intent`; False, and nothing said, where
        the library is not sure of it."""
        found = self.look_up(replace(turn, parsed=replace(turn.parsed, intent=intent)))
        if not isinstance(found, Answer):
            return False
        self.count(turn, found)
        say.text(found.text_for_chat())
        return True

    def after_death(self, turn: Turn, say: Say) -> dict[str, Any] | None:
        """Say what is to be done when somebody who was supported has died; what is asked next goes on from there."""
        found = (
            self.tools.library.get(DEATH, context=turn.slot("last_answer")) if self.tools.library else None
        )
        if found is None:
            return None
        self.count(turn, found)
        say.text(found.text_for_chat())
        return found.context

    def give(self, turn: Turn, found: Answer, intent: str, say: Say) -> Events:
        """The answer with what can be done about it, and last the two buttons that mark it."""
        further = [*self.next_steps(found), *offers(intent, found.buttons)]
        say.text(
            found.text_for_chat(),
            [*further, *marks.offers(found.id, names=lessons.names_somebody(turn.parsed))],
        )
        return fill(last_answer=found.context, last_told=None)

    def next_steps(self, found: Answer) -> list[tuple[str, str]]:
        """What can be done about an answer beside asking on: one's own case estimated, the list of papers."""
        match found.intent:
            case "ask_eligibility":
                return [ESTIMATE_OFFER]
            case "ask_materials":
                return materials.offered(self.tools, found.program)
        return []

    def count(self, turn: Turn, found: Answer | Unknown | None) -> None:
        """Keep how often an answer was given, and what could not be answered, for those who keep the knowledge."""
        with self.tools.bureau.office() as office:
            if isinstance(found, Answer):
                questions.note_given(office, found.id)
            elif found is not None and found.reason != "which_program":
                nearest = next((button.value for button in found.nearest), None)
                questions.note_unanswered(office, turn.said, turn.intent, nearest)

    def told_of(self, turn: Turn) -> str | None:
        """The programme named in what is being told meanwhile, temporary aid for who called for help; None where none is, or
        something was answered since."""
        if turn.slot("last_answer") or self.tools.library is None:
            return None
        if not turn.loop:
            return "temporary" if waiting_kind(self.tools, turn) == "help" else None
        if program := (turn.slot("complaint_draft") or {}).get("program"):
            return str(program)
        account = str(turn.slot("note_text") or turn.slot("complaint_narrative") or "")
        return next(iter(self.tools.library.words.read(account).programs), None)

    def look_up(self, turn: Turn) -> Answer | Unknown | None:
        """The library's answer, or None where it could not be read."""
        library = self.tools.library
        if library is None:
            return None
        context = turn.slot("last_answer")
        if turn.about and not turn.about.startswith(REGION):
            known = library.get(turn.about, region=(context or {}).get("region"), context=context)
            if known is not None:
                return known
        programs = turn.entities("program")
        return library.answer(
            INTRODUCES.sub("", turn.said),
            intent=turn.intent,
            program=str(programs[0].normalised or programs[0].value) if programs else self.told_of(turn),
            entities=[{"entity": one.entity, "value": one.value} for one in turn.parsed.entities],
            region=turn.about.removeprefix(REGION) if turn.about else None,
            context=context,
        )


def wants_review(turn: Turn) -> bool:
    """Whether somebody wants review or recheck of what they lodged, rather than to know how it is asked for."""
    own = turn.slot("proven_petitions") or OF_PETITIONS.search(turn.said)
    return bool(own and REVIEW.search(turn.said)) and not phrases.asks(turn.said)


def offers(intent: str, buttons: Iterable[Button]) -> list[tuple[str, str]]:
    """The library's buttons as (title, payload); what they stand for follows the intent after a `#`."""
    made = []
    for button in buttons:
        match button.kind:
            case "human":
                made.append(PERSON)
            case "help":
                made.append((button.title, "/request_help"))
            case "complaint":
                made.append((button.title, "/file_complaint"))
            case "region":
                made.append((button.title, f"/{intent}#{REGION}{button.value}"))
            case _:
                made.append((button.title, f"/{intent}#{button.value}"))
    return list(dict.fromkeys(made))[:MOST_BUTTONS]
