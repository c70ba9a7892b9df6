"""What is said in the complaint talk from a record: the read-back and the receipt."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from actions import words
from actions.complaint import facts, filing, representatives
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
CHANGED = "改好了，现在是："
REST_AS_READ = "别的还是刚才念的。对的话回“对”，我就登记；想从头听，回“再念一遍”。"
NOT_YET_LODGED = "这件还没登记，登记好马上给您编号和查询码。"
NUMBERS = "登记过的编号：{numbers}。刚说的这件还没登记，登记好也给您编号和查询码。"
SENTENCES = {
    "leak_noted": "您怀疑有人把您说了出去，这一点我写进去了，一起查。谁反映的，不许告诉被反映的人和单位"
    "（《信访工作条例》第三十条）；是不是从我们这里漏的，查了才知道，我不能先替单位说没有。",
    "not_understood_answer": "这句我没听懂，没写进去。{asks}",
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
UNNAMED = {"complaint_identity": "anonymous", "complaint_name": "", "complaint_phone": ""}
UNSIGNED = "名字您没说留不留，先按匿名写；要留，现在说姓名、电话就行。"
AFTERWARDS = [("查办到哪一步", "/check_petition"), ("再说一件", "/file_complaint"), ("没有了", "/goodbye")]


TO_A_PUPIL = (
    "您说您是{pupil}。未满 18 岁也可以反映，我们会更加保密。最好让爸妈、爷爷奶奶或信得过的大人知道；"
    "不满 14 岁的，留电话要监护人同意，可以留大人的电话，也可以不留。"
)


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
                left |= UNNAMED if not slots.get("complaint_name") else {name: "real_name"}
            case _:
                left[name] = ""
    return left


def interrupted(turn: Turn) -> bool:
    """Whether something else was reacted to just now, so that the talk has to be brought back."""
    return turn.after not in OWN and not turn.after.startswith("action_ask_complaint_form")


def day(moment: datetime) -> str:
    """`11月27日`."""
    there = in_shanghai(moment)
    return f"{there.month}月{there.day}日"


def in_words(category: str | None) -> str:
    return words.category(category)


def shortened(text: Any, most: int = 60, names: Iterable[str] = ()) -> str:
    """The beginning of a long text, without numbers and these names: others may look on."""
    plain = digests.redact(str(text or ""), names)
    return plain if len(plain) <= most else plain[:most] + "……"


def read_back(slots: Mapping[str, Any], head: str = HEAD, foot: str = FOOT) -> str:
    """The whole complaint as it would be lodged, between these words; name and number masked, because others may look on."""
    draft = slots.get("complaint_draft") or {}
    lines = [head]
    lines.append(
        f"① 什么事：{shortened(filing.account(slots), 400, [str(slots.get('complaint_name') or '')])}"
    )
    lines.append(f"② 归到：{in_words(slots.get('complaint_category'))}")
    lines.append(f"③ 在哪里：{slots.get('complaint_place') or '没有说'}")
    if slots.get("complaint_accused"):
        lines.append(f"④ 反映谁：{slots['complaint_accused']}")
    else:
        lines.append("④ 反映谁：没有具体的人")
    lines.append(f"⑤ 什么时候：{slots.get('complaint_time') or '没有说'}")
    lines.append(f"⑥ 身份：{_identity(slots)}")
    if draft.get("amount"):
        lines.append(f"说到的钱：{draft['amount']}")
    if draft.get("relation"):
        called = f"（{mask_name(draft['relation_name'])}）" if draft.get("relation_name") else ""
        lines.append(f"事情是关于：{draft['relation']}{called}")
    if draft.get("headcount"):
        lines.append(_together(draft))
    if draft.get("application_key") and slots.get("complaint_identity") != "anonymous":
        lines.append(f"关于的申请：编号尾号 {draft['application_key'][-4:]}")
    if draft.get("evidence"):
        lines.append(f"附上的材料：{len(draft['evidence'])} 份")
    lines.append(foot)
    return "\n".join(lines)


def _identity(slots: Mapping[str, Any]) -> str:
    identity = str(slots.get("complaint_identity") or "anonymous")
    if identity == "anonymous":
        return IDENTITIES[identity]
    phone = slots.get("complaint_phone")
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
    if filed.identity == "anonymous":
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
