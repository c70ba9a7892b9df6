"""PDF evidence as pictures: each page is drawn anew elsewhere, so that nothing of the file itself reaches a browser.

A stranger's file is taken apart by `pdf_drawer.py`, in a process that knows no key, no setting and no database.
"""

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from casework.office import CaseworkError

DRAWER = Path(__file__).with_name("pdf_drawer.py")
MEDIA_TYPE = "application/pdf"
MOST_PAGES = 50
"""Pages that are shown of one file; a longer one is downloaded."""
PATIENCE = 20.0
"""Seconds until a drawing that does not end is ended, and for which one waits for its turn."""
AT_ONCE = BoundedSemaphore(2)
LOCKED = 3
"""What the drawer ends with where the file wants a password."""


class NotDrawn(CaseworkError):
    """A PDF that cannot be shown as pictures."""

    code = "not_drawn"


def count(data: bytes) -> int:
    """How many pages the file has.

    Raises:
        NotDrawn: it is broken, wants a password, or takes more time or memory than it is given.
    """
    return int(_drawer(data, "count"))


def page(data: bytes, number: int) -> bytes:
    """The page with this number, counted from 1, as a JPEG of at most 1240 by 1754 pixels.

    Raises:
        NotDrawn: there is no such page among the first 50, or the file cannot be drawn, as in `count`.
    """
    if not 1 <= number <= MOST_PAGES:
        raise NotDrawn(f"只显示前 {MOST_PAGES} 页，后面的请下载了看。")
    return _drawer(data, "page", str(number))


def _drawer(data: bytes, *wanted: str) -> bytes:
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise NotDrawn("正在显示的 PDF 太多，请过一会儿再点。")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(DRAWER), *wanted],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            env={},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotDrawn("这个 PDF 太复杂，显示不了，请下载了看。") from None
    finally:
        AT_ONCE.release()
    if done.returncode == LOCKED:
        raise NotDrawn("这个 PDF 加了密码，显示不了，请向本人要密码，下载了看。")
    if done.returncode:
        raise NotDrawn("这个 PDF 显示不了：文件坏了，或者太复杂。请下载了看，或请本人重新发一份、拍成照片。")
    return done.stdout
