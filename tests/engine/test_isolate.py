"""The embedded V8 in a process with many threads: whichever asked first, the others use and close it.

Where the processor has protection keys, this broke the process off; elsewhere these cannot fail.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASKS = "from engine.expressions.feel import evaluate\nask = lambda: evaluate('1 + 1', {})\n"
THREADS_BEFORE = """
import queue, threading
turns = [queue.Queue() for _ in range(4)]
def work(number):
    turns[number].get()
    print(ask())
    if number < 3:
        turns[number + 1].put(1)
threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
[thread.start() for thread in threads]
turns[0].put(1)
[thread.join() for thread in threads]
"""
UNDER_A_LOOP = """
import asyncio
async def cell():
    print(ask())
asyncio.run(cell())
print(ask())
"""


@pytest.mark.parametrize(("script", "answers"), [(THREADS_BEFORE, 4), (UNDER_A_LOOP, 2)])
def test_threads_that_were_there_before_it_use_and_close_it(script: str, answers: int) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ASKS + script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-500:]
    assert ran.stdout.split() == ["2"] * answers
