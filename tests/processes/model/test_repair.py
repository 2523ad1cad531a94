from __future__ import annotations

import html
import json
import random
from contextlib import suppress

import pytest

from processes import NotBpmn, check, read_model
from processes.model.repair import repair
from tests.processes.test_fuzz import mutated, originals

SPACE = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
BODY = (
    '<startEvent id="s"/><userTask id="t" name="Check"/><endEvent id="e"/>'
    '<sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/>'
)
PROPER = f'<definitions {SPACE} id="d"><process id="p">{BODY}</process></definitions>'


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (f"Of course! Here is the model:\n```xml\n{PROPER}\n```\nTell me more.", "text before the first tag"),
        (f"\n\n<?xml version='1.0'?>{PROPER}", "empty lines before"),
        (PROPER.replace("Check", "Check & pay"), "Signs that have a meaning"),
        (PROPER.replace('"Check"', '"fee < 5"'), "Signs that have a meaning"),
        (PROPER.replace("</definitions>", ""), "end tag of <definitions>"),
        (PROPER.replace("</process>", ""), "end tag of <process>"),
        (PROPER.replace("</process>", "</process></lane>"), "</lane> that ends nothing"),
        (PROPER + '<userTask id="cut', "text behind the last tag"),
        (f'<process {SPACE} id="p">{BODY}</process>', "<definitions> was put around"),
        (PROPER.replace(SPACE, ""), "namespace of BPMN 2.0 was declared"),
        (PROPER.replace("/MODEL", "/MODEL/"), "written as that of BPMN 2.0"),
        (PROPER.replace("userTask", "UserTask"), "<UserTask> was written as <userTask>"),
        (PROPER.replace('id="t"', 'camunda:assignee="ann" id="t"'), "prefix “camunda” was declared"),
        (PROPER.replace('id="t"', 'frob:x="1" id="t"'), "prefix “frob” was declared"),
        (PROPER.replace('<endEvent id="e"/>', '<endEvent id="t"/>'), "second element with the id t"),
        (PROPER.replace('id="t" name', "name"), "got the id userTask_1"),
        (PROPER.replace('id="t"', 'id="t" id="t"'), "second attribute “id”"),
        (PROPER.replace('targetRef="e"', 'targetRef="gone"'), "“g” was taken out: it leads to gone"),
        (PROPER.replace('id="t"', 'id="t" default="gone"'), "no longer names gone as its default"),
        (f"<!DOCTYPE definitions>{PROPER}", "DOCTYPE"),
        (f"<?xml version='1.0' encoding='latin-99'?>{PROPER}", "declaration at the beginning"),
        (f"<?xml version='1.0' encoding='UTF-8' x?>{PROPER}", "declaration at the beginning"),
        (
            PROPER.replace('id="t"', 'id="t" default="g"').replace('targetRef="e"', 'targetRef="gone"'),
            "“g” was taken out",
        ),
        (PROPER.replace("Check", "Che\x01ck"), "1 characters that XML does not know"),
        (json.dumps({"model": PROPER}), "out of the JSON"),
        (html.escape(PROPER), "escaped as a whole"),
        (f"Use <b>this</b>:\n{PROPER}\nIt <b>works</b>.", "text behind the last tag"),
        (f"<answer><![CDATA[{PROPER}]]></answer>", "text before the first tag"),
        (PROPER.replace("Check", "Check&nbsp;plan"), "&nbsp; of HTML"),
        (PROPER.replace('"Check"', "“Check”"), "straight quotes"),
        (PROPER.replace('"Check"', "Check"), "straight quotes"),
        (PROPER.replace('name="Check"/>', 'name="Check"/\n'), "got its >"),
        (PROPER.replace("<process", "<!-- a -- b --><process"), "Double hyphens"),
        (PROPER.replace('"Check"', '"fee < 5 & > 3"'), "Signs that have a meaning"),
        (
            PROPER.replace(
                'targetRef="e"/>',
                'targetRef="e"><conditionExpression>fee < 5</conditionExpression></sequenceFlow>',
            ),
            "Signs that have a meaning",
        ),
        (PROPER.replace("userTask", "humanTask"), "<humanTask> was written as <userTask>"),
        (PROPER.replace("userTask", "user_task"), "<user_task> was written as <userTask>"),
        (PROPER.replace("sequenceFlow", "Flow"), "<Flow> was written as <sequenceFlow>"),
        (PROPER.replace("sourceRef", "from").replace("targetRef", "to"), "from of <sequenceFlow>"),
        (PROPER.replace("sourceRef", "sourceref"), "sourceref of <sequenceFlow>"),
        (
            PROPER.replace("xmlns=", "xmlns:b=")
            .replace("<", "<b:")
            .replace("<b:/", "</b:")
            .replace(" id=", " b:id="),
            "b:id",
        ),
        (PROPER.replace('"t"', '"1 check"'), "“1 check”, which XML does not allow"),
        (PROPER.replace('"t"', '"a:b"'), "“a:b”, which XML does not allow"),
        (PROPER.replace('sourceRef="t"', 'sourceRef="Check"'), "points with sourceRef to Check; that is t"),
        (PROPER.replace('sourceRef="t"', 'sourceRef="#T"'), "points with sourceRef to #T; that is t"),
        (f"<?xml version='1.0' encoding='UTF-16'?>{PROPER}", "The characters are UTF-8"),
    ],
)
def test_a_broken_file_is_mended_and_the_repair_is_named(broken: str, said: str) -> None:
    mended = repair(broken.encode())
    assert any(said in str(r.message) for r in mended.repairs), [str(r.message) for r in mended.repairs]
    assert mended.model.elements["s"].type == "StartEvent"
    assert not mended.model.dangling


@pytest.mark.parametrize(
    "broken",
    [
        PROPER.replace("userTask", "humanTask").replace("sequenceFlow", "Flow"),
        PROPER.replace('"t"', '"1 check"'),
        PROPER.replace('sourceRef="t"', 'sourceRef="Check"').replace('targetRef="t"', 'targetRef="check"'),
        PROPER.replace("sourceRef", "source").replace("targetRef", "target"),
        PROPER.replace("xmlns=", "xmlns:b=")
        .replace("<definitions", "<b:definitions")
        .replace("</definitions", "</b:definitions"),
    ],
)
def test_what_was_meant_is_kept_and_not_taken_out(broken: str) -> None:
    mended = repair(broken.encode())
    assert [e.name for e in mended.model.elements.values()] == ["", "Check", ""]
    assert len(mended.model.flows) == 2
    assert not any("taken out" in str(r.message) for r in mended.repairs)


def test_a_name_two_elements_have_is_not_guessed() -> None:
    broken = PROPER.replace('<endEvent id="e"/>', '<endEvent id="e" name="Check"/>')
    mended = repair(broken.replace('sourceRef="t"', 'sourceRef="Check"').encode())
    assert any("was taken out: it leads to Check" in str(r.message) for r in mended.repairs)


def test_names_inside_extensions_are_the_vendors() -> None:
    kept = PROPER.replace("<endEvent", '<extensionElements><Step Name="x"/></extensionElements><endEvent')
    assert repair(kept.encode()).repairs == ()


def test_what_is_passed_over_is_said_when_reading() -> None:
    odd = PROPER.replace("sequenceFlow", "Flow").replace("</process>", "</process><userTask id='z'/>")
    said = [str(e.message) for e in read_model(odd.encode()).report.of("must fix")]
    assert any("<Flow> is no element of BPMN" in s and "(2)" in s for s in said)
    assert any("<userTask> stands outside every process" in s for s in said)


def test_a_proper_file_is_left_to_the_byte() -> None:
    mended = repair(PROPER.encode())
    assert mended.repairs == ()
    assert mended.model.source == PROPER.encode()


def test_cyrillic_of_an_old_machine_is_read() -> None:
    text = PROPER.replace("Check", "Текшерүү".replace("ү", "у"))
    mended = repair(text.encode("windows-1251"))
    assert mended.model.elements["t"].name == "Текшеруу"
    assert "Windows Cyrillic" in str(mended.repairs[0].message)


def test_several_repairs_are_made_one_after_another() -> None:
    broken = f'```xml\n<Process id="p">{BODY}<userTask name="R&D"/>'.replace('targetRef="e"', 'targetRef="x"')
    mended = repair(broken.encode())
    assert len(mended.repairs) >= 5
    assert len(mended.model.elements) == 4


@pytest.mark.parametrize(
    "text", ["", "hello", "{}", "<a/>", '<package xmlns="http://www.wfmc.org/2008/XPDL2.1"/>']
)
def test_what_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(NotBpmn):
        repair(text.encode())


def test_an_entity_that_would_be_expanded_is_refused() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + PROPER.replace("Check", "&b;")
    mended = repair(bomb.encode())
    assert mended.model.elements["t"].name == "&b;", "it is text now, and stands for nothing"


@pytest.mark.parametrize("seed", range(60))
def test_a_mangled_file_is_mended_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    source = mutated(chance.choice(originals()), chance)
    with suppress(NotBpmn):  # a clear answer; anything else is a crash
        mended = repair(source)
        assert not mended.model.dangling
        check(mended.model)
