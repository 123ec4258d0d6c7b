"""Who may see or do what: pure functions over plain data, no database.

``may`` decides every deed, ``fields.readable`` every field, ``log.line`` words what is written down about it.
"""

from phu_runtime.access.rules import may, require
from phu_runtime.access.subjects import (
    AccountAccess,
    CaseAccess,
    Deed,
    EventAccess,
    IncidentAccess,
    LogAccess,
    OrganisationAccess,
    PassageAccess,
    ReleaseAccess,
    ReportAccess,
    StartAccess,
    TaskAccess,
    Verdict,
)

__all__ = [
    "AccountAccess",
    "CaseAccess",
    "Deed",
    "EventAccess",
    "IncidentAccess",
    "LogAccess",
    "OrganisationAccess",
    "PassageAccess",
    "ReleaseAccess",
    "ReportAccess",
    "StartAccess",
    "TaskAccess",
    "Verdict",
    "may",
    "require",
]
