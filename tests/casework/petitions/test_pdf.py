"""PDF evidence drawn as pictures, by a program that is given the file and nothing else."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from casework.petitions import pdf
from tests.papers import paper, sheet_of


def shown(data: bytes, number: int) -> Image.Image:
    return Image.open(io.BytesIO(pdf.page(data, number)))


def test_each_page_comes_as_a_picture_drawn_anew() -> None:
    data = paper("red", "blue", script="app.alert('机密')")
    assert b"/JavaScript" in data
    assert pdf.count(data) == 2
    picture = shown(data, 2)
    assert picture.format == "JPEG"
    red, _, blue = picture.convert("RGB").crop((300, 400, 301, 401)).tobytes()
    assert blue > 200 > 50 > red
    assert not picture.getexif()
    assert b"JavaScript" not in pdf.page(data, 1)


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 3), (3, 14_400), (20, 20)])
def test_no_sheet_is_so_large_that_it_fills_memory(size: tuple[float, float]) -> None:
    picture = shown(sheet_of(*size), 1)
    assert 1 <= picture.width <= 1241
    assert 1 <= picture.height <= 1755


@pytest.mark.parametrize(
    ("data", "number", "sentence"),
    [
        (b"%PDF-1.4 and nothing more", 1, "文件坏了"),
        (paper("red")[:-400], 2, "下载"),
        (paper("red", password="x"), 1, "密码"),
        (paper("red"), 2, "下载"),
        (paper("red"), 0, "前 50 页"),
        (paper("red"), 51, "前 50 页"),
    ],
)
def test_what_cannot_be_shown_is_said(data: bytes, number: int, sentence: str) -> None:
    with pytest.raises(pdf.NotDrawn, match=sentence):
        pdf.page(data, number)


def test_a_drawing_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(pdf, "DRAWER", endless)
    monkeypatch.setattr(pdf, "PATIENCE", 0.5)
    for _ in range(3):
        with pytest.raises(pdf.NotDrawn, match="太复杂"):
            pdf.count(b"%PDF-1.4")


def test_the_drawer_is_told_nothing_of_the_house(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nosy = tmp_path / "nosy.py"
    nosy.write_text("import os; print(sorted(set(os.environ) - {'LC_CTYPE'}), os.getcwd())")
    monkeypatch.setattr(pdf, "DRAWER", nosy)
    monkeypatch.setenv("HUIYIN_DATABASE_URL", "postgresql://secret")
    assert pdf._drawer(b"", "count") == b"[] /\n"


@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        ("open(sys.argv[2], 'wb', buffering=0).write(b'stolen')", "File too large"),
        ("bytearray(2 << 30)", "MemoryError"),
    ],
)
def test_the_drawer_gives_up_files_and_memory(tmp_path: Path, attempt: str, error: str) -> None:
    tried = (
        "import runpy, sys; drawer = runpy.run_path(sys.argv[1], run_name='drawer');"
        f"drawer['give_up_rights'](); {attempt}"
    )
    left = tmp_path / "left.txt"
    done = subprocess.run(
        [sys.executable, "-c", tried, str(pdf.DRAWER), str(left)], capture_output=True, check=False
    )
    assert done.returncode != 0
    assert error in done.stderr.decode()
    assert not left.exists() or not left.read_bytes()
