"""What every piece of business needs at hand, passed in: database, clock, vault, county, ids."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from store.clock import Clock, SystemClock
from store.county import County
from store.engine import connect
from store.settings import Settings
from store.vault import Vault


class Secrets:
    """Codes and tokens that nobody can guess."""

    def digits(self, count: int) -> str:
        return "".join(secrets.choice("0123456789") for _ in range(count))

    def token(self) -> str:
        return secrets.token_urlsafe(24)


class CaseworkError(Exception):
    """Something that cannot be done, with a sentence that says why and what to do instead."""

    code = "casework_error"


class NotAllowed(CaseworkError):
    """The actor lacks the right."""

    code = "not_allowed"


class NotFound(CaseworkError):
    """No such record, or none that this actor may know of; the two look the same."""

    code = "not_found"


@dataclass(frozen=True)
class Office:
    """One unit of work: an open database session with the tools of the house."""

    db: Session
    clock: Clock
    vault: Vault
    county: County
    secrets: Secrets = field(default_factory=Secrets)


class Bureau:
    """The long-lived house: opens an `Office` for each unit of work."""

    def __init__(self, engine: Engine, vault: Vault, county: County, clock: Clock | None = None) -> None:
        self.engine = engine
        self.vault = vault
        self.county = county
        self.clock = clock or SystemClock()
        self.secrets = Secrets()

    @classmethod
    def from_settings(cls, settings: Settings) -> "Bureau":
        vault = Vault.of_file(settings.home / "keys.json")
        return cls(connect(settings.database), vault, County(settings.county_dir))

    @cached_property
    def _sessions(self) -> sessionmaker[Session]:
        return sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def office(self) -> Iterator[Office]:
        """A unit of work: committed when the block ends, rolled back when it raises."""
        with self._sessions.begin() as session:
            yield Office(session, self.clock, self.vault, self.county, self.secrets)

    @contextmanager
    def reading(self) -> Iterator[Office]:
        """A unit of work that only reads and takes no write lock; what was read stays readable afterwards."""
        with self._sessions() as session:
            session.connection(execution_options={"read_only": True})
            yield Office(session, self.clock, self.vault, self.county, self.secrets)
            session.expunge_all()
            session.rollback()
