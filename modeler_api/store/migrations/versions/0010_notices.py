"""Notices, how each person wants them by mail, and the letters that are to go out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from modeler_api.store.tables import Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "door_notice",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("instance", sa.String(64), nullable=False),
        sa.Column("item", sa.String(64), nullable=True),
        sa.Column("happened", Moment(), nullable=False),
        sa.Column("seen", Moment(), nullable=True),
        sa.Column("mailed", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["door_account.id"], name="fk_door_notice_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_door_notice"),
        sa.UniqueConstraint("account", "source", name="uq_door_notice_account_source"),
    )
    op.create_index("ix_door_notice_account", "door_notice", ["account"])
    op.create_index("ix_door_notice_unseen", "door_notice", ["account", "seen"])
    op.create_index("ix_door_notice_unmailed", "door_notice", ["mailed", "account"])
    op.create_table(
        "door_notice_choice",
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("mail", sa.String(10), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("digest", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["door_account.id"], name="fk_door_notice_choice_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account", name="pk_door_notice_choice"),
    )
    op.create_table(
        "door_mail",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("receiver", sa.String(254), nullable=False),
        sa.Column("locale", sa.String(10), nullable=False),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.Column("due", Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent", Moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["door_account.id"], name="fk_door_mail_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_door_mail"),
    )
    op.create_index("ix_door_mail_account", "door_mail", ["account"])
    op.create_index("ix_door_mail_due", "door_mail", ["due"])


def downgrade() -> None:
    op.drop_table("door_mail")
    op.drop_table("door_notice_choice")
    op.drop_table("door_notice")
