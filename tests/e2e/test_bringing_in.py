"""Files of several tools brought in together in a real browser, and the landscape of what they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

pytestmark = pytest.mark.e2e

BPMN = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:beekeeping"'
FLOWS = (
    '<endEvent id="e"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
    '<sequenceFlow id="f2" sourceRef="t" targetRef="e"/>'
)
CAMUNDA = f"""<definitions {BPMN} xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d">
<process id="bee_camunda" name="Hives by Camunda" isExecutable="true"><startEvent id="s"/>
<userTask id="t" name="Inspect the hive" camunda:candidateGroups="inspectors"/>{FLOWS}</process></definitions>"""
SIGNAVIO = f"""<definitions {BPMN} xmlns:signavio="http://www.signavio.com" id="d" exporter="Signavio Process Editor">
<process id="bee_signavio" name="Hives by Signavio"><extensionElements>
<signavio:signavioMetaData metaKey="bordercolor" metaValue="#000000"/></extensionElements><startEvent id="s"/>
<userTask id="t" name="Inspect the hive"/>{FLOWS}</process></definitions>"""
ACTIVITI = f"""<definitions {BPMN} xmlns:activiti="http://activiti.org/bpmn" id="d">
<process id="bee_activiti" name="Hives by Activiti" isExecutable="true"><startEvent id="s"/>
<userTask id="t" name="Inspect the hive" activiti:candidateGroups="inspectors"/>{FLOWS}</process></definitions>"""
BROKEN = (
    f'<definitions {BPMN} id="d">\n<process id="bee_broken">\n<startEvent id="s"></process></definitions>'
)


def test_files_of_four_tools_are_brought_in_together(
    site: str, enter: Callable[..., Page], axe: Callable[..., list[str]]
) -> None:
    given = {"camunda": CAMUNDA, "signavio": SIGNAVIO, "activiti": ACTIVITI, "broken": BROKEN}
    files: list[FilePayload] = [
        {"name": f"{name}.bpmn", "mimeType": "application/xml", "buffer": text.encode()}
        for name, text in given.items()
    ]
    page = enter("analyst")
    page.goto(f"{site}/upload/")
    page.get_by_label("BPMN file").set_input_files(files)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text("1 file was refused").wait_for()
    page.get_by_text("3 models were read").wait_for()
    refused = page.get_by_role("row", name="broken.bpmn")
    assert refused.locator("td").first.inner_text() == "3"
    assert axe(page) == []

    # What is in a file of another tool is reported.
    page.get_by_role("row", name="camunda.bpmn").get_by_role("link").click()
    page.get_by_role("heading", name="Hives by Camunda").wait_for()
    page.locator(".djs-container > svg").first.wait_for()
    page.get_by_text("A diagram was laid out").wait_for()
    said = page.get_by_role("table", name="Import report")
    said.wait_for()
    assert "user task: 1" in said.inner_text().casefold()
    assert axe(page) == []
    page.go_back()

    for name in ("camunda", "signavio", "activiti"):
        page.get_by_role("checkbox", name=f"Save {name}.bpmn").check()
    page.get_by_label("Reason for these versions").fill("As three offices drew it.")
    page.get_by_role("button", name="Save the chosen as drafts").click()
    page.get_by_text("3 models were saved as drafts.").wait_for()

    # Brought in, they are found, their branch stands open, and what they share is said.
    page.goto(f"{site}/procedures/?search=hives")
    for tool in ("Camunda", "Signavio", "Activiti"):
        page.get_by_role("link", name=f"Hives by {tool}").wait_for()
    assert page.locator("details.branch:not([open])").count() == 0
    assert axe(page) == []
    page.locator("details.branch > summary").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Hives by Camunda").wait_for(state="hidden")

    page.goto(f"{site}/procedures/landscape")
    page.get_by_role("heading", name="The landscape").wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
