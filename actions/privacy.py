"""What is stored about somebody: shown, corrected, deleted as far as the law lets (个人信息保护法 art. 44-47)."""

import re

from actions import consent, notice, record, waiting
from actions.base import HuiyinAction
from actions.calls import still_called
from actions.complaint import secrecy, yes_no
from actions.complaint.talk import CLEAN
from actions.deleting import DELETE, DELETE_NOW, DELETES, KEEP, OFFER, SURE, is_pending
from actions.events import fill, leave
from actions.tools import Events, Say
from actions.turn import Turn
from casework.conversations import alerts, desk, forgetting, talks

CORRECT = re.compile(r"改|更正|纠正|写错|不对")
WHO_SEES = (
    "您的名字和电话只给登记和办您这件事的工作人员看，加密存着，不给村里和别人看，不转给被反映的人和单位。"
    "不想留的可以不留；想看存了什么、想删，说“我的信息”。"
)
NO_NUMBER_NEEDED = (
    "删的时候不用报号码：您在这里说过的话，连里头的电话、名字，一起删；"
    "已经登记的诉求依法保存，里头的电话要改，说“更正”。确定删除吗？"
)
SOMEBODY_KNOWS = re.compile(
    r"(他|她|他们|那个?人|骗子|对方|人家|打电话的)[^,，。]{0,4}(知道|晓得|报得?出|说得?出|喊得?出|叫得?出)[^,，。]{0,4}(我|俺)"
)
"""A stranger knows something about the speaker: nothing is asked of what is kept here."""
STRANGER_KNOWS = (
    "叫得出您的名字，也不等于是真的：名字、电话骗子也弄得到。我们不会要您交钱、转账，也不要密码、验证码。"
    "已经转了钱、给了密码的，马上打 110，再打银行电话。拿不准是不是我们的人，打 {hotline} 问。"
)
CHOICES = [
    ("看存了什么", "/privacy_request"),
    ("更正", "/privacy_request"),
    ("删除对话记录", "/privacy_request"),
]


OF_A_REPORT = re.compile(r"举报|投诉|告|反映|(会|能|怕|别让|不让)[^,，。]{0,6}(知道|晓得)")
"""Who complained is feared to be known, and no stranger has called."""


class Privacy(HuiyinAction):
    """Show, correct or delete, by what was asked."""

    title = "action_privacy"

    def act(self, turn: Turn, say: Say) -> Events:
        if is_pending(turn) and DELETE_NOW.search(turn.said):
            return self.forget(turn, say)
        if not turn.pressed and yes_no.WITHHOLDS.search(turn.said) and not DELETE.search(turn.said):
            say.text("好，不留，您的事照样办。留过的想改、想删，说“我的信息”。")
            return []
        stranger = SOMEBODY_KNOWS.search(turn.said) and not OF_A_REPORT.search(turn.said)
        if not turn.pressed and stranger and not DELETE.search(turn.said):
            say.text(STRANGER_KNOWS.format(hotline=self.tools.local.hotline))
            return []
        about_names = any(
            words.search(turn.said) for words in (secrecy.WHO_SEES, secrecy.FEARS, secrecy.CONFIDENTIAL)
        )
        if not (turn.pressed or turn.offered) and (about_names or not secrecy.OF_DATA.search(turn.said)):
            if secrecy.WHO_SEES.search(turn.said):
                say.text(WHO_SEES)
            elif about_names or not still_called(self.tools, turn, say):
                say.response("signing_explained" if about_names else "rephrase")
            return []
        if SURE.search(turn.said):
            return self.forget(turn, say)
        if KEEP.search(turn.said):
            say.text("好，不删。想看、想改、想删，随时说“我的信息”。")
        elif DELETE.search(turn.said):
            say.text(OFFER, DELETES)
        elif CORRECT.search(turn.said) and "看" not in turn.said:
            with self.tools.bureau.office() as office:
                conversation = talks.get(office, turn.token)
                wish = desk.ask_for_person(office, conversation, "record", f"要求更正个人信息：{turn.said}")
                alerts.raise_alert(office, conversation, wish)
            say.response("privacy_correct")
        elif not record.tell_own_list(self.tools, turn, say):
            with self.tools.bureau.reading() as office:
                stored = forgetting.stored(office, talks.get(office, turn.token))
            say.text(stored.in_words() + consent.in_words(self.tools, turn), CHOICES[1:])
            notice.tell(self.tools, turn, say)
        return []

    def forget(self, turn: Turn, say: Say) -> Events:
        """Delete what may be deleted, and say what was and what the law keeps; the events that forget it here too."""
        with self.tools.bureau.office() as office:
            forgotten = forgetting.forget(office, talks.get(office, turn.token))
        say.response("privacy_deleted", count=str(forgotten.messages))
        if forgotten.kept_petitions:
            say.response("privacy_kept_by_law", count=str(forgotten.kept_petitions))
        gone = fill(**CLEAN, **waiting.ESTIMATE, proven_petitions=None, last_answer=None, last_told=None)
        return [*leave(turn), *gone]


def may_delete(turn: Turn) -> bool:
    """Whether deletion was offered in the answer to the words before this message, or only a number was said since."""
    for one in reversed(turn.earlier):
        if one.reaction == "action_privacy":
            return bool(DELETE.search(one.parsed.text)) and not KEEP.search(one.parsed.text)
        if one.reaction != "action_inform":
            return False
    return False
