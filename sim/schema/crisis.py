"""A crisis: its host, its course, who asks, what help would take, and what was recorded."""

from datetime import date

from sim.schema.enums import CrisisType, Rung
from sim.schema.fields import Name, Part, Persons, Share, coded, named, part, quantity, text

_SEVERITY_STEPS = (
    "calm",
    "local disturbance, or talk of change",
    "several places, order holds; or change is contested",
    "order fails in places, deaths; or the challenger shares power",
    "order fails in main cities, or heavy fighting; or the challenger governs",
    "the state or its defence collapses; or the old order is gone",
)


class Severity(Part):
    """The course that the crisis takes without help."""

    level: float = coded("Severity on the day of onset.", _SEVERITY_STEPS)
    peak: float = coded("Severity at its height.", _SEVERITY_STEPS)
    days_to_peak: float = quantity("Days from onset to the height.", "days", 0.0, 365.0)
    half_life: float = quantity("Days in which severity halves after the height, without help.", "days", 0.5, 730.0)


class Challenger(Part):
    """What is lost if the other side of the crisis wins; the other side may be a reforming incumbent."""

    regime_threat: float = coded(
        "How far its victory would endanger regimes of the host's kind elsewhere.",
        (
            "not at all",
            "hardly",
            "by a distant example",
            "by an example that neighbours watch",
            "by a model that opponents elsewhere would copy",
            "it would undo the order these regimes rest on",
        ),
        default=0.0,
    )
    realignment: float = coded(
        "How far its victory would cost the host's partners what they have in the host.",
        (
            "nothing changes for them",
            "small frictions",
            "some interests at risk",
            "several interests at risk",
            "the host would turn away from them",
            "the host would go over to a rival",
        ),
        default=0.2,
    )


class Frame(Part):
    """What the asker can claim the crisis to be; claims need not be true."""

    external: float = coded(
        "How plausibly it can be claimed that outsiders direct the events.",
        (
            "no claim",
            "a hint",
            "a claim few share",
            "a claim many share",
            "a claim nearly all share",
            "plain fact",
        ),
        default=0.0,
    )
    terrorism: float = coded(
        "How plausibly it can be claimed that terrorists act.",
        (
            "no claim",
            "a hint",
            "a claim few share",
            "a claim many share",
            "a claim nearly all share",
            "plain fact",
        ),
        default=0.0,
    )


class Asker(Part):
    """The authority that would ask for help."""

    control: float = coded(
        "How far it controls the state's territory and forces.",
        ("not at all", "an office only", "parts", "most, contested", "nearly all", "all"),
    )
    legitimacy: float = coded(
        "How far other governments accept it as the host's lawful authority.",
        ("none does", "few do", "disputed", "most do, with doubts", "nearly all do", "undisputed"),
    )


class Mission(Part):
    """What help by force would take."""

    personnel: float = quantity("Troops needed.", "persons", 0.0, 2_000_000.0)
    intrusion: float = coded(
        "How deep it reaches into the host's affairs, even when invited.",
        (
            "none: outside the country",
            "stationing or air defence",
            "guarding sites",
            "keeping parties apart",
            "policing or fighting on the host's soil against its people",
            "replacing its authority",
        ),
    )
    resistance: float = coded(
        "Armed resistance that a sender must expect.",
        (
            "none",
            "scattered",
            "armed groups",
            "organised irregulars",
            "a capable army at a distance",
            "full-scale war",
        ),
    )


class RecordedRequest(Part):
    """A request as recorded."""

    day: float = quantity("Days from onset.", "days", 0.0, 3_650.0)


class RecordedRequests(Part):
    """Whom the host asked, as recorded."""

    organizations: dict[Name, RecordedRequest] = named("Requests to organizations.")
    states: dict[Name, RecordedRequest] = named("Bilateral requests to states.")


class RecordedOutcome(Part):
    """What an organization did, as recorded; read by analysis only."""

    rung: Rung = text("The highest rung it took.")
    arrived: bool | None = text(
        "Whether its force arrived while the crisis lasted; empty: it did, if the rung is force.", default=None
    )
    decision_day: float | None = quantity("Days from onset to the decision.", "days", 0.0, 3_650.0, default=None)
    arrival_day: float | None = quantity("Days from onset to the first arrival.", "days", 0.0, 3_650.0, default=None)
    exit_day: float | None = quantity("Days from onset until all were out.", "days", 0.0, 36_500.0, default=None)
    contributions: dict[Name, Persons] = named("Troops sent, by state, in persons.")

    @property
    def came(self) -> bool:
        """Whether force came in time."""
        return self.rung is Rung.FORCE and self.arrived is not False


class Recorded(Part):
    """What happened; no rule reads the outcomes."""

    requests: RecordedRequests = part("Whom the host asked.", RecordedRequests)
    outcomes: dict[Name, RecordedOutcome] = named("What each organization whose forum was in question did.")


class Crisis(Part):
    """A crisis in one host state."""

    title: str = text("Title as printed in tables and figures.")
    host: Name = text("The state in crisis.")
    type: CrisisType = text("Kind of crisis.")
    onset: date = text("First day; memberships, charters and conditions are those of this date.")
    horizon: int = quantity("Days that a run covers.", "days", 1, 365, default=60)
    severity: Severity = text("The course of the crisis without help.")
    host_capacity: float = coded(
        "How much of what it demands the host can master itself, as the host's government sees it.",
        ("nothing", "little", "some", "much", "nearly all", "all, or it sees nothing to master"),
    )
    spillover: float = coded(
        "How far it is felt across the host's borders.",
        (
            "not at all",
            "hardly",
            "alarm, closed borders",
            "refugees or shots across the border",
            "fighting or flight into neighbours",
            "neighbours are drawn in",
        ),
    )
    challenger: Challenger = part("What is lost if the other side wins.", Challenger)
    frame: Frame = part("What the asker can claim.", Frame)
    external_attack: float = coded(
        "How far another state in fact attacks the host.",
        ("not at all", "hardly", "support from abroad", "raids", "limited attack", "open war"),
        default=0.0,
    )
    territory: float = coded(
        "How far the fighting is on territory recognised as the host's.",
        ("not on it", "hardly", "mostly elsewhere, or disputed", "partly", "mostly", "wholly"),
        default=1.0,
    )
    opponents: dict[Name, Share] = named("States on the other side, with the degree (0-1) of their part in it.")
    backers: dict[Name, Share] = named("States behind the other side, with their commitment (0-1) to fight for it.")
    asker: Asker = text("The authority that would ask.")
    mission: Mission = text("What help by force would take.")
    presence: dict[Name, Persons] = named("Foreign troops already in the host, by state, in persons.")
    recorded: Recorded = part("What happened.", Recorded)
