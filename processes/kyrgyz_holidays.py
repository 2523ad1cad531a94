"""The days off of the Kyrgyz Republic.

Since the Labour Code of 2025: 1–7 January, 8 March, 21 March, 1–9 May, 31 August, Orozo Ait and Kurman Ait; a day off
that falls on a weekend is **not** moved.  23 February, 7 April and 7–8 November are festive but worked; 23 February and
7 April and the eves of 21 March, 1 May and 1 January are shortened by an hour.  Before 2025 the years' decrees moved
days to and fro; those years, and the estimated days of the Aits, stand in `kyrgyz_days_off.csv`, drawn from the
`holidays` package with its accuracy, so that the package is loaded only for years the file does not have.

The Aits follow the moon: their days are **provisional** until announced.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

_SINCE = 2025


def days_off(years: tuple[int, int]) -> dict[date, str]:
    """Return every day off from the first to the last year, with its English name."""
    found: dict[date, str] = {}
    for year in range(years[0], years[1] + 1):
        found |= _fixed(year) if year >= _SINCE else _package(year)
        found |= {day: name for day, name in _package(year).items() if _is_lunar(name)}
    return found


def provisional_days(years: tuple[int, int]) -> frozenset[date]:
    """Return the Aits of years for which this module knows no announcement."""
    return frozenset(
        day for day, name in days_off((max(years[0], _SINCE), years[1])).items() if _is_lunar(name)
    )


def shortened_days(years: tuple[int, int]) -> frozenset[date]:
    """Return the days that end an hour early, since 2025."""
    return frozenset(
        day
        for year in range(max(years[0], _SINCE), years[1] + 1)
        for day in (
            date(year, 2, 23),
            date(year, 4, 7),
            date(year, 3, 20),
            date(year, 4, 30),
            date(year, 12, 31),
        )
    )


def _fixed(year: int) -> dict[date, str]:
    spans = (
        (date(year, 1, 1), 6, "New Year"),
        (date(year, 1, 7), 1, "Christmas"),
        (date(year, 3, 8), 1, "International Women's Day"),
        (date(year, 3, 21), 1, "Nooruz"),
        (date(year, 5, 1), 9, "May holidays"),
        (date(year, 8, 31), 1, "Independence Day"),
    )
    return {first + timedelta(days=n): name for first, length, name in spans for n in range(length)}


@lru_cache(maxsize=1)
def _file() -> dict[int, dict[date, str]]:
    text = files("processes").joinpath("kyrgyz_days_off.csv").read_text(encoding="utf-8")
    found: dict[int, dict[date, str]] = {}
    for row in csv.DictReader(text.splitlines()):
        day = date.fromisoformat(row["date"])
        found.setdefault(day.year, {})[day] = row["name"]
    return found


def _package(year: int) -> dict[date, str]:
    if year in _file():
        return _file()[year]
    import holidays

    return dict(holidays.country_holidays("KG", years=year, language="en_US"))


def _is_lunar(name: str) -> bool:
    return "Eid" in name or "Ait" in name or "Orozo" in name or "Kurman" in name
