"""A procedure belongs to an agency; those there were belong to the oldest one, which needs no row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "door_procedure_agency",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("agency", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["agency"], ["door_unit.id"], name="fk_door_procedure_agency_agency"),
        sa.PrimaryKeyConstraint("key", name="pk_door_procedure_agency"),
    )


def downgrade() -> None:
    op.drop_table("door_procedure_agency")
