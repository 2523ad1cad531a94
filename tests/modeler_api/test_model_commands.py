"""The commands that look at models: a table for many, one sentence for what is refused, and repair."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modeler_api.cli import run
from processes import read_model
from tests.modeler_api.studies import PYTHON, SMALL

BROKEN = SMALL.replace(b"</process>", b"")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inner").mkdir()
    (tmp_path / "good.bpmn").write_bytes(SMALL)
    (tmp_path / "inner" / "broken.bpmn").write_bytes(BROKEN)
    (tmp_path / "inner" / "python.bpmn20.xml").write_bytes(PYTHON)
    (tmp_path / "letter.txt").write_text("hello", encoding="utf-8")
    return tmp_path


def test_a_folder_is_checked_and_a_table_sums_it_up(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(folder), "--brief"]) == 2
    printed = capsys.readouterr()
    rows = printed.out.strip().splitlines()
    assert rows[0].split() == ["model", "elements", "errors", "warnings", "notes", "ms"]
    assert [row.split()[0] for row in rows[1:4]] == [
        "good.bpmn",
        "inner/broken.bpmn",
        "inner/python.bpmn20.xml",
    ]
    assert rows[2].split()[1] == "refused"
    assert rows[-1] == "3 models: 1 without errors, 1 refused"
    assert "broken.bpmn, line" in printed.err


def test_a_folder_without_models_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path)]) == 2
    assert "There is no model in" in capsys.readouterr().err


def test_one_file_needs_no_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(folder / "good.bpmn")]) == 0
    assert "elements" not in capsys.readouterr().out


def test_programs_get_the_same_as_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(folder), "--json"])
    found = {Path(a["file"]).name: a for a in json.loads(capsys.readouterr().out)}
    assert found["broken.bpmn"]["readable"] is False
    assert any(p["rule"] == "python_script" for p in found["python.bpmn20.xml"]["problems"])


def test_repair_writes_a_model_that_can_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mended = folder / "mended.bpmn"
    assert run(["repair", str(folder / "inner" / "broken.bpmn"), "--out", str(mended)]) == 0
    assert "The missing end tag of <process> was written." in capsys.readouterr().out
    assert read_model(mended).elements
    assert (folder / "inner" / "broken.bpmn").read_bytes() == BROKEN


def test_repair_refuses_what_is_no_model(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["repair", str(folder / "letter.txt"), "--out", str(folder / "x.bpmn")]) == 2
    assert "not XML" in capsys.readouterr().err
    assert not (folder / "x.bpmn").exists()


def test_repair_never_overwrites_what_was_given(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "inner" / "broken.bpmn"
    assert run(["repair", str(file), "--out", str(file)]) == 1
    assert "choose another --out" in capsys.readouterr().err
    assert file.read_bytes() == BROKEN


def test_a_log_is_looked_at_and_written_in_another_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "log.csv"
    table.write_text("Дело;Действие;Время;x\n1;Приём;2026-03-02 09:00;5\n", encoding="utf-8")
    assert run(["read-log", str(table)]) == 1
    printed = capsys.readouterr()
    assert "case         Дело   (1)" in printed.out
    assert "zone" in printed.err
    told = ["read-log", str(table), "--timezone", "Asia/Bishkek", "--out", str(tmp_path / "log.xes")]
    assert run(told) == 0
    assert "1 cases, 1 events of 1 activities" in capsys.readouterr().out
    assert run(["read-log", str(tmp_path / "log.xes"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["events"] == 1


def test_what_a_column_means_is_said_with_its_heading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "log.csv"
    table.write_text("a,b,c\n1,A,2026-03-02T09:00:00Z\n", encoding="utf-8")
    named = ["--column", "case=a", "--column", "activity=b", "--column", "timestamp=c"]
    assert run(["read-log", str(table), *named]) == 0
    assert run(["read-log", str(table), "--column", "case"]) == 2
    assert "does not say what a column means" in capsys.readouterr().err
