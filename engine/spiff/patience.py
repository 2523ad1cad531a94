"""How long one run may go on before a model is taken to run in circles."""

from __future__ import annotations

import time

#: After so many tokens moved without anybody waiting, a model is taken to run in circles.
MOST_MOVES = 250_000
#: Nor may one go compute longer: its transaction holds others up.  A machine that is busy with others does not count.
MOST_SECONDS = 120.0
#: Nor is one process in another called deeper: a process that always calls itself would never come back.
MOST_CALLS_DEEP = 1_000
#: Where something may have to be undone, what each call has done is kept within what the call around it has done.
MOST_UNDOABLE_CALLS_DEEP = 100
#: The clock is looked at only after so many moves: asking it costs more than a move.
LOOKS_EVERY = 64


class Patience:
    """One run's: asked before each move whether it is over."""

    def __init__(self) -> None:
        self._until: float | None = None

    def is_over(self, moves: int) -> bool:
        """Whether a run that has made so many moves has gone on for too long."""
        if moves % LOOKS_EVERY:
            return moves > MOST_MOVES
        now = time.thread_time()
        if self._until is None:
            self._until = now + MOST_SECONDS
        return moves > MOST_MOVES or now > self._until
