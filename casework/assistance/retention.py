"""What the registers keep beside the files themselves, and for how long: gone when its time is up.

个人信息保护法 art. 19: kept no longer than necessary. Applications, payments and the other registers are files of the
office and are not touched here.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select, update

from casework.assistance.imports.uploads import KEPT, ImportUpload
from casework.assistance.models import AccessGrant, AccessTry, BindingCode, ImportRun, ListPage, RefusedRow
from casework.office import Office
from casework.people.sessions import LOGS_KEPT
from store.base import Base

ROWS_KEPT = timedelta(days=365)
"""How long a row that was not taken waits to be put right; this office's own setting."""

Old = tuple[type[Base], ColumnElement[bool]]


def due(office: Office) -> dict[str, int]:
    """How many of each kind would be deleted or blanked now; nothing is changed."""
    return {
        label: office.db.scalar(select(func.count()).select_from(table).where(past)) or 0
        for label, (table, past) in {**_old(office), **_named(office)}.items()
    }


def forget(office: Office) -> int:
    """Delete or blank what is past its time; return how much. Safe to repeat."""
    gone = due(office)
    for table, past in _old(office).values():
        office.db.execute(delete(table).where(past))
    for table, past in _named(office).values():
        office.db.execute(update(table).where(past).values(file_name_sealed=None))
    return sum(gone.values())


def _old(office: Office) -> dict[str, Old]:
    """Tries and codes go with the logs of logins; what opens something goes as soon as it opens nothing."""
    now = office.clock.now()
    return {
        "查询尝试": (AccessTry, AccessTry.at < now - LOGS_KEPT),
        "绑定码": (BindingCode, BindingCode.until < now - LOGS_KEPT),
        "核对过的身份": (AccessGrant, AccessGrant.until <= now),
        "清单网页": (ListPage, ListPage.until <= now),
        "没有导入的上传": (ImportUpload, ImportUpload.added_at < now - KEPT),
        "退回的行": (RefusedRow, RefusedRow.at < now - ROWS_KEPT),
    }


def _named(office: Office) -> dict[str, Old]:
    """That a table was brought in stays on record; what it was called, which may be a name, does not."""
    past = ImportRun.began_at < office.clock.now() - ROWS_KEPT
    return {"导入过的文件的名字": (ImportRun, past & ImportRun.file_name_sealed.is_not(None))}
