"""Decision tables for tests, written as rows."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="{name}" namespace="urn:{name}"'
    ' xmlns:feel="https://www.omg.org/spec/DMN/20191111/FEEL/">'
)


@dataclass(frozen=True)
class Cells:
    """A table: the first row names its columns, the last column is the output."""

    name: str
    rows: list[list[str]]


def file(inside: str, name: str = "rules") -> bytes:
    """Return a DMN file with these elements."""
    return f"{HEAD.format(name=name)}{inside}</definitions>".encode()


def table(
    cells: Cells,
    *,
    hit: str = "UNIQUE",
    aggregation: str = "",
    output_values: str = "",
    default: str = "",
    input_values: str = "",
    outputs: int = 1,
) -> bytes:
    """Return a DMN file with one decision, whose table has these cells."""
    [head, *rows] = cells.rows
    split = len(head) - outputs
    inputs = "".join(
        f"<input label={quoteattr(name)}><inputExpression><text>{escape(name)}</text></inputExpression>"
        + (f"<inputValues><text>{escape(input_values)}</text></inputValues>" if input_values else "")
        + "</input>"
        for name in head[:split]
    )
    given = "".join(
        f"<output name={quoteattr(name)}>"
        + (f"<outputValues><text>{escape(output_values)}</text></outputValues>" if output_values else "")
        + (f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else "")
        + "</output>"
        for name in head[split:]
    )
    rules = "".join(
        f'<rule id="rule_{number}">'
        + "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in row[:split])
        + "".join(f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in row[split:])
        + "</rule>"
        for number, row in enumerate(rows, start=1)
    )
    how = f' hitPolicy="{hit}"' + (f' aggregation="{aggregation}"' if aggregation else "")
    return file(
        f"<decision id={quoteattr(cells.name)} name={quoteattr(cells.name)}>"
        f"<decisionTable{how}>{inputs}{given}{rules}</decisionTable></decision>",
        cells.name,
    )
