"""What a procedure lets people search by: the fields of its forms that say so.

A form-js component declares it in its custom properties: `"properties": {"searchable": "true"}`, or
`"searchable": "applicant"` for the field that says whose case it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from processes.model.data import components_of

if TYPE_CHECKING:
    from processes import Model

APPLICANT = "applicant"
APPLICANTS = "@"


@dataclass(frozen=True, kw_only=True)
class SearchField:
    """A variable that people search by: its name, what its form calls it, and whether it says whose case it is."""

    name: str
    label: str
    is_applicant: bool = False

    @property
    def column(self) -> str:
        """The name under which its words are kept; an applicant's can be told without knowing the procedure."""
        return f"{APPLICANTS}{self.name}" if self.is_applicant else self.name


def search_fields(model: Model) -> tuple[SearchField, ...]:
    """Return the searchable fields of a model's forms, each once, in the order of the forms."""
    found: dict[str, SearchField] = {}
    for form in model.forms.values():
        for component in components_of(form):
            declared = str((component.get("properties") or {}).get("searchable") or "").strip()
            key = str(component.get("key") or "")
            if key and declared and declared != "false" and key not in found:
                found[key] = SearchField(
                    name=key,
                    label=str(component.get("label") or key),
                    is_applicant=declared == APPLICANT,
                )
    return tuple(found.values())
