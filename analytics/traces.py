"""Traces: the distinct orders in which cases completed their activities, each with the number of its cases.

Discovery and conformance work on these: a thousand cases that went the same way are looked at once.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from processes.log.event_log import EventLog

Trace = tuple[str, ...]
Traces = Counter[Trace]


def cases_by_trace(log: EventLog, *, elements: Collection[str] = ()) -> dict[Trace, list[str]]:
    """Return the cases of each distinct trace, the traces in the order they are first met.

    What was done is named by its activity, or by its element where that is one of `elements`: those of the model it is
    to be compared with, which need not be the one it ran by.  A case that has completed nothing has the empty trace.

    >>> from processes.examples import two_certificates
    >>> {trace: len(cases) for trace, cases in cases_by_trace(two_certificates()).items()}
    {('Register', 'Sign'): 2}
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    done = log.activities
    done = done.filter(pc.fill_null(pc.equal(done["ended_as"], "completed"), False))
    named = done["activity"].cast(pa.string())
    if elements:
        ids = done["element"].cast(pa.string())
        named = pc.if_else(pc.is_in(ids, pa.array(list(elements), pa.string())), ids, named)
    coded = pa.chunked_array([named.combine_chunks()]).combine_chunks().dictionary_encode()
    cases = done["case"].cast(pa.string()).combine_chunks().dictionary_encode()
    order = np.lexsort((done["position"].to_numpy(), cases.indices.to_numpy()))
    codes = coded.indices.to_numpy()[order].astype(np.int32)
    of = cases.indices.to_numpy()[order]
    borders = np.flatnonzero(np.diff(of)) + 1
    keys: dict[bytes, list[str]] = {}
    ids = cases.dictionary.to_pylist()
    begins = [0, *borders.tolist()] if len(of) else []
    for low, high in pairwise([*begins, len(of)]):
        keys.setdefault(codes[low:high].tobytes(), []).append(ids[of[low]])
    idle = set(log.cases["case"].to_pylist()) - set(ids)
    names = coded.dictionary.to_pylist()
    found = {tuple(names[c] for c in np.frombuffer(k, np.int32)): v for k, v in keys.items()}
    if idle:
        found[()] = sorted(idle)
    return found


def traces_of(log: EventLog) -> Traces:
    """Return the distinct traces of `log` by activity, with their numbers of cases.

    >>> from processes.examples import two_certificates
    >>> traces_of(two_certificates())
    Counter({('Register', 'Sign'): 2})
    """
    return Counter({trace: len(cases) for trace, cases in cases_by_trace(log).items()})
