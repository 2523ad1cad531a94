"""The study: logs, reports, findings, what is watched and planned, redesigns and long jobs."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from modeler_api.store.tables.base import Moment, account_key, id_column, metadata

event_log_file = Table(
    "door_event_log_file",
    metadata,
    id_column(),
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
    id_column(),
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
    id_column(),
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
    id_column(),
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
    id_column(),
    account_key(),
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
    id_column(),
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
    id_column(),
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
    id_column(),
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
