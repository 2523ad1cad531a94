"""Isolates of the embedded V8, and how one is given up."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py_mini_racer import MiniRacer


def retire(racer: MiniRacer) -> None:
    """Close an isolate, also one that was stopped half way.

    After a time-out the stopped call still reports once to its event loop; a small further call lets that report arrive
    before the loop is closed.
    """
    from py_mini_racer import JSEvalException

    try:
        racer.eval("0", timeout_sec=1)
    except (JSEvalException, TimeoutError):
        # It does not even answer to that: closing it is all that is left.
        pass
    racer.close()


def abandon(racer: MiniRacer) -> None:
    """Let go of an isolate that belongs to the parent of a fork, without closing it.

    Its threads did not come along, so closing it would wait for them for ever; one reference more keeps Python from
    trying.
    """
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(racer))
