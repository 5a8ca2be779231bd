"""Cells as Parquet files, one for each part of the points, written whole or not at all. See docs/store.md."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.results.store import whole
from experiments.sweep.cells import COUNTS, KEYS, Cells
from experiments.sweep.chunk import Chunk
from experiments.sweep.groups import Job

if TYPE_CHECKING:
    import pandas as pd

CELLS, CHUNKS = "cells", "chunks"
"""Folders: whole parts, and chunks of parts that are not whole yet."""

_SUMMARY = b"casus"
"""Key of a file's metadata under which its runs and the points that failed are kept, as JSON."""


class CellStore:
    """The cells of a results folder, by part and by chunk."""

    def __init__(self, folder: Path, job: Job) -> None:
        self.folder = folder
        self._digits = max(6, len(str(job.points.count - 1)))
        names = job.composed.theories, job.composed.crises, job.organizations
        self._names = dict(zip(KEYS[1:4], map(list, names), strict=True))
        self._draws = job.composed.experiment.coding_draws

    def part_file(self, points: range) -> Path:
        """The file of a part: `cells/part-<first point>-<last point>.parquet`."""
        first, last = (str(point).zfill(self._digits) for point in (points[0], points[-1]))
        return self.folder / CELLS / f"part-{first}-{last}.parquet"

    def write_part(self, points: range, cells: Cells) -> None:
        """Write a whole part, and drop the chunks that it was made of."""
        self._write(self.part_file(points), cells)
        for file in (self.folder / CHUNKS).glob(f"{self.part_file(points).stem}-*.parquet"):
            file.unlink()

    def write_chunk(self, points: range, chunk: Chunk, cells: Cells) -> None:
        """Keep a chunk until its part is whole."""
        self._write(self._chunk_file(points, chunk), cells)

    def read_chunk(self, points: range, chunk: Chunk) -> Cells | None:
        """A chunk that was kept, or None."""
        file = self._chunk_file(points, chunk)
        return self._read(file) if file.exists() else None

    def summary(self, points: range) -> tuple[int, dict[int, str]]:
        """Runs of a whole part, and its points that failed, each with the reason."""
        import pyarrow.parquet as pq

        return _summary(pq.read_schema(self.part_file(points)))

    def tidy(self) -> None:
        """Remove what a process that was killed left half-written."""
        for name in (CELLS, CHUNKS):
            for file in (self.folder / name).glob("*.part"):
                file.unlink()

    def drop_chunks(self) -> None:
        """Remove the chunks, when all parts are whole."""
        shutil.rmtree(self.folder / CHUNKS, ignore_errors=True)

    def _chunk_file(self, points: range, chunk: Chunk) -> Path:
        return self.folder / CHUNKS / f"{self.part_file(points).stem}-{chunk.first}-{chunk.replications}.parquet"

    def _write(self, file: Path, cells: Cells) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns: dict[str, Any] = {"point": pa.array(cells.column("point"))}
        for key in ("crisis", "organization", "theory"):
            columns[key] = pa.array(np.array(self._names[key], dtype=object)[cells.column(key)], pa.string())
        columns["host_is_member"] = pa.array(cells.column("host_is_member") == 1)
        columns |= {name: pa.array(cells.column(name)) for name in COUNTS}
        ends = np.arange(len(cells.keys) + 1, dtype=np.int32) * self._draws
        columns["force_by_draw"] = pa.ListArray.from_arrays(pa.array(ends), pa.array(cells.force_by_draw.ravel()))
        summary = {"runs": cells.runs, "failed": {str(point): why for point, why in cells.failed.items()}}
        table = pa.table(columns).replace_schema_metadata({_SUMMARY: json.dumps(summary).encode()})
        with whole(file) as temporary:
            pq.write_table(table, temporary, compression="zstd")

    def _read(self, file: Path) -> Cells:
        import pyarrow.parquet as pq

        table = pq.read_table(file)
        keys = np.empty((table.num_rows, len(KEYS)), dtype=np.int64)
        keys[:, 0], keys[:, 4] = table["point"].to_numpy(), table["host_is_member"].to_numpy()
        for k, key in enumerate(KEYS[1:4], 1):
            keys[:, k] = [self._names[key].index(name) for name in table[key].to_pylist()]
        counts = np.stack([table[name].to_numpy() for name in COUNTS], axis=1)
        by_draw = table["force_by_draw"].combine_chunks().flatten().to_numpy().reshape(table.num_rows, self._draws)
        return Cells(keys, counts, by_draw, _summary(table.schema)[1])


def _summary(schema: Any) -> tuple[int, dict[int, str]]:
    """Runs, and points that failed, as the metadata of a file give them."""
    found = json.loads(schema.metadata[_SUMMARY])
    return int(found["runs"]), {int(point): why for point, why in found["failed"].items()}


def part_frames(folder: Path) -> "Iterator[pd.DataFrame]":
    """The parts of a results folder as tables, in the order of points."""
    import pandas as pd

    for file in sorted((folder / CELLS).glob("part-*.parquet")):
        yield pd.read_parquet(file)
