"""An organization: members, charter, leading states, forces and record, all dated."""

from datetime import date

from sim.schema.enums import DecisionRule, MemberStatus, Rung
from sim.schema.fields import Name, Part, coded, named, part, quantity, text


class Spell(Part):
    """A spell of membership."""

    state: Name | None = text("The state; empty: the spell's own name.", default=None)
    from_: date | None = text("First day of the spell; empty: from the beginning.", default=None, alias="from")
    to: date | None = text("Last day of the spell; empty: still going on.", default=None)
    status: MemberStatus = text(
        "member (sits and votes), inactive (a member that does not take part), observer (may be in talks).",
        default=MemberStatus.MEMBER,
    )
    votes: float = quantity("Votes under a weighted rule.", "votes", 0.0, 1_000.0, default=1.0)


_MANDATE_STEPS = (
    "none, or forbidden",
    "only by a stretch",
    "arguable, never used so",
    "covered with reservations",
    "covered",
    "covered in so many words",
)


class Mandates(Part):
    """How clearly the texts of that date cover each kind of case (the hook)."""

    collective_defence: float | None = coded(
        "Armed attack from outside on a member's recognised territory.", _MANDATE_STEPS, default=None
    )
    internal_order: float | None = coded(
        "Threats to stability inside a member, at its request.", _MANDATE_STEPS, default=None
    )
    counter_terrorism: float | None = coded("Terrorism against a member.", _MANDATE_STEPS, default=None)
    peacekeeping: float | None = coded(
        "Ethnic violence or civil war, in a member or outside.", _MANDATE_STEPS, default=None
    )


class Charter(Part):
    """The rules in force from a date on; a later period states only what changed."""

    from_: date | None = text("First day in force; empty: from the beginning.", default=None, alias="from")
    to: date | None = text("Last day in force, where the organization ended; empty: still in force.", default=None)
    decision_rule: DecisionRule | None = text("How the council decides on force and aid.", default=None)
    quorum: float | None = quantity(
        "Share of votes that a qualified or weighted majority needs.", "share", 0.0, 1.0, default=None
    )
    standing_aside: bool | None = text(
        "Whether a member that would rather take no part can stand aside instead of objecting.",
        default=None,
    )
    leading_consent: bool | None = text(
        "Whether nothing passes against a leading state, whatever the rule says.", default=None
    )
    highest_rung: Rung | None = text("The highest rung the council can order at all.", default=None)
    sitting_days: float | None = quantity(
        "Days between two sittings on the same matter.", "days", 1.0, 365.0, default=None
    )
    obligation: float | None = coded(
        "How strongly members are bound to help each other.",
        (
            "no duty at all",
            "general co-operation only",
            "consultation",
            "assistance, form left open",
            "assistance, force named as one form",
            "automatic armed assistance",
        ),
        default=None,
    )
    shared_history: float | None = coded(
        "How much history, language and experience of living together the members share.",
        (
            "none",
            "little",
            "some members",
            "most members",
            "nearly all members",
            "one country within living memory",
        ),
        default=None,
    )
    cohesion: float | None = coded(
        "How close the members' political ties are among each other.",
        (
            "rivals inside, open conflicts",
            "rivals inside, contained",
            "mixed",
            "friendly, with open quarrels",
            "close",
            "of one will",
        ),
        default=None,
    )
    mandates: Mandates = part("What the texts cover.", Mandates)


CHARTER_DEFAULTS: dict[str, object] = {
    "decision_rule": DecisionRule.CONSENSUS,
    "quorum": 0.667,
    "standing_aside": False,
    "leading_consent": True,
    "highest_rung": Rung.FORCE,
    "sitting_days": 3.0,
    "obligation": 0.4,
    "shared_history": 0.4,
    "cohesion": 0.4,
    "mandates.collective_defence": 0.0,
    "mandates.internal_order": 0.0,
    "mandates.counter_terrorism": 0.0,
    "mandates.peacekeeping": 0.0,
}
"""What a charter says where none of its periods does: a consultative body without mandates."""


class LeadingState(Part):
    """A state whose consent and lead the organization needs."""

    share: float | None = quantity(
        "Its part of the members' combined military spending; empty: its part of their capability.",
        "share",
        0.0,
        1.0,
        default=None,
    )


class Force(Part):
    """A force at the organization's disposal."""

    personnel: float = quantity("Strength on paper.", "persons", 0.0, 5_000_000.0)
    readiness_days: float = quantity("Days from the decision until it arrives.", "days", 0.0, 365.0, default=7.0)
    internal_fit: float = coded(
        "How fit it is for unrest inside a member.",
        (
            "of no use",
            "heavy forces only",
            "some light units",
            "light units, little training for it",
            "police and special units among it",
            "made for it",
        ),
        default=0.4,
    )
    usable_from: date | None = text("First day on which it can be used; empty: always.", default=None)


class Precedent(Part):
    """A dated case in which the organization acted or was expected to."""

    when: date = text("Day of the decision, or of the call that went unanswered.")
    rung: Rung = text("What the organization did.")


class Organization(Part):
    """An organization that a member may call."""

    name: str = text("Name as printed in tables and figures.")
    draw_id: int | None = quantity(
        "Number that keys the host's draws about this organization; a hybrid of two inherits it. "
        "Empty: made from the file's name.",
        "integer",
        0,
        2**31 - 1,
        default=None,
    )
    membership: dict[Name, Spell] = named("Spells of membership, by the state's name or by a name for the spell.")
    charter: dict[Name, Charter] = named("Dated charters, by a name for the period.")
    leading: dict[Name, LeadingState] = named("Leading states; empty: an organization of equals.")
    rapid_reaction: Force | None = part("Rapid-reaction force, if there is one.", lambda: None)
    standing: Force | None = part("Standing or earmarked force, if there is one.", lambda: None)
    record: dict[Name, Precedent] = named("Record of action and inaction, by a name for the case.")
