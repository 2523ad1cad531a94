from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import Engine
from engine.testing import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(clock: Clock) -> Iterator[Engine]:
    engine = Engine("sqlite://", clock=clock)
    yield engine
    engine.dispose()
