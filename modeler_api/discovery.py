"""Pages, resources and commands are found by looking, so that adding one is adding a file."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType


def modules(package: str) -> Iterator[ModuleType]:
    """Every module of a package whose name does not begin with an underscore, by name."""
    found = import_module(package)
    for info in pkgutil.iter_modules(found.__path__):
        if not info.name.startswith("_"):
            yield import_module(f"{package}.{info.name}")
