"""Reporting: what was measured, found and compared, put together for people who decide."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from analytics.lengths import in_words, percent
from analytics.procedure_report import Cell, KeyNumber, Report, Section
from processes.text import Message, _, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analytics.comparison import Comparison
    from analytics.finding import Finding, Findings, Saving
    from analytics.slicing import Exclusion
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.model import Model

#: Variants below the most frequent ones are counted together.
_VARIANTS = 10


def report(
    findings: Findings | None = None,
    effect: Comparison | None = None,
    *,
    log: EventLog | None = None,
    model: Model | None = None,
    title: str | None = None,
    calendar: WorkingCalendar | None = None,
    is_working: bool = True,
    left_out: Iterable[Exclusion] = (),
) -> Report:
    """Return the report on what is given; each part is there when what it needs is.

    Lengths are working time, or calendar time with `is_working` off.  `left_out` are the cases that the log no longer
    has, with the reason.

    >>> from processes.examples import two_certificates
    >>> str(report(log=two_certificates()).opening)
    'Half of the cases take more than 2.8 working hours; all of the waiting is before “Sign”.'
    """
    from analytics.heat import MODES, heat
    from analytics.opening import opening

    lived = log if log is not None and len(log) else None
    sections: list[Section] = []
    if lived is not None:
        sections += [_activities(lived, calendar, is_working), _variants(lived)]
    if model is not None:
        sections.append(_figures(model))
    sections += _charts(lived, model, calendar, is_working)
    if effect is not None:
        sections.append(_comparison(effect))
    return Report(
        title=title or (model.name if model is not None else str(_("Report on a procedure"))),
        opening=opening(lived, calendar=calendar, is_working=is_working)
        if lived is not None
        else _first_of(findings),
        numbers=_numbers(lived, calendar, is_working) if lived is not None else (),
        facts=tuple(_facts(log, model, effect, calendar, is_working, tuple(left_out))),
        sections=tuple(sections),
        findings=tuple(findings.by("saving")) if findings is not None else (),
        dismissed=len(findings.dismissed) if findings is not None else 0,
        heat={mode: heat(lived, model, mode, calendar=calendar, unit=_hours(is_working)) for mode in MODES}
        if lived is not None and model is not None
        else {},
        comparison=effect,
        model=model,
    )


def _first_of(findings: Findings | None) -> Message | None:
    """Return a sentence about the findings where there is no log to speak of."""
    if findings is None:
        return None
    if not len(findings):
        return _("Nothing was found that could be improved.")
    first = findings.by("saving")[0]
    return _("{count} findings; the one that would save most: {claim}").format(
        count=len(findings), claim=first.claim
    )


def _hours(is_working: bool) -> str:
    return "working hours" if is_working else "hours"


def _charts(
    log: EventLog | None,
    model: Model | None,
    calendar: WorkingCalendar | None,
    is_working: bool,
) -> list[Section]:
    """Return the tables of the charts, in the order of the page."""
    from analytics import report_tables as tables
    from analytics.charts.dotted import dotted_chart
    from analytics.charts.network import drawn_network
    from analytics.charts.queues import queues_over_time
    from analytics.charts.spectrum import performance_spectrum
    from analytics.charts.spread import spread
    from analytics.charts.trend import trend
    from analytics.critical_chain import critical_chain
    from analytics.journey import journey

    hours, days = _hours(is_working), "working days" if is_working else "days"
    sections: list[Section] = []
    if log is not None:
        from analytics.why_cases_wait import why_cases_wait

        waits = why_cases_wait(log, model=model, unit=hours, calendar=calendar)
        sections.append(tables.causes_table(waits))
        sections.append(tables.trend_table(trend(log, unit=days, calendar=calendar)))
        columns = spread(log, unit=days, calendar=calendar)
        if columns is not None:
            sections.append(tables.spread_table(columns))
        sections += [
            tables.queues_table(queues_over_time(log)),
            tables.spectrum_table(performance_spectrum(log, unit=hours, calendar=calendar)),
            tables.dotted_table(dotted_chart(log)),
            tables.network_table(drawn_network(log, unit=hours, calendar=calendar)),
        ]
    if model is not None:
        told = journey(model)
        if told.touches:
            sections.append(tables.journey_table(model, told))
        chain = critical_chain(model, log, unit=hours, calendar=calendar)
        if chain is not None and chain.links:
            sections.append(tables.chain_table(model, chain, hours))
    return sections


def _numbers(log: EventLog, calendar: WorkingCalendar | None, is_working: bool) -> tuple[KeyNumber, ...]:
    from analytics.measures.processing_time import processing_time
    from analytics.measures.throughput_time import throughput_time
    from analytics.measures.waiting_time import waiting_time
    from analytics.watched import waiting_share

    [days] = throughput_time(log, unit="working days" if is_working else "days", calendar=calendar)
    hours = _hours(is_working)
    share = waiting_share(
        waiting_time(log, unit=hours, calendar=calendar), processing_time(log, unit=hours, calendar=calendar)
    )
    unit = _("working days") if is_working else _("calendar days")
    return (
        KeyNumber(label=_("Half of the cases"), value=days.median, unit=unit, n=days.n, origin=log.origin),
        KeyNumber(label=_("Nine cases in ten"), value=days.p90, unit=unit, n=days.n, origin=log.origin),
        KeyNumber(
            label=_("Of waiting and work together, waiting is"),
            value=percent(share) if share is not None else None,
            unit=_("%"),
            n=days.n,
            origin=log.origin,
        ),
    )


def _activities(log: EventLog, calendar: WorkingCalendar | None, is_working: bool) -> Section:
    from analytics.measures.frequency import frequency
    from analytics.measures.processing_time import processing_time
    from analytics.measures.waiting_time import waiting_time
    from analytics.opening import most_waiting

    unit = _hours(is_working)
    waits = {r.key: r for r in waiting_time(log, unit=unit, calendar=calendar)}
    works = {r.key: r for r in processing_time(log, unit=unit, calendar=calendar)}
    whole = sum(r.total or 0.0 for r in waits.values())
    rows: list[tuple[Cell, ...]] = []
    for row in frequency(log):
        wait, work = waits[row.key], works[row.key]
        share = percent((wait.total or 0.0) / whole) if wait.n and whole else None
        rows.append((row.key, row.n, row.total, wait.median, wait.p90, share, work.median, wait.unknown))
    where = most_waiting(log, calendar=calendar, unit=unit)
    return Section(
        name="activities",
        title=_("Most of the waiting is before “{label}”").format(label=where[0])
        if where is not None
        else _("What happens, and how often"),
        head=(
            _("Activity"),
            _("Times"),
            _("Cases"),
            _("Wait, median (working hours)") if is_working else _("Wait, median (hours)"),
            _("Wait, 90th percentile (working hours)") if is_working else _("Wait, 90th percentile (hours)"),
            _("Share of all waiting (%)"),
            _("Work, median (working hours)") if is_working else _("Work, median (hours)"),
            _("Start not recorded"),
        ),
        rows=tuple(sorted(rows, key=lambda r: -(r[5] if isinstance(r[5], int) else -1))),
        note=_("Waiting is the time from the moment work could begin to the moment somebody began it."),
    )


def _variants(log: EventLog) -> Section:
    from analytics.measures.variants import variants

    found = list(variants(log))
    rows: list[tuple[Cell, ...]] = [(r.key, r.n, percent(r.n / len(log))) for r in found[:_VARIANTS]]
    rest = sum(r.n for r in found[_VARIANTS:])
    if rest:
        label = _("{count} other ways").format(count=len(found) - _VARIANTS)
        rows.append((label, rest, percent(rest / len(log))))
    return Section(
        name="variants",
        title=_("Cases went {count} different ways").format(count=len(found))
        if len(found) > 1
        else _("All cases went the same way"),
        head=(_("Way"), _("Cases"), _("Share (%)")),
        rows=tuple(rows),
    )


def _figures(model: Model) -> Section:
    from datetime import timedelta

    from analytics.procedure_summary import summary

    rows: list[tuple[Cell, ...]] = []
    for figure in summary(model):
        value = figure.value
        known: Cell = in_words(value) if isinstance(value, timedelta) else None
        if value is not None and not isinstance(value, timedelta):
            known = float(value)
        unit = "" if isinstance(value, timedelta) or figure.unit == "time" else _unit(figure.unit)
        rows.append((figure.label, known, unit, figure.confidence, len(figure.unknown)))
    return Section(
        name="figures",
        title=_("What the procedure asks of people"),
        head=(_("Figure"), _("Value"), _("Counted in"), _("Confidence"), _("Steps not assessed")),
        rows=tuple(rows),
        note=_("Counted from the model; confidence A is sourced, B partly sourced, C an estimate."),
    )


def _comparison(effect: Comparison) -> Section:
    rows: list[tuple[Cell, ...]] = [
        (
            r.label,
            _unit(r.unit),
            r.before,
            r.after,
            r.difference,
            r.low,
            r.high,
            _("yes") if r.is_sure else _("no") if r.low is not None else None,
        )
        for r in effect.rows
    ]
    words = {"simulated": _("simulated"), "measured": _("measured")}
    return Section(
        name="comparison",
        title=_("Before ({before}) and after ({after})").format(
            before=words[effect.before_origin], after=words[effect.after_origin]
        ),
        head=(
            _("Quantity"),
            _("Counted in"),
            _("Before"),
            _("After"),
            _("Difference"),
            _("At least"),
            _("At most"),
            _("Sure"),
        ),
        rows=tuple(rows),
        note=_(
            "{before} cases before, {after} after; bounds hold with 95 % confidence. {method} {warnings}"
        ).format(
            before=effect.before_cases,
            after=effect.after_cases,
            method=effect.method,
            warnings=joined(effect.warnings),
        ),
    )


def _unit(unit: str) -> Message:
    return {
        "working days": _("working days"),
        "working hours": _("working hours"),
        "activities": _("activities"),
        "handovers": _("handovers"),
        "steps": _("steps"),
        "visits": _("visits"),
        "entities": _("entities"),
        "documents": _("documents"),
        "contacts": _("contacts"),
        "days": _("days"),
        "ratio": _("ratio"),
    }.get(unit, Message(unit))


def _facts(
    log: EventLog | None,
    model: Model | None,
    effect: Comparison | None,
    calendar: WorkingCalendar | None,
    is_working: bool,
    left_out: tuple[Exclusion, ...],
) -> Iterable[tuple[Message, Cell]]:
    """Yield what a reader must always see: where the numbers come from and what they leave out."""
    if log is not None:
        import pyarrow.compute as pc

        simulated = log.origin == "simulated"
        yield (
            _("Origin"),
            _("Simulated: nobody lived these cases")
            if simulated
            else _("Measured: recorded while cases ran"),
        )
        yield _("Cases"), len(log)
        if log.replications > 1:
            yield _("Repeated with other luck"), log.replications
        if len(log):
            ends = pc.min_max(log.events["timestamp"]).as_py()
            first, last = (m.astimezone(UTC) if m is not None else None for m in ends.values())
            yield _("Period"), f"{first:%Y-%m-%d} – {last:%Y-%m-%d}" if first and last else None
            yield _("Data as of"), f"{last:%Y-%m-%d %H:%M} UTC" if last else None
            open_ = log.activities.filter(pc.is_null(log.activities["ended_as"]))
            running = len(pc.unique(open_["case"]))
            yield _("Still running, counted up to their last event"), running
            yield _("Excluded cases"), sum(one.cases for one in left_out)
            for one in left_out:
                yield _("Excluded: {why}").format(why=one.why), one.cases
        yield _("Time"), _time(calendar, is_working)
        for line in filter(None, log.attributes.get("kyzmat:assumptions", "").splitlines()):
            yield _("Assumption"), line
        if "kyzmat:seed" in log.attributes:
            yield _("Seed"), log.attributes["kyzmat:seed"]
    if model is not None:
        yield _("Model"), f"{model.name} ({model.digest[:12]})"
        if model.procedure is not None and model.procedure.frequency is not None:
            yield _("Cases a year"), model.procedure.frequency
    if effect is not None:
        if log is None:
            yield _("Time"), _time(calendar, is_working)
        words = {"simulated": _("{count} simulated cases"), "measured": _("{count} measured cases")}
        yield _("Compared: before"), words[effect.before_origin].format(count=effect.before_cases)
        yield _("Compared: after"), words[effect.after_origin].format(count=effect.after_cases)


def _time(calendar: WorkingCalendar | None, is_working: bool) -> Message:
    if not is_working:
        return _("Calendar time, around the clock")
    zone = calendar.timezone if calendar is not None else "Asia/Bishkek"
    return _("Working time of the office, {zone}").format(zone=zone)


def saving_in_words(saving: Saving) -> list[Message]:
    """Return what a finding or a proposal would save, a sentence part each; empty when nobody can say."""
    said: list[Message] = []
    if saving.time:
        said.append(_("{time} of the applicant").format(time=in_words(saving.time)))
    if saving.work:
        said.append(_("{time} of the office").format(time=in_words(saving.work)))
    if saving.lead:
        said.append(_("{time} until the result").format(time=in_words(saving.lead)))
    if saving.visits:
        said.append(_("visits: {count}").format(count=saving.visits))
    if saving.documents:
        said.append(_("papers: {count}").format(count=saving.documents))
    if saving.money:
        said.append(_("money: {amount}").format(amount=saving.money))
    return said


def a_year(finding: Finding) -> Message | None:
    """Return what a finding would save in a year; None when nobody can say."""
    hours = finding.saving.hours_a_year
    return _("{hours:,.0f} hours a year").format(hours=hours) if hours else None
