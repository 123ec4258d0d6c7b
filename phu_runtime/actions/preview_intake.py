"""A dry run of a file: which rows would become a case, and every reason why a row cannot. Nothing is kept."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections import Counter

from phu_runtime.dossier.seal import SealBroken, seal, unseal
from phu_runtime.errors import FormInvalid
from phu_runtime.intake import Fault, FileInvalid, Row, check_rows, read_table
from phu_runtime.intake.delivering import deliverer_of, find_intake
from phu_runtime.intake.shown import Looked, Preview
from phu_runtime.shapes import Actor
from phu_runtime.steps.answers import INDEXES
from phu_runtime.steps.concepts import user_key
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.starting import case_of_signal, count_at_address, signal_of
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import WorkProcess
from phu_runtime.workprocess.intakes import Intake

LARGEST = 150_000
CARRIED = 190_000
EXPIRED = "Dit bestand is niet meer te lezen. Kies het nog een keer."


def preview_intake(store: Store, actor: Actor | None, key: str, content: bytes, *, carried: str = "") -> Preview:
    """``content``: the file; ``carried``: what an earlier look gave, instead of it. Without an actor the operator looks, for every
    corporation and without a limit. Raises NotFound (no such kind), NotYours, FormInvalid (no file)."""
    work = store.runtime.work_process(store.session, store.runtime.active_release(store))
    intake = find_intake(work, key)
    deliverer = deliverer_of(store, work, intake, actor)
    if carried and actor is not None:
        content = _unwrapped(store, actor, key, carried)
    if actor is not None and len(content) > LARGEST:
        return Preview(intake, [], [Fault(0, "", f"Dit bestand is groter dan {LARGEST // 1000} kB. Verdeel het in kleinere bestanden.")])
    try:
        table = read_table(content, intake)
    except FileInvalid as error:
        return Preview(intake, [], error.faults)
    rows, faults = check_rows(work, intake, table, deliverer, store.now)
    found = sorted([*table.faults, *faults])
    looked = _looked(store, work, intake, rows)
    if rows:
        log_deed(
            store, actor, "bestand bekeken om in te lezen", "R", None, fields=[column.datum for column in intake.columns if column.datum]
        )
    wrapped = _wrapped(store, actor, key, content) if actor is not None and not found else ""
    if len(wrapped) > CARRIED:
        return Preview(intake, looked, [Fault(0, "", "Dit bestand is te groot. Verdeel het in kleinere bestanden.")])
    return Preview(intake, looked, found, wrapped)


def _looked(store: Store, work: WorkProcess, intake: Intake, rows: list[Row]) -> list[Looked]:
    addresses = [tuple(str(row.answers.get(field) or "") for field in INDEXES["address"]) for row in rows]
    here = Counter(addresses)
    looked = []
    for row, address in zip(rows, addresses, strict=True):
        signal = signal_of(work, intake.form, row.organisation_id, {**row.answers, **row.besides})
        own = case_of_signal(store, signal)
        others = count_at_address(store, address, besides=own or "") + (here[address] - 1 if all(address) else 0)
        looked.append(Looked(row, str(row.answers.get("gemeente") or ""), own is not None, others))
    return looked


def _wrapped(store: Store, actor: Actor, key: str, content: bytes) -> str:
    """The file travels with the page, sealed for who brought it, so that nothing is kept of what is only looked at."""
    packed = zlib.compress(content, 9)
    return base64.b64encode(seal(user_key(store, actor), actor.user_id, f"inname:{key}", packed)).decode()


def _unwrapped(store: Store, actor: Actor, key: str, carried: str) -> bytes:
    try:
        sealed = base64.b64decode(carried, validate=True)
        packed = unseal(user_key(store, actor), actor.user_id, f"inname:{key}", sealed)
        return zlib.decompressobj().decompress(packed, LARGEST + 1)
    except (binascii.Error, ValueError, zlib.error, SealBroken) as error:
        raise FormInvalid({"bestand": EXPIRED}) from error
