"""The menu: what a role opens, in the order of a working day, each with a key (press g, then the letter)."""

from dataclasses import dataclass

from console.desk import Visitor


@dataclass(frozen=True)
class Item:
    page: str
    path: str
    title: str
    key: str
    group: str
    live: str = ""
    """Name of the count that the server pushes."""


ITEMS = (
    Item("home", "/", "今日", "h", "办件"),
    Item("petitions", "/petitions", "信访件", "p", "办件", "urgent"),
    Item("applications", "/applications", "救助申请", "q", "办件"),
    Item("tasks", "/tasks", "报告和线索", "k", "办件"),
    Item("registers", "/registers", "登记与台账", "i", "办件"),
    Item("lookups", "/lookups", "查询与绑定", "b", "办件"),
    Item("calls", "/calls", "来电", "c", "接听", "missed"),
    Item("calls", "/call-backs", "回访", "f", "接听"),
    Item("chats", "/chats", "在线对话", "t", "接听", "waiting"),
    Item("estimate", "/estimate", "资格预估", "z", "接听"),
    Item("supervision", "/supervision", "督办与统计", "s", "督办"),
    Item("matters", "/supervision/matters", "催办与督办", "e", "督办"),
    Item("understanding", "/understanding", "理解校对", "u", "知识", "unlabelled"),
    Item("models", "/models", "理解模型", "m", "知识"),
    Item("knowledge", "/knowledge", "政策答案", "w", "知识"),
    Item("answers", "/answers", "答复模板", "a", "知识"),
    Item("rules", "/rules", "规则与本地数据", "r", "知识"),
    Item("roster", "/roster", "值班表", "d", "管理"),
    Item("calendar", "/calendar", "工作日历", "l", "管理"),
    Item("units", "/units", "机构", "o", "管理"),
    Item("staff", "/staff", "人员", "y", "管理"),
    Item("logs", "/logs", "查看与登录记录", "j", "管理"),
)


@dataclass(frozen=True)
class Group:
    title: str
    items: tuple[tuple[Item, bool], ...]


def menu(who: Visitor, path: str) -> tuple[Group, ...]:
    """The groups that the visitor may open; the item of the present page is marked."""
    mine = [item for item in ITEMS if who.stage == "full" and who.may(item.page)]
    within = [item.path for item in mine if item.path == (path or "/") or path.startswith(f"{item.path}/")]
    present = max(within, key=len, default="")
    groups: dict[str, list[tuple[Item, bool]]] = {}
    for item in mine:
        groups.setdefault(item.group, []).append((item, item.path == present))
    return tuple(Group(title, tuple(items)) for title, items in groups.items())
