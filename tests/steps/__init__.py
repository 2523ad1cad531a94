"""Step definitions: what the sentences of `features/` do; `tests/test_features.py` finds all modules."""

from __future__ import annotations
