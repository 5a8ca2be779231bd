"""How the time of a run grows with the members of an organization."""

from collections.abc import Iterator

from benchmarks.crises import DRAWS, SEED, invented
from benchmarks.figures import Figure, Sizes, must_equal
from benchmarks.timing import median_ratio, medians, side_by_side
from sim import ensemble
from sim.model import CrisisModel

FEW, MANY = 6, 30


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Microseconds of a run with many members and with few, of one thread; both drivers agree on both."""
    each = max(1, sizes.ours // DRAWS)
    for members in (FEW, MANY):
        case = invented(members)
        model = CrisisModel(case, rng=SEED).run().outcome.tolist()
        compiled = ensemble.trace(case, seed=SEED, draw=0, replication=0).outcome.tolist()
        must_equal(compiled, model, f"outcome with {members} members")

    def run(members: int) -> None:
        ensemble.run(invented(members, DRAWS), seed=SEED, replications=each, threads=1)

    pairs = side_by_side(lambda: run(MANY), lambda: run(FEW), sizes.times)
    ours, other = (1e6 * seconds / (DRAWS * each) for seconds in medians(pairs))
    note = f"microseconds a run, one thread; {MANY} and {FEW} like members under consensus, everyone asked"
    yield Figure(f"time of {MANY} members over {FEW}", ours, other, median_ratio(pairs), "<= 5.5", note)
