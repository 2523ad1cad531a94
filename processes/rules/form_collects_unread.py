"""A form asks for something nothing reads.

What it finds:
    Fields that no condition, script, timer, mapping, letter and no other form of the model uses, and by which
    nobody searches for a case.

Why it matters:
    Each such field costs every applicant time, and personal data must not be collected without a purpose.

Wrong:
    Register asks for “shoe size”; no step uses it

Right:
    Register asks for “income”; the decision uses it

How sure:
    note: the file may be read by people or by other systems all the same.

Source:
    Law on personal data, art. 4 (data minimisation); Digital Code, once-only principle.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from processes.model.data import field_labels, form_fields, searched_by, words_read
from processes.problem import Problem
from processes.rules import rules
from processes.text import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def form_collects_unread(model: Model) -> Iterator[Problem]:
    """Yield each step whose form has fields nobody reads."""
    fields = {id_: form_fields(form) for id_, form in model.forms.items()}
    searched = {key for form in model.forms.values() for key in searched_by(form)}
    shown = Counter(key for keys in fields.values() for key in keys)
    read = words_read(model) | searched
    for element in model.elements.values():
        unread = [k for k in fields.get(element.form or "", ()) if k not in read and shown[k] == 1]
        if unread:
            named = field_labels(model.forms[element.form or ""])
            yield Problem.at(
                element,
                "note",
                _(
                    "The form of “{label}” asks for {fields}, which nothing in the procedure reads. "
                    "Ask only for what decides something or is recorded by law."
                ).format(label=element.label, fields=listed(named.get(key, key) for key in unread)),
                fields=unread,
            )
