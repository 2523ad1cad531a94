"""Open data as files: a table for spreadsheets and a document for programs, each saying what was suppressed and why."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.open_data import Group, OpenData

_WHY = "suppressed: fewer than {k} cases, or reckonable from other figures"
LICENCE = "The figures may be used by anybody; name the source."


def as_csv(data: OpenData, *, as_of: str) -> bytes:
    """The figures as CSV, one row a group; suppressed cells are empty and the row says why."""
    from analytics.reports.csv import safe

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["# k", data.k, _WHY.format(k=data.k)])
    writer.writerow(["# origin", data.origin, "as of", as_of])
    for name, value in data.about.items():
        writer.writerow(
            [f"# {name}", safe("; ".join(value) if isinstance(value, list) else str(value or ""))]
        )
    writer.writerow(["kind", "key", "cases", f"median ({data.unit})", f"p90 ({data.unit})", "note"])
    for kind, groups in _kinds(data):
        for group in groups:
            note = "suppressed" if group.is_suppressed else ""
            writer.writerow([kind, safe(group.key), *_cells(group), note])
    return out.getvalue().encode("utf-8-sig")


def as_json(data: OpenData, *, as_of: str) -> bytes:
    """The figures as JSON; suppressed figures are null."""
    told = {
        "licence": LICENCE,
        "as_of": as_of,
        "origin": data.origin,
        "k": data.k,
        "suppression": _WHY.format(k=data.k),
        "suppressed_groups": data.suppressed,
        "unit": data.unit,
        "period": data.period,
        "procedure": dict(data.about),
        **{
            kind: [
                {
                    "key": group.key,
                    "cases": group.n,
                    "median": group.median,
                    "p90": group.p90,
                    "suppressed": group.is_suppressed,
                }
                for group in groups
            ]
            for kind, groups in _kinds(data)
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _kinds(data: OpenData) -> list[tuple[str, tuple[Group, ...]]]:
    return [("all", (data.whole,)), ("period", data.periods), ("step", data.steps), ("way", data.ways)]


def _cells(group: Group) -> list[object]:
    return ["" if value is None else value for value in (group.n, group.median, group.p90)]
