"""The verbs that take running cases to another version of their procedure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from engine import arguments, bulk, deciding, deploying, migrating, running
from engine.identifiers import new_id
from engine.migration import Batch, Moved, Proposal, Rehearsal
from engine.operations import id_of
from engine.spiff.counterparts import propose
from engine.store import moved

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.instance import Instance, Result
    from engine.store import Unit
    from engine.workshop import Workshop
    from processes import Model
    from processes.decision.model import DecisionModel

T = TypeVar("T")


class _TakenBack(Exception):
    """What was only rehearsed is not written."""


class Migrating:
    """The part of `engine.Engine` for versions that change under running cases."""

    _shop: Workshop
    _write: Callable[[Callable[[Unit], T]], T]
    _send: Callable[[Sequence[str]], None]
    _find: Callable[..., Definition]

    def propose_mapping(self, of: Definition | str, to: Definition | str) -> Proposal:
        """Return which element of version `to` stands for which of version `of`: same id and type, else same label."""
        with self._shop.store.read() as unit:
            before, after = (
                self._shop.specification(unit, self._find(unit, version).id).plan for version in (of, to)
            )
            nodes = propose(before, after)
            mapping = {before.nodes[a].element.id: after.nodes[b].element.id for a, b in nodes.items()}
            without = [node.element.id for key, node in before.nodes.items() if key not in nodes]
        return Proposal(mapping=mapping, without=tuple(dict.fromkeys(without)))

    def rehearse_migration(
        self,
        to: Definition | str,
        *,
        of: Definition | str | None = None,
        mapping: Mapping[str, str] | None = None,
        instances: Iterable[Instance | str] | None = None,
    ) -> list[Rehearsal]:
        """Return for every live case of the procedure what a migration to version `to` would do to it.

        Cases of all other versions, or of version `of`, or the `instances` named.  `mapping` are pairs of element ids
        that go before what is proposed.  Nothing is changed.
        """
        found = []
        for id_ in self._to_migrate(to, of, instances):
            with self._shop.store.read() as unit:
                target = self._find(unit, to)
                live = running.load(self._shop, unit, id_, suspended=True)
                source = live.row.definition
                move = migrating.move(self._shop, unit, live, target, mapping=mapping)
            found.append(
                Rehearsal(
                    instance=id_,
                    definition=source,
                    problems=tuple(move.problems),
                    deadlines=tuple(move.deadlines),
                )
            )
        return found

    def rehearse_deployment(self, model: Model | Iterable[Model | DecisionModel]) -> list[Rehearsal]:
        """Return what a version that is not deployed would do to every live case of its procedure; nothing is kept.

        Raises `NotExecutable` when the model cannot be deployed.
        """
        models, decided = arguments.models(model)
        found: list[Rehearsal] = []

        def verb(unit: Unit) -> None:
            deciding.deploy(self._shop, unit, decided, by="rehearsal")
            target = deploying.deploy(self._shop, unit, models, by="rehearsal", rehearsing=True)[0]
            for id_ in moved.candidates(unit, target.key, but=target.id, of=None):
                live = running.load(self._shop, unit, id_, suspended=True)
                move = migrating.move(self._shop, unit, live, target, mapping=None)
                found.append(
                    Rehearsal(
                        instance=id_,
                        definition=live.row.definition,
                        problems=tuple(move.problems),
                        deadlines=tuple(move.deadlines),
                    )
                )
            raise _TakenBack

        try:
            self._write(verb)
        except _TakenBack:
            pass
        return found

    def migrate_instances(
        self,
        to: Definition | str,
        *,
        of: Definition | str | None = None,
        mapping: Mapping[str, str] | None = None,
        instances: Iterable[Instance | str] | None = None,
        by: str,
        reason: str | None = None,
    ) -> Batch:
        """Take live cases to version `to`, each by itself; who cannot go stays as it is, its error `NotMovable`."""
        arguments.person(by)
        batch = new_id()

        def act(id_: str) -> None:
            def verb(unit: Unit) -> list[str]:
                return migrating.migrate(
                    self._shop,
                    unit,
                    id_,
                    self._find(unit, to),
                    mapping=mapping,
                    batch=batch,
                    by=by,
                    reason=reason,
                )

            self._send(self._write(verb))

        return Batch(id=batch, results=bulk.each(self._to_migrate(to, of, instances), act))

    def migrations(self, key: str) -> list[Moved]:
        """Return the migrations made of a procedure's cases, the newest first; one that moved none is not there.

        >>> from engine import Engine
        >>> from processes import read_model
        >>> engine = Engine("sqlite://")
        >>> drawn = [f"Check @clerks -> {last} @heads".encode() for last in ("Decide", "Sign")]
        >>> first, second = (engine.deploy(read_model(each, dialect="sketch"), by="ana") for each in drawn)
        >>> case = engine.start(first, by="ana")
        >>> batch = engine.migrate_instances(second, by="ana")
        >>> [(one.of, one.to, one.cases) for one in engine.migrations("sketch")]
        [((1,), 2, 1)]
        """
        with self._shop.store.read() as unit:
            rows = moved.batches(unit, key)
        parts: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            parts.setdefault(row["batch"], []).append(row)
        return [
            Moved(
                batch=batch,
                to=each[0]["to"],
                of=tuple(row["of"] for row in each),
                at=min(row["at"] for row in each),
                by=each[0]["by"],
                cases=sum(row["cases"] for row in each),
                taken_back=sum(row["taken_back"] for row in each),
            )
            for batch, each in parts.items()
        ]

    def undo_migration(self, batch: Batch | str, *, by: str) -> list[Result]:
        """Take the cases of a migration back to where they came from; what they have done meanwhile stays done."""
        arguments.person(by)
        with self._shop.store.read() as unit:
            rows = {row["instance"]: row for row in moved.of_batch(unit, id_of(batch))}

        def act(id_: str) -> None:
            self._send(self._write(partial(migrating.undo, self._shop, row=rows[id_], by=by)))

        return bulk.each(rows, act)

    def _to_migrate(
        self,
        to: Definition | str,
        of: Definition | str | None,
        instances: Iterable[Instance | str] | None,
    ) -> list[str]:
        if instances is not None:
            return [id_of(instance) for instance in instances]
        with self._shop.store.read() as unit:
            target = self._find(unit, to)
            source = None if of is None else self._find(unit, of).id
            return moved.candidates(unit, target.key, but=target.id, of=source)
