"""Tables kept between runs, one Parquet file each, in the user's cache folder.

The cache is a convenience: a file that is missing or damaged reads as nothing,
and a folder that cannot be written is left alone.
The folder must belong to whoever reads it; its files are trusted like the program itself.
"""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import pandas as pd
import platformdirs
import pyarrow.parquet as pq
from pyarrow.lib import ArrowException, Table


def folder() -> Path:
    """The cache folder, absolute; it may not exist yet. MLSD_CACHE in the environment moves it."""
    chosen = os.environ.get("MLSD_CACHE")
    if chosen:
        return Path(os.path.expanduser(chosen)).absolute()
    return platformdirs.user_cache_path("mlsd", appauthor=False)


def read(path: Path, *, dtypes: Mapping[str, str], rows: int) -> pd.DataFrame | None:
    """The table kept at `path`, or None unless it is whole and has these columns and rows.

    Checksums of every page are verified, so that a flipped bit on disk reads as damage.
    One thread, and no other is started: a process that reads here can still be forked,
    and one that may not start threads can still read.
    """
    try:
        with pq.ParquetFile(path, pre_buffer=False, page_checksum_verification=True) as file:
            table = file.read(use_threads=False)
        frame: pd.DataFrame = table.to_pandas(use_threads=False, ignore_metadata=True)
    except (OSError, ValueError, ArrowException):
        return None
    if len(frame) != rows or list(frame.columns) != list(dtypes):
        return None
    if any(frame[name].dtype != pd.Series(dtype=dtype).dtype for name, dtype in dtypes.items()):
        return None
    return frame


def write(path: Path, frame: pd.DataFrame) -> None:
    """Keep `frame` at `path`, whole or not at all; do nothing where that is not possible.

    Processes that write the same table at once each replace the file by an equal one.
    """
    temporary = path.with_name(f"{path.name}.{uuid4().hex}.tmp")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            table = Table.from_pandas(frame, preserve_index=False, nthreads=1)
            pq.write_table(table, temporary, write_page_checksum=True, write_statistics=False)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
