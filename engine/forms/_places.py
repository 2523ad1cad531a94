"""Where the components of a form stand in its answers: at the top, inside groups with a path, in the rows of lists.

A key with dots, such as `person.name`, stands inside `person`; the path of a list is followed by the row's number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.forms._field import Component

Path = tuple[str | int, ...]

#: More rows than this are refused.
MOST_ROWS = 200

_NOTHING: Any = object()


@dataclass(frozen=True, kw_only=True)
class Place:
    """One component at one place of the answers; `rows` are the rows around it, `above` the components, outermost
    first."""

    component: Component
    path: Path
    rows: tuple[Path, ...] = ()
    above: tuple[Place, ...] = ()

    @property
    def name(self) -> str:
        """The path as one text, such as `members.0.name`: what its errors are told under."""
        return ".".join(map(str, self.path))

    @property
    def type(self) -> str:
        """The kind of component."""
        return str(self.component.get("type"))


def places(schema: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[Place]:
    """Yield every component of a form at each of its places, in the order of the page; `data` say how many rows
    there are.

    >>> form = {
    ...     "components": [
    ...         {
    ...             "type": "dynamiclist",
    ...             "path": "members",
    ...             "components": [{"key": "name", "type": "textfield"}],
    ...         }
    ...     ]
    ... }
    >>> [place.name for place in places(form, {"members": [{}, {}]})]
    ['members', 'members.0.name', 'members.1.name']
    """
    yield from _inside(schema.get("components"), data, (), (), ())


def _inside(
    components: object,
    data: Mapping[str, Any],
    prefix: Path,
    rows: tuple[Path, ...],
    above: tuple[Place, ...],
) -> Iterator[Place]:
    for component in components if isinstance(components, Sequence) else ():
        if not isinstance(component, Mapping):
            continue
        is_list = component.get("type") == "dynamiclist"
        holds = is_list or "components" in component
        own = component.get("path") if holds else component.get("key")
        path = (*prefix, *_parts(own))
        place = Place(component=component, path=path, rows=rows, above=above)
        yield place
        if is_list:
            given = at(data, path)
            for number in range(min(len(given), MOST_ROWS) if isinstance(given, list) else 0):
                row = (*path, number)
                inner = component.get("components")
                yield from _inside(inner, data, row, (*rows, row), (*above, place))
        elif holds:
            yield from _inside(component.get("components"), data, path, rows, (*above, place))


def _parts(name: object) -> Path:
    return tuple(part for part in str(name or "").split(".") if part)


def at(data: Any, path: Path) -> Any:
    """Return the value at a path, None where there is none; at the top a key with dots may also stand unfolded."""
    joined = ".".join(map(str, path))
    if isinstance(data, Mapping) and len(path) > 1 and joined in data:
        return data[joined]
    value = data
    for part in path:
        if isinstance(value, Mapping):
            value = value.get(str(part))
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def put(data: MutableMapping[str, Any], path: Path, value: Any) -> None:
    """Set the value at a path; what lies on the way is made, and copied where it belongs to somebody else."""
    here: Any = data
    for part, following in zip(path, (*path[1:], _NOTHING), strict=True):
        if following is _NOTHING:
            _set(here, part, value)
            return
        if isinstance(here, list):
            inner = here[int(part)] if int(part) < len(here) else None
        else:
            inner = here.get(str(part))
        fresh: Any = (
            list(inner) if isinstance(inner, list) else dict(inner) if isinstance(inner, Mapping) else None
        )
        if fresh is None:
            fresh = [] if isinstance(following, int) else {}
        _set(here, part, fresh)
        here = fresh


def _set(here: Any, part: str | int, value: Any) -> None:
    if isinstance(here, list):
        here.extend({} for _gap in range(int(part) + 1 - len(here)))
        here[int(part)] = value
    else:
        here[str(part)] = value
