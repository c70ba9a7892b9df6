"""Put on the path of processes under test: their clock is off by as many seconds as the file HUIYIN_CHAOS_CLOCK says."""

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta

with suppress(ImportError):
    from store import clock

    def now(_: object) -> datetime:
        with open(os.environ["HUIYIN_CHAOS_CLOCK"]) as file:
            return datetime.now(UTC) + timedelta(seconds=float(file.read()))

    clock.SystemClock.now = now  # type: ignore[method-assign]
