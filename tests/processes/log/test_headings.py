from __future__ import annotations

from pathlib import Path

import pytest

from processes import NotALog, read_log
from processes.log.headings import guess_columns

TABLE = "Номер дела;Действие;Начало;Окончание;Сумма\nP-1;Приём;2026-03-02 09:00;2026-03-02 09:10;50\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(TABLE, encoding="windows-1251")
    return path


def test_what_the_columns_mean_is_guessed_with_samples(file: Path) -> None:
    guess = guess_columns(file)
    assert guess.columns == {
        "case": "Номер дела",
        "activity": "Действие",
        "started": "Начало",
        "timestamp": "Окончание",
    }
    assert guess.attributes == ("Сумма",)
    assert guess.samples["Действие"] == ("Приём",)
    assert (guess.separator, guess.encoding, guess.missing, guess.has_zone) == (
        ";",
        "windows-1251",
        (),
        False,
    )


def test_a_guess_confirmed_reads_the_same_log(file: Path) -> None:
    guess = guess_columns(file)
    said = read_log(file, columns=guess.columns, timezone="Asia/Bishkek")
    assert said == read_log(file, timezone="Asia/Bishkek")
    assert said.events["Сумма"].to_pylist() == [50, 50]


def test_a_guess_can_be_corrected(file: Path) -> None:
    guess = guess_columns(file, columns={"case": "Сумма"})
    assert guess.columns["case"] == "Сумма"
    assert "Номер дела" in guess.attributes
    with pytest.raises(NotALog, match="no column 'Арыз'"):
        guess_columns(file, columns={"case": "Арыз"})


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert guess_columns(path).missing == ("case", "activity", "timestamp")
    path.write_text("", encoding="utf-8")
    with pytest.raises(NotALog, match="empty"):
        guess_columns(path)


def test_columns_of_the_same_heading_are_told_apart_and_none_is_lost() -> None:
    log = read_log(b"case,activity,timestamp,note,note\n1,A,2026-03-02T09:00:00Z,first,second\n")
    [event] = log.events.to_pylist()
    assert (event["note"], event["note (2)"]) == ("first", "second")
