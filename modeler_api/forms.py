"""A form of a work item, as a page shows it and reads it back.

The schema is form-js's, the widgets are the door's, and what is right and wrong is decided by the engine's own
`engine.forms.validate`, so that a page and a program are told the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, render_template
from jinja2 import ChoiceLoader, FileSystemLoader
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from modeler_api.frame import STATIC
from modeler_api.translation import text
from modeler_api.widgets import Component, Unreadable, options, widgets
from processes.text import Message, _

PREFIX = "f."
"""What the names of a form's fields begin with, so that they never meet the page's own fields."""


@dataclass
class Form:
    """One form being filled in: its schema, what has been typed, and what is wrong with it."""

    schema: Mapping[str, Any]
    typed: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, Message] = field(default_factory=dict)

    @classmethod
    def of(cls, schema: Mapping[str, Any] | None, data: Mapping[str, Any] | None = None) -> Form:
        """The form, filled with what is known already."""
        form = cls(schema or {})
        for component in form.inputs:
            key = str(component["key"])
            value = (data or {}).get(key, component.get("defaultValue"))
            form.typed[key] = widgets()[component["type"]].typed(component, value)
        return form

    @property
    def components(self) -> Iterator[Component]:
        """Every component, those inside groups included, in the order of the page."""
        yield from _flat(self.schema.get("components", ()))

    @property
    def inputs(self) -> Iterator[Component]:
        """The components that hold a value and that a widget exists for."""
        for component in self.components:
            widget = widgets().get(str(component.get("type")))
            if widget is not None and widget.is_input and component.get("key"):
                yield component

    @property
    def unsupported(self) -> list[str]:
        """The kinds of components that no widget exists for."""
        known = {*widgets(), "group", "default", "separator", "spacer", "submit", "button"}
        return sorted({str(c.get("type")) for c in self.components if c.get("type") not in known})

    @property
    def is_conditional(self) -> bool:
        """Whether some fields come and go with what is typed."""
        return any(_condition(component) is not None for component in self.components)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to fill in."""
        return not any(True for _component in self.inputs)

    def read(
        self, sent: MultiDict[str, str], *, context: Mapping[str, Any] | None = None
    ) -> dict[str, Any] | None:
        """What was sent as plain values, or None when something is wrong; `typed` and `errors` say the rest.

        `context` are the case's variables, which a field's condition may ask for.
        """
        from engine.forms import validate

        values: dict[str, Any] = {}
        self.typed = typed_fields(sent)
        self.errors = {}
        for component in self.inputs:
            key = str(component["key"])
            if component.get("readonly") or component.get("disabled"):
                continue
            try:
                value = widgets()[component["type"]].parse(component, self.typed.get(key, []))
            except Unreadable as unreadable:
                self.errors[key] = unreadable.message
                continue
            if value is not None:
                values[key] = value
        clean, wrong = validate(dict(self.schema), values, context=context)
        for key, message in wrong.items():
            self.errors.setdefault(key, message)
        # The errors stand in the summary in the order in which their fields stand on the page.
        order = [str(component["key"]) for component in self.inputs]
        self.errors = {key: self.errors[key] for key in sorted(self.errors, key=lambda k: _place(order, k))}
        return None if self.errors else dict(clean)

    def summary(self) -> dict[str, Message]:
        """The errors by the names of the page's fields, for the error summary."""
        return {PREFIX + key: message for key, message in self.errors.items()}

    def html(self) -> Markup:
        """The fields as HTML."""
        return Markup("\n").join(self._one(component) for component in self.components)

    def facts(self, data: Mapping[str, Any]) -> list[tuple[Message, str]]:
        """The values of this form in `data`, for reading: label and words."""
        return [
            (label_of(component), text(widgets()[component["type"]].shown(component, data[component["key"]])))
            for component in self.inputs
            if data.get(component["key"]) is not None
        ]

    def _one(self, component: Component) -> Markup:
        kind = str(component.get("type"))
        if kind == "group":
            return (
                Markup("<h3>{}</h3>").format(text(label_of(component)))
                if component.get("label")
                else Markup()
            )
        if kind not in widgets():
            return Markup()
        key = str(component.get("key", ""))
        rules = component.get("validate") or {}
        adorners = component.get("appearance") or {}
        condition = _condition(component)
        page = render_template(
            f"{kind}/template.html",
            component=component,
            name=PREFIX + key,
            label=label_of(component),
            hint=Message(str(component["description"])) if component.get("description") else None,
            error=self.errors.get(key),
            optional=not rules.get("required") and not component.get("readonly") and condition is None,
            readonly=bool(component.get("readonly") or component.get("disabled")),
            options=[(value, Message(words)) for value, words in options(component)],
            typed=self.typed.get(key, []),
            unit=adorners.get("suffixAdorner") or adorners.get("prefixAdorner"),
        )
        field_html = Markup(page)  # the templates escape what they print
        if condition is None:
            return field_html
        return Markup('<div class="conditional" data-hide="{}">{}</div>').format(condition, field_html)


def typed_fields(sent: MultiDict[str, str]) -> dict[str, list[str]]:
    """What was typed into the fields of a form, without the page's own fields."""
    return {name.removeprefix(PREFIX): sent.getlist(name) for name in sent if name.startswith(PREFIX)}


def label_of(component: Component) -> Message:
    """What a field is called."""
    label = component.get("label") or component.get("dateLabel") or component.get("timeLabel")
    return Message(str(label or component.get("key", "")))


def plain_prose(markdown: str | None) -> Markup:
    """The few marks of Markdown that a form's text uses: headings, paragraphs, lists, bold; nothing else passes."""
    blocks = []
    for block in re.split(r"\n\s*\n", (markdown or "").strip()):
        heading = re.match(r"(#{1,4})\s+(.*)", block)
        if heading:
            blocks.append(Markup("<h3>{}</h3>").format(_bold(heading[2])))
        elif all(re.match(r"\s*[-*]\s", line) for line in block.splitlines()) and block:
            items = Markup().join(
                Markup("<li>{}</li>").format(_bold(re.sub(r"^\s*[-*]\s+", "", line)))
                for line in block.splitlines()
            )
            blocks.append(Markup("<ul>{}</ul>").format(items))
        elif block:
            blocks.append(Markup("<p>{}</p>").format(_bold(block)))
    return Markup("\n").join(blocks)


def install(app: Flask) -> None:
    """Let the application's templates include the widgets' own."""
    folder = FileSystemLoader(str(STATIC.parent / "widgets"))
    loaders = [loader for loader in (app.jinja_loader, folder) if loader is not None]
    app.jinja_loader = ChoiceLoader(loaders)
    app.jinja_env.filters["plain_prose"] = plain_prose


def _flat(components: Any) -> Iterator[Component]:
    for component in components:
        yield component
        yield from _flat(component.get("components", ()))


def _condition(component: Component) -> str | None:
    """The FEEL expression that hides a field, or None; a script follows it while one types, the engine decides."""
    hide = (component.get("conditional") or {}).get("hide")
    return str(hide).lstrip("=").strip() if hide else None


def _bold(words: str) -> Markup:
    return Markup(re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", str(escape(words))))  # escaped just before


def _place(order: list[str], key: str) -> int:
    return order.index(key) if key in order else len(order)


NOT_SUPPORTED = _("This form asks for kinds of fields that cannot be shown yet: {kinds}. Tell the analyst.")
