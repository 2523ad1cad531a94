"""What people are told: notices, how they want to be told, and mail on its way."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from modeler_api.store.tables.base import Moment, account_key, id_column, metadata

notice = Table(
    "door_notice",
    metadata,
    id_column(),
    account_key(),
    Column("source", String(120), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("instance", String(64), nullable=False),
    Column("item", String(64)),
    Column("happened", Moment, nullable=False),
    Column("seen", Moment),
    Column("mailed", Moment),
    UniqueConstraint("account", "source"),
    Index("ix_door_notice_unseen", "account", "seen"),
    Index("ix_door_notice_unmailed", "mailed", "account"),
)

notice_choice = Table(
    "door_notice_choice",
    metadata,
    Column("account", String(32), ForeignKey("door_account.id", ondelete="CASCADE"), primary_key=True),
    Column("mail", String(10), nullable=False),
    Column("hour", Integer, nullable=False),
    Column("digest", Moment),
)

mail = Table(
    "door_mail",
    metadata,
    id_column(),
    account_key(),
    Column("receiver", String(254), nullable=False),
    Column("locale", String(10), nullable=False),
    Column("notices", JSON, nullable=False),
    Column("due", Moment, index=True),
    Column("attempts", Integer, nullable=False),
    Column("sent", Moment),
    Column("error", Text),
)
