"""Which fields of a case a person sees: a form says of each field who reads it, and nobody else does.

A component of a form may carry, among form-js's own custom `properties`, `visibleTo`: candidate groups and roles,
separated by commas, such as `"registrar, role:auditor"`. A field without it is read by everybody who may read the case.
Where several forms of a procedure hold the same field, all of them have to agree. Whoever shows case data asks here:
the case page, the inbox, the API, exports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.forms import at, places, put
from modeler_api.store.accounts import Account
from processes.text import _

HIDDEN = _("Not for your position")
"""What stands in the place of a value that the reader may not see."""

Schema = Mapping[str, Any]


def readers(component: Schema) -> frozenset[str] | None:
    """Who may read a field: candidate groups, and roles as `role:…`; None is everybody who reads the case.

    >>> sorted(readers({"properties": {"visibleTo": "registrar, role:auditor"}}))
    ['registrar', 'role:auditor']
    >>> readers({"properties": {}}) is None
    True
    """
    told = (component.get("properties") or {}).get("visibleTo")
    if told is None:
        return None
    names = told.split(",") if isinstance(told, str) else [str(name) for name in told]
    return frozenset(name.strip() for name in names if name.strip())


def hidden_fields(account: Account | None, forms: Iterable[Schema | None]) -> frozenset[str]:
    """The keys of the fields of these forms that a person must not see; nobody known sees none that is restricted."""
    own = frozenset({*account.groups, f"role:{account.role}"}) if account is not None else frozenset()
    return frozenset(
        str(component["key"])
        for form in forms
        for component in _flat((form or {}).get("components", ()))
        if component.get("key") and (allowed := readers(component)) is not None and not allowed & own
    )


def visible_fields(account: Account | None, form: Schema | None) -> frozenset[str]:
    """The keys of the fields of a form that a person sees."""
    keys = (str(c["key"]) for c in _flat((form or {}).get("components", ())) if c.get("key"))
    return frozenset(keys) - hidden_fields(account, [form])


def masked(
    account: Account | None, data: Mapping[str, Any], forms: Iterable[Schema | None]
) -> dict[str, Any]:
    """Case data without the values that a person must not see.

    A hidden value is left out, because a stand-in could be taken for one and sent back.
    """
    forms = list(forms)
    hidden = hidden_fields(account, forms)
    shown = {key: value for key, value in data.items() if key not in hidden}
    for form in forms if hidden else ():
        for place in places(form or {}, shown):
            # Inside a group or a row of a list the rest of it stays.
            if str(place.component.get("key")) in hidden and len(place.path) > 1:
                inside = at(shown, place.path[:-1])
                if isinstance(inside, Mapping):
                    left = {key: value for key, value in inside.items() if key != place.path[-1]}
                    put(shown, place.path[:-1], left)
    return shown


def _flat(components: Iterable[Schema]) -> Iterator[Schema]:
    for component in components:
        yield component
        yield from _flat(component.get("components", ()))
