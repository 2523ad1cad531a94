"""Where a sequence flow may begin and end: what is refused, and what is left in peace."""

from __future__ import annotations

import pytest

from processes.model.executable import problems
from processes.rules import check
from tests.engine.drawing import drawn

NODES = (
    '<startEvent id="s" name="Begin"/><task id="a" name="A"/><task id="b" name="B"/><endEvent id="e" name="End"/>'
    '<intermediateThrowEvent id="out" name="Away"><linkEventDefinition name="l"/></intermediateThrowEvent>'
    '<intermediateCatchEvent id="in" name="Back"><linkEventDefinition name="l"/></intermediateCatchEvent>'
    '<boundaryEvent id="late" name="Late" attachedToRef="a"><timerEventDefinition><timeDuration>P1D</timeDuration>'
    "</timerEventDefinition></boundaryEvent>"
    '<boundaryEvent id="undo" name="Undo" attachedToRef="b"><compensateEventDefinition/></boundaryEvent>'
    '<task id="undoes" isForCompensation="true"/><association id="x" sourceRef="undo" targetRef="undoes"/>'
)
WAYS = "s -> a\na -> out\nin -> b\nb -> e\nlate -> b"


def told(more: str = "") -> list[tuple[str, str]]:
    return [(where, str(why)) for where, why in problems(drawn(NODES, f"{WAYS}\n{more}"))]


def test_a_proper_drawing_with_every_such_event_is_run() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("flow", "why"),
    [
        ("a -> s", "nothing leads to a start event"),
        ("e -> a", "at an end event the way is over"),
        ("b -> late", "happens only to the activity"),
        ("out -> b", "jumps to the other end of the link"),
        ("a -> in", "reached by its link alone"),
        ("undo -> e", "an event that undoes takes no way"),
    ],
)
def test_a_flow_against_an_event_is_refused_and_named_once(flow: str, why: str) -> None:
    [(where, said)] = [problem for problem in told(flow) if problem[0] == "f6"]
    assert (where, why in said) == ("f6", True)
    model = drawn(NODES, f"{WAYS}\n{flow}")
    assert [p.rule for p in check(model) if p.element == "f6" and p.severity == "error"] == [
        "flow_against_event"
    ]
