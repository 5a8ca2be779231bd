"""A theory: which mechanisms act and with what weight. A weight of 0 removes a mechanism.

No weight has a default here: each stands in the theory's file, where its evidence points to it.
"""

from typing import Any

from sim.schema.fields import Part, quantity, text


def _weight(meaning: str, high: float = 2.0) -> Any:
    return quantity(meaning, "weight", 0.0, high)


class Threat(Part):
    """How states come to feel threatened by a crisis elsewhere."""

    scale: float = _weight("Scale of perceived threat; each theory has its own.", high=5.0)
    contagion: float = _weight("Regime contagion.", high=1.0)
    stake: float = _weight("Strategic and economic stake in the host.", high=1.0)
    exposure: float = _weight("Exposure through the regional security complex.", high=1.0)
    sponsorship: float = _weight("Sponsorship from outside, as framed.", high=1.0)
    noise: float = quantity("Standard deviation of a perception around its codes.", "scale 0-1", 0.0, 1.0)
    correlation: float = quantity("Correlation of that noise between states.", "correlation", 0.0, 1.0)


class Influence(Part):
    """How states move toward what those they trust perceive (Friedkin and Johnsen 1990)."""

    susceptibility: float = _weight("Weight of others against one's own view.", high=0.95)
    trust: float = quantity("Lowest tie at which another is listened to.", "scale 0-1", 0.0, 1.0)
    leading: float = _weight("Extra weight of a leading state, per unit of its share of power.", high=10.0)


class Factors(Part):
    """Kaleji's six factors in the host's belief that an organization will act; only their proportions count."""

    structure: float = _weight("One leading state and a shared history.")
    size: float = _weight("Few and cohesive members.")
    obligation: float = _weight("A codified obligation.")
    record: float = _weight("A record of action.")
    force: float = _weight("A rapid-reaction force.")
    concern: float = _weight("Concern of the leading states.")


class Request(Part):
    """How the host decides whether to ask, and whom."""

    alarm: float = quantity(
        "Severity at which the matter opens: hosts weigh a call, councils take note.", "scale 0-1", 0.0, 1.0
    )
    belief: float = _weight("Weight of the need that help meets, if it comes.")
    cover: float = _weight("Weight of the cover that many flags give, if they come.")
    price: float = _weight("Weight of the price in sovereignty, if they come.")
    reluctance: float = _weight("Weight of the host's self-reliance.")
    factors: Factors = text("Weights of the six factors in the believed chance that an organization acts.")
    hook_in_belief: float = quantity("Part of the believed chance that falls away without a hook.", "share", 0.0, 1.0)
    size_reference: float = quantity(
        "Members at which an organization's size halves the belief in its speed.", "members", 1.0, 1_000.0
    )
    outsider: float = quantity(
        "Part of the believed chance that is left for a host that is no member.", "share", 0.0, 1.0
    )
    sounding: float = quantity(
        "Weight of sounding out the leading states before asking (0: no pre-consultation).", "share", 0.0, 1.0
    )
    noise: float = quantity("Standard deviation of the host's judgement of an addressee.", "utility", 0.0, 1.0)
    patience: float = quantity("Days before a host that got no force turns to the next.", "days", 1.0, 365.0)
    passing_on: bool = text("Whether a leading state passes a bilateral request on to its organization.")


class Raising(Part):
    """When members take the matter up without the host."""

    allowed: bool = text("Whether they may.")
    patience: float = quantity(
        "Days that members wait for the host to call before one raises force.", "days", 0.0, 365.0
    )


class Hook(Part):
    """When a mandate covers the case."""

    required: bool = text("Whether a council needs a hook to order force.")
    threshold: float = quantity("Cover at which a hook exists.", "scale 0-1", 0.0, 1.0)
    latitude: float = quantity("How far a claim counts as the fact where members read the texts.", "share", 0.0, 1.0)


class Benefit(Part):
    """Reasons for helping. Half the weight is interest, half are bonds, equal among each other."""

    threat: float = _weight("Perceived threat.")
    obligation: float = _weight("Obligation under a treaty that covers the case.")
    abandonment: float = _weight("Fear of being left alone oneself (Snyder 1984).")
    pressure: float = _weight("Pressure from leading states on those who depend on them.")
    record: float = _weight("A record of action: what the organization did before is easier to do again.")


class Harm(Part):
    """Reasons against helping, equal among each other."""

    intrusion: float = _weight("Intrusion into the host's sovereignty.")
    mandate: float = _weight("What is missing of a mandate that covers the case.")
    precedent: float = _weight("Fear of a precedent for oneself.")
    ties: float = _weight("Ties to the other side.")
    cost: float = _weight("Expected cost and entrapment.")


class Council(Part):
    """How a council sits and bargains."""

    abstention: float = quantity("Utility below which a member neither supports nor objects.", "utility", 0.0, 1.0)
    standing_aside: float = quantity(
        "Part of the expected cost that a member escapes by standing aside, where the charter knows that.",
        "share",
        0.0,
        1.0,
    )
    rise: float = quantity(
        "Rise in severity that governments notice: councils sit again, the host weighs a call again.",
        "scale 0-1",
        0.0,
        1.0,
    )
    sittings: int = quantity(
        "Sittings that end without force before a matter leaves the agenda, until it gets worse.", "sittings", 1, 100
    )
    bargaining_days: float = quantity(
        "Days of bargaining if nobody but the sponsor supports a draft.", "days", 0.0, 365.0
    )
    leading_share: float = quantity(
        "Share of capability that makes a member lead where institutions are transplanted.", "share", 0.0, 1.0
    )
    deference: bool = text("Whether a council leaves the field to an organization that already goes.")


class Deployment(Part):
    """How decided force is carried."""

    critical: float = quantity("Part of the needed force that must arrive to count as arrived.", "share", 0.0, 1.0)
    resistance: float = _weight(
        "Further troops that full resistance demands, as a multiple of the mission.", high=10.0
    )
    token: float = quantity("Smallest contingent a willing member sends.", "persons", 0.0, 10_000.0)
    help: float = quantity("Part by which full help shortens the half-life.", "share", 0.0, 0.95)
    push: float = _weight("Part by which full backing of the other side lengthens the half-life.", high=10.0)


class Coalition(Part):
    """What willing states do when their council fails them."""

    allowed: bool = text("Whether a carrier may lead a coalition past its council.")
    sittings: int = quantity("Failed sittings before it does.", "sittings", 1, 100)
    cost: float = quantity("Price of going past the council.", "utility", 0.0, 2.0)
    join: float = quantity("Share of the other members that makes it the organization's.", "share", 0.0, 1.0)
    alone_allowed: bool = text("Whether a carrier may go alone.")
    alone_cost: float = quantity("Further price of going without cover.", "utility", 0.0, 2.0)


class Exit(Part):
    """When the crisis is over and the troops leave."""

    calm: float = quantity("Severity below which a crisis is over.", "scale 0-1", 0.0, 1.0)
    calm_days: float = quantity("Days of calm before withdrawal begins.", "days", 0.0, 365.0)
    host_impatience: float = _weight(
        "Severity at which the host asks troops to leave, per unit of its fear for sovereignty.", high=1.0
    )
    withdrawal_days: float = quantity("Days that withdrawal takes.", "days", 0.0, 365.0)


class Theory(Part):
    """An argument about when organizations intervene, as switches and weights."""

    title: str = text("Title as printed in tables and figures.")
    threat: Threat = text("Threat perception.")
    influence: Influence = text("Social influence.")
    request: Request = text("The host's request.")
    raising: Raising = text("Raising a matter uninvited.")
    hook: Hook = text("The casus foederis.")
    benefit: Benefit = text("Reasons for helping.")
    harm: Harm = text("Reasons against helping.")
    council: Council = text("Sittings and bargaining.")
    deployment: Deployment = text("Carrying the force.")
    coalition: Coalition = text("Coalitions and going alone.")
    exit: Exit = text("Calm and withdrawal.")
