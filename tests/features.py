"""Which fixtures a scenario will ask for, found from its sentences before it runs.

A scenario's sentences ask for fixtures while it runs, too late for pytest to run it once for each backend. So the
sentences are matched with their definitions already when tests are collected.
"""

from __future__ import annotations

import inspect

import pytest
from pytest_bdd.scenario import find_fixturedefs_for_step, scenario_wrapper_template_registry
from pytest_bdd.steps import step_function_context_registry

AMBIGUOUS: dict[str, list[str]] = {}
"""Sentences that more than one definition understands, found while collecting; which of them runs is chance."""


def fixtures_of_scenario(metafunc: pytest.Metafunc) -> set[str]:
    """Returns the names of all fixtures the scenario behind a test needs; empty for any other test."""
    template = scenario_wrapper_template_registry.get(metafunc.function)
    if template is None:
        return set()
    manager, node = metafunc.definition.session._fixturemanager, metafunc.definition
    examples = [example for table in template.examples for example in table.as_contexts()]
    names: set[str] = set()
    for step in template.render(examples[0] if examples else {}).steps:
        functions = {
            step_function_context_registry[definition.func].step_func
            for definition in find_fixturedefs_for_step(step, manager, node)
        }
        if len(functions) > 1:
            homes = sorted(f"{function.__module__}.{function.__name__}" for function in functions)
            AMBIGUOUS[f"{step.type} {step.name}"] = homes
        for function in functions:
            names |= _closure(set(inspect.signature(function).parameters), manager, node)
    return names


def _closure(names: set[str], manager: pytest.FixtureManager, node: pytest.Item) -> set[str]:  # type: ignore[name-defined]
    """The fixtures named, and those they need themselves."""
    known: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        known.add(name)
        for definition in manager.getfixturedefs(name, node) or ():
            waiting |= set(definition.argnames) - known
    return known
