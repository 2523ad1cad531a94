"""What `gov:mapping` says of an activity is read, goes before what a vendor says, and is refused when half said."""

from __future__ import annotations

from processes import Model, check, read_model

ZEEBE = (
    '<zeebe:ioMapping><zeebe:input source="=a" target="b"/>'
    '<zeebe:output source="=c" target="d"/></zeebe:ioMapping>'
)


def model(inside: str, *, kind: str = "serviceTask", beside: str = "") -> Model:
    holder = f"<extensionElements>{inside}</extensionElements>{beside}"
    return read_model(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1" '
        'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" '
        'targetNamespace="urn:t"><process id="p" isExecutable="true"><startEvent id="s" name="Asked"/>'
        f'<sequenceFlow id="f" sourceRef="s" targetRef="t"/><{kind} id="t" name="Ask">{holder}</{kind}>'
        '<sequenceFlow id="g" sourceRef="t" targetRef="e"/><endEvent id="e" name="Answered"/></process>'
        "</definitions>".encode()
    )


def refusals(drawn: Model) -> list[str]:
    return [str(p.message) for p in check(drawn) if p.rule == "not_executable" and p.element == "t"]


def test_without_a_mapping_the_vendors_stands() -> None:
    element = model(ZEEBE).elements["t"]
    assert element.inputs == (("a", "b"),)
    assert element.outputs == (("c", "d"),)


def test_our_own_goes_before_a_vendors_in_both_directions() -> None:
    said = '<gov:mapping><gov:input source="=x + 1" target="y"/></gov:mapping>'
    element = model(ZEEBE + said).elements["t"]
    assert element.inputs == (("x + 1", "y"),)
    assert element.outputs == ()


def test_a_call_says_whether_everything_else_is_passed() -> None:
    unsaid = model("<gov:mapping/>", kind="callActivity").elements["t"]
    said = model('<gov:mapping takesAll="true" givesAll="false"/>', kind="callActivity").elements["t"]
    assert (unsaid.takes_all, unsaid.gives_all) == (None, None)
    assert (said.takes_all, said.gives_all) == (True, False)


def test_each_half_of_a_row_is_asked_for() -> None:
    rows = '<gov:input source="1"/><gov:output target="d"/><gov:input/>'
    found = refusals(model(f'<gov:service topic="t"/><gov:mapping>{rows}</gov:mapping>'))
    assert len(found) == 3
    assert "“1” is passed on under no name" in found[0]
    assert "A row of what goes in or comes out is empty" in found[1] + found[2]
    assert "“d” is given no value" in found[1] + found[2]


def test_half_an_assignment_is_asked_for_and_a_placeholder_is_not() -> None:
    def with_assignment(source: str, target: str) -> Model:
        rows = f"<assignment><from>{source}</from><to>{target}</to></assignment>"
        association = f'<dataInputAssociation id="i"><targetRef>x</targetRef>{rows}</dataInputAssociation>'
        return model('<gov:service topic="t"/>', beside=association)

    assert with_assignment("a + 1", "b").elements["t"].data_inputs[0].target == "b"
    assert not refusals(with_assignment("", ""))
    assert "“a” is passed on under no name" in refusals(with_assignment("a", ""))[0]
