"""A dashboard as a page shows it: each tile from what is watched of a procedure, by the right of whoever looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from analytics.watched import WATCHED, Reading
from modeler_api import alerting, repository
from modeler_api.auth.session import may
from modeler_api.event_logs import MEASURED
from modeler_api.report_charts import (
    Chart,
    dotted_chart,
    network_chart,
    queues_chart,
    spectrum_chart,
    spread_chart,
    trend_chart,
)
from modeler_api.report_selection import Selection, countable, narrowed
from modeler_api.report_view import ReportView, version_of
from modeler_api.study_report import StudyReport
from modeler_api.wiring import Door
from processes.text import Message, _

Draw = Callable[[ReportView, StudyReport], Chart | None]

CHARTS: dict[str, tuple[Message, Draw]] = {
    "trend": (_("Chart: how long cases took, over time"), trend_chart),
    "spread": (_("Chart: how cases spread over their length"), spread_chart),
    "queues": (_("Chart: queues over time"), queues_chart),
    "spectrum": (_("Chart: passages between steps"), spectrum_chart),
    "dotted": (_("Chart: cases over time"), dotted_chart),
    "handovers": (
        _("Chart: who passes work to whom"),
        lambda view, report: network_chart(view, report, level="group", smallest=1),
    ),
}

WHAT: dict[str, Message] = {**WATCHED, **{name: words for name, (words, _draw) in CHARTS.items()}}
"""What a tile can show, by its name."""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One tile: a number or a chart of a procedure; `is_hidden` when the reader may not see the report."""

    number: int
    title: str
    what: Message
    days: int
    is_hidden: bool = False
    reading: Reading | None = None
    chart: Chart | None = None
    view: ReportView | None = None


def tile_of(door: Door, number: int, kept_tile: dict[str, Any]) -> Tile:
    """One tile of a dashboard, for whoever is at the door."""
    key, what, days = str(kept_tile["procedure"]), str(kept_tile["what"]), int(kept_tile["days"])
    words = WHAT.get(what, Message(what))
    kept = repository.find(door, key)
    if kept is None or not may("report.read", procedure=key):
        return Tile(number=number, title="", what=words, days=days, is_hidden=True)
    whole, first = alerting.watched(door, key, days=days)
    name = whole.name if whole is not None else MEASURED
    selection = Selection(log=name, first=first)
    source = narrowed(whole, selection, zone=door.settings.timezone) if whole is not None else None
    selection = countable(selection, source, door.settings.calendar)
    view = ReportView(kept, version_of(kept, whole), whole, source, selection, name)
    if what in WATCHED:
        reading = alerting.reading_of(door, key, what, days=days)
        return Tile(number=number, title=kept.title, what=words, days=days, reading=reading, view=view)
    chart = CHARTS[what][1](view, view.report) if what in CHARTS and view.report is not None else None
    if chart is not None:
        chart = replace(chart, anchor=f"tile-{number}")
    return Tile(number=number, title=kept.title, what=words, days=days, chart=chart, view=view)
