"""The portfolio: what nobody has said is unknown there too."""

from __future__ import annotations

from analytics.portfolio import entry
from processes import library
from processes.model import edits


def test_a_to_be_that_is_not_assessed_spares_nothing_anybody_knows() -> None:
    procedure = library["kg-spravka"]
    as_is, to_be = procedure.as_is, procedure.to_be
    assert to_be is not None
    known = entry("x", as_is, to_be).spared
    assert known is not None
    assert known > 0
    # The same procedure again, but of one step nobody has said how long it takes: that is no time spared.
    unsaid = edits.set_step(as_is, "find_specialist", effort=None)
    assert entry("x", as_is, unsaid).spared is None
    assert entry("x", as_is, as_is).spared == 0
