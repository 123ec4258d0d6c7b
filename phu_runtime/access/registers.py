"""Who reads which register of the agreement: counts and lines without personal data (art. 6.4; PP 7.2, 10.3, 12.1, 13.2)."""

from __future__ import annotations

from phu_runtime.access.casework import REGISTRARS
from phu_runtime.access.roles import CASEWORK
from phu_runtime.shapes import Actor

ENDED_EARLY = "voortijdig_beeindigd"
REGISTERS = {
    ENDED_EARLY: ("Voortijdig beëindigde dossiers", "art. 6.4"),
    "datalekken": ("Datalekken", "PP 10.3"),
    "verstrekkingen": ("Verstrekkingen", "PP 12.1"),
    "vernietigingen": ("Vernietigde casussen", "PP 7.2"),
}


def readable_registers(actor: Actor) -> tuple[str, ...]:
    """Manager, procesregisseur and FGs read all; the Meldpunt the one that it keeps (art. 6.4)."""
    if actor.roles & (REGISTRARS | {"fg"}):
        return tuple(REGISTERS)
    return (ENDED_EARLY,) if actor.party == "meldpunt" and actor.roles & CASEWORK else ()
