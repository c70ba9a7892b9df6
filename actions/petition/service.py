"""What can be done for a petitioner who has shown the right to one petition."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from rasa_sdk.events import FollowupAction

from actions.petition import reading
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING
from casework.conversations import talks
from casework.conversations.models import Conversation
from casework.office import CaseworkError, NotFound, Office
from casework.people.actors import Actor
from casework.petitions import evidence, history, letters, progress, queries, workflow
from casework.petitions.models import Petition
from casework.petitions.progress import Progress
from store.clock import local_date

Buttons = list[tuple[str, str]]
Said = list[tuple[str, Buttons]]
"""Sentences for the resident, each with its buttons of (title, payload)."""

WRONG = "编号和查询码对不上，请核对一下再发。输错太多次会暂时锁住。"
AGAIN: Buttons = [("再试一次", "/check_petition"), ("编号找不到了", "/request_human")]
JUST_LODGED = timedelta(hours=20)
"""So long after it was lodged nothing of it can be late."""
TOO_SOON = "刚登记，日子还没到，过了上面这天没动静再催才算超期。等不得的急难，现在就说“找人工”。"
"""Said with an urging that is recorded before anything can be late."""
AFTER_URGING: Buttons = [("补充情况", "/supplement_petition"), ("找人工", "/request_human")]
NOT = "".join(
    f"(?<!{word})"
    for word in ["不", "别", "莫", "再", "不想", "不要", "不用", "不愿", "不敢", "不愿意", "不打算", "别急着"]
)
KEPT_ON = re.compile(
    r"""
      ^(那|就|还是|唉|哎|[\s,，])*(算了)+[吧了啦啊。!！~\s]*$
    | 先(不|别|莫)(?!(想|要|用|再)*(反映|告|投诉|举报|弄|办|查|追究|管|说|麻烦))
    | (别|莫)撤
    | 不(想|要|用|打算|愿意?)?(再)?撤(?!不行)
    | (?<!不用)(?<!不必)(?<!不)(再|还要?)(想想|想一想|考虑|商量|等等)
    | (接着|继续)(给我|帮我)?(办|查|处理)(着|下去)?(吧|就行)?[。!！~\s]*$
    """,
    re.VERBOSE,
)
"""Answers to the question why it is to be taken back that do not say so any more."""
TAKEN_BACK = re.compile(
    rf"""
      {NOT}撤(了|回|掉|销|下来)*(吧|算了)
    | (就|还是|给我|帮我|我要|我想|想要){NOT}撤
    | 不(想|要|打算|愿意?)?(再)?(反映|告|投诉|举报|弄|办|追究|计较)了
    """,
    re.VERBOSE,
)
"""Answers that say so again; what is said last counts."""
FORCED = re.compile(
    r"""
      逼|威胁|恐吓|吓唬|强迫
    | (叫|让|要|喊)(我|俺|额)(来|去)?撤
    | 不撤(的话)?[\s,，]*(他们?|她|村里|村干部|支书|书记|主任|人家)?(不行|就(?!不撤)|要|会)
    """,
    re.VERBOSE,
)
"""Somebody else wants it taken back."""
NOT_FORCED = re.compile(
    r"""
      (?<!怎么)(?<!哪能)(?<!不是)(?<!不敢说)(?<!不能说)
      (没有?|不是|并非|不存在|又没)(什么|任何|哪个)?([村镇乡县]?(里|上|干部|支书|书记|主任|[镇乡]?长)|谁|别?人|干部|会计|他们?|她|有人)?
      (在|来|敢|对我|跟我|是)*被?(人)?
      (逼|威胁|恐吓|吓唬|强迫|(叫|让|要|喊)(我|俺|额)(来|去)?撤)[迫着]?(我|俺|额)?(撤|的)*
    | (?<![^,，。;；\s])(就|请|求|你们?|您|还是|快|赶紧)*让(我|俺|额)撤(了|回|掉)*(去)?吧
    """,
    re.VERBOSE,
)
"""It is said that nobody does; or to be let take it back is asked for."""


@dataclass(frozen=True)
class Wish:
    """What a resident wants of one petition, and what shows the right to it."""

    purpose: str
    number: str
    code: str
    proven: bool
    words: str
    token: str
    title: str = ""
    evidence: tuple[int, ...] = ()
    shown_before: bool = False
    """Whether the right to it was shown in this talk before, as the dialogue remembers; nobody can say so."""


@dataclass(frozen=True)
class Served:
    """What is said, and whether the right was shown."""

    said: Said
    proven: bool


def serve(office: Office, wish: Wish) -> Served:
    """Do what is wished. A wrong code is counted, so the unit of work has to be committed.

    Raises:
        CaseworkError: the petition does not allow it now, or codes were tried too often, with a sentence why.
    """
    conversation = talks.get(office, wish.token)
    own = _own(office, conversation)
    found = _prove(office, wish, conversation, own)
    if found is None:
        return Served([(WRONG, AGAIN)], False)
    actor = Actor.holder(found.petition_id, conversation.channel, here=found.number in own)
    petition = queries.by_id(office, found.petition_id, actor)
    return Served(SERVICES[wish.purpose](office, petition, actor, wish), True)


def says_again(said: str) -> bool:
    """Whether it is said once more that a petition is to be taken back, and nothing else behind it."""
    return TAKEN_BACK.search(said) is not None and not _is_kept_on(said)


def told(tools: Tools, wish: Wish, say: Say) -> Events | None:
    """Do what is wished and say what came of it; None, and nothing said, where the petition does not allow it now."""
    try:
        with tools.bureau.office() as office:
            served = serve(office, wish)
    except CaseworkError:
        return None
    for text, buttons in served.said:
        say.text(text, buttons)
    return [FollowupAction(LISTENING)]


def _own(office: Office, conversation: Conversation) -> dict[str, Progress]:
    """The petitions that were lodged from this very address."""
    address = talks.address(office, conversation)
    return {found.number: found for found in progress.for_contact(office, conversation.channel, address)}


def _prove(
    office: Office, wish: Wish, conversation: Conversation, own: Mapping[str, Progress]
) -> Progress | None:
    if wish.proven and wish.number in own:
        return own[wish.number]
    if wish.proven and wish.shown_before:
        return progress.of(office, queries.numbered(office, wish.number))
    if wish.number in own and len(wish.code) == 4 and _ends_phone(office, own[wish.number], wish.code):
        return own[wish.number]
    asker = f"{conversation.channel}:{talks.address(office, conversation)}"
    return progress.look_up(office, wish.number, wish.code, asker, conversation.network_index)


def _ends_phone(office: Office, found: Progress, digits: str) -> bool:
    petition = office.db.get_one(Petition, found.petition_id)
    phones = [office.vault.open_or_none(one.phone_sealed) or "" for one in petition.petitioners]
    return any(phone.endswith(digits) for phone in phones if len(phone) >= 7)


def is_only_example(office: Office, number: str | None) -> bool:
    """Whether the number is the one that our own wording gives as an example, and nobody's."""
    if number != reading.EXAMPLE:
        return False
    try:
        queries.numbered(office, number)
    except NotFound:
        return True
    return False


def may_withdraw(office: Office, number: str) -> bool:
    """Whether the petition of this number, the right to which was shown, can be taken back as it stands; one that is not
    found is left to the service that answers for it."""
    try:
        petition = queries.numbered(office, number)
    except NotFound:
        return True
    options = workflow.options(office, petition, Actor.holder(petition.id, ""))
    return any(one.move == "withdraw" and one.allowed for one in options)


def own_numbers(office: Office, token: str) -> list[str]:
    """Numbers of the open or lately answered petitions that came from this very address, newest first."""
    conversation = talks.get(office, token)
    address = talks.address(office, conversation)
    return [found.number for found in progress.for_contact(office, conversation.channel, address, 5)]


def _check(office: Office, petition: Petition, actor: Actor, wish: Wish) -> Said:
    found = progress.of(office, petition)
    lines = [found.sentence, f"（{found.about}）"]
    if petition.state == "awaiting_more" and (missing := history.last_reason(office, petition, "ask_more")):
        lines += [f"还缺：{missing}", DO_NOW["awaiting_more"]]
    if found.is_open and len(found.promises) > 1:
        lines += [f"· {promise.what}：最迟 {letters.day(promise.due_on)}" for promise in found.promises]
    if found.answer:
        lines += ["答复：", found.answer]
    if found.contest:
        lines.append(found.contest)
    return [("\n".join(lines), _offers(office, petition, actor))]


def next_step(office: Office, petition: Petition, actor: Actor) -> Said:
    """What the petitioner has to do now, as the petition stands."""
    found = progress.of(office, petition)
    own_part = DO_NOW.get(petition.state, WAIT)
    lines = [found.sentence, f"您现在要做的：{own_part}", *([found.contest] if found.contest else [])]
    return [("\n".join(lines), _offers(office, petition, actor))]


def _offers(office: Office, petition: Petition, actor: Actor) -> Buttons:
    allowed = {option.move for option in workflow.options(office, petition, actor) if option.allowed}
    return list(dict.fromkeys(button for move, button in NEXT if move in allowed))[:4]


WAIT = (
    "等消息就行，不用跑腿。编号和查询码收好；留了电话的别关机，办的人可能找您核实。"
    "有新情况、新材料，说“补充情况”；过了上面的日子没动静，说“催一下”。"
)
"""What is left to the petitioner while the office works on it."""
ANSWERED = "看看答复说得对不对。行，回“满意”；没办好，回“不满意”，说说哪里没办好，我们重新办。"
DO_NOW: dict[str, str] = {
    "awaiting_more": "把来信里说还缺的补上，说“补充情况”就能在这里补；补上以前，办理时间停着不算。",
    "not_accepted": "照告诉您的路子去办；觉得不该不受理的，说“转人工”再问。",
    "answered": ANSWERED,
    "closed": "不用再做什么。要是没有真正解决，回“没解决”，我们重新办。",
    "reviewed": "看看复查结果。服，就不用再做什么；不服，回“不服”，替您申请复核。",
    "withdrawn": "不用再做什么。还想反映，随时重新说。",
    "final": "这件已经到头，不用再做什么。生活上有困难，随时跟我说。",
}
"""The petitioner's own part in the states in which there is more to it than to wait."""


NEXT: tuple[tuple[str, tuple[str, str]], ...] = (
    ("rate", ("满意", "/accept_reply")),
    ("rate", ("不满意", "/reject_reply")),
    ("ask_review", ("不服，申请复查", "/reject_reply")),
    ("ask_recheck", ("不服，申请复核", "/reject_reply")),
    ("urge", ("催一下", "/urge_petition")),
    ("add_more", ("补充情况", "/supplement_petition")),
    ("supplement", ("补充情况", "/supplement_petition")),
)


def _urge(office: Office, petition: Petition, actor: Actor, wish: Wish) -> Said:
    found = progress.of(office, petition)
    fresh = office.clock.now() - petition.lodged_at < JUST_LODGED and petition.state in (
        "lodged",
        "registered",
    )
    last = queries.last_urged(office, petition)
    if last is not None and local_date(last) == local_date(office.clock.now()):
        text = f"今天已经帮您催过，这件一共催了 {petition.times_urged} 次，承办和督办的同志都看到了。明天还没动静，再跟我说一声。\n{found.sentence}"
        return [(text, AFTER_URGING)]
    workflow.move(office, petition, "urge", actor)
    text = (
        f"已经帮您催了，这是第 {petition.times_urged} 次，承办的单位和督办的同志都会看到。\n{found.sentence}"
        + (f"\n{TOO_SOON}" if fresh else "")
    )
    return [(text, AFTER_URGING)]


def _supplement(office: Office, petition: Petition, actor: Actor, wish: Wish) -> Said:
    move = "supplement" if petition.state == "awaiting_more" else "add_more"
    workflow.move(office, petition, move, actor, text=wish.words or "（见附件）")
    evidence.attach(office, petition, wish.evidence, talks.get(office, wish.token).id)
    return [
        (
            f"补充的情况已经记到 {petition.number} 里了，承办的同志会看到。",
            [("查办到哪一步", "/check_petition")],
        )
    ]


def _withdraw(office: Office, petition: Petition, actor: Actor, wish: Wish) -> Said:
    if petition.state == "final":
        return [(f"{progress.of(office, petition).sentence}{OVER['final']}", [("找人工", "/request_human")])]
    if petition.state == "withdrawn":
        said = f"{progress.of(office, petition).sentence}{OVER[petition.state]}"
        return [(said, [("重新反映", "/file_complaint"), ("找人工", "/request_human")])]
    if FORCED.search(NOT_FORCED.sub("", wish.words)):
        return _forced(office, petition, actor, wish)
    if _is_kept_on(wish.words):
        return [("好的，不撤，接着办。", [])]
    if petition.matter_class == "accusation":
        return _kept_on(office, petition, actor, wish)
    workflow.move(office, petition, "withdraw", actor, reason=wish.words or "信访人要求撤回")
    text = (
        f"{petition.number} 已按您的要求撤回，不再办理。"
        "要是有人逼您撤，或者撤了以后问题又出来，随时可以重新反映。"
    )
    return [(text, [("重新反映", "/file_complaint")])]


def _is_kept_on(said: str) -> bool:
    """Whether the last that is said of it is that it is not taken back."""
    kept = max((found.end() for found in KEPT_ON.finditer(said)), default=0)
    return kept > max((found.end() for found in TAKEN_BACK.finditer(said)), default=0)


def _forced(office: Office, petition: Petition, actor: Actor, wish: Wish) -> Said:
    """Who is made to take it back is heard by a person first; it goes on meanwhile, and what was said is in the file."""
    workflow.move(office, petition, "add_more", actor, text=f"信访人说有人要其撤回：{wish.words}")
    text = (
        f"有人逼您的，{petition.number} 先不撤，接着办；您说的我已经记进案里。"
        "自己真想撤，点“找人工”，跟值班同志说清楚再撤。有人威胁您，马上打 110。"
    )
    return [(text, [("找人工", "/request_human")])]


def _kept_on(office: Office, petition: Petition, actor: Actor, wish: Wish) -> Said:
    """A report of misconduct is looked into to the end; that its author would take it back goes into the file."""
    workflow.move(office, petition, "add_more", actor, text=f"信访人想撤回：{wish.words or '没有说原因'}")
    text = (
        f"{petition.number} 反映的是有人违规，登记以后不会因为撤回就停下不查。"
        "您想撤回、为什么想撤，我已经记进案里，承办的同志会看到。"
        "您的名字和电话不许转给被反映的人；有人逼您撤、要报复您，马上告诉我。"
    )
    return [(text, [("找人工", "/request_human")])]


def _accept(office: Office, petition: Petition, actor: Actor, wish: Wish) -> Said:
    """The mark of satisfaction; what was settled before any answer can be taken back instead."""
    allowed = {option.move for option in workflow.options(office, petition, actor) if option.allowed}
    if "rate" not in allowed:
        return _content_before_an_answer(office, petition, actor, wish)
    mark = 2 if "基本" in wish.title or "还行" in wish.title else 3
    workflow.move(office, petition, "rate", actor, satisfaction=str(mark))
    return [("谢谢您的评价，记下了。以后有事随时找我。", [])]


UNRATED = "撤回的件没有答复，系统里打不了分；您的好意我们领了，谢谢您。问题再出来，随时可以重新反映。"
NOTHING_TO_RATE = "这件没有能评的答复，打不了分。有新的情况，随时跟我说。"
NOTED_CONTENT = (
    "还没有书面答复，现在打不了分；您说满意，已经记进案里，办的同志看得到，答复来了再请您评。"
    "事情已经解决、不用再办的，可以撤回；还要等结果的，不用管它。"
)


def _content_before_an_answer(office: Office, petition: Petition, actor: Actor, wish: Wish) -> Said:
    """That there is no answer to be rated; that the petitioner is content goes into the file while it is worked on."""
    sentence = progress.of(office, petition).sentence
    allowed = {option.move for option in workflow.options(office, petition, actor) if option.allowed}
    if "add_more" not in allowed:
        return [(sentence + (UNRATED if petition.state == "withdrawn" else NOTHING_TO_RATE), [])]
    text = f"信访人在答复以前说满意：{_without_keys(wish.title)}"
    workflow.move(office, petition, "add_more", actor, text=text)
    return [(f"{sentence}{NOTED_CONTENT}", [("撤回这件", "/withdraw_petition"), ("接着等", "/goodbye")])]


def _without_keys(said: str) -> str:
    """The words without number and code, which open the petition."""
    return reading.CODE.sub("", reading.NUMBER.sub("", said)).strip("，,。 ：:")


OVER = {
    "final": "这是最后的结果，同样的事实和理由再提，各级不再受理（《信访工作条例》第三十六条）。有新的事情、生活上有困难，随时跟我说。",
    "withdrawn": "这件已经按您的要求撤回了。还想反映，随时重新说。",
    "not_accepted": "这件没有受理，照告诉您的路子去办；觉得不该不受理的，点“找人工”。",
}
"""Said to who is not content, where nothing more can be done in this petition."""
NOT_YET = {
    "under_review": "已经在复查了，不用再申请，等书面结果。",
    "under_recheck": "已经在复核了，不用再申请，等书面结果。",
    "reopened": "正在重新办，新的答复还没出来；出来以后不服的，再申请复查。",
}
NO_ANSWER = "还没有答复，暂时不能评价，也还不能申请复查：收到书面答复后不服的，30日内可以申请（《信访工作条例》第三十五条）。"


def _reject(office: Office, petition: Petition, actor: Actor, wish: Wish) -> Said:
    allowed = {option.move for option in workflow.options(office, petition, actor) if option.allowed}
    appeal = next((move for move in ("ask_recheck", "ask_review") if move in allowed), None)
    if appeal and any(word in wish.title + wish.words for word in ("复查", "复核", "不服")):
        workflow.move(office, petition, appeal, actor, reason=wish.words or wish.title)
        name = "复核" if appeal == "ask_recheck" else "复查"
        return [(f"已经替您申请{name}，由上一级来办。\n{progress.of(office, petition).sentence}", [])]
    if "rate" not in allowed:
        found = progress.of(office, petition)
        if petition.state in OVER:
            return [(f"{found.sentence}{OVER[petition.state]}", [("找人工", "/request_human")])]
        if appeal:
            name = "复核" if appeal == "ask_recheck" else "复查"
            return [(f"{found.sentence}不服的，回“不服”，替您申请{name}。", _offers(office, petition, actor))]
        yet = f"{found.sentence}{NOT_YET.get(petition.state, NO_ANSWER)}"
        if offers := _offers(office, petition, actor):
            yet += "着急可以催一下，有新情况可以补充。"
        return [(yet, [*offers, ("找人工", "/request_human")])]
    workflow.move(office, petition, "rate", actor, satisfaction="1")
    said = ["对不起，没让您满意。您的评价和意见记下了，会报督办的同志看。"]
    buttons: Buttons = [("找人工", "/request_human")]
    if "reopen" in allowed:
        workflow.move(office, petition, "reopen", actor, reason=wish.words or "信访人不满意")
        said.append(f"这件事重新办理。{progress.of(office, petition).sentence}")
    elif appeal:
        said.append("您还可以申请上一级来复查。")
        buttons.insert(0, ("不服，申请复查", "/reject_reply"))
    return [("\n".join(said), buttons)]


Service = Callable[[Office, Petition, Actor, Wish], Said]
SERVICES: dict[str, Service] = {
    "check": _check,
    "urge": _urge,
    "supplement": _supplement,
    "withdraw": _withdraw,
    "accept": _accept,
    "reject": _reject,
}
