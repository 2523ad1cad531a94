"""What a refusal owes the applicant: a legal reason, and how to appeal; and which steps refuse.

A step says when it refuses (`refusesWhen`, FEEL over its answers), which answer is the legal reason (`refusalReason`),
and where the officer words the appeal themselves, which answer that is (`refusalAppeal`).  Otherwise the appeal is the
procedure's own (`appeal`, `appealDays`).

Source: Law of the Kyrgyz Republic No. 210 of 31.07.2015 on administrative procedures (a written act gives its reasons
and says how to appeal); Recommendation CM/Rec(2007)7 of the Council of Europe on good administration, art. 17 and 18.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from processes.text import Message, _, folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from processes.model.elements import Element
    from processes.model.model import Model

#: The kinds of fields that can hold a reason in words.
WORDED = frozenset({"textfield", "textarea", "select", "radio", "checklist", "taglist"})

#: How the name of an end that refuses begins one of its words: English, Russian, Kyrgyz, Ukrainian.
_SAYS_NO = (
    "refus",
    "reject",
    "denied",
    "declin",
    "отказ",
    "отклон",
    "четке каг",
    "четке как",
    "баш тарт",
    "відмов",
    "відхил",
)


def unsaid_refusals(model: Model) -> Iterator[tuple[str, Message]]:
    """Yield each refusing step that could never refuse lawfully, and what to say of it."""
    for element in model.elements.values():
        step = element.step
        if step is None or not (step.refuses_when or step.refusal_reason or step.refusal_appeal):
            continue
        label = element.label
        if element.type != "UserTask" or not step.refuses_when:
            text = _("“{label}” speaks of a refusal, but it is no work of people that says when it refuses.")
            yield element.id, text.format(label=label)
            continue
        fields = _worded(model.forms.get(element.form or "", {}))
        if step.refusal_reason is None or step.refusal_reason not in fields:
            yield element.id, _no_reason(label, step.refusal_reason, list(fields))
        appeal = model.procedure.appeal if model.procedure is not None else None
        if step.refusal_appeal is not None and step.refusal_appeal not in fields:
            text = _(
                "“{label}” refuses and takes how to appeal from “{name}”, which its form does not ask for."
            )
            yield element.id, text.format(label=label, name=step.refusal_appeal)
        elif step.refusal_appeal is None and not (appeal or "").strip():
            text = _(
                "“{label}” refuses, but nothing says how to appeal. Name who decides about an appeal in “appeal” of "
                "the procedure, or the answer that says it in “refusalAppeal” of the step."
            )
            yield element.id, text.format(label=label)


def _no_reason(label: str, name: str | None, fields: list[str]) -> Message:
    if not name:
        text = _(
            "“{label}” refuses, but does not say which answer is the legal reason. Name it in “refusalReason”."
        )
        return text.format(label=label)
    close = get_close_matches(name, fields, n=1, cutoff=0.5)
    text = _("“{label}” refuses for the reason in “{name}”, which its form does not ask for in words.")
    if close:
        text = _(
            "“{label}” refuses for the reason in “{name}”, which its form does not ask for in words. "
            "Did you mean “{close}”?"
        )
    return text.format(label=label, name=name, close=close[0] if close else "")


def _worded(form: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the fields of a form into which words can be written, by their keys; not those in the rows of a list."""
    found: dict[str, Mapping[str, Any]] = {}
    for one in form.get("components") or ():
        if not isinstance(one, dict) or one.get("path"):
            continue
        found |= _worded(one)
        is_open = not (one.get("readonly") is True or one.get("disabled"))
        if one.get("key") and one.get("type") in WORDED and is_open:
            found[str(one["key"])] = one
    return found


def silent_refusals(model: Model) -> Iterator[tuple[Element, Element]]:
    """Yield each step of officials from which a case comes straight to an end that refuses, with that end, although
    neither it nor a step before it says when it refuses.

    >>> from processes import read_model
    >>> list(silent_refusals(read_model(b"Check @clerks -> Issue @heads", dialect="sketch")))
    []
    """
    import networkx as nx

    said = {e.id for e in model.elements.values() if e.step is not None and e.step.refuses_when}
    for element in model.elements.values():
        if element.type != "UserTask" or said & {element.id, *nx.ancestors(model.graph, element.id)}:
            continue
        if model.actor(element.id) in ("citizen", "business", "thirdParty", "system"):
            continue
        end = next((e for e in _ends_after(model, element.id) if says_no(e)), None)
        if end is not None:
            yield element, end


def says_no(end: Element) -> bool:
    """Return whether the name of an end says, in one of four languages, that something was refused."""
    names = [end.name or "", *end.names.values()]
    return any(
        re.search(rf"(?<!\w){folded(word)}", folded(name)) is not None for word in _SAYS_NO for name in names
    )


def _ends_after(model: Model, id_: str) -> list[Element]:
    """Return the ends to which control comes from an element with nothing but gateways and events between."""
    found, seen, waiting = [], set(), [id_]
    for node in waiting:
        for flow in model.outgoing(node):
            target = model.elements.get(flow.target)
            if target is None or target.id in seen:
                continue
            seen.add(target.id)
            if target.type == "EndEvent":
                found.append(target)
            elif not target.is_task and target.type not in ("SubProcess", "CallActivity", "Transaction"):
                waiting.append(target.id)
    return found
