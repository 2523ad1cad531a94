"""Real procedures: one folder of `processes/library/` each, reviewable by a lawyer.

A folder holds `procedure.toml` (owner, legal basis, facts with their confidence), `as_is.bpmn`, usually
`to_be.bpmn`, `decisions/*.dmn` where tables decide, and `scenario.toml`.  All are teaching samples and labelled so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processes.errors import UnknownName

if TYPE_CHECKING:
    from processes.calendar import WorkingCalendar
    from processes.decision.model import DecisionModel
    from processes.model.model import Model
    from processes.scenario import Scenario


@dataclass(frozen=True)
class Fact:
    """A sentence about the procedure with its confidence: A sourced, B partly sourced, C a plausible estimate."""

    text: str
    confidence: str
    source: str = ""


@dataclass(frozen=True)
class Procedure:
    """One procedure of the library; models and scenario are read when they are first asked for."""

    key: str
    folder: Path
    about: Mapping[str, Any] = field(repr=False)

    @property
    def code(self) -> str:
        """The code in the register the sample was compiled from, such as `kg-spravka`."""
        return str(self.about["code"])

    @property
    def titles(self) -> Mapping[str, str]:
        """The title by language (`ky`, `ru`, `en`)."""
        return dict(self.about["title"])

    @property
    def title(self) -> str:
        """The English title."""
        return str(self.about["title"]["en"])

    @property
    def owner(self) -> str:
        """The body that answers for the procedure."""
        return str(self.about["owner"])

    @property
    def owners(self) -> Mapping[str, str]:
        """The body that answers for the procedure, by language (`ky`, `ru`, `en`)."""
        return {"en": self.owner, **self.about.get("owner_names", {})}

    @property
    def legal_basis(self) -> str:
        """The norms it rests on, as the source names them."""
        return str(self.about["legal_basis"])

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What is known of it, each fact with its confidence."""
        return tuple(Fact(**fact) for fact in self.about.get("facts", ()))

    @cached_property
    def as_is(self) -> Model:
        """The procedure as it is."""
        return self._model("as_is.bpmn")

    @cached_property
    def to_be(self) -> Model | None:
        """The procedure as it could be; None when nobody has drawn it."""
        return self._model("to_be.bpmn") if (self.folder / "to_be.bpmn").exists() else None

    @cached_property
    def decisions(self) -> tuple[DecisionModel, ...]:
        """The decisions its business rule tasks refer to, of the folder `decisions`."""
        from processes.decision.reading import read_decisions

        return tuple(read_decisions(file) for file in sorted((self.folder / "decisions").glob("*.dmn")))

    def _model(self, name: str) -> Model:
        from processes.model.reading import read_model

        return read_model(self.folder / name)

    @cached_property
    def scenario(self) -> Scenario:
        """The world its simulation starts from, each figure with its source."""
        from processes.scenario import Scenario

        return Scenario.read(self.folder / "scenario.toml")

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working time of its offices."""
        from processes.calendar import WorkingCalendar

        return WorkingCalendar.default()


class Library(Mapping[str, Procedure]):
    """The procedures of a folder, by the names of their folders; codes (`kg-spravka`, `kg_spravka`) work as well."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def _found(self) -> dict[str, Procedure]:
        found = {}
        for file in sorted(self.folder.glob("*/procedure.toml")):
            about = tomllib.loads(file.read_text(encoding="utf-8"))
            found[file.parent.name] = Procedure(file.parent.name, file.parent, about)
        return found

    def __getitem__(self, name: str) -> Procedure:
        if name in self._found:
            return self._found[name]
        wanted = name.replace("_", "-").casefold()
        for procedure in self._found.values():
            if wanted in (procedure.code.casefold(), procedure.key.replace("_", "-")):
                return procedure
        raise UnknownName(name, [*self._found, *(p.code for p in self._found.values())], kind="procedure")

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return f"<Library: {', '.join(self._found)}>"


#: The procedures that come with the system.
library = Library(Path(__file__).parent / "library")
