"""Writers take turns: who waits learns of it at once, and who waits in vain is told so with nothing done."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from engine import Busy
from engine.store.connect import AtHand, connect
from engine.store.writing_turn import BUSY_SECONDS, WritingTurn, begin_writing, never_waiting


def opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    never_waiting(connection)
    return connection


def test_a_turn_that_does_not_come_is_said() -> None:
    turn = WritingTurn(seconds=0.01)
    with turn, pytest.raises(Busy), turn:
        pytest.fail("two had the turn")
    with turn:
        pass


def test_another_process_that_keeps_writing_is_an_error_in_the_end(tmp_path: Path) -> None:
    other, mine = opened(tmp_path / "store.sqlite3"), opened(tmp_path / "store.sqlite3")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        begin_writing(mine.cursor(), seconds=0.01)
    other.execute("ROLLBACK")
    begin_writing(mine.cursor(), seconds=0.01)


def test_who_waits_writes_as_soon_as_the_other_is_done(tmp_path: Path) -> None:
    other, mine = opened(tmp_path / "store.sqlite3"), opened(tmp_path / "store.sqlite3")
    other.execute("BEGIN IMMEDIATE")
    has_begun = Event()

    def write() -> None:
        has_begun.set()
        begin_writing(mine.cursor())
        mine.execute("CREATE TABLE mine (number INTEGER)")
        mine.execute("COMMIT")

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(write)
        has_begun.wait()
        other.execute("CREATE TABLE other (number INTEGER)")
        other.execute("COMMIT")
        waiting.result()
    names = {name for (name,) in mine.execute("SELECT name FROM sqlite_master")}
    assert names == {"mine", "other"}


def test_an_error_that_is_no_waiting_is_raised_at_once(tmp_path: Path) -> None:
    connection = opened(tmp_path / "store.sqlite3")
    connection.execute("BEGIN")
    with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
        begin_writing(connection.cursor())


def test_connections_to_write_with_are_kept_apart_and_given_back_as_they_were(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/store.sqlite3")
    at_hand = AtHand(engine)

    def patience(connection: object) -> int:
        return int(connection.execute("PRAGMA busy_timeout").fetchone()[0])  # type: ignore[attr-defined]  # the driver's

    writer, reader = at_hand.take(writes=True), at_hand.take(writes=False)
    assert (patience(writer), patience(reader)) == (0, BUSY_SECONDS * 1000)
    at_hand.put(writer, writes=True)
    at_hand.put(reader, writes=False)
    assert patience(at_hand.take(writes=False)) == BUSY_SECONDS * 1000
    at_hand.clear()
    assert {patience(engine.raw_connection()) for _ in range(3)} == {BUSY_SECONDS * 1000}
    engine.dispose()
