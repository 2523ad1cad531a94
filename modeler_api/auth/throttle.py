"""The brake on guessing and flooding: so many tries a window, counted in the store for all processes together.

A wrong password counts for the account that was tried, so that many addresses cannot share the guessing, and for the
address; an address may miss ten times as often, because a whole office may stand behind one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple, ParamSpec, TypeVar

from flask import request
from werkzeug.exceptions import TooManyRequests

from modeler_api.store import throttle
from modeler_api.wiring import door

P = ParamSpec("P")
R = TypeVar("R")

ADDRESS_FACTOR = 10
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


class Rate(NamedTuple):
    """So many tries in so many seconds."""

    most: int
    seconds: int


def rate(text: str) -> Rate:
    """The rate in words such as "10 per 5 minutes".

    >>> rate("10 per 5 minutes"), rate("600 per minute")
    (Rate(most=10, seconds=300), Rate(most=600, seconds=60))
    """
    found = re.fullmatch(r"\s*(\d+) per (?:(\d+) )?(second|minute|hour|day)s?\s*", text)
    if found is None:
        raise ValueError(f"“{text}” is no rate; write it as “10 per 5 minutes”.")
    return Rate(int(found[1]), int(found[2] or 1) * _SECONDS[found[3]])


def address() -> str:
    """Where the request comes from."""
    return request.remote_addr or "unknown"


def attempt(name: str) -> None:
    """Count a proof that is about to be judged as a miss, or refuse it when the account or the address has missed too
    often of late; `held` takes it back when the proof holds.

    Counted before it is judged: of many sent at once no more are judged than may be.
    """
    most, seconds = rate(door().settings.login_attempts)
    counted = []
    for key, limit in _keys(name, most):
        counted.append(key)
        if throttle.tried(door().store, key, seconds=seconds) > limit:
            for each in counted:
                throttle.untried(door().store, each, seconds=seconds)
            raise TooManyRequests(retry_after=throttle.seconds_left(seconds))


def held(name: str) -> None:
    """Take back what `attempt` counted: the proof holds."""
    _most, seconds = rate(door().settings.login_attempts)
    for key, _limit in _keys(name, _most):
        throttle.untried(door().store, key, seconds=seconds)


def limited(
    text: str, *, when: Callable[[], bool] = lambda: True
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let an address ask a view only so often; `when` says which requests count."""
    most, seconds = rate(text)

    def around(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def answer(*arguments: P.args, **named: P.kwargs) -> R:
            key = f"{view.__module__}:{address()}"
            if when() and throttle.tried(door().store, key, seconds=seconds) > most:
                raise TooManyRequests(retry_after=throttle.seconds_left(seconds))
            return view(*arguments, **named)

        return answer

    return around


def _keys(name: str, most: int) -> list[tuple[str, int]]:
    return [(f"name:{name.strip().lower()[:80]}", most), (f"address:{address()}", most * ADDRESS_FACTOR)]
