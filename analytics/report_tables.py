"""The tables under the charts: what a chart shows, in words and numbers, the finding as its title.

The same table stands under the picture on a page, in the workbook and in the PDF.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from analytics.lengths import in_words, percent
from analytics.opening import rounded
from analytics.procedure_report import Cell, Section
from analytics.why_cases_wait import CAUSES
from analytics.why_cases_wait import NAMES as WAIT_CAUSES
from processes.text import Message, _, joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.charts.dotted import DottedChart
    from analytics.charts.network import Network
    from analytics.charts.queues import Queues
    from analytics.charts.spectrum import Spectrum
    from analytics.charts.spread import Spread
    from analytics.charts.trend import Trend
    from analytics.critical_chain import Chain
    from analytics.journey import Journey
    from analytics.why_cases_wait import Cause, Waited, Waits
    from processes.model.model import Model

UNITS: dict[str, Message] = {
    "working days": _("working days"),
    "working hours": _("working hours"),
    "days": _("calendar days"),
    "hours": _("hours"),
}

LENGTHS: dict[str, Message] = {
    "hour": _("Hour"),
    "day": _("Day"),
    "week": _("Week"),
    "month": _("Month"),
    "quarter": _("Quarter"),
    "year": _("Year"),
    "years": _("Years"),
}

CHANNELS: dict[str, Message] = {
    "inPerson": _("in person"),
    "phone": _("by telephone"),
    "post": _("by post"),
    "online": _("online"),
    "kiosk": _("at a kiosk"),
    "registryQuery": _("by asking a register"),
    "internal": _("inside the office"),
}


def trend_table(trend: Trend) -> Section:
    """Return the main numbers of each period; its title compares only periods of enough cases."""
    from analytics.charts.trend import fewest_of

    fewest = fewest_of([point.n for point in trend.points])
    known = [point for point in trend.points if point.median is not None and point.n >= fewest]
    title = _("How long cases took, by the moment they ended")
    if len(known) > 1:
        title = _("The median went from {before} (n = {n}) to {after} {unit} (n = {m})").format(
            before=rounded(known[0].median or 0.0),
            n=known[0].n,
            after=rounded(known[-1].median or 0.0),
            m=known[-1].n,
            unit=UNITS[trend.unit],
        )
    unit = UNITS[trend.unit]
    return Section(
        name="trend",
        title=title,
        head=(
            LENGTHS[trend.length],
            _("Cases that ended"),
            _("Half take up to ({unit})").format(unit=unit),
            _("Nine in ten take up to ({unit})").format(unit=unit),
            _("Waiting (% of waiting and work)"),
        ),
        rows=tuple(
            (
                day(point.start, trend.length),
                point.n,
                point.median,
                point.p90,
                percent(point.waiting) if point.waiting is not None else None,
            )
            for point in trend.points
        ),
        note=_("A case counts where it ended; a period with few cases says little."),
    )


def dotted_table(chart: DottedChart) -> Section:
    """Return how many cases began and ended in each period."""
    busiest = max(chart.arrivals, key=lambda a: a.begun, default=None)
    return Section(
        name="dotted",
        title=_("At most {count} cases began in one {period}").format(
            count=busiest.begun, period=_PERIOD[chart.periods.unit]
        )
        if busiest is not None
        else _("No step was completed"),
        head=(LENGTHS[chart.periods.unit], _("Cases begun"), _("Cases ended"), _("Steps completed")),
        rows=tuple(
            (day(start, chart.periods.unit), a.begun, a.ended, a.activities)
            for start, a in zip(chart.periods.starts, chart.arrivals, strict=True)
        ),
        note=_("The picture shows {shown} of {all} cases, spread evenly by their beginning.").format(
            shown=len(chart.cases), all=chart.all_cases
        )
        if chart.is_sample
        else _("The picture shows all {all} cases.").format(all=chart.all_cases),
    )


_PERIOD: dict[str, Message] = {
    "hour": _("hour"),
    "day": _("day"),
    "week": _("week"),
    "month": _("month"),
    "quarter": _("quarter"),
    "year": _("year"),
    "years": _("period"),
}


def spectrum_table(spectrum: Spectrum, names: Mapping[str, str] | None = None) -> Section:
    """Return the passages that hold most time."""
    called = names or {}
    unit = UNITS[spectrum.unit]
    first = spectrum.segments[0] if spectrum.segments else None
    return Section(
        name="spectrum",
        title=_("Most time passes between “{first}” and “{second}”").format(
            first=called.get(first.first, first.first), second=called.get(first.second, first.second)
        )
        if first is not None
        else _("No case went from one step to another"),
        head=(
            _("From"),
            _("To"),
            _("Times"),
            _("Half take up to ({unit})").format(unit=unit),
            _("Nine in ten take up to ({unit})").format(unit=unit),
            _("Overtaken by a later case (%)"),
        ),
        rows=tuple(
            (
                called.get(s.first, s.first),
                called.get(s.second, s.second),
                s.n,
                s.median,
                s.p90,
                percent(s.overtaken),
            )
            for s in spectrum.segments
        ),
        note=_(
            "A line runs from the moment the first step was done to the moment the second was. Lines side by side keep "
            "their order; lines that end together were done as a batch. {others} other passages hold less time."
        ).format(others=spectrum.others),
    )


def queues_table(queues: Queues, names: Mapping[str, str] | None = None) -> Section:
    """Return the longest queues with their mean and peak."""
    called = names or {}
    top = max(queues.queues, key=lambda q: q.peak, default=None)
    lay = (
        _("When work began is not recorded: what is counted lay there or was in hand.")
        if queues.until_done
        else _("Work lies from the moment it could begin to the moment somebody began it.")
    )
    note = lay
    if queues.unknown:
        note = _("{lay} {unknown} pieces of work could not be placed in time.").format(
            lay=lay, unknown=queues.unknown
        )
    return Section(
        name="queues",
        title=_("At most {peak} pieces of work lay before “{label}”").format(
            peak=top.peak, label=called.get(top.activity, top.activity)
        )
        if top is not None
        else _("No work lay waiting"),
        head=(_("Before"), _("On average"), _("At most"), _("When"), _("At the end")),
        rows=tuple(
            (called.get(q.activity, q.activity), q.mean, q.peak, f"{q.peak_at:%Y-%m-%d}", q.last)
            for q in queues.queues
        ),
        note=note,
    )


def causes_table(waits: Waits, names: Mapping[str, str] | None = None) -> Section:
    """Return why cases wait before each step: the waiting of all cases, and the share of each cause in it."""
    called = names or {}
    whole, steps = waits.whole, waits.by("activity")
    cause = max(CAUSES, key=lambda c: whole.parts[c])
    share = whole.share(cause)
    unit = UNITS[waits.unit]
    rows: list[tuple[Cell, ...]] = [_caused(_("all steps"), whole)]
    rows += [_caused(called.get(s.key, s.key), s) for s in steps[:_MOST_STEPS] if s.whole]
    note = _("Each second of waiting has one cause, the first that holds in this order.")
    if whole.unmeasured:
        note = _("{note} {count} waits have no recorded length.").format(note=note, count=whole.unmeasured)
    if whole.unrecorded:
        note = _(
            "{note} Where no start is recorded, waiting and work cannot be told apart: both are unknown."
        ).format(note=note)
    return Section(
        name="why it waits",
        title=_("{percent} % of the waiting: {cause}").format(
            percent=percent(share), cause=WAIT_CAUSES[cause]
        )
        if share is not None and cause != "unknown"
        else _("Of {percent} % of the waiting the cause is not known").format(percent=percent(share))
        if share is not None and share < 1
        else _("Why cases wait is not recorded"),
        head=(_("Before"), _("Waiting ({unit})").format(unit=unit), *(_share_of(c) for c in CAUSES)),
        rows=tuple(rows),
        note=note,
    )


_MOST_STEPS = 12


def _share_of(cause: Cause) -> Message:
    return _("{cause} (%)").format(cause=WAIT_CAUSES[cause])


def _caused(name: Message | str, waited: Waited) -> tuple[Cell, ...]:
    shares = [waited.share(cause) for cause in CAUSES]
    known = waited.whole if waited.waits else None
    return (name, known, *(None if share is None else percent(share) for share in shares))


def spread_table(spread: Spread) -> Section:
    """Return how many cases lie in each column."""
    unit = UNITS[spread.unit]
    rows: list[tuple[Cell, ...]] = [
        (edge, edge + spread.step, count) for edge, count in zip(spread.edges, spread.counts, strict=True)
    ]
    if spread.beyond:
        rows.append((len(spread.counts) * spread.step, None, spread.beyond))
    return Section(
        name="spread",
        title=_("Nine in ten cases take up to {p90} {unit}").format(p90=rounded(spread.p90), unit=unit),
        head=(_("From ({unit})").format(unit=unit), _("To ({unit})").format(unit=unit), _("Cases")),
        rows=tuple(rows),
    )


def network_table(network: Network) -> Section:
    """Return who passes work to whom."""
    first = network.passings[0] if network.passings else None
    notes = [_("Between neighbouring steps of a case; work side by side need not have been handed over.")]
    if network.hidden:
        notes.append(
            _("{count} are not shown: fewer than {smallest} people work there.").format(
                count=network.hidden, smallest=network.smallest
            )
        )
    if network.unnamed:
        unsaid = (
            _("{count} are not shown: the log does not say in which group the work was done.")
            if network.level == "group"
            else _("{count} are not shown: the log does not say who worked.")
        )
        notes.append(unsaid.format(count=network.unnamed))
    if network.others:
        notes.append(_("{count} between other pairs are not shown.").format(count=network.others))
    return Section(
        name="handovers",
        title=_("Work passes most often from “{giver}” to “{taker}”").format(
            giver=first.giver, taker=first.taker
        )
        if first is not None
        else _("No handover is recorded"),
        head=(
            _("From"),
            _("To"),
            _("Times"),
            _("Half wait there up to ({unit})").format(unit=UNITS[network.unit]),
        ),
        rows=tuple((p.giver, p.taker, p.n, p.wait) for p in network.passings),
        note=joined(notes),
    )


def journey_table(model: Model, journey: Journey) -> Section:
    """Return each touch of the applicant's journey."""
    rows: list[tuple[Cell, ...]] = []
    for number, touch in enumerate(journey.touches, start=1):
        place = model.places.get(touch.place or "")
        papers: list[str] = [
            _("{paper} (the state holds it)").format(paper=paper_name(model, paper.document))
            if paper.held_in
            else paper_name(model, paper.document)
            for paper in touch.papers
        ]
        rows.append(
            (
                number,
                model.elements[touch.element].label,
                CHANNELS.get(touch.channel or ""),
                touch.trip,
                place.name if place is not None else touch.place,
                _list(papers),
                float(touch.money) if touch.money is not None else None,
                in_words(touch.time) if touch.time is not None else None,
            )
        )
    return Section(
        name="journey",
        title=_(
            "{contacts} contacts, {trips} trips and {papers} papers, {held} of which the state holds"
        ).format(contacts=journey.contacts, trips=journey.trips, papers=journey.papers, held=journey.held),
        head=(
            _("No."),
            _("Step"),
            _("How"),
            _("Trip"),
            _("Where"),
            _("Papers asked for"),
            _("Money"),
            _("Own time"),
        ),
        rows=tuple(rows),
        note=_("As the model says it; a step that only some cases come to is listed too."),
    )


def chain_table(model: Model, chain: Chain, unit: str) -> Section:
    """Return the steps of the critical path with their lengths."""
    said = {"log": _("measured"), "model": _("as the model says"), None: None}
    return Section(
        name="critical path",
        title=_("The critical path takes {hours} {unit}").format(
            hours=rounded(chain.hours), unit=UNITS[unit]
        ),
        head=(_("Step"), _("Length ({unit})").format(unit=UNITS[unit]), _("Known from")),
        rows=tuple((model.elements[k.element].label, k.hours, said[k.source]) for k in chain.links),
        note=_(
            "Where branches run side by side the longest counts, where one is chosen the most probable. Steps of "
            "unknown length: {unknown}."
        ).format(unknown=chain.unknown),
    )


def paper_name(model: Model, document: str) -> str:
    """Return what a paper is called."""
    found = model.documents.get(document)
    return found.name if found is not None and found.name else document


def day(moment: datetime, length: str, zone: str = "Asia/Bishkek") -> str:
    """Return the beginning of a period as its length needs it: a year, a month, a day or an hour.

    >>> from datetime import UTC
    >>> day(datetime(2026, 2, 28, 19, tzinfo=UTC), "month")
    '2026-03'
    """
    local = moment.astimezone(ZoneInfo(zone))
    forms = {"hour": "%Y-%m-%d %H:%M", "month": "%Y-%m", "quarter": "%Y-%m", "year": "%Y", "years": "%Y"}
    return local.strftime(forms.get(length, "%Y-%m-%d"))


def _list(parts: list[str]) -> Message | None:
    return joined(parts, between=", ") if parts else None
