"""A process that is told to stop stops, however often it is told."""

from __future__ import annotations

import subprocess
import sys
import time

WAITING = """
from modeler_api.stop_signal import StopSignal
stop = StopSignal.of_this_process()
print("ready", flush=True)
while not stop.wait(0.001):
    pass
"""


def test_a_storm_of_signals_stops_it_once() -> None:
    process = subprocess.Popen([sys.executable, "-c", WAITING], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    for _ in range(50):
        process.terminate()
        time.sleep(0.0005)
        if process.poll() is not None:
            break
    assert process.wait(20) in (0, -15), (
        "told again while it was already ending, it may end by the signal itself"
    )
    process.stdout.close()


def test_it_ends_cleanly_when_told_once() -> None:
    process = subprocess.Popen([sys.executable, "-c", WAITING], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    process.terminate()
    assert process.wait(20) == 0
    process.stdout.close()
