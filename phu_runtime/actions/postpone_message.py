"""A message between cases that could not be delivered waits for another try; given up, it is an incident of the case that sent it."""

from __future__ import annotations

from typing import Any

from phu_runtime.errors import CaseStuck
from phu_runtime.records import cases, inbox
from phu_runtime.steps.refusals import record_incident
from phu_runtime.steps.store import Store


def postpone_message(store: Store, message_id: str, reason: str) -> None:
    """``reason``: why this try failed, a sentence without personal data. After the eighth the message shows under Storingen."""
    message = inbox.mark_failed(store.session, message_id, store.now)
    if message is None or message.from_case_id is None:
        return
    stuck = CaseStuck(f"bericht:{message.id}", f"Casus starten: {_title(store, message)}", f"het bericht komt niet aan. {reason}")
    stuck.case_id, stuck.request = message.from_case_id, {"soort": "bericht", "wat": message.id}
    record_incident(store, stuck)


def _title(store: Store, message: Any) -> str:
    """The process that should start, as its diagram is called in the release of the case that sent the message."""
    case = cases.get_case(store.session, message.from_case_id)
    work = store.runtime.work_process(store.session, case.release_id)
    return work.diagrams[message.process].name if message.process in work.diagrams else str(message.process)
