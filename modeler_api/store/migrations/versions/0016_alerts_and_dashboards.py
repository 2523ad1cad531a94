"""Alerts on the numbers of a procedure, and dashboards of numbers and charts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from modeler_api.store.tables import Moment

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "door_alert",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("procedure", sa.String(120), nullable=False),
        sa.Column("measure", sa.String(40), nullable=False),
        sa.Column("above", sa.Boolean(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("crossings", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("checked", Moment(), nullable=True),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_door_alert"),
    )
    op.create_index("ix_door_alert_procedure", "door_alert", ["procedure"])
    op.create_table(
        "door_dashboard",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("tiles", sa.JSON(), nullable=False),
        sa.Column("agency", sa.String(32), nullable=True),
        sa.Column("digest", sa.String(10), nullable=False),
        sa.Column("digested", Moment(), nullable=True),
        sa.Column("created", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["door_account.id"], name="fk_door_dashboard_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_door_dashboard"),
    )
    op.create_index("ix_door_dashboard_account", "door_dashboard", ["account"])
    op.create_index("ix_door_dashboard_agency", "door_dashboard", ["agency"])


def downgrade() -> None:
    op.drop_table("door_dashboard")
    op.drop_table("door_alert")
