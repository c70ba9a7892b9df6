"""Whatever comes in from outside is read or refused in a sentence: no parser of ours breaks, hangs or swells."""

import io
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from starlette.testclient import TestClient
from telegram import Update

from bot import telegram, web
from bot.gateway import Gateway
from bot.text import harmless
from casework.assistance.imports import cells, reading
from casework.assistance.imports.cells import BadCell
from casework.assistance.imports.reading import BadFile
from casework.conversations import evidence
from casework.conversations.evidence import EvidenceRefused
from casework.office import Bureau, Office
from casework.people import holiday_notices, identity
from casework.people.holiday_notices import BadNotice
from casework.petitions import numbers
from casework.petitions.numbers import BadNumber
from casework.rules import rules
from casework.rules.rules import BadRules
from console import security
from console.routes import knowledge
from huiyin import county_files, sealed_file
from knowledge import importing
from knowledge.editing import BadAnswer
from knowledge.importing import CannotImport
from store.settings import Settings
from tests.bot.conftest import FakeRasa
from tests.console.conftest import Browser
from understanding import parsed, rasa

pytestmark = pytest.mark.slow
TRICKS = (
    "\u202e\u2066\u2069\u200b\u200d\u2060\ufeff\u00ad\x00\x1b/／＼\\０１２３４５６７８９ＨＹ－—–〇零一二①Ⅷ½²\ud7ff\U0010ffff😀👨‍👩‍👧"
    "ａ‘’“”，。；：（）{}[]<>%$&'\"=+-@|\t\r\n"
)  # fmt: skip
ODD = st.text(st.one_of(st.sampled_from(TRICKS), st.characters(codec="utf-8")), max_size=120)
QUICK = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def reads_or_refuses(read: Callable[[], Any], *refusals: type[Exception]) -> None:
    """Anything but a result or a refusal in Chinese is a fault of the parser."""
    said = "读得出来"
    try:
        read()
    except refusals as refusal:
        said = str(refusal)
    assert any("\u4e00" <= character <= "\u9fff" for character in said), said


class TestWords:
    @QUICK
    @given(ODD)
    def test_numbers_of_petitions(self, text: str) -> None:
        reads_or_refuses(lambda: numbers.parse(text), BadNumber)

    @QUICK
    @given(st.integers(1, 9_999_999), st.sampled_from(["{}", "ｈｙ{}", " {} ", "编号{}。"]))
    def test_a_number_is_read_however_it_is_dressed(self, serial: int, dress: str) -> None:
        number = numbers.compose(2026, serial)
        wide = number[2:].translate(str.maketrans("0123456789-", "０１２３４５６７８９—"))
        assert numbers.parse("HY" + wide) == number

    @QUICK
    @given(ODD)
    def test_what_reaches_rasa_is_never_a_command_nor_invisible(self, text: str) -> None:
        plain = harmless(text)
        assert not plain.startswith(("/", "／", "\\"))
        assert not set(plain) & set("\u202e\u2066\u200b\u2060\ufeff\x00\x1b\u00ad")

    @pytest.mark.parametrize(
        "said", ['/file_complaint{"a":1}', "／／affirm", "\u202e/deny", "＼/restart", "\u200b／affirm#HY26"]
    )
    def test_no_words_become_an_intent(self, said: str) -> None:
        assert not harmless(said).startswith(("/", "／"))

    @QUICK
    @given(ODD)
    def test_identity_and_telephone(self, text: str) -> None:
        identity.is_phone(text)
        for check in (identity.is_id_number,) if hasattr(identity, "is_id_number") else ():
            check(text)

    @QUICK
    @given(ODD)
    def test_notices_of_holidays(self, text: str) -> None:
        reads_or_refuses(lambda: holiday_notices.read(text), BadNotice)
        reads_or_refuses(
            lambda: holiday_notices.read(f"国务院办公厅关于2027年放假：一、元旦：{text}放假"), BadNotice
        )

    @QUICK
    @given(ODD)
    def test_documents_as_text(self, text: str) -> None:
        reads_or_refuses(lambda: importing.take_apart(text), CannotImport)

    @QUICK
    @given(ODD)
    def test_where_to_go_next_stays_inside(self, text: str) -> None:
        for target in (text, f"/{text}", f"//{text}", f"/\\{text}"):
            inside = security.inside(target, "/desk/")
            assert inside.startswith("/")
            assert not inside.startswith(("//", "/\\"))
            assert not any(ord(sign) < 32 for sign in inside)


class TestCells:
    @QUICK
    @given(st.one_of(ODD, st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes()))
    def test_every_kind_of_cell(self, cell: Any) -> None:
        for read in (
            cells.text, cells.words, cells.name, cells.id_number, cells.phone, cells.day, cells.month, cells.money,
            cells.count, cells.account_tail, cells.yes,
        ):  # fmt: skip
            reads_or_refuses(lambda read=read: read(cell), BadCell)  # type: ignore[misc]


def table(path: Path) -> list[Any]:
    with reading.opened(path) as found:
        return list(found.rows)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "身份证号"])
    book.active.append(["王小明", "110101199003070070"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document() -> bytes:
    made = docx.Document()
    made.add_paragraph("第一条 本办法自发布之日起施行。")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


WORKBOOK, DOCUMENT = workbook(), document()


def broken(whole: bytes) -> st.SearchStrategy[bytes]:
    """The file with some bytes changed, or cut short, or nothing like it."""

    @st.composite
    def hurt(draw: st.DrawFn) -> bytes:
        data = bytearray(whole)
        for _ in range(draw(st.integers(0, 8))):
            data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
        return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)

    return st.one_of(hurt(), st.binary(max_size=400))


class TestFiles:
    @QUICK
    @given(data=broken(WORKBOOK), ending=st.sampled_from([".xlsx", ".csv", ".xls", ""]))
    def test_tables(self, tmp_path: Path, data: bytes, ending: str) -> None:
        path = tmp_path / f"表{ending}"
        path.write_bytes(data)
        reads_or_refuses(lambda: table(path), BadFile)

    @QUICK
    @given(text=ODD, encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
    def test_comma_separated(self, tmp_path: Path, text: str, encoding: str) -> None:
        path = tmp_path / "表.csv"
        path.write_bytes(f"姓名,身份证号\n{text}\n".encode(encoding, "replace"))
        reads_or_refuses(lambda: table(path), BadFile)

    @QUICK
    @given(data=broken(DOCUMENT), ending=st.sampled_from([".docx", ".pdf", ".txt"]))
    def test_documents(self, tmp_path: Path, data: bytes, ending: str) -> None:
        path = tmp_path / f"文件{ending}"
        path.write_bytes(data)
        reads_or_refuses(lambda: importing.read(path), CannotImport)

    @QUICK
    @given(
        st.one_of(
            st.binary(max_size=300),
            st.builds(
                bytes.__add__,
                st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF0000WEBP", b"%PDF-", b"OggS",
                                 b"PK\x03\x04", b"\0\0\0\x18ftypmp42"]),
                st.binary(max_size=300),
            ),
        )
    )  # fmt: skip
    def test_evidence(self, data: bytes) -> None:
        reads_or_refuses(lambda: evidence.recognise(data), EvidenceRefused)
        reads_or_refuses(lambda: evidence.thumbnail(data), EvidenceRefused)

    def test_a_picture_that_unfolds_to_gigapixels_is_refused_at_once(self) -> None:
        out = io.BytesIO()
        Image.new("1", (8, 8)).save(out, "PNG")
        small = out.getvalue()
        header = b"IHDR" + struct.pack(">II", 60_000, 60_000) + small[24:29]
        huge = small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]
        with pytest.raises(EvidenceRefused):
            evidence.thumbnail(huge)

    @pytest.mark.parametrize("read", [table, importing.read])
    def test_a_bomb_is_refused_before_it_unfolds(self, tmp_path: Path, read: Callable[[Path], Any]) -> None:
        """Sixty megabytes of the same byte in a file of sixty kilobytes."""
        path = tmp_path / ("弹.xlsx" if read is table else "弹.docx")
        inner = "xl/worksheets/sheet1.xml" if read is table else "word/document.xml"
        with zipfile.ZipFile(io.BytesIO(WORKBOOK if read is table else DOCUMENT)) as plain:
            parts = {name: plain.read(name) for name in plain.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in parts.items():
                made.writestr(name, content if name != inner else b"<a>" + b" " * 60_000_000)
        reads_or_refuses(lambda: pytest.fail("read") if read(path) else None, BadFile, CannotImport)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    @pytest.mark.parametrize("before", ["", "<!--" + "x" * 5000 + "-->", " " * 9000])
    @pytest.mark.parametrize("read", [table, importing.read])
    def test_a_document_type_is_refused_however_it_is_hidden(
        self, tmp_path: Path, read: Callable[[Path], Any], before: str, encoding: str
    ) -> None:
        """Entities swell or fetch; a long comment in front, or another encoding, does not let them by."""
        path = tmp_path / ("实体.xlsx" if read is table else "实体.docx")
        inner = "xl/worksheets/sheet1.xml" if read is table else "word/document.xml"
        evil = f'<?xml version="1.0" encoding="{encoding}"?>{before}<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'
        with zipfile.ZipFile(io.BytesIO(WORKBOOK if read is table else DOCUMENT)) as plain:
            parts = {name: plain.read(name) for name in plain.namelist()}
        with zipfile.ZipFile(path, "w") as made:
            for name, content in parts.items():
                made.writestr(name, content if name != inner else evil.encode(encoding))
        with pytest.raises((BadFile, CannotImport), match="不该有的内容"):
            read(path)

    @pytest.mark.parametrize("read", [table, importing.read])
    def test_a_name_that_climbs_out_of_the_archive_writes_nothing(
        self, tmp_path: Path, read: Callable[[Path], Any]
    ) -> None:
        inside = tmp_path / "a" / "b"
        inside.mkdir(parents=True)
        path = inside / ("滑.xlsx" if read is table else "滑.docx")
        path.write_bytes(WORKBOOK if read is table else DOCUMENT)
        with zipfile.ZipFile(path, "a") as made:
            for name in ("../../evil.txt", "/tmp/huiyin-evil.txt", "..\\evil.txt"):
                made.writestr(name, "x")
        reads_or_refuses(lambda: read(path), BadFile, CannotImport)
        assert [p.name for p in tmp_path.rglob("*evil*")] == []
        assert not Path("/tmp/huiyin-evil.txt").exists()


LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=False, allow_infinity=False), ODD
)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD, inner, max_size=3)
)


class TestPayloads:
    @QUICK
    @given(
        st.dictionaries(
            st.sampled_from(["intent", "category", "entities", "intent_ranking", "safety", "text"]), st.none()
        )
    )
    def test_what_rasa_leaves_out(self, data: dict[str, Any]) -> None:
        assert parsed(data).intent == "nlu_fallback"

    @QUICK
    @given(st.lists(st.fixed_dictionaries({"event": st.sampled_from(["user", "bot", "slot"])},
                    optional={"text": st.none() | ODD, "metadata": st.none() | st.just({"message": 1}),
                              "data": st.none() | st.just({"buttons": None})}), max_size=6))  # fmt: skip
    def test_what_a_tracker_holds(self, events: list[dict[str, Any]]) -> None:
        rasa.answered(events, 1)

    @QUICK
    @given(kind=st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "poll", "inline_query"]),
           content=JSON)  # fmt: skip
    def test_updates_of_telegram(self, kind: str, content: Any) -> None:
        """What the library lets through, our own first look at it takes."""
        try:
            update = Update.de_json({"update_id": 1, kind: content}, None)
        except Exception:
            return
        if update is not None:
            telegram._is_private_word(update)


NONSENSE = (
    "[" * 5000, "a: " * 3000, "- " * 3000, "a: 2026-13-45", "!!python/object/apply:os.system [x]", "\x00",
    "a: &a [1]\nb: *b", "? [a]\n: 1", "a: 1\n a: 2", "",
)  # fmt: skip


def places(node: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where in a file something can be put in another's place."""
    inside: Any = (
        node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    )
    return [place for key, value in inside for place in [(*above, key), *places(value, (*above, key))]]


class TestCountyFiles:
    """What an administrator or an editor types into the county's files and answers."""

    @settings(QUICK, max_examples=6)
    @given(data=st.data(), odd=LEAVES | st.sampled_from([[], {}, [None], {"a": 1}, "2026-13-40", 10**30]))
    @pytest.mark.parametrize("name", rules.TITLES)
    def test_one_thing_wrong_takes_no_force_or_can_be_read_by_all(
        self, office: Office, tmp_path: Path, name: str, data: st.DataObject, odd: Any
    ) -> None:
        content = yaml.safe_load(rules.text(office, name))
        place = data.draw(st.sampled_from(places(content)))
        node = content
        for key in place[:-1]:
            node = node[key]
        node[place[-1]] = odd
        changed = yaml.safe_dump(content, allow_unicode=True)
        try:
            rules.check(office, name, changed)
        except BadRules:
            return
        folder = tmp_path / "county"
        shutil.copytree(office.county.folder, folder, dirs_exist_ok=True)
        (folder / f"{name}.yml").write_text(changed, encoding="utf-8")
        county_files.check(folder)

    def test_every_file_is_checked_by_whoever_reads_it(self) -> None:
        assert set(rules.CHECKS) == set(rules.TITLES)

    @pytest.mark.parametrize("text", NONSENSE, ids=lambda text: ascii(text[:12]))
    def test_what_is_no_file_at_all(self, office: Office, text: str) -> None:
        with pytest.raises(BadRules):
            rules.check(office, "chat", text)
        with pytest.raises(BadAnswer):
            knowledge._read(text)


@pytest.fixture
def door(bureau: Bureau, tmp_path: Path) -> TestClient:
    app = FastAPI()
    given = Settings(home=tmp_path, _env_file=None)
    app.include_router(web.router(bureau, Gateway(bureau, FakeRasa(), given), given))
    client = TestClient(app, raise_server_exceptions=False)
    client.get("/")
    return client


class TestWeb:
    @QUICK
    @given(body=JSON)
    def test_any_json_at_the_residents_door(self, door: TestClient, body: Any) -> None:
        assert door.post("/chat/say", json=body, headers={"X-Huiyin": "1"}).status_code < 500

    @QUICK
    @given(update=ODD, text=ODD, button=st.none() | ODD)
    def test_any_words_at_the_residents_door(
        self, door: TestClient, update: str, text: str, button: str | None
    ) -> None:
        said = {"update": update, "text": text, "button": button}
        assert door.post("/chat/say", json=said, headers={"X-Huiyin": "1"}).status_code < 500

    def test_odd_positions(self, door: TestClient) -> None:
        door.post("/chat/say", json={"update": "first", "text": "你好"}, headers={"X-Huiyin": "1"})
        for path in ("/chat/messages?after=", "/chat/picture/"):
            for after in ("-1", "9223372036854775808", "1e9", "x", "", "１２", "0x10", "9" * 5000):
                assert door.get(path + after).status_code < 500, path + after[:20]
        for after in ("-1", "9223372036854775808", "9" * 5000):
            assert door.get(f"/chat/wait?after={after}").status_code == 422

    def test_odd_queries_at_the_desk(self, as_: Callable[..., Browser]) -> None:
        by_login = {
            "supervisor": ("/petitions", "/applications", "/tasks", "/calls", "/answers"),
            "inspector": ("/supervision/cases", "/logs"),
        }
        broken = []
        for login, pages in by_login.items():
            browser = as_(login)
            for page in pages:
                for query in ODD_QUERIES:
                    if browser.get(f"{page}?{query}").status_code >= 500:
                        broken.append(f"{page}?{query[:40]}")
        assert broken == []


ODD_QUERIES = (
    "page=0", "page=-1", "page=99999999999999999999", "page=x", "list=none", "q=%00", "q=%E2%80%AE%FF",
    "q=" + "的" * 3000, "q=%25%27%22%3B--", "state=none&unit=none&category=none",
    "since=0000-00-00&until=9999-99-99", "sort=;drop",
)  # fmt: skip


class TestBackups:
    """A file that is restored from may have been made by anybody."""

    KEY = b"k" * 32
    INSIDE = b"the office's data " * 40

    @pytest.fixture(scope="class")
    def sealed(self) -> bytes:
        out = io.BytesIO()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sealed_file, "PIECE", 64)
            with sealed_file.Sealer(out, {"key": "installation", "salt": "00"}, self.KEY) as sealer:
                sealer.write(self.INSIDE)
        return out.getvalue()

    def opened(self, data: bytes) -> bytes:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sealed_file, "PIECE", 64)
            return sealed_file.Opener(io.BytesIO(data), lambda _: self.KEY).readall() or b""

    @given(at=st.integers(0, 2000), gone=st.integers(0, 200), put=st.binary(max_size=40))
    def test_what_was_altered_does_not_open(self, sealed: bytes, at: int, gone: int, put: bytes) -> None:
        assert self.opened(sealed) == self.INSIDE
        at %= len(sealed)
        altered = sealed[:at] + put + sealed[at + gone :]
        if altered != sealed:
            with pytest.raises((sealed_file.NotThisFile, sealed_file.Altered)):
                self.opened(altered)

    @given(head=st.one_of(st.binary(max_size=200), st.integers(0, 3000).map(lambda deep: b"[" * deep)))
    def test_any_head(self, head: bytes) -> None:
        with pytest.raises((sealed_file.NotThisFile, sealed_file.Altered)):
            self.opened(sealed_file.MAGIC + head + b"\n" + bytes(90))
