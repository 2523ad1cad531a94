"""The engine's tables, each with the sentence that says what one row is."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from engine.store.types import Json, UtcTime

metadata = sa.MetaData()

#: One file as deployed, kept once per content.
source = Table(
    "engine_source",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

#: One deployed version of a process; `bundle` pins the definitions its call activities call.
definition = Table(
    "engine_definition",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("key", String(255), nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("code", String(255)),
    Column("main", sa.Boolean, nullable=False),
    Column("bundle", Json, nullable=False),
    Column("deployed_at", UtcTime, nullable=False),
    Column("deployed_by", String(255), nullable=False),
    UniqueConstraint("key", "version", name="engine_definition_version"),
)

#: One deployed version of a decision; `files` are the digests of the DMN files it needs, its own last.
decision = Table(
    "engine_decision",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("key", String(255), nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("files", Json, nullable=False),
    Column("deployed_at", UtcTime, nullable=False),
    Column("deployed_by", String(255), nullable=False),
    UniqueConstraint("key", "version", name="engine_decision_version"),
)

#: One run: its live tree as bytes, its variables, and the head of its history's chain.  `rest` says with what it was
#: suspended: alone, or with its definition.
instance = Table(
    "engine_instance",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("definition", String(40), nullable=False),
    Column("key", String(255), nullable=False),
    Column("business_key", String(255)),
    Column("status", String(16), nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("variables", Json, nullable=False),
    Column("version", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    Column("started", UtcTime, nullable=False),
    Column("started_by", String(255), nullable=False),
    Column("ended", UtcTime),
    Column("rest", String(16)),
    Column("anonymised", UtcTime),
    Index("engine_instance_by_end", "ended"),
    Index("engine_instance_by_definition", "definition", "status"),
    Index("engine_instance_by_business_key", "business_key"),
    Index("engine_instance_by_start", "started"),
)

#: Rounds of a large multi-instance that nothing touches: a part of its instance's state, kept beside it.
part = Table(
    "engine_part",
    metadata,
    Column("instance", String(40), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", LargeBinary, nullable=False),
)

#: One thing that happened; never changed, never deleted.  `seal` stands in the chain for who did it and its data, so
#: that these can be erased (`anonymise`) without breaking it; `salt` keeps an erased seal from being guessed.
history = Table(
    "engine_history",
    metadata,
    Column("instance", String(40), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("definition", String(40), nullable=False),
    Column("element", String(255)),
    Column("label", Text, nullable=False),
    Column("type", String(40), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", String(255)),
    Column("activity", String(24)),
    Column("data", Json, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("affiliation", String(255)),
    Column("on_behalf_of", String(255)),
    Column("salt", String(32)),
    Column("seal", String(64)),
    Index("engine_history_by_time", "at"),
)

#: A UserTask that waits, or waited, for a person; `base` is what its form showed when it was offered.  `audience` is
#: to whom it is offered, `owner` who has it done by its holder, `follow_up` until when it rests with its holder,
#: `stopped` since when its clock stands still.
work_item = Table(
    "engine_work_item",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("instance", String(40), nullable=False),
    Column("definition", String(40), nullable=False),
    Column("task", Integer, nullable=False),
    Column("element", String(255), nullable=False),
    Column("label", Text, nullable=False),
    Column("business_key", String(255)),
    Column("candidates", Json, nullable=False),
    Column("form", String(255)),
    Column("base", Json, nullable=False),
    # The variables in front of the process's: the item of a round, mapped inputs, those of a called process.
    Column("own", Json),
    Column("status", String(16), nullable=False),
    Column("holder", String(255)),
    Column("priority", Integer, nullable=False),
    Column("offered_at", UtcTime, nullable=False),
    Column("due", UtcTime),
    Column("claimed_at", UtcTime),
    Column("completed_at", UtcTime),
    Column("audience", String(40)),
    Column("assignment", String(24)),
    Column("owner", String(255)),
    Column("follow_up", UtcTime),
    Column("stopped", UtcTime),
    Index("engine_work_item_by_token", "instance", "status", "task"),
)

Index(
    "engine_work_item_by_urgency",
    work_item.c.instance,
    work_item.c.status,
    work_item.c.priority.desc(),
    sa.text("(due IS NULL)"),
    work_item.c.due,
    work_item.c.offered_at,
    work_item.c.task,
)

# A list reads only its own slice of these: what waits for one audience, what one person holds, has done or passed on.
_SLICES: dict[str, tuple[str, list[Any]]] = {
    "waiting": (
        "status = 'open' AND holder IS NULL",
        ["audience", sa.text("(due IS NULL)"), "due", work_item.c.priority.desc(), "offered_at", "id"],
    ),
    "queue": ("status = 'open' AND holder IS NULL", ["audience", "offered_at", "id"]),
    "ranked": (
        "status = 'open' AND holder IS NULL",
        ["audience", work_item.c.priority.desc(), sa.text("(due IS NULL)"), "due", "offered_at", "id"],
    ),
    "held": (
        "status = 'open'",
        ["holder", sa.text("(due IS NULL)"), "due", work_item.c.priority.desc(), "offered_at", "id"],
    ),
    "done": ("status = 'completed'", ["holder", work_item.c.completed_at.desc(), "id"]),
    "owned": ("status = 'open' AND owner IS NOT NULL", ["owner"]),
    "due": ("status = 'open'", ["due"]),
    "case": ("status = 'open'", ["business_key"]),
}
for _name, (_where, _columns) in _SLICES.items():
    Index(
        f"engine_work_item_{_name}",
        *(work_item.c[c] if isinstance(c, str) else c for c in _columns),
        postgresql_where=sa.text(_where),
        sqlite_where=sa.text(_where),
        postgresql_ops={"business_key": "varchar_pattern_ops"} if _name == "case" else {},
        # What lists are narrowed by is read from the index too.
        postgresql_include=["definition", "instance"] if _name in ("waiting", "ranked", "held") else [],
    )

#: One name among those to whom work is offered together: a group, or `user:name`.
audience = Table(
    "engine_audience",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(255), primary_key=True),
    Index("engine_audience_by_name", "name"),
)

#: One word of a field that a procedure declares searchable, folded, with the case in which it stands.
search_word = Table(
    "engine_search_word",
    metadata,
    Column("instance", String(40), primary_key=True),
    Column("field", String(120), primary_key=True),
    Column("word", String(64), primary_key=True),
    Index("engine_search_word_by_word", "word", "field", postgresql_ops={"word": "varchar_pattern_ops"}),
)

#: The same words once more for each audience to which open work of the case is offered, so that a unit finds a common
#: name among what waits for it, and neither asks each of its cases nor reads the whole.
slice_word = Table(
    "engine_slice_word",
    metadata,
    Column("instance", String(40), primary_key=True),
    Column("audience", String(40), primary_key=True),
    Column("field", String(120), primary_key=True),
    Column("word", String(64), primary_key=True),
    Index(
        "engine_slice_word_by_word",
        "audience",
        "word",
        "field",
        "instance",
        postgresql_ops={"word": "varchar_pattern_ops"},
    ),
)

#: A person who watches a case without doing its work.
watcher = Table(
    "engine_watcher",
    metadata,
    Column("person", String(255), primary_key=True),
    Column("instance", String(40), primary_key=True),
    Index("engine_watcher_by_instance", "instance"),
)

#: How long an open work item, or (without task) a running case, may take: what became of its clock, when it ends, and
#: when it next has to be looked at (None: while it stands still, and when its limit has been reached).
term = Table(
    "engine_term",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("instance", String(40), nullable=False),
    Column("task", Integer),
    Column("element", String(255)),
    Column("start", UtcTime, nullable=False),
    Column("seconds", sa.BigInteger, nullable=False),
    Column("unit", String(8), nullable=False),
    Column("stops", Json, nullable=False),
    Column("extension", Json),
    Column("due", UtcTime, nullable=False),
    Column("fires", UtcTime),
    Column("warned", UtcTime),
    Column("reached", UtcTime),
    Index("engine_term_by_instance", "instance", "task"),
    Index("engine_term_by_moment", "fires"),
)

#: Who was given work last, where it goes round.
turn = Table(
    "engine_turn",
    metadata,
    Column("queue", String(255), primary_key=True),
    Column("person", String(255), nullable=False),
)

#: A message or signal somebody waits for: an instance's task, or (without instance) a definition's start event.
subscription = Table(
    "engine_subscription",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("name", String(255), nullable=False),
    Column("key", String(255)),
    Column("business_key", String(255)),
    Column("instance", String(40)),
    Column("definition", String(40), nullable=False),
    Column("definition_key", String(255), nullable=False),
    Column("task", Integer),
    Column("element", String(255), nullable=False),
    Column("created", UtcTime, nullable=False),
    Index("engine_subscription_by_name", "kind", "name", "key"),
    Index("engine_subscription_by_instance", "instance"),
)

#: A message nobody waited for yet, kept until it expires.
message = Table(
    "engine_message",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(255), nullable=False),
    Column("key", String(255)),
    Column("data", Json, nullable=False),
    Column("received", UtcTime, nullable=False),
    Column("expires", UtcTime, nullable=False),
    Column("start", String(600)),
    Index("engine_message_by_name", "name", "key"),
    Index("engine_message_by_start", "start"),
)

#: When something is due: an instance's task, or (without instance) a definition's timer start event.
timer = Table(
    "engine_timer",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("instance", String(40)),
    Column("definition", String(40), nullable=False),
    Column("definition_key", String(255), nullable=False),
    Column("task", Integer),
    Column("element", String(255), nullable=False),
    Column("due", UtcTime, nullable=False),
    Column("remaining", Integer),
    Column("interval", String(64)),
    Column("working", sa.Boolean, nullable=False),
    Column("missed", String(8), nullable=False, server_default="all"),
    Index("engine_timer_by_due", "due"),
    Index("engine_timer_by_instance", "instance"),
)

#: The outbox: work to be done after the transaction that wrote it.
job = Table(
    "engine_job",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("instance", String(40)),
    Column("task", Integer),
    Column("element", String(255)),
    Column("payload", Json, nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", UtcTime, nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("topic", String(255)),
    Column("worker", String(255)),
    Index("engine_job_by_topic", "topic", "status"),
    Index("engine_job_by_due", "status", "due"),
    Index("engine_job_by_instance", "instance"),
)

#: A topic that workers outside of the engine have asked for, and who did so last.
worker_topic = Table(
    "engine_worker_topic",
    metadata,
    Column("topic", String(255), primary_key=True),
    Column("worker", String(255), nullable=False),
    Column("asked", UtcTime, nullable=False),
)

#: A document that was made for an instance, once per content.
document = Table(
    "engine_document",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("instance", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("made", UtcTime, nullable=False),
    Index("engine_document_by_instance", "instance"),
)

#: One question to a register: who asked, by which right, what about whom, and what came of it.
lookup = Table(
    "engine_lookup",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("instance", String(40)),
    Column("business_key", String(255)),
    Column("element", String(255)),
    Column("client", String(255), nullable=False),
    Column("service", String(255), nullable=False),
    Column("user", String(255), nullable=False),
    Column("about", String(255), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("asked", UtcTime, nullable=False),
    Column("answered", UtcTime),
    Column("outcome", String(40)),
    Index("engine_lookup_by_about", "about", "asked"),
    Index("engine_lookup_by_instance", "instance"),
)

#: What was already done under a key somebody chose, and what came of it.
idempotency = Table(
    "engine_idempotency",
    metadata,
    Column("scope", String(24), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("result", Json, nullable=False),
    Column("at", UtcTime, nullable=False),
)

#: A definition's key from which nothing starts, a single start event of it ("key element"), or a topic whose jobs
#: wait, until it is resumed.
suspension = Table(
    "engine_suspension",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("name", String(511), primary_key=True),
    Column("reason", Text),
    Column("at", UtcTime, nullable=False),
    Column("by", String(255), nullable=False),
)

#: A definition that some of the new cases follow; `open_for` is its key as long as it is so, at most once for a key.
stage = Table(
    "engine_stage",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("open_for", String(255), unique=True),
    Column("bundle", String(40), nullable=False),
    Column("offices", Json, nullable=False),
    Column("share", Integer),
    Column("standing", String(16), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", String(255), nullable=False),
    Column("reason", Text, nullable=False),
    Column("ended", UtcTime),
    Column("ended_by", String(255)),
    Column("ended_reason", Text),
)

#: When an instance of `source` ends with `outcome`, an instance of `target` starts with these of its variables.
trigger = Table(
    "engine_trigger",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("source", String(255), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("target", String(255), nullable=False),
    Column("variables", Json, nullable=False),
    Column("enabled", sa.Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", String(255), nullable=False),
    Index("engine_trigger_by_source", "source", "outcome"),
)

#: An instance moved to another version: `before` is what is needed to take it back.
migration = Table(
    "engine_migration",
    metadata,
    Column("batch", String(40), primary_key=True),
    Column("instance", String(40), primary_key=True),
    Column("source", String(40), nullable=False),
    Column("target", String(40), nullable=False),
    Column("mapping", Json, nullable=False),
    Column("version", Integer, nullable=False),
    Column("before", Json, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", String(255), nullable=False),
    Column("undone", UtcTime),
    Index("engine_migration_by_instance", "instance"),
)

#: The last number taken of a series of business keys.
series = Table(
    "engine_series",
    metadata,
    Column("name", String(255), primary_key=True),
    Column("last", Integer, nullable=False),
)

#: For how many days something of ended instances is kept; the key `*` stands for every definition without a row.
retention = Table(
    "engine_retention",
    metadata,
    Column("definition_key", String(255), primary_key=True),
    Column("kept", String(16), primary_key=True),
    Column("days", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", String(255), nullable=False),
)

#: Why an instance does not go on at one element.
incident = Table(
    "engine_incident",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("instance", String(40), nullable=False),
    Column("definition", String(40), nullable=False),
    Column("task", Integer),
    Column("job", String(40)),
    Column("element", String(255), nullable=False),
    Column("label", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("template", Text, nullable=False),
    Column("values", Json, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("resolved", UtcTime),
    Index("engine_incident_by_instance", "instance", "resolved"),
)
