"""An invented example of all tables: crises, organizations and members that exist nowhere.

Runs are drawn gate by gate and then counted, so that the tables agree with each other as the model's do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.compare import comparison
from analysis.contributions import contributions, objections
from analysis.gates import gates, ladder
from analysis.likelihood import likelihood
from analysis.sweep import sweep_table
from analysis.vocabulary import ARMS, CELL, GATES, RUNGS

Tables = dict[str, pd.DataFrame]
Row = dict[str, Any]

CRISES = ("Northern Marches, spring 1931", "Isle of Arda 1974", "Vale of Orm, January 2031", "Upper Lorn 1955",
          "Republic of Sund, 1988-89", "Port Meridian 2003", "Grand Duchy of Brae 2019")  # fmt: skip
ORGANIZATIONS = ("Pact of Five", "North League", "Shore Cooperation Council", "Compact", "River Union")
STATES = ("Arda", "Brae", "Cape Verge", "Dunmore", "Eastmark", "Federation of Lorn", "Gorse", "Helm",
          "Isles of Sund", "Jutra", "Kern", "Lowland Republic", "Meridian", "Norrland", "Orm", "Pell",
          "Quay", "Ruthen", "Sarn", "Tarn", "Umber", "Vorn", "Westmark", "Xanth", "Yarrow", "Zell",
          "Ashby", "Borne", "Calder", "Dale")  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How large an example is."""

    crises: int = 3
    organizations: int = 3
    members: int = 5
    draws: int = 8
    runs: int = 32
    theories: tuple[str, ...] = ("synthesis",)
    horizon: int = 60


def inputs(size: Size) -> Tables:
    """The tables that the runs leave, keys `c0`, `o1`, `s2`; organization 2 has no leading states' gate."""
    dice, tables = np.random.default_rng(7), {"counts": [], "seat_counts": [], "day_counts": []}
    for theory in size.theories:
        for c in range(size.crises):
            # The last organization did not exist yet at the first crisis.
            for o in range(size.organizations - (c == 0)):
                _cell(dice, size, {"crisis": f"c{c}", "organization": f"o{o}", "theory": theory}, tables)
    frames = {name: pd.DataFrame(rows) for name, rows in tables.items()}
    frames["day_counts"] = frames["day_counts"].reindex(
        columns=["crisis", "organization", "theory", "event", "day", "runs"]
    )
    return frames | _recorded(size) | {"names": _names(size)} | _days(dice, size)


def results(size: Size) -> Tables:
    """The tables of a results folder, made from the inputs."""
    given = inputs(size)
    table = likelihood(given["counts"], given["day_counts"], given["recorded"])
    return given | {
        "likelihood": table,
        "gates": gates(given["counts"]),
        "ladder": ladder(given["counts"]),
        "contributions": contributions(given["seat_counts"], given["recorded_contributions"]),
        "objections": objections(given["seat_counts"]),
        "compare": comparison(pd.concat([_arm(table, arm) for arm in ARMS], ignore_index=True)),
        "sweep": _sweep(given["counts"]),
        "design": pd.DataFrame([{"n_draws": size.draws, "n_reps": size.runs}]),
    }


def _cell(dice: np.random.Generator, size: Size, cell: Row, tables: dict[str, list[Row]]) -> None:
    absent = (GATES.index("hegemon"),) if cell["organization"] == "o2" else ()
    centre = dice.beta(1.4, 0.25, size=len(GATES))
    for draw in range(size.draws):
        chances = np.clip(centre + dice.normal(0, 0.12, len(GATES)), 0, 1)
        opened = dice.random((size.runs, len(GATES))) < chances
        opened[:, list(absent)] = True
        row = count_runs(opened, absent) | {"request": "modelled", "host_is_member": cell["organization"] != "o1"}
        tables["counts"].append({**cell, **row, "draw": draw})
        tables["seat_counts"] += [{**cell, "draw": draw, **seat} for seat in _seats(dice, size, row["force"])]
    force = sum(row["force"] for row in tables["counts"][-size.draws :])
    tables["day_counts"] += [{**cell, **row} for row in _day_counts(dice, force, size.horizon)]


def count_runs(opened: np.ndarray, absent: tuple[int, ...] = ()) -> Row:
    """Counts over runs from a table of gates that stood open, (runs, gates); absent gates are open."""
    runs, through = len(opened), np.cumprod(opened, axis=1)
    row: Row = {"runs": runs, "force": int(through[:, -1].sum()), "coalition": 0, "alone": runs // 8}
    row |= {"requested": int(opened[:, 0].sum()), "raised": 0, "first_asked": runs // 2}
    for place, gate in enumerate(GATES):
        before = through[:, place - 1] if place else np.ones(runs, dtype=int)
        others = np.delete(opened, place, axis=1).all(axis=1)
        row[f"passed_{gate}"] = int(through[:, place].sum())
        row[f"shut_{gate}"] = int((~opened[:, place]).sum())
        row[f"first_shut_{gate}"] = int((before * ~opened[:, place]).sum())
        row[f"lifted_{gate}"] = int((others & ~opened[:, place]).sum())
        row[f"absent_{gate}"] = runs if place in absent else 0
    lower = np.array_split(np.arange(runs - row["force"]), len(RUNGS) - 1)
    return (
        row
        | {f"rung_{rung}": len(part) for rung, part in zip(RUNGS, lower, strict=False)}
        | {f"rung_{RUNGS[-1]}": row["force"]}
    )


def _seats(dice: np.random.Generator, size: Size, force: int) -> list[Row]:
    weights = dice.dirichlet(5.0 / np.arange(1, size.members + 1) ** 1.5)
    return [
        {
            "state": f"s{m}",
            "leading": m == 0,
            "runs": size.runs,
            "force": force,
            "sent": round(2500 * force * weights[m]),
            "joined": force if m == 0 else int(dice.integers(0, force + 1)),
            "objected": 0 if m == 0 else min(size.runs, m * 2),
            "pivotal": min(m, 1),
        }
        for m in range(size.members)
    ]


def _day_counts(dice: np.random.Generator, force: int, horizon: int) -> list[Row]:
    rows = []
    for event, mean in (("decided", 2), ("arrived", 4), ("stayed", 14)):
        days, runs = np.unique(np.minimum(dice.poisson(mean, force), horizon), return_counts=True)
        rows += [{"event": event, "day": int(d), "runs": int(n)} for d, n in zip(days, runs, strict=True)]
    return rows


def _recorded(size: Size) -> Tables:
    rows = [
        {"crisis": "c0", "organization": "o0", "rung": "force", "arrived": True, "decision_day": 4, "arrival_day": 4},
        {"crisis": "c1", "organization": "o0", "rung": "material_aid", "arrived": False, "decision_day": 6},
        {"crisis": "c1", "organization": "o1", "rung": "statement", "arrived": False},
        {"crisis": "c2", "organization": "o2", "rung": "force", "arrived": False},
    ]
    sent = [("s0", 1950), ("s1", 200), ("s2", 150), ("s3", 100)][: size.members]
    persons = [{"crisis": "c0", "organization": "o0", "state": state, "persons": n} for state, n in sent]
    return {"recorded": pd.DataFrame(rows), "recorded_contributions": pd.DataFrame(persons)}


def _names(size: Size) -> pd.DataFrame:
    kinds = {
        "crisis": ("c", CRISES[: size.crises]),
        "organization": ("o", ORGANIZATIONS[: size.organizations]),
        "state": ("s", STATES[: size.members]),
    }
    rows = [
        {"kind": kind, "key": f"{letter}{place}", "name": name, "order": place}
        for kind, (letter, names) in kinds.items()
        for place, name in enumerate(names)
    ]
    theories = [
        {"kind": "theory", "key": key, "name": key.capitalize(), "order": i} for i, key in enumerate(size.theories)
    ]
    return pd.DataFrame(rows + theories)


def _days(dice: np.random.Generator, size: Size) -> Tables:
    days = np.arange(size.horizon + 1)
    hump = np.exp(-((days - 6.0) ** 2) / 80) * 0.8
    curves = [("severity", "", hump), ("help", "", np.clip((days - 4) / 3, 0, 1) * (days < 19) * 0.9)]
    curves += [("threat", f"s{m}", hump * dice.uniform(0.3, 1.1)) for m in range(size.members)]
    rows = [_curve(series, subject, curve) for series, subject, curve in curves]
    sittings = [{"day": day, "one_run": int(dice.integers(-1, 2)), "subject": f"s{m}"}
                for day in range(3, 20, 4) for m in range(1, size.members)]  # fmt: skip
    votes = pd.DataFrame(sittings, columns=["day", "one_run", "subject"]).assign(series="vote")
    whats = ("request", "decision", "arrival", "exit")
    dates = {"recorded": (3, 4, 4, 17), "model": (3, 5, 7, 8383)}
    marks = [(what, source, day) for source in dates for what, day in zip(whats, dates[source], strict=True)]
    table = pd.concat([*rows, votes], ignore_index=True).assign(crisis="c0")
    return {
        "days": table,
        "day_marks": pd.DataFrame(marks, columns=["what", "source", "day"]).assign(crisis="c0"),
    }


def _curve(series: str, subject: str, curve: np.ndarray) -> pd.DataFrame:
    bands = {"one_run": curve, "p05": curve * 0.6, "p50": curve * 0.95, "p95": np.minimum(1, curve * 1.3 + 0.02)}
    return pd.DataFrame(bands).assign(day=range(len(curve)), series=series, subject=subject)


def _arm(table: pd.DataFrame, arm: str) -> pd.DataFrame:
    shift, kept = 0.15 * ARMS.index(arm), ["p_force", "mc_low", "mc_high", "coding_low", "coding_high"]
    return table.assign(arm=arm, **{column: (table[column] + shift).clip(upper=1) for column in kept})


def _sweep(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts of organization o0 at each point: force falls with the spread, less so under majority or pressure."""
    points = []
    base = counts[counts["organization"] == "o0"]
    for rule, steepness in (
        ("unanimity", 0.8),
        ("consensus", 0.6),
        ("qualified_majority", 0.3),
        ("simple_majority", 0.1),
    ):
        for pressure in (0.0, 0.5, 1.0):
            for spread in (0.05, 0.15, 0.25):
                kept = 1 - steepness * (1 - 0.6 * pressure) * spread * 4
                force = (base["runs"] * kept * (0.6 + 0.05 * (base["draw"] % 8))).astype(int)
                where = {"rule": rule, "pressure": pressure, "spread": spread}
                points.append(base.assign(**where, force=force, passed_council=force))
    factors = ["rule", "pressure", "spread"]
    return sweep_table(in_cells(pd.concat(points, ignore_index=True), factors), factors)


def in_cells(counts: pd.DataFrame, factors: list[str]) -> pd.DataFrame:
    """Counts by coding draw as cells: summed over draws, beside the runs with force of each draw."""
    together = counts.groupby([*CELL, *factors], sort=False)
    gates = [f"{what}_{gate}" for gate in ("council", "arrived") for what in ("passed", "absent")]
    summed = together[["runs", *gates]].sum()
    summed = summed.assign(arrival_runs=summed["passed_arrived"], arrival_days=2 * summed["passed_arrived"])
    return summed.assign(force_by_draw=together["force"].agg(list)).reset_index()


@pytest.fixture(scope="session")
def given() -> Tables:
    """Input tables of three crises and three organizations."""
    return inputs(Size())


@pytest.fixture(scope="session")
def tables() -> Tables:
    """All tables of three crises and three organizations."""
    return results(Size())


@pytest.fixture(scope="session")
def make() -> Callable[[Size], Tables]:
    """Make all tables of any size."""
    return results


@pytest.fixture(scope="session")
def size() -> type[Size]:
    """How large an example is, to be filled in."""
    return Size


@pytest.fixture(scope="session")
def counted() -> Callable[..., Row]:
    """Count runs from a table of open gates."""
    return count_runs
