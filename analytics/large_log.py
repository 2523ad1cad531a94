"""A log beyond one machine's memory: prepared once as Parquet files, measured where they stand, by DuckDB or Spark.

Logs are prepared one after the other (a month, an agency), each in a folder of its own; a case must stand in one of
them.  What the files hold is in `analytics.large_rows` and `analytics.large_stretches`, what is asked of them in
`analytics.large_measures`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any, Literal

from analytics.errors import NotMeasurable
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog, Origin
    from processes.model.model import Model

On = Literal["duckdb", "spark"]

#: What is written of each log.
FILES = ("completions", "times", "work", "waits", "cases", "attributes")


@dataclass(frozen=True, kw_only=True, eq=False)
class LargeLog:
    """Prepared files and what asks them: an Ibis table of each kind (see `large_rows`), and their connection."""

    table: Any
    times: Any
    work: Any
    waits: Any
    cases: Any
    attributes: Any
    connection: Any
    on: On
    origin: Origin

    def by_unit(self, units: Mapping[str, str]) -> LargeLog:
        """Return the log in which each person's group is their unit; of whoever has none it is not known."""
        import ibis
        import pyarrow as pa

        place = ibis.memtable(
            pa.table(
                {"who": pa.array([*units], pa.string()), "unit": pa.array([*units.values()], pa.string())}
            )
        )

        def moved(table: Any) -> Any:
            joined = table.left_join(place, table.resource == place.who)
            return joined.mutate(group=joined.unit).select(*table.columns)

        return replace(self, table=moved(self.table), work=moved(self.work))


def prepare(
    logs: EventLog | Iterable[EventLog],
    folder: str | Path,
    *,
    calendar: WorkingCalendar | None = None,
    model: Model | None = None,
) -> list[Path]:
    """Return the folders written below `folder`, one for each log; each stands there whole or not at all.

    Working time is counted by `calendar` while a log is prepared; by default the Kyrgyz office week.  `model` says
    whose a step is, for why cases wait.

    >>> import tempfile
    >>> from processes.examples import two_certificates
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [part.name for part in prepare(two_certificates(), folder)]
    ['log-00000']
    """
    import pyarrow.parquet as pq

    from analytics import large_rows, large_stretches
    from processes.log.event_log import EventLog

    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    begin = len(list(place.glob("log-*")))
    written = []
    for number, log in enumerate([logs] if isinstance(logs, EventLog) else logs, start=begin):
        part = place / f"log-{number:05}"
        fresh = place / f"fresh-{number:05}"
        rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        rows = {
            "completions": large_rows.completions(log),
            "times": large_rows.times(log, calendar=calendar),
            "work": large_rows.work(log, calendar=calendar),
            "waits": large_stretches.stretches(log, model=model),
            "cases": large_rows.cases(log, calendar=calendar),
            "attributes": large_rows.attributes(log),
        }
        for name, table in rows.items():
            pq.write_table(table, fresh / f"{name}.parquet", compression="zstd")
        fresh.replace(part)
        written.append(part)
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
    if not any(place.glob("log-*/completions.parquet")):
        raise NotMeasurable(
            _("Nothing is prepared in {place}.").format(place=place),
            hint=_("Write it with prepare(logs, folder)."),
        )
    lacking = [
        part for part in place.glob("log-*") if not all((part / f"{n}.parquet").exists() for n in FILES)
    ]
    if lacking:
        raise NotMeasurable(
            _("{part} was prepared by an earlier version.").format(part=lacking[0]),
            hint=_("Delete the folder and write it anew with prepare(logs, folder)."),
        )
    connection = _duckdb() if on == "duckdb" else _spark(spark)
    table, times, work, waits, cases, attributes = (
        connection.read_parquet(str(place / "log-*" / f"{name}.parquet")) for name in FILES
    )
    origins = connection.to_pyarrow(table.select("origin").distinct())["origin"].to_pylist()
    if len(origins) != 1:
        raise NotMeasurable(
            _("Measured and simulated cases stand in one folder, so no figure of them would mean anything."),
            hint=_("Prepare them in folders of their own."),
        )
    return LargeLog(
        table=table,
        times=times,
        work=work,
        waits=waits,
        cases=cases,
        attributes=attributes,
        connection=connection,
        on=on,
        origin=origins[0],
    )


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
