"""What Rasa writes down: that something failed and where, never what was said."""

import logging
import sys

from huiyin_nlu import serve

SAID = "我叫王桂花，身份证150404199001011237，电话 13800138000"


def test_of_an_event_only_its_name_and_place_are_kept() -> None:
    try:
        raise ValueError(SAID)
    except ValueError:
        event = {"event": "rest.message.received.failure", "text": SAID, "level": "error", "exc_info": True}
        kept = serve.discreet(None, "error", event)
        given = serve.discreet(None, "error", event | {"exc_info": sys.exc_info()})
    assert kept == given
    assert kept["event"] == "rest.message.received.failure"
    assert "ValueError" in kept["exception"]
    assert "test_logs.py" in kept["exception"]
    assert not any(part in str(kept) for part in ("王桂花", "13800138000", "150404"))


def test_a_line_of_a_library_loses_what_was_said() -> None:
    try:
        raise ValueError(SAID)
    except ValueError:
        record = logging.LogRecord(
            "rasa", logging.ERROR, __file__, 1, "Failed on '%s'", (SAID,), sys.exc_info()
        )
    line = serve.Discreet("%(levelname)s %(name)s %(message)s").format(record)
    assert line.startswith("ERROR rasa Failed on '")
    assert "ValueError" in line
    assert not any(part in line for part in ("王桂花", "13800138000", "150404"))
