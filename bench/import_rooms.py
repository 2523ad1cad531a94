"""Importing the rooms: a notebook should open in a blink."""

from __future__ import annotations

import subprocess
import sys

from bench.sample import Sample, timed


def measure(size: int) -> list[Sample]:
    """Imports each room in a new interpreter."""

    def importing(room: str) -> None:
        subprocess.run([sys.executable, "-c", f"import {room}"], check=True)

    rooms = ("processes", "engine", "analytics", "modeler_api")
    rounds = 1 if size == 0 else 5
    return [timed(f"import {room}", 1, lambda room=room: importing(room), rounds=rounds) for room in rooms]
