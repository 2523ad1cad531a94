"""The public DMN TCK: reads its test cases from a folder outside of the project and runs them.

The folder is never part of the project: its path is given by `KYZMAT_TCK` (its `TestCases` folder).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from engine.decisions import tried
from engine.errors import SandboxError
from processes import read_decisions
from processes.decision.model import DecisionModel
from processes.errors import ProcessesError

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass
class Tally:
    """What came of one level."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        total = self.passed + len(self.failed) + len(self.refused)
        rate = 100 * self.passed / total if total else 0
        return f"{self.passed} of {total} passed ({rate:.1f} %), {len(self.failed)} failed, {len(self.refused)} refused"


def run(level: Path) -> Tally:
    """Return what came of every test case of a level."""
    tally = Tally()
    for file in sorted(level.glob("*/*.xml")):
        root = etree.parse(file).getroot()
        if etree.QName(root).localname == "testCases":
            _file(file, root, tally)
    return tally


def _children(node: etree._Element, name: str) -> list[etree._Element]:
    return [c for c in node.iterchildren("*") if etree.QName(c).localname == name]


def _file(file: Path, root: etree._Element, tally: Tally) -> None:
    [name] = _children(root, "modelName")
    try:
        models = _models(file.parent / (name.text or "").strip())
    except (ProcessesError, OSError) as error:
        tally.refused += [f"{file.stem} {c.get('id')}: {error}" for c in _children(root, "testCase")]
        return
    for case in _children(root, "testCase"):
        given = {node.get("name") or "": _value(node, given=True) for node in _children(case, "inputNode")}
        for node in _children(case, "resultNode"):
            _case(f"{file.stem} {case.get('id')}", models, case, node, given, tally)


def _models(main: Path) -> list[DecisionModel]:
    """Return a file behind all it imports from its folder."""
    by_namespace = {}
    for file in sorted(main.parent.glob("*.dmn")):
        model = read_decisions(file)
        by_namespace[model.namespace] = model
    ordered: list[DecisionModel] = []

    def add(model: DecisionModel) -> None:
        for namespace in model.imports:
            if namespace in by_namespace and by_namespace[namespace] not in ordered:
                add(by_namespace[namespace])
        if model not in ordered:
            ordered.append(model)

    add(read_decisions(main))
    return ordered


def _case(
    name: str,
    models: list[DecisionModel],
    case: etree._Element,
    node: etree._Element,
    given: dict[str, Any],
    tally: Tally,
) -> None:
    [expected_node] = _children(node, "expected")
    expected = _value(expected_node)
    asked = case.get("invocableName") if case.get("type") == "decisionService" else node.get("name")
    try:
        outcome, failures = tried(models, asked or "", given)
    except SandboxError as error:
        tally.refused.append(f"{name} {node.get('name')}: {error}")
        return
    value = outcome.value
    if case.get("type") == "decisionService" and isinstance(value, dict) and node.get("name") in value:
        value = value[node.get("name")]
    if _same(value, expected):
        tally.passed += 1
    else:
        reason = "; ".join(str(f.get("code")) for f in failures) or "; ".join(outcome.warnings)
        codes = {f["code"] for f in failures}
        line = f"{name} {node.get('name')}: expected {expected!r}, is {value!r} ({reason})"
        (
            tally.refused if codes & {"foreign function", "not FEEL", "no such function"} else tally.failed
        ).append(line)


def _value(node: etree._Element, *, given: bool = False) -> Any:
    """Return a value as JSON has it; what is `given` keeps its dates."""
    if node.get(f"{XSI}nil") in ("true", "1"):
        return None
    components, lists, values = (_children(node, name) for name in ("component", "list", "value"))
    if components:
        return {each.get("name") or "": _value(each, given=given) for each in components}
    if lists:
        return [_value(item, given=given) for item in _children(lists[0], "item")]
    if not values:
        return None
    [value] = values
    if value.get(f"{XSI}nil") in ("true", "1"):
        return None
    text = value.text or ""
    match (value.get(f"{XSI}type") or "xsd:string").partition(":")[2]:
        case "decimal" | "double" | "int" | "integer" | "long" | "float":
            return float(text)
        case "boolean":
            return text.strip() in ("true", "1")
        case "dateTime" if given and re.fullmatch(r"\d{4}-[\d:T-]+(Z|[+-]\d\d:\d\d)?", text):
            return datetime.fromisoformat(text)
        case "date":
            return date.fromisoformat(text) if given and len(text) == 10 else text
        case "duration":
            return text if given else _duration(text)
        case _:
            return text


def _duration(text: str) -> str:
    """Return a duration without its empty parts: P1Y0M is P1Y, P0D is PT0S."""
    bare = re.sub(r"(?<=[PYMDTHS])0+[YMDH]", "", text)
    bare = re.sub(r"T$", "", bare)
    return {"P": "P0M" if re.search(r"[Y]|\dM$", text) and "T" not in text else "PT0S"}.get(
        bare.lstrip("-"), bare
    )


def _same(found: Any, expected: Any) -> bool:
    if isinstance(expected, float):
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            return False
        return math.isclose(found, expected, rel_tol=1e-8, abs_tol=1e-8)
    if isinstance(expected, dict):
        return (
            isinstance(found, dict)
            and found.keys() == expected.keys()
            and all(_same(found[key], each) for key, each in expected.items())
        )
    if isinstance(expected, list):
        return isinstance(found, list) and len(found) == len(expected) and all(map(_same, found, expected))
    return type(found) is type(expected) and found == expected
