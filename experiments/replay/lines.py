"""The lines in which a run is told."""

from typing import Any

type Line = dict[str, Any]


def line(
    day: int | None, kind: str, subject: str, value: float | str | None, detail: str = "", organization: str = ""
) -> Line:
    """What happened on a day (None: before the first): of which kind, to whom, in which organization."""
    found = {"day": day, "organization": organization, "kind": kind, "subject": subject}
    return found | {"value": value, "detail": detail}
