"""What a procedure lets people search by: the fields of its forms that say so.

A form-js component declares it in its custom properties: `"properties": {"searchable": "true"}`, or
`"searchable": "applicant"` for the field that says whose case it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from processes.model.data import components_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from processes import Model

APPLICANT = "applicant"
APPLICANTS = "@"
PERSONAL_NUMBER = "pin"


@dataclass(frozen=True, kw_only=True)
class SearchField:
    """A variable that people search by: its name, what its form calls it, and whether it says whose case it is.

    `kind` is the kind of the field, `form` the form it stands in.
    """

    name: str
    label: str
    is_applicant: bool = False
    kind: str = ""
    form: str = ""

    @property
    def column(self) -> str:
        """The name under which its words are kept; an applicant's can be told without knowing the procedure."""
        return f"{APPLICANTS}{self.name}" if self.is_applicant else self.name


def search_fields(model: Model) -> tuple[SearchField, ...]:
    """Return the searchable fields of a model's forms, each once, in the order of the forms."""
    found: dict[str, SearchField] = {}
    for form_id, form in model.forms.items():
        for component in components_of(form):
            declared = str((component.get("properties") or {}).get("searchable") or "").strip()
            key = str(component.get("key") or "")
            if key and declared and declared != "false" and key not in found:
                found[key] = SearchField(
                    name=key,
                    label=str(component.get("label") or key),
                    is_applicant=declared == APPLICANT,
                    kind=str(component.get("type") or ""),
                    form=form_id,
                )
    return tuple(found.values())


def field_of_applicants(fields: Iterable[SearchField]) -> SearchField | None:
    """Return the field that tells applicants apart: a personal number, else what the form says of whose case it is.

    The number is that of the field for the applicant, or the first in the same form; None when nothing is declared.

    >>> name = SearchField(name="who", label="Name", is_applicant=True, kind="textfield", form="f")
    >>> number = SearchField(name="pin", label="PIN", kind=PERSONAL_NUMBER, form="f")
    >>> field_of_applicants([name, number]).name, field_of_applicants([name]).name
    ('pin', 'who')
    """
    known = tuple(fields)
    theirs = [field for field in known if field.is_applicant]
    beside = [field for field in known if theirs and field.form == theirs[0].form]
    numbers = [field for field in (*theirs, *beside) if field.kind == PERSONAL_NUMBER]
    return next(iter((*numbers, *theirs)), None)
