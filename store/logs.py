"""What processes write down: one JSON line an event, with what went wrong and where, and never with whose data.

The message of an exception may quote what somebody typed, and so may local variables; neither is written. The kind
of error and the lines of code are enough to find the fault.
"""

import logging
import sys
import threading
import traceback
from types import TracebackType

import structlog
from structlog.typing import EventDict, WrappedLogger

DEEPEST = 30
"""Lines of code kept of one error, the innermost ones."""


def where(kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None) -> str:
    """The kinds of an error and of its causes, and the lines of code, without any value."""
    if error is None:
        return ""
    frames = traceback.extract_tb(place)[-DEEPEST:]
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
    cause = error.__cause__ or error.__context__
    if cause is not None and cause is not error:
        lines.append(f"<- {type(cause).__module__}.{type(cause).__qualname__}")
    return "\n".join(lines)


class Discreet(logging.Formatter):
    """Writes the libraries' own lines, with errors reduced to `where`."""

    def formatException(self, ei: object) -> str:
        return where(*ei)  # type: ignore[misc]


def configure(level: int = logging.WARNING, events: int = logging.INFO) -> None:
    """Set up both ways of logging for this process; the supervisor keeps what is written to standard error.

    What libraries say is written from `level` on, the house's own events from `events` on.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _reduce,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(events),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    sys.excepthook = _died
    threading.excepthook = lambda told: _died(told.exc_type, told.exc_value, told.exc_traceback)


def _died(
    kind: type[BaseException], error: BaseException | None, place: TracebackType | None
) -> None:  # what Python itself would write down quotes the error
    structlog.get_logger(__name__).error("died", error=where(kind, error, place))


def _reduce(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    told = event.pop("exc_info", None)
    if told is True:
        told = sys.exc_info()
    elif isinstance(told, BaseException):
        told = (type(told), told, told.__traceback__)
    if told and told[1] is not None:
        event["error"] = where(*told)
    return event
