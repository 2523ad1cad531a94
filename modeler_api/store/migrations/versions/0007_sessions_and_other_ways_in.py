"""Sessions that can be ended, passkeys, identities at providers, forms sent too late, and the count of tries.

Whoever is signed in with a cookie of before signs in once more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from modeler_api.store.tables import Moment

revision = "0007"
down_revision = "0006"


def _account(table: str) -> list[sa.SchemaItem]:
    return [
        sa.Column("account", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["door_account.id"], name=f"fk_{table}_account", ondelete="CASCADE"
        ),
    ]


def upgrade() -> None:
    op.create_table(
        "door_session",
        sa.Column("id", sa.String(64), nullable=False),
        *_account("door_session"),
        sa.Column("method", sa.String(60), nullable=False),
        sa.Column("address", sa.String(60), nullable=False),
        sa.Column("agent", sa.String(200), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("seen", Moment(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.Column("ended", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_door_session"),
    )
    op.create_index("ix_door_session_expires", "door_session", ["expires"])
    op.create_table(
        "door_kept_form",
        sa.Column("id", sa.String(32), nullable=False),
        *_account("door_kept_form"),
        sa.Column("path", sa.String(500), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_door_kept_form"),
    )
    op.create_table(
        "door_passkey",
        sa.Column("id", sa.String(32), nullable=False),
        *_account("door_passkey"),
        sa.Column("credential", sa.String(1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("used", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_door_passkey"),
        sa.UniqueConstraint("credential", name="uq_door_passkey_credential"),
    )
    op.create_table(
        "door_identity",
        sa.Column("provider", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        *_account("door_identity"),
        sa.Column("created", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "subject", name="pk_door_identity"),
    )
    op.create_table(
        "door_throttle",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("window", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window", name="pk_door_throttle"),
    )
    op.create_index("ix_door_throttle_ends", "door_throttle", ["ends"])
    for table in ("session", "kept_form", "passkey", "identity"):
        op.create_index(f"ix_door_{table}_account", f"door_{table}", ["account"])


def downgrade() -> None:
    for table in ("throttle", "identity", "passkey", "kept_form", "session"):
        op.drop_table(f"door_{table}")
