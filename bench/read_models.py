"""Reading models: every procedure of the library, as bytes, with its checks."""

from __future__ import annotations

from bench.sample import Sample, timed
from processes import check, library, read_model


def measure(size: int) -> list[Sample]:
    """Reads and checks the library's models again and again."""
    sources = [procedure.as_is.source for procedure in library.values()]
    times = 1 if size == 0 else 10 * size
    models = [read_model(source) for source in sources]
    return [
        timed(
            "models read",
            times * len(sources),
            lambda: [read_model(s) for _ in range(times) for s in sources],
        ),
        timed(
            "models checked", times * len(models), lambda: [check(m) for _ in range(times) for m in models]
        ),
    ]
