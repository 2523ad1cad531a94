from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import Engine
from engine.testing import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keep_finished() -> bool:
    """Whether finished tokens stay in the tree; a module that wants it both ways says so by `pytestmark`."""
    return False


@pytest.fixture
def engine(clock: Clock, keep_finished: bool) -> Iterator[Engine]:
    engine = Engine("sqlite://", clock=clock, keep_finished=keep_finished)
    yield engine
    engine.dispose()
