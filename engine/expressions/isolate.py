"""Isolates of the embedded V8, and how one is given up."""

from __future__ import annotations

import asyncio
import ctypes
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from py_mini_racer import MiniRacer

T = TypeVar("T")


def beside_a_running_loop(work: Callable[[], T]) -> T:
    """Return what `work` returns, done in a thread of its own where this one runs an event loop, as in a notebook.

    The embedded V8 waits for its answers and refuses to do so in a thread that must not wait.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(copy_context().run, work).result()


def opened() -> MiniRacer:
    """Return a new isolate that any thread of the process may use and close.

    Where the processor has protection keys, V8 guards its code with one that only the thread which began V8, and those
    it started afterwards, may use: in any other thread the first call, or the closing at the end, breaks the process
    off. A server's threads and a notebook's loop are such others, so the keys stay off; the permissions of its memory
    still hold.
    """
    from py_mini_racer import DEFAULT_V8_FLAGS, MiniRacer, init_mini_racer

    init_mini_racer(flags=(*DEFAULT_V8_FLAGS, "--no-memory-protection-keys"), ignore_duplicate_init=True)
    return MiniRacer()


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
