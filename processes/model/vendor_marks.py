"""A vendor whose extensions hold how it draws and what its users noted, not how the procedure runs.

Colours, fonts and revisions are counted.  What users noted is named attribute by attribute; a note that names who does
the step is taken over as the performer, where neither a lane nor the standard names one.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from processes.model.flow_nodes import element_type
from processes.model.label_words import words
from processes.model.xml import BPMN, local, namespace, tag
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from processes.model.import_report import ImportNotes

#: Words of attributes that say how something is drawn, positioned or stored.
_PRESENTATION = frozenset(
    {
        *(
            "bgcolor",
            "bordercolor",
            "textcolor",
            "fontcolor",
            "font",
            "color",
            "colour",
            "fillcolor",
            "linecolor",
        ),
        *(
            "revisionid",
            "messageposition",
            "isinterrupting",
            "entry",
            "startevent",
            "trigger",
            "isclosed",
            "icon",
        ),
        *(
            "width",
            "height",
            "position",
            "align",
            "bold",
            "italic",
            "underline",
            "strikeout",
            "fontsize",
            "fontname",
        ),
    }
)
#: Words of attributes that name who does a step.
_PERFORMER = frozenset().union(
    *(
        words(w)
        for w in ("role rolle performer responsible verantwortlich zuständig исполнитель ответственный роль",)
    )
)


class VendorMarks:
    """Files of a tool, recognised by its marks; `noted` says how it writes an attribute."""

    vendor = ""
    marks: tuple[str, ...] = ()
    uris: frozenset[str] = frozenset()

    def convert(self, source: bytes) -> bytes | None:
        """Return None: the file is BPMN."""
        return None

    def recognises(self, root: etree._Element) -> bool:
        """Return whether a namespace or the exporter names the vendor."""
        uris = [uri for uri in root.nsmap.values() if uri]
        named = [*uris, root.get("exporter") or "", root.get("targetNamespace") or ""]
        return any(mark in text.lower() for mark in self.marks for text in named)

    def namespaces(self) -> frozenset[str]:
        """Return the vendor's own: what stands in them is summed up by `forms`."""
        return self.uris

    def noted(self, node: etree._Element) -> Iterator[tuple[str, str]]:
        """Yield (name, value) of each attribute the vendor notes in one of its elements."""
        yield from ()

    def facts(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        """Return who does the step, when the vendor's notes say so and nothing else does."""
        type_ = element_type(node)
        if type_ is None or not type_.endswith("Task") or _names_a_performer(node):
            return {}
        for name, value in self._notes_of(node):
            if value and words(name) & _PERFORMER:
                notes.note(
                    "translated",
                    _("“{name}” of {vendor} names who does the step: {value}.").format(
                        name=name, vendor=self.vendor, value=value
                    ),
                    element=node.get("id"),
                    line=int(node.sourceline or 0),
                )
                return {"candidate_groups": (value,)}
        return {}

    def forms(self, root: etree._Element, notes: ImportNotes) -> dict[str, dict[str, Any]]:
        """Return nothing, the vendor keeps its forms elsewhere; what it notes is added to the report."""
        drawn = 0
        said: Counter[str] = Counter()
        example: dict[str, tuple[str, str | None, int]] = {}
        for holder in root.iter(tag(BPMN, "extensionElements")):
            owner = holder.getparent()
            if owner is None:
                continue
            drawn += sum(1 for n in self._own(holder) if not len(n) and not any(True for _ in self.noted(n)))
            for name, value in self._notes_of(owner):
                if name.lower() in _PRESENTATION:
                    drawn += 1
                elif value and value not in ("[]", "{}", "null") and not words(name) & _PERFORMER:
                    said[name] += 1
                    example.setdefault(name, (value, owner.get("id"), int(owner.sourceline or 0)))
        if drawn:
            notes.note(
                "ignored",
                _("{count} notes of {vendor} about colours and the like are kept in the file.").format(
                    count=drawn, vendor=self.vendor
                ),
            )
        for name, count in said.items():
            value, element, line = example[name]
            notes.note(
                "ignored",
                _(
                    "“{name}” of {vendor} is noted at {count} elements (such as “{value}”); it is kept in the file and "
                    "given no meaning here."
                ).format(name=name, vendor=self.vendor, count=count, value=value[:60]),
                element=element,
                line=line,
            )
        return {}

    def _notes_of(self, owner: etree._Element) -> Iterator[tuple[str, str]]:
        for holder in owner.iterchildren(tag(BPMN, "extensionElements")):
            for node in self._own(holder):
                yield from self.noted(node)

    def _own(self, holder: etree._Element) -> Iterator[etree._Element]:
        return (n for n in holder.iter("*") if any(mark in namespace(n).lower() for mark in self.marks))


def _names_a_performer(node: etree._Element) -> bool:
    return any(local(c) in ("potentialOwner", "humanPerformer", "performer", "resourceRole") for c in node)
