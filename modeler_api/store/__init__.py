"""The door's own few tables: accounts, saved models, drafts, study results and long jobs.

`Store` opens the database; the modules beside it hold the queries, one file a concept, each function one
transaction that returns frozen values. No row here refers by foreign key to a row of another room: a definition
or a work item is named by its opaque id, as any client of the engine would.
"""

from __future__ import annotations

from modeler_api.store.unit_of_work import Store

__all__ = ["Store"]
