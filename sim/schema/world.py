"""A world: the states, organizations, crises and one theory that an experiment composes."""

from sim.schema.crisis import Crisis
from sim.schema.fields import Name, Part, named
from sim.schema.organization import Organization
from sim.schema.state import State
from sim.schema.theory import Theory


class World(Part):
    """Everything that is assumed, undated: `sim.dating` tells what of it holds on a day."""

    state: dict[Name, State] = named("States, by name.")
    organization: dict[Name, Organization] = named("Organizations, by name.")
    crisis: dict[Name, Crisis] = named("Crises, by name.")
    theory: dict[Name, Theory] = named("Theories, by name.")
