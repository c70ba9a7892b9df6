"""What the registers keep beside the files goes when its time is up, and not before."""

from datetime import timedelta

from sqlalchemy import func, select

from casework.assistance import access, asking, binding, list_pages, retention
from casework.assistance.imports import uploads
from casework.assistance.models import AccessTry, Application, ImportRun, RefusedRow
from casework.people.residents import Person
from casework.people.sessions import LOGS_KEPT
from store.clock import FixedClock
from tests.casework.assistance.conftest import ASKER, Registers, id_number


def test_each_goes_at_its_own_time_and_the_files_stay(registers: Registers, clock: FixedClock) -> None:
    office, worker = registers.office, registers.county["worker"]
    number = registers.apply().number
    assert asking.verify(office, number, "0000", ASKER) is None
    proof = asking.verify(office, number, id_number()[-4:], ASKER)
    assert proof is not None
    list_pages.lay_out(office, proof)
    binding.issue(office, registers.county["desk"], Person("王小明", "", id_number()))
    uploads.hand_over(office, worker, "payments", "table.csv", b"x")
    run = ImportRun(kind="payments", file_name_sealed=b"t", sha256="x", by_name="t", began_at=clock.now())
    office.db.add(run)
    office.db.flush()
    office.db.add(
        RefusedRow(
            import_id=run.id, kind="payments", line=2, reason="缺姓名", digest="x", at=clock.now(),
            cells_sealed=office.vault.seal("[]"),
        )
    )  # fmt: skip

    def gone(wait: timedelta) -> list[str]:
        clock.move(seconds=int(wait.total_seconds()))
        before = [what for what, many in retention.due(office).items() if many]
        assert bool(retention.forget(office)) == bool(before)
        assert not any(retention.due(office).values())
        return before

    assert gone(timedelta(minutes=14)) == []
    assert gone(timedelta(minutes=1)) == ["清单网页"]
    assert gone(timedelta(minutes=5)) == ["核对过的身份"]
    assert gone(timedelta(days=1)) == ["没有导入的上传"]
    assert len(access.tries(office, registers.county["desk"])) == 1
    assert gone(LOGS_KEPT - timedelta(days=1)) == ["查询尝试"]
    assert office.db.scalar(select(func.count()).select_from(AccessTry)) == 0
    assert gone(timedelta(days=1)) == ["绑定码"]
    assert gone(timedelta(days=364) - LOGS_KEPT) == ["退回的行", "导入过的文件的名字"]
    assert office.db.scalar(select(func.count()).select_from(Application)) == 1
