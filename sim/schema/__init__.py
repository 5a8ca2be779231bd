"""What a world is: every parameter declared once, with unit, range, default and meaning."""

from sim.schema.crisis import Crisis
from sim.schema.enums import (
    CrisisType,
    DecisionRule,
    DesignKind,
    Engine,
    Executor,
    Kind,
    MemberStatus,
    RequestMode,
    Rung,
)
from sim.schema.experiment import Design, Experiment, Factor, Invented
from sim.schema.organization import Organization
from sim.schema.state import State
from sim.schema.theory import Theory
from sim.schema.world import World

__all__ = [
    "Crisis",
    "CrisisType",
    "DecisionRule",
    "Design",
    "DesignKind",
    "Engine",
    "Executor",
    "Experiment",
    "Factor",
    "Invented",
    "Kind",
    "MemberStatus",
    "Organization",
    "RequestMode",
    "Rung",
    "State",
    "Theory",
    "World",
]
