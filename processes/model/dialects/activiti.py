"""Activiti and Flowable: the same terms as Camunda 7 under other prefixes.

What it does:
    Reads assignee, candidate groups and users, due dates, form properties, delegates (as topics), collections and JUEL
    expressions of both products.

Why it matters:
    Registers and municipalities run thousands of such models; many were drawn in the Activiti Designer years ago.

Example:
    `activiti:candidateGroups="clerks"` and `flowable:candidateGroups="clerks"` both name the candidate group.

Limits:
    Java code and forms kept outside the file are not taken over; each is named in the import report.  What would change
    how the model runs (a listener, an expression that calls into Java) is refused.

How sure:
    As for Camunda 7: what cannot be translated surely is not translated.

Source:
    Activiti 6 user guide, chapter 8; Flowable documentation, "BPMN 2.0 Constructs".
"""

from __future__ import annotations

from processes.model.dialects import dialects
from processes.model.juel_terms import JuelTerms


class Activiti(JuelTerms):
    """Files of Activiti and Flowable."""

    uris = frozenset({"http://activiti.org/bpmn", "http://flowable.org/bpmn"})
    vendor = "Activiti"


dialects.register(Activiti())
