"""SpiffWorkflow and SpiffArena: extensions in `spiffworkflow:`, expressions and scripts in Python.

What it does:
    Reads service operators (as topics), called decisions and the names of form files; says of each condition and
    script in Python that it has to be rewritten in FEEL.

Why it matters:
    The models open and can be improved; Python that came with a file is never run, because it could read anything on
    the server.

Example:
    A condition `amount == 5` of such a file is *must fix*; `amount > 5` reads the same in both languages.

Limits:
    Pre- and postscripts, unit tests and JSON schemas of forms are kept in the file and given no meaning.

How sure:
    By the namespace.  Conditions that read the same in Python and FEEL are taken over as they are.

Source:
    SpiffWorkflow documentation, "Custom extensions"; SpiffArena documentation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from processes.model.dialects import dialects
from processes.model.xml import BPMN, local, namespace, tag
from processes.text import _

if TYPE_CHECKING:
    from lxml import etree

    from processes.model.import_report import ImportNotes

_PYTHON = re.compile(r"==|\bTrue\b|\bFalse\b|\bNone\b|\bnot\s|\bis\b|\blen\(|\.get\(|\[['\"]|\blambda\b")
#: Scripts around a step, which would change what it is about.
_SCRIPTS = frozenset({"preScript", "postScript"})


class Spiff:
    """Files of SpiffArena and programs built on SpiffWorkflow."""

    def convert(self, source: bytes) -> bytes | None:
        """Return None: the file is BPMN."""
        return None

    def recognises(self, root: etree._Element) -> bool:
        """Return whether the file declares the vendor's namespace."""
        return any("spiffworkflow.org" in uri for uri in root.nsmap.values() if uri)

    def namespaces(self) -> frozenset[str]:
        """Return the vendor's namespaces."""
        return frozenset({"http://spiffworkflow.org/bpmn/schema/1.0/core"})

    def facts(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        """Return what the extensions say of one element."""
        line = int(node.sourceline or 0)
        condition = node.find(tag(BPMN, "conditionExpression"))
        text = "".join(condition.itertext()).strip() if condition is not None else ""
        if _PYTHON.search(text):
            notes.note(
                "must fix",
                _("The condition “{text}” is written in Python; write it in FEEL.").format(text=text),
                element=node.get("id"),
                line=line,
            )
        if local(node) == "scriptTask" and node.find(tag(BPMN, "script")) is not None:
            notes.note(
                "must fix",
                _("The script of “{label}” is written in Python and is not run; write it in FEEL.").format(
                    label=node.get("name") or node.get("id") or ""
                ),
                element=node.get("id"),
                line=line,
            )
        return self._extensions(node, notes)

    def _extensions(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        holder = node.find(tag(BPMN, "extensionElements"))
        for child in holder.iterchildren("*") if holder is not None else ():
            if "spiffworkflow.org" not in namespace(child):
                continue
            name = local(child)
            if name == "serviceTaskOperator" and child.get("id"):
                facts["topic"] = child.get("id")
            elif name == "calledDecisionId" and child.text:
                facts["decision"] = child.text.strip()
            elif name in _SCRIPTS and (child.text or "").strip():
                text = _("Python in {name} of {vendor} is not run; write it in FEEL, as a step of its own.")
                lost = text.format(name=name, vendor="SpiffWorkflow")
                line = int(child.sourceline or 0)
                notes.note("must fix", lost, element=node.get("id"), line=line)
                facts["untranslated"] = (*facts.get("untranslated", ()), lost)
            else:
                notes.note(
                    "ignored",
                    _("{name} of {vendor} is kept in the file and given no meaning here.").format(
                        name=name, vendor="SpiffWorkflow"
                    ),
                    element=node.get("id"),
                    line=int(child.sourceline or 0),
                )
        return facts

    def forms(self, root: etree._Element, notes: ImportNotes) -> dict[str, dict[str, Any]]:
        """Return nothing: the forms lie in files beside the model."""
        return {}


dialects.register(Spiff())
