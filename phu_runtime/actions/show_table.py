"""The decisions of one file of a version: to read, to change, to try."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.access import may
from phu_runtime.edit_shapes import SheetSent, SheetShown, TableShownToEdit
from phu_runtime.errors import NotFound
from phu_runtime.records import releases
from phu_runtime.release_shapes import DraftFile
from phu_runtime.shapes import Actor
from phu_runtime.showing.releases import show_line
from phu_runtime.steps.draft_work import DraftWork, draft_work
from phu_runtime.steps.drafts import may_see
from phu_runtime.steps.store import Store
from phu_runtime.steps.tables import show_sheet, with_deed
from phu_runtime.workprocess.drafting import file_digest
from phu_runtime.workprocess.editing.table_checks import applied, differences
from phu_runtime.workprocess.editing.tables import read_sheets


def show_table(
    store: Store,
    actor: Actor,
    release_id: str,
    path: str,
    sent: SheetSent | None = None,
    deed: str = "",
    trial: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> TableShownToEdit:
    """The file as it is stored. ``sent``: one of its decisions as the page has it, with ``deed`` (a button beside its rows) done or
    tried on ``trial``; nothing is stored. ``wrong``: "row.column" → what is wrong there. Raises NotFound, NotYours, ReleaseInvalid."""
    release = releases.get_release(store.session, release_id)
    may_see(store, actor, release)
    files = releases.release_files(store.session, release_id)
    if path not in files:
        raise NotFound(f"Het bestand {path} staat niet in deze versie.")
    content = files[path]
    editable = release.status == "draft" and may(actor, "edit_work_process").allowed
    file = DraftFile(show_line(store, release), path, content, file_digest(content), editable)
    draft = draft_work(files)
    shown: list[SheetShown] = []
    differs: list[str] = []
    for sheet in read_sheets(path, content):
        if sent is None or sheet.decision != sent.decision:
            shown.append(show_sheet(path, content, sheet, draft))
            continue
        mine = applied(sheet, sent) if editable else sheet
        if deed:
            gaps = show_sheet(path, content, mine, draft, changed=True).notes if deed.startswith("gat.") else ()
            mine = with_deed(mine, deed, gaps)
        places = {(int(row), int(column)): text for key, text in (wrong or {}).items() for row, column in [key.split(".")]}
        shown.append(show_sheet(path, content, mine, draft, changed=mine != sheet, trial=trial, wrong=places))
        differs = differences(sheet, mine)
    used = _used_in(draft, {one.sheet.decision for one in shown})
    names = [(datum.key, datum.label) for datum in draft.dictionary.fields.values()]
    return TableShownToEdit(file, shown, used, differs, draft.unreadable, names)


def _used_in(draft: DraftWork, decisions: set[str]) -> list[tuple[str, str]]:
    if draft.work is None:
        return []
    diagrams = draft.work.diagrams
    return [(diagrams[one.diagram].name, one.name or one.id) for one in diagrams.elements() if one.decision in decisions]
