"""Which fixtures a scenario will ask for, found from its sentences before it runs.

A scenario's sentences ask for fixtures while it runs, too late for pytest to run it once for each backend. So the
sentences are matched with their definitions already when tests are collected.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from pytest_bdd.compat import get_fixture_names, getfixturedefs
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

AMBIGUOUS: dict[str, list[str]] = {}
"""Sentences that more than one definition understands, found while collecting; which of them runs is chance."""

_definitions: list[StepFunctionContext] = []
_needs: dict[tuple[str, str], set[str]] = {}


def fixtures_of_scenario(metafunc: pytest.Metafunc) -> set[str]:
    """Returns the names of all fixtures the scenario behind a test needs; empty for any other test."""
    template = scenario_wrapper_template_registry.get(metafunc.function)
    if template is None:
        return set()
    manager, node = metafunc.definition.session._fixturemanager, metafunc.definition
    if not _definitions:
        _definitions.extend(_known(manager, node))
    examples = [example for table in template.examples for example in table.as_contexts()]
    names: set[str] = set()
    for step in template.render(examples[0] if examples else {}).steps:
        sentence = (step.type, step.name)
        if sentence not in _needs:
            functions = _meanings(*sentence)
            wanted = {name for function in functions for name in inspect.signature(function).parameters}
            _needs[sentence] = _closure(wanted, manager, node)
        names |= _needs[sentence]
    return names


def _known(manager: Any, node: pytest.Item) -> list[StepFunctionContext]:
    """All definitions of sentences; every scenario sees the same ones, because all are executed by one module."""
    known = []
    for name in get_fixture_names(fixturemanager=manager):
        for definition in getfixturedefs(manager, name, node) or ():
            if (found := step_function_context_registry.get(definition.func)) is not None:
                known.append(found)
    return known


def _meanings(kind: str, sentence: str) -> set[Callable[..., Any]]:
    """The functions that a sentence could mean: one, or none while it has not been written."""
    functions = {
        known.step_func
        for known in _definitions
        if known.type in (None, kind) and known.parser.is_matching(sentence)
    }
    if len(functions) > 1:
        AMBIGUOUS[f"{kind} {sentence}"] = sorted(f"{f.__module__}.{f.__name__}" for f in functions)
    return functions


def _closure(names: set[str], manager: Any, node: pytest.Item) -> set[str]:
    """The fixtures named, and those they need themselves."""
    known: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        known.add(name)
        for definition in manager.getfixturedefs(name, node) or ():
            waiting |= set(definition.argnames) - known
    return known
