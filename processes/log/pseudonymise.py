"""Taking the persons out of a log, and leaving what can be learnt from it.

A name becomes a keyed hash: the same person keeps the same pseudonym under one key, so handovers and returns can still
be counted; without the key nobody can tell who it was, nor test a guess, as a plain hash would let one do.  A group of
too few people hides nobody, and is made unknown.

Source: Regulation (EU) 2016/679, art. 4 (5); ENISA, "Pseudonymisation techniques and best practices" (2019), 5.1.4.
"""

from __future__ import annotations

import base64
import hmac
import re
from typing import TYPE_CHECKING

from processes.errors import NotALog
from processes.log.event_log import EventLog
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyarrow as pa

#: What says nothing of a person: kept as it is.
_IMPERSONAL = frozenset({"activity", "element", "group", "lifecycle", "replication"})
_KIND = re.compile(r"^(\w+:)(?=.)")
#: A whole number this long is a personal or a case number, not an amount.
_LONG = 10**9


def pseudonymise(
    log: EventLog, *, key: bytes | str, keep: Collection[str] = (), smallest_group: int = 1
) -> EventLog:
    """Return `log` with pseudonyms for persons and cases; times, activities, groups and amounts stay.

    Pseudonyms replace the resources, the cases' names and every attribute that could name somebody: texts and whole
    numbers of ten digits and more.  `keep` names attributes (or `"case"`) known to be harmless.  A prefix such
    as `citizen:` stays, it tells the role.  Groups in which fewer than `smallest_group` people worked become unknown.
    Raises `NotALog` for a key of fewer than 16 bytes, which could be guessed.

    >>> from datetime import UTC, datetime
    >>> from processes import EventLog
    >>> noon = datetime(2026, 3, 2, tzinfo=UTC)
    >>> log = EventLog.from_records(
    ...     [{"case": "P-1", "activity": a, "timestamp": noon, "resource": "citizen:Асанова"} for a in "AB"]
    ... )
    >>> first, second = pseudonymise(log, key="a secret of the office").events["resource"].to_pylist()
    >>> first == second, first.startswith("citizen:"), "Асанова" in first
    (True, True, False)
    """
    secret = key.encode() if isinstance(key, str) else key
    if len(secret) < 16:
        raise NotALog(
            _("The key of the pseudonyms is too short: it could be guessed, and with it every name."),
            hint=_("Use at least 16 bytes that nobody knows, such as those of secrets.token_bytes(32)."),
        )
    if smallest_group > 1:
        log = hide_small_groups(log, smallest=smallest_group)
    kept = _IMPERSONAL | set(keep)
    # Built anew: an order by case would otherwise be the order of the names.
    return EventLog.from_table(
        _hidden(log.events, secret, kept),
        origin=log.origin,
        attributes={name: log.attributes[name] for name in log.attributes if name in kept},
        case_attributes=_hidden(log.cases, secret, kept),
    )


def hide_small_groups(log: EventLog, *, smallest: int) -> EventLog:
    """Return `log` with unknown groups where fewer than `smallest` people of a group worked.

    A group of which nobody is named counts as one of nobody, and is hidden too.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    pairs = log.events.select(["group", "resource"]).cast(
        pa.schema([("group", pa.string()), ("resource", pa.string())])
    )
    sizes = pairs.group_by("group").aggregate([("resource", "count_distinct")])
    large = sizes.filter(pc.greater_equal(sizes["resource_count_distinct"], smallest))["group"]
    stays = pc.is_in(pairs["group"], large.combine_chunks().drop_null())
    shown = pc.if_else(stays, pairs["group"], pa.scalar(None, pa.string()))
    at = log.events.column_names.index("group")
    return EventLog.from_table(
        log.events.set_column(at, "group", shown),
        origin=log.origin,
        attributes=log.attributes,
        case_attributes=log.cases,
    )


def _hidden(table: pa.Table, key: bytes, kept: frozenset[str] | set[str]) -> pa.Table:
    import pyarrow as pa

    for at, name in enumerate(table.column_names):
        if name in kept or not _may_name(table[name]):
            continue
        coded = table[name].cast(pa.string()).combine_chunks().dictionary_encode()
        names = pa.array([_pseudonym(text, key) for text in coded.dictionary.to_pylist()], pa.string())
        hidden = pa.DictionaryArray.from_arrays(coded.indices, names).cast(pa.string())
        table = table.set_column(at, name, hidden)
    return table


def _may_name(column: pa.ChunkedArray) -> bool:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_integer(kind):
        most = pc.max(pc.abs(column)).as_py()
        return most is not None and most >= _LONG
    return not (
        pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_boolean(kind)
        or pa.types.is_temporal(kind)
        or pa.types.is_null(kind)
    )


def _pseudonym(text: str, key: bytes) -> str:
    kind = _KIND.match(text)
    digest = hmac.digest(key, text.encode(), "sha256")[:10]
    return (kind.group(1) if kind else "") + base64.b32encode(digest).decode().lower()
