from __future__ import annotations

import gzip
import pickle
import tracemalloc
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processes import EventLog, NotALog, read_log
from processes.log.dialects import log_dialects
from processes.log.event_log import LIFECYCLES

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OCEL = [".jsonocel", ".xmlocel", ".sqlite"]
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=8).map(
    str.strip
)
names = texts.filter(bool)
records = st.lists(
    st.fixed_dictionaries(
        {
            "case": names,
            "activity": names,
            "timestamp": st.integers(0, 10**15).map(lambda n: NOON + timedelta(microseconds=n // 10)),
            "lifecycle": st.sampled_from(LIFECYCLES),
        },
        optional=dict.fromkeys(("element", "instance", "resource", "group"), names)
        | {"reason": st.sampled_from(["law", "queue"]), "Сумма": st.integers(-5, 5), "late": st.booleans()},
    ),
    min_size=1,
    max_size=8,
)
values: st.SearchStrategy[Any] = st.one_of(
    st.just("law"), st.integers(-5, 5), st.booleans(), st.floats(0.25, 9.75), st.just(NOON)
)


@st.composite
def logs(draw: st.DrawFn) -> EventLog:
    rows = draw(records)
    kinds = draw(st.dictionaries(st.sampled_from(["channel", "Сумма", "late"]), values, max_size=2))
    attributes: dict[str, dict[str, Any]] = {row["case"]: dict(kinds) for row in rows}
    if draw(st.booleans()):
        for number, row in enumerate(attributes.values()):
            row["replication"] = number
    return EventLog.from_records(
        rows,
        origin=draw(st.sampled_from(["measured", "simulated"])),
        case_attributes=attributes,
    )


@pytest.mark.parametrize("ending", [".xes", ".xes.gz", ".csv", ".csv.gz", ".parquet", *OCEL])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(log=logs())
def test_a_log_written_and_read_is_the_same_log(tmp_path: Path, ending: str, log: EventLog) -> None:
    path = tmp_path / f"log{ending}"
    log.write(path)
    again = read_log(path)
    assert again.origin == log.origin
    assert again.events.equals(log.events)
    assert {r["case"]: r for r in again.cases.to_pylist()} == {r["case"]: r for r in log.cases.to_pylist()}


def test_the_attributes_of_a_log_survive_in_xes_and_parquet(tmp_path: Path) -> None:
    log = EventLog.from_records(
        [{"case": "1", "activity": "A", "timestamp": NOON}], attributes={"procedure": "kg-spravka"}
    )
    for ending in (".xes", ".parquet"):
        log.write(tmp_path / f"log{ending}")
        assert read_log(tmp_path / f"log{ending}").attributes == {"procedure": "kg-spravka"}


def test_a_missing_time_stays_unknown_in_every_form(tmp_path: Path) -> None:
    log = EventLog.from_records([{"case": "1", "activity": "A"}])
    for ending in (".xes", ".csv", ".parquet"):
        log.write(tmp_path / f"log{ending}")
        assert read_log(tmp_path / f"log{ending}").events["timestamp"].to_pylist() == [None]


XES = """<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/"><global scope="event">
<string key="concept:name" value="UNKNOWN"/></global><trace><string key="concept:name" value="P-1"/>
<string key="nested" value="x"><string key="concept:name" value="inner"/></string>
<event><string key="concept:name" value="Check"/><string key="lifecycle:transition" value="START"/>
<date key="time:timestamp" value="2026-03-02T09:00:00.5+06:00"/><string key="org:role" value="clerk"/></event>
<event><string key="concept:name" value="Check"/><string key="lifecycle:transition" value="COMPLETE"/>
<date key="time:timestamp" value="2026-03-02T10:00:00+06:00"/></event></trace></log>"""


def test_transitions_are_read_in_our_words_whatever_their_case() -> None:
    log = read_log(XES.encode())
    assert log.events["lifecycle"].to_pylist() == ["started", "completed"]
    assert log.events["group"].to_pylist() == ["clerk", None]
    assert log.events["timestamp"].to_pylist()[0] == datetime(2026, 3, 2, 3, 0, 0, 500000, tzinfo=UTC)
    assert log.cases["nested"].to_pylist() == ["x"]


REFUSED = {
    "a DOCTYPE": XES.replace("<log ", "<!DOCTYPE log [<!ENTITY a 'b'>]><log ").encode(),
    "half a file": XES[:400].encode(),
    "a cut archive": gzip.compress(XES.encode() * 50)[:200],
    "an event without name": XES.replace('"concept:name" value="Check"', '"other" value="Check"').encode(),
    "a time without zone": XES.replace("+06:00", "").encode(),
    "a time that is none": XES.replace("2026-03-02T09", "tomorrow").encode(),
    "no events": b"<log></log>",
    "empty": b"",
    "a picture": b"\x89PNG\r\n\x1a\n" * 10,
    "a table without case": b"when,what\n1,2\n",
    "a table without rows": b"case,activity,timestamp\n",
    "a table with a broken time": b"case,activity,timestamp\n1,A,noon\n",
    "half a Parquet file": b"PAR1" + b"\x00" * 64,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_log_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(NotALog) as refused:
        read_log(REFUSED[name])
    assert refused.value.message.endswith(".")


def test_times_without_a_zone_are_read_when_somebody_says_the_zone() -> None:
    text = "case,activity,timestamp\n1,A,2026-03-02 09:00:00\n"
    log = read_log(text.encode(), timezone="Asia/Bishkek")
    assert log.events["timestamp"].to_pylist() == [datetime(2026, 3, 2, 3, tzinfo=UTC)]


@pytest.mark.parametrize(
    "headings",
    [
        ("case_id", "Activity", "Complete Timestamp", "Resource"),
        ("case:concept:name", "concept:name", "time:timestamp", "org:resource"),
        ("Номер дела", "Действие", "Дата и время", "Исполнитель"),
        ("Иш номери", "Аракет", "Убакыт", "Аткаруучу"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_columns_are_found_by_their_headings(
    headings: tuple[str, ...], separator: str, encoding: str
) -> None:
    text = (
        f"{separator.join(headings)}\n{separator.join(('1', 'Приём', '2026-03-02T09:00:00+06:00', 'Ана'))}\n"
    )
    log = read_log(text.encode(encoding))
    [event] = log.events.to_pylist()
    assert (event["case"], event["activity"], event["resource"]) == ("1", "Приём", "Ана")


def test_columns_may_be_named_by_their_meaning() -> None:
    text = "A,B,C\n1,Check,2026-03-02T09:00:00Z\n"
    log = read_log(text.encode(), columns={"case": "A", "activity": "B", "timestamp": "C"})
    assert log.cases["case"].to_pylist() == ["1"]


def test_a_row_with_start_and_end_is_one_activity_instance() -> None:
    text = "case,activity,start_time,end_time\n1,Check,2026-03-02T09:00:00Z,2026-03-02T10:00:00Z\n"
    [row] = read_log(text.encode()).activities.to_pylist()
    assert row["completed"] - row["started"] == timedelta(hours=1)


@pytest.mark.slow
def test_a_large_log_is_read_piece_by_piece(tmp_path: Path) -> None:
    event = XES[XES.index("<event>") : XES.index("</trace>")]
    path = tmp_path / "large.xes"
    with path.open("w") as file:
        file.write("<log>")
        for number in range(300):
            file.write(f'<trace><string key="concept:name" value="{number}"/>{event * 40}</trace>')
        file.write("</log>")
    read_log(XES.encode())  # The libraries are loaded before memory is measured.
    tracemalloc.start()
    assert len(read_log(path)) == 300
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < path.stat().st_size


def test_xes_keeps_the_order_and_the_words_of_its_schema(tmp_path: Path) -> None:
    """The schema of IEEE 1849 orders a log's children and types each value; it may not be copied here."""
    path = tmp_path / "log.xes"
    row = {"case": "1", "activity": "A", "timestamp": NOON, "ratio": float("inf"), "late": True, "n": 3}
    EventLog.from_records([row], attributes={"source": "desk"}).write(path)
    root = ElementTree.parse(path).getroot()
    order = [child.tag.rpartition("}")[2] for child in root]
    assert order == ["extension"] * 5 + ["classifier", "string", "string", "trace"]
    assert root.tag == "{http://www.xes-standard.org/}log"
    assert float(root.get("xes.version", "")), "a decimal"
    values = {
        node.get("key"): (node.tag.rpartition("}")[2], node.get("value"))
        for node in root.iter()
        if node.get("key")
    }
    assert values["ratio"] == ("float", "INF")
    assert values["late"] == ("boolean", "true")
    assert values["n"] == ("int", "3")
    assert values["time:timestamp"] == ("date", "2026-03-02T12:00:00+00:00")


def test_a_kept_log_is_read_when_it_is_looked_at(tmp_path: Path) -> None:
    log = EventLog.from_records(
        [{"case": "1", "activity": "A", "timestamp": NOON, "amount": 3}], origin="simulated"
    )
    path = tmp_path / "log.parquet"
    log.write(path)
    kept = read_log(path)
    assert kept.is_simulated
    assert "events" not in vars(kept), "nothing is read yet"
    assert len(kept) == 1
    assert "events" not in vars(kept), "the cases are counted without them"
    assert kept == log
    assert kept.activities.num_rows == 1
    assert pickle.loads(pickle.dumps(kept)) == log


def test_a_log_is_prepared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.csv"
    path.write_text("case,activity,timestamp\n1,A,2026-03-02 09:00\n", encoding="utf-8")
    first = read_log(path, timezone="UTC", keep_in=tmp_path / "kept")
    monkeypatch.setattr(log_dialects["csv"], "read", lambda *_: pytest.fail("read again"))
    assert read_log(path, timezone="UTC", keep_in=tmp_path / "kept") == first
    assert [f.suffix for f in (tmp_path / "kept").iterdir()] == [".parquet"]
    monkeypatch.undo()
    other = read_log(path, timezone="Asia/Bishkek", keep_in=tmp_path / "kept")
    assert other != first, "another zone makes another log"


def test_a_file_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("case,activity,timestamp\n1,A,yesterday\n", encoding="utf-8")
    with pytest.raises(NotALog, match="cannot be read"):
        read_log(path, keep_in=tmp_path / "kept")
    assert not list((tmp_path / "kept").glob("*"))


def test_a_row_with_more_values_than_headings_is_refused() -> None:
    head = b"case,activity,timestamp\n"
    assert len(read_log(head + b"P-1,Register,2026-03-02T09:00:00Z,,\n")) == 1
    with pytest.raises(NotALog, match="4 values under 3 headings") as refused:
        read_log(head + b"P-1,Register,2026-03-02T09:00:00Z\nP-2,Check,plan,2026-03-02T09:00:00Z\n")
    assert refused.value.line == 3
