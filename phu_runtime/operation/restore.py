"""A backup put back: what was destroyed since stays destroyed, and no mail goes out a second time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from phu_runtime.calendar import local_date
from phu_runtime.errors import PhuError
from phu_runtime.keys import Destroyed, Keys
from phu_runtime.records import destruction, facts, log_chain, outbox
from phu_runtime.records.session import Database

SHOWN = "restore_shown"
LOG_RESTORED = "log_restored"


def read_destroyed(path: Path) -> list[Destroyed]:
    """The list of destroyed cases as ``records.backup.write_destroyed`` wrote it. Raises PhuError with the line's number."""
    if not path.exists():
        raise PhuError(f"Het bestand {path} bestaat niet. Geef de nieuwste lijst van vernietigde casussen op, ook als die leeg is.")
    found: list[Destroyed] = []
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        moment, _, case_id = line.partition(" ")
        try:
            at = datetime.fromisoformat(moment)
        except ValueError:
            raise PhuError(f"Regel {number} van {path} is geen regel van de lijst van vernietigde casussen.") from None
        if not case_id or at.tzinfo is None:
            raise PhuError(f"Regel {number} van {path} is geen regel van de lijst van vernietigde casussen.")
        found.append(Destroyed(case_id, at))
    return found


def finish_restore(database: Database, keys: Keys, destroyed: Iterable[Destroyed], now: datetime | None = None) -> list[str]:
    """Run after the files (or dumps) were put back and before the program starts; doing it again changes nothing.

    Destroys again what was destroyed since the backup, holds mail that may have gone out already, and notes that a restore
    was shown. Returns what happened, in sentences.
    """
    lines = list(destroyed)
    at = now or datetime.now(UTC)
    again = keys.replay(lines)
    with database.write() as session:
        erased = sum(destruction.erase_case(session, line.case_id) for line in lines)
        held = outbox.hold_waiting(session)
        facts.put_fact(session, SHOWN, at.isoformat())
        facts.put_fact(session, LOG_RESTORED, f"{log_chain.head(session).number} {local_date(at).isoformat()}")
    return [
        f"Sleutels opnieuw vernietigd: {again}.",
        f"Casussen opnieuw verwijderd: {erased}.",
        f"Mails vastgehouden die misschien al verstuurd zijn: {held}. Bekijk ze en verstuur ze zo nodig opnieuw.",
        "Termijnen die intussen verstreken zijn, gaan af zodra het programma start.",
    ]
