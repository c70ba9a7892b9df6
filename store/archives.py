"""Office files are archives: judged before they are unpacked, so that none swells, climbs out, or fetches anything."""

import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.parsers import expat

LARGEST_UNPACKED = 1024 * 1024 * 1024
SMALL = 50_000_000
HIGHEST_RATIO = 200
MOST_PARTS = 2000
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
    expat.ExpatError,
)


class BadArchive(Exception):
    """A file that is not opened; the sentence says why and what to do."""


def check(path: Path) -> None:
    """Look at an .xlsx or .docx without unpacking it.

    Raises:
        BadArchive: damaged, of a size that no honest file has, or with a document type that could fetch or swell.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = max(1, sum(part.compress_size for part in parts))
            swells = unpacked > SMALL and unpacked / packed > HIGHEST_RATIO
            if swells or unpacked > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
                raise BadArchive("这个文件解压后大得不正常，为了安全没有打开。请只留需要的内容，另存后再试。")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as xml:
                        if _has_document_type(xml):
                            raise BadArchive("这个文件里有不该有的内容，为了安全没有打开。请重新另存后再试。")
    except BROKEN:
        raise BadArchive("文件损坏了，打不开。请用办公软件打开，重新另存后再试。") from None


def _has_document_type(xml: IO[bytes]) -> bool:
    """Whether a part declares a document type, however far down or in whatever encoding; read up to the first element.

    Raises:
        expat.ExpatError: it is no XML.
    """
    seen: list[bool] = []
    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = lambda *_: seen.append(True)
    reader.StartElementHandler = lambda *_: seen.append(False)
    while not seen:
        piece = xml.read(4096)
        reader.Parse(piece, not piece)
    return seen[0]
