"""The same for many: each in a transaction of its own, with a result for each; one that is refused stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.errors import EngineError
from engine.instance import Result


def each(ids: Iterable[str], act: Callable[[str], object]) -> list[Result]:
    """Do `act` for each id and return what came of it, in the same order."""
    outcomes = []
    for id_ in ids:
        try:
            act(id_)
        except EngineError as error:
            outcomes.append(Result(id=id_, error=error))
        else:
            outcomes.append(Result(id=id_))
    return outcomes
