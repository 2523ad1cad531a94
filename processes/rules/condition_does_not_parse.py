"""A condition that cannot be read.

What it finds:
    Conditions of flows whose brackets or quotes do not match, that are empty, or that are visibly written in another
    language than FEEL: `${…}`, `==`, `&&`, `!x`, `True`.

Why it matters:
    The case that comes to such a decision stops with an incident instead of going on.

Wrong:
    ([amount == 5 && paid] Register / Return)

Right:
    ([amount = 5 and paid] Register / Return)

How sure:
    error: such a text is no FEEL, whatever was meant.  What looks right may still fail; the engine parses it fully.

Source:
    OMG DMN 1.5, chapter 10 (FEEL grammar).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model
    from processes.text import Message


_FOREIGN = (
    (re.compile(r"^[$#]\{"), _("it is written as ${{…}}, the language of another engine")),
    (re.compile(r"=="), _("FEEL compares with a single =")),
    (re.compile(r"&&|\|\|"), _("FEEL joins conditions with “and” and “or”")),
    (re.compile(r"!(?!=)"), _("FEEL negates with not(…)")),
    (re.compile(r"\b(True|False|None)\b"), _("FEEL writes true, false and null in lower case")),
)
_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"')
_PAIRS = {")": "(", "]": "[", "}": "{"}


@rules.register
def condition_does_not_parse(model: Model) -> Iterator[Problem]:
    """Yield each condition that is certainly no FEEL."""
    for flow in model.flows.values():
        language = (flow.condition_language or "").lower()
        if flow.condition is None or (
            language and "feel" not in language and not language.startswith("http")
        ):
            continue
        reason = _why_not(flow.condition)
        if reason is not None:
            yield Problem.at(
                flow,
                "error",
                _(
                    "The condition “{condition}” on the way from “{source}” to “{target}” cannot be read: {reason}. "
                    "Write it in FEEL, such as: amount > 5 and paid."
                ).format(
                    condition=flow.condition,
                    source=model.label(flow.source),
                    target=model.label(flow.target),
                    reason=str(reason),
                ),
            )


def _why_not(condition: str) -> Message | None:
    for pattern, reason in _FOREIGN[:1]:
        if pattern.search(condition):
            return reason.format()
    bare = _TEXTS.sub("", condition)
    if '"' in bare:
        return _("a quotation mark is not closed")
    open_: list[str] = []
    for sign in bare:
        if sign in "([{":
            open_.append(sign)
        # A bracket may close a range the other way round, as in [1..5) or ]1..5[; only round ones are counted so.
        elif sign == ")" and open_ and open_[-1] in "([":
            open_.pop()
        elif sign in _PAIRS:
            if not open_ or (sign == "}" and open_[-1] != "{"):
                return _("a bracket is closed that was not opened")
            open_.pop()
    if open_:
        return _("a bracket is not closed")
    return next((reason.format() for pattern, reason in _FOREIGN if pattern.search(bare)), None)
