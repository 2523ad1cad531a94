"""A log beyond one machine's memory: prepared once as Parquet files, measured where they stand, by DuckDB or Spark.

The files hold a row for each completed activity instance, with the moments as seconds since 1970, so that they mean the
same in every engine.  Logs are prepared one after the other (a month, an agency); a case must stand in one of them.
What is asked of it is in `analytics.large_measures`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from analytics.errors import NotMeasurable
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from processes.log.event_log import EventLog, Origin

On = Literal["duckdb", "spark"]

#: What a row says; a case that has completed nothing has one row without an activity.
COLUMNS = ("case", "position", "activity", "group", "resource", "completed", "first", "last", "origin")


@dataclass(frozen=True, kw_only=True, eq=False)
class LargeLog:
    """Prepared files and what asks them: an Ibis table, and the connection it belongs to."""

    table: Any
    connection: Any
    on: On
    origin: Origin


def prepare(logs: EventLog | Iterable[EventLog], folder: str | Path) -> list[Path]:
    """Return the files written to `folder`, one for each log; each stands there whole or not at all.

    >>> import tempfile
    >>> from processes.examples import two_certificates
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [file.name for file in prepare(two_certificates(), folder)]
    ['part-00000.parquet']
    """
    import pyarrow.parquet as pq

    from processes.log.event_log import EventLog

    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    begin = len(list(place.glob("part-*.parquet")))
    written = []
    for number, log in enumerate([logs] if isinstance(logs, EventLog) else logs, start=begin):
        file = place / f"part-{number:05}.parquet"
        fresh = file.with_suffix(".fresh")
        pq.write_table(_rows(log), fresh, compression="zstd")
        fresh.replace(file)
        written.append(file)
    return written


def large_log(folder: str | Path, *, on: On = "duckdb", spark: Any = None) -> LargeLog:
    """Return the log prepared in `folder`, to be asked `on` DuckDB (in this process) or Spark.

    `spark` is the session to use; without one a local session is begun.  Raises `NotMeasurable` when there is nothing
    prepared, when files of lived and simulated cases are mixed, and for Spark that is not installed.

    >>> import tempfile
    >>> from processes.examples import two_certificates
    >>> from analytics.large_measures import measure_large
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = prepare(two_certificates(), folder)
    ...     [(row.key, row.n) for row in measure_large("directly_follows", large_log(folder))]
    [('Register → Sign', 2)]
    """
    place = Path(folder)
    if not any(place.glob("part-*.parquet")):
        raise NotMeasurable(
            _("Nothing is prepared in {place}.").format(place=place),
            hint=_("Write it with prepare(logs, folder)."),
        )
    connection = _duckdb() if on == "duckdb" else _spark(spark)
    table = connection.read_parquet(str(place / "part-*.parquet"))
    origins = connection.to_pyarrow(table.select("origin").distinct())["origin"].to_pylist()
    if len(origins) != 1:
        raise NotMeasurable(
            _("Measured and simulated cases stand in one folder, so no figure of them would mean anything."),
            hint=_("Prepare them in folders of their own."),
        )
    return LargeLog(table=table, connection=connection, on=on, origin=origins[0])


def missing_for_spark() -> tuple[str, ...]:
    """Return what Spark needs and this machine lacks: packages of Python, and Java."""
    from shutil import which

    packages = [name for name in ("pyspark", "pandas") if find_spec(name) is None]
    return (*packages, *([] if which("java") else ["Java"]))


def _duckdb() -> Any:
    import ibis

    return ibis.duckdb.connect()


def _spark(session: Any) -> Any:
    import ibis

    if session is None:
        if missing := missing_for_spark():
            raise NotMeasurable(
                _("Spark cannot be used here: {missing} is missing.").format(missing=", ".join(missing)),
                hint=_('Install Java and the extra: pip install "kyzmat[spark]"; or ask on="duckdb".'),
            )
        from pyspark.sql import SparkSession

        session = (
            SparkSession.builder.master("local[*]")
            .appName("kyzmat")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate()
        )
    return ibis.pyspark.connect(session)


def _rows(log: EventLog) -> pa.Table:
    """Return the completions of the log as plain rows, and the cases that have none."""
    import numpy as np
    import pyarrow as pa

    from analytics.case_times import case_spans
    from analytics.measure import seconds_of

    done = log.completions
    spans = case_spans(log)
    first, last = seconds_of(spans["first"]), seconds_of(spans["last"])
    idle = np.setdiff1d(np.arange(len(log), dtype=np.int32), done.case)
    case = np.concatenate([done.case, idle])
    begins = np.flatnonzero(np.diff(done.case, prepend=-1))
    lengths = np.diff(np.append(begins, len(done.case)))
    position = np.arange(len(done.case)) - np.repeat(begins, lengths)

    def texts(codes: np.ndarray, names: list[str]) -> pa.Array:
        codes = np.concatenate([codes, np.full(len(idle), -1, dtype=np.int32)])
        return pa.array(names, pa.string()).take(pa.array(codes, mask=codes < 0))

    def known(values: np.ndarray) -> pa.Array:
        return pa.array(values, mask=np.isnan(values))

    columns = {
        "case": log.cases["case"].take(pa.array(case)),
        "position": pa.array(np.concatenate([position, np.zeros(len(idle), dtype=np.int64)])),
        "activity": texts(done.activity, done.names),
        "group": texts(done.group, done.groups),
        "resource": texts(done.resource, done.people),
        "completed": known(np.concatenate([done.moment, np.full(len(idle), np.nan)])),
        "first": known(first[case]),
        "last": known(last[case]),
        "origin": pa.array([log.origin] * len(case)),
    }
    return pa.table({name: columns[name] for name in COLUMNS})
