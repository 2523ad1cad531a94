"""Whose turn it is to write: SQLite has one writer at a time, and nobody sleeps past the moment it is theirs.

SQLite itself waits by sleeping longer each time it finds another writing, up to a tenth of a second; of fifty callers
some would wait for seconds while the database rests.  Callers in one process therefore queue here, and only the first
of them asks the database, often, for the sake of writers in other processes.
"""

from __future__ import annotations

import random
import sqlite3
import time
from threading import Lock
from typing import Any

from engine.errors import Busy
from processes.text import _

#: How long a writer waits for others, in this process and elsewhere, before it is told that the engine is busy.
BUSY_SECONDS = 30
#: How long the first in the queue rests before it asks again, in seconds; not even, so that processes do not keep step.
REST = (0.0001, 0.0006)


class WritingTurn:
    """The queue of one process's writers to one file; safe for several threads.

    >>> with WritingTurn():
    ...     print("it is mine")
    it is mine
    """

    def __init__(self, *, seconds: float = BUSY_SECONDS) -> None:
        self._lock = Lock()
        self._seconds = seconds

    def __enter__(self) -> None:
        """Wait for the turn; raises `Busy` when it does not come in time."""
        if not self._lock.acquire(timeout=self._seconds):
            raise busy()

    def __exit__(self, *_error: object) -> None:
        """Let the next one write."""
        self._lock.release()


def busy() -> Busy:
    """Return the error of who has waited for others in vain."""
    return Busy(
        _("The case is being changed by others at this very moment; nothing was done."),
        hint=_("Try again."),
    )


def begin_writing(cursor: Any, *, seconds: float = BUSY_SECONDS) -> None:
    """Take SQLite's lock for writing; raises the driver's error when another kept it all these seconds.

    The connection is one that does not wait by itself (`never_waiting`).

    Source: SQLite, PRAGMA busy_timeout and BEGIN IMMEDIATE.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            cursor.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            # The lowest byte says that another has it; the others say at what.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
        time.sleep(random.uniform(*REST))


def never_waiting(connection: Any) -> None:
    """Let a connection be told at once that another writes, instead of sleeping in the database."""
    connection.execute("PRAGMA busy_timeout=0").close()


def waiting(connection: Any) -> None:
    """Let a connection wait in the database, as one does that reads while another opens or mends the file."""
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}").close()
