"""The process scripts run in, from the engine's side: started when first needed, ended when it does not obey.

One at a time; each gets an isolate that nobody has used before.  Whatever a script does to its process, a new one is
there for the next.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from threading import RLock
from typing import Any

from engine.errors import SandboxError
from engine.expressions.limits import Limits
from engine.expressions.sandbox_child import PATIENCE
from processes.text import _

#: The signal that ends the process once it has worked for as long as it may; none on Windows.
SPENT: int | None = getattr(signal, "SIGPROF", None)
CHILD = Path(__file__).with_name("sandbox_child.py")
#: Beyond a script's own time: what starting and answering may take before the process is given up.
GRACE_SECONDS = 1.0
START_SECONDS = 30.0
#: Longer answers are no variables of a case.
MOST_ANSWER = 8 * 1024 * 1024


class Sandbox:
    """The one such process of this process; a fork makes its own."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._child: subprocess.Popen[bytes] | None = None
        self._read = b""

    def run(self, source: str, variables: dict[str, Any], limits: Limits) -> str:
        """Return the JSON a script gives: its variables afterwards, and its value."""
        asked = {
            "source": source,
            "variables": json.dumps(variables),
            "seconds": limits.seconds,
            "bytes": limits.bytes,
        }
        with self._lock:
            said = self._ask(asked, limits)
        match said.get("error"):
            case None:
                return str(said["answer"])
            case "memory":
                raise SandboxError(
                    _("The script needs more than {megabytes} MB of memory.").format(
                        megabytes=limits.megabytes
                    )
                )
            case "time":
                raise _too_long(limits)
            case _:
                raise SandboxError(_("The script fails: {reason}").format(reason=said["reason"]))

    def _ask(self, asked: dict[str, Any], limits: Limits) -> dict[str, Any]:
        child = self._ready()
        assert child.stdin is not None
        try:
            child.stdin.write(json.dumps(asked).encode() + b"\n")
            child.stdin.flush()
            line = self._line(child, limits.seconds * PATIENCE + GRACE_SECONDS)
        except OSError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                # Its end of the pipe goes a moment before it does.
                child.wait(GRACE_SECONDS)
            self._end()
            if SPENT is not None and child.returncode == -SPENT:
                raise _too_long(limits) from None
            # V8 ends its process when there is no memory for what a script asks.
            raise SandboxError(_("The script needs more memory than there is for it.")) from None
        if line is None:
            self._end()
            raise _too_long(limits)
        said: dict[str, Any] = json.loads(line)
        return said

    def after_fork(self) -> None:
        """Begin anew in the child of a fork: the process belongs to the parent."""
        self._lock = RLock()
        self._child, self._read = None, b""

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _ready(self) -> subprocess.Popen[bytes]:
        with contextlib.suppress(OSError):
            if self._child is not None and self._line(self._child, GRACE_SECONDS) == b"ready":
                return self._child
        self._end()
        self._child = subprocess.Popen(
            [sys.executable, "-I", str(CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            close_fds=True,
        )
        with contextlib.suppress(OSError):
            if self._line(self._child, START_SECONDS) == b"ready":
                return self._child
        self._end()
        raise SandboxError(_("The process in which scripts run cannot be started."))

    def _end(self) -> None:
        child, self._child, self._read = self._child, None, b""
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _line(self, child: subprocess.Popen[bytes], seconds: float) -> bytes | None:
        """Return the next line the process writes, None when none comes in time; raises `OSError` when it is gone."""
        assert child.stdout is not None
        handle = child.stdout.fileno()
        while b"\n" not in self._read:
            waiting, _writes, _errors = select.select([handle], [], [], seconds)
            if not waiting or len(self._read) > MOST_ANSWER:
                return None
            part = os.read(handle, 1 << 16)
            if not part:
                raise BrokenPipeError("the process has ended")
            self._read += part
        line, _newline, self._read = self._read.partition(b"\n")
        return line


def _too_long(limits: Limits) -> SandboxError:
    return SandboxError(
        _("The script takes longer than {milliseconds} ms.").format(milliseconds=limits.milliseconds)
    )


sandbox = Sandbox()
atexit.register(sandbox.close)
os.register_at_fork(after_in_child=sandbox.after_fork)
