"""`kyzmat serve`: the web server alone."""

from __future__ import annotations

from typing import Any

from modeler_api.cli import Data, Failure, Host, Port, app, settings_with
from modeler_api.settings import Settings


@app.command()
def serve(host: Host = None, port: Port = None, data: Data = None) -> None:
    """Serve the pages and the API; timers and long jobs need `kyzmat clock` beside it."""
    settings = settings_with(host=host, port=port, data=data)
    from modeler_api.wiring import open_door

    store = open_door(settings).store
    if store.revision != store.newest_revision:
        raise Failure("The database is not up to date. Run: kyzmat migrate")
    store.close()
    check_port(settings)
    run_server(settings)


def check_port(settings: Settings) -> None:
    """Raise Failure, with the way out, when the port cannot be had."""
    import errno
    import socket

    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            where = f"Port {settings.port} on {settings.host}"
            if error.errno == errno.EADDRINUSE:
                raise Failure(
                    f"{where} is used by another program. Stop it, or choose another: --port {settings.port + 1}"
                ) from error
            if error.errno in (errno.EACCES, errno.EPERM):
                raise Failure(f"{where} needs more rights. Choose a port above 1023: --port 8000") from error
            raise Failure(
                f"{settings.host} is not an address of this machine. Try: --host 127.0.0.1"
            ) from error


def run_server(settings: Settings) -> None:
    """Serve until told to stop: one process, several threads."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            host = f"[{settings.host}]" if ":" in settings.host else settings.host
            wanted: dict[str, Any] = {
                "bind": f"{host}:{settings.port}",
                "worker_class": "gthread",
                "workers": 1,
                "threads": settings.threads,
                "timeout": 120,
                "graceful_timeout": 10,
                "loglevel": "warning",
                "proc_name": "kyzmat",
                "control_socket_disable": True,
            }
            for name, value in wanted.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from modeler_api import journal
            from modeler_api.app import create_app

            journal.configure()
            return create_app(settings)

    Server().run()
