"""Who there is: accounts, the organisation, who holds what, absences, ways in, and what they did."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
)

from modeler_api.store.tables.base import Moment, account_key, id_column, metadata

account = Table(
    "door_account",
    metadata,
    id_column(),
    Column("name", String(80), nullable=False, unique=True),
    Column("full_name", String(200), nullable=False),
    Column("folded", String(300), nullable=False, server_default=""),
    Column("email", String(254), unique=True),
    Column("agency", String(32), ForeignKey("door_unit.id"), index=True),
    Column("password_hash", String(300), nullable=False),
    Column("role", String(40), nullable=False),
    Column("locale", String(10)),
    Column("is_demo", Boolean, nullable=False, default=False),
    Column("is_active", Boolean, nullable=False, default=True),
    Column("created", Moment, nullable=False),
    Column("last_seen", Moment),
)

unit = Table(
    "door_unit",
    metadata,
    id_column(),
    Column("code", String(80), nullable=False, unique=True),
    Column("kind", String(10), nullable=False),
    Column("parent", String(32), ForeignKey("door_unit.id"), index=True),
    Column("agency", String(32), nullable=False, index=True),
    Column("name_ky", String(300), nullable=False),
    Column("name_ru", String(300), nullable=False),
    Column("name_en", String(300), nullable=False),
    Column("is_central", Boolean, nullable=False, default=False),
    Column("created", Moment, nullable=False),
    Column("closed", Moment),
)

position = Table(
    "door_position",
    metadata,
    id_column(),
    Column("code", String(80), nullable=False, unique=True),
    Column("unit", String(32), ForeignKey("door_unit.id"), nullable=False, index=True),
    Column("name_ky", String(300), nullable=False),
    Column("name_ru", String(300), nullable=False),
    Column("name_en", String(300), nullable=False),
    Column("is_head", Boolean, nullable=False, default=False),
    Column("created", Moment, nullable=False),
    Column("closed", Moment),
)

candidate_group = Table(
    "door_candidate_group",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("agency", String(32), ForeignKey("door_unit.id"), nullable=False),
)

position_group = Table(
    "door_position_group",
    metadata,
    Column("position", String(32), ForeignKey("door_position.id", ondelete="CASCADE"), primary_key=True),
    Column("group", String(200), ForeignKey("door_candidate_group.name"), primary_key=True, index=True),
)

holding = Table(
    "door_holding",
    metadata,
    id_column(),
    account_key(),
    Column("position", String(32), ForeignKey("door_position.id"), nullable=False, index=True),
    Column("starts", Date, nullable=False),
    Column("ends", Date),
    Column("is_acting", Boolean, nullable=False, default=False),
    Column("created", Moment, nullable=False),
    Column("created_by", String(80), nullable=False),
)

absence = Table(
    "door_absence",
    metadata,
    id_column(),
    account_key(),
    Column(
        "substitute",
        String(32),
        ForeignKey("door_account.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False, index=True),
    Column("units", JSON, nullable=False),
    Column("procedures", JSON, nullable=False),
    Column("held", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("moved", JSON, nullable=False),
    Column("handed", Moment),
    Column("created", Moment, nullable=False),
    Column("created_by", String(80), nullable=False),
)

session = Table(
    "door_session",
    metadata,
    Column("id", String(64), primary_key=True),
    account_key(),
    Column("method", String(60), nullable=False),
    Column("address", String(60), nullable=False),
    Column("agent", String(200), nullable=False),
    Column("created", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
    Column("ended", Moment),
)

passkey = Table(
    "door_passkey",
    metadata,
    id_column(),
    account_key(),
    Column("credential", String(1400), nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("name", String(80), nullable=False),
    Column("created", Moment, nullable=False),
    Column("used", Moment),
)

identity = Table(
    "door_identity",
    metadata,
    Column("provider", String(60), primary_key=True),
    Column("subject", String(255), primary_key=True),
    account_key(),
    Column("created", Moment, nullable=False),
)

throttle = Table(
    "door_throttle",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("window", BigInteger, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("ends", Moment, nullable=False, index=True),
)

audit_entry = Table(
    "door_audit_entry",
    metadata,
    id_column(),
    Column("at", Moment, nullable=False, index=True),
    Column("who", String(80), nullable=False),
    Column("on_behalf_of", String(80)),
    Column("role", String(40), nullable=False),
    Column("action", String(80), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("outcome", String(40), nullable=False),
)
