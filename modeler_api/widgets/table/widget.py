"""Rows of values that are known already, by `dataSource` and `columns`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from modeler_api.widgets import Component, Widget, shown_nothing


def rows(component: Component, known: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """The headings and the rows of a table, from what is known."""
    from modeler_api.office_moment import values_of

    source = str(component.get("dataSource") or component.get("id") or "")
    found = values_of([source.removeprefix("=")], known)[0] if source else None
    given = [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
    columns = component.get("columns")
    if component.get("columnsExpression"):
        [columns] = values_of([str(component["columnsExpression"])], known)
    named = [each for each in columns if isinstance(each, Mapping)] if isinstance(columns, Sequence) else []
    keys = [str(each.get("key")) for each in named] or list(
        dict.fromkeys(key for row in given for key in row)
    )
    heads = [str(each.get("label") or each.get("key")) for each in named] or keys
    return heads, [["" if row.get(key) is None else str(row[key]) for key in keys] for row in given]


widget = Widget(
    parse=lambda _component, _typed: None,
    typed=lambda _component, _value: [],
    shown=shown_nothing,
    is_input=False,
    more=lambda _component, _typed: {"rows_of": rows},
)
