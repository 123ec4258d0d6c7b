"""The one function that decides: ``may(actor, deed, subject)``.

One row per deed; each rule is a pure function. Sources: domain.md §1 and §6 (agreement art. 3.1, 4.3, 5; PP 3, 13).
"""

from __future__ import annotations

from collections.abc import Callable

from phu_runtime.access import accounts, casework, oversight
from phu_runtime.access.subjects import Deed, Subject, Verdict
from phu_runtime.errors import NotYours, OutOfDate
from phu_runtime.shapes import Actor

Rule = Callable[[Actor, object], Verdict]

RULES: dict[Deed, Rule] = {
    "see_worklist": casework.works_on_cases,
    "search_cases": casework.works_on_cases,
    "start_case": casework.start,
    "see_case": casework.see_case,
    "export_case": casework.see_case,
    "send_event": casework.send_event,
    "correct_answers": casework.correct,
    "see_task": casework.see_task,
    "claim_task": casework.claim,
    "release_task": casework.release,
    "hand_over_task": casework.hand_over,
    "save_concept": casework.fill_in,
    "submit_task": casework.fill_in,
    "extend_term": casework.fill_in,
    "see_incidents": oversight.guards_the_process,
    "retry_incident": oversight.retry,
    "repair_incident": oversight.owns_the_process,
    "confirm_repair": oversight.confirm_repair,
    "see_work_process": oversight.anyone,
    "see_drafts": oversight.see_drafts,
    "edit_work_process": oversight.owns_the_process,
    "approve_release": oversight.approve,
    "publish_release": oversight.owns_the_process,
    "migrate_cases": oversight.owns_the_process,
    "see_report": oversight.see_report,
    "read_access_log": oversight.read_log,
    "see_registers": oversight.see_registers,
    "see_organisations": accounts.runs_the_accounts,
    "change_organisation": accounts.runs_the_accounts,
    "transfer_cases": accounts.runs_the_accounts,
    "see_users": accounts.see_users,
    "change_user": accounts.change_user,
    "arrange_absence": accounts.arrange_absence,
    "see_operation": oversight.runs_the_system,
    "move_clock": oversight.anyone,
}


def may(actor: Actor | None, deed: Deed, subject: Subject = None) -> Verdict:
    """Whether ``actor`` may do ``deed`` to ``subject``. Nobody signed in: refused. An unknown deed: KeyError (a mistake of ours)."""
    rule = RULES[deed]
    if actor is None:
        return Verdict(False, "Log eerst in.", "aanmelden")
    return rule(actor, subject)


def require(actor: Actor | None, deed: Deed, subject: Subject = None, *, pseudonym: str = "") -> Verdict:
    """The verdict of ``may``; raises NotYours, or OutOfDate when someone was first, with its reason. ``pseudonym`` of the
    case goes into the log line of the refusal."""
    verdict = may(actor, deed, subject)
    if verdict.allowed:
        return verdict
    if verdict.late:
        raise OutOfDate(verdict.reason)
    refused = NotYours(verdict.reason, event=deed, pseudonym=pseudonym)
    refused.actor = actor
    raise refused
