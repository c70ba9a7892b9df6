"""The allowance that a case told in few words seems to be one of, where the estimate does not know it."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple


class Conclusion(NamedTuple):
    """What follows from what was told: the sentence, the allowance, and the answers that lead on."""

    said: str
    program: str
    further: tuple[str, ...]


FATHER = r"(?<![我俺咱])([他她]|娃|孩子?|小孩|外甥女?|侄[儿子女]|孙[子女]儿?)*的?(爸爸?|爹|父亲|老汉儿?)"
MOTHER = r"(?<![我俺咱])([他她]|娃|孩子?|小孩|外甥女?|侄[儿子女]|孙[子女]儿?)*的?(妈妈?|娘|母亲)"
BOTH = r"(爸妈|爹妈|爹娘|父母|父母亲|两口子|大人)"
DEAD = r"((?<![没不])死了?|病死|(?<![差一]点)没了(?!工作|活|收入|钱|音|消息|联系)|去世|过世|病逝|不在了|走得早|出(车祸|事)(没|死|走)了?)"
GONE = (
    r"(没(有|得)?(音信|音讯|消息|影)|失联|失踪|下落不明|联系不(上|到)|找不(到|着)(?!工作|活|事|对象)|打不通|跑了|坐牢|服刑|判了(?!缓)|劳改|蹲(监|大牢)"
    r"|强制戒毒|戒毒|重残|瘫|[一二]级残疾|残疾[一二]级|精神病)"
)
UPTO = r"[^,，。;；]{0,12}"
DEAD_FATHER = re.compile(f"{FATHER}{UPTO}{DEAD}")
DEAD_MOTHER = re.compile(f"{MOTHER}{UPTO}{DEAD}")
GONE_FATHER = re.compile(f"{FATHER}{UPTO}{GONE}")
GONE_MOTHER = re.compile(f"{MOTHER}{UPTO}{GONE}")
BOTH_DEAD = re.compile(f"{BOTH}(都|全|也都)?{UPTO}{DEAD}")
BOTH_GONE = re.compile(f"{BOTH}(都|全|也都){UPTO}{GONE}")
SEVERE = frozenset({"1", "2"})
WIDENED = frozenset({"intellectual", "mental"})
GRADES = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}
AS_TOLD = "这是据国务院文件的转述，以县里解释为准。"
CONFIRMS = "够不够由乡镇（街道）受理、县民政局核定。"


def concluded(asked: str, said: str, facts: Mapping[str, Any]) -> Conclusion | None:
    """What follows from the words, and from what they tell of the household, about the allowance that is `asked` about; None
    where nothing follows."""
    match asked:
        case "disability_allowance":
            return _of_disability(said, facts)
        case "orphan" | "unsupported_child":
            return _of_child(said)
    return None


LEFT_TO_THE_OFFICE = re.compile(r"自理|特困|五保|工伤")
"""What shuts out, or may shut out, an allowance: the care is not needed, or paid otherwise."""
GRADE = re.compile(r"[一二三四1-4]级")


def _of_disability(said: str, facts: Mapping[str, Any]) -> Conclusion | None:
    """国发〔2015〕52号 二: care for grades one and two that need it; living for the disabled of 低保 families. Nothing follows
    where two grades are told, or what may shut it out."""
    grade = str(facts.get("disability") or "")
    if grade not in GRADES or LEFT_TO_THE_OFFICE.search(said) or len(GRADE.findall(said)) > 1:
        return None
    if grade in SEVERE:
        told = f"照您说的，{GRADES[grade]}，要是还要人长期照护，像是够重度残疾人护理补贴，不看是不是低保；困难残疾人生活补贴要家里是低保，有的地方放宽。"
    elif grade == "3" and facts.get("disability_kind") in WIDENED:
        told = f"照您说的，智力、精神{GRADES[grade]}，护理补贴要看本地放宽没有；家里是低保的，够困难残疾人生活补贴。"
    else:
        told = (
            f"照您说的，{GRADES[grade]}一般够不上护理补贴（要一、二级）；家里是低保的，够困难残疾人生活补贴。"
        )
    further = ("disability-allowance-apply", "materials-disability-allowance")
    return Conclusion(told + AS_TOLD + CONFIRMS, "disability_allowance", further)


def _of_child(said: str) -> Conclusion | None:
    """关于进一步加强事实无人抚养儿童保障工作的意见 一: one parent dead, or both, is not enough to tell; the other's state decides."""
    dead = [bool(DEAD_FATHER.search(said)), bool(DEAD_MOTHER.search(said))]
    gone = [bool(GONE_FATHER.search(said)), bool(GONE_MOTHER.search(said))]
    if all(dead) or BOTH_DEAD.search(said):
        return Conclusion(
            f"照您说的，父母都不在了，没满18岁的像是孤儿，可以申请孤儿基本生活费。{CONFIRMS}",
            "orphan",
            ("orphan-apply", "orphan-amount-and-dibao"),
        )
    one_and_one = (dead[0] and gone[1]) or (dead[1] and gone[0]) or all(gone)
    if one_and_one or BOTH_GONE.search(said):
        return Conclusion(
            "照您说的，像是事实无人抚养儿童，不算孤儿，可以申请这份补贴；失联、服刑要满六个月，重残要一、二级这类。"
            + CONFIRMS,
            "unsupported_child",
            ("unsupported-child-apply", "unsupported-child-amount"),
        )
    return None
