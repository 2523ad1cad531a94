"""A form of a work item, as a page shows it and reads it back.

The schema is form-js's, the widgets are the door's, and what is right and wrong is decided by the engine's own
`engine.forms.validate`, so that a page and a program are told the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from engine.forms import Place, States, at, places, put, state_of, validate
from modeler_api.auth.fields import HIDDEN
from modeler_api.forms import rendering
from modeler_api.forms.typed import PREFIX, Typed, shape, typed_fields, typed_of, widget_of, words_at
from modeler_api.office_moment import at_the_office
from modeler_api.translation import text
from modeler_api.widgets import Component, Unreadable, widgets
from processes.text import Message, _

WITHOUT_WIDGET = frozenset({"group", "dynamiclist", "default", "submit", "button"})


@dataclass
class Form:
    """One form being filled in: its schema, what is known of the case, what has been typed, and what is wrong with
    it."""

    schema: Mapping[str, Any]
    typed: Typed = field(default_factory=dict)
    errors: dict[str, Message] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    #: Variables that the reader must not see, and whose values the page therefore does not hold.
    kept_back: frozenset[str] = frozenset()
    #: Kinds of fields that are asked for on the page that follows, such as a signature.
    later: frozenset[str] = frozenset()
    _state: States | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, schema: Mapping[str, Any] | None, data: Mapping[str, Any] | None = None) -> Form:
        """The form, filled with what is known already."""
        return cls(schema or {}, typed_of(schema or {}, data or {}), context=dict(data or {}))

    @property
    def places(self) -> list[Place]:
        """Every component at each place of the page, in its order."""
        return list(places(self.schema, shape(self.schema, self.typed)))

    @property
    def inputs(self) -> Iterator[Place]:
        """The places that hold a value and that a widget exists for."""
        return (place for place in self.places if widget_of(place) is not None)

    @property
    def unsupported(self) -> list[str]:
        """The kinds of components that no widget exists for."""
        return sorted({place.type for place in self.places} - {*widgets(), *WITHOUT_WIDGET})

    @property
    def is_dynamic(self) -> bool:
        """Whether something on the page comes, goes or changes with what is typed."""
        return any(rendering.is_live(place.component) for place in self.places)

    @property
    def has_rules(self) -> bool:
        """Whether something must be filled in, or filled in so or so."""
        return any(place.component.get("validate") for place in self.inputs)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to fill in."""
        return next(self.inputs, None) is None

    @property
    def takes_files(self) -> bool:
        """Whether documents can be handed in with it."""
        return any(place.type == "filepicker" for place in self.places)

    @property
    def is_checked(self) -> bool:
        """Whether the answers are shown once more before they count: the form says so, or it is signed."""
        return bool(self.schema.get("checkAnswers") or self.schema.get("letter")) or any(
            place.type == "signature" for place in self.places
        )

    def values(self) -> tuple[dict[str, Any], dict[str, Message]]:
        """What was typed as plain values, and what of it cannot be read."""
        data, errors = shape(self.schema, self.typed), {}
        for place in self.inputs:
            component, widget = place.component, widgets()[place.type]
            if component.get("readonly") is True or component.get("disabled") or place.type in self.later:
                continue
            try:
                value = widget.parse(self.resolved(place), words_at(self.typed, place, widget))
            except Unreadable as unreadable:
                errors[place.name] = unreadable.message
                continue
            if value is not None:
                put(data, place.path, value)
        return data, errors

    def read(
        self, sent: MultiDict[str, str] | None, *, context: Mapping[str, Any] | None = None
    ) -> dict[str, Any] | None:
        """What was sent as plain values, or None when something is wrong; `typed` and `errors` say the rest.

        Without `sent`, what stands in the form already. `context` are the case's variables, which an expression may
        ask for.
        """
        if context is not None:
            self.context = context
        self.retype(self.typed if sent is None else typed_fields(sent))
        data, unreadable = self.values()
        with at_the_office():
            clean, wrong = validate(self.wanted, data, context=self.context)
        hidden = {place.name for place in self.places if self.state.is_hidden(place)}
        told = {**wrong, **{name: message for name, message in unreadable.items() if name not in hidden}}
        # The errors stand in the summary in the order in which their fields stand on the page.
        order = {place.name: number for number, place in enumerate(self.places)}
        self.errors = {
            name: told[name] for name in sorted(told, key=lambda name: order.get(name, len(order)))
        }
        return None if self.errors else clean

    def retype(self, typed: Typed) -> None:
        """Put other texts into the fields."""
        self.typed = typed
        self._state = None

    @property
    def wanted(self) -> dict[str, Any]:
        """The schema without what is asked for later."""
        return {**self.schema, "components": _without(self.schema.get("components", ()), self.later)}

    @property
    def known(self) -> Mapping[str, Any]:
        """The case's variables with what was typed so far, and what is computed from both."""
        return self.state.known

    @property
    def state(self) -> States:
        """Which components are hidden or for reading only as the form stands."""
        if self._state is None:
            self._state = self._asked()
        return self._state

    def _asked(self) -> States:
        data = self.values()[0]
        with at_the_office():
            return state_of(self.schema, data, context=self.context)

    def resolved(self, place: Place) -> Component:
        """The component with the choices that a variable offers."""
        return rendering.resolved(place, self.context)

    def summary(self) -> dict[str, Message]:
        """The errors by the names of the page's fields, for the error summary."""
        return {PREFIX + key: message for key, message in self.errors.items()}

    def html(self) -> Markup:
        """The fields as HTML."""
        return rendering.fields(self)

    def rules(self) -> dict[str, Any]:
        """What a browser needs to follow the form while one types: its expressions, and the variables they name."""
        return rendering.rules(self)

    def facts(
        self, data: Mapping[str, Any], *, kept_back: frozenset[str] = frozenset()
    ) -> list[tuple[Message, str]]:
        """The values of this form in `data`, for reading: label and words; of the keys `kept_back` only that they
        are."""
        found = []
        for place in places(self.schema, data):
            widget, value = widget_of(place), at(data, place.path)
            if widget is None or value is None or value == []:
                continue
            label = rendering.label_of(place.component)
            if place.rows:
                outer = next(each for each in reversed(place.above) if each.type == "dynamiclist")
                label = _("{list} {number}: {label}").format(
                    list=rendering.label_of(outer.component), number=int(place.rows[-1][-1]) + 1, label=label
                )
            if str(place.component["key"]) in kept_back:
                found.append((label, text(HIDDEN)))
            else:
                found.append((label, text(widget.shown(rendering.resolved(place, data), value))))
        return found


def _without(components: Any, kinds: frozenset[str]) -> list[Component]:
    return [
        {**each, "components": _without(each["components"], kinds)} if "components" in each else each
        for each in components
        if each.get("type") not in kinds
    ]
