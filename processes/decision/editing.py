"""Named edits of a DMN file: cells, rules and the hit policy of a table, spliced into the bytes there were.

Whoever edits without the drawing program edits by these; what an edit does not mean keeps its bytes (decision 5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from processes.decision.logic import child, children
from processes.errors import NotEditable, UnknownElement
from processes.model.patch import Splice, spliced
from processes.model.source import Source, quoted
from processes.model.xml import local, namespace
from processes.text import _

if TYPE_CHECKING:
    from lxml import etree

Cell = tuple[int, str, int]
"""A cell of a table: the rule from 1, `input`, `output` or `note`, and the column from 0."""


def set_cells(source: bytes, decision: str, cells: Mapping[Cell, str]) -> bytes:
    """Return the file with these cells of a decision's table written; a cell that says the same keeps its bytes.

    Raises `NotEditable` for a rule or a column that is not there.
    """
    file = Source(source)
    rules = _rules(_table(file, decision))
    splices: list[Splice] = []
    for (number, part, column), text in cells.items():
        if not 0 < number <= len(rules):
            raise NotEditable(_("The table has no rule {number}.").format(number=number), element=decision)
        splices += _cell(file, rules[number - 1], part, column, text.strip())
    return spliced(source, sorted(splices, key=lambda splice: splice.start))


def set_formula(source: bytes, decision: str, text: str) -> bytes:
    """Return the file with this formula of a decision; raises `NotEditable` when it decides otherwise."""
    file = Source(source)
    formula = child(_decision(file, decision), "literalExpression")
    if formula is None:
        raise NotEditable(_("The decision is no formula."), element=decision)
    return spliced(source, _written(file, formula, text.strip()))


def set_hit_policy(source: bytes, decision: str, hit: str, aggregation: str | None = None) -> bytes:
    """Return the file with this hit policy of a decision's table.

    >>> source = b'<definitions xmlns="d"><decision id="fee"><decisionTable/></decision></definitions>'
    >>> set_hit_policy(source, "fee", "COLLECT", "SUM")[42:]
    b'<decisionTable hitPolicy="COLLECT" aggregation="SUM"/></decision></definitions>'
    """
    for name, value in (("hitPolicy", hit), ("aggregation", aggregation or None)):
        file = Source(source)
        source = spliced(source, file.attribute(_table(file, decision), name, value))
    return source


def add_rule(
    source: bytes,
    decision: str,
    *,
    tests: Sequence[str] = (),
    outputs: Sequence[str] = (),
    after: int | None = None,
) -> bytes:
    """Return the file with a rule more, behind rule `after` (None: the last); cells not given let everything pass."""
    file = Source(source)
    table = _table(file, decision)
    rules = _rules(table)
    inputs, results = len(list(children(table, "input"))), len(list(children(table, "output")))
    id_ = file.new_id(f"{decision}_rule_{len(rules) + 1}")
    cells = [("inputEntry", test) for test in [*tests, *["-"] * inputs][:inputs]]
    cells += [("outputEntry", text) for text in [*outputs, *[""] * results][:results]]
    prefix = f"{table.prefix}:" if table.prefix else ""
    lines = [
        f"  <{prefix}{name} id={quoted(f'{id_}_{at}')}><{prefix}text>{escape(text)}</{prefix}text></{prefix}{name}>"
        for at, (name, text) in enumerate(cells, start=1)
    ]
    written = "\n".join([f"<{prefix}rule id={quoted(id_)}>", *lines, f"</{prefix}rule>"])
    if rules:
        behind = rules[-1] if after is None else rules[min(max(after, 1), len(rules)) - 1]
        return spliced(source, [file.after(behind, written)])
    return spliced(source, file.inside(table, written))


def remove_rule(source: bytes, decision: str, number: int) -> bytes:
    """Return the file without a rule; raises `NotEditable` when it is not there."""
    file = Source(source)
    return spliced(source, [file.removal(_rule(file, decision, number))])


def move_rule(source: bytes, decision: str, number: int, *, up: bool) -> bytes:
    """Return the file with a rule before the one that stood above it, or behind the one below."""
    file = Source(source)
    other = number - 1 if up else number + 1
    high, low = (_rule(file, decision, at) for at in sorted((number, other)))
    texts = [file.text(file.span(each).start, file.span(each).end) for each in (high, low)]
    return spliced(source, [file.replacement(high, texts[1]), file.replacement(low, texts[0])])


def _rule(file: Source, decision: str, number: int) -> etree._Element:
    rules = _rules(_table(file, decision))
    if not 0 < number <= len(rules):
        raise NotEditable(_("The table has no rule {number}.").format(number=number), element=decision)
    return rules[number - 1]


def _decision(file: Source, decision: str) -> etree._Element:
    found = file.node(decision)
    if local(found) != "decision":
        raise UnknownElement(decision, [each.get("id", "") for each in children(file.root, "decision")])
    return found


def _table(file: Source, decision: str) -> etree._Element:
    found = child(_decision(file, decision), "decisionTable")
    if found is None:
        raise NotEditable(_("The decision is no table."), element=decision)
    return found


def _rules(table: etree._Element) -> list[etree._Element]:
    return list(children(table, "rule"))


_ENTRIES = {"input": "inputEntry", "output": "outputEntry", "note": "annotationEntry"}


def _cell(file: Source, rule: etree._Element, part: str, column: int, text: str) -> list[Splice]:
    entries = list(children(rule, _ENTRIES[part]))
    if column < len(entries):
        return _written(file, entries[column], text)
    if part != "note" or column > len(entries):
        raise NotEditable(
            _("The rule has no {part} {column}.").format(part=part, column=column + 1), element=rule.get("id")
        )
    if not text:
        return []
    prefix = f"{rule.prefix}:" if rule.prefix else ""
    note = f"<{prefix}annotationEntry><{prefix}text>{escape(text)}</{prefix}text></{prefix}annotationEntry>"
    return file.inside(rule, note)


def _written(file: Source, owner: etree._Element, text: str) -> list[Splice]:
    """The splice that makes a cell or a formula say `text`; none when it does."""
    inner = child(owner, "text")
    if inner is None:
        name = file.qualified(owner, namespace(owner), "text") or "text"
        return file.inside(owner, f"<{name}>{escape(text)}</{name}>")
    if "".join(inner.itertext()).strip() == text:
        return []
    opening = file.text(file.span(inner).start, file.span(inner).open_end)
    name = opening[1:].split(">")[0].split("/")[0].split()[0]
    return [file.replacement(inner, f"<{name}>{escape(text)}</{name}>")]
