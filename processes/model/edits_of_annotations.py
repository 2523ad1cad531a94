"""Edits of what a step costs people: the `gov:` annotations."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from processes.errors import NotEditable, UnknownName
from processes.model import gov
from processes.model.draft import Draft
from processes.model.duration import write_duration
from processes.model.gov_reading import gov_child
from processes.model.source import quoted
from processes.model.xml import BPMN, local, tag
from processes.text import _

if TYPE_CHECKING:
    from lxml import etree

    from processes.model.model import Model

#: The attributes of `gov:step` by the names of the fields of `gov.Step`.
ATTRIBUTES = {
    "actor": "actor",
    "channel": "channel",
    "visit": "visit",
    "place": "place",
    "effort": "effort",
    "queue": "queue",
    "wait": "wait",
    "wait_unit": "waitUnit",
    "discretion": "discretion",
    "criteria": "criteria",
    "deciders": "deciders",
    "assignment": "assignment",
    "performer_of": "performerOf",
    "separate_from": "separateFrom",
    "bound_to": "boundTo",
    "purpose": "purpose",
    "limit": "limit",
    "limit_unit": "limitUnit",
    "on_limit": "onLimit",
    "on_limit_data": "onLimitData",
    "refuses_when": "refusesWhen",
    "refusal_reason": "refusalReason",
    "refusal_appeal": "refusalAppeal",
    "automation": "automation",
}


def set_step(model: Model, id: str, **attributes: object) -> Model:
    """Return `model` with these attributes of the step's `gov:step`; None takes an attribute away.

    What the step asks, issues and costs stays.  Raises `UnknownName` for an attribute the vocabulary lacks.

    >>> from processes import read_model
    >>> model = read_model(b"Register -> Decide", dialect="sketch")
    >>> set_step(model, "register", channel="online", visit=None).elements["register"].step.channel
    'online'
    """
    model.element(id)
    draft = Draft(model)
    written = {_attribute(name): _written(value) for name, value in attributes.items()}
    node = _step(draft, id, create=any(value is not None for value in written.values()))
    if node is not None:
        draft.apply([s for name, value in written.items() for s in draft.source.attribute(node, name, value)])
    return draft.done(f"annotate {model.label(id)}")


def _attribute(name: str) -> str:
    if name not in ATTRIBUTES:
        raise UnknownName(name, ATTRIBUTES, kind="attribute of a step")
    return ATTRIBUTES[name]


def _written(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, timedelta):
        return write_duration(value)
    if isinstance(value, gov.Spread):
        return "/".join(write_duration(v) for v in (value.minimum, value.typical, value.maximum))
    if isinstance(value, tuple):
        return " ".join(str(v) for v in value) or None
    if isinstance(value, gov.Visit):
        return f"{value.place}:{value.trip}"
    return str(value)


def _step(draft: Draft, id_: str, *, create: bool) -> etree._Element | None:
    """Return the `gov:step` of the element in the draft, written first when it is wanted and missing."""
    found = gov_child(draft.source.node(id_), "step")
    if found is None and create:
        extension(draft, id_, "step")
        found = gov_child(draft.source.node(id_), "step")
    return found


def extension(draft: Draft, id_: str, name: str, attributes: str = "") -> None:
    """Add the `gov:` element `name` to the extension elements of an element, which are written first if missing."""
    source = draft.source
    node = source.node(id_)
    qualified = source.qualified(node, gov.NAMESPACE, name)
    opening = qualified if qualified is not None else f'gov:{name} xmlns:gov="{gov.NAMESPACE}"'
    text = f"<{opening}{attributes}/>"
    holder = node.find(tag(BPMN, "extensionElements"))
    if holder is not None:
        draft.apply(source.inside(holder, text))
        return
    wrapper = source.bpmn("extensionElements", node)
    block = f"<{wrapper}>\n  {text}\n</{wrapper}>"
    documentation = [n for n in node.iterchildren("*") if local(n) == "documentation"]
    if documentation:
        draft.apply([source.after(documentation[-1], block)])
    else:
        draft.apply(source.inside(node, block, first=True))


def drop_asks(model: Model, id: str, document: str) -> Model:
    """Return `model` whose step no longer asks the applicant for `document`; raises `NotEditable` if it does not."""
    draft = Draft(model)
    _drop(draft, model, id, document)
    return draft.done(f"ask no longer for {document} in {model.label(id)}")


def _drop(draft: Draft, model: Model, id_: str, document: str) -> None:
    step = model.element(id_).step
    node = gov_child(draft.source.node(id_), "step")
    asked = [
        n
        for n in (node.iterchildren(tag(gov.NAMESPACE, "asks")) if node is not None else ())
        if n.get("document") == document
    ]
    if not asked:
        known = ", ".join(a.document for a in step.asks) if step is not None and step.asks else "nothing"
        raise NotEditable(
            _("“{label}” does not ask for {document}.").format(label=model.label(id_), document=document),
            hint=_("It asks for: {known}.").format(known=known),
            element=id_,
        )
    draft.apply([draft.source.removal(n) for n in asked])


def read_instead(model: Model, id: str, document: str) -> Model:
    """Return `model` whose step reads `document` itself instead of asking the applicant for it.

    Raises `NotEditable` when the step does not ask for it.
    """
    step = model.element(id).step
    draft = Draft(model)
    _drop(draft, model, id, document)
    node = gov_child(draft.source.node(id), "step")
    if node is not None and (step is None or document not in step.reads):
        name = draft.source.qualified(node, gov.NAMESPACE, "reads") or "gov:reads"
        draft.apply(draft.source.inside(node, f"<{name} document={quoted(document)}/>"))
    return draft.done(f"let {model.label(id)} read {document} itself")


def pay_by(model: Model, id: str, method: str) -> Model:
    """Return `model` whose step takes its fees by `method`, such as `online`; raises `NotEditable` without a fee."""
    model.element(id)
    draft = Draft(model)
    node = gov_child(draft.source.node(id), "step")
    fees = list(node.iterchildren(tag(gov.NAMESPACE, "fee"))) if node is not None else []
    if not fees:
        raise NotEditable(_("“{label}” takes no fee.").format(label=model.label(id)), element=id)
    draft.apply([s for fee in fees for s in draft.source.attribute(fee, "method", method)])
    return draft.done(f"pay for {model.label(id)} by {method}")


def add_legal(
    model: Model,
    id: str,
    *,
    type: str,
    ref: str,
    mandatory: bool | None = None,
    url: str | None = None,
) -> Model:
    """Return `model` whose step rests on one more norm."""
    if type not in gov.LEGAL_TYPES:
        raise UnknownName(type, gov.LEGAL_TYPES, kind="type of norm")
    model.element(id)
    draft = Draft(model)
    node = _step(draft, id, create=True)
    assert node is not None
    name = draft.source.qualified(node, gov.NAMESPACE, "legal") or "gov:legal"
    text = f"<{name} type={quoted(type)} ref={quoted(ref)}"
    if mandatory is not None:
        text += f' mandatory="{str(mandatory).lower()}"'
    if url is not None:
        text += f" url={quoted(url)}"
    draft.apply(draft.source.inside(node, f"{text}/>"))
    return draft.done(f"note the legal basis of {model.label(id)}")


def remove_legal(model: Model, id: str, ref: str) -> Model:
    """Return `model` whose step no longer rests on the norm `ref`; raises `NotEditable` if it does not."""
    model.element(id)
    draft = Draft(model)
    node = gov_child(draft.source.node(id), "step")
    norms = [
        n
        for n in (node.iterchildren(tag(gov.NAMESPACE, "legal")) if node is not None else ())
        if n.get("ref") == ref
    ]
    if not norms:
        raise NotEditable(
            _("“{label}” does not rest on {ref}.").format(label=model.label(id), ref=ref), element=id
        )
    draft.apply([draft.source.removal(n) for n in norms])
    return draft.done(f"take {ref} from {model.label(id)}")
