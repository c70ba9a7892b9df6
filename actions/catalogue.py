"""Every action of the domain, each with its tools."""

from actions import manners, note, persons, policy, privacy, record
from actions.base import HuiyinAction
from actions.complaint import facts
from actions.complaint import talk as complaint
from actions.estimate import talk as estimate
from actions.petition import talk as petition
from actions.tools import Tools


def every(tools: Tools) -> list[HuiyinAction]:
    """The actions that domain.yml names, in its order."""
    return [
        manners.Greet(tools),
        policy.AnswerPolicy(tools),
        complaint.BeginComplaint(tools),
        complaint.ValidateComplaint(tools),
        *(complaint.AskComplaint(tools, slot) for slot in facts.SLOTS),
        complaint.LodgeComplaint(tools),
        petition.BeginPetition(tools),
        petition.ValidatePetition(tools),
        *(
            petition.AskPetition(tools, slot)
            for slot in ("petition_number", "petition_code", "petition_words")
        ),
        petition.ServePetition(tools),
        note.BeginNote(tools),
        note.ValidateNote(tools),
        *(note.AskNote(tools, slot) for slot in note.SLOTS),
        note.SubmitNote(tools),
        record.BeginRecord(tools),
        record.ValidateRecord(tools),
        *(record.AskRecord(tools, slot) for slot in ("record_number", "record_last_four")),
        record.LookUpRecord(tools),
        estimate.ValidateEstimate(tools),
        estimate.AskEstimate(tools),
        estimate.TellEstimate(tools),
        estimate.ForgetEstimate(tools),
        persons.HelpNow(tools),
        persons.Crisis(tools),
        persons.CollectiveAction(tools),
        persons.HandOver(tools),
        privacy.Privacy(tools),
        manners.OtherDepartment(tools),
        manners.OutOfScope(tools),
        manners.Capability(tools),
        manners.Simple(tools, "action_bot_challenge", "bot_challenge"),
        manners.Goodbye(tools),
        manners.Simple(tools, "action_thank", "thank"),
        manners.Affirm(tools),
        manners.Deny(tools),
        manners.Cancel(tools),
        manners.Abuse(tools),
        manners.Inform(tools),
        manners.AskAffirmation(tools),
        manners.Fallback(tools),
    ]
