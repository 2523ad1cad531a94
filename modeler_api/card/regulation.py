"""The administrative regulation: how the office carries the service out, step by step, in numbered chapters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from modeler_api.card.document import Part, Row
from modeler_api.card.passport import document_name, norm_in_words, passport
from modeler_api.drawing import in_order, step_rows
from modeler_api.editor.form_parts import ASKED
from modeler_api.repository import Kept
from modeler_api.summary_card import label_of, span_of
from modeler_api.translation import chosen_locale, text, told
from processes.model.form_schema import HOLDERS
from processes.text import Message, _

if TYPE_CHECKING:
    from processes import Model


def regulation(kept: Kept) -> tuple[Part, ...]:
    """The chapters in their order, and in them numbered paragraphs."""
    model, rows = kept.model, {row.number: row for row in passport(kept)}
    chapters = [
        (_("General provisions"), [_said(rows[n]) for n in (1, 2, 4)], (), ()),
        (_("Standard of the service"), [_said(rows[n]) for n in (3, 5, 7, 8, 9, 10)], (), ()),
        (_("Sequence of steps"), [], _STEP_HEAD, tuple(_steps(kept))),
        (_("Decisions and ways"), list(_ways(model)), (), ()),
        (_("Forms"), [], (_("Form of"), _("Field"), _("Kind"), _("Required")), tuple(_fields(model))),
        (_("Deadlines and what follows them"), list(_deadlines(model)), (), ()),
        (_("Who looks at it, and how to object"), [*_eyes(model), _said(rows[11])], (), ()),
    ]
    return tuple(
        Part(
            number=number,
            title=text(title),
            lines=tuple(
                f"{number}.{place}. {line}" for place, line in enumerate(dict.fromkeys(lines), start=1)
            ),
            head=tuple(text(word) for word in head),
            rows=table,
        )
        for number, (title, lines, head, table) in enumerate(chapters, start=1)
    )


def _said(row: Row) -> str:
    """A row of the passport as one paragraph; one without lines says that nobody has said it."""
    said = "; ".join(line.rstrip(".") for line in row.lines) or gettext("nobody has said it yet")
    return f"{row.title}: {said}."


_STEP_HEAD = (
    _("No."),
    _("Step"),
    _("Who"),
    _("How"),
    _("Documents"),
    _("Work"),
    _("Limit"),
    _("Legal basis"),
)


def _steps(kept: Kept) -> Iterator[tuple[str, ...]]:
    model = kept.model
    for row in step_rows(model):
        step = model.elements[row.element].step
        issued = [
            document_name(model.documents[name])
            for name in (step.issues if step else ())
            if name in model.documents
        ]
        papers = [asked.name for asked in row.documents]
        papers += [gettext("issues %(document)s", document=name) for name in issued]
        yield (
            str(row.number),
            row.label,
            row.unit or row.who,
            ", ".join(word for word in (text(row.channel) if row.channel else "", row.place) if word),
            "; ".join(papers),
            row.effort,
            row.limit,
            "; ".join(norm_in_words(norm) for norm in (step.legal if step else ()) if norm.ref),
        )


def _ways(model: Model) -> Iterator[str]:
    for element in model.elements.values():
        ways = model.outgoing(element.id)
        if not element.is_gateway or len(ways) < 2:
            continue
        for flow in ways:
            said = flow.names.get(chosen_locale(), flow.name) or flow.condition or gettext("otherwise")
            yield gettext(
                "“%(question)s”, %(answer)s: go on with “%(step)s”.",
                question=label_of(model, element.id),
                answer=said,
                step=_next_named(model, flow.target),
            )


def _next_named(model: Model, element: str) -> str:
    """The first element behind a flow that has a name: gateways that only join have none."""
    seen: set[str] = set()
    while not model.elements[element].name and element not in seen and len(model.outgoing(element)) == 1:
        seen.add(element)
        element = model.outgoing(element)[0].target
    return label_of(model, element)


_KINDS: dict[str, Message] = dict(ASKED) | {
    "expression": _("worked out from other answers"),
    "lookup": _("asked of a register"),
    "dynamiclist": _("a list of entries"),
    "table": _("a table"),
}


def _fields(model: Model) -> Iterator[tuple[str, ...]]:
    for element in model.elements.values():
        schema = model.forms.get(element.form or "")
        for component in _asked(schema) if schema else ():
            rules = component.get("validate") or {}
            kind = str(component.get("type", ""))
            yield (
                label_of(model, element.id),
                told(component["label"]),
                text(_KINDS[kind]) if kind in _KINDS else kind,
                gettext("yes") if rules.get("required") else gettext("no"),
            )


def _asked(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What a form asks for, also within its groups and lists."""
    for component in schema.get("components", ()):
        if component.get("label") and (component.get("key") or component.get("path")):
            yield component
        if component.get("type") in HOLDERS:
            yield from _asked(component)


def _deadlines(model: Model) -> Iterator[str]:
    for element in in_order(model):
        if element.step and element.step.limit is not None:
            yield gettext(
                "“%(step)s”: %(limit)s.",
                step=label_of(model, element.id),
                limit=span_of(element.step.limit, element.step.limit_unit),
            )
        for event in model.boundary_events(element.id):
            if event.event_definition and event.event_definition.type == "Timer":
                after = [label_of(model, flow.target) for flow in model.outgoing(event.id)]
                yield gettext(
                    "When “%(event)s” has passed at “%(step)s”: %(after)s.",
                    event=label_of(model, event.id),
                    step=label_of(model, element.id),
                    after=", ".join(after) or "–",
                )


def _eyes(model: Model) -> Iterator[str]:
    for element in in_order(model):
        if element.step and element.step.deciders == "fourEyes":
            yield gettext("“%(step)s” is decided by two officials.", step=label_of(model, element.id))
        elif element.step and element.step.deciders == "commission":
            yield gettext("“%(step)s” is decided by a commission.", step=label_of(model, element.id))
