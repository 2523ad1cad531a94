"""The cases behind one number of a finding: which side of which evidence, and who may open which of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from modeler_api.auth.session import account
from modeler_api.cases import Case
from modeler_api.report_view import ReportView
from modeler_api.wiring import door
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics import Finding
    from analytics.case_set import CaseSet, CaseSides
    from analytics.finding import Evidence

Side = Literal["counted", "bearing", "against"]
SIDES: dict[Side, Message] = {
    "counted": _("All that were looked at"),
    "bearing": _("Bear it out"),
    "against": _("Speak against it"),
}


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A number of a finding somebody opened: one side of one piece of its evidence."""

    finding: Finding
    evidence: Evidence
    sides: CaseSides
    side: Side

    @property
    def cases(self) -> CaseSet:
        """The cases on the side that was asked for."""
        return self.of(self.side)

    def of(self, side: Side) -> CaseSet:
        """The cases on one side."""
        found: CaseSet = getattr(self.sides, side)
        return found

    @property
    def counted(self) -> int:
        """How many things the number counts, which need not be cases."""
        if self.side == "counted" or self.evidence.against is None:
            return self.evidence.n or 0
        return self.evidence.against if self.side == "against" else self.evidence.bearing or 0


def opened(
    looked: ReportView, fingerprint: str, *, evidence: int = 0, side: str | None = None
) -> Opened | None:
    """The number of a finding that is asked for; None when the finding, or cases behind it, are not (any longer) there.

    `evidence` is the place of a piece of evidence in its finding; an unknown `side` is all that were looked at.
    """
    if looked.report is None:
        return None
    finding = next((f for f in looked.report.findings if f.fingerprint == fingerprint), None)
    if finding is None or not 0 <= evidence < len(finding.evidence):
        return None
    chosen = finding.evidence[evidence]
    if chosen.cases is None:
        return None
    named: Side = next((known for known in SIDES if known == side), "counted")
    return Opened(finding=finding, evidence=chosen, sides=chosen.cases, side=named)


def openable(looked: ReportView, cases: Iterable[str]) -> frozenset[str]:
    """Which of these cases the reader may open: those of their own units, and none of a log that was read."""
    if not looked.opens_cases:
        return frozenset()
    who, engine = account(), door().engine
    return frozenset(case for case in cases if Case(door(), engine.instance(case), who).is_open_to(who))
