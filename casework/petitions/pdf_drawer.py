"""Draws a PDF as pictures: a program of its own that is given the file and nothing else.

`pdf_drawer.py count` writes how many pages the file on standard input has, `pdf_drawer.py page 3` the third as a JPEG.
It is run by its path and imports nothing of the house. Before it reads the file it gives up memory, time, and the right
to write any file or to leave its memory on the disk. The PDFium it draws with is built without a script engine; with
one that has it, nothing is drawn.
"""

import io
import resource
import sys

import pypdfium2

SECONDS = 10
MEMORY = 1024 * 1024 * 1024
WIDEST, TALLEST, CLOSEST = 1240, 1754, 3.0
"""Pixels of a picture at most, an A4 sheet at 150 to the inch; and to how many times its size a small page grows."""
LOCKED = 3
"""What it ends with where the file wants a password."""
PASSWORD_WANTED = pypdfium2.raw.FPDF_ERR_PASSWORD


def main(wanted: list[str]) -> int:
    give_up_rights()
    data = sys.stdin.buffer.read()
    if "V8" in pypdfium2.PDFIUM_INFO.flags:
        raise RuntimeError("this PDFium could run scripts")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return LOCKED if error.err_code == PASSWORD_WANTED else 1
    document.init_forms()
    answer = str(len(document)).encode() if wanted[0] == "count" else drawn(document, int(wanted[1]))
    sys.stdout.buffer.write(answer)
    return 0


def give_up_rights() -> None:
    """Bound what even a file that takes over this program can do."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def drawn(document: pypdfium2.PdfDocument, number: int) -> bytes:
    """The page with this number, counted from 1, as a JPEG."""
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(WIDEST / width, TALLEST / height, CLOSEST)
    picture = io.BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(picture, "JPEG", quality=75)
    return picture.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
