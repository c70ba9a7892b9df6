"""PDF files for tests."""

import io

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def paper(*colours: str, password: str = "", script: str = "") -> bytes:
    """A PDF with a sheet in each of these colours, locked or with a script that runs when it is opened."""
    first, *others = (Image.new("RGB", (595, 842), colour) for colour in colours)
    plain = io.BytesIO()
    first.save(plain, "PDF", save_all=True, append_images=others)
    writer = PdfWriter(PdfReader(plain))
    if script:
        opens = DictionaryObject()
        opens[NameObject("/S")] = NameObject("/JavaScript")
        opens[NameObject("/JS")] = TextStringObject(script)
        writer.root_object[NameObject("/OpenAction")] = opens
    if password:
        writer.encrypt(password)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def sheet_of(width: float, height: float) -> bytes:
    """A PDF of one empty sheet of this size, in points."""
    writer = PdfWriter()
    writer.add_blank_page(width, height)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
