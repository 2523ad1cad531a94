"""Grafting: what a drawing program did not mean to change keeps its bytes."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from processes import library, read_model
from processes.model.graft import graft
from processes.model.xml import parse

MODELS = [
    (name, which)
    for name in library
    for which in ("as_is", "to_be")
    if getattr(library[name], which) is not None
]


def rewritten(source: bytes) -> bytes:
    """The same model as another program writes it: no remarks, no indentation, its own order of attributes."""
    root = parse(source)
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            parent = node.getparent()
            if parent is not None:
                parent.remove(node)
            continue
        for name, value in sorted(node.attrib.items(), reverse=True):
            del node.attrib[name]
            node.set(name, value)
        if len(node) and not (node.text or "").strip():
            node.text = None
        node.tail = None
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


@pytest.mark.parametrize(("name", "which"), MODELS)
def test_a_model_that_was_only_written_anew_keeps_its_bytes(name: str, which: str) -> None:
    source = getattr(library[name], which).source
    assert rewritten(source) != source
    assert graft(source, rewritten(source)) == source


@pytest.mark.parametrize(("name", "which"), MODELS[:8])
def test_one_changed_name_is_one_changed_place(name: str, which: str) -> None:
    model = getattr(library[name], which)
    task = next(element for element in model.elements.values() if element.type == "UserTask")
    after = re.sub(
        rb'name="[^"]*"([^>]*\bid="%s")|(\bid="%s"[^>]*)name="[^"]*"' % ((task.id.encode(),) * 2),
        lambda found: b'name="Renamed"' + (found[1] or b"") if found[1] else found[2] + b'name="Renamed"',
        rewritten(model.source),
        count=1,
    )
    grafted = graft(model.source, after)
    assert read_model(grafted).elements[task.id].name == "Renamed"
    before, now = model.source.splitlines(), grafted.splitlines()
    assert len(before) == len(now)
    assert sum(a != b for a, b in zip(before, now, strict=True)) == 1


HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="urn:vendor" '
    'xmlns:gov="urn:kyzmat:gov:1" targetNamespace="t">'
)
OLD = f"""{HEAD}
  <process id="p">
    <startEvent id="s"/> <!-- begins -->
    <userTask id="ask" name="Ask">
      <extensionElements>
        <v:kept x="1"><v:deep/></v:kept>
        <gov:step actor="official"/>
      </extensionElements>
      <incoming>f</incoming>
    </userTask>
    <sequenceFlow id="f" sourceRef="s" targetRef="ask"/>
  </process>
</definitions>"""


def changed(*replacements: tuple[str, str]) -> str:
    text = OLD
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return graft(OLD.encode(), text.encode()).decode()


def test_what_a_vendor_wrote_stays_while_its_element_stays() -> None:
    lost = changed(('<v:kept x="1"><v:deep/></v:kept>', ""), ('name="Ask"', 'name="Decide"'))
    assert lost == OLD.replace('name="Ask"', 'name="Decide"')


def test_what_goes_goes_with_its_line() -> None:
    gone = changed(
        ('<sequenceFlow id="f" sourceRef="s" targetRef="ask"/>', ""), ("<incoming>f</incoming>", "")
    )
    assert "sequenceFlow" not in gone
    assert "incoming" not in gone
    assert "<!-- begins -->" in gone


def test_what_comes_stands_beside_its_neighbour() -> None:
    more = changed(('<sequenceFlow id="f"', '<endEvent id="e"/><sequenceFlow id="f"'))
    assert re.search(r'</userTask>\n    <endEvent id="e"/>\n    <sequenceFlow id="f"', more)
    assert "<!-- begins -->" in more


def test_an_annotation_changes_in_its_own_place() -> None:
    assert changed(('actor="official"', 'actor="citizen" effort="PT5M"')) == OLD.replace(
        '<gov:step actor="official"/>', '<gov:step actor="citizen" effort="PT5M"/>'
    )


def test_another_kind_of_task_is_another_element() -> None:
    other = changed(("<userTask", "<serviceTask"), ("</userTask>", "</serviceTask>"))
    assert read_model(other.encode()).elements["ask"].type == "ServiceTask"


def test_a_prefix_that_only_the_drawing_program_knows_is_declared() -> None:
    text = OLD.replace(
        'targetNamespace="t">', 'targetNamespace="t" xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL">'
    )
    text = text.replace('<sequenceFlow id="f"', '<b:endEvent id="e"/><sequenceFlow id="f"')
    assert read_model(graft(OLD.encode(), text.encode())).elements["e"].type == "EndEvent"


def test_what_is_no_model_any_more_is_refused() -> None:
    from processes import NotBpmn

    with pytest.raises(NotBpmn):
        graft(OLD.encode(), b"<definitions")
