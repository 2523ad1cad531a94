"""The fields of a form as accessible HTML that works without scripts, and what a script needs to follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Protocol

from flask import render_template
from flask_babel import gettext
from markupsafe import Markup

from engine.forms import Place, States, at, kinds, traits_of
from modeler_api.forms.prose import clean_html, filled, live, plain_prose, templates
from modeler_api.forms.typed import PREFIX, count, widget_of, words_at
from modeler_api.office_moment import present, values_of
from modeler_api.translation import text
from modeler_api.widgets import Component, Unreadable, options, widgets
from processes.text import Message, _


class Form(Protocol):
    """What is asked of a form to show it; `modeler_api.forms.Form` is the one there is."""

    schema: Mapping[str, Any]
    typed: dict[str, list[str]]
    errors: dict[str, Message]
    context: Mapping[str, Any]
    later: frozenset[str]
    kept_back: frozenset[str]

    @property
    def places(self) -> list[Place]:
        """Every component at each place of the page, in its order."""

    @property
    def state(self) -> States:
        """Which components are hidden or for reading only as the form stands."""

    @property
    def known(self) -> Mapping[str, Any]:
        """The case's variables with what was typed so far, and what is computed from both."""


#: What of a component a browser needs to know.
_KEPT = (
    *("type", "key", "path", "label", "conditional", "readonly", "disabled", "expression", "validate"),
    *("currency", "currencies", "decimalDigits", "increment", "serializeToString", "subtype"),
    "valuesExpression",
)
#: Where a component has words for people, with values between double braces.
_WORDED = ("label", "description", "text", "content")
#: How many columns a row of the layout has, as form-js counts them.
COLUMNS = 16
#: What a browser may say is wrong, in the engine's own sentences.
SAYS: dict[str, Message] = {
    "number": _("{label}: enter a number, like 12 or 12,5"),
    "digits": _("{label} must have 14 digits, such as those on the identity card."),
    "born": _("{label} is not a personal number: digits 2 to 9 must be a day of birth, such as 01021990."),
    "least": _("{label} must be at least {limit}."),
    "most": _("{label} must be at most {limit}."),
    "longer": _("{label} must have {limit} characters or more."),
    "shorter": _("{label} must have {limit} characters or fewer."),
    "form": _("{label} is not in the right form."),
    "email": _("{label} must be an e-mail address, such as name@example.kg."),
    "phone": _("{label} must be a telephone number."),
    "holds": _("{label} does not hold."),
    "problem": _("There is a problem"),
    "error": _("Error"),
}
_WORD = re.compile(r"[^\W\d]\w*")


def label_of(component: Component) -> Message:
    """What a field is called."""
    label = component.get("label") or component.get("dateLabel") or component.get("timeLabel")
    return Message(str(label or component.get("key") or ""))


def is_dynamic(component: Component) -> bool:
    """Whether a component comes, goes or changes with what is typed."""
    return bool(
        condition(component)
        or component.get("type") == "expression"
        or isinstance(component.get("readonly"), str)
        or component.get("valuesExpression")
    )


def is_live(component: Component) -> bool:
    """Whether its words or its choices follow what is typed, or it comes and goes itself."""
    return is_dynamic(component) or any(templates(component.get(name)) for name in _WORDED)


def condition(component: Component) -> str | None:
    """The FEEL expression that hides a component, or None."""
    hide = (component.get("conditional") or {}).get("hide")
    return str(hide).removeprefix("=").strip() if hide else None


def resolved(place: Place, known: Mapping[str, Any]) -> Component:
    """The component with the choices that a variable or an expression offers."""
    component = place.component
    offered: Any = None
    if component.get("valuesKey"):
        offered = at(known, tuple(str(component["valuesKey"]).split(".")))
    elif component.get("valuesExpression"):
        [offered] = values_of([str(component["valuesExpression"])], known)
    else:
        return component
    return {**component, "values": offered if isinstance(offered, list) else []}


def fields(form: Form) -> Markup:
    """Every field of a form, groups and lists around them."""
    every = form.places
    return _all(form, [place for place in every if not place.above], every)


def _all(form: Form, some: list[Place], every: list[Place]) -> Markup:
    parts = []
    for row in _rows(some):
        shown = [(place, html) for place in row if (html := _framed(form, place, every))]
        if len(row) == 1 or len(shown) < 2:
            parts += [html for _place, html in shown]
            continue
        cells = zip(widths([place.component for place, _html in shown]), shown, strict=True)
        column = Markup('<div class="columns-{}">{}</div>')
        inner = Markup("").join(column.format(width, html) for width, (_place, html) in cells)
        parts.append(Markup('<div class="form-row">{}</div>').format(inner))
    return Markup("\n").join(parts)


def _rows(some: list[Place]) -> Iterator[list[Place]]:
    """The components by the rows of their layout: neighbours of one name stand beside each other."""
    for _name, row in groupby(some, key=lambda place: _layout(place.component).get("row") or id(place)):
        yield list(row)


def _layout(component: Component) -> Mapping[str, Any]:
    layout = component.get("layout")
    return layout if isinstance(layout, Mapping) else {}


def widths(row: Sequence[Component]) -> list[int]:
    """How many of the sixteen columns each component of a row takes; what says nothing shares what is left.

    >>> widths([{"layout": {"columns": 10}}, {"layout": {"columns": None}}]), widths([{}, {}])
    ([10, 6], [8, 8])
    """
    said = [_layout(each).get("columns") for each in row]
    given = [number if isinstance(number, int) and 0 < number <= COLUMNS else None for number in said]
    rest = max(COLUMNS - sum(number for number in given if number), 0)
    share = max(rest // max(given.count(None), 1), 2)
    return [number or share for number in given]


def _inside(place: Place, every: list[Place], row: int | None = None) -> list[Place]:
    found = [each for each in every if each.above and each.above[-1] is place]
    if row is None:
        return found
    return [each for each in found if each.rows and each.rows[-1] == (*place.path, row)]


def _framed(form: Form, place: Place, every: list[Place]) -> Markup:
    html = _one(form, place, every)
    if not is_dynamic(place.component) or not html:
        return html
    return Markup('<div class="conditional" data-place="{}">{}</div>').format(_mark(place), html)


def _mark(place: Place) -> str:
    """The name under which a script finds a component: its path, or what it is and where, when it has none."""
    return place.name or f"{place.type}#{place.component.get('id', '')}"


def _one(form: Form, place: Place, every: list[Place]) -> Markup:
    component = place.component
    if place.type in ("group", "default"):
        inner = _all(form, _inside(place, every), every)
        return Markup(render_template("forms/group.html", label=label_of(component), inner=inner))
    if place.type == "dynamiclist":
        total = count(form.typed, place.name)
        rows = [_all(form, _inside(place, every, number), every) for number in range(total)]
        return Markup(
            render_template(
                "forms/rows.html",
                name=PREFIX + place.name,
                path=place.name,
                label=label_of(component),
                rows=rows,
                error=form.errors.get(place.name),
                changes=component.get("allowAddRemove", True) and not component.get("readonly"),
            )
        )
    if place.type not in widgets() or place.type in form.later:
        return Markup()
    return _field(form, place)


def _field(form: Form, place: Place) -> Markup:
    component, widget = resolved(place, form.known), widgets()[place.type]
    rules, adorners = component.get("validate") or {}, component.get("appearance") or {}
    readonly = place.path in form.state.readonly
    typed = words_at(form.typed, place, widget) if widget_of(place) is not None else []
    hint, seen = component.get("description"), _seen(form)
    if place.type == "expression":
        typed = widget.typed(component, at(form.known, place.path))
    return Markup(
        render_template(
            f"{place.type}/template.html",
            component=component,
            name=PREFIX + place.name,
            label=Message(filled(str(label_of(component)), seen)),
            hint=Message(filled(str(hint), seen)) if hint else None,
            error=form.errors.get(place.name),
            optional=not rules.get("required") and not readonly and condition(component) is None,
            readonly=readonly,
            options=[(value, Message(words)) for value, words in options(component)],
            typed=typed,
            unit=adorners.get("suffixAdorner") or adorners.get("prefixAdorner"),
            known=form.known,
            filled=lambda words: filled(str(words or ""), seen),
            live_prose=lambda words: live(str(words or ""), seen, plain_prose),
            live_html=lambda words: live(str(words or ""), seen, clean_html),
            **(widget.more(component, typed) if widget.more is not None else {}),
        )
    )


def _seen(form: Form) -> Mapping[str, Any]:
    """What is known and may be read by whoever looks at the page."""
    return {name: value for name, value in form.known.items() if name not in form.kept_back}


def rules(form: Form) -> dict[str, Any]:
    """What a browser needs to follow the form while one types: its expressions, and the variables they name."""
    components = list(_pruned(form.schema.get("components", ())))
    told = [t for place in form.places for name in _WORDED for t in templates(place.component.get(name))]
    words = set(_WORD.findall(repr([*_texts(components), *told])))
    return {
        "components": components,
        "known": {name: value for name, value in form.context.items() if name in words - form.kept_back},
        "held": _held(form),
        "texts": list(_worded(form)),
        "at": present().isoformat(timespec="seconds"),
        "words": {"yes": str(gettext("Yes")), "no": str(gettext("No"))},
        "says": {name: text(message) for name, message in SAYS.items()},
    }


def _worded(form: Form) -> Iterator[dict[str, str]]:
    """The labels and hints with values between double braces, and whose they are."""
    for place in form.places:
        for name, of in (("label", "label"), ("description", "hint")):
            if place.name and templates(place.component.get(name)):
                yield {"of": of, "name": place.name, "words": text(Message(str(place.component[name])))}


def _held(form: Form) -> dict[str, Any]:
    """The values behind what is only named on the page: documents, answers of registers."""
    held: dict[str, Any] = {}
    for place in form.places:
        widget = widget_of(place)
        if widget is None or place.type not in ("filepicker", "lookup"):
            continue
        for id_ in words_at(form.typed, place, widget):
            try:
                value = widget.parse(place.component, [id_])
            except Unreadable:
                continue
            held[id_] = value[0] if isinstance(value, list) and value else value
    return held


def _pruned(components: Any) -> Iterator[dict[str, Any]]:
    for component in components:
        kept = {name: component[name] for name in _KEPT if component.get(name) not in (None, "", False)}
        if "components" in component:
            kept["components"] = list(_pruned(component["components"]))
        values = component.get("values")
        if isinstance(values, list) and any(not isinstance(_value(each), str) for each in values):
            kept["values"] = [_value(each) for each in values]
        kind, asked = str(component.get("type")), component.get("validate")
        # What is made by an act of its own is judged by the server: a file chosen now is not handed in yet.
        if kind in kinds and component.get("key") and asked and not traits_of(kinds[kind]).is_act:
            label = label_of(component)
            kept |= {
                "label": text(label),
                "missing": text(traits_of(kinds[kind]).missing.format(label=label)),
            }
        if component.get("id") and not component.get("key"):
            kept["id"] = component["id"]
        yield kept


def _value(choice: Any) -> Any:
    return choice.get("value") if isinstance(choice, Mapping) else choice


def _texts(value: Any) -> Iterator[str]:
    """Every text inside the components that may be FEEL."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in ("label", "message", "missing"):
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
