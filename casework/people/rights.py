"""Who may do what, in one table: role, action, relation to the petition, or to what concerns a unit (`AtUnit`).

Relations:
  desk      the actor's unit is the desk that took the petition in
  below     that desk is in the branch below the actor's own unit
  handler   the petition is with the actor's own unit
  above     the petition is with a unit in the branch below the actor's own
  owner     the petition is the resident's own
  any       no petition is concerned, or none in particular

The shield (casework.petitions.shield) comes before this table: whoever is complained of has no relation at all. Nor has
anybody to a sealed petition without a role that reads sealed ones.
"""

from dataclasses import dataclass
from typing import Protocol

from casework.people.actors import Actor

ROLES = {
    "operator": "热线坐席",
    "handler": "承办人",
    "unit_head": "单位负责人",
    "supervisor": "督办（分管领导）",
    "inspector": "纪检监察",
    "editor": "知识编辑",
    "administrator": "系统管理员",
}

DESK, BELOW, HANDLER, ABOVE, OWNER, ANY = "desk", "below", "handler", "above", "owner", "any"

Grant = tuple[str, tuple[str, ...]]

OPERATOR: Grant = ("operator", (DESK,))
SUPERVISOR: Grant = ("supervisor", (DESK, BELOW, HANDLER, ABOVE))
HEAD: Grant = ("unit_head", (HANDLER, ABOVE))
WORKER: Grant = ("handler", (HANDLER,))
INSPECTOR: Grant = ("inspector", (DESK, HANDLER))
RESIDENT: Grant = ("resident", (OWNER,))
SYSTEM: Grant = ("system", (ANY,))

RIGHTS: dict[str, tuple[Grant, ...]] = {
    "read": (OPERATOR, SUPERVISOR, HEAD, WORKER, INSPECTOR, RESIDENT, SYSTEM),
    "read_sealed": (INSPECTOR,),
    "see_identity": (OPERATOR, SUPERVISOR, HEAD, WORKER, INSPECTOR, SYSTEM),
    "see_confidential_identity": (OPERATOR, INSPECTOR, SYSTEM),
    "see_child_identity": (SUPERVISOR, HEAD, INSPECTOR, SYSTEM),
    "note": (OPERATOR, SUPERVISOR, HEAD, WORKER, INSPECTOR, SYSTEM),
    "lodge": (
        ("operator", (ANY,)),
        ("supervisor", (ANY,)),
        ("inspector", (ANY,)),
        ("resident", (ANY,)),
        SYSTEM,
    ),
    "register": (OPERATOR, SUPERVISOR, INSPECTOR, SYSTEM),
    "ask_more": (OPERATOR, SUPERVISOR, INSPECTOR, HEAD, WORKER),
    "supplement": (OPERATOR, SUPERVISOR, INSPECTOR, RESIDENT, SYSTEM),
    "add_more": (OPERATOR, SUPERVISOR, INSPECTOR, RESIDENT, SYSTEM),
    "not_accept": (SUPERVISOR, OPERATOR, INSPECTOR),
    "accept": (OPERATOR, SUPERVISOR, INSPECTOR),
    "answer_at_once": (OPERATOR, SUPERVISOR),
    "assign": (OPERATOR, SUPERVISOR, INSPECTOR, HEAD),
    "send_back": (WORKER, HEAD),
    "agree_send_back": (SUPERVISOR, OPERATOR),
    "refuse_send_back": (SUPERVISOR, OPERATOR),
    "start": (WORKER, HEAD, INSPECTOR),
    "draft": (WORKER, HEAD, INSPECTOR, OPERATOR),
    "approve": (HEAD, SUPERVISOR, INSPECTOR),
    "redraft": (HEAD, SUPERVISOR, INSPECTOR),
    "answer": (OPERATOR, SUPERVISOR, HEAD, WORKER, INSPECTOR, SYSTEM),
    "attempt": (OPERATOR, SUPERVISOR, HEAD, WORKER, INSPECTOR, SYSTEM),
    "close": (OPERATOR, SUPERVISOR, HEAD, WORKER, INSPECTOR, SYSTEM),
    "reopen": (SUPERVISOR, OPERATOR, INSPECTOR, RESIDENT, SYSTEM),
    "withdraw": (RESIDENT, OPERATOR, SUPERVISOR),
    "ask_extension": (WORKER, HEAD, INSPECTOR),
    "approve_extension": (SUPERVISOR, HEAD, INSPECTOR),
    "refuse_extension": (SUPERVISOR, HEAD, INSPECTOR),
    "to_ordinary": (OPERATOR, SUPERVISOR, HEAD, WORKER),
    "hand_over": (OPERATOR, SUPERVISOR, HEAD),
    "acknowledge": (INSPECTOR,),
    "amend": (OPERATOR, SUPERVISOR, INSPECTOR),
    "strike": (SUPERVISOR, INSPECTOR),
    "unseal": (INSPECTOR,),
    "name_representative": (OPERATOR, SUPERVISOR, INSPECTOR, RESIDENT, SYSTEM),
    "drop_representative": (OPERATOR, SUPERVISOR, INSPECTOR, RESIDENT, SYSTEM),
    "recuse": (OPERATOR, SUPERVISOR, INSPECTOR, HEAD, WORKER),
    "link": (OPERATOR, SUPERVISOR, INSPECTOR),
    "supervise": (SUPERVISOR, INSPECTOR),
    "answer_supervision": (HEAD, WORKER, INSPECTOR),
    "ask_review": (RESIDENT, OPERATOR, SUPERVISOR, INSPECTOR),
    "decide_review": (SUPERVISOR, INSPECTOR),
    "ask_recheck": (RESIDENT, OPERATOR, SUPERVISOR, INSPECTOR),
    "hearing": (SUPERVISOR, INSPECTOR),
    "hearing_over": (SUPERVISOR, INSPECTOR),
    "decide_recheck": (SUPERVISOR, INSPECTOR),
    "merged_answer": (SYSTEM,),
    "conclude": (SYSTEM, SUPERVISOR, INSPECTOR),
    "rate": (RESIDENT, OPERATOR),
    "urge": (RESIDENT, OPERATOR, SUPERVISOR),
    "see_figures": (
        ("supervisor", (ANY,)),
        ("unit_head", (ANY,)),
        ("inspector", (ANY,)),
        ("operator", (ANY,)),
        ("handler", (ANY,)),
        SYSTEM,
    ),
    "count_sealed": (("supervisor", (ANY,)),),
    "take_calls": (("operator", (ANY,)), ("supervisor", (ANY,))),
    "edit_knowledge": (("editor", (ANY,)), ("administrator", (ANY,))),
    "manage_staff": (("administrator", (ANY,)),),
    "manage_calendar": (("administrator", (ANY,)),),
    "manage_models": (("editor", (ANY,)), ("administrator", (ANY,))),
    "manage_rules": (("administrator", (ANY,)), SYSTEM),
    "manage_duty": (("supervisor", (ANY,)), ("administrator", (ANY,))),
    "read_matters": (SUPERVISOR, HEAD, WORKER, ("inspector", (DESK, BELOW, HANDLER, ABOVE))),
    "put_matter": (("supervisor", (ABOVE,)),),
    "answer_matter": (("unit_head", (HANDLER,)), WORKER),
    "close_matter": (("supervisor", (DESK, BELOW)),),
    "draw_check": (("supervisor", (ANY,)),),
    "score_check": (("supervisor", (ANY,)), ("inspector", (ANY,))),
    "appeal_check": (HEAD,),
    "rule_check": (("supervisor", (ANY,)),),
    "make_report": (("supervisor", (ANY,)), ("unit_head", (ANY,)), ("inspector", (ANY,))),
    "make_inspection_report": (("inspector", (ANY,)),),
    "take_report": (("supervisor", (HANDLER, ABOVE)), HEAD, ("inspector", (HANDLER, ABOVE))),
    "take_sealed_report": (("inspector", (HANDLER,)),),
    "audit": (("administrator", (ANY,)), ("inspector", (ANY,)), SYSTEM),
}


def holders(action: str) -> frozenset[str]:
    """The roles of staff to which the table gives an action, whatever their relation."""
    return frozenset(role for role, _ in RIGHTS[action] if role in ROLES)


def holds(actor: Actor, action: str) -> bool:
    """Whether one of the roles of a member of staff is given an action, whatever the relation."""
    return not actor.roles.isdisjoint(holders(action))


class Placed(Protocol):
    """What the table needs to know of a petition."""

    @property
    def id(self) -> int: ...
    @property
    def desk_path(self) -> str: ...
    @property
    def handler_path(self) -> str: ...
    @property
    def resident_id(self) -> int | None: ...
    @property
    def sealed(self) -> bool: ...


@dataclass(frozen=True)
class AtUnit:
    """What concerns a unit and is no petition: a matter put to it, a score of its work, a report about it."""

    handler_path: str
    """The unit that it concerns."""
    desk_path: str = ""
    """The unit that raised it."""
    id: int = 0
    resident_id: int | None = None
    sealed: bool = False


@dataclass(frozen=True)
class Verdict:
    """Whether it is allowed, and a sentence that says why not."""

    allowed: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def relations(actor: Actor, petition: Placed | None) -> frozenset[str]:
    """How an actor stands to a petition."""
    if petition is None:
        return frozenset({ANY})
    if actor.kind == "system":
        return frozenset({ANY})
    if actor.kind == "resident":
        owns = petition.id == actor.proven or (actor.id is not None and actor.id == petition.resident_id)
        return frozenset({OWNER}) if owns else frozenset()
    if petition.sealed and not holds(actor, "read_sealed"):
        return frozenset()
    found = set()
    if petition.handler_path == actor.unit_path:
        found.add(HANDLER)
    elif petition.handler_path.startswith(actor.unit_path):
        found.add(ABOVE)
    if petition.desk_path == actor.unit_path:
        found.add(DESK)
    elif petition.desk_path.startswith(actor.unit_path):
        found.add(BELOW)
    return frozenset(found)


def may(actor: Actor, action: str, petition: Placed | None = None) -> Verdict:
    """Whether the actor may do this, by the table above."""
    held = relations(actor, petition)
    names = actor.roles if actor.is_staff else frozenset({actor.kind})
    grants = RIGHTS[action]
    if any(role in names and held.intersection(allowed) for role, allowed in grants):
        return Verdict(True)
    if actor.is_staff and not any(role in names for role, _ in grants):
        wanted = "、".join(ROLES[role] for role, _ in grants if role in ROLES)
        return Verdict(False, f"需要角色：{wanted}。")
    return Verdict(False, "这一件不归您的单位办理。" if actor.is_staff else "这一件不是您本人提出的。")
