"""Documents of the case to look at, by `dataSource`: a list of documents as a form keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modeler_api.widgets import Component, Widget, shown_nothing


def documents(component: Component, known: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The documents that the component's source gives; what is no document is left out."""
    from modeler_api.office_moment import values_of

    source = str(component.get("dataSource") or "").removeprefix("=")
    found = values_of([source], known)[0] if source else None
    given = found if isinstance(found, list) else [found]
    return [each for each in given if isinstance(each, Mapping) and each.get("id") and each.get("name")]


widget = Widget(
    parse=lambda _component, _typed: None,
    typed=lambda _component, _value: [],
    shown=shown_nothing,
    is_input=False,
    more=lambda _component, _typed: {"documents_of": documents},
)
