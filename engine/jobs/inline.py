"""Jobs in the process, right after the commit, one after another."""

from __future__ import annotations

from collections import deque
from threading import local
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Inline(local):
    """Runs jobs in the caller's thread; a job asked for while another runs waits for its turn."""

    def __init__(self) -> None:
        self._waiting: deque[str] = deque()
        self._is_running = False

    def after_commit(self, ids: Sequence[str], run: Callable[[str], None]) -> None:
        """Run the jobs, and those they ask for."""
        self._waiting.extend(ids)
        if self._is_running:
            return
        self._is_running = True
        try:
            while self._waiting:
                run(self._waiting.popleft())
        finally:
            self._waiting.clear()
            self._is_running = False
