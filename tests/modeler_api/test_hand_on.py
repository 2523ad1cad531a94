"""A procedure is handed on to another agency, with everything that belongs to it."""

from __future__ import annotations

from modeler_api.store import audit, belonging, models, positions, units
from modeler_api.wiring import Door
from processes import read_model
from tests.modeler_api.conftest import SignIn

SKETCH = read_model(b"Check @clerks", dialect="sketch").source


def test_a_procedure_goes_to_another_agency_and_is_noted(door: Door, sign_in: SignIn) -> None:
    store = door.store
    models.save(store, key="sketch", name="Check", source=SKETCH, author="x", reason="first")
    other = units.add(store, kind="agency", names={"ky": "Ош", "en": "Osh"}, code="osh")
    post = positions.add(store, unit=other.id, names={"ky": "Адис"}, groups=["surveyors"])
    assert post.groups
    before = belonging.belonging(store).agency_of("sketch")
    administrator, head = sign_in("administrator"), sign_in("head")
    assert head.get("/procedures/sketch/simulations/").status_code == 200
    page = administrator.get("/procedures/sketch/agency")
    assert "Osh" in page.text
    assert "no longer see its cases" in page.text
    assert administrator.post("/procedures/sketch/agency", data={"agency": "nowhere"}).status_code == 422
    assert administrator.post("/procedures/sketch/agency", data={"agency": before}).status_code == 422
    assert administrator.post("/procedures/sketch/agency", data={"agency": other.id}).status_code == 303
    assert belonging.belonging(store).agency_of("sketch") == other.id
    assert belonging.belonging(store).agency_of("sketch-to-be") == other.id
    [entry] = audit.entries(store, limit=1)
    assert (entry.action, entry.subject) == ("procedure.give", "sketch to osh")
    assert head.get("/procedures/sketch/simulations/").status_code == 403, "it is theirs no longer"


def test_groups_that_stay_behind_are_named(door: Door, sign_in: SignIn) -> None:
    models.save(door.store, key="sketch", name="Check", source=SKETCH, author="x", reason="first")
    units.add(door.store, kind="agency", names={"ky": "Ош", "en": "Osh"}, code="osh")
    assert positions.agency_of_group(door.store, "clerks") is not None
    assert (
        "who go on getting the work: clerks" in sign_in("administrator").get("/procedures/sketch/agency").text
    )
