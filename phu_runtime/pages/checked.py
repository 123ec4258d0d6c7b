"""The gate behind a page: what to check is read, checked while no transaction is open, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phu_runtime.actions.check_draft import check_draft
from phu_runtime.actions.note_check import note_check
from phu_runtime.pages.door import current_actor, runtime, transaction

if TYPE_CHECKING:
    from phu_runtime.workprocess.gate import Checked


def check_now(release_id: str) -> Checked:
    """All findings of a release as it is now, each with file, element, what, why and what to do; a few seconds at most, nothing
    when these files were checked before. Call it after a save, with no transaction open."""
    with transaction() as store:
        asked = check_draft(store, current_actor(), release_id)
    checked = runtime().gate.check(asked.digest, asked.files)
    with transaction() as store:
        note_check(store, current_actor(), release_id, asked.digest, checked)
    return checked
