"""What one more point of a design costs over one more job of Hydra's multirun.

`python -m benchmarks.design_points -m +value=0.1,0.2` is the multirun: each job takes its value from the command
line and lowers and runs the crisis under it, as a sweep by multirun must; the world is built once for all jobs.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import sweeps
from benchmarks.crises import CRISIS, SEED, composed
from benchmarks.figures import Figure, Sizes, must_equal
from benchmarks.timing import each
from sim import ensemble
from sim.lowering import lower


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Milliseconds of both, from few and many of them, so that what starting costs falls out."""
    with tempfile.TemporaryDirectory() as place:
        few, many = sizes.points
        work = {points: sweeps.job(points, 1, 1) for points in sizes.points}
        sweeps.run(work[few], Path(place, "first"))  # compiles
        ours = each(lambda points: sweeps.run(work[points], Path(place, f"sweep_{points}")), few, many)
        some, more = sizes.jobs
        other = each(lambda jobs: _multirun(jobs, Path(place, f"hydra_{jobs}")), some, more)
        same = Path(place, "same")
        sweeps.run(sweeps.job(_values(more), 1, 1), same)
        jobs_gave = [float(Path(place, f"hydra_{more}", str(job), "force").read_text()) for job in range(more)]
        must_equal(sweeps.table(same)["p_force"].tolist(), jobs_gave, "force at each value")
    note = f"milliseconds, a run each; {few:,} and {many:,} points, {some} and {more} jobs of the basic launcher"
    yield Figure(
        "overhead of a design point over a Hydra -m job", 1e3 * ours, 1e3 * other, ours / other, "<= 0.01", note
    )


def _values(jobs: int) -> list[float]:
    return [round(sweeps.LOW + (sweeps.HIGH - sweeps.LOW) * job / max(1, jobs - 1), 6) for job in range(jobs)]


def _multirun(jobs: int, folder: Path) -> None:
    values = f"+value={','.join(map(str, _values(jobs)))}"
    command = [sys.executable, "-m", "benchmarks.design_points", "-m", values, f"hydra.sweep.dir={folder}"]
    subprocess.run(command, check=True, capture_output=True)


def _main() -> None:
    import hydra
    from hydra.core.hydra_config import HydraConfig
    from omegaconf import DictConfig

    found = composed("csto")

    def job(config: DictConfig) -> None:
        pinned = {sweeps.PATH: np.array([config.value])}
        case = lower(found.world, CRISIS, found.theories[0], ["csto"], ranges=found.ranges, seed=SEED, pinned=pinned)
        force = ensemble.run(case, seed=SEED, replications=1).force
        Path(HydraConfig.get().runtime.output_dir, "force").write_text(str(int(force.sum())))

    hydra.main(version_base="1.3", config_path=None)(job)()


if __name__ == "__main__":
    _main()
