"""What the buttons of a table on the page do to a DMN file, after the cells were written as they were typed."""

from __future__ import annotations

from collections.abc import Mapping

from processes.decision.editing import (
    Cell,
    add_rule,
    move_rule,
    remove_rule,
    set_cells,
    set_formula,
    set_hit_policy,
)

_PARTS = ("input", "output", "note")


def done(source: bytes, sent: Mapping[str, str]) -> bytes:
    """Return the file with the cells of `sent` written and the act of its button done.

    Cells are called c.<rule>.<part>.<column>; `do` is save, add, remove:<rule>, up:<rule>, down:<rule> or
    gap:<cells of the rule that closes it, one a line>. Raises `NotEditable`, `UnknownElement`.
    """
    decision = sent.get("decision", "")
    cells: dict[Cell, str] = {}
    for field, typed in sent.items():
        parts = field.split(".")
        if len(parts) != 4 or parts[0] != "c" or parts[2] not in _PARTS:
            continue
        if parts[1].isdecimal() and parts[3].isdecimal():
            cells[int(parts[1]), parts[2], int(parts[3])] = typed
    if cells:
        source = set_cells(source, decision, cells)
    if "formula" in sent:
        source = set_formula(source, decision, sent["formula"])
    if "hit" in sent:
        hit, _space, aggregation = sent["hit"].partition("COLLECT ")
        source = set_hit_policy(source, decision, "COLLECT" if aggregation else hit, aggregation or None)
    act, _colon, told = sent.get("do", "").partition(":")
    number = int(told) if told.isdecimal() else 0
    match act:
        case "add":
            return add_rule(source, decision)
        case "gap":
            return add_rule(source, decision, tests=told.split("\n"))
        case "remove":
            return remove_rule(source, decision, number)
        case "up" | "down":
            return move_rule(source, decision, number, up=act == "up")
    return source
