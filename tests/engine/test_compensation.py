"""Compensation: what is done is undone, the last thing first."""
# ruff: noqa: E501  (BPMN text reads better unbroken)

from __future__ import annotations

import pytest

from engine import Engine, NotExecutable
from tests.engine.drawing import drawn
from tests.engine.play import completed, finish, kinds, labels

pytestmark = pytest.mark.parametrize("keep_finished", [False, True], ids=["compact", "kept"])


def undone(activity: str, *, many: str = "", handler: str = "") -> str:
    """A script that can be undone by another, `undo_…`, which writes what it found into `seen_…`."""
    return (
        f'<scriptTask id="{activity}" scriptFormat="feel"><extensionElements><gov:script result="{activity}"/></extensionElements>'
        f"{many}<script>{handler or '1'}</script></scriptTask>"
        f'<boundaryEvent id="on_{activity}" attachedToRef="{activity}"><compensateEventDefinition/></boundaryEvent>'
        f'<scriptTask id="undo_{activity}" isForCompensation="true" scriptFormat="feel"><extensionElements>'
        f'<gov:script result="undid"/></extensionElements><script>concatenate(if undid = null then [] else undid, [string({activity})])</script></scriptTask>'
        f'<association id="to_{activity}" sourceRef="on_{activity}" targetRef="undo_{activity}"/>'
    )


START = '<startEvent id="s"/>'
THROW = '<intermediateThrowEvent id="{0}"><compensateEventDefinition {1}/></intermediateThrowEvent>'


def test_a_case_that_asks_for_nothing_to_be_undone_undoes_nothing(engine: Engine) -> None:
    model = drawn(START + undone("book") + '<endEvent id="e"/>', "s -> book\nbook -> e")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert completed(engine, case) == ["s", "book", "e"]


def test_everything_in_the_scope_is_undone_the_last_thing_first(engine: Engine) -> None:
    model = drawn(
        START + undone("a") + undone("b") + undone("c") + THROW.format("t", "") + '<endEvent id="e"/>',
        "s -> a\na -> b\nb -> c\nc -> t\nt -> e",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert completed(engine, case) == ["s", "a", "b", "c", "undo_c", "undo_b", "undo_a", "t", "e"]
    assert case.status == "completed"


def test_a_named_activity_alone_is_undone(engine: Engine) -> None:
    model = drawn(
        START + undone("a") + undone("b") + THROW.format("t", 'activityRef="a"') + '<endEvent id="e"/>',
        "s -> a\na -> b\nb -> t\nt -> e",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert completed(engine, case) == ["s", "a", "b", "undo_a", "t", "e"]


def test_what_has_not_been_done_is_not_undone(engine: Engine) -> None:
    model = drawn(
        START
        + undone("a")
        + undone("b")
        + THROW.format("t", "")
        + '<exclusiveGateway id="x" default="f4"/><endEvent id="e"/>',
        "s -> x\nx -> a [false]\na -> t\nx -> b\nb -> t\nt -> e",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert completed(engine, case) == ["s", "x", "b", "undo_b", "t", "e"]


def test_nothing_is_undone_twice(engine: Engine) -> None:
    model = drawn(
        START + undone("a") + THROW.format("t", "") + THROW.format("u", "") + '<endEvent id="e"/>',
        "s -> a\na -> t\nt -> u\nu -> e",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert completed(engine, case) == ["s", "a", "undo_a", "t", "u", "e"]


def test_a_handler_sees_what_the_activity_wrote_each_time(engine: Engine) -> None:
    model = drawn(
        START
        + undone("a", handler="n")
        + '<scriptTask id="up" scriptFormat="javascript"><script>n = n + 1</script></scriptTask>'
        '<exclusiveGateway id="m"/><exclusiveGateway id="x" default="f6"/>'
        + THROW.format("t", "")
        + '<endEvent id="e"/>',
        "s -> m\nm -> a\na -> up\nup -> x\nx -> m [n < 4]\nx -> t\nt -> e",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"n": 1})
    assert case.data["undid"] == ["3", "2", "1"]
    assert case.data["a"] == 3


def test_each_round_of_a_repeated_activity_is_undone(engine: Engine) -> None:
    many = '<multiInstanceLoopCharacteristics isSequential="true"><extensionElements><gov:each collection="rooms" item="room"/></extensionElements></multiInstanceLoopCharacteristics>'
    model = drawn(
        START + undone("a", many=many, handler="room") + THROW.format("t", "") + '<endEvent id="e"/>',
        "s -> a\na -> t\nt -> e",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"rooms": ["x", "y", "z"]})
    assert case.data["undid"] == ["z", "y", "x"]


def test_a_token_that_does_not_wait_goes_on_while_things_are_undone(engine: Engine) -> None:
    nodes = (
        START
        + '<task id="a"/><boundaryEvent id="on_a" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        '<userTask id="undo" name="undo" isForCompensation="true"/><association id="to" sourceRef="on_a" targetRef="undo"/>'
        + THROW.format("t", 'waitForCompletion="false"')
    )
    model = drawn(nodes, "s -> a\na -> t\nt -> after", users="after", more="undo")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert labels(engine, case) == ["after", "undo"]
    finish(engine, case, "after")
    assert engine.instance(case).status == "running"
    finish(engine, case, "undo")
    assert engine.instance(case).status == "completed"


def test_a_case_waits_for_people_who_undo(engine: Engine) -> None:
    nodes = (
        START
        + '<task id="a"/><boundaryEvent id="on_a" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        '<userTask id="undo" name="undo" isForCompensation="true"/><association id="to" sourceRef="on_a" targetRef="undo"/>'
        + THROW.format("t", "")
    )
    model = drawn(nodes, "s -> a\na -> t\nt -> after", users="after", more="undo")
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert labels(engine, case) == ["undo"]
    assert kinds(engine, case, "t") == ["started"]
    finish(engine, case, "undo")
    assert labels(engine, case) == ["after"]
    assert kinds(engine, case, "t") == ["started", "completed"]


def sub(
    inside: str,
    ways: str,
    *,
    id: str = "sub",
    kind: str = "subProcess",
    attributes: str = "",
    border: str = "",
) -> str:
    flows = "".join(
        f'<sequenceFlow id="{id}_f{n}" sourceRef="{way.split(" -> ")[0]}" targetRef="{way.split(" -> ")[1]}"/>'
        for n, way in enumerate(ways.split("; "), 1)
    )
    return f'<{kind} id="{id}" {attributes}>{border}{inside}{flows}</{kind}>'


INNER = '<startEvent id="is"/><endEvent id="ie"/>'


def test_a_completed_subprocess_is_undone_from_inside_when_nobody_undoes_it_as_a_whole(
    engine: Engine,
) -> None:
    model = drawn(
        START
        + undone("z")
        + sub(INNER + undone("a") + undone("b"), "is -> a; a -> b; b -> ie")
        + undone("c")
        + THROW.format("t", "")
        + '<endEvent id="e"/>',
        "s -> z\nz -> sub\nsub -> c\nc -> t\nt -> e",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert completed(engine, case)[-7:] == ["c", "undo_c", "undo_b", "undo_a", "undo_z", "t", "e"]


def test_a_subprocess_with_a_handler_of_its_own_is_undone_by_that_alone(engine: Engine) -> None:
    handler = (
        '<boundaryEvent id="on_sub" attachedToRef="sub"><compensateEventDefinition/></boundaryEvent>'
        '<task id="undo_sub" isForCompensation="true"/><association id="to_sub" sourceRef="on_sub" targetRef="undo_sub"/>'
    )
    model = drawn(
        START
        + sub(INNER + undone("a"), "is -> a; a -> ie")
        + handler
        + THROW.format("t", "")
        + '<endEvent id="e"/>',
        "s -> sub\nsub -> t\nt -> e",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert completed(engine, case)[-4:] == ["sub", "undo_sub", "t", "e"]


def test_an_event_subprocess_says_what_is_undone_and_with_which_data(engine: Engine) -> None:
    handler = sub(
        '<startEvent id="cs"><compensateEventDefinition/></startEvent><scriptTask id="look" scriptFormat="feel"><extensionElements><gov:script result="looked"/></extensionElements><script>n</script></scriptTask>'
        '<endEvent id="ce"><compensateEventDefinition/></endEvent>',
        "cs -> look; look -> ce",
        id="handler",
        attributes='triggeredByEvent="true"',
    )
    model = drawn(
        START
        + sub(INNER + undone("a") + handler, "is -> a; a -> ie")
        + '<scriptTask id="up" scriptFormat="javascript"><script>n = 9</script></scriptTask>'
        + THROW.format("t", "")
        + '<endEvent id="e"/>',
        "s -> sub\nsub -> up\nup -> t\nt -> e",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"n": 1})
    assert completed(engine, case)[-7:] == ["cs", "look", "undo_a", "ce", "handler", "t", "e"]
    assert (case.data["looked"], case.data["n"]) == (1, 9)


def test_a_cancelled_transaction_undoes_what_it_has_completed_and_leaves_by_its_border(
    engine: Engine,
) -> None:
    inside = (
        '<startEvent id="is"/>'
        + undone("a")
        + undone("b")
        + '<parallelGateway id="both"/><endEvent id="ce"><cancelEventDefinition/></endEvent><userTask id="u" name="u"/>'
    )
    model = drawn(
        START
        + sub(inside, "is -> a; a -> b; b -> both; both -> u; both -> ce", kind="transaction")
        + '<boundaryEvent id="cancelled" attachedToRef="sub"><cancelEventDefinition/></boundaryEvent><endEvent id="e"/><endEvent id="no"/>',
        "s -> sub\nsub -> no\ncancelled -> e",
        more="u",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert completed(engine, case) == [
        "s",
        "is",
        "a",
        "b",
        "both",
        "ce",
        "undo_b",
        "undo_a",
        "cancelled",
        "e",
    ]
    assert kinds(engine, case, "sub") == ["started", "cancelled"]
    assert kinds(engine, case, "u") == ["started", "offered", "cancelled"]
    assert engine.work_items(case) == []
    assert engine.instance(case).status == "completed"


def test_an_error_while_something_is_undone_is_caught_where_it_was_drawn(engine: Engine) -> None:
    nodes = (
        START
        + '<task id="a"/><boundaryEvent id="on_a" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        '<serviceTask id="undo" isForCompensation="true"/><association id="to" sourceRef="on_a" targetRef="undo"/>'
        '<boundaryEvent id="wrong" attachedToRef="undo"><errorEventDefinition/></boundaryEvent><endEvent id="we"/>'
        + THROW.format("t", "")
        + '<endEvent id="e"/>'
    )
    from engine import BpmnError

    @engine.service_task("undo")
    def refuse() -> None:
        raise BpmnError("NO")

    case = engine.start(
        engine.deploy(drawn(nodes, "s -> a\na -> t\nt -> e\nwrong -> we"), by="ana"), by="ana"
    )
    assert completed(engine, case) == ["s", "a", "t", "wrong", "e", "we"]
    assert engine.instance(case).status == "completed"


@pytest.mark.parametrize("reload", [False, True])
def test_what_can_be_undone_survives_a_pause(engine: Engine, reload: bool) -> None:
    model = drawn(
        START
        + undone("a")
        + sub(INNER + undone("b"), "is -> b; b -> ie")
        + THROW.format("t", "")
        + '<endEvent id="e"/>',
        "s -> a\na -> sub\nsub -> wait\nwait -> t\nt -> e",
        users="wait",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    if reload:
        engine.suspend(case, by="ana")
        engine.resume(case, by="ana")
    finish(engine, case, "wait")
    assert completed(engine, case)[-4:] == ["undo_b", "undo_a", "t", "e"]


@pytest.mark.parametrize(
    ("nodes", "element"),
    [
        (
            '<task id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>',
            "b",
        ),
        (
            '<task id="a"/><intermediateThrowEvent id="t"><compensateEventDefinition activityRef="nowhere"/></intermediateThrowEvent>',
            "t",
        ),
        ('<task id="a"/><endEvent id="c"><cancelEventDefinition/></endEvent>', "c"),
        (
            '<task id="a"/><boundaryEvent id="c" attachedToRef="a"><cancelEventDefinition/></boundaryEvent>',
            "c",
        ),
    ],
)
def test_what_cannot_be_undone_is_refused_by_name(engine: Engine, nodes: str, element: str) -> None:
    with pytest.raises(NotExecutable) as refused:
        engine.deploy(drawn(START + nodes, "s -> a"), by="ana")
    assert element in {problem.element for problem in refused.value.problems}
