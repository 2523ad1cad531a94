"""Names an expression asks for that neither the case has nor its model declares: a slip, not an answer.

FEEL takes such a name for null, so `aproved = true` is false and the default is taken, for every case and silently, and
`{total: feee * 2}` writes a total of null.  A name the model declares (in a form, a script, a mapping, a data object)
may be absent from a condition; so may one of which the expression says what holds without it (`debt = null or …`), and
one that changes nothing, since the rest of the expression decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from engine.expressions import feel
from processes.model.data import names_in

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

#: How an expression says what holds without a value, `{}` being its name: it compares it, or a part of it, with null.
_PROVIDED = (
    r"(?<![\w.]){0}(\.\w+)*\s*(!?=|in\s*\()\s*null\b|\bnull\s*!?=\s*{0}(?!\w)|\bis\(\s*{0}\s*,\s*null\s*\)"
)
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![\w.])\d+(?:\.\d+)?')


def decisive(
    condition: str, answer: feel.Answer, variables: Mapping[str, Any], declared: Container[str]
) -> str | None:
    """Return a name nobody knows on which `answer`, what came of an expression, depends; None when there is none.

    >>> for condition in ("debt > 100 and is_late", "debt > 100"):
    ...     [answer] = feel.evaluate_all([(condition, {"is_late": False})])
    ...     print(decisive(condition, answer, {"is_late": False}, ()))
    None
    debt
    """
    if not answer.unknown:
        return None
    names = [
        name
        for name in names_in(condition)
        if name not in variables
        and name not in declared
        and any(f"“{name}”" in said for said in answer.unknown)
        and not re.search(_PROVIDED.format(re.escape(name)), condition)
    ]
    if not names:
        return None
    if answer.value is None:
        return names[0]
    probes = [True, False, *_literals(condition)]
    for name in names:
        tried = [(condition, {**variables, name: _shaped(condition, name, probe)}) for probe in probes]
        if any(other.value != answer.value for other in feel.evaluate_all(tried)):
            return name
    return None


def evaluate_given(expression: str, context: Mapping[str, Any]) -> Any:
    """Return the value of an expression whose result is kept or sent; raises `SandboxError` where it rests on a name
    nobody set, as a whole or in an entry.

    What is mapped, kept or sent as null is seen as if somebody had answered so.

    >>> evaluate_given("if note = null then 0 else 1", {})
    0
    >>> evaluate_given("{about: nte}", {"note": "all"})
    Traceback (most recent call last):
    ...
    engine.errors.SandboxError: The expression “{about: nte}” fails: There is no variable “nte”
    """
    [answer] = feel.evaluate_all([(expression, context)])
    reason = answer.error
    if reason is None and answer.value is None and answer.unfit:
        reason = "; ".join((*answer.unknown, *answer.unfit))
    elif reason is None and (name := decisive(expression, answer, context, ())) is not None:
        reason = next(said for said in answer.unknown if f"“{name}”" in said)
    if reason is not None:
        raise feel.failure(expression, reason)
    return answer.value


def _literals(condition: str) -> list[Any]:
    """Return the values the condition speaks of, and numbers around them."""
    found: list[Any] = []
    for text in _LITERAL.findall(condition):
        if text.startswith('"'):
            found.append(text[1:-1])
        else:
            number = float(text)
            found += [number - 1, number, number + 1]
    return [*found, 0, ""]


def _shaped(condition: str, name: str, value: Any) -> Any:
    """Return what has the value wherever the condition looks inside the name."""
    paths = re.findall(rf"(?<![\w.]){re.escape(name)}((?:\.\w+)+)", condition)
    if not paths:
        return value
    shaped: dict[str, Any] = {}
    for path in paths:
        inside = shaped
        *steps, last = path.strip(".").split(".")
        for step in steps:
            inside = inside.setdefault(step, {})
        inside[last] = value
    return shaped
