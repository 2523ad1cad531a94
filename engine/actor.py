"""Who acts: a name, and where the law asks for it the office one acts for and the person one stands in for.

Every verb takes `by` as a plain name.  An `Actor` is such a name that carries more; the history keeps all of it.

>>> ana = Actor("ana", affiliation="Osh city", on_behalf_of="bek")
>>> ana == "ana", ana.affiliation, ana.on_behalf_of
(True, 'Osh city', 'bek')
"""

from __future__ import annotations


class Actor(str):
    """A name with an affiliation, and with the absent person in whose place it acts."""

    affiliation: str | None
    on_behalf_of: str | None

    def __new__(cls, name: str, *, affiliation: str | None = None, on_behalf_of: str | None = None) -> Actor:
        actor = super().__new__(cls, name)
        actor.affiliation = affiliation
        actor.on_behalf_of = on_behalf_of
        return actor

    def __repr__(self) -> str:
        more = [f"{k}={v!r}" for k, v in vars(self).items() if v is not None]
        return f"Actor({', '.join([str.__repr__(self), *more])})"


#: Whoever acts under a name with one of these in front is no person.
_MACHINES = ("service:", "message:", "signal:", "trigger:", "worker:")


def is_person(name: str) -> bool:
    """Whether a name is a person's, and not that of a clock or of what carries messages and work.

    >>> is_person("citizen:311"), is_person("clock"), is_person("message:Permit asked for")
    (True, False, False)
    """
    return name != "clock" and not name.startswith(_MACHINES)
