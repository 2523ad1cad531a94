"""What is different between the decisions of two versions of a procedure, rule by rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from modeler_api.decisions.beside import decisions_in
from modeler_api.store.version_decisions import KeptDecision
from modeler_api.version_changes import KINDS, ChangeRow
from processes.text import Message, _


def decision_changes(before: Sequence[KeptDecision], after: Sequence[KeptDecision]) -> Iterator[ChangeRow]:
    """Yield a row for each decision that came or went, and for each rule, column or setting that is otherwise."""
    was, now = _decisions(before), _decisions(after)
    for id_ in dict.fromkeys([*was, *now]):
        if id_ not in now:
            yield _row("removed", id_, was[id_]["name"], _("Decision"), None, None)
        elif id_ not in was:
            yield _row("added", id_, now[id_]["name"], _("Decision"), None, None)
        else:
            yield from _between(id_, now[id_]["name"], was[id_]["logic"] or {}, now[id_]["logic"] or {})


def _decisions(kept: Sequence[KeptDecision]) -> dict[str, Mapping[str, Any]]:
    return {each["id"]: each for file in kept for each in decisions_in(file.source).content["decisions"]}


def _between(id_: str, name: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[ChangeRow]:
    if was.get("form") != "table" or now.get("form") != "table":
        if was != now:
            yield _row("changed", id_, name, _("Logic"), was.get("text"), now.get("text"))
        return
    hits = [" ".join(filter(None, (each["hit"], each["aggregation"]))) for each in (was, now)]
    if hits[0] != hits[1]:
        yield _row("changed", id_, name, _("When several rules match"), hits[0], hits[1])
    for part, words in (("inputs", _("Inputs")), ("outputs", _("Outputs"))):
        if was[part] != now[part]:
            yield _row("changed", id_, name, words, _columns(was[part]), _columns(now[part]))
    rules = [
        {rule["id"] or str(at): (at, rule) for at, rule in enumerate(each["rules"], 1)} for each in (was, now)
    ]
    for rule in dict.fromkeys([*rules[0], *rules[1]]):
        old, new = rules[0].get(rule), rules[1].get(rule)
        told = [_rule(each[1]) if each else None for each in (old, new)]
        if told[0] != told[1]:
            number = (new or old or (0,))[0]
            kind = "added" if old is None else "removed" if new is None else "changed"
            yield _row(kind, id_, name, _("Rule {number}").format(number=number), told[0], told[1])


def _columns(clauses: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(
        " ".join(filter(None, (each.get("label") or each.get("name"), each["type"], each["values"])))
        for each in clauses
    )


def _rule(rule: Mapping[str, Any]) -> str:
    said = f"{' · '.join(rule['tests'])} → {' · '.join(rule['outputs'])}"
    return f"{said} ({rule['note']})" if rule["note"] else said


def _row(kind: str, id_: str, name: str, aspect: Message, before: str | None, after: str | None) -> ChangeRow:
    word, sign = KINDS[kind]
    return ChangeRow(kind, word, sign, id_, name, aspect, before, after)
