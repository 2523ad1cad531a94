"""The clock: one heap of moments, cases playing their tokens, desks serving their queues."""

from __future__ import annotations

import heapq
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from analytics.errors import NotSimulatable
from analytics.simulation.desk import Desk, Hours
from analytics.simulation.luck import Luck
from analytics.simulation.scope import Scope, Work
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.simulation.plan import Node, Plan
    from processes.calendar import WorkingCalendar
    from processes.scenario import Scenario

#: A case that does more than this is in a loop it will hardly ever leave.
MAX_ACTIVITIES = 2_000


class Run:
    """One replication."""

    def __init__(
        self,
        plan: Plan,
        scenario: Scenario,
        calendar: WorkingCalendar,
        *,
        cases: int,
        seed: int,
        replication: int,
        label: Callable[[int], str],
        begun: Callable[[int], None] | None = None,
    ) -> None:
        self.plan = plan
        self.scenario = scenario
        self.luck = Luck(seed, replication, cases)
        self.cases = cases
        self.begun = begun
        self.calendar = calendar
        self.office = Hours(calendar)
        self.always = Hours(None)
        self.label = label
        self.desks = {
            name: Desk(name, staff.count, self.always if staff.calendar == "always" else self.office)
            for name, staff in plan.staff.items()
        }
        self.heap: list[tuple[float, int, Callable[[float], None]]] = []
        self.counter = 0
        self.visits: dict[tuple[int, str], int] = {}
        self.resting: dict[tuple[int, str], float] = {}
        self.activities: dict[int, int] = {}
        self.records: list[tuple[int, str, str, str, str | None, str | None, str, float]] = []
        self.now = 0.0

    def run(self) -> None:
        """Play every case to its end."""
        hours = self.always if self.scenario.arrivals_calendar == "always" else self.office
        gaps = self.scenario.arrivals.sample(self.luck.stream("arrivals"), self.cases).tolist()
        moment = hours.opening(self.scenario.start.timestamp())
        for case in range(self.cases):
            moment = hours.after(moment, gaps[case]) if case else moment
            self._at(moment, partial(self._begin, case))
        while self.heap:
            self.now, _order, action = heapq.heappop(self.heap)
            action(self.now)

    def _at(self, moment: float, action: Callable[[float], None]) -> None:
        self.counter += 1
        heapq.heappush(self.heap, (moment, self.counter, action))

    def _begin(self, case: int, now: float) -> None:
        if self.begun is not None and (case + 1) % max(self.cases // 50, 1) == 0:
            self.begun(case + 1)
        scope = Scope(case)
        for start in self.plan.starts:
            scope.tokens += 1
            self._enter(scope, start, "", now)

    # Tokens ---------------------------------------------------------------------------------------------------------

    def _leave(self, scope: Scope, node: Node, now: float) -> None:
        """A token leaves `node` by its flows; without any, it is gone."""
        if scope.is_over:
            return
        flows = node.outgoing
        if len(flows) > 1 and node.chances:
            flows = self._chosen(scope, node)
        if not flows:
            self._gone(scope, now)
            return
        scope.tokens += len(flows) - 1
        for flow in flows:
            self._enter(scope, self.plan.target[flow], flow, now)

    def _chosen(self, scope: Scope, node: Node) -> tuple[str, ...]:
        nth = self._nth(scope.case, node.id)
        if node.kind == "InclusiveGateway":
            taken = tuple(
                flow
                for flow, chance in zip(node.outgoing, node.chances, strict=True)
                if self.luck.chance(flow, scope.case, nth) < chance
            )
            return taken or (node.outgoing[max(range(len(node.chances)), key=node.chances.__getitem__)],)
        point = self.luck.chance(node.id, scope.case, nth)
        for flow, chance in zip(node.outgoing, node.chances, strict=True):
            if point < chance:
                return (flow,)
            point -= chance
        return (node.outgoing[-1],)

    def _nth(self, case: int, name: str) -> int:
        nth = self.visits.get((case, name), -1) + 1
        self.visits[case, name] = nth
        return nth

    def _enter(self, scope: Scope, id: str, flow: str, now: float) -> None:
        if scope.is_over:
            return
        node = self.plan.nodes[id]
        if node.kind in ("Task", "SubProcess"):
            self._offer(scope, node, now)
        elif node.kind == "ParallelGateway" and node.incoming > 1:
            self._join(scope, node, flow, now)
        elif node.kind == "InclusiveGateway" and node.incoming > 1:
            scope.at[id] = scope.at.get(id, 0) + 1
            self._settle(scope, now)
            return
        elif node.kind == "Terminate":
            self._end(scope, now)
            return
        elif node.delay is not None or node.wait is not None:
            self._pause(scope, node, now)
        else:
            self._leave(scope, node, now)
        self._settle(scope, now)

    def _join(self, scope: Scope, node: Node, flow: str, now: float) -> None:
        arrived = scope.arrived.setdefault(node.id, [])
        arrived.append(flow)
        if len(set(arrived)) == node.incoming:
            for needed in set(arrived):
                arrived.remove(needed)
            scope.tokens -= node.incoming - 1
            self._leave(scope, node, now)

    def _settle(self, scope: Scope, now: float) -> None:
        """Fire every inclusive join no other token of the scope can reach any more."""
        for id_, count in list(scope.at.items()):
            if not count or scope.is_over:
                continue
            reaching = self.plan.reaches[id_]
            elsewhere = (
                any(w.node.id in reaching for w in scope.works)
                or any(n for j, n in scope.at.items() if j != id_ and j in reaching)
                or any(flows for j, flows in scope.arrived.items() if j in reaching)
            )
            if not elsewhere:
                scope.at[id_] = 0
                scope.tokens -= count - 1
                self._leave(scope, self.plan.nodes[id_], now)

    def _pause(self, scope: Scope, node: Node, now: float) -> None:
        hours = self.office if node.is_working_delay else self.always
        length = node.delay or 0.0
        if node.wait is not None:
            length += self.luck.length(
                f"{node.id} wait", node.wait, scope.case, self._nth(scope.case, node.id)
            )
        work = Work(node, scope.case, scope, "", now)
        scope.works.add(work)

        def go(later: float) -> None:
            if not work.is_over:
                work.is_over = True
                scope.works.discard(work)
                self._leave(scope, node, later)
                self._settle(scope, later)

        self._at(hours.after(now, length), go)

    def _gone(self, scope: Scope, now: float) -> None:
        scope.tokens -= 1
        if scope.tokens <= 0 and not scope.is_over:
            self._end(scope, now)

    def _end(self, scope: Scope, now: float) -> None:
        """The scope is over: what still runs in it is cancelled, and its subprocess is done."""
        scope.is_over = True
        for work in list(scope.works):
            self._cancel(work, now)
        parent = scope.parent
        if parent is not None and not parent.is_over:
            self._done(parent, now)

    # Activities ---------------------------------------------------------------------------------------------------

    def _offer(self, scope: Scope, node: Node, now: float) -> None:
        if node.times == 0:
            self._leave(scope, node, now)
            return
        if node.times > 1 and not node.is_sequential:
            whole = Work(node, scope.case, scope, "", now, left=node.times)
            scope.works.add(whole)
            for _ in range(node.times):
                self._one(scope, node, now, whole)
            self._watch(whole, now)
        else:
            work = self._one(scope, node, now, None)
            work.left = node.times
            self._watch(work, now)

    def _one(self, scope: Scope, node: Node, now: float, whole: Work | None) -> Work:
        case = scope.case
        number = self.activities[case] = self.activities.get(case, 0) + 1
        if number > MAX_ACTIVITIES:
            raise NotSimulatable(
                _("A case did “{node}” and others more than {most} times.").format(
                    node=node.name, most=MAX_ACTIVITIES
                ),
                element=node.id,
                hint=_("A loop is hardly ever left: give its ways out their probabilities."),
            )
        work = Work(node, case, scope, f"{self.label(case)}/{number}", now)
        scope.works.add(work)
        work.whole = whole
        nth = self._nth(case, node.id)
        wait = self.luck.length(f"{node.id} wait", node.wait, case, nth) if node.wait else 0.0
        rested = max(
            (self.resting.get((case, before), now) for before in self.plan.before[node.id]), default=now
        )
        wait += max(rested - now, 0.0)
        if node.kind == "SubProcess":
            self._at(now + wait, lambda later: self._open(work))
        else:
            self._record(work, "offered", now)
            self._at(now + wait, lambda later: self._queue(work, nth, later))
        return work

    def _open(self, work: Work) -> None:
        if work.is_over:
            return
        inner = work.inner = Scope(work.case, parent=work)
        starts = work.node.children
        if not starts:
            self._done(work, self.now)
            return
        inner.tokens = len(starts)
        for start in starts:
            self._enter(inner, start, "", self.now)

    def _queue(self, work: Work, nth: int, now: float) -> None:
        if work.is_over:
            return
        desk = self.desks.get(work.node.group or "") if work.node.is_staffed else None
        if desk is None:
            hours = self.office if work.node.is_in_office_hours else self.always
            self._serve(work, nth, None, hours, hours.opening(now))
        elif desk.free:
            person = desk.free.pop()
            self._take(work, nth, desk, person, now)
        else:
            desk.queue.append((work, nth))

    def _take(self, work: Work, nth: int, desk: Desk, person: int, now: float) -> None:
        work.desk, work.person = desk, person
        self._serve(work, nth, f"{desk.name} {person}", desk.hours, desk.hours.opening(now))

    def _serve(self, work: Work, nth: int, resource: str | None, hours: Hours, begin: float) -> None:
        duration = work.node.duration
        assert duration is not None  # the plan refuses tasks without one
        length = self.luck.length(work.node.id, duration, work.case, nth)

        def start(now: float) -> None:
            if not work.is_over:
                self._record(work, "started", now, resource)
                self._at(hours.after(now, length), lambda later: self._finish(work, resource, later))

        if begin <= self.now:
            start(begin)
        else:
            self._at(begin, start)

    def _finish(self, work: Work, resource: str | None, now: float) -> None:
        if work.is_over:
            return
        self._record(work, "completed", now, resource)
        self._release(work, now)
        rest = work.node.rest
        if rest is not None:
            # What follows is offered at once and waits: a rest is waiting, and must be seen as such.
            name = f"{work.node.id} rest"
            length = self.luck.length(name, rest, work.case, self._nth(work.case, name))
            self.resting[work.case, work.node.id] = now + length
        self._done(work, now)

    def _release(self, work: Work, now: float) -> None:
        desk, person = work.desk, work.person
        work.desk = None
        if desk is None or person is None:
            return
        while desk.queue:
            following, nth = desk.queue.popleft()
            if not following.is_over:
                self._take(following, nth, desk, person, now)
                return
        desk.free.append(person)

    def _done(self, work: Work, now: float) -> None:
        """An activity instance is over: the next round, the whole it is part of, or the flow goes on."""
        if work.is_over:
            return
        work.is_over = True
        scope = work.scope
        scope.works.discard(work)
        if work.whole is not None:
            work.whole.left -= 1
            if work.whole.left == 0:
                self._done(work.whole, now)
            return
        if work.left > 1 and work.node.is_sequential:
            again = self._one(scope, work.node, now, None)
            again.left = work.left - 1
            return
        self._leave(scope, work.node, now)
        self._settle(scope, now)

    def _cancel(self, work: Work, now: float) -> None:
        if work.is_over:
            return
        work.is_over = True
        work.scope.works.discard(work)
        if work.inner is not None and not work.inner.is_over:
            work.inner.is_over = True
            for inside in list(work.inner.works):
                self._cancel(inside, now)
        if work.instance and work.node.kind == "Task":
            self._record(work, "cancelled", now)
        self._release(work, now)

    def _watch(self, work: Work, now: float) -> None:
        """Set the timers on the border of an activity."""
        for id_ in work.node.boundary:
            event = self.plan.nodes[id_]
            hours = self.office if event.is_working_delay else self.always
            due = self._due(hours, now, event)
            self._at(due, partial(self._strike, work, event))

    def _due(self, hours: Hours, now: float, event: Node) -> float:
        if not event.is_working_delay or event.delay is None or event.delay < 86400:
            return hours.after(now, event.delay or 0.0)
        term = timedelta(seconds=event.delay)
        return self.calendar.add(datetime.fromtimestamp(now, UTC), term).timestamp()

    def _strike(self, work: Work, event: Node, now: float) -> None:
        if work.is_over or work.scope.is_over:
            return
        scope = work.scope
        if event.is_interrupting:
            for part in [w for w in scope.works if w.whole is work]:
                self._cancel(part, now)
            self._cancel(work, now)
        else:
            scope.tokens += 1
        self._leave(scope, event, now)
        self._settle(scope, now)

    def _record(self, work: Work, stage: str, now: float, resource: str | None = None) -> None:
        node = work.node
        self.records.append((work.case, node.name, node.id, work.instance, resource, node.group, stage, now))
