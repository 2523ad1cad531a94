"""Files that may be packed: with gzip, or inside as Parquet is."""

from __future__ import annotations

import gzip
import zlib
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from pathlib import Path


def opened(path: Path, mode: str = "rb") -> IO[bytes]:
    """Return the file, unpacked when it is (or is to be) packed with gzip."""
    if "w" in mode:
        packed = path.name.endswith(".gz")
    else:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(path, mode) if packed else path.open(mode))


def exceeds(path: Path, most: int) -> bool:
    """Return whether a file unpacks to more than `most` bytes; it is not unpacked further than that.

    A file that cannot be unpacked does not exceed anything: its reader says what is wrong with it.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a.csv.gz").write_bytes(gzip.compress(b"case,activity\\n" * 1000))
    ...     exceeds(Path(folder) / "a.csv.gz", 1000), exceeds(Path(folder) / "a.csv.gz", 1_000_000)
    (True, False)
    """
    with path.open("rb") as file:
        is_parquet = file.read(4) == b"PAR1"
    return _parquet_exceeds(path, most) if is_parquet else _gzip_exceeds(path, most)


def _gzip_exceeds(path: Path, most: int) -> bool:
    room = most
    try:
        with opened(path) as file:
            while room >= 0 and (piece := file.read(2**20)):
                room -= len(piece)
    except (OSError, EOFError, zlib.error):
        return False
    return room < 0


def _parquet_exceeds(path: Path, most: int) -> bool:
    """A column may say one long value for a million rows in a few bytes, so a few rows are unpacked at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    room = most
    try:
        with pq.ParquetFile(path) as file:
            about = file.metadata
            groups = (about.row_group(number) for number in range(about.num_row_groups))
            if sum(group.total_byte_size for group in groups) > most:
                return True
            for rows in file.iter_batches(batch_size=128):
                room -= sum(_written_out(column).nbytes for column in rows.columns)
                if room < 0:
                    return True
    except (pa.ArrowException, OSError):
        return False
    return False


def _written_out(column: Any) -> Any:
    """The column with every value in its row, as an event log keeps it."""
    import pyarrow as pa

    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
