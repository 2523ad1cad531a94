"""The table of differences: what each quantity was and would be, how far apart, how sure, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from modeler_api.charts import Bar, bars
from modeler_api.quantities import interval, quantity, signed, smaller_units
from modeler_api.summary_card import percent
from processes.text import Message, _


@dataclass(frozen=True, kw_only=True)
class DifferenceRow:
    """One quantity before and after; fewer is better for each of them."""

    name: str
    label: Message
    unit: str
    before: float | None
    after: float | None
    low: float | None
    high: float | None

    @classmethod
    def measured(cls, name: str, value: float | None) -> DifferenceRow:
        """A quantity as cases really had it, with nothing to compare it with."""
        return cls(
            name=name, label=Message(name), unit="working days", before=value, after=None, low=None, high=None
        )

    @property
    def difference(self) -> float | None:
        """After minus before."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)

    @property
    def tone(self) -> str:
        """ "better", "worse" or "" when nobody can be sure."""
        if not self.is_sure or self.difference is None:
            return ""
        return "better" if self.difference < 0 else "worse"

    @property
    def before_words(self) -> str:
        """Before, with its unit."""
        return quantity(self.before, self.unit)

    @property
    def after_words(self) -> str:
        """After, with its unit."""
        return quantity(self.after, self.unit)

    @property
    def difference_words(self) -> str:
        """The difference with its sign and its share of before."""
        if self.difference is None:
            return gettext("not known")
        share = f" ({_signed_percent(self.difference / self.before)})" if self.before else ""
        return signed(self.difference, self.unit) + share

    @property
    def interval_words(self) -> str:
        """The 95 % interval of the difference, in the unit in which that is said."""
        if self.low is None or self.high is None:
            return ""
        many = smaller_units(self.difference, self.unit)
        return interval(self.low * many, self.high * many)

    @property
    def verdict(self) -> Message:
        """How sure it is, in words."""
        if self.low is None or self.high is None:
            return _("nobody can say: too few repetitions")
        if not self.is_sure:
            return _("unsure: it may be no difference at all")
        return _("sure: less than today") if self.tone == "better" else _("sure: more than today")


def rows_of(data: Iterable[Mapping[str, Any]]) -> list[DifferenceRow]:
    """The differences of a comparison that was kept."""
    return [DifferenceRow(**{**row, "label": _(row["label"])}) for row in data]


def opening(rows: Iterable[DifferenceRow]) -> str:
    """The one sentence that says what the redesign would change for a case."""
    row = next((row for row in rows if row.name == "throughput_median"), None)
    if row is None or row.difference is None:
        return gettext("The simulations cannot say how long cases take.")
    figures = {"before": row.before_words, "after": row.after_words}
    if not row.is_sure:
        return gettext(
            "The simulations show no sure difference: half of the cases take up to %(before)s today "
            "and %(after)s after the redesign.",
            **figures,
        )
    if row.difference < 0:
        return gettext("Half of the cases would be done within %(after)s instead of %(before)s.", **figures)
    return gettext("Half of the cases would need %(after)s, more than the %(before)s of today.", **figures)


def chart_of(rows: Iterable[DifferenceRow]) -> list[tuple[DifferenceRow, tuple[Bar, ...]]]:
    """Two bars for each quantity, before and after, on the scale of that quantity."""
    found = []
    for row in rows:
        if row.before is not None and row.after is not None:
            pair = [
                (gettext("as it is"), row.before, row.before_words, "simulated"),
                (gettext("as it could be"), row.after, row.after_words, "simulated after"),
            ]
            found.append((row, bars(pair)))
    return found


def _signed_percent(share: float) -> str:
    sign = "−" if share < 0 else "+" if share > 0 else ""
    # A rest that is not nothing must not be rounded away.
    digits = 1 if 0.995 <= abs(share) < 1 else 0
    return sign + percent(min(abs(share), 0.999) if digits else abs(share), digits)
