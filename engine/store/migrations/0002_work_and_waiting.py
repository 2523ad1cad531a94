"""Work items, and what instances wait for: messages, signals, the clock."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engine_work_item",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("instance", sa.String(40), nullable=False),
        sa.Column("definition", sa.String(40), nullable=False),
        sa.Column("task", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(255), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("business_key", sa.String(255)),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("form", sa.String(255)),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("holder", sa.String(255)),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True)),
        sa.Column("claimed_at", sa.DateTime(timezone=True)),
        sa.Column("completed_at", sa.DateTime(timezone=True)),
    )
    op.create_index("engine_work_item_by_due", "engine_work_item", ["status", "due"])
    op.create_index("engine_work_item_by_holder", "engine_work_item", ["holder", "status"])
    op.create_index("engine_work_item_by_instance", "engine_work_item", ["instance", "status"])
    op.create_table(
        "engine_candidate",
        sa.Column("work_item", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(255), primary_key=True),
    )
    op.create_index("engine_candidate_by_name", "engine_candidate", ["name"])
    op.create_table(
        "engine_subscription",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("key", sa.String(255)),
        sa.Column("business_key", sa.String(255)),
        sa.Column("instance", sa.String(40)),
        sa.Column("definition", sa.String(40), nullable=False),
        sa.Column("definition_key", sa.String(255), nullable=False),
        sa.Column("task", sa.Integer()),
        sa.Column("element", sa.String(255), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("engine_subscription_by_instance", "engine_subscription", ["instance"])
    op.create_index("engine_subscription_by_name", "engine_subscription", ["kind", "name", "key"])
    op.create_table(
        "engine_message",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("key", sa.String(255)),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("engine_message_by_name", "engine_message", ["name", "key"])
    op.create_table(
        "engine_timer",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("instance", sa.String(40)),
        sa.Column("definition", sa.String(40), nullable=False),
        sa.Column("definition_key", sa.String(255), nullable=False),
        sa.Column("task", sa.Integer()),
        sa.Column("element", sa.String(255), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remaining", sa.Integer()),
        sa.Column("interval", sa.String(64)),
        sa.Column("working", sa.Boolean(), nullable=False),
    )
    op.create_index("engine_timer_by_due", "engine_timer", ["due"])
    op.create_index("engine_timer_by_instance", "engine_timer", ["instance"])


def downgrade() -> None:
    op.drop_table("engine_timer")
    op.drop_table("engine_message")
    op.drop_table("engine_subscription")
    op.drop_table("engine_candidate")
    op.drop_table("engine_work_item")
