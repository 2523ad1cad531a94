"""Look at everything that is due, one after the other: what fails does not hold up what stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

T = TypeVar("T")

Failures = dict[str, Exception]
"""What went wrong in a way nobody has foreseen, by the id of what failed."""


def sweep(
    due: Callable[[Collection[str]], Sequence[T]],
    fire: Callable[[T], bool | None],
    *,
    id_of: Callable[[T], str],
    failures: Failures,
) -> int:
    """Fire what is due until nothing moves any more; return how many times `fire` said that it fired.

    `due` gives a batch, the longest due first, without those with the ids it is handed; `fire` is True or False when
    something moved, None when there was nothing to do. What it raises is put into `failures` under its id and is not
    tried again in this sweep.

    >>> failures: Failures = {}
    >>> waiting = ["a", "b", "c"]
    >>> def fire(one: str) -> bool:
    ...     if one == "a":
    ...         raise ValueError(one)
    ...     waiting.remove(one)
    ...     return True
    >>> sweep(
    ...     lambda besides: [w for w in waiting if w not in besides][:1], fire, id_of=str, failures=failures
    ... )
    2
    >>> waiting, list(failures)
    (['a'], ['a'])
    """
    fired = 0
    while True:
        progress = False
        for one in due(failures):
            try:
                moved = fire(one)
            except Exception as error:  # noqa: BLE001  # whatever it is, those behind it are due all the same
                failures[id_of(one)] = error
                progress = True
                continue
            if moved is not None:
                fired += moved
                progress = True
        if not progress:
            return fired


def raise_all(what: str, failures: Failures) -> None:
    """Raise what went wrong, the only one as it is, several together; `what` names the sweep."""
    errors = list(failures.values())
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ExceptionGroup(what, errors)
