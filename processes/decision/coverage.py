"""What a decision table leaves open and says twice: gaps, overlaps, rules that never decide.

Each input is cut where its cells, its allowed values and its type cut it; between two cuts every cell says the same of
every value, so a table is looked through completely by trying each piece of one input with each of the others.  A
column whose cells cannot be read without evaluating them (`processes.decision.unary`) leaves the table unassessed: then
nothing is said, rather than that it is in order.  An input that is missing altogether is not looked at.

Source: OMG DMN 1.5, 8.2.10 (hit policies), 8.1 (completeness); Calvanese et al., "Semantics and analysis of DMN
decision tables", BPM 2016, doi:10.1007/978-3-319-45348-4_13.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from processes.decision.pieces import Column, column
from processes.text import Message, _

MOST = 12
"""How many findings of one kind are told of one table."""
BUDGET = 200_000
"""How many combinations are tried before the search gives up."""

_SINGLE = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is left open or said twice: `rules` count from 1; `tests` are the cells of a rule that would close a gap.

    `kind` is gap, overlap, contradiction, hidden or never.
    """

    kind: str
    message: Message
    rules: tuple[int, ...] = ()
    tests: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What was found in a table; `unread` names what could not be looked through, and then `findings` is empty."""

    findings: tuple[Finding, ...] = ()
    unread: Message | None = None


def coverage(table: Mapping[str, Any], allowed: Mapping[str, str] | None = None) -> Coverage:
    """Return what a decision table (as `processes.decision.logic` reads it) leaves open and says twice.

    `allowed` gives for a type's name the values it allows.

    >>> rule = lambda test, fee: {"tests": [test], "outputs": [fee]}
    >>> area = {"text": "area", "label": "Area", "type": "number", "values": None}
    >>> table = {
    ...     "hit": "UNIQUE",
    ...     "inputs": [area],
    ...     "outputs": [{"default": None}],
    ...     "rules": [rule("< 100", "250"), rule("[100..200]", "400"), rule(">= 200", "500")],
    ... }
    >>> [str(finding.message) for finding in coverage(table).findings]
    ['Rules 2 and 3 both match, for example for Area 200; the table may have one answer only.']
    """
    found = _columns(table, allowed or {})
    if isinstance(found, Message):
        return Coverage(unread=found)
    searched = _Table(table, found)
    try:
        return Coverage(findings=tuple(searched.findings()))
    except _TooMuch:
        return Coverage(
            unread=_("The table has too many combinations to be looked through for gaps and overlaps.")
        )


class _TooMuch(Exception):
    """The search has used up its budget."""


def _columns(table: Mapping[str, Any], allowed: Mapping[str, str]) -> list[Column] | Message:
    """The inputs cut into pieces; two that ask for the same are one, because they have one value."""
    if any(len(rule["tests"]) != len(table["inputs"]) for rule in table["rules"]):
        return _("A rule has not as many cells as the table has columns.")
    together: dict[str, list[int]] = {}
    for at, clause in enumerate(table["inputs"]):
        together.setdefault(clause["text"].strip(), []).append(at)
    names: dict[str, str] = {}
    for text in together:
        for word in set(re.findall(r"[^\W\d]\w*", text)):
            if word in names and not (_is_name(text) and _is_name(names[word])):
                return _(
                    "“{one}” and “{other}” hang together, so gaps and overlaps cannot be told apart."
                ).format(one=names[word], other=text)
            names[word] = text
    made = []
    for places in together.values():
        clauses = [table["inputs"][at] for at in places]
        limits = [clause["values"] or allowed.get(clause["type"] or "") for clause in clauses]
        cells = [[rule["tests"][at] for at in places] for rule in table["rules"]]
        cut = column(places, clauses[0], [limit for limit in limits if limit], cells)
        if isinstance(cut, Message):
            return cut
        made.append(cut)
    return made


def _is_name(text: str) -> bool:
    return re.fullmatch(r"[^\W\d][\w .]*", text) is not None


class _Table:
    """One search through a table."""

    def __init__(self, table: Mapping[str, Any], columns: Sequence[Column]) -> None:
        self.table, self.columns = table, columns
        self.rules = table["rules"]
        self.spent = 0

    def findings(self) -> Iterator[Finding]:
        hit = self.table["hit"]
        yield from islice(self._never(), MOST)
        if hit in ("UNIQUE", "ANY"):
            yield from islice(self._overlaps(contradict=hit == "ANY"), MOST)
        if hit == "FIRST":
            yield from islice(self._hidden(), MOST)
        if hit in _SINGLE and not any(output.get("default") for output in self.table["outputs"]):
            yield from islice(self._gaps(), MOST)

    @cached_property
    def _all(self) -> int:
        return (1 << len(self.rules)) - 1

    @cached_property
    def _dead(self) -> frozenset[int]:
        return frozenset(
            at
            for at in range(len(self.rules))
            if any(all(not piece.rules >> at & 1 for piece in one.pieces) for one in self.columns)
        )

    def _never(self) -> Iterator[Finding]:
        for at in sorted(self._dead):
            text = _("Rule {number} never matches: no allowed value fits all of its cells.")
            yield Finding(kind="never", message=text.format(number=at + 1), rules=(at + 1,))

    def _overlaps(self, *, contradict: bool) -> Iterator[Finding]:
        for high in range(len(self.rules)):
            for low in range(high):
                outputs = [[cell.strip() for cell in self.rules[at]["outputs"]] for at in (low, high)]
                if contradict and outputs[0] == outputs[1]:
                    continue
                self._spend()
                both = 1 << low | 1 << high
                shared = [
                    next((p for p in one.pieces if p.rules & both == both), None) for one in self.columns
                ]
                if any(piece is None for piece in shared):
                    continue
                example = self._words([piece for piece in shared if piece is not None])
                text = (
                    _(
                        "Rules {one} and {other} both match, for example for {example}, with different answers."
                    )
                    if contradict
                    else _(
                        "Rules {one} and {other} both match, for example for {example}; "
                        "the table may have one answer only."
                    )
                )
                yield Finding(
                    kind="contradiction" if contradict else "overlap",
                    message=text.format(one=low + 1, other=high + 1, example=example),
                    rules=(low + 1, high + 1),
                )

    def _hidden(self) -> Iterator[Finding]:
        for at in range(len(self.rules)):
            if at in self._dead or self._is_first_somewhere(at):
                continue
            text = _("Rule {number} never decides: the rules before it take everything it would.")
            yield Finding(kind="hidden", message=text.format(number=at + 1), rules=(at + 1,))

    def _is_first_somewhere(self, rule: int) -> bool:
        seen: set[tuple[int, int]] = set()

        def go(depth: int, alive: int) -> bool:
            if not alive >> rule & 1 or (depth, alive) in seen:
                return False
            if alive == 1 << rule or depth == len(self.columns):
                return alive == 1 << rule
            seen.add((depth, alive))
            self._spend()
            return any(go(depth + 1, alive & piece.rules) for piece in self.columns[depth].pieces)

        return go(0, (1 << rule + 1) - 1)

    def _gaps(self) -> Iterator[Finding]:
        full: set[tuple[int, int]] = set()
        for open_ in self._open(0, self._all, (), full):
            tests = ["-"] * len(self.table["inputs"])
            for one, piece in zip(self.columns, open_, strict=False):
                tests[one.places[0]] = piece.test
            text = _("No rule matches for {case}.")
            yield Finding(kind="gap", message=text.format(case=self._words(open_)), tests=tuple(tests))

    def _open(
        self, depth: int, alive: int, chosen: tuple[Any, ...], full: set[tuple[int, int]]
    ) -> Iterator[tuple[Any, ...]]:
        if not alive:
            yield chosen
            return
        if depth == len(self.columns) or (depth, alive) in full:
            return
        self._spend()
        found = False
        for piece in self.columns[depth].pieces:
            for each in self._open(depth + 1, alive & piece.rules, (*chosen, piece), full):
                found = True
                yield each
        if not found:
            full.add((depth, alive))

    def _words(self, pieces: Sequence[Any]) -> str:
        told = [
            f"{one.label} {piece.test}"
            for one, piece in zip(self.columns, pieces, strict=False)
            if piece.test != "-"
        ]
        return ", ".join(told) or "–"

    def _spend(self) -> None:
        self.spent += 1
        if self.spent > BUDGET:
            raise _TooMuch
