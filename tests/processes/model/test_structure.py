from __future__ import annotations

import networkx as nx
from hypothesis import given

from processes import Model, read_model
from processes.model.data_flow import data_dependencies, data_flow
from processes.model.handover_graph import handover_graph
from processes.model.structure import all_dominators, blocks, dominators, path_conditions, post_dominators
from tests.processes.model.sketches import sketch, sketches


def graph_of(model: Model) -> nx.DiGraph[str]:
    return nx.DiGraph((f.source, f.target) for f in model.flows.values())


@given(sketches())
def test_what_dominates_an_element_cannot_be_avoided(model: Model) -> None:
    graph, nearest = graph_of(model), dominators(model)
    [start] = [e.id for e in model.elements.values() if e.type == "StartEvent"]
    for node in graph:
        before = set(all_dominators(nearest, node))
        for other in set(graph) - {node, start}:
            without = graph.subgraph(set(graph) - {other})
            assert (other in before) == (not nx.has_path(without, start, node))


@given(sketches())
def test_what_post_dominates_an_element_is_always_passed(model: Model) -> None:
    graph, nearest = graph_of(model), post_dominators(model)
    ends = [n for n in graph if graph.out_degree(n) == 0]
    for node in graph:
        behind = set(all_dominators(nearest, node))
        for other in set(graph) - {node}:
            without = graph.subgraph(set(graph) - {other})
            avoided = any(e in without and nx.has_path(without, node, e) for e in ends)
            assert (other in behind) == (not avoided)


@given(sketches())
def test_blocks_nest_and_have_one_way_in_and_out(model: Model) -> None:
    graph = graph_of(model)
    found = blocks(model)
    for block in found:
        inside = set(block.inside)
        entering = {u for u, v in graph.edges if v in inside and u not in inside}
        leaving = {v for u, v in graph.edges if u in inside and v not in inside}
        assert entering <= {block.entry}
        assert leaving <= {block.exit}
        for other in found:
            assert (
                not (inside & set(other.inside)) or inside <= set(other.inside) or inside >= set(other.inside)
            )


def test_a_block_knows_the_one_around_it() -> None:
    model = sketch("A -> ([x] B -> (C | D) / E) -> F")
    outer, inner = blocks(model)
    assert (outer.type, inner.type) == ("ExclusiveGateway", "ParallelGateway")
    assert inner.parent == outer.entry
    assert set(inner.inside) == {"c", "d"} < set(outer.inside)


def test_conditions_add_up_along_the_only_way() -> None:
    model = sketch("A -> ([big] B -> ([paid] C / D) / E) -> F")
    assert path_conditions(model, "c") == ("big", "paid")
    assert path_conditions(model, "d") == ("big", "not(paid)")
    assert path_conditions(model, "e") == ("not(big)",)
    assert path_conditions(model, "f") == ()


def test_who_sets_and_who_reads() -> None:
    model = sketch("Register -> :script Fee -> ([fee > 0] Pay / Waive) -> Issue")
    found = data_flow(model)
    assert set(found.reads["fee"]) <= set(model.flows)
    assert found.open_ends == ("register", "pay", "waive", "issue"), "steps without a form may bring anything"
    assert found.unset == ("fee",)


FORMS = """
<process id="p" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1">
  <extensionElements><gov:form id="f">{"components": [{"type": "number", "key": "area"},
    {"type": "textfield", "key": "owner"}, {"type": "number", "key": "reason",
      "conditional": {"hide": "=area > 9"}}]}
  </gov:form></extensionElements>
  <startEvent id="s"/><userTask id="ask"><extensionElements><gov:form ref="f"/></extensionElements></userTask>
  <scriptTask id="rate" scriptFormat="feel"><script>area * 2</script></scriptTask>
  <exclusiveGateway id="g" default="n"/><endEvent id="e"/><endEvent id="e2"/>
  <sequenceFlow id="a" sourceRef="s" targetRef="ask"/><sequenceFlow id="b" sourceRef="ask" targetRef="rate"/>
  <sequenceFlow id="c" sourceRef="rate" targetRef="g"/><sequenceFlow id="n" sourceRef="g" targetRef="e"/>
  <sequenceFlow id="y" sourceRef="g" targetRef="e2"><conditionExpression>area > 9</conditionExpression></sequenceFlow>
</process>"""


def test_a_forms_field_is_set_by_its_step_and_read_by_the_condition() -> None:
    xml = f'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">{FORMS}</definitions>'
    model = read_model(xml.encode())
    found = data_flow(model)
    assert found.sets["area"] == ("ask",)
    assert found.reads["area"] == ("rate", "y"), "its own form's condition asks nobody else"
    assert found.unread == ("owner", "reason")
    graph = data_dependencies(model)
    assert graph.edges["ask", "g"]["variables"] == ["area"]
    assert not graph.has_edge("rate", "g")


def test_work_passes_between_lanes_and_back() -> None:
    graph = handover_graph(sketch("Register @desk -> (Check @expert | Ask @desk) -> Issue @desk"))
    assert graph.edges["desk", "expert"]["handovers"] == [("register", "check")]
    assert graph.edges["expert", "desk"]["handovers"] == [("check", "issue")]
    assert graph.nodes["desk"]["steps"] == ["register", "ask", "issue"]
