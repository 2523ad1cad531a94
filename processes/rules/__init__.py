"""Rules: what is wrong with a model, one rule, one file, one page.

A rule is a function from a model to problems; its module's name is its name and its docstring its page.  `check` runs
all of them and returns every problem at once, the gravest first.  A rule that crashes does not take the others down:
it is itself reported as a problem.

Severities: *error* when there is no legitimate reading, *warning* when it is plausible but probably not meant, *note*
when it is worth knowing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from processes.problem import SEVERITIES, Problem
from processes.registry import Registry
from processes.text import _

if TYPE_CHECKING:
    from processes.model.model import Model

Rule = Callable[["Model"], Iterable[Problem]]

rules: Registry[Rule] = Registry("processes.rules", kind="rule")


def check(model: Model) -> list[Problem]:
    """Return every problem of `model`: errors first, then warnings, then notes, each in document order.

    >>> from processes import read_model
    >>> problems = check(read_model(b"Register -> Decide", dialect="sketch"))
    >>> [p.severity for p in problems if p.severity == "error"]
    []
    """
    found: list[Problem] = []
    for name, rule in rules.items():
        found += _findings(name, rule, model)
    return sorted(found, key=lambda p: (SEVERITIES.index(p.severity), p.line or 0, p.element or "", p.rule))


def _findings(name: str, rule: Rule, model: Model) -> list[Problem]:
    try:
        return [replace(problem, rule=name) for problem in rule(model)]
    except Exception as error:  # noqa: BLE001  (a broken rule must not hide what the others found)
        message = _(
            "The rule {rule} failed on this model ({reason}), so what it looks for is unknown here. "
            "The other rules are not affected; report this with the file."
        ).format(rule=name, reason=f"{type(error).__name__}: {error}")
        return [Problem(rule="rule_error", severity="warning", element=None, label=name, message=message)]
