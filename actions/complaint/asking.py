"""What is said in the complaint talk from a record: the read-back and the receipt."""

import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from actions.complaint import facts, filing, kinds, masks, representatives
from actions.tools import Say
from actions.turn import LISTENING, Turn
from casework.conversations.local import Local
from casework.people.identity import mask_name, mask_phone
from casework.petitions import digests, letters, numbers
from casework.petitions.lodging import Lodged, Promise
from casework.petitions.representatives import MOST
from store.clock import local as in_shanghai

OWN = frozenset({LISTENING, "complaint_form", "action_begin_complaint", "validate_complaint_form"})
IDENTITIES = {"real_name": "实名", "confidential": "实名，要求保密", "anonymous": "匿名"}
CONFIRM = [("对，提交", "对，提交"), ("要改", "要改"), ("先不提交", "/cancel")]
REMINDER = "刚才给您念一遍的那件，对的话回“对”，我就登记；要改直接说；想再听，回“再念一遍”。"
HEAD = "我把您说的念一遍，您看对不对："
FOOT = "对的话回“对”，我就登记。哪里不对直接说，比如“地点是李家庄”“电话错了”。"
HANDED_IN = ("照您说的交上去，写的是：", "哪里不对，登记好了也能改，直接说。")
SO_FAR = ("到现在写的是：", "哪里不对直接说。")
NOT_YET_LODGED = "这件还没登记，登记好马上给您编号和查询码。"
NUMBERS = "登记过的编号：{numbers}。刚说的这件还没登记，登记好也给您编号和查询码。"
SENTENCES = {
    "leak_noted": "您怀疑有人把您说了出去，这一点我写进去了，一起查。谁反映的，不许告诉被反映的人和单位"
    "（《信访工作条例》第三十条）；是不是从我们这里漏的，查了才知道，我不能先替单位说没有。",
    "not_understood_answer": "这句我没听懂，没写进去。{asks}",
    "anonymous_with_phone": "好，名字不写。电话我留着，只给办这件事的人找您核实、告诉您结果用；被反映的单位和个人看不到。",
    "anonymous_phone_seen": "您没留名；电话只有办这件事的人看得到，转去查的时候也只给查这件事的人，被反映的单位和个人看不到"
    "（《信访工作条例》第三十条）。话里要是带出了您是谁，现在就说“改一下”，重新说那一句。",
}
"""What is said of an answer before the talk goes on; behind `asks` the question stands once more."""
ASKS = "我问的是："
TIMES = "times_asked"
"""Where the draft keeps how often each question was put."""
MOST_TIMES = 2
"""So often a question is put; then it stays open."""
SIGNING = [("实名", "实名"), ("实名但保密", "保密"), ("匿名", "匿名")]
SHORTER: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "complaint_narrative": ("请接着说：是怎么回事？", []),
    "complaint_place": ("接着说您的事：在哪个乡镇、哪个村？不知道就说“不知道”。", [("不知道", "不知道")]),
    "complaint_accused": (
        "接着说您的事：反映的是哪个单位、哪个人？没有就说“没有”。",
        [("没有具体的人", "没有")],
    ),
    "complaint_time": ("接着说您的事：大概什么时候？记不清也行。", [("记不清", "记不清")]),
    "complaint_identity": ("接着说您的事：名字留不留？", SIGNING),
    "complaint_name": ("接着说您的事：怎么称呼您？", []),
    "complaint_phone": ("接着说您的事：留个电话？没有就说“没有”。", [("不留", "没有")]),
    "complaint_representatives": ("一起反映的还有谁？没有了就说“没有了”。", [("没有了", "没有了")]),
}
"""Each question put the second time, with what can be pressed."""
UNNAMED = {"complaint_identity": "anonymous", "complaint_name": ""}
SIGN_OR_NOT = "名字还没说留不留：留，现在说姓名、电话；不留，回“对”就按匿名登记。"


def tell(say: Say, name: str, *, asks: str = "", people: str = "") -> None:
    """Say the sentence of this name: one of these, or one of the domain's."""
    if name in SENTENCES:
        say.text(SENTENCES[name].format(asks=asks))
    else:
        say.response(name, people=people)


AFTERWARDS = [("查办到哪一步", "/check_petition"), ("再说一件", "/file_complaint"), ("没有了", "/goodbye")]


TO_A_PUPIL = (
    "您说您是{pupil}。未满 18 岁也可以反映，我们会更加保密。最好让爸妈、爷爷奶奶或信得过的大人知道；"
    "不满 14 岁的，留电话要监护人同意，可以留大人的电话，也可以不留。"
)


def reopened(turn: Turn, slots: Mapping[str, Any]) -> list[str]:
    """What had its answer and is to be answered anew: it is put as often again."""
    return [
        name
        for name, value in slots.items()
        if name in facts.SLOTS[1:-1] and value is None and turn.slot(name) is not None
    ]


def left_open(slots: Mapping[str, Any]) -> dict[str, Any]:
    """What of the open questions has been put often enough, with what it is left as."""
    times = (slots.get("complaint_draft") or {}).get(TIMES, {})
    left: dict[str, Any] = {}
    for name in facts.SLOTS[1:-1]:
        if slots.get(name) is not None or name in left:
            continue
        if times.get(name, 0) < MOST_TIMES:
            break
        match name:
            case "complaint_accused":
                left[name] = facts.doer(str(slots.get("complaint_narrative"))) or ""
            case "complaint_representatives":
                left[name] = representatives.ANSWERED
            case "complaint_identity" | "complaint_name":
                phone = {"complaint_phone": slots.get("complaint_phone") or ""}
                left |= {name: "real_name"} if slots.get("complaint_name") else UNNAMED | phone
            case _:
                left[name] = ""
    if left.get("complaint_identity") == "anonymous":
        left["complaint_draft"] = {**(slots.get("complaint_draft") or {}), facts.UNSIGNED: True}
    return left


def signs_later(slots: Mapping[str, Any]) -> bool:
    """Whether it is written without a name only because nothing was said of it."""
    unsigned = (slots.get("complaint_draft") or {}).get(facts.UNSIGNED)
    return bool(unsigned) and slots.get("complaint_identity") in (None, "anonymous")


MORE = "补充："
CALLED = {
    "complaint_place": "地点",
    "complaint_accused": "反映的是",
    "complaint_time": "时间",
    "complaint_name": "您的名字",
    "complaint_phone": "电话",
}


def now(turn: Turn, slots: Mapping[str, Any]) -> str:
    """What was put right as it stands now, name and number masked; empty where the read-back says it anyway."""
    if turn.requested == "complaint_confirmed":
        return ""
    hidden = masks.private({**turn.slots, **slots})
    covers: dict[str, Callable[[str], str]] = {
        "complaint_name": mask_name,
        "complaint_phone": mask_phone,
        "complaint_accused": lambda said: masks.masked(said, hidden),
    }
    before = str(turn.slot("complaint_narrative") or "").split("\n")
    told = [one for one in str(slots.get("complaint_narrative") or "").split("\n") if one not in before]
    if told and not any(slots.get(name) for name in CALLED):
        return f"“{shortened(masks.masked(told[0].removeprefix(MORE), hidden), 80)}”"
    return "，".join(
        f"{called}：{covers[name](slots[name]) if name in covers else slots[name]}"
        for name, called in CALLED.items()
        if slots.get(name) and slots[name] != turn.slot(name) and turn.slot(name)
    )


def interrupted(turn: Turn) -> bool:
    """Whether something else was reacted to just now, so that the talk has to be brought back."""
    return turn.after not in OWN and not turn.after.startswith("action_ask_complaint_form")


def day(moment: datetime) -> str:
    """`11月27日`."""
    there = in_shanghai(moment)
    return f"{there.month}月{there.day}日"


def in_words(category: str | None, said: str = "") -> str:
    """The category in plain words; no charge that the resident did not make."""
    return kinds.in_words(category, said)


def shortened(text: Any, most: int = 60, names: Iterable[str] = ()) -> str:
    """The beginning of a long text, without numbers and these names: others may look on."""
    plain = digests.redact(str(text or ""), names)
    return plain if len(plain) <= most else plain[:most] + "……"


MOST_SIGNS = 1500
"""So many signs of an account are read back."""
NOTHING_ELSE = "其余没动。对的话回“对”，我就登记；还要改、要加，直接说。"


def read_back(slots: Mapping[str, Any], head: str = HEAD, foot: str = FOOT) -> str:
    """The whole complaint as it would be lodged, between these words; name and number masked, because others may look on."""
    ask = [SIGN_OR_NOT] if signs_later(slots) and foot == FOOT else []
    return "\n".join([head, *lines(slots), *ask, foot])


def changed(slots: Mapping[str, Any], read: Iterable[int]) -> str:
    """Only the lines that were not read yet, by the marks of those that were; that it is done, where the change does not
    show behind the masks."""
    known = set(read)
    new = [line for line in lines(slots) if mark(line) not in known]
    if not new:
        return f"改好了。{NOTHING_ELSE}"
    only_added = all(line.startswith(MORE) for line in new)
    return "\n".join(["加上了：" if only_added else "现在是：", *new, NOTHING_ELSE])


def mark(line: str) -> int:
    """By which a line that was read is known again, without the line."""
    return zlib.crc32(line.encode())


def lines(slots: Mapping[str, Any]) -> list[str]:
    """What the complaint says, a line for each thing; of the account one for each time that something was told."""
    draft = slots.get("complaint_draft") or {}
    hidden = masks.private(slots)
    told = shortened(masks.masked(filing.account(slots), hidden), MOST_SIGNS)
    accused = masks.masked(str(slots.get("complaint_accused") or ""), hidden)
    first, *more = told.split(f"\n{MORE}")
    said = [f"① 什么事：{first}", *(f"{MORE}{one}" for one in more)]
    said.append(f"② 归到：{in_words(slots.get('complaint_category'), told)}")
    said.append(f"③ 在哪里：{slots.get('complaint_place') or '没有说'}")
    said.append(f"④ 反映谁：{accused or '没有点名'}")
    said.append(f"⑤ 什么时候：{slots.get('complaint_time') or '没有说'}")
    said.append(f"⑥ 身份：{_identity(slots)}")
    if draft.get("amount"):
        said.append(f"说到的钱：{draft['amount']}")
    if relation := representatives.spoken_for(slots):
        called = f"（{mask_name(draft['relation_name'])}）" if draft.get("relation_name") else ""
        said.append(f"替谁反映：{relation}{called}")
    if draft.get("headcount"):
        said.append(_together(draft))
    if draft.get("application_key") and slots.get("complaint_identity") != "anonymous":
        said.append(f"关于的申请：编号尾号 {draft['application_key'][-4:]}")
    if draft.get("evidence"):
        said.append(f"附上的材料：{len(draft['evidence'])} 份")
    if masks.others(slots):
        said.append(masks.NOTE)
    return said


def _identity(slots: Mapping[str, Any]) -> str:
    identity = str(slots.get("complaint_identity") or "anonymous")
    phone = slots.get("complaint_phone")
    if signs_later(slots):
        return f"名字还没说留不留，留了电话 {mask_phone(phone)}" if phone else "名字还没说留不留"
    if identity == "anonymous":
        return f"匿名，留了电话 {mask_phone(phone)}" if phone else IDENTITIES[identity]
    return f"{IDENTITIES[identity]}（{mask_name(slots.get('complaint_name'))}，{f'电话 {mask_phone(phone)}' if phone else '没留电话'}）"


def _together(draft: Mapping[str, Any]) -> str:
    others = representatives.masked(draft.get("people") or [])
    what = "代表" if draft["headcount"] > MOST else "登记的"
    return f"一起反映的：{draft['headcount']} 人" + (f"（{what}：您、{others}）" if others else "")


def receipt(lodged: Lodged, filed: filing.Filing, lines: Local) -> str:
    """What the resident takes away: number, code, dates, and who will see it."""
    said = [
        "登记好了，请记下这两样：",
        f"编号：{lodged.number}",
        f"（念作 {numbers.spoken(lodged.number)}）",
        f"查询码：{lodged.query_code}",
        "凭编号和查询码随时能查办到哪一步。查询码别给别人看。",
        "",
        "接下来：",
    ]
    said += [f"· {promise}" for promise in promises(lodged.promises)]
    said.append("")
    if signs_later(filed.slots):
        said.append(
            "名字没说留不留，先按匿名登记：要核实只能等您来查。想留名，现在说姓名、电话，我加到这件里；被反映的单位和个人看不到。"
        )
    elif filed.identity == "anonymous" and filed.slots.get("complaint_phone"):
        said.append(
            "您没留名，只留了电话：只有办这件事的人能用它找您，被反映的单位和个人看不到；结果也发在这个对话里。"
        )
    elif filed.identity == "anonymous":
        said.append(
            "您是匿名的：情况不清楚时我们没法找您问，结果只能发在这个对话里，或您凭编号和查询码来查。"
        )
    else:
        said.append(
            "能看到您姓名电话的，只有登记、核查这件事的经办人员；被反映的单位和个人看不到，也不许转给他们（《信访工作条例》第三十条）。"
        )
    said.append(f"遇到打击报复，马上告诉我，或打 {lines.discipline_phone}、{lines.discipline_line}。")
    return "\n".join(said)


def promises(dates: Iterable[Promise]) -> list[str]:
    """Each promise as a sentence with its date."""
    return [f"{promise.what}：最迟 {letters.day(promise.due_on)}" for promise in dates]
