"""A report as JSON: the same values under stable names, for programs."""

from __future__ import annotations

import json as plain
from typing import TYPE_CHECKING, Any

from analytics.reports import reports

if TYPE_CHECKING:
    from analytics.procedure_report import Report, Translate


@reports.register
def json(report: Report, translate: Translate) -> bytes:
    """Return the report as UTF-8 JSON; unknown values are null."""
    return plain.dumps(as_values(report, translate), ensure_ascii=False, indent=1).encode()


def as_values(report: Report, translate: Translate) -> dict[str, Any]:
    """Return the report as mappings, lists and plain values."""

    def cell(value: Any) -> Any:
        return translate(value) if isinstance(value, str) else value

    return {
        "title": translate(report.title),
        "opening": translate(report.opening) if report.opening is not None else None,
        "numbers": [
            {
                "label": translate(n.label),
                "value": n.value,
                "unit": translate(n.unit),
                "n": n.n,
                "origin": n.origin,
            }
            for n in report.numbers
        ],
        "facts": [[translate(label), cell(value)] for label, value in report.facts],
        "sections": {
            s.name: {
                "title": translate(s.title),
                "note": translate(s.note) if s.note is not None else None,
                "head": [translate(h) for h in s.head],
                "rows": [[cell(c) for c in row] for row in s.rows],
            }
            for s in report.sections
        },
        "heat": {
            mode: {id_: {"value": h.value, "level": h.level, "unit": h.unit} for id_, h in found.items()}
            for mode, found in report.heat.items()
        },
        "findings": [
            {
                "fingerprint": f.fingerprint,
                "detector": f.detector,
                "elements": list(f.elements),
                "claim": translate(f.claim),
                "confidence": f.confidence,
                "evidence": [
                    {"text": translate(e.text), "n": e.n, "against": e.against, "origin": e.origin}
                    for e in f.evidence
                ],
                "hours_a_year": f.saving.hours_a_year,
                "formula": translate(f.saving.formula) if f.saving.formula is not None else None,
                "refutation": translate(f.refutation) if f.refutation is not None else None,
                "suggestion": f.suggestion,
            }
            for f in report.findings
        ],
        "dismissed": report.dismissed,
    }
