"""Where the engine's state lives: SQLite for one machine, PostgreSQL for many.

SQL is spoken here only, and committed in one place (`unit_of_work.py`).  Tables begin with `engine_` and have a version
table of their own; no foreign key leads to another room.
"""

from __future__ import annotations

from engine.store.schema import migrate
from engine.store.unit_of_work import Conflict, Store, Unit

__all__ = ["Conflict", "Store", "Unit", "migrate"]
