"""A state: what it fears, what it depends on, what it can send. Conditions are dated."""

from datetime import date

from sim.schema.fields import Name, Part, Share, coded, named, quantity, text


class Relation(Part):
    """What one state is to another, as seen from the first (directed)."""

    stake: float = coded(
        "Strategic and economic stake of this state in the other.",
        (
            "none to speak of",
            "marginal: some trade or routes",
            "limited: one field of interest",
            "considerable: several fields, some hard to replace",
            "high: an important partner",
            "vital: a core interest of national policy",
        ),
        default=0.2,
    )
    tie: float = coded(
        "How friendly this state's leadership is to the other's.",
        (
            "enemies, no relations or war",
            "hostile",
            "cool or correct",
            "friendly",
            "close partners",
            "allies in nearly everything",
        ),
        default=0.4,
    )
    dependence: float = coded(
        "How much this state's security and economy depend on the other.",
        (
            "not at all",
            "slightly; easily replaced",
            "in one field",
            "in several fields",
            "heavily; a rupture would shake the regime",
            "wholly",
        ),
        default=0.0,
    )


class Conditions(Part):
    """What holds of a state from a date on; a later period states only what changed."""

    from_: date | None = text("First day of the period; empty: always.", default=None, alias="from")
    capability: float | None = quantity(
        "Material capability: share of the world's total (CINC).", "share of world", 0.0, 1.0, default=None
    )
    personnel: float | None = quantity("Armed forces.", "thousand persons", 0.0, 5_000.0, default=None)
    polyarchy: float | None = quantity(
        "Electoral democracy (V-Dem v2x_polyarchy); regimes alike have values alike.",
        "index 0-1",
        0.0,
        1.0,
        default=None,
    )
    regime_insecurity: float | None = coded(
        "How far the leadership fears to be overthrown by its own people or elite.",
        (
            "no such fear: power changes by elections",
            "remote",
            "present but not pressing",
            "pressing at times",
            "a constant concern of policy",
            "the regime fights for its survival",
        ),
        default=None,
    )
    unrest: float | None = coded(
        "Unrest at home in the year of the crisis.",
        (
            "none",
            "isolated protests",
            "repeated protests",
            "large protests or riots",
            "nationwide mass protest or political crisis",
            "uprising or civil war",
        ),
        default=None,
    )
    outside_fear: float | None = coded(
        "How ready the leadership is to see unrest around it as the work of hostile outsiders.",
        (
            "never",
            "seldom",
            "sometimes",
            "often",
            "as a rule",
            "as the master key to all events",
        ),
        default=None,
    )
    sovereignty_fear: float | None = coded(
        "How far the state fears that foreign force in a neighbour's affairs is a precedent for its own.",
        (
            "not at all: it would be the one to send",
            "little",
            "some",
            "marked: it reserves its position",
            "high: it speaks and votes against",
            "absolute: it leaves rather than consents",
        ),
        default=None,
    )
    self_reliance: float | None = coded(
        "How reluctant the state is to call foreign help for itself.",
        (
            "calls at once",
            "calls easily",
            "calls when pressed",
            "calls only in danger of losing control",
            "calls as the last resort, bilaterally if at all",
            "never calls",
        ),
        default=None,
    )
    deployable: float | None = quantity(
        "Part of the armed forces that can be sent abroad within weeks.", "share", 0.0, 1.0, default=None
    )
    readiness_days: float | None = quantity(
        "Days from the order until national units arrive.", "days", 0.0, 365.0, default=None
    )
    ratification_days: float | None = quantity(
        "Longest delay that parliament or government at home adds before troops may leave.",
        "days",
        0.0,
        60.0,
        default=None,
    )
    ratification_failure: float | None = quantity(
        "Chance that ratification at home fails; the state then sends nothing but blocks nobody.",
        "probability",
        0.0,
        1.0,
        default=None,
    )
    relations: dict[Name, Relation] = named("Relations to other states; a pair not named has the defaults.")


CONDITION_DEFAULTS: dict[str, float] = {
    "capability": 0.001,
    "personnel": 20.0,
    "polyarchy": 0.4,
    "regime_insecurity": 0.2,
    "unrest": 0.2,
    "outside_fear": 0.2,
    "sovereignty_fear": 0.4,
    "self_reliance": 0.4,
    "deployable": 0.02,
    "readiness_days": 7.0,
    "ratification_days": 1.0,
    "ratification_failure": 0.05,
}
"""What a condition is where no period of the state says: a small, unremarkable state."""


class State(Part):
    """A state and its dated conditions."""

    name: str = text("Name as printed in tables and figures.")
    draw_id: int | None = quantity(
        "Number that keys this state's random draws; keep it when a state is renamed. "
        "Empty: made from the file's name.",
        "integer",
        0,
        2**31 - 1,
        default=None,
    )
    complexes: dict[Name, Share] = named(
        "Degree of membership (0-1) in regional security complexes, by the complex's name (Buzan and Waever 2003)."
    )
    conditions: dict[Name, Conditions] = named("Dated conditions, by a name for the period.")
