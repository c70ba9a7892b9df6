"""Photos, documents and recordings from residents: checked, named harmlessly, sealed, never run."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from casework.conversations import queries
from casework.conversations.models import Conversation, Evidence
from casework.office import CaseworkError, Office
from casework.petitions import evidence as files
from casework.petitions.models import EvidenceFile

MEGABYTE = 1024 * 1024
LARGEST = {"image": 10 * MEGABYTE, "document": 10 * MEGABYTE, "audio": 10 * MEGABYTE, "video": 20 * MEGABYTE}
MOST_PER_TALK = 20
THUMBNAIL = (480, 480)
MOST_PIXELS = 50_000_000


class EvidenceRefused(CaseworkError):
    """A file that is not taken, with the reason."""

    code = "evidence_refused"


@dataclass(frozen=True)
class Kind:
    """What a file is by its first bytes, whatever it calls itself."""

    kind: str
    media_type: str
    ending: str


SIGNATURES: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"\xff\xd8\xff", Kind("image", "image/jpeg", "jpg")),
    (0, b"\x89PNG\r\n\x1a\n", Kind("image", "image/png", "png")),
    (0, b"GIF8", Kind("image", "image/gif", "gif")),
    (8, b"WEBP", Kind("image", "image/webp", "webp")),
    (0, b"%PDF-", Kind("document", "application/pdf", "pdf")),
    (0, b"OggS", Kind("audio", "audio/ogg", "ogg")),
    (0, b"#!AMR", Kind("audio", "audio/amr", "amr")),
    (0, b"ID3", Kind("audio", "audio/mpeg", "mp3")),
    *(
        (0, b"\xff" + layer, Kind("audio", "audio/mpeg", "mp3"))
        for layer in (b"\xfb", b"\xfa", b"\xf3", b"\xf2")
    ),
    (0, b"\xff\xf1", Kind("audio", "audio/aac", "aac")),
    (8, b"WAVE", Kind("audio", "audio/wav", "wav")),
    (0, b"\x1aE\xdf\xa3", Kind("video", "video/webm", "webm")),
    *(
        (4, b"ftyp" + brand, Kind("document", "image/heic", "heic"))
        for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
    ),
    (4, b"ftypM4A", Kind("audio", "audio/mp4", "m4a")),
    (4, b"ftyp", Kind("video", "video/mp4", "mp4")),
)
NAMES = {"image": "照片", "document": "文件", "audio": "语音", "video": "视频"}


def recognise(data: bytes) -> Kind:
    """What the file is, by its content.

    Raises:
        EvidenceRefused: nothing that is taken as evidence.
    """
    for offset, mark, kind in SIGNATURES:
        if data[offset : offset + len(mark)] == mark:
            return kind
    if data[:4] == b"PK\x03\x04" and b"word/" in data[:4096]:
        return Kind(
            "document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"
        )
    raise EvidenceRefused("这种文件收不了。可以发照片（JPG、PNG）、PDF、Word（docx）文件、语音或视频。")


def accept(
    office: Office, conversation: Conversation, data: bytes, message_id: int | None = None
) -> Evidence:
    """Take a file as evidence; the same file twice in one talk is kept once, with the later message.

    Raises:
        EvidenceRefused: empty, too large, too many, broken, or of a kind that is not taken.
    """
    if not data:
        raise EvidenceRefused("这个文件是空的，请重新发一次。")
    kind = recognise(data)
    if len(data) > LARGEST[kind.kind]:
        raise EvidenceRefused(
            f"这个{NAMES[kind.kind]}太大了，最大 {LARGEST[kind.kind] // MEGABYTE} MB。可以压缩一下，或分几次发。"
        )
    known = queries.evidence_by_digest(office, conversation.id, hashlib.sha256(data).hexdigest())
    if known is not None:
        known.message_id = message_id or known.message_id
        return known
    count = len(queries.evidence_of(office, conversation.id))
    if count >= MOST_PER_TALK:
        raise EvidenceRefused(f"已经收了 {count} 个文件，先收到这里。还有的话，办理的同志会跟您要。")
    small = thumbnail(data) if kind.kind == "image" else None
    name = f"{NAMES[kind.kind]}{count + 1}.{kind.ending}"
    file = files.keep(office, data, name, kind.media_type, conversation_id=conversation.id)
    item = Evidence(
        conversation_id=conversation.id,
        message_id=message_id,
        file_id=file.id,
        kind=kind.kind,
        name=name,
        digest=file.sha256,
        thumbnail_sealed=office.vault.seal_bytes(small) if small else None,
    )
    office.db.add(item)
    office.db.flush()
    return item


def thumbnail(data: bytes) -> bytes:
    """A small JPEG drawn anew from the picture: no metadata, nothing hidden behind it.

    Raises:
        EvidenceRefused: the picture is broken or absurdly large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise EvidenceRefused("这张照片尺寸太大，请缩小一些再发。")
                small = ImageOps.exif_transpose(picture)
                small.thumbnail(THUMBNAIL)
                drawn = io.BytesIO()
                small.convert("RGB").save(drawn, "JPEG", quality=80)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        raise EvidenceRefused("这张照片打不开，可能没传完整，请重新发一次。") from None
    return drawn.getvalue()


def content(office: Office, item: Evidence) -> tuple[bytes, str]:
    """The file and its media type."""
    file = office.db.get_one(EvidenceFile, item.file_id)
    return office.vault.open_bytes(file.blob_sealed), file.media_type


def preview(office: Office, item: Evidence) -> bytes | None:
    return office.vault.open_bytes(item.thumbnail_sealed) if item.thumbnail_sealed else None
