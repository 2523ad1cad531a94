"""Plain BPMN 2.0: performers and potential owners, the standard's own way to say who does a task.

What it does:
    Reads candidate groups and users from potential owners, the assignee from a human performer.

Why it matters:
    A file that keeps to the standard needs no vendor to be understood.

Example:
    A potentialOwner with the expression `group(clerks), user(ana)` makes clerks a candidate group and Ana a candidate.

Limits:
    Resource parameters and rendering are kept in the file and given no meaning.

How sure:
    An expression without `user(…)` or `group(…)` is taken as names of groups, separated by commas.

Source:
    OMG BPMN 2.0.2, 10.3.4 (Resource Assignment).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from processes.model.dialects import dialects
from processes.model.xml import BPMN, namespace, tag

if TYPE_CHECKING:
    from lxml import etree

    from processes.model.import_report import ImportNotes


class Bpmn20:
    """The standard itself; it recognises every BPMN 2.0 file."""

    def convert(self, source: bytes) -> bytes | None:
        """Return None: BPMN needs no conversion."""
        return None

    def recognises(self, root: etree._Element) -> bool:
        """Return whether the root is BPMN 2.0."""
        return namespace(root) == BPMN

    def namespaces(self) -> frozenset[str]:
        """Return the standard's namespace."""
        return frozenset({BPMN})

    def facts(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        """Return candidate groups and users from potential owners, the assignee from a human performer."""
        owners = self._expressions(node, "potentialOwner")
        performers = self._expressions(node, "humanPerformer") + self._expressions(node, "performer")
        groups: list[str] = []
        users: list[str] = []
        for text in owners:
            named = re.findall(r"(user|group)\(([^)]*)\)", text)
            users += [name.strip() for kind, name in named if kind == "user"]
            groups += [name.strip() for kind, name in named if kind == "group"]
            if not named:
                groups += [part.strip() for part in text.split(",")]
        facts: dict[str, Any] = {}
        if any(groups):
            facts["candidate_groups"] = tuple(g for g in groups if g)
        if any(users):
            facts["candidate_users"] = tuple(u for u in users if u)
        if performers:
            facts["assignee"] = performers[0]
        return facts

    def forms(self, root: etree._Element, notes: ImportNotes) -> dict[str, dict[str, Any]]:
        """Return nothing: the standard has no forms."""
        return {}

    @staticmethod
    def _expressions(node: etree._Element, name: str) -> list[str]:
        path = f"{tag(BPMN, 'resourceAssignmentExpression')}/{tag(BPMN, 'formalExpression')}"
        return [
            (n.text or "").strip()
            for owner in node.iterchildren(tag(BPMN, name))
            for n in owner.iterfind(path)
        ]


dialects.register(Bpmn20())
