"""What the engine's tables belong to."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()
