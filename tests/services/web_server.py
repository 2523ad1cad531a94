"""The product itself as a server: a process of its own on a folder, as an office runs it."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.services.process import free_port, wait_until

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def serving(
    folder: Path,
    *,
    command: str = "serve",
    log: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Run the web server on the data of `folder` and give its address; raises `NotStarted` with what it printed."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = log or folder / "server.log"
    environment = {
        **os.environ,
        **(variables or {}),
        "KYZMAT_DATA": str(folder),
        "KYZMAT_PORT": str(port),
        "KYZMAT_LOGIN_ATTEMPTS": "1000 per minute",
    }
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "modeler_api.cli", command],
            env=environment,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        # A busy machine takes its time to import and to build what is kept ready.
        wait_until(lambda: is_up(address), server, log=log, seconds=90)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def is_up(address: str) -> bool:
    """Whether the product answers there."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2):
            return True
    except OSError:
        return False
