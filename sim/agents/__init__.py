"""The agents: member states, organizations with their councils, and the host's government.

They hold what they perceive and decide, and leave every rule to `sim.rules`. Nothing here draws from a
stream: each draw is keyed by the run and by what it is for.
"""

from sim.agents.host import Host
from sim.agents.organization import Organization
from sim.agents.state import MemberState

__all__ = ["Host", "MemberState", "Organization"]
