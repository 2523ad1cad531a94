"""A scenario: the world a simulation puts a model into.

How often cases arrive, how long work and waits take, which way decisions go, who is there to do the work.  Each figure
may name its source; figures nobody gave are derived from the model's `gov:` annotations, and the scenario says so.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processes.errors import ProcessesError
from processes.model.duration import read_duration
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt


class NotAScenario(ProcessesError):
    """The scenario says something that cannot be simulated."""


#: For each kind of distribution, its parameters in order; all are seconds but `shape` and `sigma`.
KINDS: dict[str, tuple[str, ...]] = {
    "fixed": ("value",),
    "exponential": ("mean",),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("mean", "deviation"),
    "lognormal": ("median", "sigma"),
    "gamma": ("shape", "scale"),
}


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """A random length of time in seconds; never negative."""

    kind: str
    parameters: tuple[float, ...]

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise NotAScenario(
                _("There is no distribution {kind!r}.").format(kind=self.kind),
                hint=_("Known: {known}.").format(known=", ".join(KINDS)),
            )
        if len(self.parameters) != len(KINDS[self.kind]) or any(p < 0 for p in self.parameters):
            raise NotAScenario(
                _("A {kind} distribution needs {known}, none of them negative.").format(
                    kind=self.kind, known=", ".join(KINDS[self.kind])
                )
            )
        ordered = self.kind not in ("uniform", "triangular") or list(self.parameters) == sorted(
            self.parameters
        )
        if not ordered:
            raise NotAScenario(
                _("A {kind} distribution needs its parameters in rising order.").format(kind=self.kind)
            )

    def sample(self, rng: np.random.Generator, size: int) -> npt.NDArray[np.float64]:
        """Return `size` lengths in seconds drawn with `rng`."""
        import numpy as np

        p = self.parameters
        if self.kind == "fixed" or (self.kind == "triangular" and p[0] == p[2]):
            return np.full(size, p[0])
        drawn = {
            "exponential": lambda: rng.exponential(p[0], size),
            "uniform": lambda: rng.uniform(p[0], p[1], size),
            "triangular": lambda: rng.triangular(p[0], p[1], p[2], size),
            "normal": lambda: rng.normal(p[0], p[1], size),
            "lognormal": lambda: p[0] * np.exp(rng.normal(0.0, p[1], size)),
            "gamma": lambda: rng.gamma(p[0], p[1], size),
        }[self.kind]()
        return np.maximum(drawn, 0.0)

    @property
    def mean(self) -> float:
        """The expected length in seconds (a normal is taken as if it could be negative)."""
        import math

        p = self.parameters
        return {
            "fixed": lambda: p[0],
            "exponential": lambda: p[0],
            "uniform": lambda: (p[0] + p[1]) / 2,
            "triangular": lambda: sum(p) / 3,
            "normal": lambda: p[0],
            "lognormal": lambda: p[0] * math.exp(p[1] ** 2 / 2),
            "gamma": lambda: p[0] * p[1],
        }[self.kind]()


@dataclass(frozen=True, kw_only=True)
class Staff:
    """How many people serve a group, and their working calendar by name (`office` or `always`)."""

    count: int
    calendar: str = "office"


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Arrivals, durations, waits, branching and staff; keys are element ids, flow ids and groups of the model.

    `durations` are work by somebody; `waits` are the time a case rests before the step begins for reasons outside the
    model (the applicant, the post, another agency).  `sources` says for any key where its figure comes from.
    """

    arrivals: Distribution
    cases: int = 1000
    start: datetime = datetime(2026, 1, 12, tzinfo=UTC)
    durations: Mapping[str, Distribution] = field(default_factory=dict)
    waits: Mapping[str, Distribution] = field(default_factory=dict)
    branching: Mapping[str, float] = field(default_factory=dict)
    staff: Mapping[str, Staff] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    arrivals_calendar: str = "office"

    @classmethod
    def read(cls, path: str | Path) -> Scenario:
        """Return the scenario in a TOML file; raises `NotAScenario` with the key and the way out.

        Lengths are ISO 8601 durations: `"PT20M"`, or tables:
        `{kind = "triangular", low = "PT10M", mode = "PT20M", high = "PT1H"}`.
        """
        file = Path(path)
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise NotAScenario(
                _("The scenario cannot be read: {error}.").format(error=str(error)), file=file.name
            ) from error
        return cls.of(data, file=file.name)

    @classmethod
    def of(cls, data: Mapping[str, Any], *, file: str | None = None) -> Scenario:
        """Return the scenario given as nested mappings, such as parsed TOML or JSON."""
        known = {
            "cases",
            "start",
            "arrivals",
            "arrivals_calendar",
            "durations",
            "waits",
            "branching",
            "staff",
            "sources",
        }
        unknown = set(data) - known
        if unknown:
            raise NotAScenario(
                _("The scenario has {names}, which nobody reads.").format(
                    names=", ".join(sorted(map(repr, unknown)))
                ),
                hint=_("Known: {known}.").format(known=", ".join(sorted(known))),
                file=file,
            )
        if "arrivals" not in data:
            raise NotAScenario(
                _("The scenario does not say how often cases arrive."),
                hint=_('Add arrivals = "PT30M".'),
                file=file,
            )
        try:
            start = data.get("start", cls.start)
            moment = start if isinstance(start, datetime) else datetime.fromisoformat(str(start))
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
            return cls(
                arrivals=_distribution(data["arrivals"], exponential=True),
                cases=int(data.get("cases", cls.cases)),
                start=moment,
                durations={k: _distribution(v) for k, v in data.get("durations", {}).items()},
                waits={k: _distribution(v) for k, v in data.get("waits", {}).items()},
                branching={k: _probability(k, v) for k, v in data.get("branching", {}).items()},
                staff={
                    k: Staff(**v) if isinstance(v, dict) else Staff(count=int(v))
                    for k, v in data.get("staff", {}).items()
                },
                sources={k: str(v) for k, v in data.get("sources", {}).items()},
                arrivals_calendar=str(data.get("arrivals_calendar", "office")),
            )
        except (ValueError, TypeError) as error:
            raise NotAScenario(
                _("The scenario cannot be read: {error}").format(error=str(error)), file=file
            ) from error


def _probability(key: str, value: object) -> float:
    number = float(str(value))
    if not 0 <= number <= 1:
        raise NotAScenario(
            _("The probability of {key} is {number}; it lies between 0 and 1.").format(key=key, number=number)
        )
    return number


def _seconds(value: object) -> float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return float(value) if isinstance(value, (int, float)) else read_duration(str(value)).total_seconds()


def _distribution(value: object, *, exponential: bool = False) -> Distribution:
    if isinstance(value, dict):
        fields = dict(value)
        kind = str(fields.pop("kind", "fixed"))
        names = KINDS.get(kind, ())
        plain = {"sigma", "shape"}
        missing = [n for n in names if n not in fields]
        if missing or set(fields) - set(names):
            raise NotAScenario(
                _("A {kind} distribution needs {names}.").format(
                    kind=kind, names=", ".join(names) or "a known kind"
                )
            )
        return Distribution(
            kind=kind,
            parameters=tuple(float(fields[n]) if n in plain else _seconds(fields[n]) for n in names),
        )
    return Distribution(kind="exponential" if exponential else "fixed", parameters=(_seconds(value),))
