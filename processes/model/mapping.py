"""What goes into an activity and what comes out of it, in words of our own: `gov:mapping`.

    <gov:mapping>
      <gov:input source="parcel.number" target="number"/>
      <gov:output source="response.body.owner" target="owner"/>
    </gov:mapping>

`source` is FEEL, `target` a name.  It says what `zeebe:ioMapping` and `camunda:inputOutput` say, and goes before what
they say of the same activity: it is what was written last, by a person, in this house.  Of a call, `takesAll` and
`givesAll` say whether everything else goes in and comes back; unsaid, it does when no row says otherwise.

Source: the project's vocabulary, namespace `urn:kyzmat:gov:1`; BPMN 2.0.2, 10.4.2 (data associations).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from processes.model import gov
from processes.model.gov_reading import gov_child
from processes.model.xml import BPMN, tag
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

Pairs = tuple[tuple[str, str], ...]


def mapped(node: etree._Element, facts: dict[str, Any]) -> dict[str, Any]:
    """Return `facts` of a flow node with what its mapping says in the place of what a vendor's says.

    A row that lacks its value or its name is in `untranslated`, for which the model is refused: what it was meant to
    pass would be missing in every case.
    """
    lost = [*facts.get("untranslated", ()), *_half_said(node)]
    said = gov_child(node, "mapping")
    if said is not None:
        facts = facts | {"inputs": _pairs(said, "input"), "outputs": _pairs(said, "output")}
        if node.tag == tag(BPMN, "callActivity"):
            facts |= {"takes_all": _flag(said, "takesAll"), "gives_all": _flag(said, "givesAll")}
    return facts | {"untranslated": tuple(lost)} if lost else facts


def _pairs(said: etree._Element, kind: str) -> Pairs:
    rows = said.iterchildren(tag(gov.NAMESPACE, kind))
    found = ((_text(row.get("source")), _text(row.get("target"))) for row in rows)
    return tuple((source, target) for source, target in found if source and target)


def _text(value: str | None) -> str:
    return (value or "").strip().removeprefix("=").strip()


def _flag(said: etree._Element, name: str) -> bool | None:
    value = said.get(name)
    return None if value is None else value.strip() in ("true", "1")


def _half_said(node: etree._Element) -> Iterator[Message]:
    """Yield what is missing in each row of the mapping, and of the assignments of the node's data associations."""
    rows: list[tuple[str, str]] = []
    said = gov_child(node, "mapping")
    if said is not None:
        children = said.iterchildren(tag(gov.NAMESPACE, "input"), tag(gov.NAMESPACE, "output"))
        rows += [(_text(row.get("source")), _text(row.get("target"))) for row in children]
    for kind in ("dataInputAssociation", "dataOutputAssociation"):
        for assignment in node.iterfind(f"{tag(BPMN, kind)}/{tag(BPMN, 'assignment')}"):
            source, target = (assignment.findtext(tag(BPMN, end)) for end in ("from", "to"))
            rows.append((_text(source), _text(target)))
            if rows[-1] == ("", ""):
                rows.pop()  # A drawing program's placeholder: it was never meant to pass anything.
    for source, target in rows:
        if source and not target:
            yield _("“{value}” is passed on under no name; give it one, or take the row away.").format(
                value=source
            )
        elif target and not source:
            yield _("“{name}” is given no value; write one, or take the row away.").format(name=target)
        elif not source:
            yield _("A row of what goes in or comes out is empty; fill it in, or take it away.")
