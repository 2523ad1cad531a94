"""The charts of a report as a page carries them: what the picture is drawn from, and the table that says the same.

Each point of a chart, and each row of its table, leads to the cases behind it where there are any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from modeler_api.quantities import quantity, significant
from modeler_api.report_view import ReportView
from modeler_api.study_report import StudyReport
from modeler_api.summary_card import percent
from modeler_api.translation import text
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.charts.network import Network
    from analytics.measure import Row
    from analytics.procedure_report import Section

CLASSES = (
    _("the fastest quarter"),
    _("the second quarter"),
    _("the third quarter"),
    _("the slowest quarter"),
)


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One chart: the finding as its title, what is drawn, the table, and where each row of the table leads."""

    name: str
    section: Section
    data: Mapping[str, Any]
    about: Message
    links: Sequence[str | None] = ()
    definition: str = ""
    anchor: str = ""
    """The name of its place on the page, where its own name would stand there twice."""

    @property
    def place(self) -> str:
        """The name of its place on the page."""
        return self.anchor or self.name

    @property
    def title(self) -> str:
        """The finding in words."""
        return text(self.section.title)

    @property
    def rows(self) -> list[tuple[str | None, tuple[Any, ...]]]:
        """The rows of the table, each with where it leads."""
        links = [*self.links, *[None] * (len(self.section.rows) - len(self.links))]
        return list(zip(links, self.section.rows, strict=False))

    def is_numeric(self, column: int) -> bool:
        """Whether a column of the table holds numbers."""
        values = [row[column] for row in self.section.rows]
        return any(isinstance(value, (int, float)) for value in values) and all(
            value is None or isinstance(value, (int, float)) for value in values
        )


def cell(value: object) -> str:
    """A cell of a table in the reader's language; None is not known."""
    from modeler_api.formats import number

    if value is None:
        return gettext("not known")
    if isinstance(value, (int, float)):
        return number(significant(float(value)), 4)
    return text(str(value) if not isinstance(value, str) else value)


def trend_chart(view: ReportView, report: StudyReport) -> Chart:
    """How the main numbers went from period to period."""
    from analytics import report_tables
    from analytics.charts.trend import trend

    unit = report.selection.case_unit
    found = report.once(("trend", unit), lambda: trend(report.log, unit=unit, calendar=report.calendar))
    moments = [point.start.timestamp() * 1000 for point in found.points]
    series = [
        (gettext("half take up to"), [point.median for point in found.points]),
        (gettext("nine in ten take up to"), [point.p90 for point in found.points]),
    ]
    counted = [f"n = {point.n}" for point in found.points]
    return Chart(
        name="trend",
        section=report_tables.trend_table(found),
        data={
            "kind": "lines",
            "yName": text(report_tables.UNITS[unit]),
            "low": moments[0],
            "high": moments[-1] if len(moments) > 1 else moments[0] + 86_400_000,
            "series": [
                {
                    "name": name,
                    "points": [
                        [at, significant(value) if value is not None else None, n]
                        for at, value, n in zip(moments, values, counted, strict=True)
                    ],
                }
                for name, values in series
            ],
        },
        about=_("Each case counts in the period in which it ended."),
        definition="throughput",
    )


def causes_chart(view: ReportView, report: StudyReport) -> Chart:
    """Why cases waited: bars of the causes, and the table of the steps."""
    from analytics import report_tables

    found = report.causes
    steps = [step.key for step in found.by("activity") if step.whole]
    section = report_tables.causes_table(found, report.labels)
    return Chart(
        name="causes",
        section=section,
        data={},
        about=section.note or section.title,
        links=[None, *(view.cases(activity=step) for step in steps)],
        definition="causes",
    )


def spread_chart(view: ReportView, report: StudyReport) -> Chart | None:
    """How the cases spread over what they took."""
    from analytics import report_tables
    from analytics.charts.spread import spread

    unit = report.selection.case_unit
    found = report.once(("spread", unit), lambda: spread(report.log, unit=unit, calendar=report.calendar))
    if found is None:
        return None
    links = [view.cases(low=edge, high=round(edge + found.step, 6)) for edge in found.edges]
    if found.beyond:
        links.append(view.cases(low=round(len(found.counts) * found.step, 6)))
    return Chart(
        name="spread",
        section=report_tables.spread_table(found),
        data={
            "kind": "columns",
            "counts": list(found.counts),
            "step": found.step,
            "simulated": report.source.is_simulated,
            "xName": text(report_tables.UNITS[unit]),
            "yName": gettext("cases"),
            "marks": [
                {"at": found.median, "words": gettext("half")},
                {"at": found.p90, "words": gettext("nine in ten")},
            ],
            "links": links[: len(found.counts)],
        },
        about=_("The farthest hundredth of the cases may lie beyond the axis; the table counts it."),
        links=links,
        definition="throughput",
    )


def queues_chart(view: ReportView, report: StudyReport) -> Chart:
    """How much work lay before each step, and how many cases were open, over time."""
    from analytics import report_tables
    from analytics.charts.queues import queues_over_time

    found = report.once("queues", lambda: queues_over_time(report.log))
    moments = [moment * 1000 for moment in found.moments]
    series = [(report.labels.get(q.activity, q.activity), q.lengths) for q in found.queues]
    series.append((gettext("cases under way"), found.open_cases))
    return Chart(
        name="queues",
        section=report_tables.queues_table(found, report.labels),
        data={
            "kind": "lines",
            "yName": gettext("pieces of work"),
            "low": moments[0],
            "high": moments[-1] + 1,
            "series": [
                {
                    "name": name,
                    "step": True,
                    "points": [list(pair) for pair in zip(moments, values, strict=True)],
                }
                for name, values in series
            ],
        },
        about=_("Counted at equal distances of time over the whole period."),
        links=[view.cases(activity=q.activity) for q in found.queues],
        definition="queue",
    )


def dotted_chart(view: ReportView, report: StudyReport) -> Chart:
    """Each completed step of each case as a dot."""
    from analytics import report_tables
    from analytics.charts.dotted import dotted_chart as dotted

    found = report.once("dotted", lambda: dotted(report.log))
    series: dict[int, list[list[float]]] = {kind: [] for kind in [*range(len(found.activities)), -1]}
    for moment, row, kind in zip(found.moments, found.rows, found.kinds, strict=True):
        series[kind].append([moment * 1000, row])
    low, high = min(found.moments, default=0.0) * 1000, max(found.moments, default=1.0) * 1000
    return Chart(
        name="dotted",
        section=report_tables.dotted_table(found),
        data={
            "kind": "dots",
            "yName": gettext("cases, the first to begin on top"),
            "low": low,
            "high": max(high, low + 1),
            "rows": max(1, len(found.cases)),
            "series": [
                {
                    "name": report.labels.get(found.activities[kind], found.activities[kind])
                    if kind >= 0
                    else gettext("other steps"),
                    "other": kind < 0,
                    "points": points,
                }
                for kind, points in series.items()
                if points
            ],
        },
        about=_(
            "A line is a case, a dot a step that was completed. {shown} of {all} cases are drawn."
        ).format(shown=len(found.cases), all=found.all_cases),
        definition="dotted",
    )


def spectrum_chart(view: ReportView, report: StudyReport) -> Chart:
    """Each passage from one step to the next as a line through time."""
    from analytics import report_tables
    from analytics.charts.spectrum import performance_spectrum

    unit = report.selection.step_unit
    found = report.once(
        ("spectrum", unit), lambda: performance_spectrum(report.log, unit=unit, calendar=report.calendar)
    )
    every = [moment for segment in found.segments for line in segment.lines for moment in line[:2]]
    low, high = min(every, default=0.0) * 1000, max(every, default=1.0) * 1000
    names = report.labels
    return Chart(
        name="spectrum",
        section=report_tables.spectrum_table(found, names),
        data={
            "kind": "spectrum",
            "classes": [text(words) for words in CLASSES],
            "low": low,
            "high": max(high, low + 1),
            "segments": [
                {
                    "name": f"{names.get(s.first, s.first)} → {names.get(s.second, s.second)}",
                    "lines": [[begin * 1000, end * 1000, kind] for begin, end, kind in s.lines],
                }
                for s in found.segments
            ],
        },
        about=_("Of each passage at most 240 lines are drawn, spread evenly; the table counts all."),
        links=[view.cases(activity=s.second) for s in found.segments],
        definition="spectrum",
    )


def network_chart(view: ReportView, report: StudyReport, *, level: str, smallest: int) -> Chart:
    """Who passes work to whom: groups, or persons under pseudonyms where that is allowed."""
    from analytics import report_tables

    found = _network(report, level, smallest)
    links = [view.cases(giver=p.giver, taker=p.taker) if level == "group" else None for p in found.passings]
    return Chart(
        name="handovers",
        section=report_tables.network_table(found),
        data={
            "kind": "network",
            "nodes": [
                {"name": party.name, "value": party.work, "words": _pieces(party.work)}
                for party in found.parties
            ],
            "links": [
                {
                    "source": p.giver,
                    "target": p.taker,
                    "value": p.n,
                    "words": quantity(p.n, "times") + "; " + report.length(p.wait),
                    "href": link,
                }
                for p, link in zip(found.passings, links, strict=True)
            ],
        },
        about=_(
            "The thicker the arrow, the more often; the larger the circle, the more work was done there."
        ),
        links=links,
        definition="handovers",
    )


def trend_of(chart: Chart, column: int, unit: str | None = None) -> str:
    """How a number of the trend went between the last two periods of enough cases; empty with fewer than two.

    A later period of too few cases, as one that has only begun, says nothing and is named. `unit` is that of the
    numbers, "percent" among them.
    """
    from analytics.charts.trend import fewest_of

    known = [row for row in chart.section.rows if row[column] is not None]
    fewest = fewest_of([row[1] for row in chart.section.rows if isinstance(row[1], int)])
    enough = [row for row in known if isinstance(row[1], int) and row[1] >= fewest]
    if len(enough) < 2:
        return ""
    before, last = enough[-2:]
    said = gettext(
        "%(before)s in %(earlier)s (n = %(n)s), %(now)s in %(later)s (n = %(m)s)",
        before=_measured(before[column], unit),
        earlier=before[0],
        n=before[1],
        now=_measured(last[column], unit),
        later=last[0],
        m=last[1],
    )
    if known[-1] is last:
        return said
    passed = gettext(
        "%(period)s has too few cases to compare (n = %(n)s)", period=known[-1][0], n=known[-1][1]
    )
    return f"{said}; {passed}"


def _measured(value: object, unit: str | None) -> str:
    """A number of the trend with its unit; a share is given in percent."""
    if unit is None or not isinstance(value, (int, float)):
        return cell(value)
    return percent(value / 100) if unit == "percent" else quantity(value, unit)


def parties_of(report: StudyReport) -> list[tuple[str, int, int, float | None, int | None]]:
    """Each group with its pieces of work and its people, the busiest first; the share of ways over it, and its team."""
    hubs = {row.key: row for row in _rows(report, "handover_network")}
    return [
        (
            party.name,
            party.work,
            party.people,
            hubs[party.name].mean if party.name in hubs else None,
            int(hubs[party.name].total or 0) or None if party.name in hubs else None,
        )
        for party in _network(report, "group", 1).parties
    ]


def seam_of(report: StudyReport) -> list[Row]:
    """The pairs of groups across the narrowest seam between the desks; none where there is no network to part."""
    return [row for row in _rows(report, "narrowest_seam") if row.n]


def _rows(report: StudyReport, name: str) -> tuple[Row, ...]:
    """The rows of a measure of the handovers; none of a log that does not say who worked."""
    from analytics.errors import NotMeasurable

    try:
        return report.measure(name, "group", None).rows
    except NotMeasurable:
        return ()


def _network(report: StudyReport, level: str, smallest: int) -> Network:
    from analytics.charts.network import drawn_network

    unit = report.selection.step_unit
    return report.once(
        ("network", level, smallest, unit),
        lambda: drawn_network(
            report.log,
            level="resource" if level == "resource" else "group",
            smallest=smallest,
            unit=unit,
            calendar=report.calendar,
        ),
    )


def _pieces(count: int) -> str:
    return gettext("%(count)s pieces of work", count=count)
