"""What the gate found, as people read it."""

from __future__ import annotations

from typing import Any

from phu_runtime import __version__
from phu_runtime.records import accounts, release_checks
from phu_runtime.release_shapes import WholeCheck
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.gate import Checked
from phu_runtime.workprocess.gate.kept import from_text

DIED = "De controle is afgebroken voordat zij klaar was. Start de controle opnieuw."
NOT_CHECKED = "Dit concept is nog niet helemaal gecontroleerd. Start de volledige controle, en wacht tot zij klaar is."
CHECK_RUNS = "De volledige controle loopt nog. Wacht tot zij klaar is."
OLD_CHECK = "De volledige controle is gedaan door een eerdere versie van dit programma. Doe haar opnieuw."
SYSTEM = "Het systeem"


def show_whole(store: Store, release: Any) -> WholeCheck:
    """The whole check of the files that ``release`` has now. One of which nothing was heard lately is told as stopped."""
    check = release_checks.check_of(store.session, release.digest, release_checks.PUBLISHING)
    if check is None:
        return WholeCheck()
    found = from_text(check.found)
    died = check.state == "running" and not release_checks.is_alive(check, store.real_now)
    names = accounts.names_of(store.session, [check.asked_by] if check.asked_by else [])
    return WholeCheck(
        state="stopped" if died else check.state,
        percentage=check.percentage,
        doing=DIED if died else check.doing,
        asked=check.asked,
        asked_by=names.get(check.asked_by or "", SYSTEM),
        ended=check.ended,
        findings=found.findings,
        notes=found.notes,
        outdated=check.state == "done" and check.program != __version__,
    )


def found_in(store: Store, release: Any) -> tuple[Any, Checked | None]:
    """When the files of ``release`` were last looked at and what was found: a whole check says more than a look on saving."""
    for kind in (release_checks.PUBLISHING, release_checks.SAVING):
        check = release_checks.check_of(store.session, release.digest, kind)
        if check is not None and check.state == "done" and check.program == __version__:
            return check.ended, from_text(check.found)
    return None, None


def why_not_green(whole: WholeCheck) -> str:
    """Why these files cannot be published as far as the gate is concerned, as a sentence; "" when they can."""
    if whole.green:
        return ""
    if whole.state == "done" and whole.findings:
        problems = len(whole.findings)
        return f"De volledige controle vond {problems} {'probleem' if problems == 1 else 'problemen'}. Los eerst op wat zij vond."
    return OLD_CHECK if whole.outdated else CHECK_RUNS if whole.busy else NOT_CHECKED
