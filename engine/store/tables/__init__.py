"""The engine's tables, each with the sentence that says what one row is, a file for each subject."""

from __future__ import annotations

from engine.store.tables.cases import history, instance, migration, part, retention, series, watcher
from engine.store.tables.definitions import decision, definition, source, stage, suspension, trigger
from engine.store.tables.jobs import idempotency, incident, job, worker_topic
from engine.store.tables.metadata import metadata
from engine.store.tables.records import document, lookup
from engine.store.tables.searching import person_word, search_word, slice_word
from engine.store.tables.waiting import message, subscription, timer
from engine.store.tables.work import audience, term, turn, work_item

__all__ = [
    "audience",
    "decision",
    "definition",
    "document",
    "history",
    "idempotency",
    "incident",
    "instance",
    "job",
    "lookup",
    "message",
    "metadata",
    "migration",
    "part",
    "person_word",
    "retention",
    "search_word",
    "series",
    "slice_word",
    "source",
    "stage",
    "subscription",
    "suspension",
    "term",
    "timer",
    "trigger",
    "turn",
    "watcher",
    "work_item",
    "worker_topic",
]
