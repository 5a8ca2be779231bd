"""The closed vocabularies of the model; the order of each is the integer code that the rules use."""

from enum import StrEnum


class Rung(StrEnum):
    """The ladder of responses, from nothing to troops."""

    SILENCE = "silence"
    STATEMENT = "statement"
    OFFER = "offer"
    MATERIAL_AID = "material_aid"
    FORCE = "force"


class DecisionRule(StrEnum):
    """How a council turns positions into a decision."""

    UNANIMITY = "unanimity"
    CONSENSUS = "consensus"
    CONSENSUS_MINUS_ONE = "consensus_minus_one"
    CONSENSUS_MINUS_PARTIES = "consensus_minus_parties"
    QUALIFIED_MAJORITY = "qualified_majority"
    SIMPLE_MAJORITY = "simple_majority"
    WEIGHTED_MAJORITY = "weighted_majority"
    LEADING_STATES = "leading_states"


class CrisisType(StrEnum):
    """What kind of crisis the host is in; the first four are internal."""

    REGIME_PROTEST = "regime_protest"
    OVERTHROW = "overthrow"
    ETHNIC_VIOLENCE = "ethnic_violence"
    CIVIL_WAR = "civil_war"
    INTERSTATE_WAR = "interstate_war"
    BORDER_CLASH = "border_clash"
    TERRORIST_ATTACK = "terrorist_attack"

    @property
    def internal(self) -> bool:
        """Whether the crisis lies within the host's domestic jurisdiction."""
        return self in (
            CrisisType.REGIME_PROTEST,
            CrisisType.OVERTHROW,
            CrisisType.ETHNIC_VIOLENCE,
            CrisisType.CIVIL_WAR,
        )

    @property
    def communal(self) -> bool:
        """Whether parts of the host's own people fight each other, as peacekeeping mandates suppose."""
        return self in (CrisisType.ETHNIC_VIOLENCE, CrisisType.CIVIL_WAR)


class MemberStatus(StrEnum):
    """What a state is to an organization during a spell."""

    MEMBER = "member"
    INACTIVE = "inactive"
    OBSERVER = "observer"


class RequestMode(StrEnum):
    """Where requests come from in a run."""

    MODELLED = "modelled"
    RECORDED = "recorded"
    ASK_ALL = "ask_all"


class Engine(StrEnum):
    """Which of the two drivers runs the replications."""

    ENSEMBLE = "ensemble"
    MESA = "mesa"


class Kind(StrEnum):
    """The kinds of experiment."""

    REPLAY = "replay"
    TRACE = "trace"
    COMPARE = "compare"
    SWEEP = "sweep"
    SENSITIVITY = "sensitivity"
    DISCOVERY = "discovery"
    WHY_NOT = "why_not"
    WHAT_CHANGED = "what_changed"
    VOTING_POWER = "voting_power"
    PROSPECTIVE = "prospective"
    WHICH_PATTERNS = "which_patterns"
    WHICH_THEORY = "which_theory"
    OUT_OF_SAMPLE = "out_of_sample"
    FLIP = "flip"
    TRANSPLANT = "transplant"
    ALL = "all"


class DesignKind(StrEnum):
    """How the points of a sweep are chosen."""

    GRID = "grid"
    LATIN_HYPERCUBE = "latin_hypercube"
    SOBOL = "sobol"
    MORRIS = "morris"
    TABLE = "table"
    ZIP = "zip"

    @property
    def samples(self) -> bool:
        """Whether points are drawn from ranges, so that the design has a size of its own."""
        return self in (DesignKind.LATIN_HYPERCUBE, DesignKind.SOBOL, DesignKind.MORRIS)


class Executor(StrEnum):
    """Where the chunks of a sweep are run."""

    LOCAL = "local"
    DASK = "dask"
