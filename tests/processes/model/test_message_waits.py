from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from processes import Model
from processes.model.message_waits import waits_in_vain
from processes.model.reading import model_of

#: A pool's life: ("send" or "wait", the number of the message), one after another.
Life = list[tuple[str, int]]


def pools(lives: list[Life]) -> Model:
    parts, flows, places = [], [], {}
    for pool, life in enumerate(lives):
        xml, before = [f'<startEvent id="s{pool}"/>'], f"s{pool}"
        for kind, message in life:
            id_ = f"{kind}{message}"
            places[kind, message] = id_
            xml.append(f'<{"sendTask" if kind == "send" else "receiveTask"} id="{id_}"/>')
            xml.append(f'<sequenceFlow id="f_{before}_{id_}" sourceRef="{before}" targetRef="{id_}"/>')
            before = id_
        parts.append(f'<process id="p{pool}">{"".join(xml)}</process>')
    for message in {m for _, m in places}:
        if {("send", message), ("wait", message)} <= places.keys():
            flows.append(
                f'<messageFlow id="m{message}" sourceRef="send{message}" targetRef="wait{message}"/>'
            )
    who = "".join(f'<participant id="pool{n}" processRef="p{n}"/>' for n in range(len(lives)))
    space = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    together = f'<collaboration id="c">{who}{"".join(flows)}</collaboration>{"".join(parts)}'
    return model_of(f"<definitions {space}>{together}</definitions>".encode())


def stuck(lives: list[Life]) -> set[str]:
    """Play the lives: where does each pool stand at last, if it does not end?"""
    at, sent = [0] * len(lives), set()
    moving = True
    while moving:
        moving = False
        for pool, life in enumerate(lives):
            while at[pool] < len(life) and (life[at[pool]][0] == "send" or life[at[pool]][1] in sent):
                if life[at[pool]][0] == "send":
                    sent.add(life[at[pool]][1])
                at[pool] += 1
                moving = True
    return {f"wait{life[n][1]}" for n, life in zip(at, lives, strict=True) if n < len(life)}


@st.composite
def lives(draw: st.DrawFn) -> list[Life]:
    found: list[Life] = [[], [], []]
    for message in range(draw(st.integers(1, 5))):
        sender, receiver = draw(st.permutations(range(3)))[:2]
        found[sender].append(("send", message))
        found[receiver].append(("wait", message))
    return [draw(st.permutations(life)) for life in found]


@given(lives())
def test_exactly_the_waits_that_never_end_are_named(told: list[Life]) -> None:
    assert {w.element for w in waits_in_vain(pools(told))} == stuck(told)


def test_two_pools_that_wait_for_each_other_are_told_why() -> None:
    model = pools([[("wait", 1), ("send", 2)], [("wait", 2), ("send", 1)]])
    first, second = waits_in_vain(model)
    assert (first.element, first.senders, first.blocked_by) == ("wait1", ("send1",), "wait2")
    assert second.path == ("s1", "wait2")


def test_a_black_box_may_send_anything() -> None:
    model = pools([[("wait", 1), ("send", 2)], [("wait", 2), ("send", 1)]])
    text = model.source.decode().replace('sourceRef="send1"', 'sourceRef="pool1"')
    assert waits_in_vain(model_of(text.encode())) == ()
