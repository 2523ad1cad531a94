"""What every page of a report shares: whose it is, which log, which part of it, and what always stands visible."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flask import abort, request, url_for

from modeler_api import event_logs, repository
from modeler_api.auth.session import may
from modeler_api.event_logs import MEASURED, Source
from modeler_api.report_selection import Selection, asked, countable, narrowed
from modeler_api.repository import TO_BE, Kept
from modeler_api.store import logs, models
from modeler_api.store.logs import EventLogFile
from modeler_api.study_report import MODES, StudyReport
from modeler_api.wiring import door
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.heat import Heat

PARTS: dict[str, Message] = {
    "": _("Overview"),
    "ways": _("Ways"),
    "conformance": _("As drawn"),
    "time": _("Over time"),
    "units": _("Handovers"),
    "journey": _("The applicant's journey"),
    "change": _("Compared"),
}
"""The pages of a report by the part of their address."""


@dataclass(frozen=True)
class ReportView:
    """One look at a procedure: the version and the log with what was selected of it."""

    kept: Kept
    shown: Kept
    whole: Source | None
    source: Source | None
    selection: Selection
    log_name: str | None

    @cached_property
    def report(self) -> StudyReport | None:
        """The report; None without a log or when nothing of it is left."""
        if self.source is None or not len(self.source.log):
            return None
        return StudyReport(
            self.shown,
            self.source,
            self.selection,
            door().settings.calendar,
            self._tops,
        )

    @cached_property
    def logs(self) -> tuple[EventLogFile, ...]:
        """The stored logs of the procedure."""
        return logs.of_procedure(door().store, self.kept.key)

    @cached_property
    def versions(self) -> tuple[int, ...]:
        """The versions whose cases are in the log, the newest first."""
        return (
            tuple(sorted(set(self.whole.versions.values()), reverse=True)) if self.whole is not None else ()
        )

    @property
    def has_measured(self) -> bool:
        """Whether cases ran here."""
        return self.kept.cases > 0

    @property
    def opens_cases(self) -> bool:
        """Whether the reader may open these cases: they ran here, and the reader reads cases of this procedure."""
        ran_here = self.source is not None and self.source.name == MEASURED
        return ran_here and may("case.read", procedure=self.kept.key)

    @property
    def arguments(self) -> dict[str, str | int | None]:
        """The part of an address that shows the same again."""
        return {**self.selection.arguments, "log": self.log_name}

    def address(self, endpoint: str, **more: object) -> str:
        """The address of a page about the same selection."""
        given = {**self.arguments, **more}
        return url_for(endpoint, key=self.kept.key, **{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]  # Flask's own names

    def cases(self, **wanted: object) -> str:
        """The address of the list of the cases behind a number."""
        return self.address("case_list.show", **wanted)

    def part(self, name: str) -> str:
        """The address of one page of the report."""
        return self.address("report_parts.show", part=name) if name else self.address("report.show")

    @cached_property
    def other(self) -> EventLogFile | None:
        """The newest log of the same kind of the other variant, which shares the scale of the heat; None without."""
        row = self.source.row if self.source is not None else None
        if row is None or row.variant not in ("as_is", "to_be"):
            return None
        return logs.newest(
            door().store, self.kept.key, variant="to_be" if row.variant == "as_is" else "as_is"
        )

    @cached_property
    def _tops(self) -> dict[str, float]:
        if self.source is None or self.other is None or self.selection.is_narrowed:
            return {}
        found: dict[str, float] = {}
        for name in MODES:
            both = [
                _hottest(StudyReport(kept, source, self.selection, door().settings.calendar).warmth(name))
                for kept, source in ((self.shown, self.source), self._compared)
            ]
            if max(both):
                found[name] = max(both)
        return found

    @cached_property
    def _compared(self) -> tuple[Kept, Source]:
        assert self.other is not None
        source = event_logs.stored(door(), self.other)
        return version_of(self.kept, source), source


def _hottest(found: dict[str, Heat]) -> float:
    return max((step.value or 0.0 for step in found.values()), default=0.0)


def view(key: str) -> ReportView:
    """The look that this request asks for; there is none of an unknown procedure or log."""
    kept = repository.find(door(), key.removesuffix(TO_BE)) or abort(404)
    selection = asked(request.args)
    name = selection.log
    whole = event_logs.choose(door(), kept.key, name)
    if whole is None and name:
        abort(404)
    source = narrowed(whole, selection, zone=door().settings.timezone) if whole is not None else None
    selection = countable(selection, source, door().settings.calendar)
    return ReportView(kept, version_of(kept, whole), whole, source, selection, name)


def version_of(kept: Kept, source: Source | None) -> Kept:
    """The version a log was made with: a simulation's own, else the one in force."""
    if source is not None and source.row is not None and source.row.model_version:
        version = models.by_id(door().store, source.row.model_version)
        if version is not None:
            return Kept(door(), version)
    return kept
