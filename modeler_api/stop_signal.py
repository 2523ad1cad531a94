"""Being told to stop: SIGTERM or Ctrl-C, once or many times in a row.

A `threading.Event` will not do: setting it from a signal handler takes a lock, and a second signal that arrives while
the first holds it waits for itself for ever.  Here the handler only writes a flag, which takes no lock.
"""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass


@dataclass
class StopSignal:
    """Whether somebody asked this process to stop."""

    asked: bool = False

    @classmethod
    def of_this_process(cls) -> StopSignal:
        """Listen to SIGTERM and SIGINT from now on; only in the main thread."""
        stop = cls()

        def ask(_number: int, _frame: object) -> None:
            stop.asked = True

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ask)
        return stop

    def is_set(self) -> bool:
        """Whether it is time to stop."""
        return self.asked

    def wait(self, seconds: float) -> bool:
        """Sleep for so long, or less when asked to stop meanwhile; return whether it is time to stop."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))
        return self.asked
