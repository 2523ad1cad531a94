"""What was measured of a log, remembered as long as the log itself is.

A log of a million events is measured once and asked many times; when nobody holds the log any more, what was measured
of it goes with it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from processes import EventLog

T = TypeVar("T")

_results: WeakKeyDictionary[EventLog, dict[Hashable, Any]] = WeakKeyDictionary()
_lock = threading.Lock()


def remembered(log: EventLog, name: Hashable, make: Callable[[], T]) -> T:
    """What `make` returns, made once for this log and name.

    >>> from processes.examples import two_certificates
    >>> log, asked = two_certificates(), []
    >>> [remembered(log, "n", lambda: asked.append(1) or len(log)) for _again in range(2)], len(asked)
    ([2, 2], 1)
    """
    with _lock:
        known = _results.setdefault(log, {})
    if name not in known:
        # Outside the lock: two who ask at once may both reckon, nobody waits for another's log.
        known[name] = make()
    found: T = known[name]
    return found
