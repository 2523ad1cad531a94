"""The words by which officers find cases."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from engine.store.tables.metadata import metadata

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

#: And once more for each person who holds work of the case or has done some, so that a common name is found in what
#: somebody did in all their years.
person_word = Table(
    "engine_person_word",
    metadata,
    Column("instance", String(40), primary_key=True),
    Column("person", String(255), primary_key=True),
    Column("field", String(120), primary_key=True),
    Column("word", String(64), primary_key=True),
    Index(
        "engine_person_word_by_word",
        "person",
        "word",
        "field",
        "instance",
        postgresql_ops={"word": "varchar_pattern_ops"},
    ),
)
