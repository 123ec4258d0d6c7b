"""The registers of the agreement, its parties with their contacts, and until when it is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from phu_runtime.access import require
from phu_runtime.access.registers import REGISTERS, readable_registers
from phu_runtime.access.roles import PARTIES
from phu_runtime.records import accounts, meetings
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.agreement import Agreement

CONTACTS = frozenset({"coordinator", "fg", "manager", "procesregisseur", "adviesgroep"})


@dataclass(frozen=True)
class RegisterLine:
    """One line: when, where, which party (role key or name), what."""

    at: datetime
    municipality: str
    party: str
    reason: str


@dataclass(frozen=True)
class Registers:
    """``registers``: (title, article, lines). ``parties``: (party, organisation, contacts by name)."""

    agreement: Agreement
    registers: Sequence[tuple[str, str, Sequence[RegisterLine]]]
    parties: Sequence[tuple[str, str, Sequence[str]]]


def show_registers(store: Store, actor: Actor) -> Registers:
    """Parties and validity for everyone who is signed in; a register only for whom it is meant."""
    require(actor, "see_work_process")
    work = store.runtime.work_process(store.session, store.runtime.active_release(store))
    found = [(*REGISTERS[key], _lines(store, key)) for key in readable_registers(actor)]
    return Registers(work.agreement, found, _parties(store))


def _lines(store: Store, key: str) -> list[RegisterLine]:
    return [RegisterLine(row.at, row.municipality, row.party, row.reason) for row in meetings.register_lines(store.session, key)]


def _parties(store: Store) -> list[tuple[str, str, list[str]]]:
    contacts: dict[str, list[str]] = {}
    for user, organisation, roles in accounts.users(store.session, only_active=True):
        if roles & CONTACTS:
            contacts.setdefault(organisation.id, []).append(user.name)
    parties = [organisation for organisation, _ in accounts.organisations(store.session) if organisation.active]
    return [(PARTIES.get(one.party, one.party), one.name, contacts.get(one.id, [])) for one in parties]
