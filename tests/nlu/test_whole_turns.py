"""A turn of Rasa's is done as a whole or not at all: what failed in the middle is neither said nor remembered."""

import asyncio
from contextlib import suppress
from typing import Any

from huiyin_nlu import serve
from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

DOMAIN = Domain.empty()
SILENT = TemplatedNaturalLanguageGenerator({})


class Step(Action):
    """Says a word, then fails as told."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault

    def name(self) -> str:
        return "action_step"

    async def run(self, channel: CollectingOutputChannel, *_: Any, **__: Any) -> list[Any]:
        await channel.send_text_message("talk", "听到了")
        if self.fault:
            raise self.fault
        return []


class Memory:
    """Takes a tracker, or is full."""

    def __init__(self, fault: Exception | None) -> None:
        self.fault = fault
        self.kept: list[DialogueStateTracker] = []

    async def save(self, tracker: DialogueStateTracker) -> None:
        if self.fault:
            raise self.fault
        self.kept.append(tracker)


def turn(step: Step, memory: Memory) -> list[dict[str, Any]]:
    """What is said in a turn of one step."""

    class Processor(MessageProcessor):
        """Rasa's own, but for what understands and decides."""

        def __init__(self) -> None:
            self.domain = DOMAIN
            self.nlg = None

        async def handle_message(self, message: UserMessage) -> list[dict[str, Any]]:
            tracker = DialogueStateTracker.from_events("talk", [])
            prediction = PolicyPrediction([1.0], "RulePolicy")
            await self._run_action(step, tracker, message.output_channel, SILENT, prediction)
            await memory.save(tracker)
            return message.output_channel.messages

        def should_predict_another_action(self, action_name: str) -> bool:
            return False

        def _log_slots(self, tracker: DialogueStateTracker) -> None:
            pass

    serve.whole(Processor)
    channel = CollectingOutputChannel()
    message = UserMessage("喂", channel, "talk")
    with suppress(RuntimeError):
        asyncio.run(Processor().handle_message(message))
    return list(channel.messages)


def test_a_turn_that_goes_well_is_said_and_remembered() -> None:
    memory = Memory(None)
    assert [one["text"] for one in turn(Step(), memory)] == ["听到了"]
    assert len(memory.kept) == 1


def test_an_action_that_failed_ends_the_turn() -> None:
    memory = Memory(None)
    assert turn(Step(RuntimeError("the action server is away")), memory) == []
    assert memory.kept == []


def test_what_was_not_remembered_is_not_said() -> None:
    assert turn(Step(), Memory(RuntimeError("disk full"))) == []


def test_a_step_that_a_form_refuses_goes_on_as_ever() -> None:
    memory = Memory(None)
    assert turn(Step(ActionExecutionRejection("action_step")), memory)
    assert len(memory.kept) == 1
