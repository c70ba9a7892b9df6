"""What forbids a move at a given moment, though role and state would allow it: a sentence, or nothing."""

from collections.abc import Callable

from casework.office import Office
from casework.petitions import answers, clock_rules, clocks, representatives
from casework.petitions.models import Petition
from store.clock import local_date

Guard = Callable[[Office, Petition], str]


def _needs_delivery(office: Office, petition: Petition) -> str:
    current = answers.current(petition)
    if current is None or not answers.went_out(office, current):
        return "答复还没有送到信访人，也没有送达尝试的记录，不能办结。"
    return ""


def _within(stage: str, sentence: str) -> Guard:
    def check(office: Office, petition: Petition) -> str:
        clock = clocks.latest(petition, stage)
        return (
            ""
            if clock is not None and clock.running and local_date(office.clock.now()) <= clock.due_on
            else sentence
        )

    return check


def _extension_open(office: Office, petition: Petition) -> str:
    if petition.extension_days:
        return "已经延期过一次，不能再延。"
    if petition.extension_asked:
        return "延期申请正在等批准。"
    clock = next(iter(clocks.running(petition, "conclude")), None)
    if clock is None or not (rule := clock_rules.of(office).get(clock.rule)) or not rule.extendable:
        return "这一件的办理时限不能延期。"
    return "期限已过，不能再申请延期。" if local_date(office.clock.now()) > clock.due_on else ""


def _extension_asked(office: Office, petition: Petition) -> str:
    return "" if petition.extension_asked else "没有待批准的延期申请。"


def _accusation_stays(office: Office, petition: Petition) -> str:
    return (
        "检举控告不因撤回而停止核查；信访人的意思请记入备注。"
        if petition.matter_class == "accusation"
        else ""
    )


def _is_simple(office: Office, petition: Petition) -> str:
    return "" if petition.procedure == "simple" else "本来就是普通程序。"


def _not_sealed(office: Office, petition: Petition) -> str:
    return "已经是密封件。" if petition.sealed else ""


def _speaks_for_many(office: Office, petition: Petition) -> str:
    if petition.identity == "anonymous":
        return "匿名反映的诉求不记代表的姓名。"
    if petition.headcount < 2:
        return "这一件只有一个人反映，没有代表可记。"
    return representatives.FULL if len(representatives.of(petition)) >= representatives.MOST else ""


def _has_representative(office: Office, petition: Petition) -> str:
    return "" if representatives.of(petition) else "还没有记过代表。"


def _hearing(open_: bool) -> Guard:
    def check(office: Office, petition: Petition) -> str:
        paused = any(clock.paused for clock in clocks.running(petition, "recheck"))
        if paused == open_:
            return ""
        return "听证还没有开始。" if open_ else "正在听证。"

    return check


def _may_conclude(office: Office, petition: Petition) -> str:
    waiting = clocks.running(petition, "review_window") + clocks.running(petition, "recheck_window")
    return (
        "信访人申请复查、复核的期限还没有过。"
        if any(local_date(office.clock.now()) <= clock.due_on for clock in waiting)
        else ""
    )


GUARDS: dict[str, Guard] = {
    "close": _needs_delivery,
    "withdraw": _accusation_stays,
    "send_back": _within("send_back", "交办已超过5个工作日，不能再申请退回（信访工作条例第二十三条）。"),
    "ask_extension": _extension_open,
    "approve_extension": _extension_asked,
    "refuse_extension": _extension_asked,
    "to_ordinary": _is_simple,
    "name_representative": _speaks_for_many,
    "drop_representative": _has_representative,
    "hand_over": _not_sealed,
    "ask_review": _within(
        "review_window",
        "申请复查须在收到答复之日起30日内（信访工作条例第三十五条），且只适用于按信访程序办理的诉求。",
    ),
    "ask_recheck": _within(
        "recheck_window", "申请复核须在收到复查答复之日起30日内（信访工作条例第三十六条）。"
    ),
    "hearing": _hearing(False),
    "hearing_over": _hearing(True),
    "conclude": _may_conclude,
}
