"""The one place that knows how Rasa speaks: its REST channel for talks, its parser for single messages."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

TURN = "X-Huiyin-Turn"
"""The header that carries a turn's number, by which one turn is found in the logs of all processes."""


class NotUnderstoodNow(Exception):
    """Rasa, or the action server behind it, did not answer."""

    def __init__(self) -> None:
        super().__init__("语义理解服务暂时没有响应。请告诉管理员：运行 huiyin doctor 可以看原因。")


@dataclass(frozen=True)
class Entity:
    """A span of the text with what it means."""

    entity: str
    value: str
    start: int
    end: int
    normalised: Any = None
    valid: bool | None = None


@dataclass(frozen=True)
class Parsed:
    """What a message was understood to mean; confidences are 0 to 1."""

    text: str
    intent: str
    confidence: float
    category: str | None = None
    category_confidence: float = 0.0
    secondary: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    ranking: tuple[tuple[str, float], ...] = ()
    safety: dict[str, Any] | None = None


@dataclass(frozen=True)
class Answer:
    """One reply of the dialogue: text and buttons as (title, payload)."""

    text: str
    buttons: tuple[tuple[str, str], ...] = field(default=())


def parsed(data: dict[str, Any]) -> Parsed:
    """Rasa's parse data, or a tracker's `latest_message`, as `Parsed`."""
    intent = data.get("intent") or {}
    category = data.get("category") or {}
    return Parsed(
        text=data.get("text") or "",
        intent=intent.get("name") or "nlu_fallback",
        confidence=float(intent.get("confidence") or 0.0),
        category=category.get("name"),
        category_confidence=float(category.get("confidence") or 0.0),
        secondary=tuple(_name(item) for item in category.get("secondary") or ()),
        entities=tuple(
            Entity(
                entity=item["entity"],
                value=str(item.get("value") or ""),
                start=int(item.get("start") or 0),
                end=int(item.get("end") or 0),
                normalised=item.get("normalised"),
                valid=item.get("valid"),
            )
            for item in data.get("entities") or ()
        ),
        ranking=tuple(
            (item["name"], float(item.get("confidence") or 0.0)) for item in data.get("intent_ranking") or ()
        ),
        safety=data.get("safety") or None,
    )


def _name(item: Any) -> str:
    return item["name"] if isinstance(item, dict) else str(item)


def answered(events: list[dict[str, Any]], message: int) -> list[Answer]:
    """The answers that a tracker's events hold to the message with this number of the house."""
    said: list[dict[str, Any]] = []
    ours = False
    for event in events:
        if event.get("event") == "user":
            ours = (event.get("metadata") or {}).get("message") == message
        elif ours and event.get("event") == "bot":
            said.append({"text": event.get("text"), "buttons": (event.get("data") or {}).get("buttons")})
    return _answers(said)


def _answers(said: list[dict[str, Any]]) -> list[Answer]:
    return [
        Answer(
            item.get("text") or "",
            tuple((button["title"], button["payload"]) for button in item.get("buttons") or ()),
        )
        for item in said
        if item.get("text")
    ]


class Rasa:
    """A client of Rasa's HTTP server on loopback."""

    def __init__(self, url: str, timeout: float = 12.0, client: httpx.AsyncClient | None = None) -> None:
        self._client = client or httpx.AsyncClient(
            base_url=url,
            timeout=timeout,
            limits=httpx.Limits(max_connections=200, max_keepalive_connections=50),
        )

    async def parse(self, text: str) -> Parsed:
        """What one message means, outside any talk.

        Raises:
            NotUnderstoodNow: Rasa is away or too slow.
        """
        return parsed(await self._post("/model/parse", {"text": text}))

    async def serving(self) -> str:
        """The file name of the model that answers now.

        Raises:
            NotUnderstoodNow: Rasa is away or has no model.
        """
        try:
            answer = await self._client.get("/status")
            answer.raise_for_status()
            return str(answer.json()["model_file"])
        except (httpx.HTTPError, ValueError, KeyError):
            raise NotUnderstoodNow from None

    async def serve(self, model: str, patience: float = 120.0) -> None:
        """Have the model in this file answer from now on; until it is loaded the one before answers.

        Args:
            model: the file's path, as Rasa's machine sees it.
            patience: seconds until the loading must be done.

        Raises:
            NotUnderstoodNow: Rasa is away, or could not load it; then the one before goes on answering.
        """
        try:
            answer = await self._client.put("/model", json={"model_file": model}, timeout=patience)
            answer.raise_for_status()
        except httpx.HTTPError:
            raise NotUnderstoodNow from None

    async def talk(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> list[Answer]:
        """One turn of the talk that Rasa knows as `sender`.

        Raises:
            NotUnderstoodNow: Rasa is away or too slow, or said nothing, as it does when actions fail.
        """
        said = await self._post(
            "/webhooks/rest/webhook",
            {"sender": sender, "message": text, "metadata": metadata or {}},
            headers={TURN: str((metadata or {}).get("turn", ""))},
        )
        answers = _answers(said)
        if not answers:
            raise NotUnderstoodNow
        return answers

    async def recall(self, sender: str, message: int) -> list[Answer]:
        """What Rasa answered to this message of the house already; empty where it has not taken it up.

        Raises:
            NotUnderstoodNow: Rasa is away or too slow.
        """
        try:
            response = await self._client.get(f"/conversations/{quote(sender)}/tracker")
            response.raise_for_status()
            events = response.json().get("events") or []
        except (httpx.HTTPError, ValueError):
            raise NotUnderstoodNow from None
        return answered(events, message)

    async def is_up(self) -> bool:
        """Whether Rasa answers and has a model."""
        try:
            response = await self._client.get("/status", timeout=2.0)
        except httpx.HTTPError:
            return False
        return response.status_code == 200 and bool(response.json().get("model_id"))

    async def close(self) -> None:
        await self._client.aclose()

    async def _post(self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
        try:
            response = await self._client.post(path, json=body, headers=headers)
            response.raise_for_status()
            return response.json()
        except (httpx.HTTPError, ValueError):
            raise NotUnderstoodNow from None
