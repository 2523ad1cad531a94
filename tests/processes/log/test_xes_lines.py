"""XES with one tag a line is read by its lines, and says the same as when it is read tag by tag."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes import EventLog, NotALog, read_log
from processes.log import xes_lines
from processes.log.columns import Moments, moments_of
from processes.log.dialects import xes
from processes.log.reading_options import Reading
from processes.log.xes_lines import read_lines

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<log xmlns="http://www.xes-standard.org/">\n'
    '  <string key="owner" value="ЦОН"/>\n'
)
EVENT = (
    '    <event>\n      <string key="concept:name" value="{name}"/>\n      <string key="org:resource" value="Ана"/>\n'
    '      <date key="time:timestamp" value="2026-03-02T0{hour}:00:00+06:00"/>\n    </event>\n'
)


def text_of(*cases: tuple[str, ...]) -> str:
    """A log of cases with these activities, an hour apart."""
    traces = "".join(
        f'  <trace>\n    <string key="concept:name" value="P-{n}"/>\n'
        + "".join(EVENT.format(name=name, hour=hour) for hour, name in enumerate(names))
        + "  </trace>\n"
        for n, names in enumerate(cases)
    )
    return f"{HEAD}{traces}</log>\n"


def by_tags(text: str, monkeypatch: pytest.MonkeyPatch) -> EventLog:
    with monkeypatch.context() as patched:
        patched.setattr(xes, "read_lines", lambda _file, _how: None)
        return read_log(text.encode())


def said(text: str) -> EventLog | str:
    """The log, or what is wrong with it."""
    try:
        return read_log(text.encode())
    except NotALog as error:
        return str(error)


def test_a_usual_log_is_read_by_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of(("Каттоо", "Чечим"), ("Каттоо", "Каттоо", "Чечим"), ())
    found = read_lines(io.BytesIO(text.encode()), Reading())
    assert found is not None
    log = found.log()
    assert log == by_tags(text, monkeypatch)
    assert log.attributes == {"owner": "ЦОН"}
    assert log.events["activity"].to_pylist() == ["Каттоо", "Чечим", "Каттоо", "Каттоо", "Чечим"]


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ('value="Ана"/>', 'value="Ана"><string key="a" value="b"/></string>'),
        ('value="Ана"/>', 'value="Ана &amp; Бек"/>'),
        ("<event>\n", "<event>"),
        ('encoding="UTF-8"', 'encoding="ISO-8859-5"'),
        ("</log>", "</log><log/>"),
        ("</trace>", ""),
        ("<trace>", "<trace >"),
        ('value="Ана"/>', 'value="Ана">'),
        ('key="concept:name" value="Каттоо"', 'key="concept:name" value=""'),
        ("</log>", '<event><string key="concept:name" value="B"/></event></log>'),
    ],
)
def test_what_is_not_usual_or_wrong_is_left_to_the_reader_of_tags(
    usual: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = text_of(("Каттоо", "Чечим"), ("Каттоо",)).replace(usual, other)
    with monkeypatch.context() as patched:
        patched.setattr(xes, "read_lines", lambda _file, _how: None)
        expected = said(text)
    assert said(text) == expected


@given(
    lines=st.lists(
        st.sampled_from(
            [
                '<string key="concept:name" value="A"/>',
                '<string key="concept:name" value="B"/>',
                '<string key="note" value="x"/>',
                '<int key="note" value="7"/>',
                '<date key="time:timestamp" value="2026-03-02T09:00:00Z"/>',
                "<event>",
                "</event>",
                "</trace>",
                "<trace>",
                "",
            ]
        ),
        max_size=14,
    )
)
def test_any_lines_say_the_same_both_ways(lines: list[str]) -> None:
    text = "\n".join(["<log>", "<trace>", *lines, "</trace>", "</log>"])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(xes, "read_lines", lambda _file, _how: None)
        expected = said(text)
    assert said(text) == expected


def test_what_we_write_is_read_by_its_lines(tmp_path: Path) -> None:
    log = read_log(text_of(("Каттоо", "Чечим"), ("Каттоо",)).encode())
    log.write(tmp_path / "log.xes")
    with (tmp_path / "log.xes").open("rb") as file:
        found = read_lines(file, Reading())
    assert found is not None
    assert found.log() == log


@given(
    text=st.one_of(
        st.datetimes().map(lambda moment: moment.isoformat()),
        st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat(timespec="milliseconds")),
        st.from_regex(
            r"\d{4}-\d\d-\d\d[T ]\d\d(:?\d\d){0,2}(\.\d{1,9})?(Z|[+-]\d\d(:?\d\d)?)?", fullmatch=True
        ),
        st.from_regex(r"[0-9T:.Z+\- W]{0,30}", fullmatch=True),
    )
)
def test_a_time_read_with_many_is_the_time_read_alone(text: str) -> None:
    def alone(given: str) -> int | None:
        try:
            return Reading().microseconds(datetime.fromisoformat(given))
        except ValueError:
            return None

    found = moments_of(pa.array([text.encode()]), alone).tolist()
    assert found == [Moments.UNKNOWN if (moment := alone(text)) is None else moment]


@pytest.mark.parametrize("written", ["2026-03-02T09:00:00", "2026-03-02T09:00:00Z", "soon", ""])
def test_dates_of_events_are_moments_or_unknown(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of(("Каттоо", "Чечим")).replace(
        '<string key="org:resource" value="Ана"/>', f'<date key="promised" value="{written}"/>'
    )
    log = read_log(text.encode())
    assert log == by_tags(text, monkeypatch)
    known = written.startswith("2026")
    expected = datetime(2026, 3, 2, 9, tzinfo=UTC) if known else None
    assert log.events["promised"].to_pylist() == [expected, expected]


def test_a_time_on_a_line_of_its_own_kind_counts_in_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = '      <date key="time:timestamp" value="2026-03-02T00:00:00+06:00"/>\n'
    other = ' <date key="time:timestamp" value="2026-03-02T05:00:00+06:00"/>\n'
    for lines in (usual + other, other + usual):
        text = text_of(("Каттоо", "Чечим"), ("Каттоо",)).replace(usual, lines)
        assert read_log(text.encode()) == by_tags(text, monkeypatch)


def test_a_log_of_many_pieces_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of(*(tuple(f"Кадам {n % 7}-{step}" for step in range(n % 5)) for n in range(400)))
    for piece in (1 << 10, 1 << 14):
        monkeypatch.setattr(xes_lines, "_PIECE", piece)
        found = read_lines(io.BytesIO(text.encode()), Reading())
        assert found is not None
        assert found.log() == by_tags(text, monkeypatch)
