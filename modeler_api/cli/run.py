"""`kyzmat run`: everything at once, for a laptop or a small office.

One process tree: this process watches over a web server and a clock, starts one again when it dies, and stops both on
Ctrl-C. The first start makes the database, loads the library and, where only this machine can reach it, makes one
demonstration account for each role.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

import typer

from modeler_api.cli import Data, Failure, Host, Port, app, say, settings_with
from modeler_api.cli.serve import check_port
from modeler_api.settings import Settings
from modeler_api.stop_signal import StopSignal

_RESTARTS_BEFORE_GIVING_UP = 5
_SECONDS_TO_START = 60
_PR_SET_PDEATHSIG = 1


@app.command()
def run(host: Host = None, port: Port = None, data: Data = None) -> None:
    """Set everything up that is missing, serve the pages and keep the clock going."""
    from modeler_api import beginning
    from modeler_api.wiring import open_door

    settings = settings_with(host=host, port=port, data=data)
    check_port(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    door = open_door(settings)
    beginning.migrate(door)
    for step in beginning.load_library(door):
        say(step)
    histories = beginning.first_histories(door)
    if histories:
        say(f"The clock will simulate a first history of {histories} procedures, 2,000 cases each.")
    made = beginning.demo_accounts(door)
    if made:
        typer.echo("\nDemonstration accounts, shown only this once:\n")
        for one in made:
            typer.echo(f"  {one.name:<14} {one.password:<34} {one.full_name}, {one.role_name.lower()}")
        typer.echo("")
    elif beginning.needs_first_account(door):
        say(
            "There are no accounts yet. Make the first one with: kyzmat add-account NAME --role administrator"
        )
    door.store.close()
    raise typer.Exit(_Tree(settings).keep_going())


@dataclass
class _Tree:
    """The web server and the clock as children of this process."""

    settings: Settings
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    restarts: dict[str, int] = field(default_factory=dict)
    stopping: StopSignal = field(default_factory=StopSignal)

    def keep_going(self) -> int:
        self.stopping = StopSignal.of_this_process()
        try:
            for name in ("serve", "clock"):
                self._start(name)
            self._wait_until_it_answers()
            while not self.stopping.wait(0.5):
                self._start_the_dead_again()
        finally:
            self._stop()
        typer.echo("Kyzmat has stopped. Everything is kept; start it again with the same command.")
        return 0

    def _start(self, name: str) -> None:
        settings = self.settings
        environment = {
            **os.environ,
            "KYZMAT_HOST": settings.host,
            "KYZMAT_PORT": str(settings.port),
            "KYZMAT_DATA": str(settings.data),
        }
        self.children[name] = subprocess.Popen(
            [sys.executable, "-m", "modeler_api.cli", name],
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches this process, which stops its children in order
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  # before any thread starts
        )

    def _start_the_dead_again(self) -> None:
        for name, child in list(self.children.items()):
            if child.poll() is None:
                continue
            self.restarts[name] = self.restarts.get(name, 0) + 1
            if self.restarts[name] > _RESTARTS_BEFORE_GIVING_UP:
                raise Failure(
                    f"“kyzmat {name}” keeps stopping; its last words stand above. Try: kyzmat doctor"
                )
            say(f"“kyzmat {name}” stopped by itself and is started again.")
            self._start(name)

    def _wait_until_it_answers(self) -> None:
        host = "127.0.0.1" if self.settings.host in ("0.0.0.0", "::") else self.settings.host
        address = f"http://{f'[{host}]' if ':' in host else host}:{self.settings.port}/"
        deadline = time.monotonic() + _SECONDS_TO_START
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while not self.stopping.is_set():
            if self.children["serve"].poll() is not None:
                raise Failure("The web server could not start; its last words stand above.")
            try:
                with opener.open(address + "healthz", timeout=2):
                    break
            except (urllib.error.URLError, OSError):
                if time.monotonic() > deadline:
                    raise Failure(
                        "The web server did not answer within a minute. Try: kyzmat doctor"
                    ) from None
                time.sleep(0.1)
        else:
            return
        typer.echo(f"Kyzmat is ready: {address}   (Ctrl-C stops it)")
        sys.stdout.flush()

    def _stop(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in self.children.values():
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _die_with_parent() -> None:
    """Ask Linux to stop this child when its parent is killed, so that no orphan keeps the port."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
