"""Steps that failed, for who mends them."""

from __future__ import annotations

from typing import Any

from phu_runtime.shapes import IncidentShown


def show_incident(incident: Any, number: str) -> IncidentShown:
    """An incident row as a shape."""
    return IncidentShown(
        incident_id=incident.id,
        case_id=incident.case_id,
        case_number=number,
        element=incident.element,
        name=incident.name,
        reason=incident.reason,
        at=incident.at,
        attempts=incident.attempts,
        status=incident.status,
    )
