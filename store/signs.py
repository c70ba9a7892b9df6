"""Signs that last for seconds and are never stored: that somebody is typing just now.

They lie in the memory of the process, or in Redis where several web processes share them.
"""

import time
from collections.abc import Callable
from functools import cache
from typing import Protocol

from redis import Redis, RedisError


class Signs(Protocol):
    """A sign is up for some seconds after it was given."""

    def give(self, name: str, seconds: float) -> None: ...
    def drop(self, name: str) -> None: ...
    def is_up(self, name: str) -> bool: ...


class Memory:
    """Signs of one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def give(self, name: str, seconds: float) -> None:
        now = self._clock()
        if len(self._until) > 1000:
            self._until = {known: until for known, until in self._until.items() if until > now}
        self._until[name] = now + seconds

    def drop(self, name: str) -> None:
        self._until.pop(name, None)

    def is_up(self, name: str) -> bool:
        return self._until.get(name, 0.0) > self._clock()


class Shared:
    """Signs of all processes at one Redis; without it no sign is up, and nobody is held up."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def give(self, name: str, seconds: float) -> None:
        try:
            self._redis.set(f"huiyin:sign:{name}", b"1", px=int(seconds * 1000))
        except RedisError:
            return

    def drop(self, name: str) -> None:
        try:
            self._redis.delete(f"huiyin:sign:{name}")
        except RedisError:
            return

    def is_up(self, name: str) -> bool:
        try:
            return bool(self._redis.exists(f"huiyin:sign:{name}"))
        except RedisError:
            return False


@cache
def of(redis_url: str) -> Signs:
    """The signs of this process, or those at the address where one is configured."""
    return Shared(Redis.from_url(redis_url, socket_timeout=0.5)) if redis_url else Memory()
