"""Any construct inside any other: nothing breaks, nothing is lost, and whether finished tokens stay changes nothing."""
# ruff: noqa: E501  (BPMN text reads better unbroken)

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Engine
from engine.testing import Clock
from processes import read_model
from tests.engine.drawing import HEAD

ROOTS = (
    '<signal id="sig" name="sig"/><error id="err" errorCode="E1"/><escalation id="esc" escalationCode="X1"/>'
)
SIGNAL = '<signalEventDefinition signalRef="sig"/>'
TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
CONDITION = "<conditionalEventDefinition><condition>n &gt; 3</condition></conditionalEventDefinition>"
ERROR = '<errorEventDefinition errorRef="err"/>'
ESCALATION = '<escalationEventDefinition escalationRef="esc"/>'
COMPENSATE = "<compensateEventDefinition/>"
CATCHES = (SIGNAL, TIMER, CONDITION, ERROR, ESCALATION, SIGNAL + TIMER)
MANY = (
    "",
    "",
    "",
    '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>',
    "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>",
    '<standardLoopCharacteristics loopMaximum="2"><loopCondition>n &lt; 9</loopCondition></standardLoopCharacteristics>',
)


class Pen:
    """Draws a random process; each part is drawn between two nodes and returns its first and last one."""

    def __init__(self, choose: Callable[[int], int]) -> None:
        self.choose = choose
        self.count = 0

    def id(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def flow(self, source: str, target: str, condition: str = "") -> str:
        inside = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        return f'<sequenceFlow id="{self.id("f")}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'

    def border(self, host: str) -> str:
        kind = CATCHES[self.choose(len(CATCHES))]
        cancels = "true" if kind == ERROR or self.choose(2) else "false"
        event, end = self.id("b"), self.id("e")
        return f'<boundaryEvent id="{event}" attachedToRef="{host}" cancelActivity="{cancels}">{kind}</boundaryEvent><endEvent id="{end}"/>{self.flow(event, end)}'

    def undo(self, host: str) -> str:
        event, handler = self.id("b"), self.id("u")
        return (
            f'<boundaryEvent id="{event}" attachedToRef="{host}">{COMPENSATE}</boundaryEvent>'
            f'<userTask id="{handler}" isForCompensation="true"/><association id="{self.id("x")}" sourceRef="{event}" targetRef="{handler}"/>'
        )

    def part(self, depth: int, scope: str) -> tuple[str, str, str]:
        draws = (self.task, self.task, self.event, self.sequence, self.split, self.subprocess)
        draw = draws[self.choose(len(draws))] if depth else draws[self.choose(3)]
        return draw(depth - 1, scope)

    def task(self, depth: int, scope: str) -> tuple[str, str, str]:
        id_ = self.id("t")
        xml = f'<userTask id="{id_}">{MANY[self.choose(len(MANY))]}</userTask>'
        xml += self.border(id_) if self.choose(3) == 0 else ""
        xml += self.undo(id_) if self.choose(3) == 0 else ""
        return xml, id_, id_

    def event(self, depth: int, scope: str) -> tuple[str, str, str]:
        id_ = self.id("i")
        thrown = (SIGNAL, ESCALATION, COMPENSATE, "")
        kind = self.choose(len(thrown) + 2)
        if kind < len(thrown):
            return f'<intermediateThrowEvent id="{id_}">{thrown[kind]}</intermediateThrowEvent>', id_, id_
        caught = (TIMER, SIGNAL + TIMER)[kind - len(thrown)]
        return f'<intermediateCatchEvent id="{id_}">{caught}</intermediateCatchEvent>', id_, id_

    def sequence(self, depth: int, scope: str) -> tuple[str, str, str]:
        (xml, first, last), (other, begins, ends) = self.part(depth, scope), self.part(depth, scope)
        return xml + other + self.flow(last, begins), first, ends

    def split(self, depth: int, scope: str) -> tuple[str, str, str]:
        kind = ("parallelGateway", "exclusiveGateway", "inclusiveGateway", "complexGateway")[self.choose(4)]
        opens, joins = self.id("g"), self.id("g")
        parts = [self.part(depth, scope) for _ in range(2)]
        condition = "n &gt; 1" if kind in ("exclusiveGateway", "inclusiveGateway") else ""
        flows = [self.flow(opens, parts[0][1], condition), self.flow(opens, parts[1][1])]
        default = f' default="f{self.count}"' if condition else ""
        activation = f"<activationCondition>activationCount &gt;= {1 + self.choose(2)}</activationCondition>"
        xml = f'<{kind} id="{opens}"{default}/><{kind} id="{joins}">{activation if kind == "complexGateway" else ""}</{kind}>'
        xml += "".join(part[0] + self.flow(part[2], joins) for part in parts)
        return xml + "".join(flows), opens, joins

    def subprocess(self, depth: int, scope: str) -> tuple[str, str, str]:
        id_ = self.id("s")
        kind = ("subProcess", "transaction", "adHocSubProcess")[self.choose(3)]
        if kind == "adHocSubProcess":
            ordering = ("Parallel", "Sequential")[self.choose(2)]
            done = ("", "<completionCondition>n &gt; 2</completionCondition>")[self.choose(2)]
            inside = "".join(self.task(0, kind)[0] for _ in range(2))
            xml = f'<adHocSubProcess id="{id_}" ordering="{ordering}">{MANY[self.choose(len(MANY))]}{inside}{done}</adHocSubProcess>'
        else:
            inside = self.inside(depth, kind if scope != "transaction" else scope)
            xml = f'<{kind} id="{id_}">{MANY[self.choose(len(MANY))]}{inside}</{kind}>'
        if kind == "transaction":
            event, end = self.id("b"), self.id("e")
            xml += f'<boundaryEvent id="{event}" attachedToRef="{id_}"><cancelEventDefinition/></boundaryEvent><endEvent id="{end}"/>{self.flow(event, end)}'
        xml += self.border(id_) if self.choose(2) == 0 else ""
        xml += self.undo(id_) if self.choose(4) == 0 else ""
        return xml, id_, id_

    def inside(self, depth: int, scope: str) -> str:
        """A scope from its start to its end, perhaps with an event subprocess."""
        xml, first, last = self.part(depth, scope)
        start, end = self.id("a"), self.id("e")
        ends = ["", "", "", "<terminateEventDefinition/>", ERROR, ESCALATION, COMPENSATE, SIGNAL]
        ends += ["<cancelEventDefinition/>"] * 3 if scope == "transaction" else []
        xml += f'<startEvent id="{start}"/><endEvent id="{end}">{ends[self.choose(len(ends))]}</endEvent>'
        xml += self.flow(start, first) + self.flow(last, end)
        if self.choose(3) == 0:
            caught = (*CATCHES, COMPENSATE)[self.choose(len(CATCHES) + 1)]
            interrupts = "true" if caught in (ERROR, COMPENSATE) or self.choose(2) else "false"
            begins, task, over = self.id("a"), self.id("t"), self.id("e")
            after = ("", COMPENSATE)[self.choose(2)]
            xml += (
                f'<subProcess id="{self.id("s")}" triggeredByEvent="true"><startEvent id="{begins}" isInterrupting="{interrupts}">{caught}</startEvent>'
                f'<userTask id="{task}"/><endEvent id="{over}">{after}</endEvent>{self.flow(begins, task)}{self.flow(task, over)}</subProcess>'
            )
        return xml


def model(choices: list[int]) -> str:
    left = iter(choices)
    return (
        HEAD
        + ROOTS
        + '<process id="p" isExecutable="true">'
        + Pen(lambda n: next(left, 0) % n).inside(3, "")
        + "</process></definitions>"
    )


def play(text: str, steps: list[int], *, keep: bool) -> list[tuple[Any, ...]]:
    """Do things with a case of the model until nothing is left to do; return its history without ids."""
    clock = Clock()
    engine = Engine("sqlite://", clock=clock, keep_finished=keep)
    try:
        case = engine.start(engine.deploy(read_model(text.encode()), by="ana"), by="ana", data={"n": 0})
        for step in steps:
            if engine.instance(case).status != "running":
                break
            n = {"n": engine.instance(case).data["n"] + 1}
            items = engine.work_items(case, limit=99)
            if step % 5 == 0:
                clock.advance(timedelta(hours=1))
                engine.fire_timers()
            elif step % 5 == 1:
                engine.signal("sig", data=n)
            elif items and step % 5 == 2:
                engine.throw(items[step % len(items)], code="E1", by="ana", data=n)
            elif items:
                engine.complete(items[step % len(items)], by="ana", data=n)
        assert engine.verify(case) is None
        status = engine.instance(case).status
        if status != "running":
            assert engine.work_items(case) == engine.incidents(case) == []
        told = [(r.element, r.kind, r.activity, str(r.data)) for r in engine.history(case)]
        waits = sorted(str(i.element) for i in engine.work_items(case, limit=99))
        stuck = sorted(f"{i.element}: {i.kind}" for i in engine.incidents(case))
        assert not [reason for reason in stuck if reason.endswith(": enter")]
        return [*told, (status, waits, stuck, str(engine.instance(case).data))]
    finally:
        engine.dispose()


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(st.integers(0, 99), min_size=10, max_size=120), st.lists(st.integers(0, 99), max_size=25))
def test_anything_inside_anything_runs_alike_with_and_without_its_past(
    choices: list[int], steps: list[int]
) -> None:
    text = model(choices)
    assert play(text, steps, keep=False) == play(text, steps, keep=True)
