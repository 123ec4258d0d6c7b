"""A line of the access log (NEN 7513), as plain data; ``records.oversight`` writes it with its transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from phu_runtime.shapes import Actor

ALLOWED = "toegestaan"
REFUSED = "geweigerd"


@dataclass(frozen=True)
class Line:
    """One look, search, change or refusal. ``action``: C, R, U, D or E. ``fields``: dictionary keys, comma-separated,
    never contents. ``pseudonym``: of the case; "" when the deed is about no one case."""

    at: datetime
    event: str
    action: str
    user_id: str | None
    organisation_id: str | None
    role: str
    responsible_id: str | None
    pseudonym: str
    fields: str
    purpose: str
    ground: str
    result: str
    access_point: str


def line(
    actor: Actor | None,
    event: str,
    action: str,
    pseudonym: str = "",
    fields: Iterable[str] = (),
    purpose: str = "",
    ground: str = "",
    result: str = ALLOWED,
    at: datetime | None = None,
    *,
    responsible_id: str | None = None,
) -> Line:
    """The line for one deed at real time ``at`` (aware). ``responsible_id``: for whom a deputy acts ("namens").
    ValueError for an unknown action or a moment without an offset: a log line must be sound."""
    if action not in ("C", "R", "U", "D", "E"):
        raise ValueError(f"unknown action {action!r}")
    if at is None or at.tzinfo is None:
        raise ValueError("a log line needs an aware moment")
    return Line(
        at=at,
        event=event,
        action=action,
        user_id=actor.user_id if actor else None,
        organisation_id=actor.organisation_id if actor else None,
        role=_role(actor) if actor else "",
        responsible_id=responsible_id,
        pseudonym=pseudonym,
        fields=",".join(sorted(set(fields))),
        purpose=purpose,
        ground=ground,
        result=result,
        access_point=actor.access_point if actor else "",
    )


def _role(actor: Actor) -> str:
    return f"{actor.party}: {', '.join(sorted(actor.roles))}"
