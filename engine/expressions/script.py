"""Script tasks: FEEL, or JavaScript in an isolate of its own that is thrown away afterwards.

A script sees the instance's variables and nothing of the host: no require, no process, no fetch.  Its isolate stands
in a process of its own (`engine.expressions.sandbox`) and is used once, so a script can change neither FEEL nor
another definition's scripts, and cannot end the engine.  Python is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine import keepable
from engine.errors import SandboxError
from engine.expressions import limits, unknown_names
from engine.expressions.sandbox import sandbox
from processes.text import _

FEEL_NAMES = frozenset({"feel", "application/feel", "text/feel"})
JAVASCRIPT_NAMES = frozenset(
    {"javascript", "application/javascript", "text/javascript", "ecmascript", "js", "application/ecmascript"}
)


def is_supported(language: str) -> bool:
    """Whether scripts in this language are run at all."""
    return language.strip().lower() in FEEL_NAMES | JAVASCRIPT_NAMES


def run(
    language: str, text: str, variables: Mapping[str, Any], *, result: str | None = None
) -> dict[str, Any]:
    """Return the variables the script sets.

    A FEEL script is one expression: its value goes to `result`, or, without one, must be a context whose entries are
    the variables.  A JavaScript sees each variable as a global; assignments to them, and to new globals, come back,
    and with `result` the value of its last statement (or of its `return`) under that name.

    >>> run("feel", "fee * 2", {"fee": 21}, result="double")
    {'double': 42}
    """
    name = language.strip().lower()
    if name in FEEL_NAMES:
        return _feel(text, variables, result)
    if name in JAVASCRIPT_NAMES:
        return _javascript(text, variables, result)
    raise SandboxError(
        _("Scripts in “{language}” are not run.").format(language=language), hint=_("Use FEEL or JavaScript.")
    )


def _feel(text: str, variables: Mapping[str, Any], result: str | None) -> dict[str, Any]:
    value = unknown_names.evaluate_given(text, variables)
    if result:
        return {result: value}
    if isinstance(value, dict):
        return value
    raise SandboxError(
        _("The script gives {value}, and no result variable is named.").format(value=json.dumps(value)),
        hint=_("Name a result variable, or let the script give a context."),
    )


def _javascript(text: str, variables: Mapping[str, Any], result: str | None) -> dict[str, Any]:
    before = json.loads(json.dumps(dict(variables), default=str))
    after, value = keepable.read(sandbox.run(text, before, limits.current()))
    changes = {key: val for key, val in after.items() if key not in before or before[key] != val}
    if result:
        changes[result] = value
    return changes
