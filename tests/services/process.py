"""A server process that ends with the test run, however the run ends.

The program is started through this very file (`python process.py SIGNAL USER PROGRAM ARGUMENTS…`), which gives up
root for an unprivileged user where asked, arranges a signal for the moment the test run dies, and becomes the program.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ON_PARENTS_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2), on Linux


class NotStarted(RuntimeError):
    """A service that did not come up; says what it printed."""


def free_port() -> int:
    """Returns a TCP port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged() -> str:
    """The user to run a server as: `nobody` for root, which PostgreSQL refuses, else whoever runs the tests."""
    return "nobody" if os.geteuid() == 0 else ""


def launch(
    words: Sequence[str | Path], *, folder: Path, log: Path, ends_on: signal.Signals, user: str = ""
) -> subprocess.Popen[bytes]:
    """Starts a server in `folder`, its output into `log`."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-I", __file__, str(int(ends_on)), user, *map(str, words)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
        )


def wait_until(
    is_up: Callable[[], bool], process: subprocess.Popen[bytes], *, log: Path, seconds: float = 30.0
) -> None:
    """Returns when the server is up; raises NotStarted when it has ended or takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_up():
            return
        if process.poll() is not None:
            break
        time.sleep(0.02)
    stop(process)
    raise NotStarted(f"{process.args}\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}")


def stop(process: subprocess.Popen[bytes], with_signal: signal.Signals = signal.SIGTERM) -> None:
    """Ends a server and waits for it."""
    if process.poll() is None:
        process.send_signal(with_signal)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _become(ends_on: int, user: str, words: list[str]) -> None:
    parent = os.getppid()
    if user:
        import pwd

        entry = pwd.getpwnam(user)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
    if sys.platform == "linux":
        # After the change of user, which would clear it.
        ctypes.CDLL(None).prctl(ON_PARENTS_DEATH, ends_on, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit("The test run has ended.")
    os.execv(words[0], words)


if __name__ == "__main__":
    _become(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
