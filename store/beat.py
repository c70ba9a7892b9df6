"""Signs of life of a process that answers no calls: a file says until when it may be silent.

`python -m store.beat worker` ends with 0 where all is well, else with 1 and a word on what is wrong; for probes, which ask
often: `huiyin health worker` says the same, but loads the whole house first.
"""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from store.clock import Clock, SystemClock, show
from store.settings import Settings

SILENCE = timedelta(minutes=2)
"""How long it may be silent where nothing longer was announced: a locked or absent database is waited for."""
_OFTEN = timedelta(seconds=5)
"""A sign that says nothing new is not given more often."""
_ASTRAY = timedelta(minutes=1)
"""A sign from further ahead than this was given under a wrong clock."""


class Beat:
    """Gives the signs of one process."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self.clock = clock
        self._given: datetime | None = None
        self._silence = timedelta(0)

    def give(self, silence: timedelta = SILENCE) -> None:
        """All is well, and may be taken for well for so long. On a full disk no sign is given, and nothing else happens."""
        now = self.clock.now()
        lately = self._given is not None and self._given <= now < self._given + _OFTEN
        if lately and silence == self._silence:
            return
        fresh = self.path.with_suffix(f".{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(f"{now.isoformat()} {(now + silence).isoformat()}", encoding="utf-8")
            fresh.replace(self.path)
        except OSError:
            return
        self._given, self._silence = now, silence


def fault(path: Path, now: datetime) -> str:
    """What is wrong by the sign in a file, in a few words; empty where all is well."""
    try:
        given, until = map(datetime.fromisoformat, path.read_text(encoding="utf-8").split())
    except (OSError, ValueError):
        return "没有运行"
    return "" if given - _ASTRAY <= now <= until else f"{show(given)} 起没有动静"


def main(process: str) -> int:
    """The exit status of the command above."""
    wrong = fault(Settings().beat(process), SystemClock().now())
    sys.stderr.write(wrong and f"{process}：{wrong}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
