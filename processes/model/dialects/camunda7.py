"""Camunda 7: who does a task, with which form, and expressions in `${…}`.

What it does:
    Reads assignee, candidate groups and users, due dates, form fields, external topics, Java delegates (as topics),
    input and output parameters, variables passed to calls, collections of multi-instance activities, decision
    references; translates JUEL conditions, timers and names to FEEL where that is safe.

Why it matters:
    Most public models of the field were drawn for it.  They open, check and run here without being retyped.

Example:
    `camunda:candidateGroups="clerks"` on a UserTask is its candidate group; `${amount > 5 && paid}` is read as
    `amount > 5 and paid`.

Limits:
    Java code, connectors, scripts in parameters and forms kept outside the file are not taken over; each is named in
    the import report and stays in the file.  What would change how the model runs (a listener, an expression that calls
    into Java) is refused when the model is checked and when it is published.

How sure:
    A translated expression is meant to decide as before for numbers, texts and truth values; JUEL turns texts into
    numbers by itself, FEEL does not.  What cannot be translated surely is not translated.

Source:
    Camunda 7 documentation, "BPMN 2.0 Extension Attributes" and "Extension Elements"; JSR 341.
"""

from __future__ import annotations

from processes.model.dialects import dialects
from processes.model.juel_terms import JuelTerms


class Camunda7(JuelTerms):
    """Files of Camunda Platform 7 and its modeller."""

    uris = frozenset({"http://camunda.org/schema/1.0/bpmn", "http://activiti.org/bpmn/camunda"})
    vendor = "Camunda 7"


dialects.register(Camunda7())
