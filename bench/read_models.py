"""Models: every procedure of the library as bytes, read, checked, laid out and compared."""

from __future__ import annotations

import re

from bench.sample import Sample, timed
from processes import Model, check, library, read_model
from processes.model import soundness
from processes.model.layout import laid_out
from processes.model.similarity import repeated_fragments, same_checks


def measure(size: int) -> list[Sample]:
    """Reads and checks the library's models again and again, and lays them out without their diagrams."""
    sources = [p.as_is.source for p in library.values()] + [
        p.to_be.source for p in library.values() if p.to_be
    ]
    times = 1 if size == 0 else 3 * size
    models = [read_model(source) for source in sources]
    bare = [read_model(re.sub(rb"(?s)<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", s)) for s in sources]
    large = read_model(_wide(200).encode(), dialect="sketch")
    repository = {f"{n} {k}": m for n in range(1 if size == 0 else 34) for k, m in enumerate(models)}
    count = times * len(models)

    def checked() -> None:
        soundness.analyse.cache_clear()
        for model in models:
            check(model)

    return [
        timed("models read", count, lambda: [read_model(s) for _ in range(times) for s in sources]),
        timed("models checked", count, lambda: [checked() for _ in range(times)]),
        timed("models laid out", len(bare), lambda: [laid_out(m) for m in bare]),
        timed(
            f"elements laid out, {len(large.elements)} at once", len(large.elements), lambda: laid_out(large)
        ),
        timed(
            f"models compared, of {len(repository)}", len(repository), lambda: _compared(repository), rounds=1
        ),
    ]


def _compared(repository: dict[str, Model]) -> None:
    repeated_fragments(repository)
    same_checks(repository)


def _wide(elements: int) -> str:
    parts = [
        f"(Check {n} a @desk | Check {n} b @expert) -> ([late] Ask {n} / )" for n in range(elements // 8)
    ]
    return " -> ".join(["Register @desk", *parts])
