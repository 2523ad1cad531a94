"""What JUEL means by a value, asked of the FEEL it becomes."""

from __future__ import annotations

from typing import Any

import pytest

from engine.expressions import feel
from processes.model.juel import to_feel


@pytest.mark.parametrize(
    ("value", "is_empty"),
    [
        (None, True),
        ("", True),
        ("Osh", False),
        ([], True),
        ([1], False),
        ([1, 2], False),
        ({}, True),
        ({"a": 1}, False),
        (0, False),
        (7, False),
        (False, False),
    ],
)
def test_empty_is_asked_of_any_value(value: Any, is_empty: bool) -> None:
    for juel, expected in (("${empty x}", is_empty), ("${not empty x and true}", not is_empty)):
        assert feel.evaluate(to_feel(juel) or "", {"x": value}) is expected
