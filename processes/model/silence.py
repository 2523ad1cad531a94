"""What silence means: a limit that is over decides only when the model says what is written then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model

#: The rules by which silence itself decides.
TACIT = ("tacitYes", "tacitNo")


def unsaid_silence(model: Model) -> Iterator[tuple[str, Message]]:
    """Yield each step whose rule for silence cannot be followed, and what to say of it.

    A rule on the procedure as a whole needs no data: it is written down and told, and people conclude the case.
    """
    for element in model.elements.values():
        step = element.step
        if step is None or step.on_limit is None:
            continue
        label = element.label
        if element.type != "UserTask" or step.limit is None:
            text = _("“{label}” says what happens at its limit, but it is no work of people with a limit.")
            yield element.id, text.format(label=label)
        elif step.on_limit in TACIT and not is_context(step.on_limit_data):
            text = _(
                "“{label}” says that silence decides ({rule}), but not what is written then. "
                "Name the outcome in “onLimitData”, such as {example}."
            )
            yield element.id, text.format(label=label, rule=step.on_limit, example='{decision: "yes"}')
    procedure = model.procedure
    written = procedure.on_limit_data if procedure is not None else None
    if written is not None and not is_context(written):
        text = _("What the procedure writes at its limit, “{text}”, is no FEEL context such as {example}.")
        yield model.main_process.id, text.format(text=written, example='{decision: "yes"}')


def is_context(text: str | None) -> bool:
    """Whether a text has the form of a FEEL context with at least one entry.

    >>> is_context('{decision: "yes"}'), is_context("{}"), is_context("yes")
    (True, False, False)
    """
    words = (text or "").strip()
    return words.startswith("{") and words.endswith("}") and bool(words[1:-1].strip())
