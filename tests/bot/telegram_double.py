"""A small double of Telegram's Bot API over real HTTP: takes what the bot sends, gives the updates that a test queues."""

import itertools
import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

TOKEN = "12345:double"
ME = {"id": 12345, "is_bot": True, "first_name": "回音", "username": "huiyin_double_bot"}
FORM_FILE = re.compile(rb'name="([^"]+)"\r\n\r\n(.*?)\r\n--', re.S)


BROKEN = 0
"""As an answer to `refuse` with: the message is taken, and the connection breaks before it is said so."""


@dataclass
class Call:
    """One call that the bot made."""

    method: str
    values: dict[str, Any]
    at: float = field(default_factory=time.monotonic)
    taken: bool = True
    """Whether Telegram took it, whatever the bot learnt of that."""


class BotApi:
    """The double. `say` and `press` queue updates; `sent` are the messages that the bot sent."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.updates: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.refuse: list[tuple[int, dict[str, Any]]] = []
        """Answers given, in turn, to the next messages sent instead of taking them."""
        self._ids = itertools.count(100)
        self._lock = threading.Condition()
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                status, answer = api.answer(self.path.rsplit("/", 1)[-1], api.values(self.headers, body))
                if status == BROKEN:
                    self.close_connection = True
                    return
                self._give(status, json.dumps(answer).encode(), "application/json")

            def do_GET(self) -> None:
                self._give(200, api.files[self.path.rsplit("/", 1)[-1]], "application/octet-stream")

            def _give(self, status: int, body: bytes, kind: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @staticmethod
    def values(headers: Any, body: bytes) -> dict[str, Any]:
        kind = headers.get("Content-Type") or ""
        if "json" in kind:
            return dict(json.loads(body))
        if "multipart" in kind:
            return {name.decode(): value.decode(errors="replace") for name, value in FORM_FILE.findall(body)}
        return dict(parse_qsl(body.decode()))

    def answer(self, method: str, values: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if method == "getUpdates":
            return 200, {"ok": True, "result": self._due(int(values.get("offset") or 0))}
        with self._lock:
            self.calls.append(Call(method, values))
            if method == "sendMessage" and self.refuse:
                status, answer = self.refuse.pop(0)
                self.calls[-1].taken = status in (200, BROKEN)
                return status, answer
            self._lock.notify_all()
        if method == "getMe":
            return 200, {"ok": True, "result": ME}
        if method == "getFile":
            name = values["file_id"]
            return 200, {
                "ok": True,
                "result": {
                    "file_id": name,
                    "file_unique_id": name,
                    "file_path": f"{self.url}/file/bot{TOKEN}/{name}",
                },
            }
        if method == "sendMessage":
            return 200, {"ok": True, "result": self._message(int(values["chat_id"]), values["text"], ME)}
        return 200, {"ok": True, "result": True}

    def _due(self, offset: int) -> list[dict[str, Any]]:
        with self._lock:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
            if not self.updates:
                self._lock.wait(0.05)
            return list(self.updates)

    def _message(self, chat: int, text: str, sender: dict[str, Any]) -> dict[str, Any]:
        return {
            "message_id": next(self._ids),
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "居民"},
            "from": sender,
            "text": text,
        }

    def update(self, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        """Queue an update and return it as Telegram would post it to a webhook."""
        made = {"update_id": next(self._ids), kind: content}
        with self._lock:
            self.updates.append(made)
            self._lock.notify_all()
        return made

    def say(self, chat: int, text: str, /, **more: Any) -> dict[str, Any]:
        """A resident writes."""
        person = {"id": chat, "is_bot": False, "first_name": "居民"}
        message = {**self._message(chat, text, person), **more}
        if text.startswith("/"):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return self.update("message", {key: value for key, value in message.items() if value is not None})

    def press(self, chat: int, data: str) -> dict[str, Any]:
        """A resident presses a button."""
        person = {"id": chat, "is_bot": False, "first_name": "居民"}
        message = self._message(chat, "…", ME)
        return self.update(
            "callback_query",
            {
                "id": str(next(self._ids)),
                "from": person,
                "message": message,
                "chat_instance": "1",
                "data": data,
            },
        )

    @property
    def sent(self) -> list[Call]:
        return [call for call in self.calls if call.method == "sendMessage"]

    def texts(self, chat: int) -> list[str]:
        """What the bot said in this chat."""
        return [call.values["text"] for call in self.sent if int(call.values["chat_id"]) == chat]

    def buttons(self, chat: int) -> list[dict[str, str]]:
        """The buttons under the last message in this chat."""
        last = [call for call in self.sent if int(call.values["chat_id"]) == chat][-1]
        markup = last.values.get("reply_markup")
        markup = json.loads(markup) if isinstance(markup, str) else markup
        return [button for row in (markup or {}).get("inline_keyboard", []) for button in row]
