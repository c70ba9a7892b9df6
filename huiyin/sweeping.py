"""One sweep over everything that time changes; it may run twice, late, or side by side."""

from collections.abc import Iterator

from casework.assistance import recomputing as registers
from casework.assistance import sweeping as assistance
from casework.calls import calls
from casework.office import Bureau
from casework.people import sessions
from casework.petitions import concluding, delivery, escalation, recomputing, retention
from console import keeping


def sweep(bureau: Bureau) -> Iterator[tuple[str, str]]:
    """Run each part in its own unit of work.

    Yields:
        The part's name and what it did, in a sentence.
    """
    with bureau.office() as office:
        yield "送达结果", f"核对 {delivery.settle(office)} 件"
    yield (
        "时限规则和日历",
        f"重算信访 {recomputing.keep_current(bureau)} 件、救助 {registers.keep_current(bureau)} 件",
    )
    with bureau.office() as office:
        yield "复查复核期满", f"终结 {concluding.conclude(office)} 件"
    yield "催办督办", escalation.sweep(bureau)
    yield "救助申请和报告", assistance.sweep(bureau)
    with bureau.office() as office:
        yield "保存期满", f"删除 {retention.forget(office)} 人的身份信息"
    with bureau.office() as office:
        yield "没有下文的来电", f"记为未接 {calls.hang_up_lost(office)} 通"
    with bureau.office() as office:
        yield "草稿和登录记录", f"清理 {keeping.sweep(office) + sessions.forget_old(office)} 条"
