"""Filling a template, and reading a notice back as whoever opens it would see it."""

import io
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from docx import Document
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from casework.office import CaseworkError, Office

TEMPLATES = Path(__file__).with_name("templates")


class BadTemplate(CaseworkError):
    """An edited template that cannot be filled."""

    code = "bad_template"


def template(office: Office, kind: str) -> Path:
    """The county's own template where it has one, else ours."""
    own = office.county.folder / "notices" / f"{kind}.docx"
    return own if own.exists() else TEMPLATES / f"{kind}.docx"


def render(path: Path, blanks: dict[str, Any]) -> bytes:
    """The filled document.

    Raises:
        BadTemplate: a blank is written wrongly in the template.
    """
    document = DocxTemplate(path)
    try:
        document.render(blanks, autoescape=True)
    except TemplateError as error:
        raise BadTemplate(f"文书模板 {path.name} 填不了：{error}。请改正模板里的双花括号。") from None
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def read_back(data: bytes) -> str:
    """The text of a document as LibreOffice shows it, or as its paragraphs stand where there is no LibreOffice."""
    program = _libreoffice()
    return _converted(program, data) if program else "\n".join(paragraphs(data))


def paragraphs(data: bytes) -> list[str]:
    """The paragraphs of a document, in order; a row of a form is one line for each pair of label and blank."""
    found: list[str] = []
    for block in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Paragraph):
            found.append(block.text)
            continue
        for row in block.rows:
            texts = [cell.text for cell in dict.fromkeys(row.cells)]
            if len(texts) == 1:
                found += texts[0].splitlines()
            found += [f"{label}：{blank}" for label, blank in zip(texts[::2], texts[1::2], strict=False)]
    return found


def _converted(program: str, data: bytes) -> str:
    """The text by LibreOffice, with a profile of its own: two that share one refuse each other."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notice.docx"
        path.write_bytes(data)
        subprocess.run(
            [
                program, f"-env:UserInstallation=file://{folder}/profile", "--headless",
                "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, str(path),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )  # fmt: skip
        return path.with_suffix(".txt").read_text(encoding="utf-8-sig")


@cache
def _libreoffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")
