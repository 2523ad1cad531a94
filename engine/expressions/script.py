"""Script tasks: FEEL, or JavaScript in an isolate of its own that is thrown away afterwards.

A script sees the instance's variables and nothing of the host: no require, no process, no fetch.  What it changes in
its globals dies with its isolate, so it can change neither FEEL nor another definition's scripts.  Python is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.errors import SandboxError
from engine.expressions import feel
from engine.expressions.isolate import beside_a_running_loop, retire
from processes.text import _

CALL_SECONDS = 0.25
CALL_BYTES = 64 * 1024 * 1024

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
    value = feel.evaluate(text, variables)
    if result:
        return {result: value}
    if isinstance(value, dict):
        return value
    raise SandboxError(
        _("The script gives {value}, and no result variable is named.").format(value=json.dumps(value)),
        hint=_("Name a result variable, or let the script give a context."),
    )


#: The script runs in a function scope whose `with` target is the variables: plain assignments land there, and
#: an assignment to a name nobody declared lands there too, because the proxy claims to have every name that is
#: neither a standard global nor a variable of the script itself.
_RUNNER = """
(() => {
  const given = JSON.parse(%(variables)s);
  const standard = new Set(Object.getOwnPropertyNames(globalThis));
  const scope = new Proxy(given, {
    has: (target, key) => typeof key === "string" && (key in target || !standard.has(key)),
    get: (target, key) => {
      if (key === Symbol.unscopables) return undefined;
      if (Object.hasOwn(target, key)) return target[key];
      throw new ReferenceError(key + " is not defined");
    },
  });
  const source = %(source)s;
  let value;
  try { value = new Function("scope", "with (scope) { return eval(" + JSON.stringify(source) + "); }")(scope); }
  catch (error) {
    if (!(error instanceof SyntaxError) || !/return/.test(error.message)) throw error;
    value = new Function("scope", "with (scope) { return (function () {" + source + "\\n})(); }")(scope);
  }
  return JSON.stringify([given, value === undefined ? null : value]);
})()
"""


def _javascript(text: str, variables: Mapping[str, Any], result: str | None) -> dict[str, Any]:
    given = json.dumps(dict(variables), default=str)
    program = _RUNNER % {"variables": json.dumps(given), "source": json.dumps(text)}
    answer = beside_a_running_loop(lambda: _run(program))
    try:
        after, value = json.loads(str(answer))
    except ValueError as error:
        raise SandboxError(_("The script gives no plain values.")) from error
    before = json.loads(given)
    changes = {key: val for key, val in after.items() if key not in before or before[key] != val}
    if result:
        changes[result] = value
    return changes


def _run(program: str) -> object:
    """Return what `program` gives in an isolate of its own."""
    from py_mini_racer import JSEvalException, JSOOMException, MiniRacer

    racer = MiniRacer()
    try:
        return racer.eval(program, timeout_sec=CALL_SECONDS, max_memory=CALL_BYTES)
    except JSOOMException as error:
        raise SandboxError(_("The script needs more than 64 MB of memory.")) from error
    except TimeoutError as error:
        raise SandboxError(_("The script takes longer than 250 ms.")) from error
    except JSEvalException as error:
        if "imeout" in type(error).__name__ or "terminated" in str(error):
            raise SandboxError(_("The script takes longer than 250 ms.")) from error
        lines = [line for line in str(error).splitlines() if line.strip()]
        reason = lines[0].partition(":")[2].strip() or lines[0] if lines else type(error).__name__
        raise SandboxError(_("The script fails: {reason}").format(reason=reason)) from error
    finally:
        retire(racer)
