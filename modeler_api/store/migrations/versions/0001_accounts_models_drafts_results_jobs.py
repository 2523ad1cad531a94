"""Accounts, saved models, drafts, study results and jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from modeler_api.store.tables import Moment

revision = "0001"
down_revision = None


def upgrade() -> None:

    op.create_table(
        "door_account",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("last_seen", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_account")),
        sa.UniqueConstraint("name", name=op.f("uq_door_account_name")),
    )
    op.create_table(
        "door_audit_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_audit_entry")),
    )
    with op.batch_alter_table("door_audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_audit_entry_at"), ["at"], unique=False)

    op.create_table(
        "door_case_number",
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_door_case_number")),
    )
    op.create_table(
        "door_dismissed_finding",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("procedure", sa.String(length=120), nullable=False),
        sa.Column("fingerprint", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_dismissed_finding")),
        sa.UniqueConstraint(
            "procedure", "fingerprint", name=op.f("uq_door_dismissed_finding_procedure_fingerprint")
        ),
    )
    op.create_table(
        "door_event_log_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("procedure", sa.String(length=120), nullable=False),
        sa.Column("variant", sa.String(length=60), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=True),
        sa.Column("replications", sa.Integer(), nullable=True),
        sa.Column("model_version", sa.String(length=32), nullable=True),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_event_log_file")),
    )
    with op.batch_alter_table("door_event_log_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_event_log_file_procedure"), ["procedure"], unique=False)

    op.create_table(
        "door_form_draft",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_form_draft")),
        sa.UniqueConstraint("account", "subject", name=op.f("uq_door_form_draft_account_subject")),
    )
    op.create_table(
        "door_heartbeat",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_door_heartbeat")),
    )
    op.create_table(
        "door_job",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("doing", sa.String(length=300), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("started", Moment(), nullable=True),
        sa.Column("beat", Moment(), nullable=True),
        sa.Column("finished", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_job")),
    )
    with op.batch_alter_table("door_job", schema=None) as batch_op:
        batch_op.create_index("ix_door_job_status", ["status", "created"], unique=False)

    op.create_table(
        "door_model_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("based_on", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("definition_key", sa.String(length=200), nullable=True),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("published", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_model_version")),
        sa.UniqueConstraint("key", "number", name=op.f("uq_door_model_version_key_number")),
    )
    with op.batch_alter_table("door_model_version", schema=None) as batch_op:
        batch_op.create_index("ix_door_model_version_status", ["status", "key"], unique=False)

    op.create_table(
        "door_proposed_redesign",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("procedure", sa.String(length=120), nullable=False),
        sa.Column("base_version", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("result_version", sa.String(length=32), nullable=True),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("decided", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_proposed_redesign")),
    )
    with op.batch_alter_table("door_proposed_redesign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_proposed_redesign_procedure"), ["procedure"], unique=False)

    op.create_table(
        "door_report",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("procedure", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("logs", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_report")),
    )
    with op.batch_alter_table("door_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_report_procedure"), ["procedure"], unique=False)

    op.create_table(
        "door_membership",
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("group", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["door_account.id"], name=op.f("fk_door_membership_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account", "group", name=op.f("pk_door_membership")),
    )


def downgrade() -> None:

    op.drop_table("door_membership")
    with op.batch_alter_table("door_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_report_procedure"))

    op.drop_table("door_report")
    with op.batch_alter_table("door_proposed_redesign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_proposed_redesign_procedure"))

    op.drop_table("door_proposed_redesign")
    with op.batch_alter_table("door_model_version", schema=None) as batch_op:
        batch_op.drop_index("ix_door_model_version_status")

    op.drop_table("door_model_version")
    with op.batch_alter_table("door_job", schema=None) as batch_op:
        batch_op.drop_index("ix_door_job_status")

    op.drop_table("door_job")
    op.drop_table("door_heartbeat")
    op.drop_table("door_form_draft")
    with op.batch_alter_table("door_event_log_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_event_log_file_procedure"))

    op.drop_table("door_event_log_file")
    op.drop_table("door_case_number")
    op.drop_table("door_dismissed_finding")
    with op.batch_alter_table("door_audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_audit_entry_at"))

    op.drop_table("door_audit_entry")
    op.drop_table("door_account")
