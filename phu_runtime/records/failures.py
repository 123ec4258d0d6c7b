"""What a failing database means for the reader: a refusal of ours, or nothing we can name."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from phu_runtime.errors import OutOfDate, PhuError

CHANGED = "Iemand anders heeft deze casus net gewijzigd. Bekijk de casus opnieuw; uw invoer is bewaard."
BUSY = "Het is nu te druk om dit op te slaan. Probeer het over een minuut opnieuw; uw invoer is bewaard."
FULL = "De schijf van de server is vol: er is niets opgeslagen. Waarschuw de beheerder."
UNREACHABLE = "De database is niet bereikbaar. Kijk of de server draait en of PHU_DATABASE_URL klopt; probeer het daarna opnieuw."

_UNIQUE_VIOLATION = "23505"
_BUSY_STATES = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available
_FULL_STATES = {"53100"}


def is_unique_violation(error: BaseException) -> bool:
    """Whether ``error`` (or what caused it) says that a row with that key exists already."""
    while not isinstance(error, IntegrityError):
        if error.__cause__ is None:
            return False
        error = error.__cause__
    return _state(error) == _UNIQUE_VIOLATION or _code(error) in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


def translated(error: BaseException) -> PhuError | None:
    """The refusal that ``error`` stands for: a stale revision, a busy, full or unreachable database; else None."""
    if isinstance(error, StaleDataError):
        return OutOfDate(CHANGED)
    if isinstance(error, sqlite3.OperationalError):  # at BEGIN, before SQLAlchemy wraps it
        return OutOfDate(BUSY) if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) else None
    if not isinstance(error, DBAPIError):
        return None
    if _state(error) in _BUSY_STATES or _code(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return OutOfDate(BUSY)
    if _state(error) in _FULL_STATES or _code(error) == "SQLITE_FULL":
        return PhuError(FULL)
    if _code(error) == "SQLITE_CANTOPEN" or (isinstance(error, OperationalError) and not _state(error) and not _code(error)):
        return PhuError(UNREACHABLE)
    return None


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", "") or "")


def _code(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlite_errorname", "") or "")
