"""What has to happen without anybody asking: timers come due, service tasks wait, long jobs stand in line.

One turn of the clock does each of these once; `keep_going` turns it until it is told to stop. A part that fails is
logged and tried again at the next turn, so that one bad job never stops the clock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

from modeler_api import alerting, letters, notices
from modeler_api.absences import hand_over_begun
from modeler_api.forgetting import forget_cases
from modeler_api.jobs import kinds
from modeler_api.journal import logger
from modeler_api.publishing.coming_into_force import put_planned_in_force
from modeler_api.shelf import read_ahead
from modeler_api.stop_signal import StopSignal
from modeler_api.store import jobs, tables
from modeler_api.store.jobs import Job
from modeler_api.wiring import Door

HEARTBEAT = "clock"
KEEPING = "keeping"
HOURS_BETWEEN_KEEPING = 24
SECONDS_BETWEEN_TURNS = 2.0


def turn(door: Door) -> int:
    """Fire the timers that are due, run what waits, and return how much there was to do."""
    jobs.beat(door.store, HEARTBEAT)
    parts: dict[str, Callable[[], int]] = {
        "timers": door.engine.fire_timers,
        # With a broker the workers do them; the clock only hands over again what a worker lost.
        "service tasks": door.engine.send_jobs if door.settings.broker else door.engine.run_jobs,
        "notices": lambda: notices.tell(door) + notices.write_letters(door) + notices.send_letters(door),
        "alerts": lambda: alerting.watch(door),
        "letters": lambda: letters.issue_waiting(door),
        "long jobs": lambda: run_waiting_jobs(door, most=1),
        "planned versions": lambda: put_planned_in_force(door),
        "shelf": lambda: read_ahead(door.store),
        "absences": lambda: hand_over_begun(door),
        "retention": lambda: keep_once_a_day(door),
    }
    done = 0
    for name, part in parts.items():
        done += _attempt(name, part)
    return done


def _attempt(name: str, part: Callable[[], int]) -> int:
    try:
        return part() or 0
    except Exception as error:  # noqa: BLE001  # the clock outlives whatever a part raises
        logger("clock").error("part failed", clock_part=name, exc_info=error)
        return 0


def run_waiting_jobs(door: Door, *, most: int | None = None) -> int:
    """Run long jobs until none waits, or `most` of them, and return how many were run."""
    count = 0
    while most is None or count < most:
        job = jobs.take(door.store)
        if job is None:
            break
        _run(door, job)
        count += 1
    return count


def keep_once_a_day(door: Door) -> int:
    """Do once a day what the retention rules ask for, and return how much was anonymised, archived or forgotten.

    Two clocks that do it at the same moment do no harm: what is done is not there to be done again.
    """
    last, moment = jobs.last_beat(door.store, KEEPING), tables.now()
    if last is not None and moment - last < timedelta(hours=HOURS_BETWEEN_KEEPING):
        return 0
    jobs.beat(door.store, KEEPING)
    kept = door.engine.keep(by="clock", archive=door.settings.data / "archive")
    forget_cases(door)
    moved = door.engine.recompute_terms()
    done = moved + kept.anonymised + kept.archived + kept.messages + kept.keys
    if done:
        logger("clock").info("kept as the law says", **vars(kept))
    return done


def keep_going(door: Door, *, stopped: threading.Event | None = None) -> None:
    """Turn the clock until SIGTERM or SIGINT, or until `stopped` is set."""
    stop = stopped or StopSignal.of_this_process()
    logger("clock").info("started")
    # A holiday whose official date has become known is a setting, and settings are read when a process starts.
    _attempt("terms", door.engine.recompute_terms)
    while not stop.is_set():
        busy = turn(door)
        stop.wait(0.05 if busy else SECONDS_BETWEEN_TURNS)
    logger("clock").info("stopped")


def _run(door: Door, job: Job) -> None:
    def progress(*, done: int, total: int | None = None, doing: str = "") -> None:
        jobs.progress(door.store, job.id, done=done, total=total, doing=doing)
        jobs.beat(door.store, HEARTBEAT)

    try:
        result = kinds[job.kind](door, job, progress)
    except Exception as error:  # noqa: BLE001  # whatever a job raises becomes its outcome
        logger("clock").error("job failed", job=job.id, kind=job.kind, exc_info=error)
        jobs.fail(door.store, job.id, error=_sentence(error))
    else:
        jobs.finish(door.store, job.id, result=result)


def _sentence(error: Exception) -> str:
    told = str(getattr(error, "message", "") or "")
    return told or "The work stopped with an error that is noted in the log of the server."
