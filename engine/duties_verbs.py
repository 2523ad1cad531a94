"""The verbs with which people keep their hands apart and correct themselves: conflicts, refusals, ways back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from engine import arguments, duties, offering, refusing, running, sending_back, working
from engine.errors import InvalidArgument
from engine.operations import id_of
from engine.plain_values import plain
from engine.store import work_items
from processes.text import Message, _

if TYPE_CHECKING:
    from engine.instance import Instance
    from engine.refusing import Refusal
    from engine.store import Unit
    from engine.store.instances import Deed
    from engine.work_item import WorkItem
    from engine.workshop import Workshop

T = TypeVar("T")


class Duties:
    """The part of `engine.Engine` about who may not do what, and about ways back."""

    _shop: Workshop
    _write: Callable[[Callable[[Unit], T]], T]
    _send: Callable[[Sequence[str]], None]

    def barred(self, item: WorkItem | str, *, by: str) -> Message | None:
        """Return why a duty keeps `by` from doing an open work item, in a sentence; None when none does.

        Claiming, completing and being given the work are refused for the same reason; asked here, it can be said before
        the work starts.
        """
        arguments.person(by)

        with self._shop.store.read() as unit:
            live, row = working.take(self._shop, unit, id_of(item), by)
            return duties.barred(self._shop, unit, live, row["task"], by, row["candidates"])

    def refusal_rule(self, item: WorkItem | str) -> Refusal | None:
        """Return what a refusal by completing an open work item would have to say; None where it refuses nothing.

        The reason and the officer's own words on the appeal are the labels of their fields; asked here, the rule can be
        said before the work starts.
        """
        with self._shop.store.read() as unit:
            live, row = working.take(self._shop, unit, id_of(item), "")
            node, form = working.node_and_form(self._shop, unit, live, row)
            owner = offering.procedure_of(self._shop, unit, live.definition, node.key)
            return refusing.rule(node.element.step, owner, form)

    def refusal(self, item: WorkItem | str, data: Mapping[str, Any]) -> Refusal | None:
        """Return what completing an open work item with these data would refuse, None when nothing.

        Raises `InvalidData`, as completing does, for a refusal without its reason or a word on the appeal.
        """
        with self._shop.store.read() as unit:
            live, row = working.take(self._shop, unit, id_of(item), "")
            node, form = working.node_and_form(self._shop, unit, live, row)
            owner = offering.procedure_of(self._shop, unit, live.definition, node.key)
            known = {**live.advance.variables(live.tree.tasks[row["task"]]), **plain(data)}
            found = refusing.refusal(node.element.step, owner, form, known)
            refusing.check(node.element, found)
            return found

    def declare_conflict(self, instance: Instance | str, *, by: str, reason: str) -> None:
        """Let `by` do nothing more in a case; what they hold there goes back to whom it is offered."""
        arguments.person(by)
        if not reason.strip():
            raise InvalidArgument(
                "reason",
                reason,
                message=_("A conflict of interest is declared with its reason."),
                hint=_("Say in a sentence how you are concerned; who audits the case reads it."),
            )

        def verb(unit: Unit) -> None:
            live = running.load(self._shop, unit, id_of(instance), by=by)
            duties.note_conflict(live, by, reason.strip())
            live.note(duties.RECUSED, {"reason": reason.strip()})
            for row in work_items.some(unit, instance_id=live.row.id, user=by, groups=[], limit=1000):
                if row["holder"] == by:
                    work_items.hold(unit, row["id"], None, at=None)
                    working.record(live, row, "released")
            running.save(self._shop, unit, live)

        self._write(verb)

    def send_back(
        self,
        item: WorkItem | str,
        *,
        by: str,
        reason: str,
        to: str | None = None,
        groups: Sequence[str] | None = None,
    ) -> None:
        """Send a case back to an earlier step of people (`to`, by default the last one), for a reason they read.

        It goes to who did that step.  Raises `NotMovable` when there is no such step around this one.

        >>> from engine import Engine
        >>> from processes import read_model
        >>> engine = Engine("sqlite://")
        >>> permit = engine.deploy(read_model(b"Register @clerks -> Decide @heads", dialect="sketch"), by="ana")
        >>> case = engine.start(permit, by="ana")
        >>> engine.complete(engine.work_items(case)[0], by="ana")
        >>> engine.send_back(engine.work_items(case)[0], by="bek", reason="The plan is missing.")
        >>> [(item.label, item.holder) for item in engine.work_items(case)]
        [('Register', 'ana')]
        """
        arguments.person(by)
        self._send(
            self._write(
                lambda unit: sending_back.send_back(
                    self._shop, unit, id_of(item), by=by, reason=reason, to=to, groups=groups
                )
            )
        )

    def earlier_steps(self, item: WorkItem | str) -> list[Deed]:
        """Return the steps to which an open work item can be sent back, and who did each; the last one first."""
        with self._shop.store.read() as unit:
            return sending_back.earlier_steps(self._shop, unit, id_of(item))

    def recall(self, item: WorkItem | str, *, by: str, reason: str = "") -> None:
        """Take back a work item one has completed, within fifteen minutes and while nothing has come of it.

        Raises `WrongState` saying what has happened since, `NotEntitled` for anybody but who completed it.
        """
        arguments.person(by)
        self._send(
            self._write(lambda unit: sending_back.recall(self._shop, unit, id_of(item), by=by, reason=reason))
        )
