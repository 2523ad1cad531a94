"""The commands of the study and of cases: what is wrong is said at once, and what is printed can be used again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from modeler_api.cli import run

CERTIFICATE = "aiyl_okmotu_certificate"


def told(capsys: pytest.CaptureFixture[str]) -> str:
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    return printed.err


@pytest.mark.parametrize("name", ["nothing", "nothing.toml", "notes.txt"])
def test_a_scenario_that_was_asked_for_is_never_replaced(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    out = tmp_path / "log.csv"
    asked = ["--scenario", str(tmp_path / name), "--out", str(out)]
    assert run(["simulate", CERTIFICATE, "--cases", "2", *asked]) == 2
    assert "The scenario cannot be read" in told(capsys)
    assert not out.exists()


@pytest.mark.parametrize(
    "command", [["simulate", CERTIFICATE], ["redesign", CERTIFICATE], ["report", "--model", CERTIFICATE]]
)
def test_a_folder_that_is_not_there_is_noticed_before_the_work(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--out", str(tmp_path / "missing" / "x.csv")]) == 1
    assert "There is no folder" in told(capsys)
    assert run([*command, "--out", str(tmp_path)]) == 1
    assert "is a folder" in told(capsys)


def test_a_second_log_needs_a_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--model", CERTIFICATE, "--after", "late.xes", "--out", str(tmp_path / "r.html")]
    assert run(["report", *given]) == 1
    assert "--log" in told(capsys)


def test_a_table_without_zones_is_mined_when_its_zone_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "log.csv"
    table.write_text(
        "case,activity,timestamp\n1,[/b] Check,2026-03-02 09:00\n1,Sign,2026-03-02 11:00\n", encoding="utf-8"
    )
    assert run(["mine", str(table)]) == 2
    assert "zone" in told(capsys)
    assert run(["mine", str(table), "--timezone", "Asia/Bishkek"]) == 0
    assert "[/b] Check" in capsys.readouterr().out
    assert run(["mine", str(table), "--timezone", "Nowhere"]) == 2
    assert "Nowhere" in told(capsys)


def test_the_id_of_a_work_item_stands_in_one_piece(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KYZMAT_DATA", str(tmp_path))
    assert run(["deploy", CERTIFICATE]) == 0
    asked = {"applicant_name": "Асан Үсөнов", "applicant_pin": "03902199900017", "kind": "residence"}
    assert run(["start", CERTIFICATE, "--data", json.dumps(asked)]) == 0
    assert run(["inbox"]) == 0
    assert re.search(r"^[0-9a-f]{32} +Specialist looks in household book", capsys.readouterr().out, re.M)


def test_a_database_that_does_not_answer_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KYZMAT_DATABASE_URL", "postgresql://127.0.0.1:1/nothing")
    assert run(["inbox", "--data", str(tmp_path)]) == 1
    assert "The database cannot be used" in told(capsys)


def test_a_log_is_drawn_and_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, drawn = tmp_path / "log.csv", tmp_path / "drawn.bpmn"
    rows = [
        f"{case},{step},2026-03-02T0{at}:00Z"
        for case in (1, 2)
        for at, step in enumerate(("Register", "Sign"))
    ]
    table.write_text("\n".join(["case,activity,timestamp", *rows, ""]), encoding="utf-8")
    assert run(["discover", str(table), "--out", str(drawn)]) == 0
    assert "2 of 2 cases (measured) go as the model says." in capsys.readouterr().out
    table.write_text("\n".join(["case,activity,timestamp", *rows[:3], ""]), encoding="utf-8")
    assert run(["conform", str(table), str(drawn), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["cases"], found["fitting"]) == (2, 1)
    assert [(d["kind"], d["label"], d["examples"]) for d in found["deviations"]] == [
        ("skipped", "Sign", ["2"])
    ]
