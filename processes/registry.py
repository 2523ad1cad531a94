"""Registries: the one way this house is extended.

A registry is a package of modules.  A module registers one function with the registry's decorator, and **the module's
name is the registered name**: there is no list to edit.  Modules are found when a name is first looked up; other
distributions add theirs through the entry-point group of the same name as the package.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.metadata import entry_points
from threading import RLock
from typing import TYPE_CHECKING, Generic, TypeVar

from processes.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")


class Registry(Generic[T]):
    """The extensions found in `package`, by the names of their modules.

    >>> from processes.model.dialects import dialects
    >>> "sketch" in dialects
    True
    """

    def __init__(self, package: str, *, kind: str) -> None:
        self.package = package
        self.kind = kind
        self._found: dict[str, T] = {}
        self._loaded = False
        self._lock = RLock()

    def register(self, extension: T) -> T:
        """Register `extension` under the name of the module that defines it; use as a decorator."""
        module = getattr(extension, "__module__", None) or type(extension).__module__
        name = module.rpartition(".")[2]
        if self._found.get(name) not in (None, extension):
            raise ValueError(f"Two {self.kind}s are registered in {module}; give the second its own module.")
        self._found[name] = extension
        return extension

    def _load(self) -> None:
        with self._lock:
            if self._loaded:
                return
            package = import_module(self.package)
            for module in pkgutil.iter_modules(package.__path__):
                if not module.name.startswith("_"):
                    import_module(f"{self.package}.{module.name}")
            for point in entry_points(group=self.package):
                self._found.setdefault(point.name, point.load())
            self._loaded = True

    def __getitem__(self, name: str) -> T:
        self._load()
        try:
            return self._found[name]
        except KeyError:
            raise UnknownName(name, self._found, kind=self.kind) from None

    def __iter__(self) -> Iterator[str]:
        self._load()
        return iter(sorted(self._found))

    def __len__(self) -> int:
        self._load()
        return len(self._found)

    def __contains__(self, name: object) -> bool:
        self._load()
        return name in self._found

    def items(self) -> list[tuple[str, T]]:
        """Return every (name, extension), sorted by name."""
        return [(name, self[name]) for name in self]

    def values(self) -> list[T]:
        """Return every extension, sorted by name."""
        return [self[name] for name in self]
