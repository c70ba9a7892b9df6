"""Evidence: photographs, recordings and documents, kept under seal."""

import hashlib
import mimetypes
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from casework.office import CaseworkError, NotFound, Office
from casework.petitions.models import EvidenceFile, Petition

LARGEST = 20 * 1024 * 1024
MOST = 20
TAKEN = (
    "image/",
    "audio/",
    "video/",
    "application/pdf",
    "text/plain",
    "application/msword",
    "application/vnd.openxmlformats",
)


class BadEvidence(CaseworkError):
    """A file that is not taken in."""

    code = "bad_evidence"


def keep(
    office: Office,
    data: bytes,
    name: str,
    media_type: str = "",
    *,
    conversation_id: int | None = None,
    by: str = "resident",
) -> EvidenceFile:
    """Keep a file; the same bytes in the same conversation are kept once.

    Raises:
        BadEvidence: empty, over 20 MB, or of a kind that is not taken.
    """
    kind = media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if not data:
        raise BadEvidence("这个文件是空的，请重新发一次。")
    if len(data) > LARGEST:
        raise BadEvidence("文件太大，最大 20 MB。可以拍照片，或分几次发。")
    if not kind.startswith(TAKEN):
        raise BadEvidence("这种文件收不了。可以发照片、录音、录像、PDF 或 Word 文件。")
    digest = hashlib.sha256(data).hexdigest()
    same = select(EvidenceFile).where(
        EvidenceFile.sha256 == digest,
        EvidenceFile.conversation_id == conversation_id,
        EvidenceFile.petition_id.is_(None),
    )
    if conversation_id is not None and (known := office.db.scalar(same)) is not None:
        return known
    file = EvidenceFile(
        conversation_id=conversation_id,
        name_sealed=office.vault.seal(name or "附件"),
        media_type=kind,
        size=len(data),
        sha256=digest,
        blob_sealed=office.vault.seal_bytes(data),
        added_at=office.clock.now(),
        added_by=by,
    )
    office.db.add(file)
    office.db.flush()
    return file


def loose(office: Office, conversation_id: int, since: datetime) -> list[int]:
    """Ids of the files sent in a talk since then that belong to no petition yet, oldest first."""
    query = select(EvidenceFile.id).where(
        EvidenceFile.conversation_id == conversation_id,
        EvidenceFile.petition_id.is_(None),
        EvidenceFile.added_at >= since,
    )
    return list(office.db.scalars(query.order_by(EvidenceFile.id)))


def attach(
    office: Office, petition: Petition, ids: Sequence[int], conversation_id: int | None = None
) -> None:
    """Make kept files part of a petition. Files of another conversation or petition are not taken."""
    for id in ids:
        file = office.db.get(EvidenceFile, id)
        if file is None or file.petition_id is not None or file.conversation_id != conversation_id:
            raise NotFound("附件找不到了，请重新发一次。")
        if len(petition.evidence) >= MOST:
            raise BadEvidence(f"附件最多 {MOST} 个。")
        file.petition_id = petition.id
        petition.evidence.append(file)


def read(office: Office, petition: Petition, id: int) -> tuple[str, str, bytes]:
    """Name, media type and bytes of a petition's file. The caller has shown the right to the petition."""
    file = office.db.scalar(
        select(EvidenceFile)
        .where(EvidenceFile.id == id, EvidenceFile.petition_id == petition.id)
        .options(undefer(EvidenceFile.blob_sealed))
    )
    if file is None:
        raise NotFound("没有这个附件。")
    return office.vault.open(file.name_sealed), file.media_type, office.vault.open_bytes(file.blob_sealed)
