"""Who moved or read everything from the command line: a row on the same record as whoever looked at one person's data."""

import os
import pwd
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy import insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from casework.people.access_models import Reveal
from casework.people.actors import Actor
from store.engine import connect
from store.settings import Settings

log = structlog.get_logger(__name__)

ABOUT = "命令行"


def account() -> str:
    """The account of the operating system under which this runs, and the one from which it was entered by sudo."""
    try:
        own = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        own = str(os.getuid())
    before = os.environ.get("SUDO_USER", "")
    return f"{own}（{before}）" if before and before != own else own


def operator() -> Actor:
    """Whoever types, as the history of what they did names them."""
    return Actor.system(f"{ABOUT} {account()}"[:40])


def note(settings: Settings, command: str, what: str) -> bool:
    """Put a command on record before it does what it does; whether that was possible.

    A database that is not there, older than the record, or full takes no row; then the log says so, and the command goes
    on, since a backup may be what is needed most at that moment.
    """
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return False
    engine = connect(settings.database)
    row = {
        "at": datetime.now(UTC),
        "staff_name": operator().name,
        "about": ABOUT,
        "what": f"huiyin {command}",
        "reason": what[:200],
    }
    try:
        with engine.begin() as connection:
            connection.execute(insert(Reveal).values(row))
    except SQLAlchemyError as error:
        log.warning("command_not_on_record", command=command, error=type(error).__name__)
        return False
    finally:
        engine.dispose()
    return True
