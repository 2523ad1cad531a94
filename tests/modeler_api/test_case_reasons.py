"""The page of a case says why it was decided so, and carries the papers it has made."""

from __future__ import annotations

from modeler_api.wiring import Door
from processes import read_decisions, read_model
from tests.engine.drawing import HEAD
from tests.engine.tables import Cells, table
from tests.modeler_api.conftest import SignIn


def test_the_history_shows_what_a_table_saw_and_which_rule_held(sign_in: SignIn, door: Door) -> None:
    fees = table(Cells("fee", [["area", "fee"], ["<= 100", "250"], ["> 100", "400"]]))
    model = f"""{HEAD}<process id="p" isExecutable="true">
    <laneSet id="l"><lane id="c" name="clerks"><flowNodeRef>u</flowNodeRef></lane></laneSet>
    <startEvent id="s"/><businessRuleTask id="r" name="Set the fee"><extensionElements><gov:decision ref="fee"/>
    </extensionElements></businessRuleTask><userTask id="u" name="Decide"/>
    <sequenceFlow id="a" sourceRef="s" targetRef="r"/><sequenceFlow id="b" sourceRef="r" targetRef="u"/>
    </process></definitions>"""
    definition = door.engine.deploy([read_model(model.encode()), read_decisions(fees)], by="ana")
    case = door.engine.start(definition, by="officer", data={"area": 120})
    page = sign_in("officer").get(f"/cases/{case.id}?tab=history").text
    assert "Decided: Set the fee" in page
    assert "fee: area: 120 → rule 2 → 400" in page


def test_the_papers_of_a_case_can_be_fetched(sign_in: SignIn, door: Door) -> None:
    model = read_model(b"Register @clerks -> Decide @head", dialect="sketch")
    definition = door.engine.deploy(model, by="ana")
    case = door.engine.start(definition, by="officer")
    from engine.connecting import means

    made = means(door.engine._shop, case.id).keep_document("job", "spravka.pdf", "application/pdf", b"%PDF-")
    page = sign_in("officer").get(f"/cases/{case.id}?tab=documents").text
    assert f"/api/v1/documents/{made['id']}/file" in page
