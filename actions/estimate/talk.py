"""The actions of the estimate's talk: read a reply, ask the next, tell what came of it, forget."""

from rasa_sdk.events import ActionExecutionRejected

from actions import waiting
from actions.base import HuiyinAction
from actions.estimate import reading
from actions.estimate.progress import HOME, Progress
from actions.estimate.telling import tell
from actions.events import fill
from actions.tools import Events, Say
from actions.turn import LISTENING, Turn
from knowledge.estimate import Question

CLEAN = waiting.ESTIMATE
SKIP, ENOUGH = "跳过", "够了，看结果"
FEW = 4
"""From so many answers on the result so far is offered."""
NUMBERS = {"count": ("没有", "1", "2", "3"), "money": ("没有",)}
NOT_ZERO = frozenset({"age"})


class ValidateEstimate(HuiyinAction):
    """Read a reply; hand the turn to the rules where it is about something else."""

    title = "validate_estimate_form"

    def act(self, turn: Turn, say: Say) -> Events:
        if not turn.fresh or not turn.requested:
            return []
        progress = Progress.of(self.tools, turn)
        if progress is None:
            return fill(estimate_done="left")
        read = reading.read(turn, progress)
        if read.elsewhere:
            return [ActionExecutionRejected("estimate_form")]
        for sentence in read.sentences:
            say.text(sentence)
        done = read.done or (None if progress.asked() else "told")
        return fill(estimate_talk=progress.slot(), estimate_done=done)


class AskEstimate(HuiyinAction):
    """Ask the one thing that can change the estimate most, with buttons for the usual answers."""

    title = "action_ask_estimate_form_estimate_done"

    def act(self, turn: Turn, say: Say) -> Events:
        progress = Progress.of(self.tools, turn)
        question = progress.asked() if progress else None
        if progress is None or question is None:
            return fill(estimate_done="told")
        if progress.started and turn.after != LISTENING:
            say.response("back_to_estimate")
        progress.started = True
        say.text(question.text, _buttons(question, len(progress.facts)))
        return fill(estimate_talk=progress.slot())


class TellEstimate(HuiyinAction):
    """For each programme what may be expected, why, how much, what to bring, who decides; then nothing is kept."""

    title = "action_tell_estimate"

    def act(self, turn: Turn, say: Say) -> Events:
        progress = Progress.of(self.tools, turn)
        match turn.slot("estimate_done"):
            case "told" if progress is not None:
                for text, buttons in tell(progress):
                    say.text(text, buttons)
            case "elsewhere":
                say.response("estimate_elsewhere", county=self.tools.bureau.county.name)
            case _:
                say.response("estimate_left")
        return fill(**CLEAN) + waiting.back(turn, "estimate_form")


class ForgetEstimate(HuiyinAction):
    """Drop what was told, where the talk is left for something that cannot wait."""

    title = "action_forget_estimate"

    def act(self, turn: Turn, say: Say) -> Events:
        return fill(**CLEAN)


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
