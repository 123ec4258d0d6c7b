"""Is everything well? One line per point, each with what to do when it is not."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from phu_runtime import migrations
from phu_runtime.calendar import local_date
from phu_runtime.errors import PhuError
from phu_runtime.keys import Keys
from phu_runtime.operation.anchors import NAME, expected, read_anchors
from phu_runtime.operation.restore import LOG_RESTORED, SHOWN
from phu_runtime.operation.second_factors import count_old
from phu_runtime.records import backup, cases, facts, incidents, log_chain, outbox, oversight, releases, timers
from phu_runtime.records.session import Database
from phu_runtime.settings import Settings

STANDS_STILL = timedelta(minutes=5)
BACKUP_AGE = timedelta(hours=26)
RESTORE_AGE = timedelta(days=365)
FREE = 0.1


@dataclass(frozen=True)
class Check:
    """One point: ``good``, what was seen, and what to do when it is not good."""

    good: bool
    seen: str
    advice: str = ""


def examine(
    settings: Settings, database: Database, keys: Keys, now: datetime | None = None, seals: Mapping[int, str] | None = None
) -> list[Check]:
    """Every point. ``now`` is case time (the demo moves it). ``seals``: of the log, as mails to an FG told them."""
    real = datetime.now(UTC)
    with database.read() as session:
        waiting = migrations.pending(session.connection())
        if waiting:
            return [
                Check(False, f"De database mist {len(waiting)} wijziging(en).", "Start het programma één keer; het werkt de database bij.")
            ]
        checks = [*_work(session, now or real), *_log(session, settings, seals or {}), *_release(session, now or real)]
        checks += [*_safety(session, settings, real), *_anchored(session, settings, real)] if not settings.demo else []
        checks += _second_factors(session, settings)
    return [*checks, *_keys(keys), *_machine(settings, database, keys)]


def _work(session: Any, now: datetime) -> Iterator[Check]:
    late, mails = timers.count_overdue(session, now - STANDS_STILL), outbox.count_waiting(session, now - STANDS_STILL)
    clock = "Draait de klok? Start 'python -m phu_runtime clock' of 'python app.py'."
    yield Check(not late, f"Termijnen die al hadden moeten afgaan: {late}.", clock)
    yield Check(not mails, f"Mails die te lang wachten: {mails}.", f"{clock} Is de mailserver bereikbaar (PHU_SMTP_URL)?")
    failed = len(outbox.failed_mails(session))
    yield Check(not failed, f"Mails die zijn opgegeven of vastgehouden: {failed}.", "Verhelp de oorzaak en verstuur ze opnieuw.")
    stuck = len(incidents.open_incidents(session))
    yield Check(not stuck, f"Stappen die zijn mislukt: {stuck}.", "Open de pagina Storingen en los ze op.")
    stalled = cases.stalled_cases(session)
    yield Check(
        not stalled,
        f"Lopende casussen zonder taak of termijn: {len(stalled)}.",
        "Laat een proceseigenaar ze bekijken; er gebeurt niets meer in.",
    )
    overdue = cases.due_for_destruction(session, now)
    yield Check(not overdue, f"Casussen die vernietigd hadden moeten zijn: {len(overdue)}.", "Keur het voorstel tot vernietiging goed.")


def _log(session: Any, settings: Settings, seals: Mapping[int, str]) -> Iterator[Check]:
    advice = "Waarschuw de functionaris gegevensbescherming en vergelijk met het zegel in de mail."
    try:
        kept = expected(read_anchors(settings.anchor_map), facts.get_fact(session, LOG_RESTORED)) | dict(seals)
    except PhuError as damaged:
        yield Check(False, damaged.message, advice)
        kept = dict(seals)
    problems = log_chain.verify(session, kept)
    beside = f" Vergeleken met {len(kept)} bewaarde zegels." if kept else ""
    seen = f"Het logboek is ongeschonden.{beside}" if not problems else f"Het logboek is niet in orde: {problems[0]}"
    yield Check(not problems, seen, advice)
    unsealed = oversight.count_unsealed(session, datetime.now(UTC) - STANDS_STILL)
    yield Check(not unsealed, f"Regels van het logboek zonder zegel: {unsealed}.", "Draait de klok?")


def _release(session: Any, now: datetime) -> Iterator[Check]:
    active = releases.active_release(session, now)
    if active is None:
        yield Check(False, "Er is geen werkproces gepubliceerd.", "Publiceer er een: python -m phu_runtime publish.")
        return
    lasts = active.valid_until is None or active.valid_until > now
    until = "" if active.valid_until is None else f", geldig tot en met {active.valid_until:%d-%m-%Y}"
    yield Check(
        lasts, f"Actief werkproces: {active.name}{until}.", "Het convenant is verlopen: verleng het en publiceer een nieuwe versie."
    )


def _safety(session: Any, settings: Settings, now: datetime) -> Iterator[Check]:
    for name, age, seen, advice in (
        (backup.LAST, BACKUP_AGE, "Laatste reservekopie", "Maak een reservekopie: python -m phu_runtime backup MAP (PostgreSQL: pg_dump)."),
        (
            SHOWN,
            RESTORE_AGE,
            "Laatste geslaagde terugzetproef",
            "Zet een reservekopie terug op een andere machine, met de sleutels uit bewaring.",
        ),
    ):
        moment = facts.get_fact(session, name)
        recent = moment is not None and now - datetime.fromisoformat(moment) <= age
        yield Check(recent, f"{seen}: {'nooit' if moment is None else datetime.fromisoformat(moment).strftime('%d-%m-%Y %H.%M')}.", advice)
    yield Check(
        bool(settings.smtp_url), "Mail wordt verstuurd." if settings.smtp_url else "Er is geen mailserver.", "Stel PHU_SMTP_URL in."
    )
    secure = settings.public_url.startswith("https://")
    yield Check(secure, f"Adres van de site: {settings.public_url}.", "Zet een proxy met TLS ervoor en stel PHU_PUBLIC_URL in op https://…")


def _anchored(session: Any, settings: Settings, now: datetime) -> Iterator[Check]:
    """The newest head outside the database; a log without sealed lines has none."""
    days = [path.stem.removeprefix("logboek-") for path in settings.anchor_map.glob(NAME.format(day="*"))]
    newest = max(days, default="")
    recent = newest >= local_date(now - BACKUP_AGE).isoformat() or log_chain.head(session).number == 0
    advice = f"Draait de klok, en kan zij schrijven in {settings.anchor_map}? Zet die map liefst op een andere machine (PHU_ANCHORS)."
    yield Check(recent, f"Laatste zegel van het logboek buiten de database: {newest or 'nooit'}.", advice)


def _second_factors(session: Any, settings: Settings) -> Iterator[Check]:
    old, lost = count_old(session, settings.master_keys)
    yield Check(not old, f"Tweede stappen onder een oude hoofdsleutel: {old}.", "Vervang ze: python -m phu_runtime rotate-keys.")
    if lost:
        put_back = "Zet de vorige sleutel terug in PHU_MASTER_KEYS, achter de nieuwe, of laat de beheerder de tweede stap wissen."
        yield Check(False, f"Tweede stappen die met geen hoofdsleutel opengaan: {lost}.", put_back)


def _keys(keys: Keys) -> Iterator[Check]:
    missing = keys.masters_missing()
    yield Check(
        not missing,
        f"Hoofdsleutels die ontbreken: {', '.join(missing) or 'geen'}.",
        "Zet de vorige sleutel terug in PHU_MASTER_KEYS, achter de nieuwe.",
    )
    old = keys.count_under_old_masters()
    yield Check(not old, f"Casussleutels onder een oude hoofdsleutel: {old}.", "Vervang ze: python -m phu_runtime rotate-keys.")


def _machine(settings: Settings, database: Database, keys: Keys) -> Iterator[Check]:
    usage = shutil.disk_usage(settings.var if settings.var.exists() else Path.cwd())
    free = usage.free / usage.total
    yield Check(free >= FREE, f"Vrije schijfruimte: {free:.0%}.", "Maak ruimte: bij een volle schijf wordt niets meer opgeslagen.")
    for path in (database.path, keys.path):
        if path is not None:
            mode = stat.S_IMODE(path.stat().st_mode)
            yield Check(
                not mode & 0o077, f"Alleen de eigenaar leest {path.name}: {'ja' if not mode & 0o077 else 'nee'}.", f"chmod 600 {path}"
            )
    if database.path is not None and keys.path is not None:
        apart = database.path.parent.resolve() != keys.path.parent.resolve()
        where = "een andere map" if apart else "dezelfde map"
        yield Check(
            apart or settings.demo,
            f"De sleutels staan in {where} als de casussen.",
            "Zet PHU_KEYS_URL op een andere plaats, met een eigen reservekopie.",
        )
