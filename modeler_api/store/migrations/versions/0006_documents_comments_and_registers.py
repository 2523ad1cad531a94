"""Documents, comments, letters and their registers; drafts that know their version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from modeler_api.store.tables import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "door_comment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("instance", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("written_by", sa.String(length=80), nullable=False),
        sa.Column("written", Moment(), nullable=False),
        sa.Column("changed", Moment(), nullable=True),
        sa.Column("withdrawn", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_comment")),
    )
    with op.batch_alter_table("door_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_comment_instance"), ["instance"], unique=False)

    op.create_table(
        "door_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("scan", sa.String(length=20), nullable=False),
        sa.Column("scanned", Moment(), nullable=True),
        sa.Column("kept", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_door_file")),
    )
    op.create_table(
        "door_letter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("work_item", sa.String(length=64), nullable=False),
        sa.Column("instance", sa.String(length=64), nullable=False),
        sa.Column("agency", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("prepared_by", sa.String(length=80), nullable=False),
        sa.Column("prepared", Moment(), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=True),
        sa.Column("issued", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_letter")),
        sa.UniqueConstraint("work_item", name=op.f("uq_door_letter_work_item")),
    )
    with op.batch_alter_table("door_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_letter_instance"), ["instance"], unique=False)
        batch_op.create_index(batch_op.f("ix_door_letter_issued"), ["issued"], unique=False)

    op.create_table(
        "door_register_answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("service", sa.String(length=300), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("asked", Moment(), nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_register_answer")),
    )
    with op.batch_alter_table("door_register_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_register_answer_subject"), ["subject"], unique=False)

    op.create_table(
        "door_register_series",
        sa.Column("series", sa.String(length=240), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_door_register_series")),
    )
    op.create_table(
        "door_register_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agency", sa.String(length=200), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("entered_by", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("correspondent", sa.String(length=300), nullable=False),
        sa.Column("their_number", sa.String(length=120), nullable=False),
        sa.Column("instance", sa.String(length=64), nullable=True),
        sa.Column("document", sa.String(length=32), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("searched", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_register_entry")),
        sa.UniqueConstraint(
            "agency",
            "direction",
            "year",
            "number",
            name=op.f("uq_door_register_entry_agency_direction_year_number"),
        ),
        sa.UniqueConstraint("label", name=op.f("uq_door_register_entry_label")),
    )
    with op.batch_alter_table("door_register_entry", schema=None) as batch_op:
        batch_op.create_index("ix_door_register_entry_at", ["agency", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_door_register_entry_instance"), ["instance"], unique=False)

    op.create_table(
        "door_comment_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("comment", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replaced", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment"], ["door_comment.id"], name=op.f("fk_door_comment_version_comment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_comment_version")),
    )
    with op.batch_alter_table("door_comment_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_comment_version_comment"), ["comment"], unique=False)

    op.create_table(
        "door_document",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("series", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("instance", sa.String(length=64), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("visibility", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.Column("added", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["door_file.sha256"], name=op.f("fk_door_document_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_document")),
        sa.UniqueConstraint("series", "version", name=op.f("uq_door_document_series_version")),
    )
    with op.batch_alter_table("door_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_document_instance"), ["instance"], unique=False)
        batch_op.create_index(batch_op.f("ix_door_document_series"), ["series"], unique=False)
        batch_op.create_index("ix_door_document_subject", ["subject", "added_by"], unique=False)

    op.create_table(
        "door_mention",
        sa.Column("comment", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("made", Moment(), nullable=False),
        sa.Column("seen", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["comment"], ["door_comment.id"], name=op.f("fk_door_mention_comment")),
        sa.PrimaryKeyConstraint("comment", "account", name=op.f("pk_door_mention")),
    )
    with op.batch_alter_table("door_mention", schema=None) as batch_op:
        batch_op.create_index("ix_door_mention_account", ["account", "seen"], unique=False)

    op.create_table(
        "door_register_annotation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=80), nullable=False),
        sa.Column("written", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry"], ["door_register_entry.id"], name=op.f("fk_door_register_annotation_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_register_annotation")),
    )
    with op.batch_alter_table("door_register_annotation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_register_annotation_entry"), ["entry"], unique=False)

    with op.batch_alter_table("door_form_draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("door_form_draft", schema=None) as batch_op:
        batch_op.drop_column("version")

    with op.batch_alter_table("door_register_annotation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_register_annotation_entry"))

    op.drop_table("door_register_annotation")
    with op.batch_alter_table("door_mention", schema=None) as batch_op:
        batch_op.drop_index("ix_door_mention_account")

    op.drop_table("door_mention")
    with op.batch_alter_table("door_document", schema=None) as batch_op:
        batch_op.drop_index("ix_door_document_subject")
        batch_op.drop_index(batch_op.f("ix_door_document_series"))
        batch_op.drop_index(batch_op.f("ix_door_document_instance"))

    op.drop_table("door_document")
    with op.batch_alter_table("door_comment_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_comment_version_comment"))

    op.drop_table("door_comment_version")
    with op.batch_alter_table("door_register_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_register_entry_instance"))
        batch_op.drop_index("ix_door_register_entry_at")

    op.drop_table("door_register_series")
    op.drop_table("door_register_entry")
    with op.batch_alter_table("door_register_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_register_answer_subject"))

    op.drop_table("door_register_answer")
    with op.batch_alter_table("door_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_letter_issued"))
        batch_op.drop_index(batch_op.f("ix_door_letter_instance"))

    op.drop_table("door_letter")
    op.drop_table("door_file")
    with op.batch_alter_table("door_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_comment_instance"))

    op.drop_table("door_comment")
