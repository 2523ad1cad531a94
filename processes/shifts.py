"""Shifts: when people work on a day, and all shifts of some years as arrays that can be searched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, order=True)
class Shift:
    """From `start` until just before `end`, on one day, local time."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"A shift ends after it starts: {self.start}–{self.end}; part it at midnight.")


def length(shift: Shift) -> timedelta:
    """Return how long a shift is."""
    day = date(2000, 1, 1)
    return datetime.combine(day, shift.end) - datetime.combine(day, shift.start)


@dataclass(frozen=True)
class ShiftTable:
    """Shifts of a span of years, in seconds since 1970, with the working seconds before each."""

    first: date
    last: date
    starts: npt.NDArray[np.float64]
    ends: npt.NDArray[np.float64]
    before: npt.NDArray[np.float64]
    days: list[date]
