"""Deploying decisions, and binding a definition to them.

A definition stays with the versions of the decisions it was deployed with: a new fee table changes the cases that are
started after their procedure was deployed with it, never one that is under way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine import decisions as dmn
from engine.decision_version import DecisionVersion
from engine.errors import NotExecutable
from engine.identifiers import new_id
from engine.pinned_decision import PREFIX
from engine.store import decisions
from processes.decision.checking import drawn_wrong
from processes.problem import Problem
from processes.text import _

if TYPE_CHECKING:
    from engine.store import Unit
    from engine.workshop import Workshop
    from processes.decision.model import DecisionModel
    from processes.model.model import Model


def is_computed(name: str) -> bool:
    """Whether a reference to a decision is an expression."""
    return name.startswith(("=", "${", "#{"))


def deploy(shop: Workshop, unit: Unit, models: Sequence[DecisionModel], *, by: str) -> list[DecisionVersion]:
    """Write a version of each decision of `models`; unchanged ones keep theirs.

    Raises `NotExecutable` with every expression that is no FEEL and every import that is not there.
    """
    together = {model.namespace: model for model in models}
    found = [problem for model in models for problem in _problems(model, together)]
    if found:
        raise NotExecutable(found)
    deployed = []
    for model in models:
        files = [each.digest for each in _with_imports(model, together)]
        decisions.keep_file(unit, model.digest, name=model.file or model.name, content=model.source)
        for decision in model.decisions.values():
            before = decisions.by_key(unit, decision.id)
            before = before if before is not None and before.key == decision.id else None
            if before is not None and list(before.files) == files:
                deployed.append(before)
                continue
            new = DecisionVersion(
                id=new_id(),
                key=decision.id,
                version=before.version + 1 if before is not None else 1,
                name=decision.name,
                kind=decision.kind,
                files=tuple(files),
                deployed_at=shop.now(),
                deployed_by=by,
            )
            decisions.add(unit, new)
            deployed.append(new)
    return deployed


def _with_imports(model: DecisionModel, together: Mapping[str, DecisionModel]) -> list[DecisionModel]:
    """Return a model behind everything it imports, each once."""
    ordered: list[DecisionModel] = []
    open_: list[str] = []

    def add(each: DecisionModel) -> None:
        open_.append(each.namespace)
        for namespace in each.imports:
            other = together.get(namespace)
            if other is not None and other not in ordered and namespace not in open_:
                add(other)
        ordered.append(each)

    add(model)
    return ordered


def _problems(model: DecisionModel, together: Mapping[str, DecisionModel]) -> list[Problem]:
    found = [*dmn.problems(model), *drawn_wrong(model, together)]
    for namespace in model.imports:
        if namespace not in together:
            text = _("“{name}” imports “{namespace}”, which is not deployed with it.")
            found.append((model.name, text.format(name=model.name, namespace=namespace)))
    return [
        Problem(
            rule="not_executable",
            severity="error",
            element=element,
            label=model.decisions[element].name if element in model.decisions else element,
            message=message,
            line=model.decisions[element].line if element in model.decisions else None,
        )
        for element, message in found
    ]


def bundle(unit: Unit, model: Model) -> dict[str, str]:
    """Return what the tasks of a file that decide are bound to: the latest version of each decision.

    Of the whole file, because its processes may call each other.
    """
    bound = {}
    for element in model.elements.values():
        if element.decision:
            target = decisions.by_key(unit, element.decision)
            if target is not None:
                bound[f"{PREFIX}{element.decision}"] = target.id
    return bound
