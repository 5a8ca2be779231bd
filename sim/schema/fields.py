"""The three kinds of field a parameter can be: a coded value, a quantity, a set of named things.

Coded values follow the six-step scale of fuzzy-set analysis (Ragin 2008): 0, 0.2, 0.4, 0.6, 0.8, 1,
each step described in words; the point of greatest ambiguity, 0.5, is left out.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

SIX_STEPS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


class Part(BaseModel):
    """A part of the world: unknown keys are refused, values never change after validation."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)


def coded(meaning: str, steps: tuple[str, str, str, str, str, str], default: Any = ...) -> Any:
    """A value on the six-step scale; `steps` says in words what 0, 0.2, 0.4, 0.6, 0.8 and 1 mean."""
    extra: dict[str, Any] = {"unit": "scale 0-1", "steps": list(steps)}
    return Field(
        default=default,
        ge=0.0,
        le=1.0,
        description=meaning,
        json_schema_extra=extra,
    )


def quantity(meaning: str, unit: str, low: float | None = None, high: float | None = None, default: Any = ...) -> Any:
    """A number with a unit, allowed from `low` to `high`, both included."""
    return Field(default=default, ge=low, le=high, description=meaning, json_schema_extra={"unit": unit})


def text(meaning: str, default: Any = ..., alias: str | None = None) -> Any:
    """A word, a date or a choice."""
    return Field(default=default, description=meaning, alias=alias, json_schema_extra={"unit": ""})


def named(meaning: str) -> Any:
    """A mapping from names to values or parts; empty unless given."""
    return Field(default_factory=dict, description=meaning, json_schema_extra={"unit": ""})


def part(meaning: str, default_factory: Any) -> Any:
    """A nested part with defaults of its own."""
    return Field(default_factory=default_factory, description=meaning, json_schema_extra={"unit": ""})


def is_plain(name: str) -> bool:
    """Whether a name can stand in a path: lower-case letters, digits and _."""
    return name.isidentifier() and name == name.lower()


def _plain_name(name: str) -> str:
    if not is_plain(name):
        raise ValueError("must be a plain lower-case name: letters, digits and _")
    return name


Name = Annotated[str, AfterValidator(_plain_name)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Persons = Annotated[float, Field(ge=0.0, le=5_000_000.0)]
