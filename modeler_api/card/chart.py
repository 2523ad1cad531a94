"""The time-procedure chart: the steps one under another, each as long as it takes and beginning where it can."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import TYPE_CHECKING

from flask_babel import gettext

from modeler_api.drawing import in_order
from modeler_api.formats import number
from modeler_api.summary_card import label_of, span_of

if TYPE_CHECKING:
    from processes import Model

_ROW, _LEFT, _WIDTH, _RIGHT = 22, 260, 460, 110


def chart(model: Model) -> str:
    """Return the chart as SVG; empty when no step says how long it takes. A step nobody has timed has no bar."""
    rows: list[tuple[str, float, float | None]] = []
    ends: dict[str, float] = {}
    for element in in_order(model):
        step = element.step
        parts = [
            spread.typical.total_seconds() / 86400
            for spread in ((step.queue, step.effort, step.wait) if step else ())
            if spread is not None
        ]
        start = max((ends[name] for name in _before(model, element.id) if name in ends), default=0.0)
        ends[element.id] = start + sum(parts)
        rows.append((label_of(model, element.id), start, sum(parts) if parts else None))
    whole = max((start + (length or 0) for _label, start, length in rows), default=0.0)
    if not whole:
        return ""
    height = _ROW * (len(rows) + 2)
    drawn = [_axis(whole, height)]
    for place, (label, start, length) in enumerate(rows, start=1):
        y = place * _ROW
        drawn.append(f'<text x="{_LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(_short(label))}</text>')
        if length is None:
            said = gettext("not assessed")
            drawn.append(f'<text x="{_LEFT + 4}" y="{y + 14}" fill="#5a5260">{escape(said)}</text>')
            continue
        x = _LEFT + start / whole * _WIDTH
        width = max(length / whole * _WIDTH, 1.5)
        drawn.append(f'<rect x="{x:.1f}" y="{y + 4}" width="{width:.1f}" height="13" rx="2" fill="#8a5b87"/>')
        drawn.append(f'<text x="{x + width + 5:.1f}" y="{y + 14}">{escape(_days(length))}</text>')
    total = _LEFT + _WIDTH + _RIGHT
    return (
        f'<svg viewBox="0 0 {total} {height}" role="img" aria-label="{escape(gettext("Time-procedure chart"))}" '
        'xmlns="http://www.w3.org/2000/svg" font-family="Onest, Noto Sans, sans-serif" font-size="11" fill="#211a24">'
        + "".join(drawn)
        + "</svg>"
    )


def _before(model: Model, element: str) -> set[str]:
    """The steps a case can come from, gateways and events passed over."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [flow.source for flow in model.incoming(element)]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        at = model.elements[name]
        if at.is_task:
            found.add(name)
            continue
        host = [at.attached_to] if at.attached_to else []
        waiting += [*(flow.source for flow in model.incoming(name)), *host]
    return found


def _axis(whole: float, height: int) -> str:
    lines = []
    for step in range(5):
        x = _LEFT + _WIDTH * step / 4
        lines.append(f'<path d="M{x:.1f} {_ROW - 4}V{height - _ROW}" stroke="#e2dbd2"/>')
        lines.append(
            f'<text x="{x:.1f}" y="12" text-anchor="middle" fill="#5a5260">{number(whole * step / 4, 1)}</text>'
        )
    said = gettext("days from the beginning")
    lines.append(
        f'<text x="{_LEFT + _WIDTH}" y="{height - 6}" text-anchor="end" fill="#5a5260">{escape(said)}</text>'
    )
    return "".join(lines)


def _days(length: float) -> str:
    return span_of(dt.timedelta(days=length))


def _short(label: str) -> str:
    return label if len(label) <= 40 else f"{label[:39]}…"
