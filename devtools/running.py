"""Starting the product and the tools that need it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from devtools.environment import Environment
from devtools.trouble import Trouble, require_port


def run(environment: Environment, arguments: list[str]) -> int:
    """Sets up what is stale and becomes `kyzmat run`: one process tree, so Ctrl-C reaches all of it."""
    parser = argparse.ArgumentParser(prog="dev.py run", description="Serve Kyzmat until Ctrl-C.")
    parser.add_argument(
        "--host", default=os.environ.get("KYZMAT_HOST", "127.0.0.1"), help="address to listen on"
    )
    parser.add_argument("--port", default=os.environ.get("KYZMAT_PORT", "8000"), help="port to listen on")
    parser.add_argument(
        "--data", default=os.environ.get("KYZMAT_DATA", str(environment.var)), help="folder for data"
    )
    asked = parser.parse_args(arguments)
    if not asked.port.isdigit() or int(asked.port) > 65535:
        raise Trouble(
            f"{asked.port} is not a port.", "Give a number from 1 to 65535, for example --port 8000."
        )
    require_port(asked.host, int(asked.port))
    data = Path(asked.data).resolve()
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(
            f"The folder {data} cannot be made: {error.strerror}.", "Give another one with --data."
        ) from error
    environment.set_up()
    # Becoming the program, instead of starting it, leaves one parent and forwards every signal by itself.
    words = ["kyzmat", "run", "--host", asked.host, "--port", asked.port, "--data", str(data)]
    os.execve(environment.bin / "kyzmat", words, environment.variables)


def module(environment: Environment, name: str, arguments: list[str]) -> int:
    """Becomes `python -m name` in the environment."""
    os.chdir(environment.root)
    os.execve(environment.python, ["python", "-m", name, *arguments], environment.variables)
