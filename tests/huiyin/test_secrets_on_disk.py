"""The real processes are told secrets through every door; then everything that they wrote is searched for them."""

import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import openpyxl
import pytest
from PIL import Image

from casework import outbox
from casework.office import Bureau
from huiyin import keeping_keys
from huiyin.services import running
from store.settings import ROOT, Settings
from tests.bot.telegram_double import TOKEN, BotApi
from tests.installation import PASSWORD, prepared, seat, until

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not os.environ.get("HUIYIN_MANY"), reason="启动全部进程，要几分钟：运行 make many"),
]
NAME, PHONE, ID, HOME = "欧阳葳蕤", "13976541238", "110101199003070070", "紫藤巷七十三号四零二"
CHAT, CARD = 471147114711, "6217001234567890128"
SECRETS = (NAME, PHONE, ID, HOME, str(CHAT), CARD)
SAID = (
    f"我叫{NAME}，电话{PHONE}，身份证{ID}，住{HOME}，卡号{CARD}，白石镇高坎村上个月低保没到账，我要投诉，实名"
)
API_TOKEN = "telephone-token-of-the-test"


@dataclass
class House:
    """A running installation: where it answers, and the folder in which all of it is written."""

    base: str
    home: Path
    api: BotApi
    settings: Settings


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("house")
    api = BotApi()
    (home / "tmp").mkdir()
    wanted = {
        "HUIYIN_API_TOKENS": f'["{API_TOKEN}"]',
        "HUIYIN_RASA_TIMEOUT": "60",
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "HUIYIN_TELEGRAM_BASE_URL": api.url,
        "TMPDIR": str(home / "tmp"),
    }
    with ExitStack() as stack:
        stack.callback(api.close)
        settings = stack.enter_context(prepared(home, **wanted))
        bureau = Bureau.from_settings(settings)
        seat(bureau, "desk", "QH-MZ-XF", ["operator", "handler", "unit_head"])
        seat(bureau, "boss", "QH-MZ", ["supervisor"])
        bureau.engine.dispose()
        every = ("actions", "rasa", "web", "worker", "telegram")
        stack.enter_context(running(settings, every, patience=300))
        yield House(settings.base_url, home, api, settings)


def found(house: House) -> dict[str, list[str]]:
    """File to the secrets in it, as they are, as JSON escapes them, in UTF-16 or as hexadecimal digits."""
    shapes = {
        secret: {
            secret.encode(),
            secret.encode("unicode_escape"),
            secret.encode("utf-16-le"),
            secret.encode("gb18030"),
            secret.encode().hex().encode(),
        }
        for secret in SECRETS
    }
    leaks: dict[str, list[str]] = {}
    for path in house.home.rglob("*"):
        if path.is_file():
            written = path.read_bytes()
            told = [secret for secret, forms in shapes.items() if any(form in written for form in forms)]
            if told:
                leaks[str(path.relative_to(house.home))] = told
    return leaks


def beyond_the_digest(house: House) -> dict[str, list[str]]:
    """What was found, but for how a house is described: that the searchable digest may keep, and nothing else."""
    return {
        name: told
        for name, told in found(house).items()
        if not (name.startswith("huiyin.db") and told == [HOME])
    }


def test_the_search_itself_finds_them(house: House) -> None:
    (house.home / "probe").write_text(f"x{NAME}x")
    assert found(house)["probe"] == [NAME]
    (house.home / "probe").unlink()


def test_nothing_told_through_any_door_lies_anywhere_in_clear(house: House) -> None:
    _through_the_chat(house)
    _through_telegram(house)
    _through_the_desk(house)
    _through_the_api(house)
    _through_the_registers(house)
    with httpx.Client(base_url=house.base, trust_env=False, timeout=30) as client:
        (house.home / "metrics.txt").write_text(client.get("/metrics").text)
    written = [path.relative_to(house.home).as_posix() for path in house.home.rglob("*") if path.is_file()]
    for name in (
        "huiyin.db",
        "dialogue.db",
        "log/web.log",
        "log/rasa.log",
        "log/telegram.log",
        "metrics.txt",
    ):
        assert name in written
    assert beyond_the_digest(house) == {}


def test_a_turn_carries_one_number_through_the_logs_of_all_processes(house: House) -> None:
    """Each message that the web or Telegram says was answered is one line of Rasa's, and each action belongs to one."""

    def turns(process: str, event: str) -> list[str]:
        text = (house.home / "log" / f"{process}.log").read_text("utf-8")
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        return [line["turn"] for line in lines if line["event"] == event]

    by_door = {door: turns(door, "turn_answered") for door in ("web", "telegram")}
    assert all(by_door.values())
    answered = by_door["web"] + by_door["telegram"]
    assert sorted(turns("rasa", "turn_understood")) == sorted(answered)
    assert len(set(answered)) == len(answered)
    worked_on = set(turns("actions", "action_done"))
    assert worked_on <= set(answered)
    assert all(worked_on & set(by_door[door]) for door in by_door)


def test_nothing_that_an_administrator_types_lies_anywhere_in_clear(house: House, tmp_path: Path) -> None:
    """Tables, talks and copies go in and out by the command line; what it writes by itself is searched too."""
    _through_the_command_line(house, tmp_path)
    assert beyond_the_digest(house) == {}
    assert NAME in (tmp_path / f"{NAME}.json").read_text("utf-8"), (
        "the copy is for the person, and it is whole"
    )


def test_keys_change_while_people_talk(house: House) -> None:
    """Afterwards all of it lies under the new key, and the talk goes on where it was."""
    with httpx.Client(base_url=house.base, trust_env=False, timeout=90, headers={"X-Huiyin": "1"}) as client:
        client.get("/")
        _say(client, "1", "我要投诉白石镇高坎村的低保钱两个月没发了，匿名")
        tally = keeping_keys.rotate(house.settings, lambda _: None)
        assert tally.moved > 20
        answer = _say(client, "2", "对")
    assert any("编号" in message["text"] for message in answer["messages"])
    bureau = Bureau.from_settings(house.settings)
    left = keeping_keys.examine(house.settings, bureau.vault)
    bureau.engine.dispose()
    assert (left.older, left.broken) == (0, ())


def _say(client: httpx.Client, update: str, text: str) -> dict:
    answer = client.post("/chat/say", json={"update": f"secret-{update}", "text": text})
    assert answer.status_code == 200
    return answer.json()  # type: ignore[no-any-return]


def _through_the_chat(house: House) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 40)).save(picture, "JPEG", comment=f"{NAME} {PHONE}".encode())
    with httpx.Client(base_url=house.base, trust_env=False, timeout=90, headers={"X-Huiyin": "1"}) as client:
        client.get("/")
        _say(client, "a", SAID)
        files = {"files": (f"{NAME}.jpg", picture.getvalue(), "image/jpeg")}
        client.post("/chat/file", data={"update": "secret-f", "text": f"这是{NAME}的照片"}, files=files)
        _say(client, "b", "对，提交")
        client.get(f"/chat/messages?after=0&q={PHONE}")
        client.get(f"/nowhere/{NAME}")
        client.post("/chat/say", content=SAID.encode())


def _through_telegram(house: House) -> None:
    house.api.say(CHAT, SAID)
    bureau = Bureau.from_settings(house.settings)
    with bureau.office() as office:
        outbox.write(office, "telegram", str(CHAT), SAID, key="secret")
    house.api.refuse = [(400, {"ok": False, "error_code": 400, "description": f"Bad Request: {NAME}"})]
    ends = time.monotonic() + 90
    while time.monotonic() < ends and len(house.api.texts(CHAT)) < 2:
        time.sleep(0.5)
    bureau.engine.dispose()
    assert house.api.texts(CHAT)


def _through_the_desk(house: House) -> None:
    with httpx.Client(base_url=f"{house.base}/desk", trust_env=False, timeout=90) as client:
        client.post("/login", data={"login": NAME, "password": PHONE})
        csrf = _enter(client, "desk", "/calls")
        call = (
            client.post("/calls", data={"csrf": csrf, "phone": PHONE})
            .headers["location"]
            .removeprefix("/desk")
        )
        form = {"csrf": csrf, "notes": SAID, "name": NAME, "phone": PHONE, "id_number": ID, "address": HOME}
        assert client.post(f"{call}/suggest", data=form).status_code == 200
        assert client.post(f"{call}/keep", data=form).status_code < 400
        lodged = form | {"narrative": SAID, "category": "payment_missing", "identity": "real_name"}
        assert "HY" in client.post(f"{call}/lodge", data=lodged).text
        assert client.get(f"/petitions?q={NAME}").status_code == 200
        assert client.get(f"/petitions/{NAME}").status_code == 409


def _through_the_api(house: House) -> None:
    tables = {
        "applications": {
            "受理编号": "QD2026-0001", "申请人": NAME, "身份证号": ID, "救助类型": "低保", "申请日期": "2026-11-02",
            "受理日期": "2026-11-03", "当前环节": "入户调查", "住址": HOME, "电话": PHONE,
        },
        "payments": {
            "姓名": NAME, "身份证号": ID, "账号": CARD, "救助类型": "低保", "发放月份": "2026-10", "金额": "500",
        },
        "supports": {
            "姓名": NAME, "身份证号": ID, "救助类型": "低保", "享受开始日期": "2026-01-01", "金额": "500",
            "账号": CARD, "住址": HOME, "电话": PHONE,
        },
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {API_TOKEN}"}
    with httpx.Client(
        base_url=f"{house.base}/api/v1", trust_env=False, timeout=90, headers=headers
    ) as client:
        rung = {"call_id": "1", "event": "ringing", "phone": PHONE}
        assert client.post("/calls", json=rung).status_code == 200
        assert client.post("/calls", json=rung | {"event": NAME}).status_code == 422
        for kind, row in tables.items():
            book = openpyxl.Workbook()
            book.active.append(list(row))
            book.active.append(list(row.values()))
            table = io.BytesIO()
            book.save(table)
            file = {"file": (f"{NAME}.xlsx", table.getvalue())}
            answer = client.post(f"/assistance/imports/{kind}", files=file)
            assert answer.json().get("added") == 1, answer.text
        told = {"kind": "lead", "text": SAID, "phone": PHONE, "place": HOME, "key": "secret-1"}
        assert client.post("/assistance/reports", json=told).status_code == 200
        assert client.post("/assistance/reports", json=told | {NAME: ID}).status_code == 422
        assert client.get(f"/assistance/applications/{NAME}").status_code == 404


HEAD = ("姓名", "身份证号", "账号", "救助类型", "发放月份", "金额", "备注")


def _row(month: str, amount: str = "500") -> tuple[str, ...]:
    return (NAME, ID, CARD, "低保", month, amount, f"{NAME}住{HOME}，电话{PHONE}")


def _book(*rows: tuple[str, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    table = io.BytesIO()
    book.save(table)
    return table.getvalue()


def _lines(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode("gb18030")


def _enter(client: httpx.Client, login: str, page: str) -> str:
    """Log in; the token of the forms."""
    assert client.post("/login", data={"login": login, "password": PASSWORD}).status_code == 303
    return client.get(page).text.split('name="csrf" value="')[1].split('"')[0]


def _through_the_registers(house: House) -> None:
    """Tables handed over at the desk: good rows and refused ones, one without titles, no table, a name too long for a
    file; then what is taken out again."""
    handed = {
        f"{NAME}.xlsx": _book(HEAD, _row("2026-09"), _row(HOME), _row("2026-08", NAME)),
        f"{NAME}{PHONE}.csv": _lines(HEAD, _row("2026-07")),
        f"{ID}.csv": _lines(_row("2026-06"), _row("2026-05")),
        f"{NAME}.xls": b"\xd0\xcf\x11\xe0" + NAME.encode(),
        f"{NAME * 40}.csv": _lines(HEAD, _row("2026-04")),
    }
    with httpx.Client(base_url=f"{house.base}/desk", trust_env=False, timeout=90) as client:
        csrf = {"csrf": _enter(client, "boss", "/registers")}
        for name, data in handed.items():
            answer = client.post(
                "/registers/imports", data=csrf | {"kind": "payments"}, files={"file": (name, data)}
            )
            where = answer.headers["location"].removeprefix("/desk")
            for step in ("", "/bring"):
                if step:
                    client.post(f"{where}{step}", data=csrf)
                until(
                    lambda where=where: client.get(f"{where}/progress").status_code == 204,
                    f"{where} went on for too long", 60,
                )  # fmt: skip
            page = client.get(where).text
            assert name[-60:] in page, "whoever handed it over sees which table it is"
            if name.startswith(NAME * 40):
                assert "导入完成" in page
        front = client.get("/registers").text
        assert f"{NAME}.xlsx" in front
        refused = front.split('name="run" value="')[1].split('"')[0]
        reason = {"reason": "与财政部门对账"}
        for path, fields in (
            ("/registers/refused", {"run": refused}),
            ("/registers/export", {"kind": "payments", "clear": "1", **reason}),
        ):
            answer = client.post(path, data=csrf | fields)
            assert answer.status_code == 200
            assert answer.content.startswith(b"PK")
        assert client.post("/registers/search", data=csrf | {"name": NAME, **reason}).status_code == 200


def _through_the_command_line(house: House, outside: Path) -> None:
    """What is handed in and what comes out lies where the administrator put it; the rest is the house's own writing."""
    table, script, copy = outside / f"{NAME}.csv", outside / "script.txt", outside / f"{NAME}.json"
    table.write_bytes(_lines(HEAD, _row("2025-12"), _row(HOME)))
    nothing = outside / f"{NAME}2.csv"
    nothing.write_bytes(b"\xd0\xcf\x11\xe0")
    script.write_text(f"{SAID}\n对，提交\n我叫{NAME}，我的低保怎么没到账\n", encoding="utf-8")
    person = ("--by", "boss", "--reason", "本人持身份证到窗口查阅")
    talked = 0
    repeated = re.compile(re.escape(str(outside)) + r"/\S+?\.\w+")
    """The name of a file is repeated as the administrator typed it."""
    for at, (ends, *command) in enumerate(
        (
            (0, "register", "import", str(table), "--kind", "payments"),
            (0, "register", "import", str(table), "--kind", "payments", "--dry-run"),
            (1, "register", "import", str(nothing), "--kind", "payments"),
            (0, "register", "export", str(outside / "all.csv"), "--kind", "payments", "--clear", "--reason", "与财政部门对账"),
            (0, "chat", "--script", str(script), "--json"),
            (0, "export-person", str(copy), "--id-number", ID, *person),
            (1, "export-person", str(outside / "none.json"), "--phone", "13911112222", *person),
            (0, "retention", "--dry-run"),
            (0, "sweep"),
        )
    ):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "huiyin", *command], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == ends, (command[0], done.stdout, done.stderr)
        said = done.stdout
        if command[0] == "chat":
            talked = len([json.loads(line) for line in said.splitlines()])
            said = ""
        (house.home / f"terminal-{at}.txt").write_text(repeated.sub("", said) + done.stderr, "utf-8")
    assert talked == 3, "each line of the talk is one line of JSON, and nothing else is"
