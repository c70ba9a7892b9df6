"""Name and number said once a petition is lodged: they are put under it, and who will see them is said."""

import re

from rasa_sdk.events import FollowupAction

from actions import calls
from actions.complaint import account, facts, interruptions, names, other_matter, phones, phrases
from actions.petition import reading
from actions.tools import Events, Say, Tools
from actions.turn import LISTENING, Turn
from casework.office import CaseworkError, Office
from casework.people.actors import Actor
from casework.people.identity import mask_name, mask_phone
from casework.petitions import queries, signing, workflow
from casework.petitions.models import Petition
from understanding import blamed

SEEN_BY = "能看到您姓名电话的，只有登记、核查这件事的经办人员；被反映的单位和个人看不到，也不许转给他们（《信访工作条例》第三十条）。"
SIGNED = (
    "{number} 写上您的名字了：{name}{phone}。这件从匿名改成{identity}，好找您核实、按规定的日期答复您。"
    + SEEN_BY
)
NO_PHONE_YET = "要留电话，直接说号码；不留，结果在这个对话里告诉您。"
NUMBER_ADDED = "电话 {phone} 加到 {number} 里了，核实情况、告诉您结果用。" + SEEN_BY
NUMBER_ALONE = "电话 {phone} 记到 {number} 里了，只有办这件事的人能用它找您，被反映的单位和个人看不到。名字没写；要留，直接说姓名。"
NOW_CONFIDENTIAL = (
    "好，{number} 改成实名并且保密：姓名只有经办的人看得到，被反映的单位和个人看不到，也不许转给他们。"
)
UNNAMED = re.compile(
    r"""
      (换|改|变|转|弄|写)(成|为|回|作)?[^,，。;；\s]{0,3}匿名
    | (还是|要|想|就|给我|请|能不能|可不可以|可以)[^,，。;；\s]{0,3}匿名
    | (名字?|姓名)[^,，。;；\s]{0,8}(去掉|去了|删|抹|划掉|拿掉|撤|取消|不留|不写|别留|别写|莫写|不要(写|留|了))
    | (别|不要|不想|不愿意?|莫|甭|不)(再)?(写|留|用|露|登)[^,，。;；\s]{0,5}(名|姓)
    """,
    re.VERBOSE,
)
"""The name that stands under it is to be taken away."""
TELLS_ANEW = re.compile(r"匿名(的?)(去|来)?(举报|反映|投诉|检举|告)")
"""Another complaint is told without a name."""
OF_ANONYMITY = re.compile(
    r"匿名的?(能|会|可|查|受理|办|管|算|有用|和|跟|与|好)|(能|可以)匿名(反映|举报|投诉)"
)
"""Something about anonymous petitions in general is asked."""
WRITTEN_ALREADY = "{number} 登记的时候名字已经写进去了，办件记录只能添不能抹，改不成完全匿名。能做的给您做了：这件改成实名并且保密。"
HIDDEN_ALREADY = "{number} 登记的时候名字已经写进去了，改不成完全匿名；这件本来就是保密的。"
WHO_KNOWS = (
    "知道您名字的只有登记和经办的人；被反映的单位和个人从头到尾看不到，也不许转给他们（《信访工作条例》第三十条），"
    "发给他们的文书上没有您的名字。"
)
ALREADY_CONFIDENTIAL = "{number} 已经是保密的。" + WHO_KNOWS
NEVER_WRITTEN = "{number} 这件没写您的名字，本来就是匿名的，登记了的照样办。"
ONLY_IDENTITY = re.compile(
    r"^(那|就|还是|给我|把|[我俺]|名字|的|改|换|成|要|保密|实名|吧|了|行|好|可以|[\s,，。])*$"
)
"""Nothing is told but how the name is to be kept."""
KNOWN = "您的名字、电话在 {number} 里已经写着了，不用再说。"
OF_A_CHILD = "{number} 是未成年人反映的，名字、电话先不写：让爸妈或者别的监护人打 {hotline}，或者一起到窗口说。不写也照样办。"
WITHOUT_NAME = "联系电话：{phone}（反映人没留名，只留了电话，联系时照他说的来）"
IN_WORDS = {"real_name": "实名", "confidential": "实名并且保密"}
NOTHING_TOLD = re.compile(
    r"[我俺咱额]|本人|就?叫|就|姓[一-鿿]|给|帮|那|要|的|是|姓名|名字|大名|实名|保密|电话|手机|座机|号码?|联系(方式|人)?|留|加上?|补上?|写上?|记|打|这个|可以|能|给你们?|不怕|也|还有|吧|哈|嘛|啊|呀|了|[\s,，。.:：;；!！、()（）-]"
)
"""What may stand beside a name and a number without telling anything: 我叫…，电话…，不怕留名."""
OF_A_PAPER = re.compile(
    r"(收款|户主|死者|患者|病人|存折|卡|证|折子|名单|账户|账号)[^,，。;；]{0,4}(姓名|名字|名)"
)
"""The name on a paper or card, which need not be the speaker's."""
OWN_NUMBER = re.compile(
    r"([我俺咱额]|本人)(的|家)?(的)?(新)?(电话|手机|座机|号码|联系方式)|(有事|有消息|结果|请|就|可以|以后|要)打(这个|[我俺]|给[我俺])|联系[我俺]"
)
OF_SOMEBODY = re.compile(
    r"""
      骗
    | (他|她|人家|邻居)[^,，。;；\s]{0,5}(电话|手机|号|打来|打给)
    | [^\s,，。;；]用\d | 打(给|来|过来)?我的
    | (?<![我俺咱的家])[一-鿿]{2,3}的(电话|手机|号码)
    | \d{5,}(元|块)
    """,
    re.VERBOSE,
)
"""The number may be somebody else's, or none."""
CHANGES = re.compile(r"错|换|改|不是|不用[了那]?|作废|停机")
"""What was given before is to be put right."""
CHANGED = "这句记进 {number} 里了，办的同志按您刚说的联系您。"
NOT_OWN = re.compile(r"(他|她|人家|会计|支书|书记|主任|干部|所里|镇上|村里)(的)?(电话|手机|号码)")
AWAY = (interruptions.AWAY | {"withdraw_petition", "request_help", "report_change"}) - {"privacy_request"}
OF_DATA = re.compile(r"删|更正|注销|存了|我的信息|撤回")
"""What is kept here is asked about, or is to be deleted."""


def tell(tools: Tools, turn: Turn, say: Say) -> Events | None:
    """Put what is said of name and number under the petition last talked of, the right to which was shown in this talk;
    None where neither is said as the speaker's own, another matter is told, or more is asked in the same breath."""
    number = turn.slot("last_told")
    if turn.pressed or turn.loop or turn.evidence or number not in (turn.slot("proven_petitions") or []):
        return None
    if reading.number_of(turn) not in (None, number) or calls.waiting_kind(tools, turn) in calls.PRESSING:
        return None
    if UNNAMED.search(turn.said) and not OF_ANONYMITY.search(turn.said):
        return _hide(tools, turn, say, str(number))
    name, phone = _own(turn)
    signs = facts.identity_of(turn.said)
    hides = signs == "confidential" and not phrases.asks(turn.said) and not turn.entities("role", "person")
    if not (name or phone or hides) or signs == "anonymous" or _of_something_else(turn):
        return None
    with tools.bureau.office() as office:
        actor = Actor.holder(queries.numbered(office, str(number)).id, "", here=True)
        petition = queries.by_id(office, queries.numbered(office, str(number)).id, actor)
        if signing.of_child(office, petition):
            said = OF_A_CHILD.format(number=number, hotline=tools.local.hotline)
        else:
            said = _put_under(office, turn, petition, actor, name or "", phone or "", hides) or ""
        if said and _tells_beside(turn, name or "") and not phrases.asks(turn.said):
            said += _told_with_it(office, turn, petition, actor)
    if not said:
        return None
    say.text(said)
    return None if phrases.asks(turn.said) else [FollowupAction(LISTENING)]


def _hide(tools: Tools, turn: Turn, say: Say, number: str) -> Events | None:
    """Keep confidential a name that is to be taken away, and say who knows it; it cannot be unwritten."""
    if turn.intent in AWAY or turn.intent == "file_complaint" or TELLS_ANEW.search(turn.said):
        return None
    if _is_another(turn):
        return None
    with tools.bureau.office() as office:
        actor = Actor.holder(queries.numbered(office, number).id, "", here=True)
        petition = queries.by_id(office, queries.numbered(office, number).id, actor)
        if not petition.petitioners:
            said = NEVER_WRITTEN
        else:
            try:
                changed = signing.sign(office, petition, actor, identity="confidential")
            except CaseworkError as refused:
                say.text(str(refused))
                return [FollowupAction(LISTENING)]
            said = (WRITTEN_ALREADY if changed else HIDDEN_ALREADY) + WHO_KNOWS
    say.text(said.format(number=number))
    return [FollowupAction(LISTENING)]


def _own(turn: Turn) -> tuple[str, str]:
    """The name and the number said as the speaker's own: by 我叫 or 我的电话, or with nothing else told beside them."""
    said = turn.said
    name, phone = facts.name_of(turn) or "", facts.phone_of(turn) or ""
    rest = phones.PHONE.sub("", said.replace(name, "") if name else said)
    bare = not NOTHING_TOLD.sub("", rest)
    introduced = not OF_A_PAPER.search(said) and any(
        words.search(said) for words in (names.INTRODUCED, names.OF_SELF, names.FROM)
    )
    in_office = bool(name) and (re.search(blamed.POSTS, name) or blamed.holds_post(said, name))
    if in_office or not (bare or introduced):
        name = ""
    nobody_else = not (turn.entities("person", "role", "relation") or OF_SOMEBODY.search(said))
    if in_office or not (bare or (introduced and name) or OWN_NUMBER.search(said) or nobody_else):
        phone = ""
    return name, phone


def _tells_beside(turn: Turn, name: str) -> bool:
    """Whether more than name and number is told."""
    if ONLY_IDENTITY.match(turn.said):
        return False
    rest = turn.with_said(phones.PHONE.sub(" ", turn.said.replace(name, "")) if name else turn.said)
    return account.tells_beside(rest)


def _is_another(turn: Turn) -> bool:
    found = other_matter.ANNOUNCES.match(turn.said) or other_matter.ANOTHER_MATTER.search(turn.said)
    return found is not None


def _of_something_else(turn: Turn) -> bool:
    """Whether another matter is told, or the number is somebody else's."""
    anew = turn.intent == "file_complaint" and phrases.COMPLAINS.search(turn.said)
    application = facts.application_of(turn)
    return bool(
        _is_another(turn)
        or anew
        or application
        or turn.intent in AWAY
        or any(one.search(turn.said) for one in (NOT_OWN, OF_DATA))
    )


def _put_under(
    office: Office, turn: Turn, petition: Petition, actor: Actor, name: str, phone: str, hides: bool
) -> str | None:
    """What was done and who sees it; None where only secrecy is wished for and nothing can be changed by it."""
    number, unsigned = petition.number, not petition.petitioners
    if not name and unsigned:
        if not phone:
            return None
        words = WITHOUT_NAME.format(phone=phone)
        workflow.move(office, petition, _move(petition), actor, text=words)
        return NUMBER_ALONE.format(phone=mask_phone(phone), number=number)
    identity = "confidential" if hides or petition.identity == "confidential" else "real_name"
    try:
        changed = signing.sign(office, petition, actor, name=name, phone=phone, identity=identity)
    except CaseworkError as refused:
        return str(refused)
    if not changed and hides and not (name or phone):
        return ALREADY_CONFIDENTIAL.format(number=number) if petition.identity == "confidential" else None
    if not changed and CHANGES.search(turn.said):
        workflow.move(office, petition, _move(petition), actor, text=turn.said)
        return CHANGED.format(number=number)
    if not changed:
        return KNOWN.format(number=number) if name or phone else None
    if unsigned:
        with_phone = f"，电话 {mask_phone(phone)}" if phone else ""
        said = SIGNED.format(
            number=number, name=mask_name(name), phone=with_phone, identity=IN_WORDS[identity]
        )
        return said if phone else said + NO_PHONE_YET
    return (NUMBER_ADDED if phone else NOW_CONFIDENTIAL).format(phone=mask_phone(phone), number=number)


def _move(petition: Petition) -> str:
    return "supplement" if petition.state == "awaiting_more" else "add_more"


def _told_with_it(office: Office, turn: Turn, petition: Petition, actor: Actor) -> str:
    """That what was told beside is added too."""
    try:
        workflow.move(office, petition, _move(petition), actor, text=turn.said)
    except CaseworkError:
        return ""
    return "您说的别的话也补进去了。"
