"""The tables, as the newest migration leaves them.

Every name starts with `door_`, because the engine may keep its own tables in the same database.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[dt.datetime]):
    """An aware UTC time; SQLite forgets time zones, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"The time {value.isoformat()} has no time zone.")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        moment: dt.datetime = value
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def new_id() -> str:
    """A fresh opaque id, safe in an address."""
    return uuid.uuid4().hex


def now() -> dt.datetime:
    """The present moment, aware and in UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The present day in the country's own time, from which offices count."""
    return day_of(now())


def day_of(moment: dt.datetime) -> dt.date:
    """The day of a moment in the country's own time.

    >>> day_of(dt.datetime(2026, 12, 31, 20, tzinfo=dt.UTC))
    datetime.date(2027, 1, 1)
    """
    from processes.calendar import WorkingCalendar

    return moment.astimezone(WorkingCalendar.default().zone).date()


def _id() -> Column[str]:
    return Column("id", String(32), primary_key=True)


def _account_key() -> Column[str]:
    """The column that names an account whose rows go when it goes."""
    return Column(
        "account", String(32), ForeignKey("door_account.id", ondelete="CASCADE"), nullable=False, index=True
    )


account = Table(
    "door_account",
    metadata,
    _id(),
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
    _id(),
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
    _id(),
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
    _id(),
    _account_key(),
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
    _id(),
    _account_key(),
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
    _account_key(),
    Column("method", String(60), nullable=False),
    Column("address", String(60), nullable=False),
    Column("agent", String(200), nullable=False),
    Column("created", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
    Column("ended", Moment),
)

kept_form = Table(
    "door_kept_form",
    metadata,
    _id(),
    _account_key(),
    Column("path", String(500), nullable=False),
    Column("data", JSON, nullable=False),
    Column("created", Moment, nullable=False),
)

passkey = Table(
    "door_passkey",
    metadata,
    _id(),
    _account_key(),
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
    _account_key(),
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

procedure_agency = Table(
    "door_procedure_agency",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("agency", String(32), ForeignKey("door_unit.id"), nullable=False),
)

audit_entry = Table(
    "door_audit_entry",
    metadata,
    _id(),
    Column("at", Moment, nullable=False, index=True),
    Column("who", String(80), nullable=False),
    Column("role", String(40), nullable=False),
    Column("action", String(80), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("outcome", String(40), nullable=False),
)

model_version = Table(
    "door_model_version",
    metadata,
    _id(),
    Column("key", String(120), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(300), nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("author", String(80), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("origin", String(40), nullable=False),
    Column("based_on", String(32)),
    Column("status", String(20), nullable=False),
    Column("problems", JSON, nullable=False),
    Column("definition_key", String(200)),
    Column("created", Moment, nullable=False),
    Column("published", Moment),
    Column("drawn_by", JSON),
    UniqueConstraint("key", "number"),
    Index("ix_door_model_version_status", "status", "key"),
)

model_glance = Table(
    "door_model_glance",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("edition", Integer, nullable=False),
    Column("titles", JSON, nullable=False),
    Column("owner", Text),
    Column("code", Text),
    Column("norm", Text),
    Column("places", JSON, nullable=False),
)

model_draft = Table(
    "door_model_draft",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("source", LargeBinary, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("based_on", String(32)),
    Column("author", String(80), nullable=False),
    Column("window", String(40), nullable=False),
    Column("started", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("drawn_by", JSON),
)

decision_draft = Table(
    "door_decision_draft",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("source", LargeBinary, nullable=False),
    Column("samples", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("author", String(80), nullable=False),
    Column("window", String(40), nullable=False),
    Column("updated", Moment, nullable=False),
    Column("drawn_by", JSON, nullable=False),
)

version_decision = Table(
    "door_version_decision",
    metadata,
    Column("version", String(32), ForeignKey("door_model_version.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("source", LargeBinary, nullable=False),
    Column("samples", JSON, nullable=False),
)

model_editor = Table(
    "door_model_editor",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("window", String(40), primary_key=True),
    Column("author", String(80), nullable=False),
    Column("seen", Moment, nullable=False),
)

scenario = Table(
    "door_scenario",
    metadata,
    _id(),
    Column("key", String(120), nullable=False),
    Column("name", String(200), nullable=False),
    Column("acts", JSON, nullable=False),
    Column("status", String(20), nullable=False),
    Column("ends", JSON, nullable=False),
    Column("author", String(80), nullable=False),
    Column("created", Moment, nullable=False),
    UniqueConstraint("key", "name"),
)

play = Table(
    "door_play",
    metadata,
    Column("account", String(32), ForeignKey("door_account.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(120), primary_key=True),
    Column("acts", JSON, nullable=False),
    Column("updated", Moment, nullable=False),
)

review = Table(
    "door_review",
    metadata,
    _id(),
    Column("version", String(32), ForeignKey("door_model_version.id"), nullable=False, index=True),
    Column("element", String(300)),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("author", String(80), nullable=False),
    Column("created", Moment, nullable=False),
    Column("settled", Moment),
    Column("settled_by", String(80)),
)

planned_version = Table(
    "door_planned_version",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("version", String(32), ForeignKey("door_model_version.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(80), nullable=False),
    Column("failed", Text, nullable=False),
    Column("role", String(40), nullable=False),
    Column("offices", JSON, nullable=False),
    Column("share", Integer),
    Column("reason", Text, nullable=False),
)

form_draft = Table(
    "door_form_draft",
    metadata,
    _id(),
    Column("account", String(32), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("data", JSON, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("window", String(32)),
    Column("updated", Moment, nullable=False),
    UniqueConstraint("account", "subject"),
)

event_log_file = Table(
    "door_event_log_file",
    metadata,
    _id(),
    Column("procedure", String(120), nullable=False, index=True),
    Column("variant", String(60), nullable=False),
    Column("origin", String(20), nullable=False),
    Column("path", String(500), nullable=False),
    Column("cases", Integer, nullable=False),
    Column("seed", Integer),
    Column("replications", Integer),
    Column("model_version", String(32)),
    Column("attributes", JSON, nullable=False),
    Column("created_by", String(80), nullable=False),
    Column("created", Moment, nullable=False),
)

report = Table(
    "door_report",
    metadata,
    _id(),
    Column("procedure", String(120), nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("title", String(300), nullable=False),
    Column("path", String(500)),
    Column("data", JSON, nullable=False),
    Column("logs", JSON, nullable=False),
    Column("created_by", String(80), nullable=False),
    Column("created", Moment, nullable=False),
)

dismissed_finding = Table(
    "door_dismissed_finding",
    metadata,
    _id(),
    Column("procedure", String(120), nullable=False),
    Column("fingerprint", String(128), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(80), nullable=False),
    Column("created", Moment, nullable=False),
    Column("digest", Text),
    UniqueConstraint("procedure", "fingerprint"),
)

alert = Table(
    "door_alert",
    metadata,
    _id(),
    Column("procedure", String(120), nullable=False, index=True),
    Column("measure", String(40), nullable=False),
    Column("above", Boolean, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("days", Integer, nullable=False),
    Column("told", JSON, nullable=False),
    Column("is_on", Boolean, nullable=False),
    Column("is_over", Boolean, nullable=False),
    Column("crossings", Integer, nullable=False),
    Column("value", Float),
    Column("n", Integer),
    Column("checked", Moment),
    Column("created_by", String(80), nullable=False),
    Column("created", Moment, nullable=False),
)

dashboard = Table(
    "door_dashboard",
    metadata,
    _id(),
    _account_key(),
    Column("name", String(120), nullable=False),
    Column("tiles", JSON, nullable=False),
    Column("agency", String(32), index=True),
    Column("digest", String(10), nullable=False),
    Column("digested", Moment),
    Column("created", Moment, nullable=False),
)

plan_line = Table(
    "door_plan_line",
    metadata,
    _id(),
    Column("procedure", String(120), nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("owner", String(200), nullable=False),
    Column("due", Date),
    Column("acts", Text, nullable=False),
    Column("hours", Float),
    Column("state", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("created_by", String(80), nullable=False),
    Column("created", Moment, nullable=False),
    Column("changed_by", String(80)),
    Column("changed", Moment),
)

proposed_redesign = Table(
    "door_proposed_redesign",
    metadata,
    _id(),
    Column("procedure", String(120), nullable=False, index=True),
    Column("base_version", String(32), nullable=False),
    Column("name", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("status", String(20), nullable=False),
    Column("result_version", String(32)),
    Column("created_by", String(80), nullable=False),
    Column("created", Moment, nullable=False),
    Column("decided", Moment),
)

job = Table(
    "door_job",
    metadata,
    _id(),
    Column("kind", String(60), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("arguments", JSON, nullable=False),
    Column("status", String(20), nullable=False),
    Column("done", Integer, nullable=False, default=0),
    Column("total", Integer),
    Column("doing", String(300), nullable=False, default=""),
    Column("result", JSON),
    Column("error", Text),
    Column("attempts", Integer, nullable=False, default=0),
    Column("created_by", String(80), nullable=False),
    Column("created", Moment, nullable=False),
    Column("started", Moment),
    Column("beat", Moment),
    Column("finished", Moment),
    Index("ix_door_job_status", "status", "created"),
)

heartbeat = Table(
    "door_heartbeat",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("at", Moment, nullable=False),
)

saved_filter = Table(
    "door_saved_filter",
    metadata,
    _id(),
    Column(
        "account", String(32), ForeignKey("door_account.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("unit", String(32), index=True),
    Column("name", String(120), nullable=False),
    Column("arguments", JSON, nullable=False),
    Column("is_default", Boolean, nullable=False, default=False),
    Column("created", Moment, nullable=False),
)

file = Table(
    "door_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("scan", String(20), nullable=False),
    Column("scanned", Moment),
    Column("kept", Moment, nullable=False),
)

document = Table(
    "door_document",
    metadata,
    _id(),
    Column("series", String(32), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("instance", String(64), index=True),
    Column("subject", String(300), nullable=False),
    Column("name", String(300), nullable=False),
    Column("sha256", String(64), ForeignKey("door_file.sha256"), nullable=False),
    Column("origin", String(20), nullable=False),
    Column("visibility", String(20), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("added_by", String(80), nullable=False),
    Column("added", Moment, nullable=False),
    UniqueConstraint("series", "version"),
    Index("ix_door_document_subject", "subject", "added_by"),
)

register_answer = Table(
    "door_register_answer",
    metadata,
    _id(),
    Column("subject", String(300), nullable=False, index=True),
    Column("service", String(300), nullable=False),
    Column("about", String(300), nullable=False),
    Column("purpose", String(500), nullable=False),
    Column("asked", Moment, nullable=False),
    Column("asked_by", String(80), nullable=False),
    Column("found", Boolean, nullable=False),
    Column("data", JSON),
)

comment = Table(
    "door_comment",
    metadata,
    _id(),
    Column("instance", String(64), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("audience", String(20), nullable=False),
    Column("written_by", String(80), nullable=False),
    Column("written", Moment, nullable=False),
    Column("changed", Moment),
    Column("withdrawn", Moment),
)

comment_version = Table(
    "door_comment_version",
    metadata,
    _id(),
    Column("comment", String(32), ForeignKey("door_comment.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("replaced", Moment, nullable=False),
)

mention = Table(
    "door_mention",
    metadata,
    Column("comment", String(32), ForeignKey("door_comment.id"), primary_key=True),
    Column("account", String(32), primary_key=True),
    Column("made", Moment, nullable=False),
    Column("seen", Moment),
    Index("ix_door_mention_account", "account", "seen"),
)

register_series = Table(
    "door_register_series",
    metadata,
    Column("series", String(240), primary_key=True),
    Column("last", Integer, nullable=False),
)

register_entry = Table(
    "door_register_entry",
    metadata,
    _id(),
    Column("agency", String(200), nullable=False),
    Column("direction", String(10), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("label", String(120), nullable=False),
    Column("at", Moment, nullable=False),
    Column("entered_by", String(80), nullable=False),
    Column("title", String(300), nullable=False),
    Column("correspondent", String(300), nullable=False),
    Column("their_number", String(120), nullable=False, default=""),
    Column("instance", String(64), index=True),
    Column("document", String(32)),
    Column("sha256", String(64)),
    Column("code_hash", String(64)),
    Column("searched", Text, nullable=False),
    UniqueConstraint("agency", "direction", "year", "number"),
    UniqueConstraint("label"),
    Index("ix_door_register_entry_at", "agency", "at"),
)

register_annotation = Table(
    "door_register_annotation",
    metadata,
    _id(),
    Column("entry", String(32), ForeignKey("door_register_entry.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("written_by", String(80), nullable=False),
    Column("written", Moment, nullable=False),
)

letter = Table(
    "door_letter",
    metadata,
    _id(),
    Column("work_item", String(64), nullable=False, unique=True),
    Column("instance", String(64), nullable=False, index=True),
    Column("agency", String(200), nullable=False),
    Column("content", JSON, nullable=False),
    Column("prepared_by", String(80), nullable=False),
    Column("prepared", Moment, nullable=False),
    Column("entry", String(32)),
    Column("issued", Moment, index=True),
)

notice = Table(
    "door_notice",
    metadata,
    _id(),
    _account_key(),
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
    _id(),
    _account_key(),
    Column("receiver", String(254), nullable=False),
    Column("locale", String(10), nullable=False),
    Column("notices", JSON, nullable=False),
    Column("due", Moment, index=True),
    Column("attempts", Integer, nullable=False),
    Column("sent", Moment),
    Column("error", Text),
)
