"""Detecting: every detector looks at the same study, and one that crashes is one finding, not a dead report.

A detector that needs what log or calendar cannot say is not broken: its finding is that this is not known, and why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.errors import AnalyticsError, NotMeasurable
from analytics.finding import Finding, Findings
from analytics.study import Study
from processes.errors import NotCovered
from processes.log.event_log import EventLog
from processes.model.model import Model
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from processes.calendar import WorkingCalendar


def detect(
    log_or_model: EventLog | Model,
    model: Model | EventLog | None = None,
    *,
    calendar: WorkingCalendar | None = None,
    dismissed: Iterable[str] = (),
) -> Findings:
    """Return what is wrong with a procedure, from its model, its log, or both (in either order).

    `dismissed` are fingerprints of findings somebody set aside with a reason; they are kept apart.

    >>> from processes import library
    >>> findings = detect(library["kg-spravka"].as_is)
    >>> "avoidable_contact" in {finding.detector for finding in findings}
    True
    """
    given = [g for g in (log_or_model, model) if g is not None]
    models = [g for g in given if isinstance(g, Model)]
    logs = [g for g in given if isinstance(g, EventLog)]
    if len(models) > 1 or len(logs) > 1 or len(models) + len(logs) != len(given):
        raise AnalyticsError(_("Detectors take one model, one log, or one of each."))
    study = Study(model=models[0] if models else None, log=logs[0] if logs else None, calendar=calendar)
    found: list[Finding] = []
    for name, detector in detectors.items():
        found += _looked(name, detector, study)
    aside = set(dismissed)
    return Findings(
        [f for f in found if f.fingerprint not in aside],
        dismissed=[f for f in found if f.fingerprint in aside],
    )


def _looked(name: str, detector: object, study: Study) -> list[Finding]:
    assert callable(detector)
    try:
        return list(detector(study))
    except (NotMeasurable, NotCovered) as unknown:
        return [
            Finding(
                detector=name,
                elements=(),
                claim=_("Nobody can say whether there is “{name}”: {reason}").format(
                    name=name.replace("_", " "), reason=unknown.message
                ),
                confidence="low",
                refutation=unknown.hint or None,
                is_unknown=True,
            )
        ]
    except Exception as error:  # noqa: BLE001  (whatever a detector does wrong must not take the report down)
        return [
            Finding(
                detector=name,
                elements=(),
                claim=_("The detector {name} failed: {reason}. The other findings are complete.").format(
                    name=name, reason=f"{type(error).__name__}: {error}"
                ),
                confidence="low",
                is_failure=True,
            )
        ]
