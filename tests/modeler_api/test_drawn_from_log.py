"""A procedure drawn from a log: both are kept, no other is overwritten, a bad file is refused at its field."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from modeler_api import repository
from modeler_api.store import audit, logs, models

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from modeler_api.wiring import Door
    from tests.modeler_api.conftest import SignIn

ROWS = [
    f"{case},{step},Асан Үсөнов,2026-03-0{day} 09:00"
    for case in range(6)
    for day, step in enumerate(("Арыз кабыл алуу", "Текшерүү", "Берүү"), start=2)
]
TABLE = "\n".join(["case,activity,resource,timestamp", *ROWS])


@pytest.fixture
def analyst(sign_in: SignIn) -> FlaskClient:
    return sign_in("analyst")


def sent(
    client: FlaskClient, table: str = TABLE, *, file: str = "жөлөкпул.csv", **typed: str
) -> TestResponse:
    data = {"file": (BytesIO(table.encode()), file), "timezone": "Asia/Bishkek", **typed}
    return client.post("/upload/log/", data=data, content_type="multipart/form-data")


def test_the_procedure_and_its_log_are_kept_and_the_report_opens(analyst: FlaskClient, door: Door) -> None:
    answer = sent(analyst, name="Benefit for a child")
    assert answer.status_code == 303
    key = answer.location.split("/")[2]
    [version] = models.versions(door.store, key)
    [row] = logs.of_procedure(door.store, key)
    model = repository.model_in(version.source)
    tasks = [e.name for e in model.elements.values() if e.is_task]
    assert (version.name, version.status, sorted(tasks)) == (
        "Benefit for a child",
        "draft",
        ["Арыз кабыл алуу", "Берүү", "Текшерүү"],
    )
    assert "жөлөкпул.csv: 6" in version.reason
    assert (row.cases, row.model_version) == (6, version.id)
    assert "Асан" not in version.source.decode()
    report = analyst.get(answer.location)
    assert (report.status_code, "Drawn from the log" in report.text) == (200, True)
    assert {"model.upload", "log.upload"} <= {one.action for one in audit.entries(door.store, limit=10)}


def test_a_name_that_is_taken_is_refused_and_overwrites_nothing(analyst: FlaskClient, door: Door) -> None:
    key = sent(analyst, name="Benefit").location.split("/")[2]
    again = sent(analyst, name="Benefit")
    assert (again.status_code, f"There is a procedure “{key}” already" in again.text) == (422, True)
    assert len(models.versions(door.store, key)) == len(logs.of_procedure(door.store, key)) == 1


def test_without_a_name_it_is_called_as_its_file(analyst: FlaskClient, door: Door) -> None:
    key = sent(analyst).location.split("/")[2]
    assert models.versions(door.store, key)[0].name == "жөлөкпул"


def test_the_usual_ways_leave_out_what_every_way_shows(analyst: FlaskClient, door: Door) -> None:
    lines = ["case,activity,timestamp"]
    for case in range(30):
        steps = ("Register", "Check", "Give") if case else ("Register", "Give")
        lines += [f"{case},{step},2026-03-02 0{n}:00" for n, step in enumerate(steps, start=1)]
    shown = {}
    for noise in ("usual", "all"):
        key = sent(analyst, "\n".join(lines), name=f"As {noise}", noise=noise).location.split("/")[2]
        model = repository.model_in(models.versions(door.store, key)[0].source)
        shown[noise] = any(e.is_gateway for e in model.elements.values())
    assert shown == {"usual": False, "all": True}


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "Nothing was kept"),
        ("fall,schritt\n1,2\n", "Write which column it is"),
        ("case,activity,timestamp\n", "headings and no rows"),
    ],
)
def test_what_is_no_log_is_refused(analyst: FlaskClient, door: Door, table: str, told: str) -> None:
    answer = sent(analyst, table, name="Nothing")
    assert (answer.status_code, told in answer.text) == (422, True)
    assert models.versions(door.store, "nothing") == ()


def test_too_many_different_steps_are_refused_in_words(analyst: FlaskClient) -> None:
    table = "\n".join(["case,activity,timestamp", *(f"1,Step {n},2026-03-02" for n in range(1200))])
    answer = sent(analyst, table, name="Wild")
    assert (answer.status_code, "different activities" in answer.text) == (422, True)


def test_without_a_file_it_is_asked_for(analyst: FlaskClient) -> None:
    answer = analyst.post("/upload/log/", data={"name": "x"})
    assert (answer.status_code, "Choose the file of a log" in answer.text) == (422, True)
