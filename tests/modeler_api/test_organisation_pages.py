"""The organisation through its pages: added, renamed, moved, closed, held, exported and imported."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient

from modeler_api import organisation_files as files
from modeler_api.store import accounts, audit, holdings, positions, units
from modeler_api.store.units import Unit
from modeler_api.wiring import Door
from tests.modeler_api.conftest import SignIn


@pytest.fixture
def administrator(sign_in: SignIn) -> FlaskClient:
    return sign_in("administrator")


@pytest.fixture
def city(door: Door) -> Unit:
    return units.add(door.store, kind="agency", names={"ky": "Нарын"}, code="naryn")


def send(client: FlaskClient, city: Unit, what: str, text: str) -> str:
    file = (io.BytesIO(text.encode("utf-8-sig")), "file.csv")
    answer = client.post(f"/organisation/{city.id}/import", data={"what": what, "file": file})
    return answer.text if answer.status_code == 422 else str(answer.status_code)


def test_a_unit_with_a_position_is_made_and_somebody_put_on_it(
    administrator: FlaskClient, door: Door, city: Unit
) -> None:
    below = {"kind": "unit", "name_ky": "Жер бөлүмү", "name_en": "Land"}
    assert administrator.post(f"/organisation/{city.id}/below", data=below).status_code == 303
    land = units.by_code(door.store, "land")
    assert land is not None
    post = {"name_ky": "Адис", "groups": "surveyors, clerk of land", "code": "land-clerk"}
    answer = administrator.post(f"/organisation/{land.id}/positions", data=post)
    made = positions.by_code(door.store, "land-clerk")
    assert made is not None
    assert answer.location == f"/positions/{made.id}"
    assert made.groups == {"surveyors", "clerk of land"}
    ana = accounts.add(
        door.store, name="ana", full_name="Ана", password_hash="-", role="officer", agency=city.id
    )
    there = f"/positions/{made.id}/holders"
    assert administrator.post(there, data={"person": "nobody"}).status_code == 422
    assert "Write the day as" in administrator.post(there, data={"person": "ana", "starts": "soon"}).text
    assert administrator.post(there, data={"person": "ana", "acting": "1"}).status_code == 303
    found = accounts.by_id(door.store, ana.id)
    assert found is not None
    assert found.groups == {"surveyors", "clerk of land"}
    page = administrator.get(f"/positions/{made.id}").text
    [holding] = re.findall(r"/positions/holdings/(\w+)/end", page)
    assert "Ана" in administrator.get(f"/organisation/{city.id}?q=ана").text
    assert administrator.post(f"/positions/holdings/{holding}/end").status_code == 303
    assert audit.entries(door.store, limit=1)[0].action == "organisation.change"


def test_what_cannot_be_done_is_said_beside_the_field(
    administrator: FlaskClient, door: Door, city: Unit
) -> None:
    unnamed = administrator.post(f"/organisation/{city.id}/below", data={"kind": "unit"})
    assert unnamed.status_code == 422
    assert "Enter a name in at least one language" in unnamed.text
    assert 'href="#field-below-name_ky"' in unnamed.text
    foreign = administrator.post(
        f"/organisation/{city.id}/positions", data={"name_ky": "Адис", "groups": "registrar"}
    )
    assert "does another agency&#39;s work" in foreign.text
    land = units.add(door.store, kind="unit", names={"ky": "Жер"}, parent=city.id)
    assert "open units below" in administrator.post(f"/organisation/{city.id}/close").text
    assert administrator.post(f"/organisation/{land.id}/close").status_code == 303
    assert administrator.post(f"/organisation/{land.id}/names", data={"name_ky": "Жаңы"}).status_code == 303
    assert "Жаңы" in administrator.get(f"/organisation/{city.id}").text


def test_only_the_central_agency_adds_agencies_and_a_head_reads(
    administrator: FlaskClient, sign_in: SignIn, door: Door, city: Unit
) -> None:
    assert administrator.post("/organisation/", data={"name_ky": "Ош", "code": "osh"}).status_code == 303
    accounts.add(
        door.store, name="local", full_name="L", password_hash="-", role="administrator", agency=city.id
    )
    local = sign_in("local")
    assert local.post("/organisation/", data={"name_ky": "Талас"}).status_code == 403
    assert local.get("/organisation/").location == f"/organisation/{city.id}"
    assert local.post(f"/organisation/{city.id}/central").status_code == 403
    osh = units.by_code(door.store, "osh")
    assert osh is not None
    assert local.get(f"/organisation/{osh.id}").status_code == 403
    assert sign_in("head").get("/organisation/").status_code == 302
    assert sign_in("head").post("/organisation/", data={"name_ky": "x"}).status_code == 403


def test_what_is_exported_is_imported_and_changes_nothing(
    administrator: FlaskClient, door: Door, city: Unit
) -> None:
    rows = (
        "kind,code,parent,name_ky,name_ru,name_en,head,groups\n"
        "office,office,naryn,Башкармалык,,,,\n"
        "unit,land,office,Жер,,Land,,\n"
        "position,chief,land,Башчы,,,yes,\n"
        'position,clerk,land,Адис,,,,"surveyors ""clerk of land"""\n'
    )
    assert send(administrator, city, "structure", rows) == "303"
    clerk = positions.by_code(door.store, "clerk")
    assert clerk is not None
    assert clerk.groups == {"surveyors", "clerk of land"}
    people = (
        "account;full_name;email;role;position;from;until;acting\n"
        "ana;Ана Үсөн;ana@naryn.kg;officer;clerk;02.03.2026;;\n"
        "ana;Ана Үсөн;ana@naryn.kg;officer;chief;2026-03-02;2026-12-31;yes\n"
        "bek;Бек;;head;;;;\n"
    )
    assert send(administrator, city, "people", people) == "303"
    ana = accounts.by_name(door.store, "ana")
    assert ana is not None
    assert (ana.email, ana.password_hash) == ("ana@naryn.kg", accounts.NO_PASSWORD)
    assert len(holdings.of_account(door.store, ana.id)) == 2
    structure = administrator.get(f"/organisation/{city.id}/structure.csv").text
    exported = administrator.get(f"/organisation/{city.id}/people.csv").text
    assert send(administrator, city, "structure", structure) == "303"
    assert send(administrator, city, "people", exported) == "303"
    assert administrator.get(f"/organisation/{city.id}/structure.csv").text == structure
    assert administrator.get(f"/organisation/{city.id}/people.csv").text == exported


def test_a_file_with_wrong_rows_is_told_row_by_row_and_leaves_nothing(
    administrator: FlaskClient, door: Door, city: Unit
) -> None:
    rows = (
        "kind,code,parent,name_ky,name_ru,name_en,head,groups\n"
        "unit,land,naryn,Жер,,,,\n"
        "room,x,naryn,Бөлмө,,,,\n"
        "unit,y,nowhere,Бөлүм,,,,\n"
        "position,p,land,Адис,,,,registrar\n"
    )
    page = send(administrator, city, "structure", rows)
    assert "Nothing was taken: 3 rows are wrong." in page
    for row, why in (
        (3, "The kind is one of"),
        (4, "There is no “nowhere”"),
        (5, "“registrar” does another"),
    ):
        assert re.search(rf'<td class="numeric">{row}</td><td>[^<]*{why}', page), row
    assert units.by_code(door.store, "land") is None
    people = (
        "account,full_name,email,role,position,from,until,acting\n"
        "ok,Ок,,officer,,,,\n"
        "bad name,Х,,officer,,,,\n"
        "king,Х,,king,,,,\n"
        "late,Х,,officer,nowhere,,,\n"
    )
    page = send(administrator, city, "people", people)
    assert "3 rows are wrong" in page
    assert accounts.by_name(door.store, "ok") is None
    assert "The heading lacks: account" in send(administrator, city, "people", "a,b\n1,2\n")
    assert "Choose a CSV file" in administrator.post(f"/organisation/{city.id}/import", data={}).text


def test_people_of_another_agency_are_not_taken_over(door: Door, city: Unit) -> None:
    text = "account,full_name,email,role,position,from,until,acting\nofficer,X,,head,,,,\n"
    taken = files.import_people(door.store, city.id, text, by="x")
    assert [error.row for error in taken.errors] == [2]
    officer = accounts.by_name(door.store, "officer")
    assert officer is not None
    assert officer.role == "officer"


def test_a_persons_data_are_changed_and_an_address_is_ones_own(
    administrator: FlaskClient, door: Door
) -> None:
    officer, head = (accounts.by_name(door.store, name) for name in ("officer", "head"))
    assert officer is not None
    assert head is not None
    data = {"full_name": "Айгүл", "email": "a@naryn.kg", "role": "officer"}
    assert administrator.post(f"/accounts/{officer.id}", data=data).status_code == 303
    again = administrator.post(f"/accounts/{head.id}", data={**data, "email": "A@NARYN.KG"})
    assert "is that of Айгүл" in again.text
    assert accounts.count(door.store, words="айгул") == 1
